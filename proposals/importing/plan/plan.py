"""The plan of an import, worked out without doing it: what is created, changed and unchanged, and what it asks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from proposals.domain.fields import FIELDS
from proposals.importing.issues import Issue, Severity, of_severity
from proposals.importing.parsed import ParsedDocument, ParsedProposal
from proposals.importing.plan.base_budgets import BudgetSlot
from proposals.importing.plan.changes import PlannedChange
from proposals.importing.plan.org_units import OrgUnit
from proposals.importing.plan.request import ImportRequest, MatchChoice
from proposals.importing.plan.revision import Revision
from proposals.models import BudgetRound, DocumentEntry
from services.models import Council
from services.values.years import FinancialYear

Action = Literal["create", "change", "skip"]
OVERWRITES_CORRECTION = "correction overwritten"
OVERWRITES_SIGN_OFFS = "sign-offs withdrawn"
_OVERWRITES = frozenset({OVERWRITES_CORRECTION, OVERWRITES_SIGN_OFFS})


@dataclass(frozen=True)
class PlannedProposal:
    """The changes to one proposal; `entry` identifies it when the document is read again."""

    parsed: ParsedProposal
    action: Action
    revision: Revision
    org_unit: OrgUnit
    entry: DocumentEntry | None = None
    slot: BudgetSlot | None = None
    changes: tuple[PlannedChange, ...] = ()
    issues: tuple[Issue, ...] = ()
    settled: tuple[int, ...] = ()
    is_upgrade: bool = False
    """Whether the proposal was stored without a reference of its own and all years, and the form completes it."""

    @property
    def reference(self) -> str:
        """The reference that the proposal has or is given."""
        return self.revision.proposal.reference

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

    @property
    def service_name(self) -> str:
        """The name of the service that the proposal belongs to."""
        return self.org_unit.service_name


@dataclass(frozen=True)
class ImportPlan:
    """All that an import would do."""

    request: ImportRequest
    document: ParsedDocument
    council: Council | None
    budget_round: BudgetRound | None
    base_year: FinancialYear
    years: tuple[FinancialYear, ...]
    proposals: tuple[PlannedProposal, ...]
    issues: tuple[Issue, ...]
    choices: tuple[MatchChoice, ...] = ()
    absent: tuple[str, ...] = ()
    """The references of stored proposals that this kind of document brought, and this one leaves out."""
    new_directorates: Mapping[str, str] = field(default_factory=dict)
    """The names of the directorates that would be made, by their codes."""

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

    @property
    def tells_directions(self) -> bool:
        """Return whether any proposal is a pressure, so that each is said to be one or a saving."""
        return any(planned.parsed.is_pressure for planned in self.proposals)

    @property
    def changes_nothing(self) -> bool:
        """Return whether everything in the document is stored already."""
        return all(planned.action == "skip" for planned in self.proposals)
