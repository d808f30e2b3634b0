"""Any document as HTML: the body for the site's own page (the web twin), and the page printed to PDF.

The markup stands in `templates/reports/document/`, a template for each kind of block.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from functools import cache
from math import ceil
from textwrap import shorten
from typing import Any

from django.template import Context
from django.template.loader import get_template
from django.utils.html import format_html_join
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
    Note,
    NumberedList,
    Paragraph,
    Row,
    Table,
    footnote_mark,
)
from reports.writers.column_widths import DENSE_TABLE_COLUMNS, column_widths

RUNNING_TITLE_LENGTH = 90
NARROW_TABLE_COLUMNS = 4
EVEN_TABLE_COLUMNS = 6
CHARACTERS_ACROSS_A_PAGE = 10_000
"""The most letters on a page in all columns of a table together; a longer cell needs two pages."""
CHARACTERS_OF_A_WHOLE_FORM = 300
LINES_OF_A_WHOLE_FORM, CHARACTERS_A_LINE = 18, 30
"""With a longer text in it, or more lines in large print, a form may go on over the page; its rows stay whole.

Kept whole, one that no page holds would leave its caption alone on the page before.
"""
# A PDF has one alternative text a figure and takes it from the drawing's title.
_OWN_WORDS = re.compile(r"\A(?:<title>[^<]*</title>)?(?:<desc>[^<]*</desc>)?")
# HTML and PDF know no control characters; a box in their place shows that something stood there.
_CONTROL_CHARACTERS = dict.fromkeys([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F], "□")
_TEMPLATES: dict[type[Block], str] = {
    Heading: "heading",
    Paragraph: "paragraph",
    MarkedParagraph: "marked_paragraph",
    BulletList: "bullet_list",
    NumberedList: "numbered_list",
    Note: "note",
    Figure: "figure",
    Form: "table",
    Table: "table",
    Contents: "contents",
}


def write_html_body(document: Document) -> SafeString:
    """Return the document as an element to put into a page; its title is the page's one h1."""
    cover = document.cover
    drawn = _drawn(
        "article",
        document=document,
        sections=[(orientation, _written(blocks, document)) for orientation, blocks in document.stretches],
        running_title=_running_title(document),
        warning=f"{cover.running_warning} {cover.running_reason}".strip(),
    )
    return _printable(drawn)


def write_html_page(document: Document) -> str:
    """Return the document as a page of its own, to which no style, script or picture is linked."""
    mark = document.edition
    # The moment of publication for machines, which the PDF takes over as its own date.
    moment = mark.published_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00") if mark else ""
    return _printable(_drawn("page", document=document, body=write_html_body(document), moment=moment))


def write_html_blocks(blocks: Iterable[Block]) -> SafeString:
    """Return the blocks alone, for a page that has its own headings around them."""
    return _printable(_written(blocks, None))


def printable(text: str) -> str:
    """Return the text with a box for each character that HTML does not know."""
    return text.translate(_CONTROL_CHARACTERS)


def _running_title(document: Document) -> str:
    """Return what each page says at its foot: the title in short, and the edition that the page belongs to."""
    title = shorten(document.title, RUNNING_TITLE_LENGTH, placeholder=" …")
    mark = document.edition
    return f"{title} – edition {mark.number}, {mark.short_identifier}" if mark else title


def _printable(markup: str) -> SafeString:
    return SafeString(printable(markup))


def _written(blocks: Iterable[Block], document: Document | None) -> SafeString:
    return SafeString("".join(_write(block, document) for block in blocks))


def _write(block: Block, document: Document | None) -> SafeString:
    name = _TEMPLATES.get(type(block))
    if name is None or (document is None and name == "contents"):
        raise TypeError(f"This writer does not know the block {type(block).__name__}.")
    return _drawn(name, block=block, document=document, **_parts_of(block))


@cache
def _template(name: str) -> Any:
    return get_template(f"reports/document/{name}.html").template  # type: ignore[attr-defined]


def _drawn(name: str, /, **context: Any) -> SafeString:
    drawn = _template(name).render(Context(context))
    return SafeString(drawn.strip("\n"))


def _parts_of(block: Block) -> Mapping[str, Any]:
    """Return what the template of the block is told beside the block itself."""
    if isinstance(block, Form):
        return _form_parts(block)
    if isinstance(block, Table):
        return _table_parts(block)
    if isinstance(block, Figure):
        opening, _separator, rest = block.svg.partition(">")
        return {"opening": SafeString(opening), "drawing": SafeString(_OWN_WORDS.sub("", rest))}
    return {}


@dataclass(frozen=True)
class _ShownCell:
    """A cell with its place in the table: `scope` makes a header of it."""

    content: str
    attributes: str
    is_header: bool
    anchor: str = ""


@cache
def _attributes(scope: str, span: int, name: str) -> str:
    # Put together once: a template would look at each of them for every cell.
    given = {"scope": scope, "colspan": str(span) if span > 1 else "", "class": name}
    return format_html_join("", ' {}="{}"', ((key, value) for key, value in given.items() if value))


@dataclass(frozen=True)
class _ShownRow:
    """A row of cells with the name of its look."""

    cells: Sequence[_ShownCell]
    name: str = ""


@dataclass(frozen=True)
class _RowGroup:
    """Rows that belong together: the table's head, or a body for each run that begins with a group row."""

    rows: Sequence[_ShownRow]
    tag: str = "tbody"


def _shown(cell: Cell, scope: str = "", span: int = 1, name: str = "") -> _ShownCell:
    content = _written(cell.blocks, None) if cell.blocks else cell.text
    anchor = "" if cell.blocks else cell.anchor
    return _ShownCell(content, _attributes(scope, span, name), bool(scope), anchor)


def _footnotes(footnotes: Iterable[str]) -> list[str]:
    return [f"{footnote_mark(place)} {text}" for place, text in enumerate(footnotes)]


# Forms


def _form_parts(form: Form) -> Mapping[str, Any]:
    footnotes = [row.footnote for row in form.rows if row.footnote]
    rows = [_ShownRow(_form_cells(row, footnotes)) for row in form.rows]
    return {
        "name": _form_class(form),
        "caption": form.caption,
        "is_form": True,
        "groups": [_RowGroup(rows)],
        "footnotes": _footnotes(footnotes),
    }


def _form_class(form: Form) -> str:
    """Return how a form is laid out: whole on a page, unless its texts are too long for that."""
    longest = max((len(row.value) for row in form.rows), default=0)
    lines = sum(max(1, ceil(len(row.value) / CHARACTERS_A_LINE)) for row in form.rows)
    is_long = longest > CHARACTERS_OF_A_WHOLE_FORM or lines > LINES_OF_A_WHOLE_FORM
    return "appendix-form appendix-form--long" if is_long else "appendix-form"


def _form_cells(row: FormRow, footnotes: list[str]) -> tuple[_ShownCell, _ShownCell]:
    mark = footnote_mark(footnotes.index(row.footnote)) if row.footnote else ""
    return _shown(Cell(f"{row.label}{mark}"), "row"), _shown(Cell(row.value, blocks=row.blocks))


# Tables


def _table_parts(table: Table) -> Mapping[str, Any]:
    """Return a table's parts; the marks of the footnotes, which are about all of it, stand in its caption."""
    return {
        "name": _table_class(table),
        "caption": table.caption,
        "marks": "".join(map(footnote_mark, range(len(table.footnotes)))),
        "groups": [_RowGroup(list(_heading_rows(table)), "thead"), *_row_groups(table)],
        # On a narrow screen a wide table scrolls by itself; a keyboard must be able to reach it.
        "is_wide": len(table.columns) > NARROW_TABLE_COLUMNS,
        "footnotes": _footnotes(table.footnotes),
    }


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


def _heading_rows(table: Table) -> Iterator[_ShownRow]:
    widths = column_widths(table)
    yield _ShownRow(
        [
            _column_heading(column, column.heading, width)
            for column, width in zip(table.columns, widths, strict=True)
        ]
    )
    if table.has_units:
        units = [_column_heading(column, column.unit) for column in table.columns]
        yield _ShownRow(units, "appendix-table__units")


def _column_heading(column: Column, text: str, width: str = "") -> _ShownCell:
    """Return a heading cell; an empty one heads nothing, so it is a plain cell."""
    width = width or column.width
    name = f"{_number_class(column)} {f'appendix-column--{width}' if width else ''}".strip()
    return _shown(Cell(text), "col" if text else "", name=name)


def _row_groups(table: Table) -> Iterator[_RowGroup]:
    """Return a table body for each run of rows that begins with a group row."""
    rows: list[_ShownRow] = []
    for row in table.rows:
        if row.kind in ("group", "total") and rows:
            yield _RowGroup(rows)
            rows = []
        rows.append(_shown_row(row, table.columns))
    if rows:
        yield _RowGroup(rows)


def _shown_row(row: Row, columns: tuple[Column, ...]) -> _ShownRow:
    name = _row_class(row, columns)
    if row.kind == "group" and row.header:
        return _ShownRow([_shown(row.header, "rowgroup", len(columns))], name)
    header = [_shown(row.header, "row", row.header_span)] if row.header else []
    filled = columns[len(columns) - len(row.cells) :]
    cells = (_shown(cell, name=_number_class(column)) for cell, column in zip(row.cells, filled, strict=True))
    return _ShownRow([*header, *cells], name)


def _row_class(row: Row, columns: tuple[Column, ...]) -> str:
    """Return what the row is; a row that no page holds may break, or the headings would give way to it."""
    if row.kind != "item":
        return f"appendix-table__{row.kind}"
    longest = max((len(cell.text) for cell in row.cells), default=0)
    return "appendix-table__long" if longest > CHARACTERS_ACROSS_A_PAGE // len(columns) else ""


def _number_class(column: Column) -> str:
    return "appendix-number" if column.align == "number" else ""
