"""Any document as HTML: the body for the site's own page (the web twin), and the page printed to PDF."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC
from functools import singledispatch
from math import ceil
from textwrap import shorten

from django.utils.safestring import SafeString

from reports.documents.document import (
    Block,
    BulletList,
    Cell,
    Column,
    Contents,
    Document,
    Figure,
    Form,
    FormRow,
    Heading,
    MarkedParagraph,
    MarkedRun,
    Note,
    NumberedList,
    Orientation,
    Paragraph,
    Row,
    Table,
    footnote_mark,
)
from reports.writers.column_widths import DENSE_TABLE_COLUMNS, column_widths
from reports.writers.markup import NOTHING, element, joined

RUNNING_TITLE_LENGTH = 90
NARROW_TABLE_COLUMNS = 4
EVEN_TABLE_COLUMNS = 6
CHARACTERS_ACROSS_A_PAGE = 10_000
"""What a page of running text would hold in all columns of a table together; a longer cell needs two pages."""
CHARACTERS_OF_A_WHOLE_FORM = 300
LINES_OF_A_WHOLE_FORM, CHARACTERS_A_LINE = 18, 30
"""With a longer text in it, or more lines in large print, a form may go on over the page; its rows stay whole.

Kept whole, one that no page holds would leave its caption alone on the page before.
"""
DRAFT = "Draft"
# A PDF has one alternative text a figure and takes it from the drawing's title.
_OWN_WORDS = re.compile(r"\A(?:<title>[^<]*</title>)?(?:<desc>[^<]*</desc>)?")


def write_html_body(document: Document) -> SafeString:
    """Return the document as an element to put into a page; its title is the page's one h1."""
    modifier = " appendix--draft" if document.cover.draft else ""
    return element(
        "article",
        _cover(document),
        *(_section(orientation, blocks, document) for orientation, blocks in document.stretches),
        class_=f"appendix{modifier}",
        lang=document.language,
    )


def write_html_page(document: Document) -> str:
    """Return the document as a page of its own, to which no style, script or picture is linked."""
    head = element(
        "head",
        SafeString('<meta charset="utf-8"/>'),
        element("title", document.full_title),
        SafeString(f'<meta name="author" content="{joined([document.council])}"/>'),
        *_dates(document),
    )
    page = element("html", head, element("body", write_html_body(document)), lang=document.language)
    return f"<!DOCTYPE html>\n{page}"


def _dates(document: Document) -> Iterator[SafeString]:
    """Return the moment of publication for machines, which the PDF takes over as its own date."""
    if document.edition:
        moment = document.edition.published_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00")
        for name in ("created", "modified"):
            yield SafeString(f'<meta name="dcterms.{name}" content="{moment}"/>')


def write_html_blocks(blocks: Iterable[Block]) -> SafeString:
    """Return the blocks alone, for a page that has its own headings around them."""
    return joined([_write(block) for block in blocks])


def _cover(document: Document) -> SafeString:
    cover = document.cover
    lines = (
        ("appendix-cover__council", document.council),
        ("appendix-cover__label", document.appendix_label),
        ("appendix-cover__draft", DRAFT if cover.draft else ""),
    )
    return element(
        "header",
        *(element("p", text, class_=name) for name, text in lines if text),
        element("h1", document.title, data_short=_running_title(document)),
        *(element("p", text, class_="appendix-cover__detail") for text in document.cover_details),
        class_="appendix-cover",
        data_warning=f"{cover.running_warning} {cover.running_reason}".strip(),
    )


def _running_title(document: Document) -> str:
    """Return what each page says at its foot: the title in short, and the edition that the page belongs to."""
    title = shorten(document.title, RUNNING_TITLE_LENGTH, placeholder=" …")
    mark = document.edition
    return f"{title} – edition {mark.number}, {mark.short_identifier}" if mark else title


def _section(orientation: Orientation, blocks: list[Block], document: Document) -> SafeString:
    modifier = " appendix-section--landscape" if orientation == "landscape" else ""
    written = (
        _contents(block, document) if isinstance(block, Contents) else _write(block) for block in blocks
    )
    return element("section", *written, class_=f"appendix-section{modifier}")


def _contents(contents: Contents, document: Document) -> SafeString:
    entries = (
        element(
            "li",
            element("a", heading.text, href=f"#{heading.anchor}"),
            class_="appendix-contents__deeper" if heading.level > 2 else "",
        )
        for heading in document.contents
    )
    return element(
        "nav",
        element("h2", contents.title, id="contents"),
        element("ul", *entries, class_="appendix-contents__list"),
        class_="appendix-contents",
        aria_labelledby="contents",
    )


@singledispatch
def _write(block: Block) -> SafeString:
    raise TypeError(f"This writer does not know the block {type(block).__name__}.")


@_write.register
def _(block: Heading) -> SafeString:
    return element(f"h{block.level}", block.text, id=block.anchor, data_short=block.short)


@_write.register
def _(block: Paragraph) -> SafeString:
    return element("p", block.text)


@_write.register
def _(block: MarkedParagraph) -> SafeString:
    return element("p", *map(_marked, block.runs), class_="appendix-marked")


def _marked(run: MarkedRun) -> str:
    if run.mark == "kept":
        return run.text
    marked = element("del" if run.mark == "removed" else "ins", run.text)
    return joined([f"[{run.mark}: ", marked, "]"])


@_write.register
def _(block: BulletList) -> SafeString:
    return element("ul", *(element("li", item) for item in block.items), class_="appendix-bullets")


@_write.register
def _(block: NumberedList) -> SafeString:
    # The number stays text, so that it is read, copied and printed exactly as the council wrote it.
    items = (
        element("li", element("span", item.number, class_="appendix-numbered__number"), " ", item.text)
        for item in block.items
    )
    return element("ol", *items, class_="appendix-numbered", role="list")


@_write.register
def _(block: Note) -> SafeString:
    return element(
        "div",
        element("p", element("strong", block.title)),
        *(element("p", text) for text in block.paragraphs),
        class_="appendix-note",
        role="note",
    )


@_write.register
def _(block: Figure) -> SafeString:
    opening, _separator, rest = block.svg.partition(">")
    rest = _OWN_WORDS.sub("", rest)
    drawing = SafeString(f"{opening}>{element('title', block.alternative)}{rest}")
    caption = element("figcaption", block.caption) if block.caption else NOTHING
    return element("figure", drawing, caption, class_="appendix-figure")


# Forms


@_write.register
def _(block: Form) -> SafeString:
    footnotes = [row.footnote for row in block.rows if row.footnote]
    rows = (_form_row(row, footnotes) for row in block.rows)
    table = element(
        "table", element("caption", block.caption), element("tbody", *rows), class_=_form_class(block)
    )
    return joined([table, *_footnotes(footnotes)])


def _form_class(form: Form) -> str:
    """Return how a form is laid out: whole on a page, unless its texts are too long for that."""
    longest = max((len(row.value) for row in form.rows), default=0)
    lines = sum(max(1, ceil(len(row.value) / CHARACTERS_A_LINE)) for row in form.rows)
    is_long = longest > CHARACTERS_OF_A_WHOLE_FORM or lines > LINES_OF_A_WHOLE_FORM
    return "appendix-form appendix-form--long" if is_long else "appendix-form"


def _form_row(row: FormRow, footnotes: list[str]) -> SafeString:
    mark = footnote_mark(footnotes.index(row.footnote)) if row.footnote else ""
    return element("tr", element("th", f"{row.label}{mark}", scope="row"), element("td", _form_value(row)))


def _form_value(row: FormRow) -> str:
    return write_html_blocks(row.blocks) if row.blocks else row.value


def _footnotes(footnotes: Iterable[str]) -> list[SafeString]:
    return [
        element("p", f"{footnote_mark(place)} {text}", class_="appendix-footnote")
        for place, text in enumerate(footnotes)
    ]


# Tables


@_write.register
def _(block: Table) -> SafeString:
    table = element(
        "table",
        _caption(block),
        element("thead", *_heading_rows(block)),
        *_row_groups(block),
        class_=_table_class(block),
    )
    if len(block.columns) > NARROW_TABLE_COLUMNS:
        # On a narrow screen a wide table scrolls by itself; a keyboard must be able to reach it.
        table = element(
            "div",
            table,
            class_="appendix-scroll",
            role="group",
            aria_label=block.caption or "Table",
            tabindex="0",
        )
    return joined([table, *_footnotes(block.footnotes)])


def _caption(table: Table) -> SafeString:
    """Return the caption, with the marks of the footnotes, which are about the table as a whole."""
    marks = "".join(map(footnote_mark, range(len(table.footnotes))))
    return element("caption", f"{table.caption}{marks}") if table.caption else NOTHING


def _table_class(table: Table) -> str:
    """Return how a table is laid out: by given widths; dense when wide; few columns of figures evenly."""
    columns = table.columns
    if table.is_narrative:
        return "appendix-table appendix-table--narrative"
    long = " appendix-table--long" if any(column_widths(table)) else ""
    if len(columns) > DENSE_TABLE_COLUMNS:
        return f"appendix-table appendix-table--dense{long}"
    if long:
        return f"appendix-table{long}"
    figures_only = all(column.align == "number" for column in columns[1:])
    if figures_only and len(columns) <= EVEN_TABLE_COLUMNS:
        return "appendix-table appendix-table--even"
    return "appendix-table"


def _heading_rows(table: Table) -> Iterator[SafeString]:
    widths = column_widths(table)
    headings = (
        _column_heading(column, column.heading, width)
        for column, width in zip(table.columns, widths, strict=True)
    )
    yield element("tr", *headings)
    if table.has_units:
        units = (_column_heading(column, column.unit) for column in table.columns)
        yield element("tr", *units, class_="appendix-table__units")


def _column_heading(column: Column, text: str, width: str = "") -> SafeString:
    """Return a heading cell; an empty one heads nothing, so it is a plain cell."""
    width = width or column.width
    name = f"{_number_class(column)} {f'appendix-column--{width}' if width else ''}".strip()
    return element("th", text, scope="col", class_=name) if text else element("td", class_=name)


def _row_groups(table: Table) -> Iterator[SafeString]:
    """Return a table body for each run of rows that begins with a group row."""
    rows: list[SafeString] = []
    for row in table.rows:
        if row.kind in ("group", "total") and rows:
            yield element("tbody", *rows)
            rows = []
        rows.append(_row(row, table.columns))
    if rows:
        yield element("tbody", *rows)


def _row(row: Row, columns: tuple[Column, ...]) -> SafeString:
    name = _row_class(row, columns)
    if row.kind == "group" and row.header:
        return element("tr", _row_header(row.header, len(columns), scope="rowgroup"), class_=name)
    header = _row_header(row.header, row.header_span) if row.header else NOTHING
    filled = columns[len(columns) - len(row.cells) :]
    cells = (
        element("td", _cell(cell), class_=_number_class(column))
        for cell, column in zip(row.cells, filled, strict=True)
    )
    return element("tr", header, *cells, class_=name)


def _row_class(row: Row, columns: tuple[Column, ...]) -> str:
    """Return what the row is; a row that no page holds may break, or the headings would give way to it."""
    if row.kind != "item":
        return f"appendix-table__{row.kind}"
    longest = max((len(cell.text) for cell in row.cells), default=0)
    return "appendix-table__long" if longest > CHARACTERS_ACROSS_A_PAGE // len(columns) else ""


def _row_header(header: Cell, span: int, scope: str = "row") -> SafeString:
    return element("th", _cell(header), scope=scope, colspan=str(span) if span > 1 else "")


def _cell(cell: Cell) -> str:
    if cell.blocks:
        return write_html_blocks(cell.blocks)
    return element("a", cell.text, href=f"#{cell.anchor}") if cell.anchor else cell.text


def _number_class(column: Column) -> str:
    return "appendix-number" if column.align == "number" else ""
