"""The state of one proposal while a document is read into it: rows changed in memory, nothing saved.

The document that a proposal was made from corrects it when it is read again. Any other only adds what is not
stored: a figure or fact that differs is a question for a person, and wording that differs is kept beside the
stored one, under its own heading.
"""

from dataclasses import dataclass, field
from typing import Any

from proposals.domain.fields import FIELDS
from proposals.importing.in_words import in_own_words
from proposals.importing.issues import Issue, Severity
from proposals.importing.kinds import DocumentKind
from proposals.importing.parsed import ParsedProposal, ParsedReport
from proposals.importing.plan.base_budgets import BudgetSlot
from proposals.importing.plan.changes import PlannedChange, Written
from proposals.models import DocumentEntry, SavingsProposal
from services.values.years import FinancialYear

STATED_OTHERWISE = "stated otherwise"


def stated_otherwise(noun: str, what: str, stated: str, stored: str) -> str:
    """Return in words that a document states something otherwise than it is stored."""
    return f"the {noun} states {what} as {stated}; the stored value {stored} is kept."


def place_prefix(noun: str) -> str:
    """Return what the place of an accepted issue begins with, so that it is known which document said it."""
    return f"{noun[:1].upper()}{noun[1:]}"


@dataclass
class Revision:
    """A proposal with its rows as they would be, and what that changes; unsaved."""

    proposal: SavingsProposal
    changes: list[PlannedChange] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    rows: list[Any] = field(default_factory=list)
    committees: list[str] = field(default_factory=list)
    reports: list[ParsedReport] = field(default_factory=list)
    entries: list[DocumentEntry] = field(default_factory=list)
    """The entries of other documents, whose figures are no longer the proposal's."""
    portfolio: str = ""
    """The portfolio that the proposal's stored service is to have."""


@dataclass(frozen=True)
class Reading:
    """The conditions for reading a proposal: the round's years, the kind of document, and whether its figures count.

    `is_upgrade` is whether the proposal was known from another document only, and this one completes it.
    """

    years: tuple[FinancialYear, ...]
    kind: DocumentKind
    is_source: bool
    slot: BudgetSlot | None = None
    is_upgrade: bool = False


@dataclass
class Revising:
    """A proposal that is being revised: what is stored of it, what the document states, and what that changes."""

    proposal: SavingsProposal
    parsed: ParsedProposal
    reading: Reading
    earlier_noun: str = ""
    """What the document is called that the proposal was known from before, where this one completes it."""
    revision: Revision = field(init=False)

    def __post_init__(self) -> None:
        self.revision = Revision(self.proposal)

    @property
    def is_new(self) -> bool:
        """Return whether the proposal is made now."""
        return self.proposal.pk is None

    @property
    def noun(self) -> str:
        """Return what one of the document's proposals is called."""
        return self.reading.kind.noun

    @property
    def amount_noun(self) -> str:
        """Return what an amount of the proposal is called: a saving or a pressure."""
        return self.proposal.direction

    def in_words(self, pounds: int | None) -> str:
        """Return an amount of the proposal, positive in its own direction; empty where none is known."""
        return in_own_words(pounds, self.proposal.direction)

    def stored(self, relation: str) -> list[Any]:
        """Return the stored rows of the proposal."""
        return [] if self.is_new else list(getattr(self.proposal, relation).all())

    def change(self, label: str, before: str, after: str, *written: Written) -> None:
        """Note that a field changes, and the rows and fields in which it is stored."""
        self.revision.changes.append(PlannedChange(label, before, after, written=written))

    def differs(self, what: str, stated: str, stored: str) -> None:
        """Ask about something that is stated otherwise than it is stored."""
        self.say(Severity.QUESTION, STATED_OTHERWISE, stated_otherwise(self.noun, what, stated, stored))

    def is_taken(self, what: str, stated: str, stored: str) -> bool:
        """Return whether a figure that differs is taken: none is stored, or it is this document's; else ask."""
        if not stored or self.reading.is_source:
            return True
        self.differs(what, stated, stored)
        return False

    def say(self, severity: Severity, code: str, message: str) -> None:
        """Add an issue about the proposal."""
        parsed = self.parsed
        self.revision.issues.append(Issue(severity, code, parsed.title[:100], parsed.place, message))

    def choice(self, name: str, value: str) -> None:
        """Take a fact that is one of the choices of a field, in the words that the field has for them."""
        stored = getattr(self.proposal, name)
        if not value or stored == value:
            return
        words = FIELDS[name].choices
        if self.is_new or self.reading.is_source or not stored:
            setattr(self.proposal, name, value)
            before, written = words.get(stored, ""), (self.proposal, (name,))
            self.change(FIELDS[name].verbose_name, before, words[value], written)
        else:
            self.differs(FIELDS[name].named, f"“{words[value]}”", f"“{words[stored]}”")

    def fact(self, name: str, label: str, value: Any) -> None:
        """Take a single fact, or ask about it where another is stored."""
        stored = getattr(self.proposal, name)
        if not value or stored == value:
            return
        if self.is_new or self.reading.is_source or not stored:
            setattr(self.proposal, name, value)
            self.change(label, str(stored or ""), str(value), (self.proposal, (name,)))
        elif name != "start_year":
            self.differs(f"the {label}", f"“{value}”", f"“{stored}”")
