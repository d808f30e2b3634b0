"""A title and the description that stands below or behind it in one cell are told apart, in whatever file it stands."""

import io

import pytest

from proposals.importing.files.reading import read_file
from proposals.importing.understanding.understand import understand
from tests.proposals.importing.understanding.drawn import figures, quoted, titles

HEADINGS = ("Ref", "Proposal", "2019/20", "2020/21")
ROWS = (
    (
        "B1",
        "School buses",
        "Renegotiate the routes of the term contract and combine two depots into one.",
        90,
        30,
    ),
    (
        "B2",
        "Reablement",
        "More people regain their independence, which lowers the cost of home care.",
        150,
        0,
    ),
    ("B3", "Legal", "Do more of the work in house and instruct counsel less often than before.", 20, 5),
)
TITLES = ["School buses", "Reablement", "Legal"]
AMOUNTS = {
    "School buses": {2019: 90_000, 2020: 30_000},
    "Reablement": {2019: 150_000},
    "Legal": {2019: 20_000, 2020: 5_000},
}


def in_word(*, is_one_paragraph):
    import docx

    file = docx.Document()
    file.add_paragraph("Savings proposals £000")
    table = file.add_table(len(ROWS) + 1, len(HEADINGS))
    for cell, text in zip(table.rows[0].cells, HEADINGS, strict=True):
        cell.text = text
    for row, (reference, title, words, *amounts) in zip(table.rows[1:], ROWS, strict=True):
        row.cells[0].text = reference
        first = row.cells[1].paragraphs[0]
        first.add_run(f"{title}: " if is_one_paragraph else title).bold = True
        (first if is_one_paragraph else row.cells[1].add_paragraph()).add_run(words)
        row.cells[2].text, row.cells[3].text = map(str, amounts)
    buffer = io.BytesIO()
    file.save(buffer)
    return buffer.getvalue()


def in_excel():
    import openpyxl
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont

    book = openpyxl.Workbook()
    book.active.append(["Savings proposals £000"])
    book.active.append(HEADINGS)
    for reference, title, words, *amounts in ROWS:
        book.active.append([reference, None, *amounts])
        text = CellRichText(TextBlock(InlineFont(b=True), title), f" - {words}")
        book.active.cell(book.active.max_row, 2).value = text
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def in_print(border):
    from weasyprint import HTML

    lines = [HEADINGS, *((ref, f"<b>{title}</b><br>{words}", *rest) for ref, title, words, *rest in ROWS)]
    cells = ("".join(f"<td>{text}</td>" for text in line) for line in lines)
    style = f"table{{border-collapse:collapse;font:8pt sans-serif}} td{{width:4cm;padding:2pt;{border}}}"
    body = "".join(f"<tr>{line}</tr>" for line in cells)
    html = f"<style>{style}</style><p>Savings proposals £000</p><table>{body}</table>"
    return HTML(string=html).write_pdf()


def in_values():
    lines = ["Savings proposals £000,,,", ",".join(HEADINGS)]
    lines += [f'{ref},"{title}\n{words}",{first},{second}' for ref, title, words, first, second in ROWS]
    return "\n".join(lines).encode()


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("paragraphs.docx", lambda: in_word(is_one_paragraph=False)),
        ("runs.docx", lambda: in_word(is_one_paragraph=True)),
        ("rich.xlsx", in_excel),
        ("ruled.pdf", lambda: in_print("border:1px solid black")),
        ("unruled.pdf", lambda: in_print("border:none")),
        ("lines.csv", in_values),
    ],
)
def test_a_title_stands_before_its_description_in_one_cell(name, write):
    result = understand(read_file(write(), name, largest_bytes=10**7))
    assert (titles(result), figures(result)) == (TITLES, AMOUNTS)
    told = [section.text for item in result.proposals for section in item.sections]
    assert [text.replace("\n", " ") for text in told] == [words for _, _, words, *_ in ROWS]


def test_a_title_that_is_wrapped_by_hand_is_one_title():
    rows = (
        b'Ref,Proposal,2019/20 \xc2\xa3000\nA1,"Review of\nAdult Services",40\nA2,"Merger of the\nFleet",50\n'
    )
    result = understand(read_file(rows, "savings.csv", largest_bytes=10**7))
    assert titles(result) == ["Review of Adult Services", "Merger of the Fleet"]


def test_a_date_in_the_place_of_a_reference_is_quoted_and_no_reference():
    import datetime

    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["Ref", "Proposal", "2018/19 £000"])
    for month, title, amount in ((1, "Archive", 10), (2, "Records", 12)):
        book.active.append([datetime.date(2018, month, 2), title, amount])
        book.active.cell(book.active.max_row, 1).number_format = "d/m"
    buffer = io.BytesIO()
    book.save(buffer)
    result = understand(read_file(buffer.getvalue(), "savings.xlsx", largest_bytes=10**7))
    assert figures(result) == {"Archive": {2018: 10_000}, "Records": {2018: 12_000}}
    assert [item.references for item in result.proposals] == [(), ()]
    assert quoted(result) == ["2/1", "2/2"]
