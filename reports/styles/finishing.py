"""Put contents and introduction around the blocks of every appendix, and take out columns that nobody states."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from proposals.domain.exemption import NOT_STATED
from proposals.domain.records import NOT_KNOWN
from reports.documents.cover import Cover
from reports.documents.document import Block, Column, Contents, Heading, Row, Table
from reports.documents.narrative import narrative_blocks

MOST_WITHOUT_CONTENTS = 8
"""With more entries than these an appendix begins with its contents."""

_SAYS_NOTHING = {"", NOT_STATED, NOT_KNOWN}


def finished(cover: Cover, blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Return the blocks behind the contents and the cover's introduction, without columns that nobody states."""
    whole = (*_introduction(cover), *without_unstated_columns(tuple(blocks)))
    listed = sum(1 for block in whole if isinstance(block, Heading) and block.in_contents)
    return (Contents(), *whole) if listed > MOST_WITHOUT_CONTENTS else whole


def _introduction(cover: Cover) -> tuple[Block, ...]:
    if not cover.introduction.strip():
        return ()
    return Heading(2, "Introduction", "introduction", in_contents=True), *narrative_blocks(cover.introduction)


def without_unstated_columns(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return the blocks; a column in which no table of the same columns says anything is left out of all of them.

    A table that says nothing at all stays as it is.
    """
    stated: dict[tuple[Column, ...], set[int]] = {}
    for block in blocks:
        if isinstance(block, Table):
            stated.setdefault(block.columns, {0}).update(_stated_places(block))
    return tuple(
        _with_columns(block, stated[block.columns]) if isinstance(block, Table) else block for block in blocks
    )


def _stated_places(table: Table) -> Iterable[int]:
    for row in table.rows:
        first = len(table.columns) - len(row.cells)
        for place, cell in enumerate(row.cells, start=first):
            # The cells of a row without a header were typed as a table.
            if row.header is None or cell.text not in _SAYS_NOTHING:
                yield place


def _with_columns(table: Table, places: set[int]) -> Table:
    if len(places) in (1, len(table.columns)):
        return table
    columns = tuple(column for place, column in enumerate(table.columns) if place in places)
    return replace(
        table, columns=columns, rows=tuple(_with_cells(row, len(table.columns), places) for row in table.rows)
    )


def _with_cells(row: Row, width: int, places: set[int]) -> Row:
    first = width - len(row.cells)
    cells = tuple(cell for place, cell in enumerate(row.cells, start=first) if place in places)
    span = sum(1 for place in range(row.header_span) if place in places)
    return replace(row, cells=cells, header_span=span)
