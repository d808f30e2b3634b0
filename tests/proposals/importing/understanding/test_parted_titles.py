"""A title in one cell with its description or its reference is parted from it, in every kind of file."""

import datetime

import docx
import pytest
import weasyprint

from proposals.importing.understanding.understand import understand
from tests.support.source_files import read, saved, workbook

TITLES = ("Day centres: single site", "Street lighting")
TEXTS = ("Merge the two day centres at Oak House.", "Dim the lights by 25% after midnight.")
HEADINGS = ("Ref", "Proposal", "2027/28 £000", "2028/29 £000")
DESCRIPTION = ("how_achieved", "Description")


def in_word(titles, texts, *, is_bold, is_broken=False, headings=HEADINGS, more=()):
    document = docx.Document()
    table = document.add_table(rows=1, cols=len(headings))
    for cell, text in zip(table.rows[0].cells, headings, strict=True):
        cell.text = text
    for number, (title, text) in enumerate(zip(titles, texts, strict=True), start=1):
        cells = table.add_row().cells
        for cell, said in zip(cells, (f"P{number}", "", "90", "60", *more), strict=True):
            cell.text = said
        paragraph = cells[1].paragraphs[0]
        paragraph.add_run(title).bold = is_bold
        if is_broken:
            paragraph.add_run("\n" + text)
        else:
            cells[1].add_paragraph(text)
    return understand(read(saved(document), "a.docx"))


def in_pdf(titles, texts):
    rows = "".join(
        f"<tr><td>P{n}<td style='width: 60mm'><b>{title}</b><br>{text}<td>90<td>60</tr>"
        for n, (title, text) in enumerate(zip(titles, texts, strict=True), start=1)
    )
    head = "".join(f"<th>{heading}" for heading in HEADINGS)
    style = "<style>table { border-collapse: collapse } td, th { border: 1px solid; padding: 4pt }</style>"
    return understand(
        read(weasyprint.HTML(string=f"{style}<table>{head}{rows}</table>").write_pdf(), "a.pdf")
    )


def in_excel(titles, texts):
    def write(book, sheet):
        bold = book.add_format({"bold": True})
        sheet.write_row(0, 0, HEADINGS)
        for row, (title, text) in enumerate(zip(titles, texts, strict=True), start=1):
            sheet.write_row(row, 0, [f"P{row}", "", 90, 60])
            sheet.write_rich_string(row, 1, bold, title, "\n" + text)

    return understand(read(workbook(write), "a.xlsx"))


def stated(understood):
    return [
        (item.title, [(s.kind, s.heading, s.text) for s in item.sections]) for item in understood.proposals
    ]


def notes(understood):
    return [issue.message for issue in understood.issues if issue.code == "title parted"]


EXPECTED = [(title, [(*DESCRIPTION, text)]) for title, text in zip(TITLES, TEXTS, strict=True)]


class TestATitleAboveItsDescription:
    @pytest.mark.parametrize("is_broken", [False, True])
    @pytest.mark.parametrize("is_bold", [False, True])
    def test_is_parted_in_word(self, is_bold, is_broken):
        understood = in_word(TITLES, TEXTS, is_bold=is_bold, is_broken=is_broken)
        assert stated(understood) == EXPECTED
        assert [item.references for item in understood.proposals] == [("P1",), ("P2",)]
        assert notes(understood) == [
            "“Proposal”: the first lines of a cell were read as the title, those below as its description."
        ]

    @pytest.mark.parametrize("made", [in_pdf, in_excel])
    def test_is_parted_where_it_is_bold(self, made):
        assert stated(made(TITLES, TEXTS)) == EXPECTED

    def test_in_bold_may_fill_its_line(self):
        titles = ("Merge the two day centres at Oak House and close the other", "Lighting")
        assert [title for title, _ in stated(in_pdf(titles, TEXTS))] == list(titles)

    def test_is_kept_beside_a_column_of_descriptions(self):
        headings = (*HEADINGS, "Description")
        found = in_word(TITLES, TEXTS, is_bold=True, headings=headings, more=["Owner: the head of care."])
        assert [title for title, _ in stated(found)] == list(TITLES)
        assert [{text for *_, text in sections} for _, sections in stated(found)] == [
            {"Owner: the head of care.", text} for text in TEXTS
        ]

    @pytest.mark.parametrize(
        ("titles", "texts"),
        [
            (("Review of high", "Sale of the old"), ("cost placements.", "depot at the mill.")),
            (("Adults", "Children"), ("Fewer agency staff", "Fewer taxis")),
            (("Proposal:", "Proposal:"), TEXTS),
        ],
    )
    def test_is_whole_where_a_line_goes_on_or_no_sentence_follows_or_it_is_a_label(self, titles, texts):
        found = in_word(titles, texts, is_bold=titles[0] == "Proposal:")
        assert [title for title, _ in stated(found)] == [
            f"{title} {text}" for title, text in zip(titles, texts, strict=True)
        ]
        assert notes(found) == []


def with_titles(titles):
    def write(_, sheet):
        sheet.write_row(0, 0, ["Proposal", "2027/28 £000"])
        for row, title in enumerate(titles, start=1):
            sheet.write_row(row, 0, [title, 40])

    return understand(read(workbook(write), "a.xlsx"))


def test_a_date_for_a_reference_is_said():
    def write(book, sheet):
        sheet.write_row(0, 0, ["Ref", "Proposal", "2027/28 £000"])
        sheet.write_datetime(1, 0, datetime.date(2027, 1, 2), book.add_format({"num_format": "dd/mm/yyyy"}))
        sheet.write_row(1, 1, ["Allotment rents", 4])
        sheet.write_row(2, 0, ["W2", "Bin hire", 2])

    understood = understand(read(workbook(write), "a.xlsx"))
    assert [item.references for item in understood.proposals] == [(), ("W2",)]
    assert [issue.message for issue in understood.issues if issue.code == "date for a reference"] == [
        "“02/01/2027” under “Ref” of “Allotment rents” is stored as a date, as Excel makes one of a reference such "
        "as 1-2. A reference is made for the row instead. To keep its own, enter it in the file as text and import "
        "that."
    ]


class TestACodeBeforeEveryTitle:
    @pytest.mark.parametrize(
        "titles",
        [
            ("HO1 Repairs", "HO2 Garage rents", "LI1 Mobile library"),
            ("ENV/01 - Repairs", "ENV/02 - Garage rents"),
            ("HO-S-003: Repairs", "HO-S-004: Garage rents"),
        ],
    )
    def test_is_its_reference(self, titles):
        understood = with_titles(titles)
        parts = [title.replace(" - ", " ").replace(":", "").split(" ", 1) for title in titles]
        assert [[*p.references, p.title] for p in understood.proposals] == parts
        assert notes(understood) == ["“Proposal”: the code before each title was read as its reference."]

    @pytest.mark.parametrize(
        "titles",
        [
            ("HO1 Repairs", "Garage rents"),
            ("M25 Junction lights", "A1/3 Signs"),
            ("HO1 Repairs", "HO1 Garage rents"),
        ],
    )
    def test_is_none_where_not_every_title_has_one_of_its_own_and_of_one_form(self, titles):
        understood = with_titles(titles)
        assert [(p.references, p.title) for p in understood.proposals] == [((), title) for title in titles]
