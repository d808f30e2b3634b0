"""A round with a plan, a saving, a pressure, two reserves and costs to achieve, small enough to be worked by hand.

In pounds, 2027/28 to 2029/30. Base 1,000,000, income 930,000 in every year. The pay award is 2% on a cost of 500,000:
10,000, 10,200 and 10,404 begin in each year, so uplift is 10,000, 20,200 and 30,604 to date.
The saving is 60,000 from the first year on, the pressure 40,000 from the second year on.

  gap  1,000,000 + 10,000 - 60,000 - 930,000               =  20,000
       1,000,000 + 20,200 + 40,000 - 60,000 - 930,000      =  70,200
       1,000,000 + 30,604 + 40,000 - 60,000 - 930,000      =  80,604

The one-off cost of the saving, 25,000 in the first year, is paid by the transformation fund (15,000) and from capital
receipts (10,000); it is no part of the gap.
  General reserve, 150,000, takes the gap:                     130,000   59,800   -20,804
  Transformation fund, 20,000, gets 1,000 in the second year:    5,000    6,000     6,000
"""

from decimal import Decimal

from django.utils import timezone

from proposals.models import Assumption, BudgetRound, CostToAchieve
from reports.models import MediumTermPlan, PlanAmount, PlanLine, Reserve, ReserveYear
from services.values.years import years_from
from tests.support.web_examples import FIRST, make_proposal, make_round, make_service

YEARS = years_from(FIRST, 3)


def make_budget_round(**more) -> BudgetRound:
    """The round with everything."""
    budget_round = make_round(money_unit="pounds", money_decimals=0, **more)
    service = make_service(budget_round)
    saving = make_proposal(
        budget_round,
        "ENV001",
        savings=({"recurring_saving": 60_000, "one_off_cost": 25_000}, 0, 0),
        fte=("-2.00", "0", "0"),
        service=service,
        statements={"brief_description": "Sensors in every lamp.", "aims": "Lamps report their own faults."},
    )
    make_proposal(
        budget_round, "ENV002", "More lamps", savings=(0, -40_000, 0), direction="pressure", service=service
    )
    for funder, amount in (("transformation_fund", 15_000), ("capital_receipts", 10_000)):
        CostToAchieve.objects.create(
            proposal=saving, year=FIRST, kind="project", funder=funder, amount=amount
        )
    make_assumption(budget_round, "Pay", "pay_award", "2")
    make_plan(budget_round, service.directorate)
    Reserve.objects.create(
        budget_round=budget_round,
        name="General reserve",
        opening_balance=150_000,
        minimum=50_000,
        minimum_reason="5% of the budget",
        takes_the_gap=True,
    )
    fund = Reserve.objects.create(
        budget_round=budget_round,
        name="Transformation fund",
        opening_balance=20_000,
        minimum=0,
        minimum_reason="It may be spent",
        pays="transformation_fund",
    )
    ReserveYear.objects.create(reserve=fund, year=YEARS[1], contributions=1_000)
    return budget_round


def make_assumption(budget_round, area, key="", value=None, unit="percent", **more) -> Assumption:
    """An assumption of a round."""
    return Assumption.objects.create(
        budget_round=budget_round,
        area=area,
        text=f"{area} as expected.",
        key=key,
        value=None if value is None else Decimal(value),
        unit="" if value is None else unit,
        **more,
    )


def make_plan(
    budget_round, directorate, *, base=1_000_000, income=930_000, pay=500_000, **more
) -> MediumTermPlan:
    """A plan with one line each of base budget, uplift and income; pay grows by the pay award."""
    plan = MediumTermPlan.objects.create(budget_round=budget_round, **more)
    lines = (
        ("base", "", base, {"directorate": directorate}),
        ("income", "Grant", income, {"category": "grant"}),
    )
    for section, name, amount, more in lines:
        line = PlanLine.objects.create(plan=plan, section=section, name=name, **more)
        PlanAmount.objects.create(line=line, year=FIRST, amount=amount)
    PlanLine.objects.create(
        plan=plan,
        section="uplift",
        name="Pay award",
        category="pay",
        growth_on=pay,
        rule="grow by a rate",
        rate_key="pay_award",
    )
    return plan


def share(budget_round) -> None:
    """Share the plan with all who see the round."""
    plan = budget_round.medium_term_plan
    plan.shared_at = timezone.now()
    plan.save()
