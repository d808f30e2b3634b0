"""The position of a round as lines with relations: each line is the figure worked by hand, and each relation holds."""

import pytest

from proposals.domain.forecast.position_ledger import position_ledger
from proposals.domain.forecast.round_position import round_position
from proposals.domain.forecast.what_enters import Basis
from tests.support.hand_worked_round import (
    DO_NOTHING,
    ENTERED,
    HOUSING,
    HOUSING_GAPS,
    PLANNED,
    WITH_PROPOSALS,
    YEARS,
    items,
    plan_input,
)

GENERAL = "general_fund"
BASES = (Basis(), Basis(stage="approved"), Basis(delivery="percentage", percent=75))


@pytest.fixture
def ledger():
    return position_ledger(round_position(plan_input(), items()))[0]


def line(ledger, key):
    return {year: pounds for year, pounds in ledger.lines[key].values.items() if year in YEARS}


class TestTheLines:
    def test_are_the_figures_worked_by_hand(self, ledger):
        for key, expected in {
            f"{GENERAL}/expenditure": DO_NOTHING["expenditure"],
            f"{GENERAL}/income": DO_NOTHING["income"],
            f"{GENERAL}/gap": DO_NOTHING["gap"],
            f"{GENERAL}/gap to date": DO_NOTHING["cumulative"],
            f"{GENERAL}/savings": WITH_PROPOSALS["savings"],
            f"{GENERAL}/gap with": WITH_PROPOSALS["gap"],
            f"{GENERAL}/gap with to date": WITH_PROPOSALS["cumulative"],
            f"{HOUSING}/gap": HOUSING_GAPS[0],
            f"{HOUSING}/gap with": HOUSING_GAPS[1],
        }.items():
            assert line(ledger, key) == expected, key

    def test_have_a_line_for_each_proposal_above_zero_in_its_own_direction(self, ledger):
        stated = {
            each.name.split()[0]: each.values
            for key, each in ledger.lines.items()
            if key.rpartition("/")[0].endswith(("savings", "pressures"))
        }
        assert {
            name: {year: abs(pounds) for year, pounds in by_year.items()} for name, by_year in ENTERED.items()
        } == (stated)

    @pytest.mark.parametrize("basis", BASES)
    def test_hold_their_relations_on_every_basis(self, basis):
        ledger, _tables = position_ledger(round_position(plan_input(), items(), basis))
        for key, each in ledger.lines.items():
            for column, relations in each.relations.items():
                for relation in relations:
                    assert relation.evaluate(ledger.figure) == each.values[column], (key, column)

    @pytest.mark.parametrize("basis", BASES)
    def test_lead_from_the_base_budget_to_the_gap(self, basis):
        position = round_position(plan_input(), items(), basis)
        ledger, _tables = position_ledger(position)
        for fund in position.funds:
            assert line(ledger, f"{fund}/bridged gap") == line(ledger, f"{fund}/gap with")


class TestTheTables:
    def test_stand_under_their_fund_and_the_bridge_shows_planned_years_alone(self):
        _ledger, tables = position_ledger(round_position(plan_input(), items()))
        assert list(dict.fromkeys(each.part for each in tables)) == [
            "General fund",
            "Housing revenue account",
        ]
        (bridge,) = (each for each in tables if each.key == f"{GENERAL}/bridge")
        assert bridge.columns == PLANNED

    def test_leave_out_proposals_where_a_fund_has_none(self):
        _ledger, tables = position_ledger(round_position(plan_input(), ()))
        assert [each.key for each in tables if each.key.startswith(GENERAL)] == [
            f"{GENERAL}/{name}" for name in ("expenditure", "income", "gap", "bridge", "targets")
        ]
