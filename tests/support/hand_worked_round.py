"""A round worked out by hand: 8 savings, 5 pressures, 2 funds, and the position that they come to.

Years 2027/28 to 2029/30 are planned; 2030/31 follows by rule. All figures are pounds. Amounts of pressures are savings
below zero, as they are stored.

General fund, base: Adults 60,000,000 and Children 40,000,000, together 100,000,000 in every year.

Uplift that begins in the year
  Pay, 3% (the assumption pay_award) on 50,000,000, each year on the one before:
    2027/28  50,000,000.00 -> 51,500,000   1,500,000
    2028/29  51,500,000.00 -> 53,045,000   1,545,000
    2029/30  53,045,000.00 -> 54,636,350   1,591,350
    2030/31  54,636,350 x 1.03 = 56,275,440.50 -> 56,275,441   1,639,091
  Prices, stated 800,000, 820,000, 840,000, then the last change (+20,000) again: 860,000
  Both to date:  2,300,000   4,665,000   7,096,350   9,595,441

Pressures to date
  P1 demand           1,000,000   2,100,000   3,300,000   3,300,000   (begins with 1,000,000, 1,100,000, 1,200,000)
  P2 new burden               0     200,000           0           0   (one-off)
  P3 grant lost               0           0     350,000     350,000   (a draft)
  P4 investment         120,000     120,000     120,000     120,000   (approved)
  together            1,120,000   2,420,000   3,770,000   3,770,000

Income
  Council tax = tax base x Band D x 98.5% collected, rounded once. The tax base then rises by 400 dwellings, Band D by
  2.99% (the assumption council_tax_rise): 1,604.24 x 1.0299 = 1,652.206776 -> 1,652.21
    41,234.5 x 1,512.45 = 62,365,119.525   x 0.985 = 61,429,642.732125 -> 61,429,643
    41,646.8 x 1,557.67 = 64,871,970.956   x 0.985 = 63,898,891.391660 -> 63,898,891
    42,063.3 x 1,604.24 = 67,479,628.392   x 0.985 = 66,467,433.966120 -> 66,467,434
    42,463.3 x 1,652.21 = 70,158,288.893   x 0.985 = 69,105,914.559605 -> 69,105,915
  Revenue support grant  20,000,000   20,000,000   19,500,000   19,500,000   (the last level again)
  New homes bonus         1,200,000    1,200,000            0            0   (ends with 2028/29)
  Business rates         18,000,000   18,360,000   18,727,200   19,101,744   (stated once, then 2% a year)
  together              100,629,643  103,458,891  104,694,634  107,707,659

Do nothing
  expenditure           103,420,000  107,085,000  110,866,350  113,365,441   (base + uplift + pressures)
  gap                     2,790,357    3,626,109    6,171,716    5,657,782
  gap added up            2,790,357    6,416,466   12,588,182   18,245,964

Savings to date, net of recurring cost
  S1  450,000  700,000  700,000  700,000   500,000 and 250,000 recurring, 50,000 recurring cost; its one-off cost of
                                           100,000 is cost to achieve
  S2  300,000  200,000  200,000  200,000   300,000 one-off, then 200,000 recurring
  S7   60,001   90,001   90,001   90,001   60% of 100,001 (60,000.60) and of 50,000; the other bodies have
                                           40,000   60,000   60,000   60,000
  together
      810,001  990,001  990,001  990,001
  Not: S3 (no year), S4 (avoidance), S5 (in an earlier plan), S6 (capital), S8 (housing revenue account)

With the proposals
  gap                     1,980,356    2,636,108    5,181,715    4,667,781
  gap added up            1,980,356    4,616,464    9,798,179   14,465,960

Housing revenue account: base 30,000,000, pressure P5 400,000 in every year, rents 29,800,000, 30,100,000, 30,400,000,
then 250,000 more, S8 250,000 from 2028/29
  gap, do nothing           600,000      300,000            0     -250,000
  gap, with S8              600,000       50,000     -250,000     -500,000
"""

from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal

from django.utils import timezone

from proposals.domain.direction import PRESSURE, SAVING
from proposals.domain.fields import GENERAL_FUND
from proposals.domain.forecast.assumptions import Assumptions, ParameterValue
from proposals.domain.forecast.plan import REPEATED, AmountLine, Amounts, CouncilTax, PlanInput, Rule, Target
from proposals.domain.forecast.what_enters import Item
from proposals.domain.savings_profile import SavingsProfile, YearAmounts
from proposals.domain.stages import PUBLISHED, Outcome, Stage
from proposals.models import BudgetRound, SavingsProposal, YearProfile
from proposals.models.assumptions import Assumption
from proposals.models.stored_figures import store_figures_of
from reports.models import MediumTermPlan, PlanAmount, PlanLine
from services.models import Directorate
from services.values.years import FinancialYear
from tests.support.web_examples import make_round, make_service

Y1, Y2, Y3, Y4 = YEARS = tuple(FinancialYear(2027 + index) for index in range(4))
PLANNED = YEARS[:3]
HOUSING = "housing_revenue_account"
ASSUMPTIONS = Assumptions(
    {"pay_award": ParameterValue(Decimal(3)), "council_tax_rise": ParameterValue(Decimal("2.99"))}
)


def by_year(*pounds: int) -> dict[FinancialYear, int]:
    """Return amounts by the years from the first one on."""
    return dict(zip(YEARS, pounds, strict=False))


DO_NOTHING = {
    "expenditure": by_year(103_420_000, 107_085_000, 110_866_350, 113_365_441),
    "income": by_year(100_629_643, 103_458_891, 104_694_634, 107_707_659),
    "gap": by_year(2_790_357, 3_626_109, 6_171_716, 5_657_782),
    "cumulative": by_year(2_790_357, 6_416_466, 12_588_182, 18_245_964),
}
WITH_PROPOSALS = {
    "savings": by_year(810_001, 990_001, 990_001, 990_001),
    "gap": by_year(1_980_356, 2_636_108, 5_181_715, 4_667_781),
    "cumulative": by_year(1_980_356, 4_616_464, 9_798_179, 14_465_960),
}
HOUSING_GAPS = (by_year(600_000, 300_000, 0, -250_000), by_year(600_000, 50_000, -250_000, -500_000))
"""The gaps of the housing revenue account: do nothing, and with S8."""

COUNCIL_TAX = by_year(61_429_643, 63_898_891, 66_467_434, 69_105_915)
ENTERED = {
    "S1": by_year(450_000, 700_000, 700_000, 700_000),
    "S2": by_year(300_000, 200_000, 200_000, 200_000),
    "S7": by_year(60_001, 90_001, 90_001, 90_001),
    "S8": by_year(0, 250_000, 250_000, 250_000),
    "P1": by_year(-1_000_000, -2_100_000, -3_300_000, -3_300_000),
    "P2": by_year(0, -200_000, 0, 0),
    "P3": by_year(0, 0, -350_000, -350_000),
    "P4": by_year(-120_000, -120_000, -120_000, -120_000),
    "P5": by_year(-400_000, -400_000, -400_000, -400_000),
}
LEFT_OUT = {
    ("S3", "No year is stated for it."),
    ("S4", "It avoids a cost and releases no money."),
    ("S5", "An approved budget has it already."),
    ("S6", "It belongs to the capital programme, and the position is revenue."),
    ("S7", "40% of it belongs to other bodies."),
    ("S8", "It is charged to the housing revenue account, whose own position has it."),
    ("P5", "It is charged to the housing revenue account, whose own position has it."),
}
"""What does not enter the general fund's position, with the reason."""

NOTHING = YearAmounts()


def plan_input() -> PlanInput:
    """Return the plan as the position reads it."""
    return PlanInput(
        years=YEARS,
        beyond=frozenset({Y4}),
        base=(
            _line("adults", "Adults", by_year(60_000_000), directorate="Adults"),
            _line("children", "Children", by_year(40_000_000), directorate="Children"),
            _line("housing", "Housing", by_year(30_000_000), directorate="Housing", fund=HOUSING),
        ),
        uplift=(
            AmountLine(
                "pay",
                "Pay award",
                GENERAL_FUND,
                Amounts({}, Rule(rate_key="pay_award")),
                category="pay",
                growth_on=50_000_000,
            ),
            _line(
                "prices",
                "Contracts",
                by_year(800_000, 820_000, 840_000),
                Rule("repeat the last change"),
                category="price",
            ),
        ),
        income=(
            _line(
                "support",
                "Revenue support grant",
                by_year(20_000_000, 20_000_000, 19_500_000),
                category="grant",
            ),
            AmountLine(
                "homes",
                "New homes bonus",
                GENERAL_FUND,
                Amounts(by_year(1_200_000), last_year=Y2),
                category="grant",
                certainty="likely",
            ),
            _line(
                "rates",
                "Business rates",
                by_year(18_000_000),
                Rule("grow by a rate", rate=2),
                category="business_rates",
            ),
            _line(
                "rents",
                "Rents",
                by_year(29_800_000, 30_100_000, 30_400_000),
                Rule("add a step", step=250_000),
                category="other",
                fund=HOUSING,
            ),
        ),
        council_tax=(
            CouncilTax(
                "tax",
                "Council tax",
                tax_base={Y1: Decimal("41234.5"), Y2: Decimal("41646.8"), Y3: Decimal("42063.3")},
                band_d={Y1: Decimal("1512.45"), Y2: Decimal("1557.67"), Y3: Decimal("1604.24")},
                collection={Y1: Decimal("98.5")},
                tax_base_rule=Rule("add a step", step=400),
                band_d_rule=Rule("grow by a rate", rate_key="council_tax_rise"),
            ),
        ),
        targets=(
            Target(GENERAL_FUND, "Adults", by_year(500_000, 300_000)),
            Target(GENERAL_FUND, "Children", by_year(400_000)),
        ),
        assumptions=ASSUMPTIONS,
    )


def items() -> tuple[Item, ...]:
    """Return the savings and pressures as the position reads them."""
    decided = {"stage": Stage.DECIDED, "outcome": Outcome.APPROVED.value}
    published = {"stage": Stage.PUBLISHED}
    return (
        _saving(
            "S1",
            "Adults",
            YearAmounts(recurring_saving=500_000, recurring_cost=50_000, one_off_cost=100_000),
            YearAmounts(recurring_saving=250_000),
            deliverability=80,
            **decided,
        ),
        _saving(
            "S2",
            "Children",
            YearAmounts(one_off_saving=300_000),
            YearAmounts(recurring_saving=200_000),
            deliverability=50,
            **published,
        ),
        _saving("S3", "Adults", known_years=frozenset(), stated_total=400_000, **published),
        _saving("S4", "Adults", YearAmounts(150_000), kind="cost_avoidance", **published),
        _saving("S5", "Children", YearAmounts(600_000), in_earlier_plan=True, **decided),
        _saving("S6", "Children", YearAmounts(capital_cost=2_000_000), fund="capital", **published),
        _saving(
            "S7",
            "Children",
            YearAmounts(100_001),
            YearAmounts(50_000),
            council_share=Decimal("60"),
            stage=Stage.DRAFT,
        ),
        _saving(
            "S8", "Housing", NOTHING, YearAmounts(250_000), fund=HOUSING, deliverability=100, **published
        ),
        _pressure(
            "P1",
            "Adults",
            "demand",
            YearAmounts(-1_000_000),
            YearAmounts(-1_100_000),
            YearAmounts(-1_200_000),
            **published,
        ),
        _pressure("P2", "Children", "new_burden", NOTHING, YearAmounts(one_off_saving=-200_000), **published),
        _pressure(
            "P3", "Children", "loss_of_grant", NOTHING, NOTHING, YearAmounts(-350_000), stage=Stage.DRAFT
        ),
        _pressure("P4", "Adults", "investment", YearAmounts(-120_000), **decided),
        _pressure("P5", "Housing", "price", YearAmounts(-400_000), fund=HOUSING, **published),
    )


def _line(
    key: str,
    name: str,
    stated: dict[FinancialYear, int],
    rule: Rule = REPEATED,
    *,
    fund: str = GENERAL_FUND,
    category: str = "",
    directorate: str = "",
) -> AmountLine:
    return AmountLine(key, name, fund, Amounts(stated, rule), category=category, directorate=directorate)


def _saving(reference: str, directorate: str, *amounts: YearAmounts, **facts: object) -> Item:
    return _item(reference, directorate, SAVING, amounts, **facts)


def _pressure(
    reference: str, directorate: str, category: str, *amounts: YearAmounts, **facts: object
) -> Item:
    return _item(reference, directorate, PRESSURE, amounts, category=category, **facts)


def _item(
    reference: str, directorate: str, direction: str, amounts: tuple[YearAmounts, ...], **facts: object
) -> Item:
    padded = (*amounts, *(NOTHING for _ in PLANNED[len(amounts) :]))
    return Item(
        key=reference,
        reference=reference,
        title=f"Proposal {reference}",
        directorate=directorate,
        direction=direction,
        profile=SavingsProfile(Y1, padded),
        **{"fund": GENERAL_FUND, **facts},  # type: ignore[arg-type]
    )


# The same in the database


def stored_round(**council: object) -> BudgetRound:
    """Store the round with its proposals, its assumptions and its plan."""
    style = {"money_unit": "pounds", "money_decimals": 0, "savings_sign": "positive"}
    budget_round = make_round(**{**style, **council})
    stored = {item.reference: store_item(budget_round, item) for item in items()}
    store_figures_of([proposal.pk for proposal in stored.values()])
    for key, value in (("pay_award", "3"), ("council_tax_rise", "2.99")):
        Assumption.objects.create(
            budget_round=budget_round, area="Rates", text=key, key=key, value=Decimal(value), unit="percent"
        )
    plan = MediumTermPlan.objects.create(budget_round=budget_round, years_beyond=1)
    worked = plan_input()
    for section, lines in (("base", worked.base), ("uplift", worked.uplift), ("income", worked.income)):
        for line in lines:
            _store_line(plan, section, line)
    (tax,) = worked.council_tax
    for part, stated, rule in (
        ("tax_base", tax.tax_base, tax.tax_base_rule),
        ("band_d", tax.band_d, tax.band_d_rule),
        ("collection", tax.collection, tax.collection_rule),
    ):
        _store_amounts(PlanLine(plan=plan, section="council_tax", category=part, **_rule(rule)), stated)
    for target in worked.targets:
        directorate = _directorate(plan, target.directorate)
        _store_amounts(PlanLine(plan=plan, section="targets", directorate=directorate), target.by_year)
    return budget_round


def store_item(budget_round: BudgetRound, item: Item) -> SavingsProposal:
    """Store a saving or pressure with its years."""
    service = make_service(
        budget_round, f"{item.directorate} services", item.directorate[:3], item.directorate
    )
    facts = {
        name: getattr(item, name)
        for name in (
            *("reference", "title", "direction", "fund", "kind", "outcome", "stated_total"),
            *("deliverability", "council_share", "in_earlier_plan"),
        )
    }
    proposal = SavingsProposal.objects.create(
        budget_round=budget_round,
        service=service,
        stage=item.stage.value,
        published_at=timezone.now() if item.stage in PUBLISHED else None,
        pressure_category=item.category if item.direction == PRESSURE else "",
        profile_complete=item.known_years is None,
        position=int(item.reference[1:]) + (100 if item.direction == PRESSURE else 0),
        **facts,
    )
    for year, amounts in zip(item.profile.years, item.profile.amounts, strict=True):
        if item.known_years is None or year in item.known_years:
            YearProfile.objects.create(proposal=proposal, year=year, **asdict(amounts))
    return proposal


def _store_line(plan: MediumTermPlan, section: str, line: AmountLine) -> None:
    directorate = _directorate(plan, line.directorate) if line.directorate else None
    _store_amounts(
        PlanLine(
            plan=plan,
            section=section,
            name="" if section == "base" else line.name,
            fund=line.fund,
            directorate=directorate,
            category=line.category,
            certainty=line.certainty,
            last_year=line.amounts.last_year,
            growth_on=line.growth_on,
            **_rule(line.amounts.rule),
        ),
        line.amounts.stated,
    )


def _directorate(plan: MediumTermPlan, name: str) -> Directorate:
    return Directorate.objects.get(council=plan.budget_round.council, name=name)


def _rule(rule: Rule) -> dict[str, object]:
    return {"rule": rule.name, "rule_value": rule.step or rule.rate, "rate_key": rule.rate_key}


def _store_amounts(line: PlanLine, stated: Mapping[FinancialYear, Decimal | int]) -> None:
    line.position = line.plan.lines.count()
    line.save()
    for year, amount in stated.items():
        PlanAmount.objects.create(line=line, year=year, amount=amount)
