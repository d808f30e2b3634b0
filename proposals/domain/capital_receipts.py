"""The schedule that the direction on the flexible use of capital receipts asks for.

Under section 16(2)(b) of the Local Government Act 2003 councils may pay the revenue cost of projects that save money
for good, or transform a service, from capital receipts. The guidance asks for every project with its cost and its
savings, and for a comparison with what earlier years' projects promised.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from proposals.domain.costs import CAPITAL_RECEIPTS, CostRecord, CostSchedule
from proposals.domain.savings_profile import SavingsProfile
from services.values.years import FinancialYear

FIRST_YEAR, LAST_YEAR = FinancialYear(2016), FinancialYear(2029)
"""The years that directions have covered: those of 2016, 2018, 2022 and 2025."""

STATUTORY_REDUNDANCY = frozenset({FinancialYear(2022), FinancialYear(2023), FinancialYear(2024)})
"""The years in which the direction allowed no redundancy payments beyond the statutory ones."""

PROJECT_SECTIONS = ("brief_description", "overview", "how_achieved", "actions_needed")
TRANSFORMATION_SECTIONS = ("aims", "impact_upon_service", "non_financial_benefits")
"""The sections of a proposal that describe it, and that say how the service changes; the first with words is taken."""


@dataclass(frozen=True)
class ReceiptsProject:
    """A project that capital receipts pay for, in whole or in part."""

    reference: str
    title: str
    description: str
    transformation: str
    profile: SavingsProfile
    costs: tuple[CostRecord, ...]

    @property
    def from_receipts(self) -> dict[FinancialYear, int]:
        """The cost that capital receipts pay by year."""
        return CostSchedule(self.profile.years, self.costs).from_capital_receipts

    @property
    def from_others(self) -> dict[FinancialYear, int]:
        """The cost that others pay by year."""
        total = CostSchedule(self.profile.years, self.costs).total
        return {year: pounds - self.from_receipts[year] for year, pounds in total.items()}

    @property
    def savings(self) -> dict[FinancialYear, int]:
        """The saving expected in each year, all effects to date."""
        return self.profile.gross_in_year


@dataclass(frozen=True)
class EarlierProject:
    """A project of an earlier round that receipts paid for: what it promised, and what has come of it."""

    reference: str
    title: str
    budget_round: str
    from_receipts: int
    planned_saving: int
    current_saving: int | None
    """The lasting saving as this round has it; None where it has not been carried forward."""
    delivery: str
    note: str


def receipts_questions(
    projects: Sequence[ReceiptsProject], earlier: Sequence[EarlierProject]
) -> tuple[str, ...]:
    """Return what the direction asks of these projects and nobody has answered yet, each as a question."""
    return (
        *(question for project in projects for question in _about(project)),
        *(
            f"What has been delivered of {project.reference} ({project.budget_round})?"
            for project in earlier
            if not project.delivery
        ),
    )


def _about(project: ReceiptsProject) -> Iterator[str]:
    name = project.reference
    if not project.description:
        yield f"What is the project of {name}?"
    if project.profile.full_year_effect <= 0 and not project.transformation:
        yield f"How does {name} transform the service? It makes no lasting saving."
    outside = [
        year
        for year, pounds in project.from_receipts.items()
        if pounds and not FIRST_YEAR <= year <= LAST_YEAR
    ]
    if outside:
        yield (
            f"What allows {name} to be paid for from capital receipts in {outside[0]}? The directions cover "
            f"{FIRST_YEAR} to {LAST_YEAR}."
        )
    paid = [each for each in project.costs if each.funder == CAPITAL_RECEIPTS and each.kind == "redundancy"]
    if any(each.year in STATUTORY_REDUNDANCY for each in paid):
        yield (
            f"Are the redundancy payments of {name} statutory ones only? No others may be paid from capital receipts "
            f"in {min(STATUTORY_REDUNDANCY)} to {max(STATUTORY_REDUNDANCY)}."
        )
