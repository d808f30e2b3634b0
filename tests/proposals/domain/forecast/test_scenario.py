"""Scenarios of the round that is worked by hand: what they change, item by item, and what they depend on."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from time import perf_counter

from hypothesis import given
from hypothesis import strategies as st

from proposals.domain.direction import PRESSURE, SAVING
from proposals.domain.fields import GENERAL_FUND
from proposals.domain.forecast.plan import PlanInput, Rule
from proposals.domain.forecast.scenario import (
    Scenario,
    differences,
    gap_change,
    gap_of,
    sensitivities,
    unclosed,
)
from proposals.domain.forecast.what_enters import Adjustment, Basis, Item
from proposals.domain.savings_profile import SavingsProfile, YearAmounts
from proposals.domain.stages import Outcome, Stage
from tests.support.hand_worked_round import (
    HOUSING,
    WITH_PROPOSALS,
    Y1,
    YEARS,
    by_year,
    items,
    plan_input,
)

NOTHING = YearAmounts()
BASELINE = Scenario()


def addition(key="A1", direction=SAVING, *, pounds=100_000, fund=GENERAL_FUND):
    """A saving or pressure of the scenario alone, from the second year on."""
    return Item(
        key=key,
        reference="",
        title=f"Addition {key}",
        directorate="Adults",
        direction=direction,
        fund=fund,
        profile=SavingsProfile(Y1, (NOTHING, YearAmounts(pounds))),
        stage=Stage.DECIDED,
        outcome=Outcome.APPROVED.value,
    )


def group_budget():
    """S1 dropped, half of P1, S2 a year late, a new saving, and a pay award of 2% in place of 3%."""
    return Scenario(
        adjustments={
            "S1": Adjustment(included=False),
            "P1": Adjustment(share=Fraction(1, 2)),
            "S2": Adjustment(delay=1),
        },
        additions=(addition(),),
        parameters={"pay_award": Decimal(2)},
    )


def effects(baseline, other, fund=GENERAL_FUND):
    return {each.name: each.effect for each in differences(baseline, other, fund)}


class TestAScenarioAgainstTheBaseline:
    def test_without_any_choice_it_is_the_baseline(self):
        position = BASELINE.applied(plan_input(), items())
        assert gap_of(position) == WITH_PROPOSALS["gap"]
        assert differences(position, position) == ()

    def test_gap_agrees_to_the_pound(self):
        position = group_budget().applied(plan_input(), items())
        assert gap_of(position) == by_year(1_730_356, 1_061_108, 2_555_765, 1_463_948)

    def test_differs_item_by_item_and_the_items_add_up_to_the_change_of_the_gap(self):
        baseline = BASELINE.applied(plan_input(), items())
        other = group_budget().applied(plan_input(), items())
        found = effects(baseline, other)
        assert found == {
            "S1 Proposal S1": by_year(450_000, 700_000, 700_000, 700_000),
            "P1 Proposal P1": by_year(-500_000, -1_050_000, -1_650_000, -1_650_000),
            # 300,000 one-off and then 200,000 recurring, each a year later.
            "S2 Proposal S2": by_year(300_000, -100_000, 0, 0),
            "Addition A1": by_year(0, -100_000, -100_000, -100_000),
            # 50,000,000 grows by 2% to 51,000,000, 52,020,000, 53,060,400 and 54,121,608.
            "Pay award": by_year(-500_000, -1_025_000, -1_575_950, -2_153_833),
        }
        assert gap_change(baseline, other) == by_year(-250_000, -1_575_000, -2_625_950, -3_203_833)

    def test_largest_effect_over_all_years_comes_first(self):
        baseline = BASELINE.applied(plan_input(), items())
        other = group_budget().applied(plan_input(), items())
        assert list(effects(baseline, other)) == [
            "Pay award",
            "P1 Proposal P1",
            "S1 Proposal S1",
            "Addition A1",
            "S2 Proposal S2",
        ]

    def test_council_tax_at_another_rise_moves_the_income(self):
        # Band D 1,604.24 x 1.0499 = 1,684.291576 -> 1,684.29; x 42,463.3 = 71,520,511.557; x 0.985 = 70,447,703.88.
        other = Scenario(parameters={"council_tax_rise": Decimal("4.99")})
        found = effects(BASELINE.applied(plan_input(), items()), other.applied(plan_input(), items()))
        assert found == {"Council tax": by_year(0, 0, 0, 69_105_915 - 70_447_704)}

    def test_other_amounts_take_the_place_of_the_proposals_own(self):
        amounts = SavingsProfile(Y1, (YearAmounts(recurring_saving=1_000_000, recurring_cost=200_000),))
        other = Scenario(adjustments={"S1": Adjustment(amounts=amounts)})
        found = effects(BASELINE.applied(plan_input(), items()), other.applied(plan_input(), items()))
        assert found == {"S1 Proposal S1": by_year(-350_000, -100_000, -100_000, -100_000)}

    def test_addition_to_another_fund_leaves_the_general_fund_alone(self):
        other = Scenario(additions=(addition(fund=HOUSING),))
        baseline, position = (each.applied(plan_input(), items()) for each in (BASELINE, other))
        assert effects(baseline, position) == {}
        assert effects(baseline, position, HOUSING) == {
            "Addition A1": by_year(0, -100_000, -100_000, -100_000)
        }

    def test_pressure_that_is_added_widens_the_gap(self):
        other = Scenario(additions=(addition(direction=PRESSURE, pounds=-40_000),))
        baseline, position = (each.applied(plan_input(), items()) for each in (BASELINE, other))
        assert gap_change(baseline, position) == by_year(0, 40_000, 40_000, 40_000)

    def test_basis_counts_approved_proposals_only(self):
        # S1 and P4 are approved; S2, S7, P1, P2 and P3 are not.
        other = Scenario(basis=Basis(stage="approved"))
        found = effects(BASELINE.applied(plan_input(), items()), other.applied(plan_input(), items()))
        assert set(found) == {f"{name} Proposal {name}" for name in ("S2", "S7", "P1", "P2", "P3")}
        assert found["S7 Proposal S7"] == by_year(60_001, 90_001, 90_001, 90_001)

    def test_addition_counts_on_every_basis(self):
        for stage in ("approved", "published", "all"):
            position = Scenario(basis=Basis(stage=stage), additions=(addition(),)).applied(
                plan_input(), items()
            )
            assert "A1" in {each.item.key for each in position.entered}

    @given(
        st.dictionaries(
            st.sampled_from([item.key for item in items()]),
            st.builds(
                Adjustment,
                included=st.booleans(),
                share=st.fractions(0, 1, max_denominator=100),
                delay=st.integers(0, 4),
            ),
        )
    )
    def test_differences_always_add_up_to_the_change_of_the_gap(self, adjustments):
        baseline = BASELINE.applied(plan_input(), items())
        other = Scenario(adjustments=adjustments, additions=(addition(),)).applied(plan_input(), items())
        for fund in (GENERAL_FUND, HOUSING):
            found = differences(baseline, other, fund)
            added_up = {year: sum(each.effect.get(year, 0) for each in found) for year in YEARS}
            assert added_up == gap_change(baseline, other, fund)


class TestALawfulBudget:
    def test_years_with_a_gap_are_named_with_what_is_missing(self):
        assert unclosed(BASELINE.applied(plan_input(), items())) == WITH_PROPOSALS["gap"]

    def test_surplus_and_an_even_budget_are_closed(self):
        # The housing revenue account: 600,000, 50,000, -250,000, -500,000; 50,000 more from the second year closes it.
        other = Scenario(additions=(addition(fund=HOUSING, pounds=50_000),))
        assert unclosed(other.applied(plan_input(), items()), HOUSING) == {Y1: 600_000}


class TestSensitivity:
    def found(self, scenario=BASELINE, plan=None, changed=None):
        position = scenario.applied(plan or plan_input(), changed or items())
        return {each.name: each for each in sensitivities(position, scenario)}

    def test_savings_a_year_late_cost_what_they_would_have_saved(self):
        # S1 450,000 and 250,000; S2 300,000, and 100,000 more in the second year; S7 60,001 and 30,000.
        late = self.found()["Savings begin a year late"]
        assert late.gap == by_year(810_001, 180_000, 0, 0)

    def test_three_quarters_delivered_leaves_a_quarter(self):
        # Costs are met in full: S1 125,000, then 750,000 x 25% = 187,500; S2 75,000 and 50,000;
        # S7 60,001 - 45,000 and 90,001 - 67,500.
        delivered = self.found()["75% of the savings are delivered"]
        assert delivered.gap == by_year(215_001, 260_001, 260_001, 260_001)

    def test_pressures_come_in_full_and_on_time(self):
        pressures = [item for item in items() if item.direction == PRESSURE]
        found = self.found(changed=pressures)
        assert not any(found["Savings begin a year late"].gap.values())
        assert not any(found["75% of the savings are delivered"].gap.values())

    def test_costs_a_fifth_higher_move_recurring_and_one_off_cost_apart(self):
        # S1 alone has costs: 50,000 recurring, 100,000 one-off, which is paid for outside the position.
        higher, lower = (self.found()[f"Costs are 20% {word}"] for word in ("higher", "lower"))
        assert (higher.gap, higher.one_off_cost) == (by_year(10_000, 10_000, 10_000, 10_000), 20_000)
        assert (lower.gap, lower.one_off_cost) == (by_year(-10_000, -10_000, -10_000, -10_000), -20_000)

    def test_costs_that_the_scenario_states_are_the_ones_that_rise(self):
        amounts = SavingsProfile(Y1, (YearAmounts(500_000, recurring_cost=100_000, one_off_cost=10_000),))
        scenario = Scenario(adjustments={"S1": Adjustment(share=Fraction(1, 2), amounts=amounts)})
        higher = self.found(scenario)["Costs are 20% higher"]
        assert (higher.gap, higher.one_off_cost) == (by_year(10_000, 10_000, 10_000, 10_000), 1_000)

    def test_unknown_years_stay_unknown_at_higher_costs(self):
        partly = [
            replace(item, known_years=frozenset({Y1})) if item.key == "S1" else item for item in items()
        ]
        found = self.found(changed=partly)
        assert found["Costs are 20% higher"].gap == by_year(10_000, 0, 0, 0)

    def test_a_point_more_on_pay_grows_from_year_to_year(self):
        # 50,000,000 at 4% is 52,000,000, 54,080,000, 56,243,200, 58,492,928, against 3%.
        more = self.found()["Pay rises by 1% more each year"]
        assert more.gap == by_year(500_000, 1_035_000, 1_606_850, 2_217_487)
        # At 2% as in the scenario of the group.
        less = self.found()["Pay rises by 1% less each year"]
        assert less.gap == by_year(-500_000, -1_025_000, -1_575_950, -2_153_833)

    def test_point_on_pay_is_added_to_the_scenarios_own_award(self):
        more = self.found(Scenario(parameters={"pay_award": Decimal(2)}))["Pay rises by 1% more each year"]
        assert more.gap == by_year(500_000, 1_025_000, 1_575_950, 2_153_833)

    def test_pay_with_a_rate_of_its_own_rises_by_a_point_as_well(self):
        pay, prices = plan_input().uplift
        fixed = replace(pay, amounts=replace(pay.amounts, rule=Rule(rate=3)))
        more = self.found(plan=replace(plan_input(), uplift=(fixed, prices)))[
            "Pay rises by 1% more each year"
        ]
        assert more.gap == by_year(500_000, 1_035_000, 1_606_850, 2_217_487)

    def test_plan_without_pay_that_grows_says_nothing_about_pay(self):
        plan = replace(plan_input(), uplift=plan_input().uplift[1:])
        assert self.found(plan=plan)["Pay rises by 1% more each year"].gap is None

    def test_largest_effect_over_all_years_comes_first(self):
        assert list(self.found()) == [
            "Pay rises by 1% more each year",
            "Pay rises by 1% less each year",
            # 995,004 and 990,001.
            "75% of the savings are delivered",
            "Savings begin a year late",
            "Costs are 20% higher",
            "Costs are 20% lower",
        ]


class TestALargeRound:
    def test_two_thousand_proposals_over_ten_years_are_applied_in_a_fifth_of_a_second(self):
        years = tuple(Y1 + index for index in range(10))
        many = [
            replace(item, key=f"{item.key}-{index}")
            for index in range(2_000 // len(items()) + 1)
            for item in items()
        ]
        plan = PlanInput(years, base=plan_input().base)
        scenario = Scenario(
            adjustments={item.key: Adjustment(share=Fraction(9, 10), delay=1) for item in many[::3]}
        )
        best = min(_seconds(lambda: gap_of(scenario.applied(plan, many))) for _ in range(5))
        assert best < 0.2

    def test_gap_is_that_of_the_position(self):
        position = group_budget().applied(plan_input(), items())
        assert gap_of(position) == position.funds[GENERAL_FUND].with_proposals.gap


def _seconds(work):
    begin = perf_counter()
    work()
    return perf_counter() - begin
