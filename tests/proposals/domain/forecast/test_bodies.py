"""Budgets divided between bodies: nothing is lost or gained, whatever moves and when."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proposals.domain.forecast.position import UnusableForecast
from proposals.domain.forecast.proof_tables import ALL, BODIES, CHECK, UNDIVIDED
from services.values.years import FinancialYear
from tests.support.forecast_examples import inputs_file, invented_case

YEARS = tuple(FinancialYear(2027 + index) for index in range(6))
Y1, Y2, Y3 = YEARS[:3]
AMOUNTS = st.integers(-(10**9), 10**9)


def pounds(value):
    return {"unit": "£", "value": str(value)}


def by_year(amounts):
    return {"unit": "£", "values": {str(year): str(value) for year, value in amounts.items()}}


def divided(base, budgets, uplift, go_live, goes_on=()):
    """The inputs of a budget of `base` pounds; the first body keeps what does not move."""
    names = [str(year) for year in YEARS]
    return inputs_file() | {
        "years": {
            "base_year": "2026/27",
            "business_case": names,
            "medium_term_financial_strategy": names[:4],
            "extrapolated": names[4:],
        },
        "medium_term_financial_strategy": {
            "base_net_expenditure": pounds(base),
            "income_by_year": {"grants": {"name": "Grants", **by_year({})}},
        },
        "uplift_by_category_and_body": {
            "pay": {"name": "Pay", **{body: by_year(amounts) for body, amounts in uplift.items()}}
        },
        "base_budgets": {body: pounds(budget) for body, budget in budgets.items()},
        "transfers": {body: {"go_live_year": str(year)} for body, year in go_live.items()},
        "funding_rules": {},
        "extrapolation_rules": {"uplift": {"bodies": list(goes_on)}},
    }


@st.composite
def divisions(draw):
    """Any division of a budget between up to five bodies, with budgets of any size, moving in any year."""
    # Whole per cents of what moves are not to come to more than the whole.
    budgets = [draw(st.integers(100, 1000)), *draw(st.lists(st.integers(1, 1000), max_size=4))]
    names = ["council", *(f"body_{index}" for index in range(1, len(budgets)))]
    uplift = {name: draw(st.dictionaries(st.sampled_from(YEARS[:4]), AMOUNTS)) for name in names}
    go_live = {name: draw(st.sampled_from(YEARS)) for name in names[1:]}
    goes_on = [name for name in names if draw(st.booleans())]
    base = draw(AMOUNTS)
    values = divided(base, dict(zip(names, budgets, strict=True)), uplift, go_live, goes_on=goes_on)
    undivided, so_far = {}, base
    for year in YEARS:
        last = {name: amounts.get(min(year, YEARS[3]), 0) for name, amounts in uplift.items()}
        so_far += sum(amount for name, amount in last.items() if year <= YEARS[3] or name in goes_on)
        undivided[year] = so_far
    return values, go_live, undivided


class TestAllBodiesTogether:
    @settings(deadline=None)
    @given(divisions(), st.sampled_from(["whole per cent", "exact"]))
    def test_spend_what_the_undivided_budget_does(self, drawn, share):
        values, _go_live, undivided = drawn
        lines = invented_case(values, share_of_base_budget=share).ledger.lines
        assert lines[ALL].values == lines[UNDIVIDED].values == undivided
        assert set(lines[CHECK].values.values()) == {0}

    @settings(deadline=None)
    @given(divisions())
    def test_a_body_has_nothing_before_it_takes_over(self, drawn):
        values, go_live, _undivided = drawn
        lines = invented_case(values).ledger.lines
        for body, first in go_live.items():
            spent = lines[f"{BODIES}/{body}"].values
            assert all(spent[year] == 0 for year in YEARS if year < first)


class TestADivision:
    def test_moves_the_uplift_before_the_move_along(self):
        uplift = {"council": {Y2: 10, Y3: 10}, "trust": {Y1: 4, Y2: 6, Y3: 8}}
        lines = invented_case(divided(1000, {"council": 4, "trust": 1}, uplift, {"trust": Y2})).ledger.lines
        for line, expected in (
            (f"{BODIES}/trust", [0, 210, 218, 218, 218, 218]),
            (f"{BODIES}/council", [1004, 810, 820, 820, 820, 820]),
            ("funding/trust", [0, 210, 210, 210, 210, 210]),
        ):
            assert [lines[line].values[year] for year in YEARS] == expected, line

    def test_refuses_more_than_the_whole(self):
        # 33.5 and 66.5 per cent, both rounded up.
        budgets = {"council": 0, "parks": 335, "trust": 665}
        values = divided(1000, budgets, {}, {"parks": Y1, "trust": Y1})
        with pytest.raises(UnusableForecast, match="more than the whole"):
            invented_case(values)
