"""Proposals as plain values: what every page, export and appendix reads.

No database and no Django here: `proposals.querysets` makes these, styles and writers print them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from proposals.savings_profile import FTEProfile, SavingsProfile, net_budget, sum_fte, sum_profiles
from services.money import MoneyStyle
from services.years import FinancialYear

STATEMENT_KINDS: dict[str, str] = {
    "decisions_needed": "Decisions needed to deliver the budgeted savings",
    "impact_upon_service": "Impact upon service",
    "actions_needed": "Actions needed to deliver the target savings",
    "what_the_service_delivers": "What does this service deliver?",
}
"""The narrative sections of a proposal, in the order a form prints them, with their headings."""


@dataclass(frozen=True)
class BaseBudgetRecord:
    """A service's base budget in whole pounds; the note is printed beside the net budget."""

    year: FinancialYear
    gross: int
    income: int
    note: str = ""

    @property
    def net(self) -> int:
        """Gross less income, in pounds."""
        return net_budget(self.gross, self.income)


@dataclass(frozen=True)
class FindingRecord:
    """Something that did not add up when the proposal was read, when and why it was accepted.

    It speaks of the document as it was read; the figures may have been corrected since.
    """

    message: str
    reason: str
    accepted_on: date | None = None


@dataclass(frozen=True)
class ProposalRecord:
    """One savings proposal with all that is printed of it; its profiles cover all years of the round.

    `fte_is_stated` is false where no change in posts was given: not known is not nought.
    """

    reference: str
    title: str
    service: str
    directorate_code: str
    directorate: str
    start_year: FinancialYear | None
    base_budget: BaseBudgetRecord | None
    profile: SavingsProfile
    fte: FTEProfile
    statements: Mapping[str, str] = field(default_factory=dict)
    profile_note: str = ""
    fte_note: str = ""
    fte_is_stated: bool = True
    findings: tuple[FindingRecord, ...] = ()


@dataclass(frozen=True)
class Totals:
    """What a set of proposals adds up to, over all years of the round."""

    count: int
    profile: SavingsProfile
    fte: FTEProfile

    @classmethod
    def of(cls, proposals: Iterable[ProposalRecord], years: tuple[FinancialYear, ...]) -> "Totals":
        """Return the totals of `proposals` over `years`."""
        listed = tuple(proposals)
        return cls(
            len(listed),
            sum_profiles((proposal.profile for proposal in listed), years),
            sum_fte((proposal.fte for proposal in listed), years),
        )


@dataclass(frozen=True)
class DirectorateGroup:
    """The proposals of one directorate, in their order, with their totals."""

    code: str
    name: str
    proposals: tuple[ProposalRecord, ...]
    totals: Totals


@dataclass(frozen=True)
class RoundRecord:
    """A budget round and the proposals chosen from it, in order, as one set to print or export."""

    council: str
    council_slug: str
    money_style: MoneyStyle
    name: str
    base_year: FinancialYear
    years: tuple[FinancialYear, ...]
    proposals: tuple[ProposalRecord, ...]
    selection: str = ""
    """Which of the round's proposals were chosen, in words; empty when all were."""

    @property
    def totals(self) -> Totals:
        """The totals of the chosen proposals."""
        return Totals.of(self.proposals, self.years)

    def by_directorate(self) -> tuple[DirectorateGroup, ...]:
        """Return the proposals grouped by directorate, groups in the order of their first proposal."""
        groups: dict[str, list[ProposalRecord]] = {}
        for proposal in self.proposals:
            groups.setdefault(proposal.directorate_code, []).append(proposal)
        return tuple(
            DirectorateGroup(code, members[0].directorate, tuple(members), Totals.of(members, self.years))
            for code, members in groups.items()
        )
