"""Reading a round's plan and proposals into the plain values from which its position is computed."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F

from proposals.domain.direction import PRESSURE
from proposals.domain.forecast.assumptions import Assumptions
from proposals.domain.forecast.plan import AmountLine, Amounts, CouncilTax, PlanInput, Rule, Target
from proposals.domain.forecast.what_enters import Item
from proposals.domain.savings_profile import AMOUNT_NAMES, SavingsProfile, YearAmounts
from proposals.domain.stages import Stage
from proposals.models import BudgetRound, SavingsProposal, YearProfile
from proposals.models.assumptions import assumptions_of
from proposals.models.proposals import proposal_address
from proposals.models.querysets import SavingsProposalQuerySet
from reports.models import MediumTermPlan, PlanLine
from services.models import Council, Directorate
from services.values.years import FinancialYear

Section = PlanLine.Section
ByYear = Mapping[FinancialYear, Decimal]


Names = Mapping[int | None, str]
"""The names of directorates by key."""


@dataclass(frozen=True)
class RoundItems:
    """The savings and pressures of a round that a person sees, with the rows that they were read from by key."""

    items: tuple[Item, ...]
    rows: Mapping[str, tuple[int, int | None]]

    def address_of(self, item: Item) -> str:
        """Return the address of the proposal's page; nothing of what is no proposal."""
        row = self.rows.get(item.key)
        return proposal_address(*row) if row else ""


def read_plan(plan: MediumTermPlan, names: Names | None = None) -> PlanInput:
    """Return the plan as plain values, whoever asks: the plan itself comes from `visible_to` (three queries)."""
    years = plan.budget_round.years
    lines: dict[int, tuple[PlanLine, dict[FinancialYear, Decimal]]] = {}
    # A row for each amount, with its line.
    for row in plan.lines.annotate(year=F("amounts__year"), amount=F("amounts__amount")):
        _, stated = lines.setdefault(row.pk, (row, {}))
        # A round that has become shorter keeps the figures of its former years without counting them.
        if row.year in years:
            stated[row.year] = row.amount
    return plan_of(plan, lines.values(), assumptions_of(plan.budget_round), names)


def plan_of(
    plan: MediumTermPlan,
    lines: Iterable[tuple[PlanLine, ByYear]],
    assumptions: Assumptions,
    names: Names | None = None,
) -> PlanInput:
    """Return a plan of these lines, stored or not."""
    names = names or directorate_names(plan.budget_round.council)
    of_section: dict[str, list[tuple[PlanLine, ByYear]]] = {section: [] for section in Section}
    for line, stated in lines:
        of_section[line.section].append((line, stated))

    def amounts(section: Section) -> tuple[AmountLine, ...]:
        return tuple(amount_line(line, stated, names) for line, stated in of_section[section])

    return PlanInput(
        years=plan.years,
        beyond=frozenset(plan.years[plan.budget_round.number_of_years :]),
        base=amounts(Section.BASE),
        uplift=amounts(Section.UPLIFT),
        income=amounts(Section.INCOME),
        council_tax=_council_tax(of_section[Section.COUNCIL_TAX]),
        targets=tuple(
            Target(line.fund, names.get(line.directorate_id, ""), _pounds(stated))
            for line, stated in of_section[Section.TARGETS]
        ),
        assumptions=assumptions,
    )


def amount_line(line: PlanLine, stated: ByYear, names: Names) -> AmountLine:
    """Return a line of base budget, uplift or income as plain values."""
    directorate = names.get(line.directorate_id, "")
    return AmountLine(
        key=str(line.pk),
        name=line.name or directorate,
        fund=line.fund,
        amounts=Amounts(_pounds(stated), rule_of(line), line.last_year),
        category=line.category,
        directorate=directorate,
        certainty=line.certainty,
        growth_on=line.growth_on,
    )


def rule_of(line: PlanLine) -> Rule:
    """Return the rule for the years of which the line states nothing."""
    return Rule(line.rule, step=line.rule_value, rate=line.rule_value, rate_key=line.rate_key)


def _council_tax(parts: Iterable[tuple[PlanLine, ByYear]]) -> tuple[CouncilTax, ...]:
    """Return the council tax of its three parts; nothing where none of them states a figure."""
    by_part = {line.category: (rule_of(line), stated) for line, stated in parts if stated}
    if not by_part:
        return ()
    nothing: tuple[Rule, ByYear] = (Rule(), {})
    (base_rule, base), (rate_rule, rate), (collection_rule, collected) = (
        by_part.get(part, nothing) for part in ("tax_base", "band_d", "collection")
    )
    return (
        CouncilTax(
            "council_tax",
            "Council tax",
            tax_base=base,
            band_d=rate,
            collection=collected,
            tax_base_rule=base_rule,
            band_d_rule=rate_rule,
            collection_rule=collection_rule,
        ),
    )


def _pounds(stated: ByYear) -> dict[FinancialYear, int]:
    return {year: int(amount) for year, amount in stated.items()}


def directorate_names(council: Council) -> dict[int | None, str]:
    """Return the names of a council's directorates by key; those that share a name have their code behind it."""
    rows = list(Directorate.objects.filter(council=council).values_list("pk", "name", "code"))
    taken = Counter(name for _, name, _ in rows)
    return {key: f"{name} ({code})" if taken[name] > 1 else name for key, name, code in rows}


_READ = (
    "pk",
    "published_version_of",
    "reference",
    "title",
    "service__directorate",
    "direction",
    "fund",
    "category",
    "pressure_category",
    "kind",
    "stage",
    "outcome",
    "profile_complete",
    "stated_total",
    "deliverability",
    "council_share",
    "in_earlier_plan",
)


def read_items(budget_round: BudgetRound, user: Any, names: Names | None = None) -> RoundItems:
    """Return the savings and pressures of the round that the person sees, in the order of its documents.

    Three queries of plain columns, not records: thousands of proposals are read while a person waits.
    """
    return items_among(budget_round, SavingsProposal.listed.visible_to(user), names)


def items_among(
    budget_round: BudgetRound, proposals: SavingsProposalQuerySet, names: Names | None = None
) -> RoundItems:
    """Return those of these proposals that are the round's, whoever asks."""
    seen = proposals.filter(budget_round=budget_round)
    names = names or directorate_names(budget_round.council)
    amounts: dict[int, dict[FinancialYear, YearAmounts]] = {}
    rows = YearProfile.objects.filter(proposal__in=seen.order_by().values("pk"))
    for key, year, *pounds in rows.values_list("proposal", "year", *AMOUNT_NAMES):
        amounts.setdefault(key, {})[year] = YearAmounts(*pounds)
    items: list[Item] = []
    read: dict[str, tuple[int, int | None]] = {}
    for row in seen.order_by("position", "pk").values_list(*_READ, named=True):
        by_year = amounts.get(row.pk, {})
        key = str(row.published_version_of or row.pk)
        items.append(
            Item(
                key=key,
                reference=row.reference,
                title=row.title,
                directorate=names[row.service__directorate],
                direction=row.direction,
                fund=row.fund,
                profile=SavingsProfile.from_years(by_year, budget_round.years),
                category=row.pressure_category if row.direction == PRESSURE else row.category,
                kind=row.kind,
                stage=Stage(row.stage),
                outcome=row.outcome,
                known_years=None if row.profile_complete and by_year else frozenset(by_year),
                stated_total=row.stated_total,
                deliverability=row.deliverability,
                council_share=row.council_share,
                in_earlier_plan=row.in_earlier_plan,
            )
        )
        read[key] = (row.pk, row.published_version_of)
    return RoundItems(tuple(items), read)
