"""Everything Word can hold a form in: lists, notes, tracked changes, boxes, merged and nested tables."""

import io
import time
import zipfile

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from proposals.importing.lines import UnreadableDocument
from tests.support.option_forms import LIBRARIES, add_rows, element, read_forms, saved, write_paragraphs
from tests.support.parsed_documents import lines_in

TEXT_BOX = """
<w:r {spaces} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
     xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">
  <mc:AlternateContent>
    <mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>
      <w:p><w:r><w:t>In the box</w:t></w:r></w:p></w:txbxContent></wps:txbx></w:drawing></mc:Choice>
    <mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>In the box</w:t></w:r></w:p></w:txbxContent></w:pict>
    </mc:Fallback>
  </mc:AlternateContent>
</w:r>"""
NOTES = """<w:{kind}s {spaces}><w:{kind} w:id="7"><w:p><w:r><w:t>The pooled fund</w:t></w:r></w:p>
<w:p><w:r><w:t>is shared.</w:t></w:r></w:p></w:{kind}></w:{kind}s>"""
SPACES = nsdecls("w")


@pytest.fixture
def document():
    return docx.Document()


def lines_of(document):
    return lines_in(saved(document), "form.docx")


def texts_of(document):
    return [line.text for line in lines_of(document).lines]


def add_notes(document, kind):
    blob = NOTES.format(kind=kind, spaces=SPACES).encode()
    part = Part(PackURI(f"/word/{kind}s.xml"), "application/xml", blob, document.part.package)
    document.part.relate_to(part, getattr(RELATIONSHIP_TYPE, f"{kind.upper()}S"))


def tracked(tag, text):
    text_tag = "w:delText" if tag == "w:del" else "w:t"
    return parse_xml(f"<{tag} {SPACES}><w:r><{text_tag}>{text}</{text_tag}></w:r></{tag}>")


class TestTables:
    def test_cells_come_row_by_row_with_their_place_and_column(self, document):
        add_rows(document, ("Gross budget 2026/27", "£4m"), ("Income 2026/27", "£1m"))
        assert [(line.text, line.place, line.column) for line in lines_of(document).lines] == [
            ("Gross budget 2026/27", "table 1, row 1", 0),
            ("£4m", "table 1, row 1", 1),
            ("Income 2026/27", "table 1, row 2", 0),
            ("£1m", "table 1, row 2", 1),
        ]

    def test_cells_merged_across_are_read_once_and_still_count_their_columns(self, document):
        table = add_rows(document, ("LIB001 – MOBILE LIBRARIES", "", ""), ("one", "two", "three"))
        table.cell(0, 0).merge(table.cell(0, 1))
        table.cell(0, 2).text = "beside"
        assert [(line.text, line.column) for line in lines_of(document).lines][:2] == [
            ("LIB001 – MOBILE LIBRARIES", 0),
            ("beside", 2),
        ]

    def test_cells_merged_downwards_are_read_once(self, document):
        table = add_rows(document, ("Service Name:", "Parks"), ("", "Lawns"))
        table.cell(0, 0).merge(table.cell(1, 0))
        assert texts_of(document) == ["Service Name:", "Parks", "Lawns"]

    def test_a_table_inside_a_cell_stands_where_it_is_with_tabs_between_its_cells(self, document):
        table = add_rows(document, ("Savings", ""), ("Risk", "Low"))
        cell = table.cell(0, 1)
        cell.paragraphs[0].add_run("before")
        add_rows(_narrow(cell), ("2027/28", "Total"), ("", "-0.1"))
        cell.add_paragraph("after")
        assert texts_of(document) == [
            "Savings",
            "before",
            "2027/28\tTotal",
            "\t-0.1",
            "after",
            "Risk",
            "Low",
        ]

    def test_a_table_that_only_places_another_gives_its_cells_row_by_row(self, document):
        cell = document.add_table(rows=1, cols=1).cell(0, 0)
        cell.paragraphs[0].add_run("before")
        add_rows(_narrow(cell), ("2027/28", "Total"), ("", "-0.1"))
        cell.add_paragraph("after")
        assert [(line.text, line.column) for line in lines_of(document).lines] == [
            ("before", None),
            ("2027/28", 0),
            ("Total", 1),
            ("-0.1", 1),
            ("after", None),
        ]

    def test_a_row_deleted_with_tracked_changes_is_not_read(self, document):
        table = add_rows(document, ("kept",), ("deleted",))
        table.rows[1]._tr.get_or_add_trPr().append(element("w:del"))
        assert texts_of(document) == ["kept"]

    def test_rows_and_cells_in_content_controls_are_read(self, document):
        table = add_rows(document, ("one", "two"))
        row = table.rows[0]._tr
        _wrap_in_control(row.tc_lst[1])
        _wrap_in_control(row)
        assert texts_of(document) == ["one", "two"]


class TestAFormInOneTable:
    """The whole form in a table of five columns, labels and values merged across them."""

    def row(self, table, *cells):
        added, column = table.add_row().cells, 0
        for text, width in cells:
            cell = added[column].merge(added[column + width - 1]) if width > 1 else added[column]
            cell.text = text
            column += width
        return cell

    def test_every_figure_stands_under_its_own_year(self, document):
        table = document.add_table(rows=0, cols=5)
        self.row(table, (LIBRARIES.reference, 1), (LIBRARIES.title, 4))
        for heading, value in LIBRARIES.values:
            self.row(table, (heading, 2), (value, 3))
        years = [(year, 1) for year in (*LIBRARIES.years, "Total")]
        self.row(table, ("Savings Target and Profiling (discrete year):", 5))
        self.row(table, ("", 1), *years)
        self.row(table, ("Saving £m", 1), *((amount, 1) for amount in LIBRARIES.savings))
        self.row(table, ("FTE implications:", 5))
        self.row(table, ("", 1), *years)
        self.row(table, ("", 1), *((change, 1) for change in LIBRARIES.fte))
        for heading, paragraphs in LIBRARIES.sections:
            write_paragraphs(self.row(table, (heading, 2), ("", 3)), paragraphs)
        (form,) = read_forms(lines_of(document)).forms
        assert (form.reference, form.title, form.service) == ("LIB001", "MOBILE LIBRARIES", "Library Service")
        assert list(form.discrete.values()) == [-120_000, -30_000, 0]
        assert [str(change) for change in form.fte.values()] == ["-2.00", "0.50", "0.00"]
        assert form.statements["actions_needed"] == "· Consult the parishes.\n· Draw up new timetables."


class TestParagraphs:
    def test_line_breaks_part_lines_and_only_the_first_opens(self, document):
        document.add_paragraph("one\ntwo")
        lines = lines_of(document).lines
        assert [(line.text, line.place, line.opens_cell) for line in lines] == [
            ("one", "paragraph 1", True),
            ("two", "paragraph 1", False),
        ]

    def test_text_in_several_runs_and_a_hyphen_that_does_not_break_is_one_text(self, document):
        paragraph = document.add_paragraph("twenty")
        paragraph.add_run()._r.append(element("w:noBreakHyphen"))
        paragraph.add_run("one")
        assert texts_of(document) == ["twenty-one"]

    def test_content_controls_are_read(self, document):
        _wrap_in_control(document.add_paragraph("chosen")._p)
        document.add_paragraph("after")
        assert texts_of(document) == ["chosen", "after"]

    def test_a_text_box_is_read_once_and_on_lines_of_its_own(self, document):
        document.add_paragraph("beside")._p.append(parse_xml(TEXT_BOX.format(spaces=SPACES)))
        assert texts_of(document) == ["beside", "In the box"]


class TestTrackedChanges:
    def test_insertions_are_read_and_deletions_are_not(self, document):
        paragraph = document.add_paragraph("-0.")
        paragraph._p.append(tracked("w:del", "400"))
        paragraph._p.append(tracked("w:ins", "500"))
        assert texts_of(document) == ["-0.500"]

    def test_text_moved_away_is_read_only_where_it_went(self, document):
        document.add_paragraph()._p.append(tracked("w:moveFrom", "moved"))
        document.add_paragraph()._p.append(tracked("w:moveTo", "moved"))
        assert texts_of(document) == ["moved"]

    def test_a_deleted_end_of_paragraph_joins_it_to_the_next(self, document):
        paragraph = document.add_paragraph("Impact upon ")
        mark = element("w:rPr")
        mark.append(element("w:del"))
        paragraph._p.get_or_add_pPr().append(mark)
        document.add_paragraph("service")
        assert texts_of(document) == ["Impact upon service"]

    def test_the_reader_says_that_there_are_tracked_changes(self, document):
        document.add_paragraph("x")._p.append(tracked("w:ins", "y"))
        assert "tracked changes" in str(lines_of(document).notes[0])


class TestNotes:
    @pytest.mark.parametrize("kind", ["footnote", "endnote"])
    def test_a_note_follows_its_paragraph_and_both_are_marked(self, document, kind):
        add_notes(document, kind)
        paragraph = document.add_paragraph("Net budget 2026/27")
        paragraph.add_run()._r.append(element(f"w:{kind}Reference", id="7"))
        assert texts_of(document) == ["Net budget 2026/27*", "*The pooled fund is shared."]


class TestWhatAPrintDoesNotShow:
    @pytest.mark.parametrize(
        ("trait", "said"), [("strike", "struck through"), ("hidden", "hidden text")], ids=["struck", "hidden"]
    )
    def test_is_no_text_of_a_form_and_is_said_with_its_place(self, document, trait, said):
        paragraph = add_rows(document, ("Gross budget 2026/27", "£4m")).cell(0, 1).paragraphs[0]
        setattr(paragraph.add_run(" £5m").font, trait, True)
        assert texts_of(document) == ["Gross budget 2026/27", "£4m"]
        (note,) = lines_of(document).notes
        assert (note.place, note.message) == ("table 1, row 1", f"{said} was not read: “£5m”.")


class TestLists:
    def test_bullets_are_drawn(self, document):
        document.add_paragraph("lawns", style="List Bullet")
        document.add_paragraph("deep", style="List Bullet 2")
        assert texts_of(document) == ["· lawns", "· deep"]

    def test_numbers_count_on_and_begin_anew_in_another_list(self, document):
        for text in ("one", "two"):
            document.add_paragraph(text, style="List Number")
        document.add_paragraph("other", style="List Number 2")
        document.add_paragraph("three", style="List Number")
        assert texts_of(document) == ["1.\tone", "2.\ttwo", "1.\tother", "3.\tthree"]

    def test_levels_letters_and_starts_are_drawn_as_word_does(self, document):
        _define_list(
            document, "77", [("decimal", "%1.", "3"), ("lowerLetter", "%2)", "1"), ("lowerRoman", "%3.", "4")]
        )
        for depth, text in ((0, "three"), (1, "a"), (1, "b"), (2, "four"), (0, "four"), (1, "again")):
            _put_in_list(document.add_paragraph(text), "77", depth)
        assert texts_of(document) == [
            "3.\tthree",
            "a)\ta",
            "b)\tb",
            "iv.\tfour",
            "4.\tfour",
            "a)\tagain",
        ]

    def test_a_typed_bullet_is_not_doubled(self, document):
        document.add_paragraph("• typed", style="List Bullet")
        assert texts_of(document) == ["• typed"]

    def test_a_paragraph_taken_out_of_its_list_has_no_mark(self, document):
        paragraph = document.add_paragraph("plain", style="List Number")
        _put_in_list(paragraph, "0", 0)
        assert texts_of(document) == ["plain"]


class TestBesideTheText:
    def test_headers_and_footers_are_named_as_not_read(self, document):
        document.sections[0].header.paragraphs[0].text = "Appendix C"
        document.sections[0].footer.paragraphs[0].text = "7"
        document.add_paragraph("body")
        assert texts_of(document) == ["body"]
        (note,) = lines_of(document).notes
        assert note.message == "the page header was not read: “Appendix C”."


def _narrow(cell):
    class Container:
        @staticmethod
        def add_table(rows, cols):
            return cell.add_table(rows, cols)

    return Container


def _wrap_in_control(wrapped):
    control, content = element("w:sdt"), element("w:sdtContent")
    wrapped.addprevious(control)
    control.append(content)
    content.append(wrapped)


def _define_list(document, number, levels):
    numbering = document.part.numbering_part.element
    abstract = element("w:abstractNum", abstractNumId=number)
    for depth, (number_format, text, start) in enumerate(levels):
        severity = element("w:lvl", ilvl=str(depth))
        severity.append(element("w:start", val=start))
        severity.append(element("w:numFmt", val=number_format))
        severity.append(element("w:lvlText", val=text))
        abstract.append(severity)
    numbering.insert(0, abstract)
    used = element("w:num", numId=number)
    used.append(element("w:abstractNumId", val=number))
    numbering.append(used)


def _put_in_list(paragraph, number, depth):
    properties = element("w:numPr")
    properties.append(element("w:ilvl", val=str(depth)))
    properties.append(element("w:numId", val=number))
    paragraph._p.get_or_add_pPr().append(properties)


def package(body, *, entity="", encoding="utf-8", **parts):
    """Return a Word file with `body` as it stands; `parts` replace others, such as word/styles.xml."""
    parts = {f"word/{name}.xml": content for name, content in parts.items()}
    whole = f"{entity}<w:document {SPACES}><w:body>{body}</w:body></w:document>"
    parts["word/document.xml"] = whole.encode(encoding)
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(saved(docx.Document()))) as source,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            target.writestr(name, parts.get(name, source.read(name)))
    return written.getvalue()


def read_package(content):
    began = time.process_time()
    try:
        return [line.text for line in lines_in(content, "form.docx").lines]
    finally:
        assert time.process_time() - began < 2


class TestHostileFiles:
    @pytest.mark.parametrize(
        ("body", "said"),
        [
            ("<w:p/>" * 4_000_000, "unpacks to 24 MB"),
            ("<w:p/>" * 300_001, "more than 300,000 elements"),
            ("<w:p><w:r>" + "<w:t>a</w:t>" * 300_001 + "</w:r></w:p>", "more than 300,000 elements"),
        ],
        ids=["size", "paragraphs", "texts"],
    )
    def test_more_than_a_document_holds_is_refused_before_it_is_parsed(self, body, said):
        with pytest.raises(UnreadableDocument, match=said):
            read_package(package(body))

    def test_other_parts_are_counted_as_well(self):
        styles = f"<w:styles {SPACES}>" + "<w:style/>" * 300_001 + "</w:styles>"
        with pytest.raises(UnreadableDocument, match="more than 300,000 elements"):
            read_package(package("<w:p/>", styles=styles))

    def test_a_paragraph_in_very_many_pieces_is_read(self):
        body = "<w:p><w:r>" + "<w:t>a</w:t>" * 90_000 + "</w:r></w:p>"
        assert read_package(package(body)) == ["a" * 90_000]

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
    def test_the_content_of_another_file_never_enters_the_text(self, tmp_path, encoding):
        secret = tmp_path / "secret.txt"
        secret.write_text("the secret")
        entity = (
            f'<?xml version="1.0" encoding="{encoding}"?>'
            f'<!DOCTYPE w:document [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
        )
        content = package("<w:p><w:r><w:t>It says &x;.</w:t></w:r></w:p>", entity=entity, encoding=encoding)
        with pytest.raises(UnreadableDocument, match="contains entities"):
            read_package(content)

    @pytest.mark.parametrize("code", ["D800", "0", "1B"])
    def test_a_symbol_that_no_database_takes_is_dropped(self, code):
        body = f'<w:p><w:r><w:t>Parks</w:t><w:sym w:font="x" w:char="{code}"/></w:r></w:p>'
        assert read_package(package(body)) == ["Parks"]

    def test_styles_based_on_one_another_in_a_circle(self):
        styles = "".join(
            f'<w:style w:type="paragraph" w:styleId="{one}"><w:name w:val="{one}"/>'
            f'<w:basedOn w:val="{other}"/></w:style>'
            for one, other in (("A", "B"), ("B", "A"))
        )
        body = '<w:p><w:pPr><w:pStyle w:val="A"/></w:pPr><w:r><w:t>Parks</w:t></w:r></w:p>'
        assert read_package(package(body, styles=f"<w:styles {SPACES}>{styles}</w:styles>")) == ["Parks"]

    @pytest.mark.parametrize("number_format", ["lowerLetter", "upperRoman"])
    def test_a_list_that_begins_at_a_million_millions(self, number_format):
        numbering = (
            f'<w:numbering {SPACES}><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0">'
            f'<w:start w:val="1000000000000"/><w:numFmt w:val="{number_format}"/><w:lvlText w:val="%1."/></w:lvl>'
            '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
        )
        body = (
            '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
            "<w:r><w:t>Parks</w:t></w:r></w:p>"
        )
        assert read_package(package(body, numbering=numbering)) == ["1000000000000.\tParks"]
