from dataclasses import replace
from html.parser import HTMLParser

import pytest

from councilsavings.charts import Point, Series, bar_chart
from reports.documents.cover import Cover
from reports.documents.document import (
    Cell,
    Column,
    Document,
    Figure,
    Form,
    FormRow,
    PageBreak,
    Paragraph,
    Row,
    Table,
)
from reports.styles import STYLES
from reports.writers.html import write_html_blocks, write_html_body, write_html_page
from tests.support.appendix_examples import proposal, rich_proposal, round_of


class Elements(HTMLParser):
    """Every start tag with its attributes, in order."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def all(self, *names):
        return [attributes for tag, attributes in self.found if tag in names]


@pytest.fixture(scope="module")
def document():
    return STYLES["option-pages"](round_of(proposal(), rich_proposal()), Cover(appendix="A", draft=True))


@pytest.fixture(scope="module")
def elements(document):
    return Elements(write_html_body(document))


def test_there_is_one_first_heading_and_no_level_is_skipped(elements):
    levels = [int(tag[1]) for tag, _ in elements.found if tag in {"h1", "h2", "h3", "h4"}]
    assert levels.count(1) == 1
    assert all(level <= before + 1 for before, level in zip([0, *levels], levels, strict=False))


def test_every_header_cell_says_what_it_heads(elements):
    scopes = {attributes.get("scope") for attributes in elements.all("th")}
    assert scopes == {"col", "row", "rowgroup"}


def test_every_link_leads_to_an_element_and_no_id_occurs_twice(elements):
    ids = [attributes["id"] for _, attributes in elements.found if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {attributes["href"].removeprefix("#") for attributes in elements.all("a")} <= set(ids)


def test_no_element_would_fetch_anything(document):
    found = Elements(write_html_page(document))
    assert not found.all("img", "link", "script", "style", "iframe", "object")


def test_text_is_escaped_wherever_it_stands(document):
    body = write_html_body(document)
    assert "<img" not in body
    assert "&lt;img src=&quot;file:///etc/passwd&quot;&gt;" in body
    assert "Placements &amp; &lt;fostering&gt;" in body


def test_a_form_of_more_lines_than_a_page_of_large_print_may_go_on_over_the_page():
    seventeen = (FormRow("Saving", "£1m"),) * 17
    one_line, two_lines = FormRow("How", "x" * 30), FormRow("How", "x" * 31)
    assert 'class="appendix-form"' in write_html_blocks([Form("Saving", (*seventeen, one_line))])
    assert "appendix-form--long" in write_html_blocks([Form("Saving", (*seventeen, two_lines))])


def test_page_has_language_title_and_author(document):
    page = write_html_page(document)
    assert page.startswith('<!DOCTYPE html>\n<html lang="en-GB">')
    assert "<title>Appendix A – Savings proposals – Budget 2018/19 to 2020/21</title>" in page
    assert '<meta name="author" content="Northmoor County Council"/>' in page


def test_lists_keep_the_numbers_that_were_printed(document):
    assert '<span class="appendix-numbered__number">3.</span> Recruit' in write_html_body(document)


def test_footnotes_are_marked_where_they_belong():
    rows = (FormRow("Gross", "£1"), FormRow("Net", "£2", "pooled"), FormRow("Year", "2018/19", "first"))
    written = write_html_blocks([Form("Budget", rows)])
    assert 'scope="row">Net*<' in written
    assert 'scope="row">Year†<' in written
    assert "* pooled</p>" in written
    assert "† first</p>" in written


def test_a_tables_footnote_is_marked_at_its_caption():
    table = Table("FTE", (Column("Year"),), (Row("item", Cell("2018/19")),), footnotes=("Vacant posts.",))
    written = write_html_blocks([table])
    assert "<caption>FTE*</caption>" in written
    assert "* Vacant posts.</p>" in written


def test_an_empty_heading_is_no_header_cell():
    written = write_html_blocks([Table("", (Column(""), Column("Posts")), ())])
    assert '<thead><tr><td class="appendix-column--' in written
    assert "></td><th" in written
    assert "<caption" not in written


def test_a_figure_carries_its_text_alternative():
    written = write_html_blocks([Figure("<svg viewBox='0 0 1 1'><path/></svg>", "Savings rise", "By year")])
    assert "<svg viewBox='0 0 1 1'><title>Savings rise</title><path/></svg>" in written
    assert "<figcaption>By year</figcaption>" in written


def test_control_characters_are_shown_as_boxes():
    assert write_html_blocks([Paragraph("a\x00b\x1fc")]) == "<p>a□b□c</p>"


def test_draft_is_said_in_words(document):
    assert ">Draft</p>" in write_html_body(document)
    plain = Document("Northmoor", "Budget", Cover(), ())
    assert "Draft" not in write_html_body(plain)


def test_a_chart_is_named_once_by_what_it_says_in_words():
    chart = bar_chart(
        "Saving", [Series("Saving", (Point("Adults", 400, "£400"),))], alternative="In all £400."
    )
    written = write_html_blocks([Figure(chart.svg, chart.alternative)])
    assert written.count("<title>") == 1
    assert "<title>In all £400. Adults: £400.</title>" in written
    assert "<desc>" not in written


class TestSideBySide:
    FORM = Form("Budget", (FormRow("Service", "Libraries"), FormRow("Net", "£1m")))
    FIGURES = Table(
        "Savings",
        (Column("Year"), *(Column(f"20{year}", align="number") for year in (27, 28, 29))),
        (Row("item", Cell("Saving"), tuple(Cell("-1.000") for _ in range(3))),),
    )

    def test_a_short_form_stands_beside_the_tables_of_figures_after_it(self):
        written = write_html_blocks([self.FORM, self.FIGURES, self.FIGURES, Paragraph("Text")])
        together, _, rest = written.partition("</div></div><p>")
        assert together.startswith('<div class="appendix-beside"><div><table class="appendix-form">')
        assert together.count("<table") == 3
        assert rest == "Text</p>"

    @pytest.mark.parametrize("value", ["x" * 61, "word " * 13])
    def test_a_form_with_a_long_text_stands_alone(self, value):
        form = Form("Budget", (FormRow("Service", value),))
        assert "appendix-beside" not in write_html_blocks([form, self.FIGURES])

    def test_a_table_that_would_not_fit_stands_below(self):
        columns = (
            Column("Year"),
            *(Column(f"20{year}/{year + 1}", align="number") for year in range(27, 34)),
        )
        wide = Table(
            "Savings", columns, (Row("item", Cell("Saving"), tuple(Cell("-134.272") for _ in columns[1:])),)
        )
        assert "appendix-beside" not in write_html_blocks([self.FORM, wide])

    def test_a_table_of_words_and_another_text_stand_below(self):
        words = Table("Views", (Column("Who"), Column("View")), (Row("item", Cell("Ash"), (Cell("For"),)),))
        assert "appendix-beside" not in write_html_blocks([self.FORM, words, self.FIGURES])
        assert "appendix-beside" not in write_html_blocks([self.FORM, Paragraph("Text"), self.FIGURES])


def test_a_heading_cell_says_the_unit_so_that_no_row_of_units_is_there():
    written = write_html_blocks([Table("", (Column("Year"), Column("Saving", "£m", "number")), ())])
    assert ">Saving (£m)</th>" in written
    assert written.count("<tr") == 1


def test_the_cover_is_the_head_of_the_first_page_unless_it_has_one_of_its_own():
    plain = Document("Northmoor", "Budget", Cover(), (PageBreak("landscape"), Paragraph("Text")))
    assert '<header class="appendix-cover appendix-section--landscape">' in write_html_body(plain)
    own_page = replace(plain, cover=Cover(on_own_page=True))
    assert '<header class="appendix-cover appendix-cover--page">' in write_html_body(own_page)
