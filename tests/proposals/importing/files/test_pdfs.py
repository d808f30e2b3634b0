"""PDFs with text: tables with and without lines, over several pages, and what is no part of them."""

import io

import pytest
from PIL import Image

from proposals.importing.files.blocks import Grid, Paragraph
from proposals.importing.files.cleaning import UnreadableDocument
from tests.support.printing import print_html
from tests.support.source_files import read, reasons, texts

PAGE = """<style>@page {{ size: A4; margin: 2cm; @top-center {{ content: "Ashcombe Council" }}
@bottom-center {{ content: "Page " counter(page) " of " counter(pages) }} }}
body {{ font: 9pt sans-serif }} table {{ border-collapse: collapse; width: 100% }}
td, th {{ padding: 4pt; text-align: left; vertical-align: top; {lines} }} .n {{ text-align: right }}</style>{body}"""
HEADINGS = "<tr><th>Ref<th>Proposal<th class=n>2026/27<th class=n>2027/28</tr>"
RULED, UNRULED = "border: 1px solid black", ""


def pdf(body, lines=RULED):
    return print_html(PAGE.format(lines=lines, body=body))


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


PLAIN = """<style>@page {{ size: A4; margin: 2cm; @bottom-center {{ content: counter(page) }} }}
table {{ font: 8pt sans-serif; border-collapse: collapse; width: 100% }}
td {{ padding: 2pt 4pt; max-width: 3cm; vertical-align: {align} }} .n {{ text-align: right }}</style>{body}"""
YEARS = ["Ref", "Proposal", "2026/27 £000", "2027/28 £000", "Total £000"]


def plain(rows, align="top", above=""):
    """Return a PDF without lines, its headings at the left of their columns and its figures at the right."""
    cells = "".join(
        "<tr>"
        + "".join(
            f"<td class={'n' if cell.strip('()-').replace(',', '').isdigit() else 't'}>{cell}" for cell in row
        )
        for row in rows
    )
    return print_html(PLAIN.format(align=align, body=f"{above}<table>{cells}</table>"))


class TestATableWithoutLines:
    @pytest.mark.parametrize("align", ["top", "middle", "bottom"])
    def test_has_its_headings_beside_its_figures_and_its_wrapped_cells_whole(self, align):
        rows = [
            YEARS,
            ["A1", LONG, "40", "5", "45"],
            ["A2", "Bins", "50", "0", "50"],
            ["", LONG, "9", "9", "18"],
        ]
        assert texts(read(plain(rows, align), "a.pdf")) == rows

    def test_has_headings_over_the_figures_alone(self):
        rows = [
            ["", "2026/27", "2027/28"],
            ["", "£000", "£000"],
            ["Parks and open spaces", "", ""],
            ["Mow the verges less often", "40", "5"],
            ["Bins", "50", "0"],
        ]
        assert texts(read(plain(rows), "a.pdf")) == rows

    @pytest.mark.parametrize("group", ["Homes", "Housing", "Housing and homes", "Adult social care"])
    @pytest.mark.parametrize("title", ["Mow less", LONG, f"{LONG} {LONG}"])
    def test_has_the_name_of_a_group_that_reaches_to_the_titles_above_its_first_row(self, group, title):
        cells = [["HO1", title, "110", "20"], ["HO2", "Garage rents", "35", "-"], ["LI1", LONG, "(5)", "48"]]
        named = f'<tr><td colspan=4 style="max-width: none">{group}</td></tr>'
        rows = "".join(f"<tr>{''.join(f'<td>{cell}' for cell in row)}</tr>" for row in cells)
        heads = '<tr><td style="width: 9mm; max-width: none">Ref<td>Proposal<td>2026/27<td>2027/28</tr>'
        body = f"<style>td {{ padding: 2pt 1pt }}</style><table>{heads}{named}{rows}</table>"
        document = read(print_html(PLAIN.format(align="top", body=body)), "a.pdf")
        found = [[cell.replace("~", "") for cell in row] for row in texts(document)]
        assert found == [["Ref", "Proposal", "2026/27", "2027/28"], [group, "", "", ""], *cells]

    def test_has_a_reference_that_its_column_broke_whole(self):
        rows = [YEARS, ["ENV/<br>12", LONG, "40", "5", "45"], ["ENV/<br>13", "Bins", "50", "0", "50"]]
        rows += [["", "Total", "90", "5", "95"]]
        found = texts(read(plain(rows), "a.pdf"))
        assert [row[0] for row in found] == ["Ref", "ENV/12", "ENV/13", ""]

    def test_goes_on_over_the_page_with_a_group_below_its_first_rows(self):
        rows = "".join(f"<tr><td>A{n}<td>Bins {n}<td>50<td>0</tr>" for n in range(40))
        over = "<tr style='break-before: page'><td>B1<td>Parks<td>50<td>0</tr>"
        group = "<tr><td colspan=4>Environment and place</td></tr><tr><td>B2<td>Lamps<td>15<td>9</tr>"
        heads = "<tr><td style='width: 9mm; max-width: none'>Ref<td>Proposal<td>2026/27<td>2027/28</tr>"
        body = f"<table>{heads}{rows}{over}{group}</table>"
        document = read(print_html(PLAIN.format(align="top", body=body)), "a.pdf")
        assert [row[0] for row in texts(document)][-4:] == ["A39", "B1", "Environment and place", "B2"]

    def test_has_rows_as_close_as_lines_with_wider_gaps_between_groups(self):
        rows = [
            ["Ref", "Proposal", "2026/27 £000"],
            ["", "ADULTS", ""],
            ["A1", "Day centres", "120"],
            ["A2", "Respite", "60"],
            ["", "PLACE", ""],
            ["P1", "Verges", "15"],
            ["P2", "Lamps", "200"],
        ]
        spaced = [*rows[:4], ["&nbsp;", "", ""], *rows[4:]]
        close = plain(spaced, above="<style>td { padding: 0 4pt }</style>")
        assert texts(read(close, "a.pdf")) == rows

    def test_has_headings_of_several_lines_that_begin_at_different_heights(self):
        rows = [
            ["Ref", "Proposal", "Current budget in the year 2025/26 £000", "Saving £000", "Posts"],
            ["A1", "Bins", "1,250", "50", "2"],
            ["A2", "Parks", "900", "40", "1"],
            ["", "Total", "2,150", "90", "3"],
        ]
        assert texts(read(plain(rows, "middle"), "a.pdf")) == rows

    @pytest.mark.parametrize("count", range(52, 61))
    def test_goes_on_over_the_page_with_a_single_row(self, count):
        rows = [YEARS, *([f"A{n}", f"Bins {n}", "50", "0", "50"] for n in range(count))]
        assert texts(read(plain(rows), "a.pdf")) == rows

    @pytest.mark.parametrize("count", range(14, 20))
    def test_goes_on_over_the_page_within_a_row(self, count):
        rows = [YEARS, *([f"A{n}", f"{LONG} {LONG} {n}", "50", "0", "50"] for n in range(count))]
        assert texts(read(plain(rows, "top"), "a.pdf")) == rows

    def test_ends_where_a_line_of_words_and_other_headings_follow(self):
        first = [["Directorate", "2026/27 £000", "Total £000"], ["Place", "40", "40"], ["People", "50", "50"]]
        text = (
            "Directorate     2026/27 £000   Total £000\n"
            "Place                     40           40\n"
            "People                    50           50\n"
            "Detailed savings\n"
            "Ref   Directorate   Proposal     2026/27 £000   Total £000\n"
            "A1    Place         Mow less               40           40\n"
            "A2    People        Buy less               50           50\n"
        )
        document = read(text.encode(), "a.txt")
        grids = [block for block in document.blocks if isinstance(block, Grid)]
        assert [[cell.text for cell in row] for row in grids[0].rows] == first
        assert [cell.text for cell in grids[1].rows[1]] == ["A1", "Place", "Mow less", "40", "40"]


@pytest.mark.parametrize("angle", [90, -90])
@pytest.mark.parametrize("lines", [RULED, UNRULED])
def test_a_page_printed_along_its_side_is_turned(lines, angle):
    place = {90: "transform: rotate(90deg); left: 17cm", -90: "transform: rotate(-90deg); top: 17cm"}[angle]
    rows = (["AC01", "Mow", "40", "0"], ["AC02", "Bins", "50", "10"], ["", "Total", "90", "10"])
    side = f"<div style='position: absolute; width: 15cm; transform-origin: top left; {place}'>{table(*rows)}</div>"
    assert texts(read(pdf(side, lines), "a.pdf")) == [
        ["Ref", "Proposal", "2026/27", "2027/28"],
        *(list(row) for row in rows),
    ]


class TestColumnsThatStandCloseTogether:
    STYLE = "<style>table {{ width: auto; font: 7pt sans-serif }} td, th {{ padding: 1pt 2pt; {} }}</style>"

    def read(self, *rows, style=""):
        body = "".join(f"<tr>{''.join(f'<td>{cell}' for cell in row)}</tr>" for row in rows)
        return texts(read(pdf(f"{self.STYLE.format(style)}<table>{body}</table>", UNRULED), "a.pdf"))

    def test_are_parted_where_they_begin_at_one_place_in_several_rows(self):
        rows = [
            ["Ref", "Directorate", "Proposal", "2026/27"],
            ["E1", "Environment", "Tree works", "1,240"],
            ["E2", "Environment", "Pond nets", "1,115"],
        ]
        assert self.read(*rows) == rows

    def test_have_headings_that_are_parted_though_no_row_shows_it(self):
        rows = [
            ["Proposal", "Increase £", "Decrease £", "Further words"],
            ["Travel", "45", "", ""],
            ["Interest", "", "62", ""],
            ["Phones", "", "8", ""],
        ]
        assert self.read(*rows) == rows

    @pytest.mark.parametrize("figure", ["tbc", "nil", "£2.4m", "65,000"])
    def test_are_parted_at_what_stands_in_a_cell_by_itself(self, figure):
        rows = [
            ["Ref", "Proposal", "Saving", "From"],
            ["A1", "Fares", figure, "June"],
            ["A2", "Rents", "1,200", "July"],
        ]
        assert self.read(*rows, ["A3", "Fees", "900", "May"])[1] == ["A1", "Fares", figure, "June"]

    def test_are_none_in_a_paragraph(self):
        words = (
            "The saving of £1,200 is made in June and that of £900 in May, as the committee was told before. "
        )
        document = read(pdf(f"<p style='text-align: justify; width: 8cm'>{words * 6}</p>", UNRULED), "a.pdf")
        assert not any(isinstance(block, Grid) for block in document.blocks)
