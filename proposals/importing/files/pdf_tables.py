"""The tables of a PDF's page: those that lines draw, and those that only the places of their words show."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise
from typing import Any

from proposals.importing.files.blocks import Cell, Location
from proposals.importing.files.cleaning import bold_lead
from proposals.importing.files.pdf_lines import (
    BROKEN_WORD,
    FEWEST_WORDS,
    NARROW,
    Line,
    PageText,
    Word,
    as_headings,
    join_wrapped,
    lines_of,
)
from services.values.years import heading_years

_FIGURE = re.compile(r"[(£\-–−+]*[\d,.]*\d[\d,.]*[)%km]*|[-–]|nil", re.IGNORECASE)
_BEGINS = re.compile(r"[(£\-–−+]*\d|[-–]$")  # as “120 (3.0 FTE)” and “50-75” do
_YEAR, _UNIT = re.compile(r"(?:199|20[0-3])\d"), re.compile(r"[(£]+['’,]?(?:0{3}s?|[km])?\)?")
_OTHER_SIZE = 0.2
_CLOSE, _MOST_LEADING = 1.15, 1.45  # of the least space between lines, and of the letters' size
_LEAST_ROWS = 3
_SEVERAL = 2
_SAME_EDGE, _TOUCHES = 2.0, 1.0
Span = tuple[float, float]


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
    lines = list(lines_of(words, widest))
    for line in lines:
        is_figure = _FIGURE.fullmatch(line.text) and not (above and BROKEN_WORD.search(above.text))
        if above is not None and above.is_full(line) and not is_figure:
            texts[-1] = join_wrapped([texts[-1], line.text])
        else:
            texts.append(line.text)
        above = line
    in_order = [word for line in lines for word in line.words]
    lead = bold_lead((f"{word.text} ", word.bold) for word in in_order)
    return Cell("\n".join(texts), bold=all(word.bold for word in words), lead=lead)


def unruled_tables(
    page: int, lines: Sequence[Line], before: PageTable | None = None
) -> tuple[list[PageTable], list[Line]]:
    """Return the tables that only the places of words show, and the lines that are no part of one.

    The first of them go on with the table before, at the end of the page before, where they fit its columns.
    """
    rest = _rest_of_table(lines, before) if before else []
    tables: list[PageTable] = [_table(page, rest, _between(before))] if before and rest else []
    texts: list[Line] = []
    run: list[Line] = []
    left = 0.0
    for line, below in pairwise([*lines[sum(map(len, rest)) :], None, None]):
        if line is not None and run and _may_go_on(run, left, line):
            run.append(line)
            left = min(left, line.words[0].x0)
            continue
        rows, text_below = _without_text_below(run)
        table = _unruled(page, rows)
        texts.extend(text_below if table else sorted(run, key=lambda line: line.top))
        tables.extend([table] if table else [])
        run = []
        if line is not None:
            (run if _may_begin(line, below) else texts).append(line)
            left = line.words[0].x0
    return tables, texts


def _rest_of_table(lines: Sequence[Line], before: PageTable) -> Sequence[Sequence[Line]]:
    """Return the rows of the first lines of a page whose every piece stands in one column of the table before."""
    columns = _between(before)
    fitting: list[Line] = []
    for line in lines:
        is_close = not fitting or line.top - fitting[-1].bottom < 3 * line.size
        fits = all(len(_over(_span(piece), columns)) == 1 for piece in line.pieces)
        if not is_close or not (fits or _names_group(line, fitting, before)):
            break
        fitting.append(line)
    rows = _without_text_below(fitting)[0]
    return rows if any(len(line.pieces) > 1 for row in rows for line in row) else []


def _names_group(line: Line, above: Sequence[Line], table: PageTable) -> bool:
    """Return whether a line over several columns may be the name of a group, below other rows of the table."""
    begins = abs(line.words[0].x0 - table.x0) < 4 and line.words[-1].x1 < table.x1
    is_name = len(line.pieces) == 1 and len(line.words) <= FEWEST_WORDS
    return bool(above) and begins and is_name and abs(line.size - above[-1].size) < _OTHER_SIZE * line.size


def _between(table: PageTable) -> list[Span]:
    return list(pairwise([table.x0 - 4, *table.edges[1:], table.x1 + 4]))


def _table(page: int, groups: Sequence[Sequence[Line]], columns: Sequence[Span]) -> PageTable:
    rows = [_cells(group, columns) for group in groups]
    edges = (columns[0][0], *((above[1] + column[0]) / 2 for above, column in pairwise(columns)))
    top, bottom = groups[0][0].top, groups[-1][-1].bottom
    return PageTable(page, tuple(rows), edges, edges[0], columns[-1][1], top, bottom)


def _may_begin(line: Line, below: Line | None) -> bool:
    """Return whether a line can be the first of a table: in pieces, or the upper line of a heading of several."""
    if len(line.pieces) > 1 or below is None:
        return len(line.pieces) > 1
    if len(below.pieces) > _SEVERAL and abs(len(as_headings(line).pieces) - len(below.pieces)) < _SEVERAL:
        return True  # headings that fill their columns
    is_above = below.top - line.bottom < 0.3 * line.size
    return is_above and line.words[0].x0 > below.words[0].x0 + line.size


def _may_go_on(run: Sequence[Line], left: float, line: Line) -> bool:
    """Return whether a line belongs to the table that is open: it stands close below and within its width.

    Headings may stand over the figures alone, so that all else begins further to the left. Years below a line of
    words, in about as many pieces as the rows above it, head the next table.
    """
    if len(run[-1].pieces) == 1 < len(line.pieces) and any(map(_has_figures, run)):
        most = max(len(above.pieces) for above in run)
        if len(line.pieces) > most * 0.6 and not _has_figures(line) and heading_years(line.text):
            return False
    is_full_text = len(line.pieces) == 1 and len(line.words) > 12 and line.words[0].x0 <= left + 4
    is_within = line.words[0].x0 >= left - 4 or not any(map(_has_figures, run))
    is_alike = abs(line.size - run[-1].size) < _OTHER_SIZE * line.size and is_within
    is_close = line.top - run[-1].bottom < 3 * run[-1].size
    return is_close and (len(line.pieces) > 1 or is_alike) and not is_full_text


def _without_text_below(run: Sequence[Line]) -> tuple[list[list[Line]], list[Line]]:
    """Return the rows of a table, and the lines of text below it, which begin at its left and are in one piece."""
    left = min((line.words[0].x0 for line in run if len(line.pieces) > 1), default=0.0)
    rows, below = _row_groups(run), list[Line]()
    while rows and all(len(line.pieces) == 1 and line.words[0].x0 <= left + 4 for line in rows[-1]):
        below[:0] = rows.pop()
    return rows, below


def _unruled(page: int, groups: Sequence[Sequence[Line]]) -> PageTable | None:
    body = _body_of(groups)
    groups = [*([as_headings(line) for line in group] for group in groups[:body]), *groups[body:]]
    parted = sum(len(_united(_spans(group))) > 1 for group in groups)
    if parted < _LEAST_ROWS or parted * 3 < len(groups):
        return None
    table = _table(page, groups, _columns(groups))
    figures = sum(bool(_BEGINS.match(cell.text)) for row in table.rows for cell in row)
    return table if len(table.edges) > 1 and figures >= _LEAST_ROWS - 1 else None


def _columns(groups: Sequence[Sequence[Line]]) -> list[Span]:
    """Return where the columns stand: the spans that the fullest rows cover together, and their headings.

    A heading that stands beside its figures rather than over them is one column with them: no row has both. What
    reaches from one column to the next, as the name of a group above the first row may, joins none.
    """
    rows = [_united(_spans(group)) for group in groups]
    body = _body_of(groups)
    most = max(map(len, rows[body:]))
    columns = _united([span for row in rows[body:] if len(row) >= max(2, most * 0.6) for span in row])
    heads = [span for row in rows[:body] for span in row if _reaches(span, columns) < _SEVERAL]
    columns = _united([*columns, *heads])
    pieces = [[piece for line in group for piece in line.pieces] for group in groups]
    pieces[: body + 1] = [[piece for group in pieces[:body] for piece in group], *pieces[body : body + 1]]
    filled = [
        {
            over[0]
            for piece in row
            if not _UNIT.fullmatch(_text(piece))
            if len(over := _over(_span(piece), columns)) == 1
        }
        for row in pieces
    ]
    heading_lines = (line.pieces for group in groups[:body] for line in group)
    filled += [{i for piece in line for i in _over(_span(piece), columns)[:1]} for line in heading_lines]
    figures = {
        i for row in pieces[1:] for piece in row if _is_figure(piece) for i in _over(_span(piece), columns)
    }
    joined = [[0]]
    for index in range(1, len(columns)):
        has_figures = figures.intersection((*joined[-1], index))
        if not has_figures or any(row.intersection(joined[-1]) and index in row for row in filled):
            joined.append([index])
        else:
            joined[-1].append(index)
    return [(columns[part[0]][0], columns[part[-1]][1]) for part in joined]


def _body_of(groups: Sequence[Sequence[Line]]) -> int:
    """Return which row is the first with figures; those before it are of headings."""
    return next((index for index, group in enumerate(groups) if any(map(_has_figures, group))), 0)


def _spans(group: Sequence[Line]) -> list[Span]:
    """Return the spans of a row's pieces, without headings that stand over several pieces of another line."""
    lines = [list(map(_span, line.pieces)) for line in group]
    return [
        span
        for line in lines
        for span in line
        if all(len(_over(span, other)) < _SEVERAL for other in lines if other is not line)
    ]


def _span(piece: Sequence[Word]) -> Span:
    return piece[0].x0, piece[-1].x1


def _text(piece: Sequence[Word]) -> str:
    return " ".join(word.text for word in piece)


def _united(spans: Sequence[Span]) -> list[Span]:
    united: list[Span] = []
    for x0, x1 in sorted(spans):
        if united and x0 < united[-1][1] + _TOUCHES:
            united[-1] = (united[-1][0], max(united[-1][1], x1))
        else:
            united.append((x0, x1))
    return united


def _over(span: Span, others: Sequence[Span]) -> list[int]:
    """Return the positions of those that a span stands over or under."""
    return [index for index, (x0, x1) in enumerate(others) if min(x1, span[1]) - max(x0, span[0]) > 0]


def _reaches(span: Span, columns: Sequence[Span]) -> int:
    """Return how many columns a span would be united with."""
    return len(_over((span[0] - _TOUCHES, span[1] + _TOUCHES), columns))


def _row_groups(run: Sequence[Line]) -> list[list[Line]]:
    """Return the lines of each row: where rows stand further apart than lines, close lines are one row.

    Lines at the middle of cells of several lines reach into those, and are of the same row.
    """
    pairs = list(pairwise(run))
    apart = [(above, below) for above, below in pairs if not _reaches_into(above, below)]
    gaps = [below.top - above.top for above, below in apart]
    most = min(gaps, default=0.0) * _CLOSE
    close = [
        (above, below)
        for (above, below), gap in zip(apart, gaps, strict=True)
        if gap < min(most, below.size * _MOST_LEADING) and max(gaps) > most
    ]
    figures = {id(line) for line in run if _has_figures(line)}
    if any(id(above) in figures and _has_figures_of_its_own(below, [above]) for above, below in close):
        close = []  # its rows stand as close as lines do
    going_on = {id(below) for _, below in close}
    groups = [list(run[:1])] if run else []
    for above, line in pairs:
        both_figures = not figures.isdisjoint(map(id, groups[-1])) and _has_figures_of_its_own(
            line, groups[-1]
        )
        if (id(line) in going_on or _reaches_into(above, line)) and not both_figures:
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _reaches_into(above: Line, below: Line) -> bool:
    return below.top < above.bottom - 0.2 * above.size


def _parted(piece: Sequence[Word], columns: Sequence[Span]) -> list[list[Word]]:
    """Return the words of a piece, parted where a wide space stands between two columns."""
    parts = [[piece[0]]]
    for before, word in pairwise(piece):
        is_wide = word.x0 - before.x1 > NARROW * word.size
        if is_wide and any(
            left[1] <= word.x0 + 1 and before.x1 <= right[0] for left, right in pairwise(columns)
        ):
            parts.append([])
        parts[-1].append(word)
    return parts


def _has_figures(line: Line) -> bool:
    return any(map(_is_figure, line.pieces))


def _has_figures_of_its_own(line: Line, group: Sequence[Line]) -> bool:
    """Return whether a figure stands in a line that is no end of words above it, such as “… from £50 to” and “£60”."""
    above = [piece for other in group for piece in other.pieces]
    spans = list(map(_span, above))
    over = [[above[i] for i in _over(_span(piece), spans)] for piece in line.pieces if _is_figure(piece)]
    return any(not pieces or any(map(_is_figure, pieces)) for pieces in over)


def _is_figure(piece: Sequence[Word]) -> bool:
    """Return whether a piece is a figure, and neither a year nor a unit."""
    text = _text(piece)
    return bool(_FIGURE.fullmatch(text)) and not _YEAR.fullmatch(text) and not _UNIT.fullmatch(text)


def _cells(lines: Sequence[Line], columns: Sequence[Span]) -> tuple[Cell, ...]:
    words: list[list[Word]] = [[] for _ in columns]
    spans: dict[int, int] = {}
    for line in lines:
        for piece in chain.from_iterable(_parted(piece, columns) for piece in line.pieces):
            over = _over(_span(piece), columns)
            over = over or [_nearest([x0 for x0, _ in columns], piece[0].x0)]
            words[over[0]].extend(piece)
            spans[over[0]] = max(spans.get(over[0], 1), len(over))
    location = Location(line=lines[0].number)
    cells = [replace(_cell(found, columns[index][1]), location=location) for index, found in enumerate(words)]
    for index, width in spans.items():
        if width > 1 and all(cell.is_blank for cell in cells[index + 1 : index + width]):
            cells[index] = replace(cells[index], columns=width)
            for column in range(index + 1, index + width):
                cells[column] = replace(cells[column], covered=True)
    return tuple(cells)
