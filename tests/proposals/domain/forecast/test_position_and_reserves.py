"""The medium-term position, the years beyond the plan, and reserves, by hand."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proposals.domain.forecast.position import (
    Extrapolation,
    Position,
    UnusableForecast,
    extrapolated,
    nearest,
)
from proposals.domain.forecast.reserves import Reserve
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
        assert self.position.cumulative == {Y1: -20, Y2: -55, Y3: -420}

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
            (Extrapolation("repeat the last level"), (120, 120)),
            (Extrapolation("repeat the last change"), (140, 160)),
            (Extrapolation("add a step", step=25), (145, 170)),
            (Extrapolation("grow by a rate", rate=Fraction(1, 8)), (135, 152)),  # 151.875
        ],
    )
    def test_follow_by_the_rule_named(self, rule, expected):
        assert extrapolated({Y1: 90, Y2: 100, Y3: 120}, (Y4, Y5), rule) == {
            Y1: 90,
            Y2: 100,
            Y3: 120,
            Y4: expected[0],
            Y5: expected[1],
        }

    def test_a_change_needs_two_years(self):
        with pytest.raises(UnusableForecast, match="two years"):
            extrapolated({Y1: 90}, (Y2,), Extrapolation("repeat the last change"))

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
