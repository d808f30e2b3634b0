"""Tables of texts that have each cell on a line of its own: put side by side again, row by row.

Blank cells left no trace. So each cell goes to the column that suits it best, in order, so that the whole document
costs least: a figure under a year is free, a figure as a title is dear, a cell left blank costs a little.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from proposals.importing.files.blocks import Block, Cell, Grid, ItemList, Location, Paragraph
from proposals.importing.lines import is_list_item
from proposals.importing.understanding.figures import Shape, read_figure, visible
from proposals.importing.understanding.headings import Heading, heading_of, heads_figures, may_head, rules_for
from proposals.importing.understanding.kinds import FIGURES, WORDS, Kind
from proposals.importing.understanding.labels import is_note, is_risk, total_label
from proposals.importing.understanding.meetings import reports_in

_FEWEST, _MOST = 3, 14
_MOST_TOO_MANY = 3
"""Cells of the first row that may read like headings, too."""
_SAMPLED = 160
_SHORT, _LONGEST_TITLE = 60, 160
_BLANK = {Kind.TITLE: 4.0, Kind.REFERENCE: 1.0, Kind.RISK: 1.0, Kind.REPORTED: 1.0, Kind.COMMITTEE: 1.0}
_BLANK_FIGURE, _BLANK_TEXT = 2.0, 0.7
_WORST_CELL, _SAME_COST = 1.5, 0.02
_HEADING_LEFT_OUT = 0.25
"""What it costs that a heading follows upon the last of the headings."""
_NEVER = 1e9
_SURPLUS = 6.0
"""What a cell costs that belongs to no column: more than any cell that is merely unusual."""
_SENTENCES = (Kind.DESCRIPTION, Kind.SECTION, Kind.STAFF, Kind.PROPERTY, Kind.DECISIONS)


@dataclass(frozen=True)
class _Head:
    """What a heading lets expect of the cells under it: figures, words, or either, and of which kind."""

    kind: Kind | None
    holds_figures: bool
    holds_words: bool

    @property
    def is_amount(self) -> bool:
        """Return whether nothing but figures stands under it."""
        return self.holds_figures and not self.holds_words

    @property
    def blank(self) -> float:
        """Return what a blank cell under it costs."""
        return _BLANK_FIGURE if self.is_amount else _BLANK.get(self.kind or Kind.OTHER, _BLANK_TEXT)


def unstack(blocks: Sequence[Block]) -> tuple[list[Block], list[tuple[Location, str]]]:
    """Return the blocks with a table whose cells stand one under another as a grid of rows.

    With them come the texts, each with its place, that may belong under the heading beside theirs, which has none.
    """
    start = next((index for index, block in enumerate(blocks) if _is_stacked(block)), None)
    if start is None:
        return list(blocks), []
    cells, below = _cells(blocks[start:])
    header = _header(cells)
    if header is None:
        return list(blocks), []
    first, width = header
    cells, notes = _part_notes(cells, _head(visible(cells[first + width - 1].text)))
    rows = [[cell] for cell in cells[:first]]
    rows += [list(cells[first : first + width])]
    heads = [_head(visible(cell.text)) for cell in cells[first : first + width]]
    moved: list[tuple[Location, str]] = []
    for part in _parts(cells, first, heads):
        found = [part] if isinstance(part, dict) else _align(part, heads)[0]
        rows += [_row(row, width) for row in found]
        moved += [text for row in found for text in _moved(row, heads)]
    return [*blocks[:start], Grid(tuple(map(tuple, rows)), Location(table=1)), *notes, *below], moved


def _moved(row: dict[int, Cell], heads: Sequence[_Head]) -> Iterator[tuple[Location, str]]:
    """Yield the texts and figures of a row beside which another is blank: nothing tells where they belong."""
    amounts = [index for index, head in enumerate(heads) if head.is_amount]
    stated = [index for index in amounts if index in row]
    if len(row) <= 1 or not stated:
        return
    if len(stated) < len(amounts):
        yield row[stated[0]].location, " | ".join(visible(row[index].text) for index in stated)
    for left in range(len(heads) - 1):
        pair = [index for index in (left, left + 1) if heads[index].kind in _SENTENCES]
        filled = [index for index in pair if index in row]
        if len(pair) > len(filled) == 1:
            cell = row[filled[0]]
            yield cell.location, visible(cell.text)


def _part_notes(cells: list[Cell], head: _Head) -> tuple[list[Cell], list[Block]]:
    """Return the cells, and the notes below the table that stand in the last one, where no sentences stand there."""
    if head.kind not in (Kind.COMMITTEE, Kind.REPORTED):
        return cells, []
    lines = cells[-1].lines
    count = next((n for n, text in enumerate(lines) if n and is_note(text)), len(lines))
    last = replace(cells[-1], text="\n".join(lines[:count]))
    notes: list[Block] = [Paragraph(text, location=last.location) for text in lines[count:]]
    return [*cells[:-1], last], notes


def _is_stacked(block: Block) -> bool:
    return isinstance(block, Grid) and all(len(row) == 1 for row in block.rows)


def _cells(blocks: Sequence[Block]) -> tuple[list[Cell], list[Block]]:
    """Return the cells, with the lines between them as further paragraphs of the cell before, and the notes below."""
    cells: list[Cell] = []
    below: list[Block] = []
    for index, block in enumerate(blocks):
        if _is_stacked(block) and isinstance(block, Grid):
            cells.extend(row[0] for row in block.rows if _is_content(row[0].text))
        elif cells and not (below or _ends_here(blocks, index)):
            cell = cells[-1]
            cells[-1] = replace(cell, text="\n".join([*cell.lines, *_texts(block)]))
        else:
            below.append(block)
    return cells, below


def _is_content(text: str) -> bool:
    """Return whether a cell holds more than the dashes of a rule."""
    return bool(text.strip("-–—=_ ")) or len(text.strip()) < _FEWEST


def _ends_here(blocks: Sequence[Block], index: int) -> bool:
    """Return whether a line behind the last cell is a note below the table, and no paragraph of that cell."""
    texts = [text for block in blocks[index:] for text in _texts(block)]
    return not any(map(_is_stacked, blocks[index:])) and all(map(is_note, texts))


def _texts(block: Block) -> tuple[str, ...]:
    if isinstance(block, Paragraph):
        return (block.text,)
    return tuple(f"· {item}" for item in block.items) if isinstance(block, ItemList) else ()


def _header(cells: Sequence[Cell]) -> tuple[int, int] | None:
    """Return where the headings begin and how many they are: as many as bring the cells below into rows."""
    texts = [visible(cell.text) for cell in cells[: 4 * _MOST]]
    costs: dict[tuple[int, int], float] = {}
    for first in range(max(len(texts) - _FEWEST, 0)):
        if not may_head(texts[first]) or len({start for start, _ in costs}) == _MOST_TOO_MANY:
            if costs:
                break
            continue
        count = next((n for n, text in enumerate(texts[first : first + _MOST]) if not may_head(text)), _MOST)
        for width in range(max(_FEWEST, count - _MOST_TOO_MANY), count + 1):
            are_headings = any(map(heads_figures, texts[first : first + width]))
            if are_headings and len(cells) >= first + 2 * width:
                costs[first, width] = _cost(cells, first, width)
    least = min(costs.values(), default=_WORST_CELL)
    # Rows that are all alike come out as well from one cell further on.
    nearly = [at for at, cost in costs.items() if cost <= least + _SAME_COST]
    return min(nearly, key=lambda at: (at[0], -at[1])) if nearly and least < _WORST_CELL else None


def _cost(cells: Sequence[Cell], first: int, width: int) -> float:
    """Return what a cell costs on the average where the headings are this many."""
    heads = [_head(visible(cell.text)) for cell in cells[first : first + width]]
    sample = list(cells[first + width : first + width + _SAMPLED])
    follows = _head(visible(sample[0].text))
    left_out = _HEADING_LEFT_OUT if follows.kind in (*_SENTENCES, Kind.RISK) or follows.is_amount else 0.0
    return _align(sample, heads)[1] / len(sample) + left_out


def _parts(
    cells: Sequence[Cell], first: int, heads: Sequence[_Head]
) -> Iterator[list[Cell] | dict[int, Cell]]:
    """Yield the cells to be brought into rows, and between them the rows that are known: headings and totals."""
    width = len(heads)
    head = [cell.text for cell in cells[first : first + width]]
    amounts = [index for index, known in enumerate(heads) if known.is_amount]
    label = next((index for index, known in enumerate(heads) if not known.is_amount), 0)
    waiting: list[Cell] = []
    index = first + width
    while index < len(cells):
        below = cells[index + 1 : index + 1 + len(amounts)]
        row: dict[int, Cell] = {}
        if [cell.text for cell in cells[index : index + width]] == head:
            row = dict(enumerate(cells[index : index + width]))
        elif (
            total_label(visible(cells[index].text))
            and len(below) == len(amounts) > 0
            and all(map(_is_figure, below))
        ):
            row = {label: cells[index], **dict(zip(amounts, below, strict=True))}
        if row:
            if waiting:
                yield waiting
            yield row
            waiting = []
            index += len(row)
        else:
            waiting.append(cells[index])
            index += 1
    if waiting:
        yield waiting


def _is_figure(cell: Cell) -> bool:
    return read_figure(visible(cell.text)).shape not in (Shape.WORDS, Shape.BLANK)


def _align(cells: Sequence[Cell], heads: Sequence[_Head]) -> tuple[list[dict[int, Cell]], float]:
    """Return the rows that the cells make, each by the positions of its columns, and what they cost together.

    A cell that stands alone, such as the heading of a group, or that fits no column, is a row of its own at 0. The
    state behind a cell is its column, or the number of columns behind one that stands alone.
    """
    width = len(heads)
    to_end = [sum(head.blank for head in heads[column + 1 :]) for column in range(width)] + [0.0]
    costs = [_NEVER] * width + [0.0]  # before the first cell: as behind a complete row
    steps = []
    for cell in cells:
        row = _steps(visible(cell.text), costs, to_end, heads)
        steps.append(row)
        costs = [cost for cost, _, _ in row]
    state = min(range(width + 1), key=lambda at: costs[at] + to_end[at])
    total = costs[state] + to_end[state]
    rows: list[dict[int, Cell]] = []
    current: dict[int, Cell] = {}
    surplus: list[dict[int, Cell]] = []
    for cell, row in zip(reversed(cells), reversed(steps), strict=True):
        _, before, action = row[state]
        if action == _OUT:
            surplus.append({0: cell})
        else:
            current = {0 if state == width else state: cell, **current}
        if action == _NEW:
            rows += [*surplus, current] if state == width else [current, *surplus]
            current, surplus = {}, []
        state = before
    return [*surplus[::-1], *rows[::-1]], total


_SAME, _NEW, _OUT = "same row", "new row", "surplus"


def _steps(
    text: str, costs: Sequence[float], to_end: Sequence[float], heads: Sequence[_Head]
) -> list[tuple[float, int, str]]:
    """Return for each state behind a cell what it costs at the least, the state before it, and the step."""
    width = len(heads)
    row_end = min(range(width + 1), key=lambda state: costs[state] + to_end[state])
    new_row = costs[row_end] + to_end[row_end]
    same_row, same_from, blanks_before = _NEVER, 0, 0.0
    steps = []
    for column, head in enumerate(heads):
        here = _fit(head, text)
        choices = [
            (new_row + blanks_before + here, row_end, _NEW),
            (same_row + here, same_from, _SAME),
            (costs[column] + _SURPLUS, column, _OUT),
        ]
        steps.append(min(choices))
        blanks_before += head.blank
        same_row += head.blank
        if costs[column] <= same_row:
            same_row, same_from = costs[column], column
    alone = (new_row + _lone(text), row_end, _NEW)
    return [*steps, min(alone, (costs[width] + _SURPLUS, width, _OUT))]


def _row(found: dict[int, Cell], width: int) -> list[Cell]:
    return [found.get(index, Cell(location=next(iter(found.values())).location)) for index in range(width)]


def _head(text: str) -> _Head:
    heading: Heading = heading_of(text)
    rules = rules_for(heading.core) if may_head(text) else ()
    is_dated = heading.is_dated or heading.unit is not None
    first = rules[0] if rules else None
    words = next((rule for rule in rules if rule.holds == WORDS), None)
    holds_words = not is_dated and (first is None or first.holds != FIGURES or words is not None)
    holds_figures = is_dated or first is None or first.holds != WORDS
    if first is not None and first.kind is Kind.TOTAL:
        holds_words = False
    kind = (
        words.kind
        if words and first and first.holds == FIGURES and holds_words
        else first.kind
        if first
        else None
    )
    return _Head(kind, holds_figures, holds_words)


def _fit(head: _Head, text: str) -> float:
    """Return how unusual a cell is under a heading, 0 where it is just what stands there."""
    shape = read_figure(text).shape
    is_figure = shape not in (Shape.WORDS, Shape.BLANK)
    if head.is_amount:
        return 0.0 if is_figure else 6.0
    if head.kind is Kind.RISK:
        return 0.0 if is_risk(text) else 2.0 if len(text) <= _SHORT else 6.0
    if is_figure:
        return 0.0 if head.holds_figures else 1.5 if shape is Shape.UNSTATED else 4.0
    if is_risk(text):
        return 4.0
    if head.kind is Kind.REPORTED:
        return 0.0 if any(report.month for report in reports_in(text)) else 2.5
    if head.kind is Kind.TITLE:
        long = 0.0 if len(text) <= _LONGEST_TITLE else 3.0
        return long + 2.0 * (is_list_item(text) + text.endswith("."))
    if head.kind is Kind.COMMITTEE:
        return 0.2 if len(text) <= _SHORT and not text.endswith(".") else 3.0
    return 0.3 if len(text) < _SHORT else 0.0


def _lone(text: str) -> float:
    """Return how unusual a cell is as a row of its own, such as the heading of a group or the label of a total."""
    if total_label(text):
        return 1.0
    if read_figure(text).shape not in (Shape.WORDS, Shape.BLANK) or is_risk(text):
        return 20.0
    return 3.0 if len(text) <= _LONGEST_TITLE and not text.endswith(".") else 9.0
