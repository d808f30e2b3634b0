"""A proposal's narrative text as blocks: paragraphs, lists and tables, with nothing of the text lost.

Conventions: every line is a paragraph of its own; a line beginning with a bullet mark or a number is an
item of a list, which blank lines do not break; lines of equally many cells, parted by tabs, are a table
whose first line heads the columns.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from reports.documents.document import (
    BulletList,
    Cell,
    Column,
    NumberedItem,
    NumberedList,
    Paragraph,
    Row,
    Table,
)

NarrativeBlock = Paragraph | BulletList | NumberedList | Table

WIDEST_TABLE = 8

_FIGURE = re.compile(r"[-−–(]?£?\d[\d,.]*[%kKmM]?\)?")
_BULLET = re.compile(r"(?:[·•*\-]\s+|o\t\s*)(?P<text>\S.*)", re.DOTALL)
_NUMBERED = re.compile(r"(?P<number>\d{1,3}[.)]|[a-z]\)|[ivx]{2,4}\))\s+(?P<text>\S.*)", re.DOTALL)


@dataclass(frozen=True)
class _Line:
    """A line of the text, by what it is; `shape` tells which neighbours belong to the same block."""

    kind: Literal["blank", "bullet", "numbered", "cells", "text"]
    text: str
    number: str = ""
    cells: tuple[str, ...] = ()

    @property
    def shape(self) -> tuple[str, int]:
        return self.kind, len(self.cells)


def narrative_blocks(text: str) -> tuple[NarrativeBlock, ...]:
    """Return the blocks of `text` in its order; an empty or blank text has none."""
    lines = _without_blanks_in_lists(_read_line(line) for line in text.splitlines())
    blocks: list[NarrativeBlock] = []
    for (kind, _), group in groupby(lines, key=lambda line: line.shape):
        if kind != "blank":
            blocks.extend(_blocks_of(kind, list(group)))
    return tuple(blocks)


def _read_line(raw: str) -> _Line:
    text = raw.strip()
    if not text:
        return _Line("blank", "")
    if match := _BULLET.fullmatch(text):
        return _Line("bullet", _spaced(match["text"]))
    if match := _NUMBERED.fullmatch(text):
        return _Line("numbered", _spaced(match["text"]), number=match["number"])
    cells = tuple(_spaced(cell) for cell in raw.split("\t"))
    if "\t" in text and 2 <= len(cells) <= WIDEST_TABLE:
        return _Line("cells", _spaced(text), cells=cells)
    return _Line("text", _spaced(text))


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _without_blanks_in_lists(lines: Iterable[_Line]) -> Iterator[_Line]:
    """Leave out the blank lines that stand between two items of the same list."""
    previous_kind, blanks = "", list[_Line]()
    for line in lines:
        if line.kind == "blank":
            blanks.append(line)
            continue
        if line.kind not in ("bullet", "numbered") or line.kind != previous_kind:
            yield from blanks
        yield line
        previous_kind, blanks = line.kind, []


def _blocks_of(kind: str, lines: list[_Line]) -> Iterator[NarrativeBlock]:
    """Return the block that neighbouring lines of one kind make; lines of plain text are one block each."""
    if kind == "bullet":
        yield BulletList(tuple(line.text for line in lines))
    elif kind == "numbered":
        yield NumberedList(tuple(NumberedItem(line.number, line.text) for line in lines))
    elif kind == "cells" and len(lines) > 1:
        yield _table(lines)
    else:
        yield from (Paragraph(line.text) for line in lines)


def _table(lines: list[_Line]) -> Table:
    """Return the table of lines of equally many cells, without the columns that are empty in every line."""
    columns = [column for column in zip(*(line.cells for line in lines), strict=True) if any(column)]
    _head, *body = zip(*columns, strict=True)
    return Table(
        caption="",
        columns=tuple(_column(*cells) for cells in columns),
        rows=tuple(Row("item", None, tuple(map(Cell, cells))) for cells in body),
    )


def _column(heading: str, *cells: str) -> Column:
    figures_only = all(_FIGURE.fullmatch(cell) for cell in cells if cell)
    return Column(heading, align="number" if figures_only else "text")
