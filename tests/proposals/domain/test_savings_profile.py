"""The savings profile: every expected figure here was worked out by hand."""

import random
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from operator import add

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proposals.domain.fte_profile import FTEProfile, sum_fte
from proposals.domain.rounding import UnusableProfile
from proposals.domain.savings_profile import AMOUNT_NAMES, SavingsProfile, YearAmounts, sum_profiles
from proposals.domain.savings_together import known_by_year, net_budget
from services.values.years import FinancialYear, years_from

FIRST = FinancialYear(2018)
MILLION = 1_000_000
FIGURES_BY_YEAR = [
    "recurring_saving",
    "capital_cost",
    "discrete",
    "gross_in_year",
    "cost_in_year",
    "net_in_year",
    "cumulative_gross",
    "cumulative_net",
]

AMOUNTS = st.integers(-(10**12), 10**12)
YEAR_AMOUNTS = st.builds(YearAmounts, *([AMOUNTS] * len(AMOUNT_NAMES)))
FIRST_YEARS = st.integers(2014, 2026).map(FinancialYear)
PROFILES = st.builds(SavingsProfile, FIRST_YEARS, st.lists(YEAR_AMOUNTS, min_size=1, max_size=6).map(tuple))
FTE_CHANGES = st.decimals(-99_999, 99_999, places=2)
FTE_PROFILES = st.builds(FTEProfile, FIRST_YEARS, st.lists(FTE_CHANGES, min_size=1, max_size=6).map(tuple))
SHARES = (
    st.lists(st.integers(0, 100), min_size=1, max_size=7)
    .filter(any)
    .map(lambda weights: [Fraction(weight, sum(weights)) for weight in weights])
)


def profile(*, first=FIRST, **columns):
    """A profile from its columns: profile(recurring_saving=[906_000, 1_188_000])."""
    years = max(map(len, columns.values()))
    padded = {name: [*values, *[0] * (years - len(values))] for name, values in columns.items()}
    return SavingsProfile(
        first,
        tuple(
            YearAmounts(**{name: values[year] for name, values in padded.items()}) for year in range(years)
        ),
    )


def fte(*changes, first=FIRST):
    return FTEProfile(first, tuple(map(Decimal, changes)))


def figures(by_year):
    return list(by_year.values())


class TestARecurringSavingStays:
    """906, 1,188 and 690 thousand, each beginning in its year."""

    savings = profile(recurring_saving=[906_000, 1_188_000, 690_000])

    def test_the_discrete_years_are_the_changes(self):
        assert figures(self.savings.discrete) == [906_000, 1_188_000, 690_000]

    def test_the_total_is_their_sum(self):
        assert self.savings.total == 2_784_000

    def test_the_in_year_figures_hold_all_effects_to_date(self):
        assert figures(self.savings.gross_in_year) == [906_000, 2_094_000, 2_784_000]

    def test_the_cumulative_figures_add_them_up_again(self):
        assert figures(self.savings.cumulative_gross) == [906_000, 3_000_000, 5_784_000]

    def test_the_full_year_effect_is_the_lasting_saving(self):
        assert self.savings.full_year_effect == 2_784_000

    def test_figures_are_keyed_by_year(self):
        assert self.savings.discrete[FinancialYear(2019)] == 1_188_000
        assert [str(year) for year in self.savings.years] == ["2018/19", "2019/20", "2020/21"]

    def test_a_reversal_takes_it_back(self):
        reversed_later = profile(recurring_saving=[300, 0, -100])
        assert figures(reversed_later.gross_in_year) == [300, 300, 200]
        assert reversed_later.full_year_effect == 200


class TestAOneOffSavingFallsOutTheYearAfter:
    one_off = profile(one_off_saving=[100, 0, 0])

    def test_of_the_discrete_years(self):
        assert figures(self.one_off.discrete) == [100, -100, 0]

    def test_so_the_total_is_nought(self):
        assert self.one_off.total == 0

    def test_and_it_is_saved_in_its_own_year_only(self):
        assert figures(self.one_off.gross_in_year) == [100, 0, 0]

    def test_though_it_stays_in_the_cumulative_saving(self):
        assert figures(self.one_off.cumulative_gross) == [100, 100, 100]

    def test_and_has_no_full_year_effect(self):
        assert self.one_off.full_year_effect == 0

    def test_in_the_last_year_it_has_not_yet_fallen_out(self):
        in_the_last_year = profile(one_off_saving=[0, 0, 100])
        assert figures(in_the_last_year.discrete) == [0, 0, 100]
        assert in_the_last_year.total == 100

    def test_two_in_a_row_differ_by_their_difference(self):
        assert figures(profile(one_off_saving=[100, 130, 0]).discrete) == [100, 30, -130]

    def test_beside_a_recurring_saving(self):
        both = profile(recurring_saving=[50, 20, 0], one_off_saving=[100, 0, 7])
        assert figures(both.discrete) == [150, -80, 7]
        assert figures(both.gross_in_year) == [150, 70, 77]
        assert both.total == 77


class TestCostsAreTakenFromTheSaving:
    """In millions: gross in-year 0, 0, 9, 27, 34, 46 and cost in-year 2, 7, 1, 1, 1, 1."""

    programme = profile(
        recurring_saving=[0, 0, 9 * MILLION, 18 * MILLION, 7 * MILLION, 12 * MILLION],
        one_off_cost=[2 * MILLION, 7 * MILLION, MILLION, MILLION, MILLION, MILLION],
    )

    def in_millions(self, by_year):
        return [figure / MILLION for figure in figures(by_year)]

    def test_gross_in_year(self):
        assert self.in_millions(self.programme.gross_in_year) == [0, 0, 9, 27, 34, 46]

    def test_cost_in_year(self):
        assert self.in_millions(self.programme.cost_in_year) == [2, 7, 1, 1, 1, 1]

    def test_net_in_year(self):
        assert self.in_millions(self.programme.net_in_year) == [-2, -7, 8, 26, 33, 45]

    def test_cumulative_net(self):
        assert self.in_millions(self.programme.cumulative_net) == [-2, -9, -1, 25, 58, 103]

    def test_it_breaks_even_in_the_fourth_year(self):
        assert self.programme.break_even_year == FinancialYear(2021)

    def test_it_is_paid_back_a_twenty_sixth_into_the_fourth_year(self):
        assert self.programme.payback_years == 3 + Fraction(1, 26)

    def test_a_recurring_cost_stays_until_it_ends(self):
        costly = profile(recurring_cost=[40, 10, -50], one_off_cost=[0, 5, 0])
        assert figures(costly.cost_in_year) == [40, 55, 0]

    def test_the_discrete_saving_knows_no_cost(self):
        assert self.in_millions(self.programme.discrete) == [0, 0, 9, 18, 7, 12]


class TestBreakEvenIsTheFirstYearThatStays:
    def test_a_dip_back_below_nought_starts_the_wait_again(self):
        # net 10, -20, 5, 10; cumulative 10, -10, -5, 5
        dipping = profile(recurring_saving=[10, -10, 5, 5], one_off_cost=[0, 20, 0, 0])
        assert figures(dipping.cumulative_net) == [10, -10, -5, 5]
        assert dipping.break_even_year == FinancialYear(2021)

    def test_exactly_nought_is_broken_even(self):
        assert profile(recurring_saving=[50, 0], one_off_cost=[100, 0]).break_even_year == FinancialYear(2019)

    def test_a_saving_without_cost_breaks_even_at_once(self):
        assert profile(recurring_saving=[50, 0]).break_even_year == FIRST

    def test_a_cost_never_earned_back_does_not(self):
        assert profile(recurring_saving=[10, 0, 0], one_off_cost=[100, 0, 0]).break_even_year is None

    def test_nor_a_saving_lost_again_in_the_last_year(self):
        assert profile(one_off_saving=[10, 0], one_off_cost=[0, 11]).break_even_year is None

    def test_no_years_have_none(self):
        assert SavingsProfile(FIRST).break_even_year is None


class TestPaybackIsCountedToThePartOfTheYear:
    def test_half_way_through_the_second_year(self):
        # net -50, 100: the 50 owed are half of the second year's 100
        assert profile(recurring_saving=[0, 100], one_off_cost=[50, 0]).payback_years == Fraction(3, 2)

    def test_after_a_dip_from_the_last_time_it_was_owed(self):
        # cumulative 10, -10, -5, 5: the 5 owed are half of the fourth year's 10
        dipping = profile(recurring_saving=[10, -10, 5, 5], one_off_cost=[0, 20, 0, 0])
        assert dipping.payback_years == Fraction(7, 2)

    def test_exactly_at_the_end_of_a_year(self):
        assert profile(recurring_saving=[50, 0], one_off_cost=[100, 0]).payback_years == 2

    def test_nothing_owed_is_paid_back_at_once(self):
        assert profile(recurring_saving=[50]).payback_years == 0

    def test_never_is_none(self):
        assert profile(one_off_cost=[100], recurring_saving=[10]).payback_years is None

    @given(PROFILES)
    def test_it_lies_within_the_break_even_year(self, some_profile):
        payback, break_even = some_profile.payback_years, some_profile.break_even_year
        assert (payback is None) == (break_even is None)
        if payback:
            assert break_even - some_profile.first_year < payback <= break_even - some_profile.first_year + 1


class TestNetPresentValueDiscountsFromTheSecondYear:
    def test_at_three_and_a_half_per_cent(self):
        # -100,000 + 60,000 / 1.035 + 60,000 / 1.071225 = -100,000 + 57,971.01 + 56,010.64
        project = profile(recurring_saving=[0, 60_000, 0], one_off_cost=[100_000, 0, 0])
        assert project.net_present_value() == 13_982

    def test_of_the_programme(self):
        # -2,000,000.00 - 6,763,285.02 + 7,468,085.60 + 23,450,510.48 + 28,757,593.51 + 37,888,792.51
        assert TestCostsAreTakenFromTheSaving.programme.net_present_value() == 88_801_697

    def test_the_first_year_is_not_discounted(self):
        assert profile(recurring_saving=[100_000]).net_present_value() == 100_000

    def test_at_another_rate(self):
        # 100 + 100 / 1.1 + 100 / 1.21 = 100 + 90.91 + 82.64
        assert profile(recurring_saving=[100, 0, 0]).net_present_value(Decimal("0.1")) == 274

    def test_at_no_rate_it_is_the_cumulative_net_saving(self):
        assert TestCostsAreTakenFromTheSaving.programme.net_present_value(Decimal(0)) == 103 * MILLION

    @pytest.mark.parametrize(("saving", "value"), [(1, 1), (-1, -1), (3, 2), (-3, -2)])
    def test_half_a_pound_is_rounded_away_from_nought(self, saving, value):
        # at 100% the second year counts half
        assert profile(recurring_saving=[0, saving]).net_present_value(Decimal(1)) == value

    def test_of_no_years_is_nought(self):
        assert SavingsProfile(FIRST).net_present_value() == 0


class TestCapitalIsNeverInRevenue:
    with_capital = profile(recurring_saving=[10, 20], one_off_cost=[5, 0], capital_cost=[900, 100])
    without = profile(recurring_saving=[10, 20], one_off_cost=[5, 0])

    def test_it_is_shown_beside(self):
        assert figures(self.with_capital.capital_cost) == [900, 100]

    @pytest.mark.parametrize("figure", [*FIGURES_BY_YEAR[2:], "total", "full_year_effect", "break_even_year"])
    def test_and_changes_no_revenue_figure(self, figure):
        assert getattr(self.with_capital, figure) == getattr(self.without, figure)

    def test_nor_what_the_saving_is_worth(self):
        assert self.with_capital.net_present_value() == self.without.net_present_value()
        assert self.with_capital.payback_years == self.without.payback_years


class TestTheFiguresAgreeWithEachOther:
    @given(PROFILES)
    def test_in_year_is_the_running_total_of_the_discrete_years(self, some_profile):
        so_far = 0
        for year in some_profile.years:
            so_far += some_profile.discrete[year]
            assert some_profile.gross_in_year[year] == so_far

    @given(PROFILES)
    def test_the_total_is_the_last_years_gross_saving(self, some_profile):
        assert some_profile.total == figures(some_profile.gross_in_year)[-1]

    @given(PROFILES)
    def test_net_is_gross_less_cost_in_the_year_and_cumulatively(self, some_profile):
        for year in some_profile.years:
            gross, cost = some_profile.gross_in_year[year], some_profile.cost_in_year[year]
            assert some_profile.net_in_year[year] == gross - cost
            gross, cost = (
                some_profile.cumulative_gross[year],
                sum(some_profile.cost_in_year[one] for one in some_profile.years if one <= year),
            )
            assert some_profile.cumulative_net[year] == gross - cost

    @given(PROFILES)
    def test_the_full_year_effect_is_the_last_gross_saving_without_its_one_off(self, some_profile):
        last = some_profile.amounts[-1]
        assert some_profile.full_year_effect == some_profile.total - last.one_off_saving

    @given(PROFILES)
    def test_without_a_rate_the_present_value_is_the_last_cumulative_net_saving(self, some_profile):
        assert some_profile.net_present_value(Decimal(0)) == figures(some_profile.cumulative_net)[-1]

    @given(PROFILES)
    def test_every_figure_has_every_year_in_order(self, some_profile):
        for figure in FIGURES_BY_YEAR:
            assert tuple(getattr(some_profile, figure)) == some_profile.years


class TestProfilesAddUp:
    def test_over_the_years_of_both(self):
        early = profile(recurring_saving=[100, 50], first=FinancialYear(2018))
        late = profile(recurring_saving=[7], capital_cost=[3], first=FinancialYear(2021))
        both = early + late
        assert [str(year) for year in both.years] == ["2018/19", "2019/20", "2020/21", "2021/22"]
        assert figures(both.discrete) == [100, 50, 0, 7]
        assert figures(both.gross_in_year) == [100, 150, 150, 157]
        assert figures(both.capital_cost) == [0, 0, 0, 3]

    def test_a_one_off_in_the_last_year_of_one_falls_out_in_a_later_year_of_the_other(self):
        both = profile(one_off_saving=[100]) + profile(recurring_saving=[10, 10])
        assert figures(both.discrete) == [110, -90]

    @given(st.lists(PROFILES, min_size=1, max_size=5))
    def test_every_figure_of_a_sum_is_the_sum_of_the_figures(self, profiles):
        together = reduce(add, profiles)
        for figure in FIGURES_BY_YEAR:
            apart = [getattr(one.over(together.years), figure) for one in profiles]
            for year in together.years:
                assert getattr(together, figure)[year] == sum(by_year[year] for by_year in apart)
        assert together.total == sum(one.over(together.years).total for one in profiles)
        assert together.full_year_effect == sum(one.full_year_effect for one in profiles)

    @given(st.lists(PROFILES, min_size=1, max_size=6), st.randoms(use_true_random=False))
    def test_whatever_the_order_and_grouping(self, profiles, chance):
        together = reduce(add, profiles)
        assert add_up_somehow(profiles, chance) == together

    @given(PROFILES, PROFILES)
    def test_either_way_round(self, one, other):
        assert one + other == other + one

    @given(PROFILES)
    def test_nothing_added_changes_nothing(self, some_profile):
        assert some_profile + SavingsProfile.nothing(some_profile.years) == some_profile
        assert some_profile + SavingsProfile(FIRST) == some_profile
        assert SavingsProfile(FIRST) + some_profile == some_profile

    @given(st.lists(PROFILES, max_size=5))
    def test_sum_profiles_covers_the_years_asked_for(self, profiles):
        asked = years_from(FinancialYear(2030), 2)
        together = sum_profiles(profiles, asked)
        assert set(asked) <= set(together.years)
        assert together == reduce(add, profiles, SavingsProfile.nothing(asked))

    def test_the_sum_of_no_profiles_is_zero(self):
        assert figures(sum_profiles([], years_from(FIRST, 3)).discrete) == [0, 0, 0]


def add_up_somehow(addends, chance: random.Random):
    """Add neighbours of a shuffled list until one is left, so that every order and grouping can come up."""
    waiting = list(addends)
    chance.shuffle(waiting)
    while len(waiting) > 1:
        place = chance.randrange(len(waiting) - 1)
        waiting[place : place + 2] = [waiting[place] + waiting[place + 1]]
    return waiting[0]


class TestMoreYearsChangeNoFigure:
    @given(PROFILES, FIRST_YEARS, st.integers(1, 8))
    def test_of_the_years_there_were(self, some_profile, first, count):
        wider = some_profile.over(years_from(first, count))
        for figure in FIGURES_BY_YEAR:
            for year, amount in getattr(some_profile, figure).items():
                assert getattr(wider, figure)[year] == amount

    def test_a_gap_is_filled_with_noughts(self):
        wider = profile(recurring_saving=[5]).over([FinancialYear(2021)])
        assert figures(wider.recurring_saving) == [5, 0, 0, 0]

    def test_fewer_years_take_none_away(self):
        savings = profile(recurring_saving=[5, 6, 7])
        assert savings.over([FinancialYear(2019)]) == savings


class TestAProfileIsMadeFromItsYears:
    def test_in_their_order_with_zeros_between(self):
        by_year = {FinancialYear(2020): YearAmounts(3), FinancialYear(2018): YearAmounts(1)}
        assert figures(SavingsProfile.from_years(by_year).recurring_saving) == [1, 0, 3]

    def test_no_years_are_refused(self):
        with pytest.raises(UnusableProfile, match="at least one"):
            SavingsProfile.from_years({})

    def test_profiles_with_the_same_figures_are_equal(self):
        assert profile(recurring_saving=[1, 2]) == profile(recurring_saving=[1, 2])


class TestSharesAddUpToTheWhole:
    def test_thirds_lose_no_pound(self):
        thirds = profile(recurring_saving=[100]).shared_out([Fraction(1, 3)] * 3)
        assert [third.total for third in thirds] == [34, 33, 33]

    def test_nor_do_thirds_of_a_reversal(self):
        thirds = profile(recurring_saving=[-100]).shared_out([Fraction(1, 3)] * 3)
        assert [third.total for third in thirds] == [-34, -33, -33]

    def test_the_largest_remainder_is_served_first(self):
        # 10 × 0.58 = 5.8 and 10 × 0.42 = 4.2
        parts = profile(recurring_saving=[10]).shared_out([Decimal("0.42"), Decimal("0.58")])
        assert [part.total for part in parts] == [4, 6]

    def test_equal_remainders_go_to_the_earlier_share(self):
        # 1,005 × 0.7 = 703.5 and 1,005 × 0.3 = 301.5
        parts = profile(recurring_saving=[1_005]).shared_out([Decimal("0.7"), Decimal("0.3")])
        assert [part.total for part in parts] == [704, 301]

    def test_every_amount_of_every_year_is_shared(self):
        whole = profile(recurring_saving=[10, 20], one_off_saving=[4], one_off_cost=[0, 6], capital_cost=[8])
        half, other_half = whole.shared_out([Fraction(1, 2)] * 2)
        assert half == other_half
        assert half == profile(
            recurring_saving=[5, 10], one_off_saving=[2], one_off_cost=[0, 3], capital_cost=[4]
        )

    @given(PROFILES, SHARES)
    def test_to_the_pound_whatever_the_shares(self, whole, shares):
        assert reduce(add, whole.shared_out(shares)) == whole

    @given(PROFILES, SHARES)
    def test_and_no_part_is_a_pound_away_from_its_share(self, whole, shares):
        for part, share in zip(whole.shared_out(shares), shares, strict=True):
            for got, amounts in zip(part.amounts, whole.amounts, strict=True):
                for name in AMOUNT_NAMES:
                    assert abs(getattr(got, name) - getattr(amounts, name) * share) < 1

    @pytest.mark.parametrize(
        "shares",
        [[], [Fraction(1, 2)], [Decimal("0.333")] * 3, [Fraction(3, 2), Fraction(-1, 2)], [1, 1]],
    )
    def test_shares_that_are_not_a_whole_are_refused(self, shares):
        with pytest.raises(UnusableProfile, match="add up to one"):
            profile(recurring_saving=[100]).shared_out(shares)


class TestScalingRoundsHalfUp:
    def test_every_amount(self):
        half = profile(recurring_saving=[3, -3], capital_cost=[5, 4]).scaled(Fraction(1, 2))
        assert figures(half.recurring_saving) == [2, -2]
        assert figures(half.capital_cost) == [3, 2]

    @given(PROFILES)
    def test_by_one_changes_nothing(self, some_profile):
        assert some_profile.scaled(1) == some_profile


class TestFTEFollowsTheSameRules:
    def test_the_changes_add_up_over_the_years(self):
        posts = fte("-2.00", "-1.50", "0.25")
        assert figures(posts.discrete) == [Decimal("-2.00"), Decimal("-1.50"), Decimal("0.25")]
        assert figures(posts.in_year) == [Decimal("-2.00"), Decimal("-3.50"), Decimal("-3.25")]
        assert posts.total == Decimal("-3.25")

    def test_profiles_add_over_the_years_of_both(self):
        both = sum_fte([fte("-1"), fte("-2.5", first=FinancialYear(2020))], ())
        assert figures(both.discrete) == [Decimal("-1"), Decimal(0), Decimal("-2.5")]

    def test_a_finer_change_than_a_hundredth_is_refused(self):
        with pytest.raises(UnusableProfile, match=r"0\.005"):
            fte("0.005")

    def test_what_a_database_adds_up_in_binary_is_brought_to_the_hundredth(self):
        summed = FTEProfile.from_years({FIRST: Decimal("-12.3400000000001")})
        assert str(summed.total) == "-12.34"
        assert str(FTEProfile.from_years({FIRST: Decimal("0.125")}).total) == "0.13"

    def test_the_sum_of_no_profiles_is_zero(self):
        assert figures(sum_fte([], years_from(FIRST, 2)).discrete) == [0, 0]

    @given(st.lists(FTE_PROFILES, min_size=1, max_size=6), st.randoms(use_true_random=False))
    def test_sums_are_the_same_whatever_the_order(self, profiles, chance):
        together = sum_fte(profiles, ())
        assert sum_fte(chance.sample(profiles, len(profiles)), ()) == together
        assert together.total == sum((one.total for one in profiles), Decimal(0))

    @given(FTE_PROFILES, FIRST_YEARS, st.integers(1, 8))
    def test_more_years_change_no_figure(self, posts, first, count):
        wider = sum_fte([posts], years_from(first, count))
        assert wider.total == posts.total
        for year in posts.years:
            assert wider.discrete[year] == posts.discrete[year]
            assert wider.in_year[year] == posts.in_year[year]


class TestTheKindsOfAmounts:
    @pytest.mark.parametrize(
        ("amounts", "recurrence", "investment"),
        [
            ([], "", ""),
            ([{"recurring_saving": 5}], "recurring", ""),
            ([{}, {"one_off_saving": -5}], "one-off", ""),
            ([{"recurring_saving": 5}, {"one_off_saving": 5}], "both", ""),
            ([{"recurring_cost": 1}], "", "revenue"),
            ([{"one_off_cost": 1}, {"capital_cost": 1}], "", "both"),
            ([{"capital_cost": 1}], "", "capital"),
        ],
    )
    def test_are_those_of_which_any_year_has_one(self, amounts, recurrence, investment):
        profile = SavingsProfile(FIRST, tuple(YearAmounts(**each) for each in amounts))
        assert (profile.recurrence, profile.investment) == (recurrence, investment)


class TestNetBudgetIsGrossLessIncome:
    @pytest.mark.parametrize(("gross", "income", "net"), [(1_000, 300, 700), (300, 1_000, -700), (5, 5, 0)])
    def test_and_negative_where_a_service_earns_more_than_it_costs(self, gross, income, net):
        assert net_budget(gross, income) == net


class TestKnownByYear:
    """A figure of one year stands for itself; one that adds up over the years needs every year before it."""

    FIGURES = dict(zip(years_from(FIRST, 4), (100, 300, 600, 1_000), strict=True))

    @pytest.mark.parametrize(
        ("unknown", "in_that_year", "adding_up"),
        [
            ({}, [100, 300, 600, 1_000], [100, 300, 600, 1_000]),
            ({1}, [100, None, 600, 1_000], [100, None, None, None]),
            ({0}, [None, 300, 600, 1_000], [None, None, None, None]),
            ({3}, [100, 300, 600, None], [100, 300, 600, None]),
            ({1, 3}, [100, None, 600, None], [100, None, None, None]),
        ],
    )
    def test_a_cumulative_figure_after_an_unknown_year_is_unknown(self, unknown, in_that_year, adding_up):
        known = frozenset(year for place, year in enumerate(self.FIGURES) if place not in unknown)
        assert list(known_by_year(self.FIGURES, known).values()) == in_that_year
        assert list(known_by_year(self.FIGURES, known, adding_up=True).values()) == adding_up
