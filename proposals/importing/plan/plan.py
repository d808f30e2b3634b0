"""The plan of an import, worked out without doing it: what is created, changed and unchanged, and what it asks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from proposals.domain.fields import FIELDS
from proposals.domain.references import canonical_reference
from proposals.importing.in_words import in_own_words, in_pounds
from proposals.importing.issues import Issue, Severity, of_severity
from proposals.importing.kinds import DocumentKind
from proposals.importing.parsed import ParsedDocument, ParsedProposal, ParsedReport
from proposals.importing.plan.base_budgets import BudgetSlot
from proposals.importing.plan.request import Destination, ImportRequest, MatchChoice
from proposals.models import DocumentEntry, SavingsProposal
from proposals.models.records import profile_of
from services.audit.history import RecordedModel
from services.models import Service
from services.values.changes import FieldChange
from services.values.years import FinancialYear

Action = Literal["create", "change", "skip"]
Written = tuple[RecordedModel, tuple[str, ...]]
"""A row and those of its fields that are written; a row that is not stored yet has no key."""
AMOUNTS_OF_A_SAVING = ("recurring_saving", "one_off_saving")
STATED_OTHERWISE = "stated otherwise"
OVERWRITES_CORRECTION = "correction overwritten"
OVERWRITES_SIGN_OFFS = "sign-offs withdrawn"
_OVERWRITES = frozenset({OVERWRITES_CORRECTION, OVERWRITES_SIGN_OFFS})


def stated_otherwise(noun: str, what: str, stated: str, stored: str) -> str:
    """Return in words that a document states something otherwise than it is stored."""
    return f"the {noun} states {what} as {stated}; the stored value {stored} is kept."


def place_prefix(noun: str) -> str:
    """Return what the place of an accepted issue begins with, so that it is known which document said it."""
    return f"{noun[:1].upper()}{noun[1:]}"


def stored_savings(
    proposal: SavingsProposal, stated: Mapping[FinancialYear, int]
) -> dict[FinancialYear, int]:
    """Return what is stored by year, in the measure in which a document can state it.

    An officer may since have split a saving into a recurring and a one-off amount. The document's figure
    then is either still the change against the year before, in which a one-off saving falls out again, or
    what was entered for the year in all. Whichever fits more years is compared.
    """
    rows = list(proposal.year_profiles.all())
    entered = {row.year: row.recurring_saving + row.one_off_saving for row in rows}
    discrete = profile_of(proposal).discrete
    change = {year: discrete[year] for year in entered}

    def fitting(stored: Mapping[FinancialYear, int]) -> int:
        return sum(stored.get(year) == pounds for year, pounds in stated.items())

    return change if fitting(change) >= fitting(entered) else entered


@dataclass(frozen=True)
class PlannedChange(FieldChange):
    """One field that an import would change; `written` says where it is stored, to ask the history who put it there."""

    written: tuple[Written, ...] = field(default=(), compare=False, repr=False)


def budget_changes(proposal: SavingsProposal, slot: BudgetSlot | None) -> Iterator[PlannedChange]:
    """Yield what of the base budget that the proposal rests on would change."""
    if slot is None:
        return
    stored, row = proposal.base_budget, slot.row
    chosen: Written = (proposal, ("base_budget",))
    note = stored.note if stored else ""
    for name, label, before, after in (
        ("gross", f"gross budget {row.year}", in_pounds(stored and stored.gross), in_pounds(row.gross)),
        ("income", f"income budget {row.year}", in_pounds(stored and stored.income), in_pounds(row.income)),
        ("year", "base year", str(stored.year) if stored else "", str(row.year)),
        ("note", "note on the net budget", note, row.note or note),
    ):
        if before != after:
            written = (chosen, (stored, (name,))) if stored else (chosen,)
            yield PlannedChange(label, before, after, written=written)


@dataclass
class PlannedProposal:
    """One proposal while a document is read into it: its rows changed in memory, and what that changes; unsaved.

    The document that a proposal was made from corrects it when it is read again. Any other only adds what is not
    stored: a figure or fact that differs is a question for a person, and wording that differs is kept beside the
    stored one, under its own heading.
    """

    parsed: ParsedProposal
    existing: SavingsProposal | None
    """The stored proposal that it is, None for a new one, whose rows are made only when it is written."""
    reference: str
    """The reference that the proposal has or is given."""
    kind: DocumentKind
    years: tuple[FinancialYear, ...]
    service: Service
    """The service that it is to belong to, unsaved where it is new."""
    slot: BudgetSlot | None = None
    is_source: bool = True
    """Whether the document’s figures are the proposal’s."""
    is_upgrade: bool = False
    """Whether the proposal was stored without a reference of its own and all years, and the form completes it."""
    new_key: str = ""
    """What it is to be known by when the document is read again, empty where that is stored."""
    is_reference_made: bool = False
    """Whether its reference was made here, as the document prints none."""
    earlier_noun: str = ""
    """What the document is called that the proposal was known from before, where this one completes it."""
    changes: tuple[PlannedChange, ...] = ()
    issues: tuple[Issue, ...] = ()
    rows: tuple[Any, ...] = ()
    committees: tuple[str, ...] = ()
    reports: tuple[ParsedReport, ...] = ()
    entries: tuple[DocumentEntry, ...] = ()
    """The entries of other documents, whose figures are no longer the proposal's."""
    questions: tuple[Issue, ...] = ()
    """The questions about it that nobody has accepted before."""
    settled: tuple[int, ...] = ()
    """The keys of accepted questions that the document no longer raises."""

    @property
    def is_new(self) -> bool:
        """Return whether it is to be created."""
        return self.existing is None

    @cached_property
    def proposal(self) -> SavingsProposal:
        """The stored proposal, or the new one."""
        canonical = canonical_reference(self.reference)
        return self.existing or SavingsProposal(
            reference=self.reference, canonical_reference=canonical, title=self.title
        )

    @property
    def action(self) -> Action:
        """Return whether it would be created, changed or left as it is."""
        if self.is_new:
            return "create"
        return "change" if self.changes or self.is_upgrade else "skip"

    @property
    def title(self) -> str:
        """The title as the document prints it."""
        return self.parsed.title

    @property
    def direction_words(self) -> str:
        """Return in words whether it is a saving or a pressure, and of what cause and fund."""
        words = [
            dict(FIELDS[name].options).get(getattr(self.parsed, name), "")
            for name in ("direction", "pressure_category", "fund", "certainty")
        ]
        words.append("already in an earlier plan" if self.parsed.in_earlier_plan else "")
        return ", ".join(filter(None, words))

    def in_words(self, pounds: int | None) -> str:
        """Return an amount of the proposal, positive in its own direction; empty where none is known."""
        return in_own_words(pounds, self.proposal.direction)

    def stored(self, relation: str) -> list[Any]:
        """Return the stored rows of the proposal."""
        return [] if self.is_new else list(getattr(self.proposal, relation).all())

    def change(self, label: str, before: str, after: str, *written: Written) -> None:
        """Note that a field changes, and the rows and fields in which it is stored."""
        if not self.is_new:
            self.changes += (PlannedChange(label, before, after, written=written),)

    def differs(self, what: str, stated: str, stored: str) -> None:
        """Ask about something that is stated otherwise than it is stored."""
        self.say(Severity.QUESTION, STATED_OTHERWISE, stated_otherwise(self.kind.noun, what, stated, stored))

    def is_taken(self, what: str, stated: str, stored: str) -> bool:
        """Return whether a figure that differs is taken: none is stored, or it is this document's; else ask."""
        if not stored or self.is_source:
            return True
        self.differs(what, stated, stored)
        return False

    def say(self, severity: Severity, code: str, message: str) -> None:
        """Add an issue about the proposal."""
        self.issues += (Issue(severity, code, self.title[:100], self.parsed.place, message),)

    def choice(self, name: str, value: str) -> None:
        """Take a fact that is one of the choices of a field, in the words that the field has for them."""
        field_of = FIELDS[name]
        self.fact(name, field_of.verbose_name, value, named=field_of.named, words=field_of.choices)

    def fact(
        self, name: str, label: str, value: Any, *, named: str = "", words: Mapping[str, str] | None = None
    ) -> None:
        """Take a single fact, or ask about it where another is stored."""
        stored = getattr(self.proposal, name)
        if not value or stored == value:
            return
        before, after = (words.get(stored, ""), words[value]) if words else (str(stored or ""), str(value))
        if self.is_new or self.is_source or not stored:
            setattr(self.proposal, name, value)
            self.change(label, before, after, (self.proposal, (name,)))
        elif name != "start_year":
            self.differs(named or f"the {label}", f"“{after}”", f"“{before}”")


@dataclass(frozen=True, kw_only=True)
class ImportPlan(Destination):
    """All that an import would do, and where."""

    request: ImportRequest
    document: ParsedDocument
    proposals: Sequence[PlannedProposal]
    issues: tuple[Issue, ...]
    choices: tuple[MatchChoice, ...] = ()
    absent: tuple[SavingsProposal, ...] = ()
    """The proposals of the round that the document does not name, which stay as they are."""

    @property
    def errors(self) -> tuple[Issue, ...]:
        """Return what stops the import."""
        return of_severity(self.issues, Severity.ERROR)

    @property
    def questions(self) -> tuple[Issue, ...]:
        """Return what stops the import until it is accepted with a reason; those accepted before are left out."""
        return of_severity(self.issues, Severity.QUESTION)

    @property
    def overwrites(self) -> tuple[Issue, ...]:
        """Return the questions about what people corrected or signed off here, which the import would overwrite."""
        return tuple(issue for issue in self.questions if issue.code in _OVERWRITES)

    @property
    def contradictions(self) -> tuple[Issue, ...]:
        """Return the other questions, which are kept on the proposals once they are accepted."""
        return tuple(issue for issue in self.questions if issue.code not in _OVERWRITES)

    @property
    def notes(self) -> tuple[Issue, ...]:
        """Return what only informs."""
        return of_severity(self.issues, Severity.NOTE)

    def doing(self, action: Action) -> tuple[PlannedProposal, ...]:
        """Return the proposals that would be created, changed or skipped as unchanged."""
        return tuple(planned for planned in self.proposals if planned.action == action)

    @cached_property
    def tells_directions(self) -> bool:
        """Return whether any proposal is a pressure, so that each is said to be one or a saving."""
        return any(planned.parsed.is_pressure for planned in self.proposals)

    @property
    def changes_nothing(self) -> bool:
        """Return whether everything in the document is stored already."""
        return all(planned.action == "skip" for planned in self.proposals)
