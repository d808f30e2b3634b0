"""A council that ends and is divided between successors: nothing is lost or gained, whenever it ends."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proposals.domain.forecast.position import UnusableForecast
from proposals.domain.forecast.reorganisation import Reorganisation
from services.values.years import FinancialYear

YEARS = Y1, Y2, Y3, Y4 = tuple(FinancialYear(2027 + index) for index in range(4))
AMOUNTS = st.integers(-(10**9), 10**9)
EASTVALE = Reorganisation(
    "Eastvale", Y3, {"North": Fraction(60, 100), "South": Fraction(40, 100)}, {"Highways": (1, 0)}
)


@st.composite
def reorganisations(draw):
    """Any reorganisation into up to five successors, in a year of the span or not."""
    parts = draw(st.lists(st.integers(0, 1000), min_size=1, max_size=5).filter(any))
    shares = {f"body {index}": Fraction(part, sum(parts)) for index, part in enumerate(parts)}
    return Reorganisation("council", FinancialYear(draw(st.integers(2025, 2033))), shares)


class TestAllBodiesTogether:
    @given(reorganisations(), st.dictionaries(st.sampled_from(YEARS), AMOUNTS))
    def test_have_its_budget_in_every_year(self, reorganisation, budget):
        parts = reorganisation.levels(budget)
        assert {year: sum(part[year] for part in parts.values()) for year in budget} == budget

    @given(reorganisations(), st.dictionaries(st.sampled_from(YEARS), AMOUNTS))
    def test_a_council_has_nothing_once_it_has_ended_nor_a_successor_before_it_begins(
        self, reorganisation, budget
    ):
        council, *successors = reorganisation.levels(budget).values()
        for year in budget:
            without = [council] if year >= reorganisation.first_year else successors
            assert {body[year] for body in without} == {0}


class TestACouncilThatIsDivided:
    def test_hands_on_what_is_saved_in_each_year_when_it_ends(self):
        saved = {Y1: 100_000, Y2: 100_010, Y3: 150_000, Y4: 150_005}
        assert [list(part.values()) for part in EASTVALE.levels(saved).values()] == [
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
