"""Scrutiny's items as plain values: what pages, files and the appendix of recommendations read.

No database and no Django here: `proposals.scrutiny.reading` makes these for one reader, with nothing in
them that this reader may not read.
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from services.values.logos import PrintedLogo
from services.values.wording import Worded


class ItemKind(StrEnum):
    """The kind of item that a member puts on the record."""

    QUESTION = "question"
    INFORMATION = "information"
    COMMENT = "comment"
    RECOMMENDATION = "recommendation"

    @property
    def label(self) -> str:
        """The kind as minutes call it."""
        return "request for information" if self is ItemKind.INFORMATION else self.value


class Response(Worded):
    """Cabinet's response to a recommendation."""

    ACCEPTED = "accepted"
    PARTLY_ACCEPTED = "partly_accepted"
    REJECTED = "rejected"


class ItemState(Worded):
    """The progress of an item; `state_of` gives it, and `querysets.IN_STATE` finds the items."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"
    NOTED = "noted"
    WITHDRAWN = "withdrawn"


def state_of(*, kind: str, answer: str, response: str, outcome: str, is_withdrawn: bool) -> ItemState:
    """Return the state of an item: a recommendation is open until Cabinet responds, others until the answer.

    A comment asks for nothing, so it is never open.
    """
    if is_withdrawn:
        return ItemState.WITHDRAWN
    if outcome:
        return ItemState.CLOSED
    if response if kind == ItemKind.RECOMMENDATION else answer:
        return ItemState.ANSWERED
    return ItemState.NOTED if kind == ItemKind.COMMENT else ItemState.OPEN


@dataclass(frozen=True)
class ItemRecord:
    """An item as one reader may read it.

    What this reader may not read of the answer, the response and the outcome is empty. `age` counts the days
    it has been open, or took until it was not; `address` is that of its page.
    """

    key: int
    proposal_key: int
    reference: str
    title: str
    kind: ItemKind
    text: str
    asked_by: str
    asked_on: date
    state: ItemState
    meeting: str = ""
    owner: str = ""
    due_on: date | None = None
    is_overdue: bool = False
    age: int = 0
    answer: str = ""
    answered_by: str = ""
    answered_on: date | None = None
    response: str = ""
    response_reason: str = ""
    responded_by: str = ""
    responded_on: date | None = None
    outcome: str = ""
    closed_on: date | None = None
    withdrawn_because: str = ""
    withdrawn_on: date | None = None
    is_published: bool = False
    answer_is_published: bool = False
    address: str = ""
    proposal_address: str = ""

    @property
    def heading(self) -> str:
        """The kind of item and its author: “Question, Sam Query”."""
        return f"{self.kind.label.capitalize()}, {self.asked_by}"

    @property
    def state_in_words(self) -> str:
        """Return how far it has come, with its age: “Open for 12 days”, “Responded to after 30 days”."""
        done = "responded to" if self.kind is ItemKind.RECOMMENDATION else "answered"
        word = done if self.state is ItemState.ANSWERED else self.state.label
        return f"{word} {self.age_in_words}".strip().capitalize()

    @property
    def response_in_words(self) -> str:
        """Cabinet's response in words; nothing where it has not responded."""
        return Response(self.response).label.capitalize() if self.response else ""

    @property
    def published_in_words(self) -> str:
        """The part of it that everybody may read."""
        if not self.is_published:
            return "Nothing"
        return "Item and answer" if self.answer_is_published else "Item only"

    @property
    def age_in_words(self) -> str:
        """Return how long it has been open, or how long the answer took."""
        if self.state not in {ItemState.OPEN, ItemState.ANSWERED}:
            return ""
        days = "1 day" if self.age == 1 else f"{self.age} days"
        if self.state is ItemState.OPEN:
            return "since today" if self.age == 0 else f"for {days}"
        return "on the same day" if self.age == 0 else f"after {days}"


def as_published(item: ItemRecord) -> ItemRecord:
    """Return the item as everybody reads it once it is published: without the workings, and with what is published.

    How far it has come stays: that an answer waits to be published is no secret.
    """
    public = replace(item, owner="", due_on=None, is_overdue=False)
    if item.answer_is_published:
        return public
    return replace(
        public,
        answer="",
        answered_by="",
        answered_on=None,
        response="",
        response_reason="",
        responded_by="",
        responded_on=None,
        outcome="",
        closed_on=None,
    )


@dataclass(frozen=True)
class ScrutinyRecord:
    """A round's items, chosen for one reader, as one set to print or take away.

    `selection` describes which were chosen; empty for all that the reader may read.
    """

    council: str
    council_slug: str
    name: str
    items: tuple[ItemRecord, ...]
    selection: str = ""
    logo: PrintedLogo | None = None

    def published(self) -> "ScrutinyRecord":
        """Return what of it is published, for what goes out of the house."""
        return replace(self, items=tuple(as_published(item) for item in self.items if item.is_published))

    def of_kind(self, kind: ItemKind) -> "ScrutinyRecord":
        """Return the items of one kind that were not withdrawn."""
        remaining = (item for item in self.items if item.state is not ItemState.WITHDRAWN)
        return replace(self, items=tuple(item for item in remaining if item.kind is kind))
