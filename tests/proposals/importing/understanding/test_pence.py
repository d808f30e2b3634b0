"""Amounts of pounds with pence are never taken for thousands, and are whole pounds where a person says so."""

from dataclasses import replace
from decimal import Decimal

import pytest

from proposals.importing.files.blocks import Cell
from proposals.importing.understanding.understand import understand
from tests.proposals.importing.understanding.documents import document
from tests.proposals.importing.understanding.drawn import differs, figures, ids, quoted, read

BARE = "Ref|Proposal|Directorate|2027/28|2028/29"
POUNDS = "Ref|Proposal|2027/28 £|2028/29 £"
ROUND = "round to whole pounds"


def question(result, id_):
    return next(question for question in result.questions if question.id == id_)


class TestUnit:
    @pytest.mark.parametrize(
        "rows",
        [
            "A1|Mowing|Place|1234.56|2000\nA2|Hours|Place|45000.50|10000",
            "A1|Mowing|Place|1,234.56|2,000\nA2|Hours|Place|45,000.50|10,000",
            "A1|Mowing|Place|£1,234.50|2000\nA2|Hours|Place|45000|10000",
            "A1|Mowing|Place|999.99|0\nA2|Hours|Place|1000.01|46.25",
            "A1|Mowing|Place|(1,234.56)|-2000\nA2|Hours|Place|(3,000.25)|0",
            "A1|Mowing|Place|1234.56|0.125\nA2|Hours|Place|3000|0",
        ],
    )
    def test_amounts_that_may_have_pence_are_asked_about_with_pounds_as_the_likeliest(self, rows):
        result = read(f"{BARE}\n{rows}")
        assert question(result, "unit").default == "£"

    def test_a_number_that_shows_one_decimal_of_its_pence_is_asked_about(self):
        assert "unit" in ids(read(f"{BARE}\nA1|Mowing|Place|1234.5|2000\nA2|Hours|Place|3000|100"))

    @pytest.mark.parametrize("rows", ["A1|Mowing|Place|46.2|0.5", "A1|Mowing|Place|1046.225|0.5"])
    def test_amounts_that_cannot_be_pounds_and_pence_are_never_read_as_pounds(self, rows):
        result = read(f"{BARE}\n{rows}")
        assert "£" not in [each.default for each in result.questions if each.id == "unit"]
        assert all(table.unit != "pounds" for table in result.tables)

    @pytest.mark.parametrize("cell", ["£1,234.50", "1,234.56"])
    def test_pence_below_a_heading_of_thousands_are_asked_about(self, cell):
        table = f"Ref|Proposal|2027/28 £000\nA1|Mowing|{cell}\nA2|Hours|10"
        assert ids(read(table)) == ["unit"]
        assert ids(read(table, unit="£000")) == []

    @pytest.mark.parametrize("cell", ["1,234.5", "46.25", "1,234.00", "£46.25", "1234"])
    def test_decimals_that_thousands_have_are_not_asked_about(self, cell):
        assert ids(read(f"Ref|Proposal|2027/28 £000\nA1|Mowing|{cell}\nA2|Hours|10")) == []


class TestRounding:
    TABLE = f"{POUNDS}\nA1|Mowing|1010.37|2000\nA2|Hours|£500.50|100.49\nA3|Fees|(20.50)|0\n|Total|1490.37|2100.49"

    def test_all_amounts_with_pence_are_one_question(self):
        result = read(self.TABLE)
        assert ids(result) == ["pence"]
        assert quoted(result) == ["1010.37", "£500.50", "100.49", "(20.50)"]
        assert figures(result)["Mowing"] == {2028: 2000}

    def test_each_is_rounded_and_said_where_a_person_says_so(self):
        result = read(self.TABLE, pence=ROUND)
        assert (ids(result), quoted(result)) == ([], [])
        assert figures(result) == {
            "Mowing": {2027: 1010, 2028: 2000},
            "Hours": {2027: 501, 2028: 100},
            "Fees": {2027: -21},
        }
        assert any("“1010.37”" in issue.message for issue in result.issues)

    def test_a_total_is_proved_to_the_penny_before_anything_is_rounded(self):
        rows = "\n".join(f"A{n}|Idea {n}|1000.4{n % 10}|1" for n in range(1, 34))
        total = Decimal("33000") + sum(Decimal(f"0.4{n % 10}") for n in range(1, 34))
        right = read(f"{POUNDS}\n{rows}\n|Total|{total}|33", pence=ROUND)
        assert (ids(right), figures(right)["Idea 1"]) == ([], {2027: 1000, 2028: 1})
        assert all(proof.holds for proof in right.proofs)
        assert differs(read(f"{POUNDS}\n{rows}\n|Total|{total + 3}|33", pence=ROUND))

    def test_years_come_to_the_total_of_their_row_to_the_penny(self):
        row = "A1|Mowing|10.50|20.50|31.00\nA2|Hours|1000.25|1000.25|2000.50"
        result = read(f"{POUNDS}|Total £\n{row}", pence=ROUND)
        assert ids(result) == []
        assert all(proof.holds for proof in result.proofs)

    @pytest.mark.parametrize(
        ("row", "years", "total"),
        [
            ("1010.40|2000.30|3010.70", {2027: 1010, 2028: 2000}, 3010),
            ("1010.50||1010.50", {2027: 1011, 2028: 0}, 1011),
            ("0.50|0.50|1.00", {2027: 1, 2028: 1}, 2),
        ],
    )
    def test_a_proved_total_is_what_the_rounded_years_come_to(self, row, years, total):
        table = f"{POUNDS}|Total £\nA1|Mowing|{row}\nA2|Hours|1000.25|1000.25|2000.50"
        (proposal, _) = read(table, pence=ROUND).proposals
        assert {year.start: pounds for year, pounds in proposal.savings.items()} == years
        assert proposal.total == total

    def test_stop_stops(self):
        assert read(self.TABLE, pence="stop").status == "refused"


class TestAnsweredCells:
    def test_a_cell_whose_amount_a_person_gave_is_said_and_not_quoted_as_unread(self):
        table = f"{POUNDS}\nA1|Mowing|£10k / £2k|10\nA2|Hours|2000|5"
        (asked,) = read(table).questions
        told = read(table, **{asked.id: "12346"})
        assert (ids(told), quoted(told), figures(told)["Mowing"][2027]) == ([], [], 12346)
        assert any("£10k / £2k" in issue.message and "£12,346" in issue.message for issue in told.issues)

    def test_an_answer_that_is_no_amount_leaves_the_cell_quoted(self):
        table = f"{POUNDS}\nA1|Mowing|£10k / £2k|10\nA2|Hours|2000|5"
        (asked,) = read(table).questions
        assert quoted(read(table, **{asked.id: "a lot"})) == ["£10k / £2k"]


class TestPercentages:
    HEAD = ["Ref", "Proposal", "2026/27 £000", "2027/28 £000"]

    @pytest.mark.parametrize(
        "cell",
        [
            Cell(text="5%"),
            Cell(text="(2.5 %)"),
            Cell(text="5%", value=Decimal("0.05"), number_format="0%"),
            Cell(text="5.0%", value=Decimal("0.05"), number_format="0.0%"),
        ],
    )
    def test_a_percentage_among_amounts_is_quoted_with_its_place(self, cell):
        placed = replace(cell, location=replace(cell.location, row=2, column=3))
        result = understand(
            document("Savings", [self.HEAD, ["A1", "Mowing", placed, 10], ["A2", "Hours", 5, 5]])
        )
        assert figures(result)["Mowing"] == {2027: 10_000}
        assert [(part.text, part.location.row, part.location.column) for part in result.unread] == [
            (cell.text, 2, 3)
        ]

    @pytest.mark.parametrize("row", ["A1|Mowing|5%|", "A1|Mowing|5%|2%"])
    def test_a_row_with_a_reference_is_a_proposal_though_nothing_but_percentages_stands_in_it(self, row):
        result = read(f"{'|'.join(self.HEAD)}\n{row}\nA2|Hours|5|5")
        assert ("5%" in quoted(result), "Mowing" in [p.title for p in result.proposals]) == (True, True)


class TestBlankYears:
    HEAD = "Ref|Proposal|2026/27 £000|2027/28 £000|2028/29 £000|Total £000"

    @pytest.mark.parametrize(
        ("row", "years"),
        [
            ("120|40||160", {2026: 120_000, 2027: 40_000, 2028: 0}),
            ("|40||40", {2026: 0, 2027: 40_000, 2028: 0}),
            ("120|40|TBC|160", {2026: 120_000, 2027: 40_000}),
            ("120|40|5%|160", {2026: 120_000, 2027: 40_000}),
            ("120|40||", {2026: 120_000, 2027: 40_000}),
            ("120|40||170", {2026: 120_000, 2027: 40_000}),
        ],
    )
    def test_a_blank_year_is_zero_where_the_total_of_its_row_proves_it(self, row, years):
        result = read(f"{self.HEAD}\nA1|Mowing|{row}\nA2|Hours|1|2|3|6\nA3|Fees|4|2|3|9")
        assert {year.start: pounds for year, pounds in result.proposals[0].savings.items()} == years

    def test_a_blank_year_is_not_known_where_no_total_is_printed(self):
        result = read("Ref|Proposal|2026/27 £000|2027/28 £000\nA1|Mowing|120|\nA2|Hours|1|2")
        assert [year.start for year in result.proposals[0].savings] == [2026]
