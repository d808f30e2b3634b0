"""Proposals as plain values: what every page, export and appendix reads.

No database and no Django here: `proposals.models.querysets` makes these, styles and writers print them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from proposals.domain.attachments import AttachmentRecord
from proposals.domain.budget_facts import BudgetFacts
from proposals.domain.costs import CostRecord
from proposals.domain.direction import PRESSURE, SAVING
from proposals.domain.fte_profile import FTEProfile, sum_fte
from proposals.domain.proposal_parts import (
    BaseBudgetRecord,
    DependencyRecord,
    EqualityRecord,
    FindingRecord,
    ReportRecord,
    RiskRecord,
    SectionRecord,
)
from proposals.domain.savings_profile import SavingsProfile, added_up, running_totals, sum_profiles
from proposals.domain.savings_together import (
    KnownRuns,
    by_known_run,
    known_by_year,
    one_off_into_unknown,
    total_of_set,
    total_saving,
    without_unknown,
)
from proposals.domain.stages import ENDED, Stage
from services.values.logos import PrintedLogo
from services.values.money import MoneyStyle
from services.values.years import FinancialYear

NOT_KNOWN = "Not known"
"""The text printed for a figure that nobody stated: not known is not zero."""


@dataclass(frozen=True)
class ProposalRecord:
    """A savings proposal with all that is printed of it; its profiles cover all years of the round.

    `fte_is_stated` is false where no change in posts was given, `profile_complete` where some years'
    savings are not known: not known is not zero. `stated_total` is in pounds, a saving positive.
    It holds public wording only.
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
    """Nothing any more: editions made before hold them, and what was noted at an import is not for the public."""
    references: tuple[str, ...] = ()
    """All references as printed, the first one among them."""
    portfolio: str = ""
    category: str = ""
    kind: str = ""
    risk: str = ""
    risk_as_printed: str = ""
    deliverability: int | None = None
    senior_responsible_officer: str = ""
    consultation_only: bool = False
    profile_complete: bool = True
    known_years: frozenset[FinancialYear] = frozenset()
    """The years that amounts are held for; in a profile that is not complete the others are not known."""
    stated_total: int | None = None
    headline: str = ""
    committees: tuple[str, ...] = ()
    risks: tuple[RiskRecord, ...] = ()
    dependencies: tuple[DependencyRecord, ...] = ()
    where_reported: tuple[ReportRecord, ...] = ()
    sections: tuple[SectionRecord, ...] = ()
    """Every narrative section in its order, those under headings of their own among them."""
    equality: EqualityRecord | None = None
    stage: str = ""
    outcome: str = ""
    is_corrected: bool = False
    """True if it is as last published while it is being corrected."""
    impact_on_residents: str = ""
    """H, M, L or N (none); empty where nobody rated it. Never to be told from the risk to delivery."""
    wards: str = ""
    """The wards or areas that it affects, parted by semicolons (`proposals.domain.wards`)."""
    public_consultation: str = ""
    consultation_dates: str = ""
    delivery_status: str = ""
    delivery_note: str = ""
    attachments: tuple[AttachmentRecord, ...] = ()
    direction: str = SAVING
    """Saving or pressure; the amounts of a pressure are savings below zero."""
    pressure_category: str = ""
    fund: str = "general_fund"
    certainty: str = ""
    basis: str = ""
    council_share: Decimal | None = None
    """In percent; None where the whole saving is the council's."""
    in_earlier_plan: bool = False
    costs: tuple[CostRecord, ...] = ()
    """The cost to achieve by kind and funder, as far as it has been scheduled."""
    cited_as: str = ""
    """The lasting address by which it is cited in print; empty where the site names no public address."""

    @property
    def is_pressure(self) -> bool:
        """Return whether it adds to the budget; where it is read by itself, `in_own_direction` turns its figures."""
        return self.direction == PRESSURE

    @property
    def discrete(self) -> dict[FinancialYear, int | None]:
        """The discrete saving of each year in pounds; None where it is not known."""
        return known_by_year(self.profile.discrete, self.known)

    @property
    def known(self) -> frozenset[FinancialYear]:
        """The years whose savings are known."""
        return frozenset(self.profile.years) if self.profile_complete else self.known_years

    @property
    def total(self) -> int | None:
        """The total saving in pounds: computed, or as stated where not all years are known; None if neither is."""
        return total_saving(self.profile, self.stated_total, is_complete=self.profile_complete)

    @property
    def has_ended(self) -> bool:
        """Return whether it was withdrawn, rejected, deferred or superseded: it counts in no total."""
        return self.stage in ENDED

    @property
    def standing(self) -> str:
        """The remark beside its title: that it has ended, or is being corrected; empty for all others."""
        if self.has_ended:
            return Stage(self.stage).label
        return "being corrected" if self.is_corrected else ""

    @property
    def title_with_standing(self) -> str:
        """The title as lists and tables of several proposals print it."""
        return f"{self.title} ({self.standing})" if self.standing else self.title

    def has_section(self, kind: str) -> bool:
        """Return whether the section of that kind was answered, or said not to apply."""
        return any(section.kind == kind and section.answer != "blank" for section in self.sections)


@dataclass(frozen=True)
class Totals:
    """The totals of a set of proposals over all years of the round; those that have ended are not in them.

    `count` counts all of the set. `profile` adds up what is known by year; `total` also holds the stated totals,
    in pounds, of the `incomplete` proposals, whose years are not all known.
    """

    count: int
    profile: SavingsProfile
    fte: FTEProfile
    total: int | None
    incomplete: int = 0
    known_years: frozenset[FinancialYear] | None = None
    """The years in which at least one proposal's saving is known; None where that is every year."""
    fte_stated: int | None = None
    """The number of proposals that state a change in posts; None where all do."""
    into_unknown: Mapping[FinancialYear, int] = field(default_factory=dict)
    """One-off savings of incomplete proposals that would fall out in a year of theirs that is not known."""
    known_runs: KnownRuns = field(default_factory=dict)
    """The amounts by year of the incomplete proposals, by the years known without a gap."""
    ended: int = 0
    """The number of proposals that were withdrawn, rejected, deferred or superseded."""
    corrected: int = 0
    """The number that are counted as last published while they are being corrected."""
    fte_changed: int = 0
    """The number that change posts in a year: a stated change of zero is none."""
    pressures: "Totals | None" = None
    """The totals of the pressures among them, amounts below zero; None where all are savings."""
    savings_apart: "Totals | None" = None
    """The totals of the savings beside these pressures; None where all are savings."""

    @classmethod
    def of(cls, proposals: Iterable[ProposalRecord], years: tuple[FinancialYear, ...]) -> "Totals":
        """Return the totals of `proposals` over `years`: net where there are pressures, which stand apart as well."""
        every = tuple(proposals)
        pressures = [proposal for proposal in every if proposal.is_pressure]
        if not pressures:
            return cls._net(every, years)
        savings = [proposal for proposal in every if not proposal.is_pressure]
        return cls._net(every, years).made_of(cls._net(savings, years), cls._net(pressures, years))

    def made_of(self, savings: "Totals", pressures: "Totals") -> "Totals":
        """Return these totals with their two parts."""
        return replace(self, savings_apart=savings, pressures=pressures)

    @property
    def savings(self) -> "Totals":
        """The totals of the savings alone: everything that is called a saving, or set against a target, is of these."""
        return self.savings_apart or self

    @property
    def has_both(self) -> bool:
        """Return whether there are savings and pressures, so that totals are stated as savings, pressures and net."""
        return self.pressures is not None and self.savings.count > 0

    @classmethod
    def _net(cls, every: Sequence[ProposalRecord], years: tuple[FinancialYear, ...]) -> "Totals":
        """Return the totals of savings and pressures together."""
        listed = tuple(proposal for proposal in every if not proposal.has_ended)
        complete = [proposal.profile for proposal in listed if proposal.profile_complete]
        incomplete = [proposal for proposal in listed if not proposal.profile_complete]
        of_complete = sum_profiles(complete, years)
        stated = sum(proposal.fte_is_stated for proposal in listed)
        return cls(
            len(every),
            sum_profiles((proposal.profile for proposal in incomplete), years) + of_complete,
            sum_fte((proposal.fte for proposal in listed), years),
            total_of_set(of_complete, [proposal.stated_total for proposal in incomplete], len(complete)),
            len(incomplete),
            None
            if complete or not incomplete
            else frozenset(year for each in incomplete for year in each.known_years),
            None if stated == len(listed) else stated,
            added_up(one_off_into_unknown(proposal.profile, proposal.known) for proposal in incomplete),
            by_known_run(((proposal.profile, proposal.known) for proposal in incomplete), years),
            fte_changed=sum(any(proposal.fte.changes) for proposal in listed),
            ended=len(every) - len(listed),
            corrected=sum(proposal.is_corrected for proposal in every),
        )

    @property
    def counted(self) -> int:
        """The number of proposals that the figures add up."""
        return self.count - self.ended

    @property
    def discrete(self) -> dict[FinancialYear, int | None]:
        """The discrete saving of each year in pounds; None where no proposal's is known."""
        years = self.profile.years if self.known_years is None else self.known_years
        discrete = {
            year: pounds + self.into_unknown.get(year, 0) for year, pounds in self.profile.discrete.items()
        }
        return known_by_year(discrete, frozenset(years))

    @property
    def in_year(self) -> dict[FinancialYear, int | None]:
        """The saving in each year, all effects to date; None where no proposal's is known."""
        return self._as_known(self._in_year(lambda profile: profile.gross_in_year))

    @property
    def in_year_cost(self) -> dict[FinancialYear, int | None]:
        """The cost of delivery in each year; None where no proposal's is known."""
        return self._as_known(self._in_year(lambda profile: profile.cost_in_year))

    @property
    def cumulative(self) -> dict[FinancialYear, int | None]:
        """In-year savings added up over the years; None where no proposal's is known."""
        return self._as_known(running_totals(self._in_year(lambda profile: profile.gross_in_year)))

    @property
    def cumulative_after_costs(self) -> dict[FinancialYear, int | None]:
        """In-year savings less costs, added up over the years; None where no proposal's is known."""
        return self._as_known(running_totals(self._in_year(lambda profile: profile.net_in_year)))

    def _in_year(
        self, figures_of: Callable[[SavingsProfile], Mapping[FinancialYear, int]]
    ) -> dict[FinancialYear, int]:
        """Return in-year figures; what an incomplete proposal saves is not carried into years it says nothing of."""
        return without_unknown(self.profile, self.known_runs, figures_of)

    def _as_known(self, figures: Mapping[FinancialYear, int]) -> dict[FinancialYear, int | None]:
        years = self.profile.years if self.known_years is None else self.known_years
        return known_by_year(figures, frozenset(years), adding_up=True)

    @property
    def fte_is_stated(self) -> bool:
        """Return whether any proposal states a change in posts; of no proposals nothing is left out."""
        return self.fte_stated != 0

    @property
    def caveat(self) -> str:
        """A note for totals by year that leave something out; empty where they do not."""
        return " ".join(filter(None, (self.standing, self.unknown)))

    @property
    def unknown(self) -> str:
        """A note on what is not known of the proposals that are added up; else empty."""
        said = []
        if self.incomplete:
            said.append(
                "1 proposal has an incomplete profile. The totals by year include what is known of it in each year; "
                "the total includes only a total that is stated for it."
                if self.incomplete == 1
                else f"{self.incomplete:,} proposals have incomplete profiles. The totals by year include what is "
                "known of them in each year; the total includes only the totals that are stated for them."
            )
        if self.fte_stated:
            said.append(
                f"A change in posts is stated for {self.fte_stated:,} of the {self.counted:,} proposals."
            )
        return " ".join(said)

    @property
    def standing(self) -> str:
        """A note on what has ended and is not counted, and what is counted as last published; else empty."""
        said = []
        if self.ended:
            verb = "is" if self.ended == 1 else "are"
            said.append(
                f"{self.ended:,} of {self.count:,} {verb} withdrawn, deferred, rejected or superseded, and not in "
                "the totals."
            )
        if self.corrected:
            verb, figures = ("is", "its figures are") if self.corrected == 1 else ("are", "their figures are")
            said.append(
                f"{self.corrected:,} of {self.count:,} {verb} being corrected: {figures} as last published."
            )
        return " ".join(said)


@dataclass(frozen=True)
class ServiceBudget:
    """The net base budget of a service in the base year of a round, in whole pounds."""

    directorate_code: str
    directorate: str
    service: str
    net: int


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
    """The selection from the round's proposals in words; empty when all were chosen."""
    logo: PrintedLogo | None = None
    base_budgets: tuple[ServiceBudget, ...] = ()
    """The budgets of all services that have one, by directorate; loaded where an appendix prints them."""
    plan_base: int | None = None
    """The base budget of the general fund in the medium-term plan’s first year; None where there is none to see."""
    budget: BudgetFacts | None = None
    """The round's gap, reserves and opinion; loaded where an appendix prints them."""

    @property
    def totals(self) -> Totals:
        """The totals of the chosen proposals."""
        return Totals.of(self.proposals, self.years)

    @property
    def is_mixed(self) -> bool:
        """Return whether there are savings and pressures among the chosen proposals."""
        return len({proposal.direction for proposal in self.proposals}) > 1

    @property
    def direction(self) -> str:
        """The direction of the chosen proposals; that of a saving where they are mixed, or none."""
        directions = {proposal.direction for proposal in self.proposals}
        return directions.pop() if len(directions) == 1 else SAVING

    def of_direction(self, direction: str) -> "RoundRecord":
        """Return the chosen proposals of that direction as a set."""
        return replace(self, proposals=tuple(each for each in self.proposals if each.direction == direction))
