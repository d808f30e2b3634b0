"""The Word file of an appendix, read back with python-docx and as the XML it is."""

import datetime
import io
import re
import zipfile
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser

import docx
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from docx.oxml.ns import qn
from lxml import etree

from proposals.demo.rounds import load_round
from proposals.importing.files.word_styles import ListMarks, Styles
from proposals.models.records import round_record
from reports.documents.cover import Cover
from reports.documents.document import (
    BulletList,
    Cell,
    Column,
    Contents,
    Document,
    Figure,
    Form,
    FormRow,
    Heading,
    Note,
    NumberedItem,
    NumberedList,
    PageBreak,
    Paragraph,
    Row,
    Table,
)
from reports.styles import STYLES
from reports.writers.html import write_html_body
from reports.writers.word import write_word
from reports.writers.word.tables import column_widths
from services.models import ChangeRecord
from tests.support.appendix_examples import proposal, rich_proposal, round_of
from tests.support.edition_examples import appendix_file

HOSTILE = (
    "</w:t><w:fldSimple w:instr=\"DATE\"/> { TOC } & <b> \x00\x0b\x1f\ud800\ufffe ]]> =cmd|' /C calc'!A0"
)
TABLE = Table(
    "Savings by portfolio",
    (Column("Reference"), Column("Proposal"), Column("2018/19", "£000", "number")),
    (
        Row("group", Cell("Adults")),
        Row("item", Cell("AD1", "option-ad1"), (Cell("Day care"), Cell("-83.5"))),
        Row("subtotal", Cell("Subtotal, Adults"), (Cell("-83.5"),), header_span=2),
        Row("total", Cell("Total of 1 proposal"), (Cell("-83.5"),), header_span=2),
    ),
    footnotes=("Rounded.", "Before inflation."),
)


def a_document(*blocks, **cover):
    said = {"appendix": "A", "date": datetime.date(2027, 1, 14), **cover}
    return Document("Northmoor County Council", "Budget 2018/19", Cover(**said), blocks)


def opened(document):
    return docx.Document(io.BytesIO(write_word(document)))


def parts(document):
    with zipfile.ZipFile(io.BytesIO(write_word(document))) as package:
        return {name: package.read(name) for name in package.namelist()}


def body(document):
    return etree.fromstring(parts(document)["word/document.xml"])


def found(tree, *names):
    return [item for name in names for item in tree.iter(qn(name))]


def value(item, name="w:val"):
    return item.get(qn(name))


def styles_of(word):
    return [(paragraph.style.name, paragraph.text) for paragraph in word.paragraphs]


class Texts(HTMLParser):
    """The words of a page in their order, apart from the titles of drawings."""

    def __init__(self, page):
        super().__init__()
        self.texts = []
        self.feed(page)

    def handle_data(self, data):
        self.texts.append(data)


def words_of_the_twin(document):
    return " ".join(Texts(write_html_body(document)).texts).split()


def words_of_the_file(document):
    """Every word of the body in order, with the numbers that Word draws before the items of lists."""
    word = opened(document)
    marks = ListMarks(Styles(word.styles.element), word.part.numbering_part.element)
    words = []
    for paragraph in word.element.body.iter(qn("w:p")):
        mark = marks.mark_of(paragraph).strip()
        words += [mark] if mark != "·" else []
        words += [text.text for text in paragraph.iter(qn("w:t"))]
    return " ".join(words).split()


# Every kind of block


def test_headings_are_words_own_and_the_title_is_the_title():
    document = a_document(Heading(2, "Summary"), Heading(3, "Adults"), Heading(4, "Day care"))
    assert [pair for pair in styles_of(opened(document)) if pair[0].startswith(("Heading", "Title"))] == [
        ("Title", "Savings proposals"),
        ("Heading 1", "Summary"),
        ("Heading 2", "Adults"),
        ("Heading 3", "Day care"),
    ]


def test_contents_are_a_field_with_its_entries_in_it():
    listed = Heading(2, "Day care", anchor="option-ad1", in_contents=True)
    document = a_document(Contents(), listed, Heading(2, "Not listed"), Heading(3, "Impact"))
    tree = body(document)
    instructions = [item.text.strip() for item in found(tree, "w:instrText")]
    assert instructions[0] == 'TOC \\o "1-1" \\h \\z'
    assert re.fullmatch(r"PAGEREF a_option_ad1_0 \\h", instructions[1])
    assert ("toc 1", "Day care\t") in styles_of(opened(document))
    # A heading that the contents leave out has a style that Word does not list.
    assert ("Heading 1 Unlisted", "Not listed") in styles_of(opened(document))
    assert ("Heading 2", "Impact") in styles_of(opened(document))
    assert b"updateFields" in parts(document)["word/settings.xml"]


def test_fields_begin_and_end_as_often():
    document = a_document(Contents(), Heading(2, "A", "a", True), Heading(2, "B", "b", True))
    kinds = [value(item, "w:fldCharType") for item in found(body(document), "w:fldChar")]
    assert [kinds.count(kind) for kind in ("begin", "separate", "end")] == [3, 3, 3]


def test_contents_of_nothing_hold_no_field():
    assert not found(body(a_document(Contents(), Heading(2, "A"))), "w:fldChar")


@pytest.mark.parametrize(
    "numbers",
    [
        ("3.", "4.", "5."),
        ("b)", "c)"),
        ("h)", "i)", "j)"),
        ("i)", "ii)", "iii)"),
        ("(IV)", "(V)"),
        ("1.", "2.", "1.", "2."),
        ("1.1", "1.2", "x.9.y"),
        ("01.", "02."),
        ("100%1", "2"),
        ("n" * 31, "1"),
        ("aaa)", "bbb)"),
    ],
)
def test_numbers_are_counted_by_word_and_print_as_they_were(numbers):
    items = tuple(NumberedItem(number, "Recruit") for number in numbers)
    assert words_of_the_file(a_document(NumberedList(items), NumberedList(items)))[-4 * len(numbers) :] == [
        word for number in (*numbers, *numbers) for word in (number, "Recruit")
    ]


def test_bullets_and_numbers_are_real_lists():
    document = a_document(
        BulletList(("first", "second")), NumberedList((NumberedItem("1.", "one"), NumberedItem("2.", "two")))
    )
    lists = [value(item.find(qn("w:numId"))) for item in found(body(document), "w:numPr")]
    assert lists == ["1", "1", "2", "2"]


def test_a_tables_head_is_repeated_and_its_rows_are_kept_whole():
    (table,) = opened(a_document(Heading(2, "Day care", "option-ad1"), TABLE)).tables
    rows = found(table._tbl, "w:tr")
    assert len(rows) == 5
    assert [bool(found(row, "w:tblHeader")) for row in rows] == [True, False, False, False, False]
    assert "2018/19 (£000)" in rows[0].xpath("string()")
    assert all(found(row, "w:cantSplit") for row in rows)
    assert value(found(table._tbl, "w:tblCaption")[0]) == "Savings by portfolio"
    assert value(found(table._tbl, "w:tblLook")[0], "w:firstRow") == "1"


def test_the_kind_of_a_row_is_told_by_its_style():
    (table,) = opened(a_document(TABLE)).tables
    kinds = [row.cells[0].paragraphs[0].style.name for row in table.rows]
    assert kinds == [
        "Table Heading",
        "Table Group",
        "Table Text",
        "Table Subtotal",
        "Table Total",
    ]


def test_figures_stand_at_the_right():
    (table,) = opened(a_document(TABLE)).tables
    assert [found(row.cells[2]._tc, "w:jc") != [] for row in table.rows] == [
        True,
        False,
        True,
        True,
        True,
    ]


def test_a_row_with_a_long_text_may_go_on_over_the_page():
    long = Table("", (Column("A"), Column("B")), (Row("item", Cell("a"), (Cell("x" * 501),)),))
    (table,) = opened(a_document(long)).tables
    assert [bool(found(row, "w:cantSplit")) for row in found(table._tbl, "w:tr")] == [True, False]


def test_caption_and_footnotes_carry_the_marks():
    written = styles_of(opened(a_document(TABLE)))
    assert ("Caption", "Savings by portfolio*†") in written
    assert ("Table Footnote", "† Before inflation.") in written


def test_a_form_heads_its_rows_and_marks_its_footnotes():
    form = Form("Budget", (FormRow("Gross", "£2.000m"), FormRow("Net", "£1.000m", "Pooled.")))
    word = opened(a_document(form))
    (table,) = word.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Gross", "£2.000m"],
        ["Net*", "£1.000m"],
    ]
    assert value(found(table._tbl, "w:tblLook")[0], "w:firstColumn") == "1"
    assert table.rows[0].cells[0].paragraphs[0].style.name == "Table Label"
    assert ("Table Footnote", "* Pooled.") in styles_of(word)


def test_a_cell_leads_to_its_heading_and_only_to_one_that_is_there():
    long = "option-" + "a" * 60
    anchors = ("option-ad1", f"{long}-1", f"{long}-2")
    rows = tuple(Row("item", Cell(anchor[-5:], anchor)) for anchor in (*anchors, "nowhere"))
    headings = (Heading(2, anchor, anchor) for anchor in anchors)
    tree = body(a_document(Table("Options", (Column("Reference"),), rows), *headings))
    targets = [value(link, "w:anchor") for link in found(tree, "w:hyperlink")]
    names = [value(start, "w:name") for start in found(tree, "w:bookmarkStart")]
    assert targets == names
    assert len(set(names)) == 3
    assert all(re.fullmatch(r"[a-z]\w{0,39}", name) for name in names)


def test_a_note_and_a_cell_of_several_paragraphs_keep_their_shape():
    blocks = (Paragraph("Said first."), BulletList(("a point",)), NumberedList((NumberedItem("2.", "next"),)))
    table = Table("Impact", (Column("Impact"),), (Row("item", None, (Cell("all", blocks=blocks),)),))
    word = opened(a_document(Note("About these figures", ("First.", "Second.")), table))
    assert styles_of(word)[-5:-2] == [
        ("Note Title", "About these figures"),
        ("Note Text", "First."),
        ("Note Text", "Second."),
    ]
    cell = word.tables[0].rows[1].cells[0]
    assert [(item.style.name, item.text) for item in cell.paragraphs] == [
        ("Table Text", "Said first."),
        ("Table Bullet", "a point"),
        ("Table Number", "next"),
    ]


def test_a_figure_carries_its_alternative_and_its_drawing():
    svg = "<svg viewBox='0 0 200 100'><path/></svg>"
    document = a_document(Figure(svg, "Savings rise from 1 to 2.", "By year"))
    (named,) = found(body(document), "wp:docPr")
    assert named.get("descr") == "Savings rise from 1 to 2."
    (extent,) = found(body(document), "wp:extent")
    assert int(extent.get("cx")) == 2 * int(extent.get("cy"))
    assert parts(document)["word/media/drawing1.svg"].startswith(b'<svg xmlns="http://www.w3.org/2000/svg"')
    assert ("Caption", "By year") in styles_of(opened(document))


def test_pages_lie_as_the_breaks_say():
    document = a_document(
        PageBreak(),
        Paragraph("upright"),
        PageBreak("landscape"),
        TABLE,
        PageBreak("landscape"),
        TABLE,
        PageBreak(),
        Heading(2, "upright again"),
    )
    word = opened(document)
    assert [section.orientation for section in word.sections] == [0, 1, 0]
    assert not word.sections[0].different_first_page_header_footer
    # The second table has a page of its own after the first.
    assert len(found(body(document), "w:pageBreakBefore")) == 1


def test_the_first_text_follows_the_title_unless_a_cover_is_chosen():
    own_page = a_document(Paragraph("upright"), on_own_page=True)
    assert len(found(body(own_page), "w:pageBreakBefore")) == 1
    assert opened(own_page).sections[0].different_first_page_header_footer
    lying = opened(a_document(PageBreak("landscape"), TABLE))
    assert [section.orientation for section in lying.sections] == [1]


def test_two_tables_stay_two():
    table = replace(TABLE, caption="", footnotes=())
    assert len(opened(a_document(table, table)).tables) == 2
    tags = [item.tag.rpartition("}")[2] for item in body(a_document(table, table))[0]]
    assert tags[-5:] == ["tbl", "p", "tbl", "p", "sectPr"]


@pytest.mark.parametrize("longest", [0, 1, 40, 8_000])
def test_columns_fill_the_page_whatever_stands_in_them(longest):
    columns = (Column("A"), *(Column(f"Column {number}") for number in range(11)), Column("£", "", "number"))
    row = Row("item", Cell("w" * longest), tuple(Cell("x " * longest) for _ in range(12)))
    for widths in (column_widths(Table("", columns, (row,)), 9638), column_widths(TABLE, 14570)):
        assert sum(widths) in {9638, 14570}
        assert min(widths) > 250


# The file as a whole


def test_every_page_is_headed_and_numbered():
    document = a_document(Paragraph("Text"))
    word = opened(document)
    assert word.sections[0].header.paragraphs[0].text == "Appendix A – Savings proposals"
    footer = parts(document)["word/footer.xml"].decode()
    assert re.findall(r"<w:instrText[^>]*> (\w+) <", footer) == ["PAGE", "NUMPAGES"]
    assert word.sections[0].first_page_footer.paragraphs[0].text == ""


def test_a_draft_says_so_on_every_page_and_no_other_does():
    held = parts(a_document(Paragraph("Text"), draft=True))
    assert b'string="DRAFT"' in held["word/header.xml"]
    assert b'string="DRAFT"' in held["word/header-cover.xml"]
    assert b"Draft \xe2\x80\x93 Appendix A" in held["word/header.xml"]
    plain = parts(a_document(Paragraph("Text")))
    del plain["word/styles.xml"]
    assert not [name for name, content in plain.items() if b"draft" in content.lower()]


def test_properties_say_what_it_is_and_nobody_who_made_it():
    document = a_document(Paragraph("Text"))
    properties = opened(document).core_properties
    assert properties.title == "Appendix A – Savings proposals – Budget 2018/19"
    assert properties.author == "Northmoor County Council"
    assert properties.language == "en-GB"
    assert properties.created == datetime.datetime(2027, 1, 14, tzinfo=datetime.UTC)
    assert properties.last_modified_by == ""
    assert b'<w:lang w:val="en-GB"' in parts(document)["word/styles.xml"]


def test_the_same_document_gives_the_same_bytes():
    document = a_document(TABLE, date=None)
    first = write_word(document)
    assert first == write_word(document)
    with zipfile.ZipFile(io.BytesIO(first)) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert b"created" not in parts(document)["docProps/core.xml"]


def test_no_text_becomes_a_field_or_an_element():
    text = HOSTILE
    document = Document(
        text,
        text,
        Cover(title=text, meeting=text, appendix="A"),
        (
            Heading(2, text, "a"),
            Paragraph(text),
            BulletList((text,)),
            NumberedList((NumberedItem(text, text),)),
            Form(text, (FormRow(text, text, text),)),
            Table(text, (Column(text, text),), (Row("item", Cell(text)),), (text,)),
            Note(text, (text,)),
        ),
        selection=text,
    )
    tree = body(document)
    assert not found(tree, "w:fldSimple", "w:instrText")
    shown = "".join(item.text or "" for item in found(tree, "w:t"))
    assert shown.count("</w:t><w:fldSimple w:instr=\"DATE\"/> { TOC } & <b>  ]]> =cmd|' /C calc'!A0") == 21
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe]", shown)


def test_a_text_of_8_000_letters_comes_out_whole():
    text = "x" * 8_000
    assert opened(a_document(Paragraph(text))).paragraphs[-1].text == text


def test_lines_and_tabs_within_a_text_stay():
    assert opened(a_document(Paragraph("one\ttwo\r\nthree"))).paragraphs[-1].text == "one\ttwo\nthree"


@pytest.mark.parametrize("style", list(STYLES))
def test_every_part_is_well_formed_and_its_relations_lead_somewhere(style):
    held = parts(STYLES[style](round_of(proposal(), rich_proposal()), Cover(draft=True)))
    for name, content in held.items():
        if name.endswith((".xml", ".rels")):
            etree.fromstring(content)
    for relation in etree.fromstring(held["word/_rels/document.xml.rels"]):
        assert f"word/{relation.get('Target')}" in held
    identifiers = set(re.findall(rb'w:styleId="(\w+)"', held["word/styles.xml"]))
    used = set(re.findall(rb'<w:(?:p|r|tbl)Style w:val="(\w+)"', held["word/document.xml"]))
    assert used <= identifiers


@pytest.mark.parametrize("style", list(STYLES))
def test_says_what_the_page_says_in_the_same_order(style):
    document = STYLES[style](round_of(proposal(), rich_proposal()), Cover(appendix="A", draft=True))
    assert words_of_the_file(document) == words_of_the_twin(document)


@pytest.mark.django_db
@pytest.mark.one_database
class TestTheDemonstrationRound:
    @pytest.fixture(autouse=True)
    def shown(self, settings):
        shown, _is_new = load_round(settings.BASE_DIR / "fixtures" / "demo_round.json")
        return shown

    @pytest.mark.parametrize("style", list(STYLES))
    def test_is_told_in_the_words_of_the_page(self, shown, style):
        record = round_record(shown, shown.proposals.all())
        document = STYLES[style](record, Cover(appendix="A"))
        assert words_of_the_file(document) == words_of_the_twin(document)

    @pytest.mark.parametrize("form", ["docx", "xlsx"])
    def test_is_written_by_the_command_and_put_on_the_record(self, shown, form, tmp_path):
        output = tmp_path / f"appendix.{form}"
        asked = ("--council", "northmoor", "--round", shown.name, "-o", str(output), f"--{form}")
        call_command("render_appendix", "option-pages", *asked, stdout=io.StringIO())
        assert zipfile.is_zipfile(output)
        event = ChangeRecord.objects.get(action="exported")
        assert event.after["format"] == f"appendix {form}"
        assert event.after["sha256"] == sha256(output.read_bytes()).hexdigest()

    def test_is_written_in_one_form_at_a_time(self, shown, tmp_path):
        asked = ("--council", "northmoor", "--round", shown.name, "-o", str(tmp_path / "a"))
        with pytest.raises(CommandError, match="not allowed with argument"):
            call_command("render_appendix", "option-pages", *asked, "--html", "--docx")
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize("form", ["docx", "xlsx"])
    def test_is_downloaded_from_its_page(self, shown, form, client, committee_clerk):
        client.force_login(committee_clerk)
        asked = {"round": shown.pk, "cover-title": "Savings", "cover-style": "option-pages"}
        page = client.get(reverse("reports:page"), asked).content.decode()
        address = reverse(f"reports:{form}")
        assert f'href="{address}?round={shown.pk}' in page
        answer = appendix_file(client, form, **asked)
        assert answer.status_code == 200
        assert answer["Content-Disposition"].endswith(f'-appendix.{form}"')
        assert zipfile.is_zipfile(io.BytesIO(answer.content))
        event = ChangeRecord.objects.filter(action="exported").latest("pk")
        assert event.after["format"] == f"appendix {form}"
        assert event.after["sha256"] == sha256(answer.content).hexdigest()
