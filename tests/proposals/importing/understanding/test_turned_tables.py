"""Tables whose headings stand down the side are turned; posts behind an amount stand in a column of their own."""

import pytest

from proposals.importing.files.reading import read_file
from proposals.importing.understanding.understand import understand
from tests.proposals.importing.understanding.corpus.files import FORMATS, written
from tests.proposals.importing.understanding.drawn import differs, figures, ids, read, rows_of, titles

YEARS_DOWN = """
{}|Street lighting|Libraries review|Legal fees
2026/27|40|25|10
2027/28|20|0|5"""
LIGHTS = {
    "Street lighting": {2026: 40_000, 2027: 20_000},
    "Libraries review": {2026: 25_000},
    "Legal fees": {2026: 10_000, 2027: 5_000},
}


class TestTurning:
    @pytest.mark.parametrize("corner", ["Year", "", "Financial year", "£000"])
    @pytest.mark.parametrize("kind", FORMATS)
    def test_years_down_the_side_are_the_headings_in_any_file(self, kind, corner):
        content = written(kind, ["Savings (£000)"], rows_of(YEARS_DOWN.format(corner)), ["Note: all net."])
        result = understand(read_file(content, f"list.{kind}", largest_bytes=10**7))
        assert figures(result) == LIGHTS

    def test_totals_along_and_down_are_held_against_the_figures(self):
        lines = YEARS_DOWN.format("Year").strip().split("\n")
        totals = ("Total", 75, 25, 100)
        table = "\n".join(
            f"{line}|{total}" for line, total in zip([*lines, "Total|60|25|15"], totals, strict=True)
        )
        result = read("Savings £000", table)
        assert (figures(result), ids(result)) == (LIGHTS, [])
        assert differs(read("Savings £000", table.replace("|75", "|85")))

    @pytest.mark.parametrize(
        "labels",
        [
            ("Directorate", "Proposal", "Saving 2026/27 £000", "Saving 2027/28 £000", "FTE"),
            ("Service", "Title", "2026/27 £000", "2027/28 £000", "Posts deleted"),
        ],
    )
    def test_labels_with_a_value_beside_each_are_a_proposal(self, labels):
        values = ("Communities", "Opening of hubs", "75", "25", "-2.0")
        result = read("\n".join(f"{label}|{value}" for label, value in zip(labels, values, strict=True)))
        assert figures(result) == {"Opening of hubs": {2026: 75_000, 2027: 25_000}}
        assert result.proposals[0].fte_total == -2

    def test_a_table_of_two_columns_stays_as_it_is(self):
        table = "Proposal|2026/27 £000\nIncome from fees|40\nReduction in grants|25\nTotal savings|65"
        assert titles(read(table)) == ["Income from fees", "Reduction in grants"]


class TestPostsBehindAmounts:
    @pytest.mark.parametrize(
        ("heading", "cell"),
        [
            ("2026/27 £000", "120 (3.0 FTE)"),
            ("2026/27 £000", "120 (3 posts)"),
            ("2026/27 £000", "£120 / 3.0 fte"),
            ("2026/27 £000 (FTE)", "120 (3.0)"),
            ("2026/27 Saving £000 and FTE", "120 [3.0]"),
        ],
    )
    def test_are_parted_from_them(self, heading, cell):
        result = read(f"Ref|Proposal|{heading}|2027/28 £000\nA1|Planning|{cell}|30\nA2|Print|40|0")
        assert figures(result) == {"Planning": {2026: 120_000, 2027: 30_000}, "Print": {2026: 40_000}}
        assert [proposal.fte_total for proposal in result.proposals] == [-3, None]

    @pytest.mark.parametrize("cell", ["120 (45)", "2,500", "(120)", "120/45"])
    def test_other_figures_in_a_cell_are_none(self, cell):
        result = read(f"Ref|Proposal|2026/27 £000|FTE\nA1|Planning|{cell}|-2\nA2|Print|40|0")
        assert [column.heading for column in result.tables[0].columns][2:] == ["2026/27 £000", "FTE"]


class TestOptionsOfOneProposal:
    TABLE = """
Ref|Proposal|2026/27 £000
1|Museum hours|
|{0}: close on Mondays|25
|{1}: close in winter|60
2|Streets|40"""

    @pytest.mark.parametrize(
        "names", [("Option A", "Option B"), ("Option 1", "Option 2"), ("Alternative 1", "Alternative 2")]
    )
    def test_are_asked_about_and_one_is_chosen_among_the_rows(self, names):
        table = self.TABLE.format(*names)
        assert (ids(read(table)), titles(read(table))) == (["options"], ["Streets"])
        told = read(table, options="leave out", **{read(table).tables[0].rows[2].id: "item"})
        assert titles(told) == [f"{names[1]}: close in winter", "Streets"]
        assert ids(told) == []

    def test_a_total_that_holds_them_all_needs_no_question(self):
        result = read(self.TABLE.format("Option A", "Option B") + "\n|Total|125")
        assert (ids(result), len(result.proposals)) == ([], 3)

    def test_a_list_of_options_is_a_list_of_proposals(self):
        result = read("Ref|Option|2026/27 £000\nA1|Option 1: lights|40\nA2|Option 2: verges|25")
        assert (ids(result), len(result.proposals)) == ([], 2)


@pytest.mark.parametrize(
    ("credit", "debit"), [("12,000 CR", "4,500 DR"), ("£12,000CR", "£4,500DR"), ("12,000 (CR)", "4,500 (DR)")]
)
def test_a_credit_saves_and_a_debit_costs_as_a_person_confirms(credit, debit):
    table = f"Ref|Variation|2026/27 £\nV1|Kiosk rents|{credit}\nV2|Licences|{debit}\nV3|Staff|60,000 CR"
    assert ids(read("Budget variations", table)) == ["sign"]
    result = read("Budget variations", table, sign="savings are negative")
    assert figures(result) == {
        "Kiosk rents": {2026: 12_000},
        "Licences": {2026: -4_500},
        "Staff": {2026: 60_000},
    }
