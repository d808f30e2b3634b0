"""What a sheet does not show or store: hidden rows, struck-through rows, formulas without a value, and notes."""

import pytest
from openpyxl.styles import Font

from proposals.importing.issues import Severity
from proposals.importing.reading import read_file
from services.values.years import FinancialYear
from tests.support.parsed_documents import asked
from tests.support.source_files import open_workbook, saved

Y26, Y27 = FinancialYear(2026), FinancialYear(2027)
TITLE = ["Savings proposals 2026/27 to 2027/28"]
HEAD = ["Ref", "Directorate", "Proposal", "2026/27 £000", "2027/28 £000", "Total £000"]
MOWING = ["A1", "Environment", "Mowing", 40, 0, 40]
BINS = ["A2", "Environment", "Bins", 100, 20, 120]
HOURS = ["A3", "Communities", "Hours", 10, 20, 30]


def total(*figures):
    return ["", "", "Total", *figures]


def read(*rows, hidden=(), struck=(), **answers):
    book = open_workbook(TITLE, HEAD, *rows)
    for row in hidden:
        book.active.row_dimensions[row].hidden = True
    for row in struck:
        for cell in book.active[row]:
            cell.font = Font(strike=True)
    given = {id_.replace("_", "-"): answer for id_, answer in answers.items()}
    return read_file(saved(book), "list.xlsx", answers=given)


def references(reading):
    return [proposal.reference for proposal in reading.document.proposals]


def notes(reading, words):
    return [str(issue) for issue in reading.document.issues if words in issue.message]


class TestAHiddenColumn:
    @pytest.mark.parametrize(("column", "total"), [("D", None), ("E", 250_000)])
    def test_of_a_year_between_others_leaves_their_total_unknown(self, column, total):
        years = ["2025/26 £000", "2026/27 £000", "2027/28 £000"]
        book = open_workbook(
            ["Savings proposals"], ["Ref", "Proposal", *years], ["A1", "Mowing", 200, 50, 40]
        )
        book.active.column_dimensions[column].hidden = True
        (proposal,) = read_file(saved(book), "list.xlsx").document.proposals
        assert (proposal.profile_complete, proposal.total_saving) == (total is not None, total)


class TestAHiddenRow:
    def test_that_the_printed_totals_hold_is_asked_about_before_their_difference(self):
        reading = read(MOWING, BINS, HOURS, total(150, 40, 190), hidden=[4])
        ids = [question["id"] for question in reading.questions]
        assert (references(reading), ids) == (["A1", "A3"], ["hidden-rows"])
        text = reading.questions[0]["text"]
        assert "“A2 | Environment | Bins | 100 | 20 | 120” (sheet “Sheet”, row 4) is hidden" in text

    def test_counts_where_a_person_says_so_and_that_is_said(self):
        reading = read(MOWING, BINS, HOURS, total(150, 40, 190), hidden=[4], hidden_rows="proposals")
        assert (references(reading), asked(reading)) == (["A1", "A2", "A3"], [])
        (note,) = notes(reading, "a hidden row")
        assert "which counts, as a person chose" in note

    def test_that_does_not_count_leaves_the_difference_to_be_accepted(self):
        reading = read(MOWING, BINS, HOURS, total(150, 40, 190), hidden=[4], hidden_rows="leave out")
        assert (references(reading), asked(reading)) == (["A1", "A3"], ["totals"])

    def test_that_no_total_holds_is_left_out_and_said(self):
        reading = read(MOWING, BINS, HOURS, total(50, 20, 70), hidden=[4])
        assert (references(reading), asked(reading)) == (["A1", "A3"], [])
        assert len(notes(reading, "a hidden row")) == 1

    def test_that_makes_no_total_agree_is_not_asked_about(self):
        reading = read(MOWING, BINS, HOURS, total(999, 999, 1998), hidden=[4])
        assert asked(reading) == ["totals"]


def test_a_struck_through_row_is_said_once_with_all_its_words():
    reading = read(MOWING, BINS, HOURS, struck=[4])
    assert references(reading) == ["A1", "A3"]
    (note,) = notes(reading, "struck through")
    assert note == ("sheet “Sheet”, row 4: struck through: “A2 | Environment | Bins | 100 | 20 | 120”")


class TestAFormulaWithoutAStoredValue:
    def test_is_asked_for_where_it_is_a_figure_of_a_proposal(self):
        row = ["A1", "Environment", "Mowing", 40, "=D3*2", 120]
        reading = read(row, BINS)
        (question,) = reading.questions
        assert "“=D3*2” under “2027/28 £000” of “A1”" in question["text"]
        assert "is a formula whose result is not stored in the file" in question["text"]
        assert question["default"] == "£80,000"  # the total leaves it
        told = read_file(
            saved(open_workbook(TITLE, HEAD, row, BINS)), "a.xlsx", answers={question["id"]: "80,000"}
        )
        assert dict(told.document.proposals[0].savings) == {Y26: 40_000, Y27: 80_000}
        assert not told.questions

    def test_many_of_them_are_asked_about_together(self):
        rows = [
            ["A1", "Environment", "Mowing", 40, "=D3*2", 120],
            [*BINS[:4], "=D4*2", *BINS[5:]],
            [*HOURS[:4], "=D5*2", *HOURS[5:]],
        ]
        (question,) = read(*rows).questions
        assert question["text"].startswith(
            "3 cells hold no amount that can be read: “=D3*2 (A1, 2027/28 £000)”"
        )

    def test_in_a_total_proves_nothing_and_is_said(self):
        reading = read(MOWING, BINS, total("=SUM(D3:D4)", "=SUM(E3:E4)", "=SUM(F3:F4)"))
        assert (references(reading), asked(reading)) == (["A1", "A2"], [])
        assert len(notes(reading, "a formula without a stored value")) == 1
        assert all(issue.severity is Severity.NOTE for issue in reading.document.issues)


class TestANoteOfOneOff:
    HEAD = [*HEAD, "Notes"]

    def read(self, *noted, **answers):
        rows = [[*row, note] for row, note in zip((MOWING, BINS, HOURS), noted, strict=True)]
        given = {id_.replace("_", "-"): answer for id_, answer in answers.items()}
        content = saved(open_workbook(TITLE, self.HEAD, *rows))
        return read_file(content, "list.xlsx", answers=given)

    def one_off(self, reading):
        return [proposal.reference for proposal in reading.document.proposals if proposal.one_off]

    def test_is_asked_about_once_for_all_such_rows(self):
        reading = self.read("One-off", "from May", "one off in the first year")
        (question,) = reading.questions
        assert (question["id"], question["choices"]) == ("one-off", ["one-off", "recurring"])
        assert question["text"].startswith("“Mowing”, “Hours” (sheet “Sheet”, row 3) is noted as one-off")
        assert self.one_off(reading) == []

    @pytest.mark.parametrize(("answer", "one_off"), [("one-off", ["A1"]), ("recurring", [])])
    def test_is_followed_as_a_person_says(self, answer, one_off):
        reading = self.read("One-off", "from May", "agreed", one_off=answer)
        assert (self.one_off(reading), asked(reading)) == (one_off, [])

    @pytest.mark.parametrize("note", ["One-off cost of new vans", "one-off redundancy payments", "recurring"])
    def test_about_a_cost_or_of_something_lasting_is_not_asked_about(self, note):
        assert asked(self.read(note, "from May", "agreed")) == []


@pytest.mark.parametrize(
    ("rows", "asked_first"),
    [
        # The total leaves the figure; nothing tells which of two columns counts.
        ([HEAD, ["A1", "Environment", "Mowing", "####", 10, 50]], True),
        ([["Ref", "Proposal", "Low £000", "High £000"], ["A1", "Mowing", 40, 60]], False),
        ([["Ref", "Proposal", "2026/27 £000", "FTE"], ["A1", "Mowing", 40, 30]], False),
        ([["Ref", "Proposal", "2026/27 £000"], ["A1", "Mowing (withdrawn)", 40], ["A2", "Bins", 20]], True),
    ],
)
def test_an_answer_is_supported_only_where_sums_or_words_speak_for_it(rows, asked_first):
    reading = read_file(saved(open_workbook(["Savings proposals 2026/27"], *rows)), "a.xlsx")
    assert reading.questions
    assert {question["is_supported"] for question in reading.questions} == {asked_first}


class TestADifferenceBelowAPound:
    HEAD = ("Ref", "Proposal", "2026/27 £", "2027/28 £")

    def read(self, *rows):
        content = saved(open_workbook(TITLE, self.HEAD, *rows))
        return read_file(content, "a.xlsx", answers={"pence": "round to whole pounds"})

    def test_is_printed_with_its_pence(self):
        reading = self.read(
            ["A1", "Mowing", "100.20", "50"], ["A2", "Bins", "200.10", "10"], ["", "Total", "300.70", "60"]
        )
        assert reading.questions == ()
        (issue,) = [issue for issue in reading.document.issues if issue.severity is Severity.QUESTION]
        assert "£300.70 is printed, but the rows come to £300.30." in issue.message


def test_a_difference_of_posts_is_no_money():
    rows = [["A1", "Mowing", 40, -1], ["A2", "Bins", 100, -2], ["", "Total", 140, -9]]
    content = saved(open_workbook(TITLE, ["Ref", "Proposal", "2026/27 £000", "FTE"], *rows))
    said = [issue.message for issue in read_file(content, "a.xlsx").document.issues if issue.code == "total"]
    assert said == ["Total, “FTE”: the rows above: -9 is printed, but the rows come to -3."]


@pytest.mark.parametrize(
    ("heads", "title", "said"),
    [
        (["2026/27 £000", "2027/28 £000"], "Savings proposals 2026/27 to 2027/28", "The headings say £000"),
        (["2026/27", "2027/28"], "Savings proposals in £000, 2026/27 to 2027/28", "The text says £000"),
    ],
)
def test_a_doubt_about_the_unit_names_where_it_is_said(heads, title, said):
    content = saved(
        open_workbook([title], ["Ref", "Proposal", *heads], ["A1", "Mowing", "£40,000", "£20,000"])
    )
    book = open_workbook([title], ["Ref", "Proposal", *heads], ["A1", "Mowing", 1234.56, 20])
    for file in (content, saved(book)):
        for question in read_file(file, "a.xlsx").questions:
            assert question["text"].startswith(said), question
    assert read_file(saved(book), "a.xlsx").questions
