"""A document laid out anew for large print: what is too wide for large letters stands one below the other.

At 18 points an upright sheet holds few words on a line, so a wide table becomes a form for each of its rows,
as large-print papers do it. Nothing is left out: every cell that says something keeps its heading. Pure.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from reports.documents.document import (
    Block,
    Cell,
    Column,
    Document,
    Form,
    FormRow,
    Heading,
    HeadingLevel,
    PageBreak,
    Paragraph,
    Row,
    Table,
    footnote_mark,
)

MOST_COLUMNS, MOST_COLUMNS_OF_FIGURES = 3, 5
"""The most columns on a portrait page in large print: of words, and of short figures beside one."""
_DEEPER: dict[HeadingLevel, HeadingLevel] = {2: 3, 3: 4, 4: 4}


def in_large_print(document: Document) -> Document:
    """Return the document with every page upright and every wide table as forms."""
    return replace(document, blocks=tuple(_laid_out(document.blocks)))


def _laid_out(blocks: Iterable[Block]) -> Iterator[Block]:
    level: HeadingLevel = 2
    for block in blocks:
        if isinstance(block, Heading):
            level = block.level
        if isinstance(block, PageBreak):
            yield PageBreak()
        elif isinstance(block, Table) and _is_wide(block):
            yield from _stacked(block, _DEEPER[level])
        else:
            yield block


def _is_wide(table: Table) -> bool:
    if table.is_narrative:
        return True
    figures = all(column.align == "number" for column in table.columns[1:])
    return len(table.columns) > (MOST_COLUMNS_OF_FIGURES if figures else MOST_COLUMNS)


def _stacked(table: Table, level: HeadingLevel) -> Iterator[Block]:
    """Return the table's caption and groups as headings, and each of its rows as a form."""
    if table.caption:
        yield Heading(level, table.caption)
        level = _DEEPER[level]
    for place, text in enumerate(table.footnotes):
        yield Paragraph(f"{footnote_mark(place)} {text}")
    for number, row in enumerate(table.rows, start=1):
        if row.kind == "group" and row.header:
            yield Heading(level, row.header.text)
        else:
            yield _form(row, table.columns, number)


def _form(row: Row, columns: tuple[Column, ...], number: int) -> Form:
    headed = columns[len(columns) - len(row.cells) :]
    pairs = zip(headed, row.cells, strict=True)
    rows = tuple(_form_row(column, cell) for column, cell in pairs if cell.text)
    return Form(_name(row, columns[0], number), rows)


def _name(row: Row, column: Column, number: int) -> str:
    """Return what names the form: the row's header with its heading; a sum is named by its header alone."""
    if row.header is None:
        return f"Row {number}"
    name = " – ".join(row.header.text.splitlines())
    return f"{column.heading}: {name}" if row.kind == "item" else name


def _form_row(column: Column, cell: Cell) -> FormRow:
    return FormRow(column.label, cell.text, figure=cell.value, blocks=cell.blocks)
