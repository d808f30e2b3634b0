"""The real delivery model: its tables from its inputs alone, and every printed cell that differs explained."""

import json
from collections import Counter
from io import StringIO

import pytest
from django.core.management import call_command

pytestmark = [pytest.mark.documents, pytest.mark.django_db]

REQUIRED = [
    "25",
    "26",
    "29",
    "30",
    "33",
    "36",
    "39",
    "40",
    "41",
    "42",
    "43",
    "44",
    "45",
    "46",
    "47",
    "48",
    "49",
    "50",
]

ERRORS_OF_THEIR_OWN = {
    # A negative that should be positive, and savings that no reading gives.
    "33/1098/FY 22/23",
    "46/1368/2017/18 (£m)",
    "46/1368/2018/19 (£m)",
    "46/1369/2019/20 (£m)",
    # Neither the deficit that another table prints nor what it comes to with the other use.
    "50/1440/2017/18 (£m)",
    "50/1440/2018/19 (£m)",
    # Printed to whole millions among halves, of figures that carry errors.
    "03/144/2018/19",
    "48/1415/2018/19",
}
RULES_OF_THEIR_OWN = {
    "44/1331/2019/20 (£m)": "running total of the yearly uplift",
    "46/1368/2020/21 (£m)": "gross",
    "46/1368/2021/22* (£m)": "gross",
    "46/1368/2022/23* (£m)": "gross",
}


@pytest.fixture
def reference(documents):
    return documents.parent / "reference"


@pytest.fixture
def forecast(reference):
    call_command(
        "import_forecast",
        str(reference / "delivery-model-inputs.json"),
        council="lancashire",
        council_name="Lancashire County Council",
        name="Delivery model",
        stdout=StringIO(),
    )


@pytest.fixture
def compared(forecast, reference):
    out = StringIO()
    folder = str(reference / "delivery-model-tables")
    call_command("compare_tables", "delivery model", folder, json=True, stdout=out)
    return json.loads(out.getvalue())


def key(cell):
    return f"{cell['table']}/{cell['line']}/{cell['column']}"


@pytest.mark.one_database
class TestThePrintedTables:
    def test_are_compared_cell_by_cell(self, compared, forecast, reference):
        out = StringIO()
        call_command("compare_tables", "Delivery model", str(reference / "delivery-model-tables"), stdout=out)
        assert "Not compared, as no table of the case: 05, 12.6, 12.10." in out.getvalue()
        assert compared["cells"] == 1019

    def test_differ_by_faults_of_their_own_in_these_cells_alone(self, compared):
        own = [cell for cell in compared["differences"] if cell["own"]]
        assert {key(cell) for cell in own if cell["class"] == "error"} == ERRORS_OF_THEIR_OWN
        rules = {key(cell): cell["why"] for cell in own if cell["class"] == "rule"}
        assert set(rules) == set(RULES_OF_THEIR_OWN)
        for name, why in rules.items():
            assert f"“{RULES_OF_THEIR_OWN[name]}”" in why

    def test_agree_wholly_where_nothing_is_rounded_or_mistaken(self, compared):
        differing = Counter(cell["table"] for cell in compared["differences"])
        same = {number for number in REQUIRED if not differing[number]}
        assert same == {"29", "30", "36", "39", "40", "41", "43", "47", "49"}

    def test_carry_only_what_a_cell_at_fault_began(self, compared):
        found = {key(cell): cell for cell in compared["differences"]}
        for cell in compared["differences"]:
            assert cell["own"] or cell["carries"], key(cell)
            assert all(found[name]["own"] for name in cell["carries"])

    def test_beyond_the_strategy_repeat_the_year_before(self, compared):
        found = {key(cell): cell for cell in compared["differences"]}
        assert found["42/1299/2021/22* (£m)"]["carries"] == ["42/1299/2020/21 (£m)"]
        assert not found["46/1366/2022/23* (£m)"]["own"]

    def test_of_one_component_s_cost_print_a_half_as_a_whole_and_add_it_up(self, compared):
        cells = [cell for cell in compared["differences"] if cell["table"] in {"25", "26"}]
        assert {cell["class"] for cell in cells} == {"rounding"}
        assert {key(cell) for cell in cells if cell["own"]} == {"25/946/FY 17/18", "26/971/FY 17/18"}


@pytest.mark.one_database
class TestTheCase:
    def test_shows_what_rounding_moves_in_the_net_of_six_years(self, forecast, tmp_path):
        results = self.results(tmp_path)
        assert results["rounding"] == {
            "years": 6,
            "unrounded": 132_300_000,
            "by_year": 135_500_000,
            "whole_millions": 135_000_000,
            "by_year_less_unrounded": 3_200_000,
            "whole_millions_less_unrounded": 2_700_000,
        }

    def test_asks_what_the_use_of_reserves_is_for(self, forecast, tmp_path):
        asked = self.results(tmp_path)["questions"]
        assert any(
            each.startswith("What is £62,000,000 of the reserves used for in 2017/18?") for each in asked
        )

    def test_bodies_together_are_the_undivided_position(self, forecast, tmp_path):
        assert set(self.results(tmp_path)["bodies"]["difference_to_undivided"].values()) == {0}

    def results(self, tmp_path):
        path = tmp_path / "results.json"
        call_command("render_forecast", "Delivery model", format="json", output=path, stdout=StringIO())
        return json.loads(path.read_text())
