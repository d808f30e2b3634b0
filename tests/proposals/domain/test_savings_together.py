"""Totals, shares and sums of several proposals, where some of it is not known: each figure worked by hand."""

from decimal import Decimal
from fractions import Fraction

from proposals.domain.fte_profile import FTEProfile, sum_fte
from proposals.domain.savings_profile import SavingsProfile, YearAmounts, running_totals
from proposals.domain.savings_together import (
    by_known_run,
    known_run,
    one_off_into_unknown,
    risk_adjusted,
    risk_adjusted_by_year,
    share_of_whole,
    total_of_all,
    total_of_set,
    total_saving,
    without_unknown,
)
from services.values.years import FinancialYear

Y1, Y2, Y3 = YEARS = tuple(FinancialYear(year) for year in (2027, 2028, 2029))


def recurring(*pounds):
    return SavingsProfile(Y1, tuple(YearAmounts(recurring_saving=each) for each in pounds))


def test_one_off_amounts_are_added_up_apart():
    amounts = (YearAmounts(one_off_saving=5, one_off_cost=30), YearAmounts(one_off_saving=7, one_off_cost=12))
    profile = SavingsProfile(Y1, amounts)
    assert profile.one_off_saving == {Y1: 5, Y2: 7}
    assert profile.one_off_total == 12
    assert profile.cost_to_achieve == 42


def test_posts_of_all_are_added_up_by_year_over_at_least_the_years():
    one, two = FTEProfile(Y1, (Decimal("-1.50"), Decimal("-2"))), FTEProfile(Y2, (Decimal("-0.25"),))
    assert sum_fte([one, two], YEARS).discrete == {Y1: Decimal("-1.50"), Y2: Decimal("-2.25"), Y3: Decimal(0)}
    assert sum_fte([], YEARS) == FTEProfile.nothing(YEARS)


class TestATotal:
    def test_is_the_stated_one_until_all_years_are_known(self):
        assert total_saving(recurring(10, 20), 99, is_complete=True) == 30
        assert total_saving(recurring(10, 20), 99, is_complete=False) == 99
        assert total_saving(recurring(10, 20), None, is_complete=False) is None

    def test_of_a_set_is_the_complete_ones_and_the_others_stated_totals(self):
        assert total_of_set(recurring(10, 20), [5, None], 2) == 35
        assert total_of_set(recurring(10, 20), [None], 2) == 30
        assert total_of_set(recurring(0), [5, 6], 0) == 11
        assert total_of_set(recurring(0), [None], 0) is None
        assert total_of_set(recurring(0), [], 0) == 0

    def test_of_all_is_of_the_known_ones(self):
        assert total_of_all([5, None, 6]) == 11
        assert total_of_all([None]) is None
        assert total_of_all([]) == 0


class TestRisk:
    def test_is_what_is_expected_of_what_somebody_has_assessed(self):
        # 80% of 1,001 is 800.80; nobody has said how much of the 300 will come.
        assert risk_adjusted({80: 1_001, None: 300}) == Decimal("800.80")
        assert risk_adjusted({}) == 0

    def test_is_taken_off_year_by_year(self):
        found = risk_adjusted_by_year({50: {Y1: 7}, None: {Y1: 1, Y2: 4}}, YEARS)
        assert found == {Y1: Decimal("3.50"), Y2: Decimal(0), Y3: Decimal(0)}


def test_a_share_is_exact_and_there_is_none_of_what_is_not_above_zero():
    assert share_of_whole(1, 3) == Fraction(1, 3)
    assert share_of_whole(0, 3) == 0
    assert share_of_whole(1, 1) == 1
    assert share_of_whole(1, 0) is None
    assert share_of_whole(1, -3) is None


def test_there_is_no_share_of_or_by_what_is_not_known():
    assert share_of_whole(None, 3) is None
    assert share_of_whole(1, None) is None


class TestYearsNotKnown:
    def test_end_the_run_that_figures_add_up_in(self):
        assert known_run(YEARS, frozenset({Y1, Y3})) == {Y1}
        assert known_run(YEARS, frozenset({Y2, Y3})) == set()
        assert known_run(YEARS, frozenset(YEARS)) == set(YEARS)

    def test_part_profiles_by_their_runs_and_leave_out_what_is_not_known_at_all(self):
        runs = by_known_run(
            [
                (recurring(1, 2, 0), frozenset({Y1, Y2})),
                (recurring(10, 20, 0), frozenset({Y1, Y2})),
                (recurring(5, 0, 6), frozenset({Y1, Y3})),
                (recurring(7, 7, 7), frozenset()),
            ],
            YEARS,
        )
        assert runs == {frozenset({Y1, Y2}): recurring(11, 22, 0), frozenset({Y1}): recurring(5, 0, 6)}

    def test_are_given_nothing_of_what_began_before_them(self):
        # The set saves 100 a year; 40 of it is known in the first year alone.
        runs = {frozenset({Y1}): recurring(40, 0, 0)}
        together = without_unknown(recurring(100, 0, 0), runs, lambda each: each.gross_in_year)
        assert together == {Y1: 100, Y2: 60, Y3: 60}

    def test_take_no_one_off_saving_out_again(self):
        amounts = (YearAmounts(one_off_saving=5), YearAmounts(one_off_saving=8), YearAmounts())
        assert one_off_into_unknown(SavingsProfile(Y1, amounts), frozenset({Y1, Y2})) == {Y3: 8}
        assert one_off_into_unknown(SavingsProfile(Y1, amounts), frozenset(YEARS)) == {}
        nothing_once = SavingsProfile(Y1, (YearAmounts(recurring_saving=5), YearAmounts()))
        assert one_off_into_unknown(nothing_once, frozenset({Y1})) == {}


def test_running_totals_add_up_so_far():
    assert running_totals({Y1: 3, Y2: -1, Y3: 4}) == {Y1: 3, Y2: 2, Y3: 6}
