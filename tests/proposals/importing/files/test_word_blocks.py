"""Word files as blocks: merged and nested tables, lists, and everything that a reader of the page would not see."""

import pytest

from proposals.importing.files.blocks import Grid, ItemList, Paragraph
from proposals.importing.understanding.figures import Shape, read_figure
from tests.support.source_files import read, reasons, run, saved, texts, with_parts, word, xml


def read_word(document):
    return read(saved(document), "a.docx")


def with_run(markup, text="40"):
    """The document as read whose one table has a run added before the text of its second cell."""
    document, table = word(["AC01", text])
    table.cell(0, 1).paragraphs[0]._p.insert(0, markup)
    return read_word(document)


@pytest.mark.parametrize(
    ("markup", "omission"),
    [
        (run("35", "<w:strike/>"), ("35", "struck through")),
        (run("35", "<w:dstrike/>"), ("35", "struck through")),
        (run("1", '<w:vertAlign w:val="superscript"/>'), ("1", "a raised note mark")),
        (run("35", "<w:vanish/>"), ("35", "hidden text")),
        (xml("<w:del><w:r><w:delText>35</w:delText></w:r></w:del>"), ("35", "a tracked deletion")),
        (
            xml("<w:moveFrom><w:r><w:t>35</w:t></w:r></w:moveFrom>"),
            ("35", "text that a tracked change moved away"),
        ),
        (
            xml(
                "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr>"
                "<w:sdtContent><w:r><w:t>Enter text</w:t></w:r></w:sdtContent></w:sdt>"
            ),
            ("Enter text", "Word's own prompt"),
        ),
        (xml("<w:r><w:object/></w:r>"), ("", "an inserted document")),
        (xml("<w:r><w:drawing/></w:r>"), ("", "a chart or drawing")),
        (
            xml("<w:r><w:instrText>DDEAUTO excel a</w:instrText></w:r>"),
            ("DDEAUTO excel a", "a field that fetches from elsewhere, which was not run"),
        ),
    ],
)
def test_what_is_not_seen_is_no_content_and_said_with_its_cell(markup, omission):
    document = with_run(markup)
    assert texts(document) == [["AC01", "40"]]
    assert reasons(document) == [omission]
    place = document.omissions[0].location
    assert (place.table, place.row, place.column) == (1, 1, 2)


@pytest.mark.parametrize("trait", ["hidden", "strike"])
@pytest.mark.parametrize("kind", ["character", "paragraph"])
def test_a_style_hides_or_strikes_through_as_a_run_does(trait, kind):
    document, table = word(["AC01", "40"])
    base = document.styles.add_style("Base", 2 if kind == "character" else 1)
    setattr(base.font, trait, True)
    derived = document.styles.add_style("Derived", 2 if kind == "character" else 1)
    derived.base_style = base
    paragraph = table.cell(0, 1).paragraphs[0] if kind == "character" else table.cell(0, 1).add_paragraph()
    added = paragraph.add_run("35")
    if kind == "character":
        added.style = derived
    else:
        paragraph.style = derived
    result = read_word(document)
    assert texts(result) == [["AC01", "40"]]
    assert reasons(result)[0][0] == "35"


def test_a_run_may_undo_what_its_style_hides():
    document, table = word(["AC01", "40"])
    style = document.styles.add_style("Hidden", 2)
    style.font.hidden = True
    added = table.cell(0, 1).paragraphs[0].add_run("0", style)
    added.font.hidden = False
    assert texts(read_word(document)) == [["AC01", "400"]]


@pytest.mark.parametrize("markup", ["<w:hidden/>", "<w:del/>"])
def test_hidden_and_deleted_rows_are_said(markup):
    document, table = word(["AC01", "40"], ["AC02", "50"])
    table.rows[0]._tr.get_or_add_trPr().append(xml(markup))
    result = read_word(document)
    assert texts(result) == [["AC02", "50"]]
    assert result.blocks[0].rows[0][0].location.row == 2
    assert "AC01" in result.omissions[0].text


def test_tracked_insertions_are_content():
    assert texts(with_run(xml("<w:ins><w:r><w:t>1</w:t></w:r></w:ins>"))) == [["AC01", "140"]]


def test_merged_cells_stand_once_with_their_span():
    document, table = word(["a", "b", "c"], ["d", "e", "f"])
    table.cell(0, 0).merge(table.cell(0, 1))
    table.cell(0, 2).merge(table.cell(1, 2))
    grid = read_word(document).blocks[0]
    assert [[cell.covered for cell in row] for row in grid.rows] == [
        [False, True, False],
        [False, False, True],
    ]
    assert (grid.rows[0][0].columns, grid.rows[0][2].rows) == (2, 2)


def test_a_table_that_only_places_another_is_no_table():
    document, outer = word([""])
    inner = outer.cell(0, 0).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "AC01", "40"
    assert texts(read_word(document)) == [["AC01", "40"]]


def test_a_table_within_a_cell_of_a_form_is_lines_of_that_cell():
    document, outer = word(["Costs", "as follows"], ["Risk", "Low"])
    inner = outer.cell(0, 1).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "Staff", "40"
    assert read_word(document).blocks[0].rows[0][1].lines == ("as follows", "Staff\t40")


def test_headings_lists_and_bold_paragraphs_are_told():
    document, _ = word(["a"])
    document.add_heading("Proposals", 2)
    document.add_paragraph("one", "List Bullet")
    document.add_paragraph("two", "List Bullet")
    document.add_paragraph("first", "List Number")
    document.add_paragraph().add_run("Adults").bold = True
    blocks = read_word(document).blocks
    assert isinstance(blocks[0], Grid)
    assert isinstance(blocks[1], Paragraph)
    assert (blocks[1].text, blocks[1].level) == ("Proposals", 2)
    assert isinstance(blocks[2], ItemList)
    assert blocks[2].items == ("one", "two", "1.\tfirst")
    assert isinstance(blocks[3], Paragraph)
    assert blocks[3].bold


def test_page_headers_and_inserted_documents_are_said():
    document, _ = word(["a"])
    document.sections[0].header.paragraphs[0].text = "Confidential draft"
    document.element.body.insert(0, xml("<w:altChunk/>"))
    found = reasons(read_word(document))
    assert ("Confidential draft", "the page header") in found
    assert ("", "an inserted document") in found


def test_a_footnote_is_said_at_the_cell_that_refers_to_it():
    document, table = word(["AC01", "40"])
    table.cell(0, 1).paragraphs[0].add_run()._r.append(xml('<w:footnoteReference w:id="7"/>'))
    notes = xml(
        '<w:footnotes><w:footnote w:id="7"><w:p><w:r><w:t>One-off</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    from lxml import etree

    content = with_parts(saved(document), {"word/footnotes.xml": lambda _: etree.tostring(notes)})
    result = read(content, "a.docx")
    assert texts(result) == [["AC01", "40"]]
    assert reasons(result) == [("One-off", "a footnote")]


def test_figures_that_overflow_their_column_are_told():
    document, _ = word(["AC01", "####"])
    assert read_figure(read_word(document).blocks[0].rows[0][1].text).shape is Shape.OVERFLOW
