"""The medium-term position, the years beyond the plan, and reserves, by hand."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proposals.domain.forecast.assumptions import Assumptions
from proposals.domain.forecast.plan import Amounts, Rule
from proposals.domain.forecast.position import Position, UnusableForecast
from proposals.domain.forecast.reserves import Reserve, ReservePlan, planned_reserves
from proposals.domain.rounding import nearest
from services.values.years import FinancialYear

Y1, Y2, Y3 = YEARS = tuple(FinancialYear(2027 + index) for index in range(3))
Y4, Y5 = FinancialYear(2030), FinancialYear(2031)


class TestThePosition:
    position = Position(
        years=YEARS,
        base={Y1: 1000, Y2: 1000, Y3: 1000},
        income={"council tax": {Y1: 700, Y2: 720, Y3: 740}, "grant": {Y1: 290, Y2: 280}},
        uplift={"pay": {Y1: 10, Y2: 20, Y3: 30}},
        pressures={"demand": {Y2: 5}, "grant lost": {Y3: 40}},
    )

    def test_growth_stays_once_it_has_begun(self):
        assert self.position.expenditure == {Y1: 1010, Y2: 1035, Y3: 1105}

    def test_gap_is_income_less_expenditure_in_the_year_and_added_up(self):
        assert self.position.in_year == {Y1: -20, Y2: -35, Y3: -365}
        assert self.position.cumulative_gap == {Y1: 20, Y2: 55, Y3: 420}

    def test_with_savings_is_nearer_to_balance_by_just_those(self):
        saved = self.position.with_savings({Y1: 5, Y3: 100}).with_savings({Y3: 10})
        assert saved.in_year == {Y1: -15, Y2: -35, Y3: -255}
        assert self.position.in_year[Y3] == -365


BY_YEAR = st.dictionaries(st.sampled_from(YEARS), st.integers(-(10**9), 10**9))


class TestAnyPosition:
    @given(
        BY_YEAR, st.lists(BY_YEAR, max_size=4), st.lists(BY_YEAR, max_size=3), st.lists(BY_YEAR, max_size=4)
    )
    def test_is_the_baseline_and_the_sum_of_what_entered(self, base, growth, income, savings):
        position = Position(
            YEARS,
            base,
            {str(index): each for index, each in enumerate(income)},
            pressures={str(index): each for index, each in enumerate(growth)},
        )
        for each in savings:
            position = position.with_savings(each)
        begun = [sum(each.get(year, 0) for each in growth) for year in YEARS]
        for index, year in enumerate(YEARS):
            entered = sum(each.get(year, 0) for each in (*income, *savings)) - base.get(year, 0)
            assert position.in_year[year] == entered - sum(begun[: index + 1])


class TestYearsBeyondThePlan:
    @pytest.mark.parametrize(
        ("rule", "expected"),
        [
            (Rule("repeat the last level"), (120, 120)),
            (Rule("repeat the last change"), (140, 160)),
            (Rule("add a step", step=25), (145, 170)),
            (Rule("grow by a rate", rate=Decimal("12.5")), (135, 152)),  # 151.875
        ],
    )
    def test_follow_by_the_rule_named(self, rule, expected):
        amounts = Amounts({Y1: 90, Y2: 100, Y3: 120}, rule)
        assert amounts.over((*YEARS, Y4, Y5), Assumptions()) == {
            Y1: 90,
            Y2: 100,
            Y3: 120,
            Y4: expected[0],
            Y5: expected[1],
        }

    def test_a_change_needs_two_years(self):
        with pytest.raises(UnusableForecast, match="two years"):
            Amounts({Y1: 90}, Rule("repeat the last change")).over((Y1, Y2), Assumptions())

    @pytest.mark.parametrize(
        ("value", "away", "even"),
        [(Fraction(5, 2), 3, 2), (Fraction(-5, 2), -3, -2), (Fraction(7, 2), 4, 4), (Fraction(12, 5), 2, 2)],
    )
    def test_a_half_is_rounded_as_said(self, value, away, even):
        assert (nearest(value), nearest(value, half_to_even=True)) == (away, even)


class TestReserves:
    def reserve(self, **more):
        given = {
            "name": "the general reserve",
            "years": YEARS,
            "opening_balance": 100,
            "for_the_gap": {Y1: -30, Y2: -60, Y3: 5},
            "other_use": {Y1: 10},
            "contributions": {Y2: 8},
            "minimum": 20,
        }
        return Reserve(**(given | more))

    def test_close_at_what_was_there_less_what_is_used_with_what_is_paid_in(self):
        assert self.reserve().closing == {Y1: 60, Y2: 8, Y3: 13}
        assert self.reserve().opening == {Y1: 100, Y2: 60, Y3: 8}

    def test_name_the_year_in_which_they_fall_below_the_minimum_and_run_out(self):
        assert (self.reserve().falls_below_minimum, self.reserve().runs_out) == (Y2, None)
        assert self.reserve(opening_balance=90).runs_out == Y2

    def test_need_transitional_funding_for_the_lowest_balance(self):
        assert self.reserve().transitional_funding == 0
        assert self.reserve(opening_balance=50).transitional_funding == 42  # 50 - 40 - 52

    def test_ask_for_what_is_missing_and_show_no_balance_without_it(self):
        unknown = self.reserve(opening_balance=None, minimum=None)
        assert unknown.closing == unknown.opening == {}
        assert unknown.questions == (
            "What is the opening balance of the general reserve in 2027/28?",
            "What is the minimum level of the general reserve, and why?",
        )

    def test_ask_where_the_planned_use_is_not_what_the_figures_come_to(self):
        assert self.reserve(planned_use={Y1: 40, Y2: 75}).questions == (
            "The planned use of the general reserve in 2028/29 is £75, but the deficit and the other use stated come "
            "to £52. What is the difference of £23?",
        )


class TestSeveralReserves:
    """Deficits of 50, 80 and a surplus of 10; the invest-to-save reserve gives 20 and 30, the general one the rest.

    General: 200 - 30 - 6 = 164; - 50 = 114; + 10 = 124. Invest to save: 60 - 20 - 5 = 35; - 30 + 4 = 9; 9.
    """

    in_year = {Y1: -50, Y2: -80, Y3: 10}
    general = ReservePlan(
        "General reserve",
        200,
        minimum=120,
        minimum_reason="5% of the budget",
        takes_the_gap=True,
        other_use={Y1: 6},
        reasons={Y1: "A claim"},
    )
    invest = ReservePlan(
        "Invest to save",
        60,
        minimum=10,
        minimum_reason="Loans under way",
        pays="reserve",
        planned={Y1: 20, Y2: 30},
        contributions={Y2: 4},
    )
    costs = {"reserve": {Y1: 5}}

    def reserves(self, *plans, in_year=in_year, costs=costs):
        return planned_reserves(plans or (self.general, self.invest), YEARS, in_year, costs)

    def test_one_takes_what_the_planned_use_of_the_others_leaves_of_the_gap(self):
        general, invest = self.reserves().reserves
        assert general.closing == {Y1: 164, Y2: 114, Y3: 124}
        assert general.falls_below_minimum == Y2
        assert general.for_the_gap == {Y1: -30, Y2: -50, Y3: 10}
        assert invest.closing == {Y1: 35, Y2: 9, Y3: 9}
        assert (invest.falls_below_minimum, invest.runs_out) == (Y2, None)

    def test_balances_add_up(self):
        assert self.reserves().closing == {Y1: 199, Y2: 123, Y3: 133}
        unknown = replace(self.invest, opening_balance=None)
        assert self.reserves(self.general, unknown).closing == {}

    def test_nothing_is_asked_where_everything_is_explained(self):
        assert self.reserves().questions == ()
        assert self.reserves().uncovered == {Y1: 0, Y2: 0, Y3: 0}

    def test_transitional_funding_is_what_all_lack_together_in_the_worst_year(self):
        # General: 20 - 36 = -16, -66, -56. Invest to save: 24 - 25 = -1, -27, -27. The worst year is the second.
        poor = (replace(self.general, opening_balance=20), replace(self.invest, opening_balance=24))
        assert self.reserves(*poor).transitional_funding == 93

    def test_deficit_that_no_reserve_takes_is_asked_about(self):
        alone = self.reserves(self.invest)
        assert alone.uncovered == {Y1: -30, Y2: -50, Y3: 10}
        assert alone.questions == (
            "No reserve takes £30 of the deficit of 2027/28. What covers it?",
            "No reserve takes £50 of the deficit of 2028/29. What covers it?",
        )

    def test_use_beyond_the_deficit_is_asked_about(self):
        small = self.reserves(self.invest, in_year={Y1: -20, Y2: -12, Y3: 0})
        assert small.questions == (
            "In 2028/29 reserves are to give £30 for the gap, but the deficit is £12. What are the other £18 for?",
        )

    def test_use_without_a_deficit_is_asked_about_as_a_whole(self):
        surplus = self.reserves(self.invest, in_year={Y1: -20, Y2: 5, Y3: 0})
        assert surplus.questions == (
            "In 2028/29 reserves are to give £30 for the gap, but the deficit is £0. What are they for?",
        )

    def test_planned_use_of_the_one_that_takes_the_gap_is_compared_with_the_gap(self):
        stated = replace(self.general, planned={Y1: 30, Y2: 75})
        assert self.reserves(stated, self.invest).questions == (
            "The planned use of General reserve in 2028/29 is £75, but the deficit and the other use stated come to "
            "£50. What is the difference of £25?",
        )

    def test_costs_to_achieve_that_no_reserve_pays_are_asked_about(self):
        costs = {"transformation_fund": {Y1: 7, Y2: 1}, "grant": {Y1: 9}}
        assert self.reserves(costs=costs).questions == (
            "Which reserve pays the £8 of costs to achieve with the funder “Transformation fund”?",
        )

    def test_use_and_minimum_without_a_reason_are_asked_about(self):
        bare = replace(self.general, reasons={}, minimum_reason="")
        assert self.reserves(bare, self.invest).questions == (
            "What is £6 of General reserve used for in 2027/28? It is beyond the deficit of the year, and nothing "
            "explains it.",
            "Why is £120 the minimum level of General reserve?",
        )

    def test_without_a_gap_reserves_give_what_they_are_planned_to(self):
        general, invest = self.reserves(in_year=None).reserves
        assert general.closing == {Y1: 194, Y2: 194, Y3: 194}
        assert invest.closing == {Y1: 35, Y2: 9, Y3: 9}
