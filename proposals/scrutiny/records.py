"""Scrutiny's items as plain values: what pages, files and the appendix of recommendations read.

No database and no Django here: `proposals.scrutiny.reading` makes these for one reader, with nothing in
them that this reader may not read.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class ItemKind(StrEnum):
    """What a member puts on the record."""

    QUESTION = "question"
    INFORMATION = "information"
    COMMENT = "comment"
    RECOMMENDATION = "recommendation"

    @property
    def label(self) -> str:
        """The kind as minutes call it."""
        return "request for information" if self is ItemKind.INFORMATION else self.value


class Response(StrEnum):
    """What Cabinet says to a recommendation."""

    ACCEPTED = "accepted"
    PARTLY_ACCEPTED = "partly_accepted"
    REJECTED = "rejected"

    @property
    def label(self) -> str:
        """The response as minutes write it."""
        return self.value.replace("_", " ")


class ItemState(StrEnum):
    """How far an item has come; `state_of` says which, and `querysets.IN_STATE` finds them."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"
    NOTED = "noted"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """The state as the pages call it."""
        return _STATES[self]


_STATES = {
    ItemState.OPEN: "open",
    ItemState.ANSWERED: "answered, outcome awaited",
    ItemState.CLOSED: "closed",
    ItemState.NOTED: "noted",
    ItemState.WITHDRAWN: "withdrawn",
}


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
    """One item as one reader may read it.

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
        """What it is, from whom: “Question, Sam Query”."""
        return f"{self.kind.label.capitalize()}, {self.asked_by}"

    @property
    def age_in_words(self) -> str:
        """How long it has been open, or how long the answer took."""
        if self.state not in {ItemState.OPEN, ItemState.ANSWERED, ItemState.CLOSED}:
            return ""
        days = "1 day" if self.age == 1 else f"{self.age} days"
        if self.state is ItemState.OPEN:
            return "since today" if self.age == 0 else f"for {days}"
        return "on the same day" if self.age == 0 else f"after {days}"


@dataclass(frozen=True)
class ScrutinyRecord:
    """A round's items, chosen for one reader, as one set to print or take away.

    `selection` says in words which were chosen; empty for all that the reader may read.
    """

    council: str
    council_slug: str
    name: str
    items: tuple[ItemRecord, ...]
    selection: str = ""
