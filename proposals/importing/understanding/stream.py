"""A document as one stream of lines: the rows of its grids and its paragraphs, so that tables go on across pages."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from proposals.importing.files.blocks import Block, Cell, Grid, ItemList, Location, Paragraph
from proposals.importing.markup import clean_text
from proposals.importing.running_lines import page_furniture
from proposals.importing.understanding.figures import Shape, read_figure, visible
from proposals.importing.understanding.headings import heading_of, heads_figures, is_figure_text, may_head
from proposals.importing.understanding.labels import total_label
from proposals.importing.understanding.stacked import unstack
from proposals.importing.understanding.turned import turned
from proposals.importing.understanding.written_years import with_written_years

_FEWEST = 2
_MARKUP = re.compile(r"[<\[{&\\]|\*\*|__|_GoBack")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_RULE = re.compile(r"[-–—=_ ]{2,}")
_REFERENCE = re.compile(r"[A-Z]{1,5}[ /.-]?\d{1,4}[a-z]?(?:[./]\d+)*")


@dataclass(frozen=True)
class Line:
    """A row of a grid, or a paragraph as a row of one cell; `grid` is 0 for a paragraph."""

    cells: tuple[Cell, ...]
    location: Location
    grid: int

    @cached_property
    def filled(self) -> tuple[int, ...]:
        """The positions of cells that hold something, a merged cell once."""
        return tuple(index for index, cell in enumerate(self.cells) if cell.text and not cell.covered)

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The texts of the filled cells."""
        return tuple(visible(self.cells[index].text) for index in self.filled)

    @property
    def is_paragraph(self) -> bool:
        """Return whether the line is no row of a grid."""
        return not self.grid

    @cached_property
    def figures(self) -> tuple[int, ...]:
        """The positions of amounts that are not the year of a heading."""
        placed = list(zip(self.filled, self.texts, strict=True))
        dated = ((i, text) for i, text in placed if _YEAR.search(text))
        years = {i: year for i, text in dated if (year := heading_of(text).calendar) is not None}
        follow = all(later - earlier == 1 for earlier, later in pairwise(years.values()))
        is_total = bool(years) and any(total_label(text) for text in self.texts[:1])
        are_amounts = not follow or (is_total and len(years) < _FEWEST)
        return tuple(i for i, text in placed if is_figure_text(text) or (are_amounts and i in years))

    @property
    def has_figures(self) -> bool:
        """Return whether a cell holds an amount that is not the year of a heading."""
        return bool(self.figures)

    @property
    def is_bare(self) -> bool:
        """Return whether figures stand in the line and nothing else."""
        return bool(self.filled) and self.figures == self.filled

    @property
    def is_total(self) -> bool:
        """Return whether the label of a total stands first, and nothing but figures behind it."""
        is_behind = len(self.filled) > 1 and self.figures[-len(self.filled) + 1 :] == self.filled[1:]
        return is_behind and total_label(self.texts[0]) is not None

    @cached_property
    def heads(self) -> bool:
        """Return whether the cells are headings: no amounts, most of them known, figures among them."""
        if len(self.filled) < _FEWEST or self.has_figures:
            return False
        if any(_REFERENCE.fullmatch(text) and not may_head(text) for text in self.texts):
            return False
        known = [text for text in self.texts if may_head(text)]
        if len(known) < max(_FEWEST, 0.4 * len(self.texts)) or not any(map(heads_figures, known)):
            return False
        return self.heads_surely or len(known) == len(self.texts) or len(known) > _FEWEST

    @cached_property
    def heads_surely(self) -> bool:
        """Return whether a heading names a year or unit, or most of at least three cells are known headings."""
        known = [text for text in self.texts if may_head(text)]
        is_sure = any(heading_of(text).is_dated or heading_of(text).unit for text in known)
        are_most = len(known) > _FEWEST and len(known) >= 0.75 * len(self.texts)
        return is_sure or are_most or self.cells[self.filled[0]].bold

    @cached_property
    def may_belong_to_heading(self) -> bool:
        """Return whether the cells can be a further row of headings: short words, years or units, and no amounts."""
        return bool(self.filled) and not self.has_figures and all(len(text) <= 140 for text in self.texts)

    @cached_property
    def key(self) -> tuple[str, ...]:
        """The texts in small letters, by which repeated headings are known."""
        return tuple(text.lower() for text in self.texts)


@dataclass(frozen=True)
class Stream:
    """The lines of a document, and what was done to have them."""

    lines: list[Line]
    markup: list[tuple[Location, str]]
    """Pieces of markup that were taken out."""
    moved: list[tuple[Location, str]]
    """Texts that may belong under the heading beside theirs."""


def stream_of(blocks: Sequence[Block]) -> Stream:
    """Return the lines of a document in reading order; tables side by side in a sheet follow one another."""
    lines: list[Line] = []
    grids = 0
    blocks, moved = unstack(blocks)
    for block in blocks:
        if isinstance(block, Grid):
            written = with_written_years(block)
            for part in (upright for side in _side_by_side(written) for upright in turned(side)):
                grids += 1
                lines.extend(line for line in _grid_lines(part, grids) if not _is_rule(line))
        elif isinstance(block, Paragraph):
            lines.append(_free(block.text, block.location, bold=block.bold))
        elif isinstance(block, ItemList):
            lines.extend(_free(item, block.location) for item in block.items)
    cleaned, markup = _without_markup(lines)
    return Stream(_without_page_furniture(cleaned), markup, moved)


def _without_markup(lines: Sequence[Line]) -> tuple[list[Line], list[tuple[Location, str]]]:
    """Take out what a conversion left in the cells of tables and in paragraphs, such as “<br/>”."""
    cleaned: list[Line] = []
    taken: list[tuple[Location, str]] = []
    for line in lines:
        cells, removed = without_markup(line.cells)
        cleaned.append(replace(line, cells=cells) if removed else line)
        taken += removed
    return cleaned, taken


def without_markup(cells: Sequence[Cell]) -> tuple[tuple[Cell, ...], list[tuple[Location, str]]]:
    """Return some cells without markup, and the pieces that were taken out with their places."""
    if not any(cell.text and _MARKUP.search(cell.text) for cell in cells):
        return tuple(cells), []
    cleaned: list[Cell] = []
    taken: list[tuple[Location, str]] = []
    for cell in cells:
        parts = [clean_text(part) for part in cell.lines]
        removed = [(cell.location, piece) for _, pieces in parts for piece in pieces]
        taken += removed
        if removed:
            texts = tuple(text for kept, _ in parts for text in kept)
            cell = replace(cell, text="\n".join(texts), value=None)
        cleaned.append(cell)
    return tuple(cleaned), taken


def _without_page_furniture(lines: Sequence[Line]) -> list[Line]:
    """Leave out page numbers, and the heads and feet that stand beside several of them."""
    left_out = page_furniture({at: line.texts[0] for at, line in enumerate(lines) if len(line.filled) == 1})
    return [line for index, line in enumerate(lines) if index not in left_out]


def _is_rule(line: Line) -> bool:
    """Return whether a row only draws a line with dashes."""
    return len(line.texts) > 1 and all(map(_RULE.fullmatch, line.texts))


def _free(text: str, location: Location, *, bold: bool = False) -> Line:
    return Line((Cell(text=text, bold=bold, location=location),), location, 0)


def _grid_lines(grid: Grid, number: int) -> Iterator[Line]:
    for index, cells in enumerate(_merged_down(grid.rows), start=1):
        first = next((cell.location for cell in cells if cell.location.row), None)
        location = (
            replace(first, column=0) if first else replace(grid.location, row=grid.location.row or index)
        )
        yield from (Line(tuple(part), location, number) for part in _parted(cells))


def _merged_down(rows: Sequence[Sequence[Cell]]) -> Iterator[Sequence[Cell]]:
    """Yield the rows with a text that is merged down said of each row that it covers; an amount counts once."""
    reach: dict[int, tuple[Cell, int]] = {}
    has_begun = False
    for row in rows:
        has_begun = has_begun or any(is_figure_text(visible(cell.text)) for cell in row)
        if not reach and all(cell.rows == 1 for cell in row):
            yield row
            continue
        cells = list(row)
        for index, cell in enumerate(row):
            above, left = reach.pop(index, (cell, 0))
            if cell.covered and left:
                cells[index] = replace(above, rows=1, location=cell.location)
                reach[index] = above, left - 1
            elif has_begun and cell.rows > 1 and not is_figure_text(visible(cell.text)):
                reach[index] = cell, cell.rows - 1
        yield cells


def _parted(cells: Sequence[Cell]) -> list[Sequence[Cell]]:
    """Return the rows that stand in one, where its figures and its words have as many lines each."""
    lines = [cell.lines for cell in cells]
    counts = {len(found) for found in lines if len(found) > 1}
    count = counts.pop() if len(counts) == 1 else 0
    several = [found for found in lines if len(found) == count > 1]
    figures = [found for found in several if all(is_figure_text(visible(text)) for text in found)]
    if not figures or len(figures) == len(several):
        return [cells]
    rows: list[Sequence[Cell]] = []
    for position in range(count):
        row = []
        for cell, found in zip(cells, lines, strict=True):
            text = found[position] if len(found) == count else cell.text
            row.append(replace(cell, text=text, value=None if len(found) == count else cell.value))
        rows.append(row)
    return rows


def _side_by_side(grid: Grid) -> Sequence[Grid]:
    """Return the tables that stand side by side, parted by a column that is blank from top to bottom."""
    width = max((len(row) for row in grid.rows), default=0)
    used = [False] * width
    for row in grid.rows:
        for index, cell in enumerate(row):
            if cell.text and not cell.covered and cell.columns == 1:
                used[index] = True
    blank = [
        index
        for index in range(1, width - 1)
        if not used[index] and any(used[:index]) and any(used[index + 1 :])
    ]
    for cut in blank:
        left, right = _part(grid, 0, cut), _part(grid, cut + 1, width)
        if _is_table(left) and _is_table(right):
            return (left, *_side_by_side(right))
    return (grid,)


def _part(grid: Grid, start: int, end: int) -> Grid:
    return Grid(tuple(row[start:end] for row in grid.rows), grid.location)


def _is_table(grid: Grid) -> bool:
    """Return whether a part of a sheet has headings, words below them and figures of its own."""
    lines = list(_grid_lines(grid, 1))
    head = next((index for index, line in enumerate(lines) if line.heads), None)
    if head is None:
        return False
    body = [line for line in lines[head + 1 :] if line.has_figures]
    return any(read_figure(text).shape is Shape.WORDS for line in body for text in line.texts)
