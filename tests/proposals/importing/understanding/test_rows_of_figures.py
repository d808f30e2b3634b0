"""A row is a proposal, a total or neither by its words, its reference and the sums; what none tells is asked."""

import pytest

from proposals.importing.files.blocks import Cell
from proposals.importing.understanding.understand import understand
from tests.proposals.importing.understanding.documents import document
from tests.proposals.importing.understanding.drawn import differs, figures, ids, quoted, read, sums, titles

HEAD = "Ref|Proposal|2026/27 £000|2027/28 £000"
PLAIN = "Proposal|2026/27 £000|2027/28 £000"


class TestSumsUnderUnknownNames:
    @pytest.mark.parametrize(
        "name", ["All of Place", "Place together", "Environment and Highways", "Year-end figure"]
    )
    @pytest.mark.parametrize("head", [HEAD, PLAIN])
    def test_a_row_that_comes_to_the_rows_above_is_asked_about_and_not_counted(self, name, head):
        before = ("A1|", "A2|", "|") if head == HEAD else ("", "", "")
        result = read(f"{head}\n{before[0]}Mowing|40|10\n{before[1]}Hours|100|5\n{before[2]}{name}|140|15")
        assert ids(result) == ["total-or-proposal"]
        assert titles(result) == ["Mowing", "Hours"]

    def test_sums_of_groups_and_of_all_are_found_together(self):
        table = f"""
{PLAIN}
PLACE
Mowing|40|10
Hours|100|5
Place together|140|15
PEOPLE
Care|40|10
Fees|10|5
People together|50|15
All of it|190|30"""
        result = read(table)
        assert (ids(result), sums(result)) == (
            ["total-or-proposal"],
            ["Place together", "People together", "All of it"],
        )
        told = read(table, **{"total-or-proposal": "proposal"})
        assert len(told.proposals) == 7
        assert told.status == "read"

    def test_a_printed_total_proves_that_such_rows_are_sums(self):
        result = read(f"""
{PLAIN}
Mowing|40|10
Hours|100|5
Place together|140|15
Care|40|10
Fees|10|5
People together|50|15
Total|190|30""")
        assert (result.status, titles(result)) == ("read", ["Mowing", "Hours", "Care", "Fees"])

    def test_a_printed_total_proves_that_such_a_row_is_a_proposal(self):
        result = read(f"""
{PLAIN}
Mowing|40|10
Hours|100|5
Depots|140|15
Total|280|30""")
        assert (result.status, titles(result)) == ("read", ["Mowing", "Hours", "Depots"])

    LEADING = "Place|140|15\nMowing|40|10\nHours|100|5\nPeople|50|15\nCare|40|10\nFees|10|5"

    def test_sums_that_stand_before_their_rows_are_asked_about_and_not_counted(self):
        result = read(f"{PLAIN}\n{self.LEADING}")
        assert ids(result) == ["total-or-proposal"]
        assert titles(result) == ["Mowing", "Hours", "Care", "Fees"]
        assert len(read(f"{PLAIN}\n{self.LEADING}", **{"total-or-proposal": "proposal"}).proposals) == 6

    @pytest.mark.parametrize(
        ("exact", "misprinted"),
        [
            ("Place|140|15", "Place|141|15"),
            ("People|50|15", "People|50.4|15"),
            ("Place|140|15", "Place|140|14.8"),
        ],
    )
    def test_one_of_them_that_is_misprinted_is_asked_about_and_its_difference_told(self, exact, misprinted):
        result = read(f"{PLAIN}\n{self.LEADING.replace(exact, misprinted)}")
        assert ids(result) == ["total-or-proposal"]
        assert titles(result) == ["Mowing", "Hours", "Care", "Fees"]
        assert differs(result)

    @pytest.mark.parametrize(("total", "count"), [("190|30", 4), ("380|60", 6)])
    def test_a_printed_total_tells_whether_sums_before_their_rows_are_proposals(self, total, count):
        result = read(f"{PLAIN}\n{self.LEADING}\nTotal|{total}")
        assert (ids(result), len(result.proposals)) == ([], count)

    def test_one_figure_beside_a_reference_may_be_the_same_by_chance(self):
        result = read("""
Ref|Proposal|2026/27 £000
A1|Mowing|40
A2|Hours|1100
A3|Depots|1140
A4|Fees|3""")
        assert (result.status, len(result.proposals)) == ("read", 4)


class TestSumsThatLookOtherThanTheirRows:
    TABLE = """
Ref|Proposal|2026/27 £000|2027/28 £000
|Adults|90|10
A1|Telecare charge|60|10
A2|Respite beds|30|0
|Place|45|5
P1|Lamp columns|40|5
P2|Bowling greens|5|0"""

    @pytest.mark.parametrize("total", ["", "\n|Total|135|15"])
    def test_stand_for_their_groups_and_are_not_counted(self, total):
        result = read(f"{self.TABLE}{total}")
        assert ids(result) == []
        assert [(p.title, p.directorate, p.total_saving) for p in result.proposals] == [
            ("Telecare charge", "Adults", 70_000),
            ("Respite beds", "Adults", 30_000),
            ("Lamp columns", "Place", 45_000),
            ("Bowling greens", "Place", 5_000),
        ]


class TestRowsAndTheLinesOfTheirCells:
    def test_a_total_whose_figures_stand_one_row_further_down_keeps_its_name(self):
        result = read(f"{HEAD}\nA1|Mowing|40|10\nA2|Hours|100|5\nTotal|||\n||140|15")
        assert (sums(result), ids(result), quoted(result)) == (["Total"], [], [])

    def test_rows_that_a_print_put_into_one_are_parted_line_by_line(self):
        head = ["Proposal", "2026/27 £000", "2027/28 £000"]
        together = [Cell(text=text) for text in ("Mowing\nHours", "40\n100", "10\n5")]
        result = understand(document([head, together, ["Total", 140, 15]]))
        assert figures(result) == {
            "Mowing": {2026: 40_000, 2027: 10_000},
            "Hours": {2026: 100_000, 2027: 5_000},
        }
        assert (ids(result), differs(result)) == ([], False)


class TestRowsWithoutWords:
    @pytest.mark.parametrize("row", ["|99|1|2", "||7|2", "7|2||", "7|2"])
    def test_bare_figures_are_no_proposal_and_are_asked_about(self, row):
        result = read(f"{HEAD}\nA1|Mowing|40|10\nA2|Hours|100|5\n{row}\nA3|Fees|3|1")
        assert (ids(result), titles(result)) == (["unnamed-rows"], ["Mowing", "Hours", "Fees"])

    @pytest.mark.parametrize("row", ["||140|15", "140|15||", "140|15", "|140|15|"])
    def test_bare_figures_that_come_to_the_rows_are_their_total(self, row):
        result = read(f"{HEAD}\nA1|Mowing|40|10\nA2|Hours|100|5\n{row}")
        assert (result.status, titles(result)) == ("read", ["Mowing", "Hours"])
        assert all(proof.holds for proof in result.proofs)

    @pytest.mark.parametrize("row", ["Total|140|15", "Total|140|15|", "|Total|140|15", "Total||140|15"])
    def test_a_total_whose_cells_stand_elsewhere_is_proved_all_the_same(self, row):
        result = read(f"{HEAD}\nA1|Mowing|40|10\nA2|Hours|100|5\n{row}")
        assert (result.status, titles(result), sums(result)) == ("read", ["Mowing", "Hours"], ["Total"])
        assert all(proof.holds for proof in result.proofs)

    def test_figures_under_their_own_headings_stay_there_though_one_is_blank(self):
        result = read(f"{HEAD}|FTE\nA1|Mowing|40|0|-1\nA2|Hours|100|0|-2\n|Total|140||-3")
        assert (result.status, sums(result)) == ("read", ["Total"])
        assert all(proof.holds for proof in result.proofs)

    def test_a_figure_in_the_place_of_a_title_is_no_title(self):
        result = read(f"{PLAIN}\nMowing|40|10\nHours|1100|5\n55|7|2")
        assert (ids(result), titles(result)) == (["unnamed-rows"], ["Mowing", "Hours"])

    def test_a_row_without_a_title_says_that_its_description_stands_for_it(self):
        result = read("""
Ref|Proposal|Description|2026/27 £000
A1|Mowing|We mow less|40
A2||We open fewer hours|1100""")
        assert titles(result) == ["Mowing", "We open fewer hours"]
        assert [issue.code for issue in result.issues] == ["no title"]
        assert "We open fewer hours" in result.issues[0].message

    def test_a_row_with_the_name_of_its_directorate_alone_is_asked_about(self):
        result = read("""
Directorate|Proposal|2026/27 £000
Place|Mowing|40
Place||1100""")
        assert ids(result) == ["unnamed-rows"]


class TestTitlesThatBeginWithTotal:
    @pytest.mark.parametrize(
        "title", ["Total Place programme", "Total Facilities Management contract", "Total Talk"]
    )
    def test_a_reference_tells_that_it_is_a_proposal(self, title):
        result = read(f"{HEAD}\nA1|Mowing|40|10\nA2|{title}|100|5\n|Total|140|15")
        assert (result.status, titles(result)) == ("read", ["Mowing", title])

    def test_the_printed_total_tells_it_without_a_reference(self):
        result = read(f"{PLAIN}\nMowing|40|10\nTotal Place programme|100|5\nHours|7|5\nTotal|147|20")
        assert (result.status, titles(result)) == ("read", ["Mowing", "Total Place programme", "Hours"])

    def test_it_is_asked_about_where_nothing_tells(self):
        table = f"{PLAIN}\nTotal Place programme|100|5\nMowing|40|10\nHours|7|5"
        result = read(table)
        assert (ids(result), len(result.proposals)) == (["named-total"], 3)

    def test_a_total_with_a_reference_of_its_own_stays_a_total(self):
        result = read(f"{HEAD}\nA1|Mowing|40|10\nA2|Hours|100|5\nA99|Total savings|140|15")
        assert (result.status, titles(result), sums(result)) == (
            "read",
            ["Mowing", "Hours"],
            ["Total savings"],
        )

    def test_a_wrong_total_of_a_group_is_still_a_difference(self):
        result = read(f"{HEAD}\nPlace\nA1|Mowing|40|10\nA2|Hours|100|5\n|Total Place|150|15")
        assert (differs(result), titles(result)) == (True, ["Mowing", "Hours"])


class TestWhatStandsBetweenTheRows:
    def test_a_group_without_rows_is_quoted(self):
        result = read(f"{HEAD}\nPLACE\nA1|Mowing|40|10\n|Total|40|10\nPEOPLE")
        assert quoted(result) == ["PEOPLE"]

    def test_a_group_between_others_without_rows_is_quoted(self):
        result = read(f"{HEAD}\nPLACE\nA1|Mowing|40|10\nPEOPLE\nCORE\nA2|Post|1|1\nPLACES\nA3|Parks|1|1")
        assert len(result.proposals) == 3
        assert "PEOPLE" in [*quoted(result), *(p.directorate for p in result.proposals)]

    @pytest.mark.parametrize("number", ["Page 2 of 9", "Page 3", "- 4 -", "2 of 9"])
    def test_page_numbers_are_no_groups(self, number):
        result = read(f"{HEAD}\nPLACE\nA1|Mowing|40|10\n{number}\nA2|Hours|100|5")
        assert {proposal.directorate for proposal in result.proposals} == {"PLACE"}
        assert {proposal.service for proposal in result.proposals} == {""}

    @pytest.mark.parametrize(
        "head", ["Cabinet 12 February 2026", "Appendix C – Budget proposals", "Borough Council"]
    )
    def test_running_heads_beside_page_numbers_are_no_groups(self, head):
        pages = "\n".join(f"{head}\nPage {n} of 4\nA{n}|Idea {n}|{n}0|5" for n in (2, 3, 4))
        result = read(f"{HEAD}\nPLACE\nA1|Mowing|40|10\n{pages}")
        assert len(result.proposals) == 4
        assert {(p.directorate, p.service) for p in result.proposals} == {("PLACE", "")}

    @pytest.mark.parametrize("words", ["see note", "pending", "subject to review", "tbc", "in base"])
    def test_words_in_the_place_of_a_figure_are_quoted_with_their_place(self, words):
        result = read(f"{HEAD}\nA1|Mowing|40|10\nA2|Hours|{words}|5")
        assert [(part.text, part.location.row, part.location.column) for part in result.unread] == [
            (words, 3, 3)
        ]
        assert figures(result)["Hours"] == {2027: 5_000}


class TestWhatIsLost:
    def test_a_contrary_sign_that_no_total_proves_is_asked_about(self):
        rows = "A1|Mowing|40|10\nA2|Hours|-1100|5\nA3|Depot|10|5\nA4|Fees|10|5"
        result = read(f"{HEAD}\n{rows}")
        assert ids(result) == ["contrary"]
        assert figures(result)["Hours"] == {2026: -1_100_000, 2027: 5_000}
        assert figures(read(f"{HEAD}\n{rows}", contrary="savings"))["Hours"] == {2026: 1_100_000, 2027: 5_000}
        assert ids(read(f"{HEAD}\n{rows}\n|Total|-1040|25")) == []

    @pytest.mark.parametrize("row", ["40|-40", "40|-10", "0|0"])
    def test_the_end_of_a_one_off_saving_is_no_contrary_sign(self, row):
        assert ids(read(f"{HEAD}\nA1|Mowing|1000|10\nA2|Hours|{row}\nA3|Fees|10|5")) == []

    def test_a_title_that_stands_twice_is_asked_about(self):
        rows = "Mowing|40|10\nHours|1100|5\nMowing|40|7"
        result = read(f"{PLAIN}\n{rows}")
        assert (ids(result), len(result.proposals)) == (["title-twice"], 3)
        assert len(read(f"{PLAIN}\n{rows}", **{"title-twice": "leave out"}).proposals) == 2
        assert ids(read(f"{PLAIN}\n{rows}\nTotal|1180|22")) == []

    def test_a_title_in_two_directorates_is_two_proposals(self):
        result = read(f"{PLAIN}\nPLACE\nStaffing|40|10\nPEOPLE\nStaffing|1100|5")
        assert (ids(result), len(result.proposals)) == ([], 2)

    def test_a_subtotal_that_one_group_lacks_is_asked_about(self):
        groups = "PLACE\nA1|Mowing|400|10\n|Total Place|400|10\nPEOPLE\nA2|Care|1100|5\nA3|Fees|10|5"
        assert ids(read(f"{HEAD}\n{groups}")) == ["missing-subtotal"]
        assert ids(read(f"{HEAD}\n{groups}\n|Total|1510|20")) == []


class TestFiguresOfAnotherUnit:
    @pytest.mark.parametrize(
        ("unit", "figure"), [("£m", "10.00001"), ("£000", "10.00001"), ("£000", "0.040"), ("£000", "10.0005")]
    )
    def test_more_decimals_than_the_unit_has_are_asked_about(self, unit, figure):
        result = read(f"Ref|Proposal|2026/27 {unit}|2027/28 {unit}\nA1|Mowing|{figure}|1\nA2|Hours|1500|2")
        assert "fractions" in ids(result)

    def test_a_table_of_many_decimals_is_one_of_a_spreadsheet(self):
        result = read("Ref|Proposal|2026/27 £m\nA1|Mowing|10.1234\nA2|Hours|1.2345\nA3|Fees|1.0001")
        assert (ids(result), figures(result)["Hours"]) == ([], {2026: 1_234_500})

    @pytest.mark.parametrize(
        ("cell", "pounds"), [("£0.040m", 40_000), ("£40k", 40_000), ("£2.5m", 2_500_000)]
    )
    @pytest.mark.parametrize("head", ["2026/27 £000", "Saving 2026/27 (£'000)"])
    def test_a_cell_that_says_its_own_unit_is_read_in_it_and_said(self, cell, pounds, head):
        result = read(f"Ref|Proposal|{head}\nA1|Mowing|{cell}\nA2|Hours|1500")
        assert figures(result) == {"Mowing": {2026: pounds}, "Hours": {2026: 1_500_000}}
        said = [issue.message for issue in result.issues]
        assert len(said) == (0 if cell == "£40k" else 1)

    @pytest.mark.parametrize("unit", ["£,000", "£.000", "£'000", "£ 000", "£000s", "(£k)", "£ thousands"])
    def test_thousands_are_thousands_in_any_spelling(self, unit):
        assert figures(read(f"Ref|Proposal|2026/27 {unit}\nA1|Mowing|1500")) == {"Mowing": {2026: 1_500_000}}


class TestReports:
    def test_a_document_of_many_tables_that_list_no_proposals_is_refused(self):
        forecasts = [
            f"£m|{n}/{n + 1}|{n + 1}/{n + 2}\nIncome|700|710\nSpending|-720|-740\nGap|-20|-30"
            for n in range(15, 24)
        ]
        parts = [
            part for n, table in enumerate(forecasts) for part in (f"Table {n} - forecast of savings", table)
        ]
        result = read(*parts)
        assert (result.status, result.proposals, result.questions) == ("refused", (), ())
        assert "is a report and no table of savings proposals" in result.issues[0].message

    def test_a_list_of_proposals_in_a_report_is_read_where_most_rows_are_its_own(self):
        forecasts = [
            f"£m|{n}/{n + 1}|{n + 1}/{n + 2}\nIncome|700|710\nSpending|-720|-740" for n in range(15, 24)
        ]
        rows = "\n".join(f"A{n}|Idea {n}|{n}.5|1" for n in range(1, 40))
        result = read(
            "Table 1 - council tax base",
            *forecasts,
            "Savings proposals",
            f"Ref|Proposal|2026/27 £m|2027/28 £m\n{rows}",
        )
        assert len(result.proposals) == 39


class TestLinesThatNameNoProposal:
    def test_are_asked_about(self):
        result = read(
            "Savings (£000)", "PL/01 Grass cutting", "£000|2026/27|2027/28\nSaving|85|15\nFTE|2.0|0"
        )
        assert (ids(result), titles(result)) == (["measure"], [])

    def test_are_proposals_where_a_person_says_so(self):
        result = read("Savings (£000)", "Proposal|2026/27|2027/28\nSaving|85|15", measure="proposals")
        assert figures(result) == {"Saving": {2026: 85_000, 2027: 15_000}}
