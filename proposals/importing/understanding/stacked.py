"""Tables of texts that have each cell on a line of its own: put side by side again, row by row."""

from collections.abc import Sequence
from dataclasses import replace

from proposals.importing.files.blocks import Block, Cell, Grid, ItemList, Location, Paragraph
from proposals.importing.understanding.figures import visible
from proposals.importing.understanding.headings import (
    heading_of,
    heads_figures,
    is_figure_text,
    kind_of,
    may_head,
)
from proposals.importing.understanding.kinds import AMOUNTS

_FEWEST, _MOST = 3, 14


def unstack(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with a table whose cells stand one under another as a grid of rows."""
    start = next((index for index, block in enumerate(blocks) if _begins(block)), None)
    if start is None:
        return list(blocks)
    cells, rest = _cells(blocks[start:])
    for width in range(_MOST, _FEWEST - 1, -1):
        rows = _rows(cells, width)
        if rows is not None:
            beside = [block for position, block in rest if not position or position % width == 0]
            inside = [(position, block) for position, block in rest if position and position % width]
            grid = Grid(tuple(_with(rows, inside, width)), Location(table=1))
            return [*blocks[:start], grid, *beside]
    return list(blocks)


def _begins(block: Block) -> bool:
    if not isinstance(block, Grid) or any(len(row) != 1 for row in block.rows):
        return False
    heads = [visible(row[0].text) for row in block.rows[:_FEWEST]]
    return len(heads) == _FEWEST and all(map(may_head, heads)) and any(map(heads_figures, heads))


def _cells(blocks: Sequence[Block]) -> tuple[list[Cell], list[tuple[int, Block]]]:
    """Return the cells of all grids of one column, and what stands between them with the number of cells before it."""
    cells: list[Cell] = []
    rest: list[tuple[int, Block]] = []
    for block in blocks:
        if isinstance(block, Grid) and all(len(row) == 1 for row in block.rows):
            cells.extend(row[0] for row in block.rows)
        else:
            rest.append((len(cells), block))
    return cells, rest


def _rows(cells: Sequence[Cell], width: int) -> list[list[Cell]] | None:
    """Return the cells as rows of this width, if every amount then stands under a heading of amounts."""
    if len(cells) % width or len(cells) < 2 * width:
        return None
    rows = [list(cells[start : start + width]) for start in range(0, len(cells), width)]
    heads = [visible(cell.text) for cell in rows[0]]
    if not all(map(may_head, heads)):
        return None
    dated = [
        kind_of(heading_of(head), 1.0)[0] in AMOUNTS and kind_of(heading_of(head), 0.0)[0] is None
        for head in heads
    ]
    amounts = [
        index
        for index, head in enumerate(heads)
        if dated[index] or all(is_figure_text(visible(row[index].text)) for row in rows[1:])
    ]
    fits = all(
        is_figure_text(visible(row[index].text)) == (index in amounts)
        for row in rows[1:]
        for index in range(width)
    )
    return rows if amounts and fits else None


def _with(rows: list[list[Cell]], inside: Sequence[tuple[int, Block]], width: int) -> list[tuple[Cell, ...]]:
    """Add what stands between two cells of a row to the first of them."""
    for position, block in inside:
        row, column = divmod(position - 1, width)
        cell = rows[row][column]
        lines = (*(cell.lines or (cell.text,)), *_texts(block))
        rows[row][column] = replace(cell, text="\n".join(lines), lines=lines)
    return [tuple(row) for row in rows]


def _texts(block: Block) -> tuple[str, ...]:
    if isinstance(block, Paragraph):
        return (block.text,)
    return block.items if isinstance(block, ItemList) else ()
