"""Any document as HTML: the body for the site's own page (the web twin), and the page printed to PDF.

The markup stands in `templates/reports/document/`, a template for each kind of block.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC
from functools import cache
from itertools import islice
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
    Orientation,
    Paragraph,
    Row,
    Table,
    footnote_mark,
)
from reports.writers.column_widths import ColumnWidths
from reports.writers.qr_code import qr_code

RUNNING_TITLE_LENGTH = 90
NARROW_TABLE_COLUMNS = 4
CHARACTERS_OF_A_WHOLE_FORM = 300
LINES_OF_A_WHOLE_FORM, CHARACTERS_A_LINE = 18, 30
"""With a longer text in it, or more lines in large print, a form may go on over the page; its rows stay whole.

Kept whole, one that no page holds would leave its caption alone on the page before.
"""
ACROSS: Mapping[Orientation, float] = {"portrait": 45, "landscape": 67}
ACROSS_IN_LARGE_PRINT = 28.0
"""The width of a line in letters as wide as they are high."""
DENSE, NARRATIVE = 0.8, 0.86
"""The size of letters in tables that would not fit otherwise, and in those of running text."""
BESIDE_A_FORM = 0.575
"""The part of a line that is left beside a short form, in its slightly smaller letters."""
LONGEST_BESIDE = 60
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
    cover, stretches = document.cover, list(document.stretches)
    widths = _Widths(document.blocks)
    across = dict.fromkeys(ACROSS, ACROSS_IN_LARGE_PRINT) if cover.large_print else ACROSS
    drawn = _drawn(
        "article",
        document=document,
        sections=[
            (orientation, _written(blocks, _Setting(document, across[orientation], widths)))
            for orientation, blocks in stretches
        ],
        is_landscape=bool(stretches) and stretches[0][0] == "landscape",
        running_title=_running_title(document),
        warning=f"{cover.running_warning} {cover.running_reason}".strip(),
        code=qr_code(document.edition_address) if document.edition_address else "",
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
    listed = tuple(blocks)
    return _printable(_written(listed, _Setting(widths=_Widths(listed))))


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


class _Widths:
    """The widths of columns, measured once for all tables of the same columns, which are laid out alike."""

    def __init__(self, blocks: Iterable[Block] = ()) -> None:
        self._tables: dict[tuple[Column, ...], list[Table]] = {}
        self._measured: dict[tuple[Column, ...], ColumnWidths] = {}
        for block in blocks:
            if isinstance(block, Table):
                self._tables.setdefault(block.columns, []).append(block)

    def of(self, table: Table) -> ColumnWidths:
        """Return what the table's columns ask for."""
        if table.columns not in self._measured:
            self._measured[table.columns] = ColumnWidths.of(self._tables.get(table.columns, [table]))
        return self._measured[table.columns]


@dataclass(frozen=True)
class _Setting:
    """The target of written blocks: the document, if it is one, and the width of its lines."""

    document: Document | None = None
    across: float = ACROSS["portrait"]
    widths: _Widths = field(default_factory=_Widths)


def _written(blocks: Sequence[Block], setting: _Setting) -> SafeString:
    narrow = replace(setting, across=setting.across * BESIDE_A_FORM)
    written: list[str] = []
    place = 0
    while place < len(blocks):
        tables = _tables_beside(blocks, place, setting)
        if tables:
            form, *figures = (_write(block, narrow) for block in (blocks[place], *tables))
            written.append(_drawn("beside", form=form, tables=figures))
        else:
            written.append(_write(blocks[place], setting))
        place += 1 + len(tables)
    return SafeString("".join(written))


def _tables_beside(blocks: Sequence[Block], place: int, setting: _Setting) -> list[Table]:
    """Return the tables of figures that stand beside the form at `place`; none where there is no short form."""
    form = blocks[place]
    if not isinstance(form, Form) or any(len(row.value) > LONGEST_BESIDE for row in form.rows):
        return []
    tables: list[Table] = []
    for block in islice(blocks, place + 1, None):
        if not isinstance(block, Table) or not _fits_beside(block, setting):
            break
        tables.append(block)
    return tables


def _fits_beside(table: Table, setting: _Setting) -> bool:
    is_of_figures = all(column.align == "number" for column in table.columns[1:])
    return is_of_figures and setting.widths.of(table).needed <= setting.across * BESIDE_A_FORM


def _write(block: Block, setting: _Setting) -> SafeString:
    name = _TEMPLATES.get(type(block))
    if name is None or (setting.document is None and name == "contents"):
        raise TypeError(f"This writer does not know the block {type(block).__name__}.")
    return _drawn(name, block=block, document=setting.document, **_parts_of(block, setting))


@cache
def _template(name: str) -> Any:
    return get_template(f"reports/document/{name}.html").template  # type: ignore[attr-defined]


def _drawn(name: str, /, **context: Any) -> SafeString:
    drawn = _template(name).render(Context(context))
    return SafeString(drawn.strip("\n"))


def _parts_of(block: Block, setting: _Setting) -> Mapping[str, Any]:
    """Return what the template of the block is told beside the block itself."""
    if isinstance(block, Form):
        return _form_parts(block)
    if isinstance(block, Table):
        return _table_parts(block, setting)
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
    content = _written(cell.blocks, _Setting()) if cell.blocks else cell.text
    anchor = "" if cell.blocks else cell.anchor
    return _ShownCell(content, _attributes(scope, span, name), bool(scope), anchor)


def _footnotes(footnotes: Iterable[str]) -> list[str]:
    return [f"{footnote_mark(place)} {text}" for place, text in enumerate(footnotes)]


# Forms


def _form_parts(form: Form) -> Mapping[str, Any]:
    footnotes = [row.footnote for row in form.rows if row.footnote]
    rows = [_form_row(row, footnotes) for row in form.rows]
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


def _form_row(row: FormRow, footnotes: list[str]) -> _ShownRow:
    mark = footnote_mark(footnotes.index(row.footnote)) if row.footnote else ""
    label, value = Cell(f"{row.label}{mark}"), Cell(row.value, blocks=row.blocks)
    return _ShownRow([_shown(label, "row"), _shown(value)], _row_class(Row("item", label, (value,))))


# Tables


def _table_parts(table: Table, setting: _Setting) -> Mapping[str, Any]:
    """Return a table's parts; the marks of the footnotes, which are about all of it, stand in its caption."""
    widths, across, look = setting.widths.of(table), setting.across, ""
    if table.is_narrative:
        look, across = " appendix-table--prose", across / NARRATIVE
    elif widths.needed > across:
        look, across = " appendix-table--dense", across / DENSE
    if table.is_whole:
        look += " appendix-table--whole"
    head = _heading_row(table.columns, widths.shares(across))
    return {
        "name": f"appendix-table appendix-table--sized{look}",
        "caption": table.caption,
        "marks": "".join(map(footnote_mark, range(len(table.footnotes)))),
        "groups": [_RowGroup([head], "thead"), *_row_groups(table)],
        # On a narrow screen a wide table scrolls by itself; a keyboard must be able to reach it.
        "is_wide": len(table.columns) > NARROW_TABLE_COLUMNS,
        "footnotes": _footnotes(table.footnotes),
    }


def _heading_row(columns: Sequence[Column], shares: Sequence[int]) -> _ShownRow:
    """Return the headings with the widths of their columns; the widest has what the others leave."""
    widest = shares.index(max(shares))
    return _ShownRow(
        [
            _column_heading(column, "" if place == widest else f"appendix-column--{share}")
            for place, (column, share) in enumerate(zip(columns, shares, strict=True))
        ]
    )


def _column_heading(column: Column, width: str) -> _ShownCell:
    """Return a heading cell; an empty one heads nothing, so it is a plain cell."""
    name = f"{_number_class(column)} {width}".strip()
    return _shown(Cell(column.label), "col" if column.label else "", name=name)


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
    name = _row_class(row)
    if row.kind == "group" and row.header:
        return _ShownRow([_shown(row.header, "rowgroup", len(columns))], name)
    header = [_shown(row.header, "row", row.header_span)] if row.header else []
    filled = columns[len(columns) - len(row.cells) :]
    cells = (_shown(cell, name=_number_class(column)) for cell, column in zip(row.cells, filled, strict=True))
    return _ShownRow([*header, *cells], name)


def _row_class(row: Row) -> str:
    """Return what the row is, and of an item whether it may break."""
    if row.kind != "item":
        return f"appendix-table__{row.kind}"
    return "appendix-table__long" if row.may_break else ""


def _number_class(column: Column) -> str:
    return "appendix-number" if column.align == "number" else ""
