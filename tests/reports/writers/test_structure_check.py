from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from reports.documents.cover import Cover
from reports.styles import STYLES
from reports.writers.pdf import write_pdf
from tests.pdf_checks.structure import check_structure
from tests.support.appendix_examples import proposal, rich_proposal, round_of


@pytest.fixture(scope="module")
def document():
    return STYLES["option-pages"](round_of(proposal(), rich_proposal()), Cover())


@pytest.fixture(scope="module")
def pdf(document):
    return write_pdf(document)


@pytest.fixture
def broken(pdf, document):
    """A function that returns the findings after a step has damaged the PDF."""

    def findings_after(damage):
        with pikepdf.open(BytesIO(pdf)) as opened:
            damage(opened)
            written = BytesIO()
            opened.save(written)
        return check_structure(written.getvalue(), document)

    return findings_after


def elements(opened, role):
    return [
        value for value in opened.objects if isinstance(value, Dictionary) and value.get("/S") == Name(role)
    ]


def first_link(opened):
    return next(sheet.Annots[0] for sheet in opened.pages if "/Annots" in sheet)


def test_an_undamaged_pdf_has_no_findings(pdf, document):
    assert check_structure(pdf, document) == []


def test_missing_title(broken):
    def damage(opened):
        del opened.docinfo["/Title"]

    assert broken(damage) == ["The document has no title."]


def test_missing_language(broken):
    def damage(opened):
        del opened.Root.Lang

    assert broken(damage) == ["The document does not say its language."]


def test_not_marked_as_tagged(broken):
    def damage(opened):
        opened.Root.MarkInfo.Marked = False

    assert broken(damage) == ["The document is not tagged."]


def test_no_structure_at_all(broken):
    def damage(opened):
        del opened.Root.StructTreeRoot

    found = broken(damage)
    assert "The document is not tagged." in found
    assert "Page 1 has tagged content that the structure does not hold." in found


def test_file_name_in_the_window(broken):
    def damage(opened):
        del opened.Root.ViewerPreferences

    assert broken(damage) == ["The window would show the file's name instead of the title."]


def test_no_pdf_ua_identifier(broken):
    def damage(opened):
        del opened.Root.Metadata

    assert broken(damage) == ["The document does not identify itself as PDF/UA-1."]


def test_table_without_header_cells(broken):
    def damage(opened):
        table = elements(opened, "/Table")[0]
        for cell in elements(opened, "/TH"):
            if _stands_in(cell, table):
                cell.S = Name.TD

    assert broken(damage) == ["Table 1 has no header cells.", "Table 1 has 0 column headings instead of 7."]


def test_a_table_that_is_tagged_twice(broken):
    def damage(opened):
        table = elements(opened, "/Table")[0]
        half = opened.make_indirect(Dictionary(S=Name.Table, P=table.P, K=Array([table.K[0]])))
        table.P.K.append(half)

    assert "9 tables are tagged instead of 8." in broken(damage)


def test_headings_that_are_tagged_on_two_pages(broken):
    def damage(opened):
        head = elements(opened, "/THead")[0]
        head.K.append(head.K[0])

    assert "Table 1 has 14 column headings instead of 7." in broken(damage)


def test_content_is_looked_for_on_its_own_page(broken):
    def damage(opened):
        text = next(each for each in elements(opened, "/Span") if each.Pg.objgen == opened.pages[1].objgen)
        reference = Dictionary(Type=Name.MCR, MCID=text.K[0], Pg=text.Pg)
        text.K, text.Pg = Array([reference]), opened.pages[0].obj

    assert broken(damage) == []


def test_content_of_the_structure_that_is_on_another_page(broken):
    def damage(opened):
        on_second = [each for each in elements(opened, "/Span") if each.Pg.objgen == opened.pages[1].objgen]
        on_second[-1].Pg = opened.pages[0].obj
        on_second[-1].K = Array([9999])

    assert broken(damage) == [
        "Page 1 lacks content that the structure holds.",
        "Page 2 has tagged content that the structure does not hold.",
    ]


def test_header_cell_without_scope(broken):
    def damage(opened):
        del elements(opened, "/TH")[0].A["/Scope"]

    assert broken(damage) == ["A header cell of table 1 does not say what it heads."]


def test_skipped_heading_level(broken):
    def damage(opened):
        for heading in elements(opened, "/H2"):
            heading.S = Name.H4

    found = broken(damage)
    assert "A heading of level 4 follows one of level 1." in found


def test_second_title(broken):
    def damage(opened):
        elements(opened, "/H2")[0].S = Name.H1

    assert "The document has 2 headings of level 1 instead of one." in broken(damage)


def test_no_bookmarks(broken):
    def damage(opened):
        del opened.Root.Outlines

    assert broken(damage) == ["The document has no bookmarks."]


def test_a_bookmark_too_few(broken):
    def damage(opened):
        with opened.open_outline() as outline:
            del outline.root[0].children[-1].children[-1]

    (finding,) = broken(damage)
    assert finding == "The document has 11 bookmarks for 12 headings."


def test_bookmarks_nested_otherwise_than_the_headings(broken):
    def damage(opened):
        with opened.open_outline() as outline:
            outline.root.append(outline.root[0].children.pop())

    assert broken(damage) == ["The bookmarks are not nested as the headings are."]


def test_a_list_of_bookmarks_that_no_window_shows(broken):
    def damage(opened):
        with opened.open_outline() as outline:
            added = [pikepdf.OutlineItem(f"Entry {number}") for number in range(31)]
            outline.root[0].children[-1].children.extend(added)

    assert broken(damage)[-1] == "A list of 35 bookmarks is not divided into groups."


@pytest.mark.parametrize(
    "content", [b"BT /F 9 Tf (x) Tj ET", b"0 0 9 9 re f", b"/Span BMC 0 0 m 9 9 l S EMC"]
)
def test_untagged_content(broken, content):
    def damage(opened):
        opened.pages[1].contents_add(content)

    assert broken(damage) == ["Page 2 has content that is neither tagged nor an artifact."]


def test_artifacts_and_clipping_are_no_content(broken):
    def damage(opened):
        opened.pages[1].contents_add(b"q 0 0 9 9 re W n /Artifact BMC 0 0 9 9 re f EMC Q")

    assert broken(damage) == []


def test_tagged_content_outside_the_structure(broken):
    def damage(opened):
        opened.pages[1].contents_add(b"/P <</MCID 9999>> BDC 0 0 9 9 re f EMC")

    assert broken(damage) == ["Page 2 has tagged content that the structure does not hold."]


def test_font_that_is_not_embedded(broken):
    def damage(opened):
        for value in opened.objects:
            if isinstance(value, Dictionary) and value.get("/Type") == "/FontDescriptor":
                del value["/FontFile2"]

    found = broken(damage)
    assert len(found) == 2
    assert all(finding.endswith("is not embedded.") for finding in found)


def test_link_without_words(broken):
    def damage(opened):
        del first_link(opened).Contents

    assert broken(damage) == ["A link on page 1 does not say where it leads."]


def test_untagged_link(broken):
    def damage(opened):
        del first_link(opened).StructParent

    assert broken(damage) == ["A link on page 1 is not tagged."]


def test_figure_without_text_alternative(broken):
    def damage(opened):
        figure = opened.make_indirect(Dictionary(S=Name.Figure, K=Array()))
        opened.Root.StructTreeRoot.K[0].K.append(figure)

    assert broken(damage) == ["A figure has no text alternative."]


def _stands_in(element, ancestor):
    while "/P" in element:
        element = element.P
        if element.objgen == ancestor.objgen:
            return True
    return False
