"""A council that ends and is divided between successors: nothing is lost or gained, whenever it ends."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proposals.domain.forecast.position import UnusableForecast
from proposals.domain.forecast.reorganisation import Reorganisation
from proposals.domain.fte_profile import FTEProfile, sum_fte
from proposals.domain.savings_profile import SavingsProfile, YearAmounts, sum_profiles
from services.values.years import FinancialYear

YEARS = Y1, Y2, Y3, Y4 = tuple(FinancialYear(2027 + index) for index in range(4))
AMOUNTS = st.integers(-(10**9), 10**9)
POSTS = st.integers(-10_000, 10_000).map(lambda hundredths: Decimal(hundredths).scaleb(-2))
EASTVALE = Reorganisation(
    "Eastvale", Y3, {"North": Fraction(60, 100), "South": Fraction(40, 100)}, {"Highways": (1, 0)}
)


@st.composite
def reorganisations(draw):
    """Any reorganisation into up to five successors, in a year of the span or not."""
    parts = draw(st.lists(st.integers(0, 1000), min_size=1, max_size=5).filter(any))
    shares = {f"body {index}": Fraction(part, sum(parts)) for index, part in enumerate(parts)}
    return Reorganisation("council", FinancialYear(draw(st.integers(2025, 2033))), shares)


@st.composite
def profiles(draw):
    """Any savings profile over the years."""
    amounts = draw(st.lists(st.tuples(*[AMOUNTS] * 5), min_size=4, max_size=4))
    return SavingsProfile(Y1, tuple(YearAmounts(*each) for each in amounts))


class TestAllBodiesTogether:
    @given(reorganisations(), profiles())
    def test_save_and_cost_what_the_undivided_council_does(self, reorganisation, profile):
        assert sum_profiles(reorganisation.profile(profile).values(), YEARS) == profile

    @given(reorganisations(), st.lists(POSTS, min_size=4, max_size=4))
    def test_have_the_change_in_posts_of_the_undivided_council(self, reorganisation, changes):
        fte = FTEProfile(Y1, tuple(changes))
        assert sum_fte(reorganisation.fte(fte).values(), YEARS).changes == fte.changes

    @given(reorganisations(), st.dictionaries(st.sampled_from(YEARS), AMOUNTS))
    def test_have_its_budget_in_every_year(self, reorganisation, budget):
        parts = reorganisation.levels(budget)
        assert {year: sum(part[year] for part in parts.values()) for year in budget} == budget

    @given(reorganisations(), profiles())
    def test_a_council_saves_nothing_once_it_has_ended_nor_a_successor_before_it_begins(
        self, reorganisation, profile
    ):
        council, *successors = reorganisation.profile(profile).values()
        for year in YEARS:
            if year >= reorganisation.first_year:
                assert (council.gross_in_year[year], council.cost_in_year[year]) == (0, 0)
            else:
                assert {(one.gross_in_year[year], one.cost_in_year[year]) for one in successors} == {(0, 0)}


class TestACouncilThatIsDivided:
    def test_hands_on_what_is_saved_in_each_year_when_it_ends(self):
        # £100,000 from 2027/28 and £50,000 more from 2029/30; £10 once in 2028/29 and £5 once in 2030/31.
        profile = SavingsProfile(
            Y1,
            (YearAmounts(100_000), YearAmounts(0, 10), YearAmounts(50_000), YearAmounts(0, 5)),
        )
        parts = EASTVALE.profile(profile)
        assert [list(part.gross_in_year.values()) for part in parts.values()] == [
            [100_000, 100_010, 0, 0],
            [0, 0, 90_000, 90_003],
            [0, 0, 60_000, 60_002],
        ]

    def test_may_divide_a_part_by_other_shares(self):
        assert EASTVALE.amount(1_001) == {"North": 601, "South": 400}
        assert EASTVALE.amount(1_001, "Highways") == {"North": 1_001, "South": 0}
        assert EASTVALE.levels({Y2: 500, Y3: 500}, "Highways") == {
            "Eastvale": {Y2: 500, Y3: 0},
            "North": {Y2: 0, Y3: 500},
            "South": {Y2: 0, Y3: 0},
        }

    def test_hands_on_the_posts_that_are_gone(self):
        parts = EASTVALE.fte(FTEProfile(Y1, (Decimal(-3), Decimal(0), Decimal("-1.5"), Decimal(0))))
        assert [list(part.in_year.values()) for part in parts.values()] == [
            [Decimal(-3), Decimal(-3), 0, 0],
            [0, 0, Decimal("-2.7"), Decimal("-2.7")],
            [0, 0, Decimal("-1.8"), Decimal("-1.8")],
        ]


@pytest.mark.parametrize(
    ("shares", "message"),
    [
        ({}, "at least one successor"),
        ({"Eastvale": 1}, "another name"),
        ({"North": Fraction(1, 2)}, "100%"),
        ({"North": Fraction(3, 2), "South": Fraction(-1, 2)}, "below zero"),
    ],
)
def test_shares_that_are_not_the_whole_are_refused(shares, message):
    with pytest.raises(UnusableForecast, match=message):
        Reorganisation("Eastvale", Y3, shares)


def test_shares_of_a_part_are_refused_where_a_successor_has_none():
    with pytest.raises(UnusableForecast, match="shares of Highways"):
        Reorganisation("Eastvale", Y3, {"North": Fraction(1, 2), "South": Fraction(1, 2)}, {"Highways": (1,)})
