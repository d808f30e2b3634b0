"""Tables with a column of starts, ticks under years, single cells in another unit, and years as few write them."""

import pytest

from proposals.importing.files.blocks import Cell
from proposals.importing.understanding.understand import understand
from tests.proposals.importing.understanding.documents import document
from tests.proposals.importing.understanding.drawn import figures, ids, read

STARTS = "Savings proposals\nRef|Proposal|{}|Start date\nA1|Vans|120|{}\nA2|Hall|30|April 2027\nA3|Post|12|{}"


class TestSavingsThatBeginInDifferentYears:
    @pytest.mark.parametrize("heading", ["Annual saving £000", "Saving p.a. £000", "Saving £000"])
    def test_are_of_the_years_in_which_they_begin(self, heading):
        result = read(STARTS.format(heading, "April 2026", "1 April 2026"))
        assert figures(result) == {"Vans": {2026: 120_000}, "Hall": {2027: 30_000}, "Post": {2026: 12_000}}
        assert ids(result) == []

    # From October on there are six of the twelve months: £60,000 of £120,000.
    @pytest.mark.parametrize(
        ("answer", "expected"),
        [
            ("all from the next year", {2027: 120_000}),
            ("part by months, the rest in the next year", {2026: 60_000, 2027: 60_000}),
            ("all in the first year", {2026: 120_000}),
        ],
    )
    def test_are_asked_about_where_they_begin_in_the_course_of_one(self, answer, expected):
        table = STARTS.format("Annual saving £000", "1 October 2026", "April 2026")
        assert ids(read(table)) == ["part-year"]
        assert figures(read(table, **{"part-year": answer}))["Vans"] == expected

    def test_are_asked_about_where_a_row_names_no_month(self):
        table = STARTS.format("Annual saving £000", "tbc", "April 2026")
        assert ids(read(table)) == ["year"]
        assert figures(read(table, year="2027/28"))["Vans"] == {2027: 120_000}

    def test_are_of_the_one_year_of_the_title_where_they_are_not_said_to_be_yearly(self):
        table = STARTS.format("Saving £000", "1 October 2026", "1 April 2026").replace(
            "April 2027", "May 2026"
        )
        result = read(table.replace("proposals", "proposals 2026/27"))
        assert figures(result)["Vans"] == {2026: 120_000}


class TestTicksUnderYears:
    TABLE = "Savings\nRef|Proposal|Saving £000|2026/27|2027/28\nA1|Vans|120|{0}|\nA2|Hall|30|{1}|{0}\nA3|Post|12|{0}|"

    @pytest.mark.parametrize(
        ("tick", "blank"), [("✓", ""), ("x", "-"), ("Yes", "No"), ("Y", "N"), ("☑", "☐")]
    )
    def test_say_when_the_amount_is_saved(self, tick, blank):
        result = read(self.TABLE.format(tick, blank))
        assert figures(result) == {"Vans": {2026: 120_000}, "Hall": {2027: 30_000}, "Post": {2026: 12_000}}
        assert ids(result) == []

    @pytest.mark.parametrize(
        ("answer", "expected"),
        [("from the first year on", {2026: 30_000}), ("in each of them again", {2026: 30_000, 2027: 30_000})],
    )
    def test_are_asked_about_where_a_row_has_several(self, answer, expected):
        table = self.TABLE.format("✓", "✓")
        assert ids(read(table)) == ["ticks"]
        assert figures(read(table, ticks=answer))["Hall"] == expected


class TestACellInAnotherUnit:
    TABLE = "Savings £000\nRef|Proposal|2026/27\nA1|Vans|120\nA2|Hall|{}\nA3|Post|12\nA4|Bins|300"

    @pytest.mark.parametrize("cell", ["£35,000", "35,000", "£5,000"])
    def test_is_asked_about_by_its_name(self, cell):
        table = self.TABLE.format(cell)
        (question,) = read(table).questions
        assert (question.id, question.default) == ("unit-of-cells", "£")
        assert f"Hall: {cell}" in question.text
        pounds = int(cell.strip("£").replace(",", ""))
        assert figures(read(table))["Hall"] == {2026: pounds}
        assert figures(read(table, **{"unit-of-cells": "£000"}))["Hall"] == {2026: pounds * 1000}

    @pytest.mark.parametrize("cell", ["900", "3,000", "£250"])
    def test_is_none_where_it_is_like_the_others(self, cell):
        assert "unit-of-cells" not in ids(read(self.TABLE.format(cell)))

    def test_is_none_where_the_total_holds_it(self):
        table = f"{self.TABLE.format('35,000')}\nTotal||35,432"
        assert ids(read(table)) == []
        assert figures(read(table))["Hall"] == {2026: 35_000_000}


class TestAmountsOnLinesOfOneCell:
    @pytest.mark.parametrize("text", ["100\n200", "168\n266\n266", "(100)\n(200)", "1\n000"])
    def test_are_no_single_number(self, text):
        rows = [["Proposal", "2026/27", "2027/28"], ["Vans", Cell(text=text), 5], ["Hall", 12, 7]]
        result = understand(document("Savings £000", rows))
        assert ids(result) == ["figure:Vans:2026/27"]
        assert figures(result)["Vans"] == {2027: 5_000}


class TestYearsWrittenOtherwise:
    @pytest.mark.parametrize(
        ("first", "second"),
        [
            ("2011.12", "2012.13"),
            ("2011.2012", "2012.2013"),
            ("1112", "1213"),
            ("FY1112", "FY1213"),
            ("2011 2012", "2012 2013"),
            ("11.12", "12.13"),
            ("2011 to 12", "2012 to 13"),
            ("2011-to-2012", "2012-to-2013"),
            ("2011:12", "2012:13"),
            ("2011.12 £000", "2012.13 £000"),
            ("Saving 1112", "Saving 1213"),
        ],
    )
    def test_are_those_of_the_columns(self, first, second):
        result = read(f"Savings £000\nProposal|{first}|{second}\nVans|20|5\nHall|30|7\nTotal|50|12")
        assert figures(result) == {"Vans": {2011: 20_000, 2012: 5_000}, "Hall": {2011: 30_000, 2012: 7_000}}
        assert ids(result) == []

    @pytest.mark.parametrize(("upper", "lower"), [("2011/|2012/", "12|13"), ("2011|2012", "2012|2013")])
    def test_may_stand_in_two_rows(self, upper, lower):
        result = read(
            f"Savings £000\n|{upper}\nProposal|{lower}\nVans|20|5\nHall|30|7\nTotal|50|12".replace(
                "Proposal", ""
            )
        )
        assert figures(result) == {"Vans": {2011: 20_000, 2012: 5_000}, "Hall": {2011: 30_000, 2012: 7_000}}

    def test_are_none_among_the_amounts(self):
        rows = "Vans|1112|1213\nHall|2021|2122\nTotal|3133|3335"
        result = read(f"Savings £ by discrete year\nProposal|2026/27|2027/28\n{rows}")
        assert figures(result) == {"Vans": {2026: 1112, 2027: 1213}, "Hall": {2026: 2021, 2027: 2122}}


class TestTheNextPageOfATable:
    FIRST = "Savings £000\nService|Proposal|Note|2026/27|2027/28\nParks|Vans|a|5|4\nHalls|Heat|b|7|6\nRoads|Posts|c|8|7"

    def test_goes_on_under_the_same_headings(self):
        result = read(self.FIRST, "Trees|Mow|d|9|8\nTips|Close|e|3|2")
        assert {"Mow", "Close"} <= figures(result).keys()

    def test_is_quoted_where_its_amounts_stand_under_other_headings(self):
        result = read(self.FIRST, "Trees|Mow|to be reviewed|9\nTips|Close|3|2")
        assert not {"Mow", "Close"} & figures(result).keys()
        assert {part.text for part in result.unread} == {
            "Trees | Mow | to be reviewed | 9",
            "Tips | Close | 3 | 2",
        }
