"""PDFs with text: tables with and without lines, over several pages, and what is no part of them."""

import io

import pytest
import weasyprint
from PIL import Image

from proposals.importing.files.blocks import Grid, Paragraph
from proposals.importing.files.cleaning import UnreadableDocument
from tests.support.source_files import read, reasons, texts

PAGE = """<style>@page {{ size: A4; margin: 2cm; @top-center {{ content: "Ashcombe Council" }}
@bottom-center {{ content: "Page " counter(page) " of " counter(pages) }} }}
body {{ font: 9pt sans-serif }} table {{ border-collapse: collapse; width: 100% }}
td, th {{ padding: 4pt; text-align: left; vertical-align: top; {lines} }} .n {{ text-align: right }}</style>{body}"""
HEADINGS = "<tr><th>Ref<th>Proposal<th class=n>2026/27<th class=n>2027/28</tr>"
RULED, UNRULED = "border: 1px solid black", ""


def pdf(body, lines=RULED):
    return weasyprint.HTML(string=PAGE.format(lines=lines, body=body)).write_pdf()


def table(*rows):
    cells = (
        "".join(f"<td class={'n' if index > 1 else 't'}>{cell}" for index, cell in enumerate(row))
        for row in rows
    )
    return f"<table><thead>{HEADINGS}</thead>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"


LONG = (
    "Mow the parks less often in the summer months and sell the mowers that are no longer needed after that"
)


@pytest.mark.parametrize("lines", [RULED, UNRULED])
def test_a_table_is_read_with_and_without_lines(lines):
    document = read(
        pdf(
            "<h1>Savings proposals</h1>"
            + table(
                ["AC01", LONG, "40", "(1,200)"], ["AC02", "Bins", "50", "0"], ["", "Total", "90", "(1,200)"]
            ),
            lines,
        ),
        "a.pdf",
    )
    assert texts(document) == [
        ["Ref", "Proposal", "2026/27", "2027/28"],
        ["AC01", LONG, "40", "(1,200)"],
        ["AC02", "Bins", "50", "0"],
        ["", "Total", "90", "(1,200)"],
    ]
    heading, grid = document.blocks[1:]
    assert heading == Paragraph("Savings proposals", 1, True, heading.location)
    assert grid.rows[0][0].bold


@pytest.mark.parametrize("lines", [RULED, UNRULED])
def test_a_table_goes_on_over_pages_without_its_repeated_headings(lines):
    rows = [[f"AC{number:02d}", f"{LONG} {number}", str(number * 10), "0"] for number in range(1, 60)]
    document = read(pdf(table(*rows), lines), "a.pdf")
    grids = [block for block in document.blocks if isinstance(block, Grid)]
    assert len(grids) == 1
    assert [[row[0].text, row[2].text] for row in grids[0].rows[1:]] == [[row[0], row[2]] for row in rows]
    assert {row[1].text for row in grids[0].rows[1:]} == {row[1] for row in rows}
    assert grids[0].rows[-1][0].location.page > 1


def test_running_heads_and_page_numbers_are_no_content():
    document = read(pdf("<p>One</p><p style='break-before: page'>Two</p>"), "a.pdf")
    assert [block.text for block in document.blocks] == ["Ashcombe Council", "One", "Two"]
    assert ("Page 1 of 2", "a running head or page number") in reasons(document)


@pytest.mark.parametrize(
    ("markup", "omission"),
    [
        ("<s>35</s>40", ("35", "struck through")),
        ("40<sup style='font-size: 5pt; vertical-align: 4pt'>1</sup>", ("1", "a raised note mark")),
        ("40<span style='color: white'>35</span>", ("35", "hidden text")),
    ],
)
def test_what_is_not_seen_is_no_content_and_said(markup, omission):
    document = read(pdf(table(["AC01", "Parks", markup, "0"], ["AC02", "Bins", "50", "0"])), "a.pdf")
    assert texts(document)[1] == ["AC01", "Parks", "40", "0"]
    assert omission in reasons(document)


def test_white_text_on_a_dark_ground_is_content():
    body = table(["AC01", "Parks", "40", "0"]) + "<style>th { background: navy; color: white }</style>"
    assert texts(read(pdf(body), "a.pdf"))[0] == ["Ref", "Proposal", "2026/27", "2027/28"]


def test_wrapped_lines_of_a_paragraph_are_joined():
    document = read(pdf(f"<p>{LONG}, {LONG}.</p><p>Next.</p>"), "a.pdf")
    assert [block.text for block in document.blocks] == ["Ashcombe Council", f"{LONG}, {LONG}.", "Next."][
        -len(document.blocks) :
    ]


def test_a_scanned_document_is_refused_in_plain_words():
    out = io.BytesIO()
    Image.new("L", (800, 1100), 200).save(out, "PDF")
    with pytest.raises(UnreadableDocument, match="scanned"):
        read(out.getvalue(), "a.pdf")


def test_a_table_within_a_document_of_several_keeps_its_page():
    document = read(
        pdf(
            table(["AC01", "Parks", "40", "0"])
            + "<p>Text</p><div style='break-before: page'></div>"
            + table(["AC02", "Bins", "50", "0"]),
            RULED,
        ),
        "a.pdf",
    )
    assert [block.location.page for block in document.blocks if isinstance(block, Grid)] == [1, 2]
