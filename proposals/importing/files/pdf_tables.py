"""The tables of a PDF's page: those that lines draw, and those that only the places of their words show."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from proposals.importing.files.blocks import Cell
from proposals.importing.files.pdf_lines import Line, PageText, Word, join_wrapped, lines_of
from proposals.importing.files.sheets import is_overflow

_FIGURE = re.compile(r"[(£\-–−+]*[\d,.]*\d[\d,.]*[)%km]*|[-–]|nil", re.IGNORECASE)
_LEAST_ROWS = 3
_SAME_EDGE = 2.0


@dataclass(frozen=True)
class PageTable:
    """A table on one page: its cells, where it stands and where its columns begin."""

    page: int
    rows: tuple[tuple[Cell, ...], ...]
    edges: tuple[float, ...]
    x0: float
    x1: float
    top: float
    bottom: float

    def holds(self, line: Line) -> bool:
        """Return whether the line stands within the table."""
        middle = (line.top + line.bottom) / 2
        return self.top <= middle <= self.bottom and self.x0 - 2 <= line.words[0].x0 <= self.x1


def ruled_tables(page: PageText) -> list[PageTable]:
    """Return the tables that lines draw; a frame around a text is none."""
    tables = [_ruled(page, table) for table in page.tables]
    return [table for table in tables if len(table.rows) > 1 and len(table.edges) > 1]


def _ruled(page: PageText, table: Any) -> PageTable:
    x0, top, x1, bottom = table.bbox
    lefts = _edges([cell[0] for cell in table.cells])
    tops = _edges([cell[1] for cell in table.cells])
    rows = [[Cell(covered=True) for _ in lefts] for _ in tops]
    for box in table.cells:
        row, column = _nearest(tops, box[1]), _nearest(lefts, box[0])
        height = sum(box[1] - _SAME_EDGE <= edge < box[3] - _SAME_EDGE for edge in tops)
        width = sum(box[0] - _SAME_EDGE <= edge < box[2] - _SAME_EDGE for edge in lefts)
        words = [word for word in page.words if _stands_in(word, box)]
        rows[row][column] = replace(_cell(words, box[2]), rows=max(height, 1), columns=max(width, 1))
    return PageTable(page.number, tuple(map(tuple, rows)), tuple(lefts), x0, x1, top, bottom)


def _edges(values: Sequence[float]) -> list[float]:
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > _SAME_EDGE:
            edges.append(value)
    return edges


def _nearest(edges: Sequence[float], value: float) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - value))


def _stands_in(word: Word, box: Sequence[float]) -> bool:
    return box[0] <= (word.x0 + word.x1) / 2 < box[2] and box[1] <= (word.top + word.bottom) / 2 < box[3]


def _cell(words: Sequence[Word], right: float) -> Cell:
    """Return the cell of these words: lines that only the column's width wrapped are joined."""
    if not words:
        return Cell()
    texts: list[str] = []
    above: Line | None = None
    widest = max(max(word.x1 for word in words), min(right - 8, max(word.x1 for word in words) + 60))
    for line in lines_of(words, widest):
        wrapped = above is not None and above.is_full(line) and not _FIGURE.fullmatch(line.text)
        if wrapped:
            texts[-1] = join_wrapped([texts[-1], line.text])
        else:
            texts.append(line.text)
        above = line
    return Cell(
        "\n".join(texts),
        bold=all(word.bold for word in words),
        overflows=is_overflow(texts[0]),
        lines=tuple(texts) if len(texts) > 1 else (),
    )


def unruled_tables(page: int, lines: Sequence[Line]) -> tuple[list[PageTable], list[Line]]:
    """Return the tables that only the places of words show, and the lines that are no part of one."""
    tables: list[PageTable] = []
    texts: list[Line] = []
    run: list[Line] = []
    left = 0.0
    for line in [*lines, None]:
        if line is not None and run and _may_go_on(run[-1], left, line):
            run.append(line)
            left = min(left, line.words[0].x0)
            continue
        rows, below = _without_text_below(run)
        table = _unruled(page, rows)
        texts.extend(below if table else sorted(run, key=lambda line: line.top))
        tables.extend([table] if table else [])
        run = []
        if line is not None:
            (run if len(line.pieces) > 1 else texts).append(line)
            left = line.words[0].x0
    return tables, texts


def _may_go_on(above: Line, left: float, line: Line) -> bool:
    """Return whether a line belongs to the table that is open: it stands close below and within its width."""
    is_full_text = len(line.pieces) == 1 and len(line.words) > 12
    return line.top - above.bottom < 3 * above.size and line.words[0].x0 >= left - 4 and not is_full_text


def _without_text_below(run: Sequence[Line]) -> tuple[Sequence[Line], Sequence[Line]]:
    end = len(run)
    while end and len(run[end - 1].pieces) == 1 and run[end - 1].words[0].x0 <= run[0].words[0].x0 + 4:
        end -= 1
    return run[:end], run[end:]


def _unruled(page: int, run: Sequence[Line]) -> PageTable | None:
    parted = [line for line in run if len(line.pieces) > 1]
    if len(parted) < _LEAST_ROWS or len(parted) * 3 < len(run):
        return None
    columns = _columns(parted)
    rows = [_cells(group, columns) for group in _row_groups(run)]
    figures = sum(bool(_FIGURE.fullmatch(cell.text)) for row in rows for cell in row)
    if len(columns) < 2 or figures < _LEAST_ROWS - 1:
        return None
    starts = tuple(start for start, _ in columns)
    return PageTable(page, tuple(rows), starts, starts[0], columns[-1][1], run[0].top, run[-1].bottom)


def _columns(lines: Sequence[Line]) -> list[tuple[float, float]]:
    """Return where the columns stand: the spans that the pieces of the fullest lines cover together."""
    most = max(len(line.pieces) for line in lines)
    spans = sorted(
        (piece[0].x0, piece[-1].x1)
        for line in lines
        if len(line.pieces) >= max(2, most * 0.6)
        for piece in line.pieces
    )
    columns: list[tuple[float, float]] = []
    for x0, x1 in spans:
        if columns and x0 < columns[-1][1] + 1:
            columns[-1] = (columns[-1][0], max(columns[-1][1], x1))
        else:
            columns.append((x0, x1))
    return columns


def _row_groups(run: Sequence[Line]) -> list[list[Line]]:
    """Return the lines of each row: where rows stand further apart than lines, close lines are one row."""
    gaps = [below.top - above.top for above, below in pairwise(run)]
    pitch, widest = min(gaps, default=0.0), max(gaps, default=0.0)
    groups: list[list[Line]] = [[run[0]]]
    for line, gap in zip(run[1:], gaps, strict=True):
        both_figures = _has_figures(line) and _has_figures(groups[-1][-1])
        if gap < pitch * 1.25 and widest > pitch * 1.3 and gap < line.size * 1.6 and not both_figures:
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _has_figures(line: Line) -> bool:
    return any(_FIGURE.fullmatch(" ".join(word.text for word in piece)) for piece in line.pieces)


def _cells(lines: Sequence[Line], columns: Sequence[tuple[float, float]]) -> tuple[Cell, ...]:
    words: list[list[Word]] = [[] for _ in columns]
    spans: dict[int, int] = {}
    for line in lines:
        for piece in line.pieces:
            over = [
                index
                for index, (x0, x1) in enumerate(columns)
                if min(x1, piece[-1].x1) - max(x0, piece[0].x0) > 0
            ] or [_nearest([x0 for x0, _ in columns], piece[0].x0)]
            words[over[0]].extend(piece)
            spans[over[0]] = max(spans.get(over[0], 1), len(over))
    cells = [_cell(found, columns[index][1]) for index, found in enumerate(words)]
    for index, width in spans.items():
        if width > 1 and all(cell.is_blank for cell in cells[index + 1 : index + width]):
            cells[index] = replace(cells[index], columns=width)
            for column in range(index + 1, index + width):
                cells[column] = replace(cells[column], covered=True)
    return tuple(cells)
