"""Budgets divided between bodies: nothing is lost or gained, whatever moves and when."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proposals.domain.forecast.bodies import Division, Transfer
from proposals.domain.forecast.position import Position, UnusableForecast
from services.values.years import FinancialYear

YEARS = tuple(FinancialYear(2027 + index) for index in range(6))
Y1, Y2, Y3 = YEARS[:3]

AMOUNTS = st.integers(-(10**9), 10**9)


@st.composite
def divisions(draw):
    """Any division of a budget between up to five bodies, with shares of any size in any year, in the span or not."""
    parts = draw(st.lists(st.integers(0, 1000), min_size=1, max_size=5).filter(any))
    whole = sum(parts)
    names = ["council", *(f"body {index}" for index in range(1, len(parts)))]
    transfers = tuple(
        Transfer(name, Fraction(part, whole), FinancialYear(draw(st.integers(2025, 2035))))
        for name, part in zip(names[1:], parts[1:], strict=True)
    )
    by_year = st.dictionaries(st.sampled_from(YEARS), AMOUNTS)
    return Division(
        years=YEARS,
        base=draw(by_year),
        retained="council",
        uplift={name: draw(by_year) for name in names},
        transfers=transfers,
        uplift_before=draw(st.sampled_from(["moves with the services", "stays with the council"])),
    )


class TestAllBodiesTogether:
    @given(divisions())
    def test_spend_what_the_undivided_budget_does(self, division):
        undivided = Position(YEARS, division.base, {}, division.uplift).expenditure
        parts = [division.expenditure_of(body) for body in division.bodies]
        assert {year: sum(part[year] for part in parts) for year in YEARS} == undivided
        assert set(division.difference_to_whole().values()) == {0}

    @given(divisions())
    def test_a_body_has_nothing_before_it_takes_over(self, division):
        for transfer in division.transfers:
            spent = division.expenditure_of(transfer.body)
            assert all(spent[year] == 0 for year in YEARS if year < transfer.year)


class TestADivision:
    division = Division(
        years=YEARS[:3],
        base={Y1: 1000, Y2: 1000, Y3: 1000},
        retained="council",
        uplift={"council": {Y2: 10, Y3: 10}, "trust": {Y1: 4, Y2: 6, Y3: 8}},
        transfers=(Transfer("trust", Fraction(1, 5), Y2),),
    )

    def test_uplift_before_the_move_goes_along_or_stays(self):
        assert self.division.expenditure_of("trust") == {Y1: 0, Y2: 210, Y3: 218}
        assert self.division.expenditure_of("council") == {Y1: 1004, Y2: 810, Y3: 820}
        staying = Division(
            **{
                name: getattr(self.division, name)
                for name in ("years", "base", "retained", "uplift", "transfers")
            },
            uplift_before="stays with the council",
        )
        assert staying.expenditure_of("trust") == {Y1: 0, Y2: 206, Y3: 214}
        assert staying.expenditure_of("council") == {Y1: 1004, Y2: 814, Y3: 824}

    @pytest.mark.parametrize(
        ("uplift", "expected"),
        [
            ("all uplift since the base year", (210, 203)),
            ("uplift of that year only", (206, 199)),
            ("none", (200, 193)),
        ],
    )
    def test_funding_is_the_first_full_year_and_reduced_afterwards(self, uplift, expected):
        funding = self.division.funding_of("trust", uplift=uplift, reductions={Y2: 5, Y3: 7})
        assert funding == {Y1: 0, Y2: expected[0], Y3: expected[1]}

    def test_refuses_more_than_the_whole(self):
        with pytest.raises(UnusableForecast, match="more than the whole"):
            Division(
                YEARS,
                {},
                "council",
                {},
                (Transfer("a", Fraction(2, 3), Y1), Transfer("b", Fraction(1, 2), Y1)),
            )

    def test_refuses_uplift_of_a_body_that_it_does_not_know(self):
        with pytest.raises(UnusableForecast, match="uplift for trust, which is no body"):
            Division(YEARS, {}, "council", {"trust": {}})
