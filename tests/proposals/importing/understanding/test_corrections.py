"""What a person chooses for a row or a column holds against everything that words and sums tell."""

import pytest

from proposals.importing.understanding.corrections import KINDS, ROLES
from proposals.importing.understanding.values import Role
from tests.proposals.importing.understanding.drawn import differs, figures, ids, read, titles

TABLE = """
Ref|Proposal|2026/27 £000|2027/28 £000
Adults||
A1|Mowing|40|10
A2|Hours|100|5
|Total|140|15
|Savings target|300|20
A3|Ferry (withdrawn)|7|0"""
WITHDRAWN = {"row:row 7": "not a proposal"}


def place(row):
    return f"row:row {row}"


def said(result):
    return [issue.message for issue in result.issues]


def roles(result):
    return [row.role for row in result.tables[0].rows]


class TestRows:
    def test_are_named_by_their_places(self):
        assert [row.id for row in read(TABLE).tables[0].rows] == [place(row) for row in range(2, 8)]

    @pytest.mark.parametrize("role", [role for role in ROLES if role is not Role.ITEM])
    def test_a_row_that_is_chosen_to_be_no_proposal_is_none(self, role):
        result = read(TABLE, **{**WITHDRAWN, place(4): role.value})
        assert roles(result)[2] is role
        assert titles(result) == ["Mowing"]
        assert f"“Hours” was read as: {role}. A person chose this." in said(result)

    @pytest.mark.parametrize(
        ("row", "title"), [(5, "Total"), (6, "Savings target"), (7, "Ferry (withdrawn)")]
    )
    def test_a_row_of_any_name_is_a_proposal_where_a_person_says_so(self, row, title):
        result = read(TABLE, **{**WITHDRAWN, place(row): "item"})
        assert title in titles(result)
        assert ids(result) == []

    def test_a_proposal_without_figures_or_words_of_one_is_one_where_a_person_says_so(self):
        assert "Adults" in titles(read(TABLE, **{**WITHDRAWN, place(2): "item"}))

    def test_sums_do_not_undo_a_choice(self):
        table = """
Proposal|2026/27 £000
Mowing|40
Hours|100
Everything together|140"""
        assert ids(read(table)) == ["total-or-proposal"]
        chosen = read(table, **{place(4): "item"})
        assert (ids(chosen), titles(chosen)) == ([], ["Mowing", "Hours", "Everything together"])
        chosen = read(table, **{place(4): "total"})
        assert (ids(chosen), titles(chosen)) == ([], ["Mowing", "Hours"])

    def test_a_total_that_is_chosen_is_held_against_the_rows(self):
        result = read("Proposal|2026/27 £000\nMowing|40\nHours|100\nAll|150", **{place(4): "total"})
        assert differs(result)

    def test_a_group_that_is_chosen_names_the_rows_below_it(self):
        table = "Proposal|2026/27 £000\nParks of the north are a lovely place to be.|\nMowing|40\nHours|100"
        (first, second) = read(table, **{"row:table 1, row 2": "group heading"}).proposals
        assert first.directorate == second.directorate == "Parks of the north are a lovely place to be."

    def test_a_continuation_that_is_chosen_goes_on_with_the_row_above(self):
        table = "Proposal|Description|2026/27 £000\nMowing|Less often|40\nThe rest|in winter|\nHours|Fewer|9"
        (first, _) = read(table, **{"row:table 1, row 3": "continuation"}).proposals
        assert "in winter" in " ".join(section.text for section in first.sections)

    @pytest.mark.parametrize(
        ("id_", "answer", "said"),
        [
            (place(3), "saving", "“saving” is no row that can be chosen"),
            (place(99), "item", "The document has no row in the place “row 99”"),
            ("column:2026/27 £000", "savings", "“savings” is no column that can be chosen"),
            ("unit:2026/27 £000", "pence", "“pence” is no unit that can be chosen"),
            ("year:2026/27 £000", "soon", "“soon” is no financial year"),
        ],
    )
    def test_an_answer_that_cannot_be_is_refused(self, id_, answer, said):
        result = read(TABLE, **{id_: answer})
        assert result.status == "refused"
        assert any(issue.message.startswith(said) for issue in result.issues)


class TestColumns:
    ROWS = """
Ref|Proposal|Base 2025/26 £000|Saving £000|Further saving £000|Cost of change £000
A1|Mowing|400|40|10|3
A2|Hours|900|100|5|8"""

    def test_are_named_by_their_headings_and_their_order_where_these_are_the_same_or_none(self):
        result = read("Ref|Proposal|Saving £000|Saving £000|\nA1|Mowing|40|40|x", year="2026/27")
        keys = [column.key for column in result.tables[0].columns]
        assert keys == ["ref", "proposal", "saving £000", "saving £000 (2)", "column e"]

    def test_a_year_and_a_kind_are_chosen(self):
        chosen = {"year:saving £000": "2026/27", "column:further saving £000": "saving"}
        result = read(self.ROWS, **chosen, **{"year:further saving £000": "2027/28"})
        assert figures(result) == {"Mowing": {2026: 40000, 2027: 10000}, "Hours": {2026: 100000, 2027: 5000}}
        assert ids(result) == []

    def test_a_saving_of_no_year_beside_dated_ones_is_asked_its_year(self):
        table = "Ref|Proposal|2026/27 £000|Extra £000\nA1|Mowing|40|10\nA2|Hours|100|5"
        asked = read(table, **{"column:extra £000": "saving"})
        assert ids(asked)[0] == "year:extra £000"
        told = read(table, **{"column:extra £000": "saving", "year:extra £000": "2027/28"})
        assert ids(told) == []
        assert figures(told) == {"Mowing": {2026: 40000, 2027: 10000}, "Hours": {2026: 100000, 2027: 5000}}

    def test_a_full_year_effect_is_a_saving_of_its_year_where_a_person_says_so(self):
        table = "Ref|Proposal|Part year 2026/27 £000|Full year 2027/28 £000\nA1|Mowing|40|10\nA2|Hours|9|5"
        (question,) = read(table).questions
        assert question.choices == ("full-year effect", "saving")
        told = read(table, **{question.id: "saving"})
        assert (ids(told), figures(told)["Mowing"]) == ([], {2026: 40000, 2027: 10000})

    def test_what_is_chosen_of_a_column_is_noted(self):
        told = read(self.ROWS, **{"column:further saving £000": "target", "year:saving £000": "2026/27"})
        assert "“Further saving £000” was read as: target. A person chose this." in said(told)
        assert "“Saving £000” was read as: 2026/27. A person chose this." in said(told)

    @pytest.mark.parametrize(("unit", "pounds"), [("£", 40), ("£000", 40_000), ("£m", 40_000_000)])
    def test_a_unit_is_chosen_against_the_heading(self, unit, pounds):
        result = read("Proposal|2026/27 £000\nMowing|40\nHours|100", **{"unit:2026/27 £000": unit})
        assert figures(result)["Mowing"] == {2026: pounds}

    def test_a_year_is_chosen_against_the_heading(self):
        result = read("Proposal|2026/27 £000\nMowing|40", **{"year:2026/27 £000": "2028/29"})
        assert figures(result) == {"Mowing": {2028: 40000}}

    @pytest.mark.parametrize(
        "kind", [kind for kind in KINDS if kind.value not in ("saving", "total", "better", "worse", "growth")]
    )
    def test_a_column_that_is_chosen_to_be_something_else_is_no_saving(self, kind):
        result = read(
            "Ref|Proposal|2026/27 £000|2027/28 £000\nA1|Mowing|40|10\nA2|Hours|100|5",
            **{"column:2027/28 £000": kind.value},
        )
        assert all(2027 not in found for found in figures(result).values())
        assert result.tables[0].columns[3].kind == kind

    def test_a_saving_beside_gross_budgets_is_one_where_a_person_says_so(self):
        table = "Proposal|Gross budget £000|Income £000|Saving 2026/27 £000\nMowing|400|40|10\nHours|100|5|7"
        chosen = {"column:income £000": "saving", "column:saving 2026/27 £000": "target"}
        result = read(table, **chosen, **{"year:income £000": "2026/27"})
        assert figures(result) == {"Mowing": {2026: 40000}, "Hours": {2026: 5000}}
