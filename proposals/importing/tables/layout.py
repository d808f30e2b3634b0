"""The tables of a document: what stands before them, and each row with the columns it stands under."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from proposals.importing.lines import DocumentLines, Line
from proposals.importing.running_lines import without_running_lines
from proposals.importing.tables.alignment import aligned
from proposals.importing.tables.columns import (
    AMOUNTS,
    GROUPS,
    OTHER,
    REFERENCE,
    TITLE,
    TOTAL,
    YEAR,
    Column,
    ColumnRule,
    column_of,
    is_header,
    may_head,
    unit_in,
    year_in,
)
from proposals.importing.tables.figures import is_amount, is_figure
from proposals.importing.tables.sections import part_notes_below
from proposals.importing.tables.tables import (
    Cell,
    Header,
    Row,
    cells_under_one_another,
    header_of,
    header_runs,
    joined,
    row_of_cells,
    rows_of,
)
from proposals.importing.tables.totals import total_label
from proposals.importing.units import part_unit, unit_alone
from services.values.money import Unit
from services.values.years import FinancialYear, find_years

_OF_ONE_ROW = (TITLE, REFERENCE, *AMOUNTS)
_DASHES = re.compile(r"[-–—_=+|:.\s]{3,}")
_TOTAL_ALONE = re.compile(r"(?:\w+[ -]years? )?total", re.IGNORECASE)
_LONGEST_SECOND = 40  # letters of what stands in a second row of headings
_LONGEST_DASHES, _LONGEST_TITLE_LINE = 200, 400
_MOST_SHIFT = 4  # blank cells at the beginning of a row, which leave no trace in text

Columns = dict[int, Column]


@dataclass(frozen=True)
class TableStyle:
    """What one style of table looks like: its columns, the kinds it needs, what blanks and cells cost."""

    rules: tuple[ColumnRule, ...]
    needs: Callable[[set[str]], bool]
    settle: Callable[[Columns, Sequence[Row]], Columns]
    """Settles which of two like columns is which; takes the columns and what stands before the table."""
    blank: Callable[[Column], float]
    fit: Callable[[Column, Cell], float]
    lone: Callable[[Cell], float]

    def column(self, heading: str, place: str) -> Column | None:
        """Return the column that the heading stands over, or None."""
        return column_of(heading, place, self.rules)

    def accepts(self, header: Header) -> bool:
        """Return whether the cells are this style's header."""
        return is_header(header, self.needs)


@dataclass(frozen=True)
class Entry:
    """A row of the document under its columns; a header is an entry, too."""

    row: Row
    columns: Columns
    is_header: bool = False
    is_word: bool = False
    is_other_table: bool = False
    """Whether it belongs to a table of another kind, whose headings stand above it."""

    @property
    def cells(self) -> list[tuple[Column, Cell]]:
        """Every column with its cell, in the order of the columns; a blank cell is empty."""
        found: dict[int, Cell] = {}
        for position, cell in sorted(self.row.cells.items()):
            at = self._position(position)
            if at is not None:
                found[at] = found.get(at, ()) + cell
        for position, cell in self.row.from_above.items():
            # A text that reaches down says the same of each row; an amount is that of all of them together.
            if position in self.columns and self.columns[position].kind not in _OF_ONE_ROW:
                found.setdefault(position, cell)
        return [(column, found.get(position, ())) for position, column in sorted(self.columns.items())]

    @property
    def outside(self) -> list[Line]:
        """The lines of cells that stand under no column."""
        outside = (cell for position, cell in self.row.cells.items() if self._position(position) is None)
        return [line for cell in outside for line in cell]

    def _position(self, position: int) -> int | None:
        if position in self.columns:
            return position
        before = [known for known in self.columns if known < position]
        return max(before) if before and self.is_word else None  # under a heading merged across

    @property
    def is_separator(self) -> bool:
        """Whether the row only draws a line."""
        return all(_DASHES.fullmatch(text) for text in self.row.texts)

    @property
    def is_figures_only(self) -> bool:
        """Whether the row holds as many figures as the table has columns of them, and nothing else."""
        texts = self.row.texts
        return len(texts) == len(self.amounts) and all(is_amount(text) for text in texts)

    @property
    def amounts(self) -> list[Column]:
        """The columns of figures in their order."""
        return [column for _, column in sorted(self.columns.items()) if column.kind in AMOUNTS]


@dataclass(frozen=True)
class Layout:
    """A document's rows before its first table, and the entries from its first header on."""

    before: tuple[Row, ...]
    entries: tuple[Entry, ...]
    surplus: tuple[Line, ...] = ()
    is_one_under_another: bool = False
    """Whether the text has a cell on each line, so that blank cells left no trace."""

    @property
    def headers(self) -> list[list[Column]]:
        """The columns of each header that rows stand under."""
        body = [entry.columns for entry in self.entries if not entry.is_header] or [self.entries[-1].columns]
        distinct = {id(columns): columns for columns in body}
        return [[column for _, column in sorted(columns.items())] for columns in distinct.values()]

    @property
    def ends_in_header(self) -> bool:
        """Whether the document ends with a header, though rows stand under earlier ones."""
        return self.entries[-1].is_header and any(not entry.is_header for entry in self.entries)

    @property
    def columns(self) -> list[Column]:
        """The columns of every header that rows stand under, in order."""
        return [column for header in self.headers for column in header]

    @property
    def years(self) -> list[FinancialYear]:
        """The years that head a column, each once, in order of time."""
        return sorted({column.year for column in self.columns if column.year})

    @property
    def unit(self) -> Unit | None:
        """The unit that the headings of figures say, where they say but one."""
        units = {column.unit for column in self.columns if column.unit}
        return units.pop() if len(units) == 1 else None


def lay_out(document: DocumentLines, style: TableStyle) -> Layout | None:
    """Return the tables of a document, or None when it holds no header of this style."""
    lines, running = without_running_lines(
        document, lambda text: bool(style.column(text, "") or total_label(text))
    )
    rows = rows_of(lines)
    first = next((index for index, row in enumerate(rows) if _heads(row, style)), None)
    if first is None:
        return _one_under_another(lines, running, style)
    before = tuple(rows[:first])
    return Layout(before, tuple(_entries(rows[first:], before, style)), running)


def not_found(document: DocumentLines, style: TableStyle, message: str) -> str:
    """Return the message that no table of this style was found, with the line of headings that nothing parts."""
    for line in document.lines:
        words = set(re.findall(r"[a-z]+", line.text.lower()[:_LONGEST_TITLE_LINE]))
        kinds = {rule.kind for rule in style.rules if rule.words & words}
        is_header = TITLE in kinds and bool(kinds & set(AMOUNTS)) and style.needs(kinds)
        if is_header and "\t" not in line.text and line.column is None and find_years(line.text):
            return (
                f"The headings of a table stand at {line.place}, but nothing parts one cell of a row from the next. "
                "Part the cells with tabs, or use the Word file (.docx)."
            )
    return message


def _heads(row: Row, style: TableStyle) -> bool:
    if row.is_free or any(is_amount(text) for text in row.texts):
        return False
    return style.accepts(header_of(row, style.column))


def _entries(rows: Sequence[Row], before: Sequence[Row], style: TableStyle) -> Iterator[Entry]:
    columns: Columns = {}
    first_columns: Columns = {}
    header_texts: list[str] = []
    after_header = in_other_table = False
    for row in rows:
        is_word = any(line.column is not None for line in row.lines)
        is_repeated = row.texts == header_texts and tuple(row.cells) == tuple(first_columns)
        if is_repeated or _heads(row, style):
            if not is_repeated:
                header_texts = row.texts
                first_columns = _settled(header_of(row, style.column), row, before, style)
            columns = first_columns
            after_header, in_other_table = True, False
            yield Entry(row, columns, is_header=True, is_word=is_word)
        elif after_header and (below := _second_header(row, columns, style, is_word=is_word)):
            columns = below
            yield Entry(row, columns, is_header=True, is_word=is_word)
        elif not row.is_free and (in_other_table or _heads_other_table(row, style)):
            in_other_table = True
            yield Entry(row, columns, is_word=is_word, is_other_table=True)
        else:
            in_other_table = False
            after_header = after_header and all(_DASHES.fullmatch(text) for text in row.texts)
            yield Entry(row if is_word else _unshifted(row, columns), columns, is_word=is_word)


def _heads_other_table(row: Row, style: TableStyle) -> bool:
    """Return whether a row heads several columns of figures, but of a table that is not of this style."""
    found = [style.column(text, row.place) for text in row.texts if not is_amount(text)]
    return (
        len(found) == len(row.cells)
        and sum(bool(c and c.kind in AMOUNTS and (c.year or c.unit)) for c in found) > 1
    )


def _settled(header: Header, row: Row, before: Sequence[Row], style: TableStyle) -> Columns:
    """Return the columns of a header as its style knows them, “Year 1” and “Year 2” with the years of the title."""
    columns = style.settle(_complete(header, row), before)
    in_title = sorted(
        {year for row in before for line in row.lines for year in find_years(line.text[:_LONGEST_TITLE_LINE])}
    )
    if not in_title:
        return columns
    undated = [position for position, column in columns.items() if column.kind == YEAR and not column.year]
    if len(undated) == len(in_title) == 1 and not any(column.year for column in columns.values()):
        return {**columns, undated[0]: replace(columns[undated[0]], year=in_title[0])}
    return {
        position: replace(column, year=in_title[0] + (column.nth_year - 1))
        if column.kind == YEAR and column.year is None and column.nth_year
        else column
        for position, column in columns.items()
    }


def _complete(header: Header, row: Row) -> Columns:
    """Return every cell of the header as a column; one that no rule knows keeps its own heading."""
    return {
        position: column or Column(OTHER, row.text(position), row.place)
        for position, column in header.items()
    }


def _second_header(row: Row, columns: Columns, style: TableStyle, *, is_word: bool) -> Columns | None:
    """Return the columns with the years, units or words that a second row of headings adds to them, or None.

    In text the blank cells before its first one left no trace: they are put back where it fits.
    """
    shifts = range(1 if is_word or not row.lines[0].opens_cell else _MOST_SHIFT + 1)
    shifted = (replace(row, cells={at + shift: cell for at, cell in row.cells.items()}) for shift in shifts)
    return next((below for candidate in shifted if (below := _headed_twice(candidate, columns, style))), None)


def _headed_twice(row: Row, columns: Columns, style: TableStyle) -> Columns | None:
    added: Columns = {}
    words: Columns = {}
    for position in row.cells:
        text = row.text(position)
        above = columns.get(max((at for at in columns if at <= position), default=-1))
        if above is None or len(text) > _LONGEST_SECOND:
            return None
        year, unit = year_in(text), unit_in(text)
        is_total = bool(_TOTAL_ALONE.fullmatch(part_unit(text)[0]))
        is_of_amounts = bool(year or unit_alone(text) or is_total)
        if above.kind not in _OF_ONE_ROW and not is_of_amounts and may_head(text):
            words[position] = _more_exactly(above, text, row.place, style)
            continue
        if above.kind not in AMOUNTS or not is_of_amounts:
            return None
        kind = TOTAL if is_total else YEAR if year else above.kind
        heading = f"{above.heading} {text}"
        added[position] = replace(
            above, kind=kind, heading=heading, year=year or above.year, unit=unit or above.unit
        )
    return {**columns, **words, **added} if added else None


def _more_exactly(above: Column, text: str, place: str, style: TableStyle) -> Column:
    """Return the column that words below a heading make of it: “Staff” below “Impact”."""
    heading = f"{above.heading} {text}"
    found = style.column(heading, place)
    kind = found.kind if found and found.kind not in (*_OF_ONE_ROW, *GROUPS) else above.kind
    return replace(above, kind=kind, heading=heading)


def _unshifted(row: Row, columns: Columns) -> Row:
    """Return a row of text with its cells under their columns, where it began with blank cells."""
    wanted = [position for position, column in columns.items() if column.kind in AMOUNTS]
    if row.is_free or not row.lines[0].opens_cell or not wanted:
        return row

    def fitting(shift: int) -> int:
        return sum(is_figure(row.text(position - shift)) for position in wanted)

    best = max(range(_MOST_SHIFT + 1), key=lambda shift: (fitting(shift), -shift))
    if best == 0:
        return row
    return replace(row, cells={position + best: cell for position, cell in row.cells.items()})


def _one_under_another(lines: Sequence[Line], running: Sequence[Line], style: TableStyle) -> Layout | None:
    """Return the tables of a text with a cell on each line."""
    cells = cells_under_one_another(lines)
    runs = list(header_runs(cells, style.column, style.accepts))
    if not runs:
        return None
    before = tuple(_free_row((line,)) for cell in cells[: runs[0][0]] for line in cell)
    cells[-1], below = part_notes_below(cells[-1])
    entries: list[Entry] = []
    surplus: list[Line] = [*running]
    ends = [*(start for start, _, _ in runs[1:]), len(cells)]
    for (start, end, header), next_start in zip(runs, ends, strict=True):
        header_row = row_of_cells(dict(enumerate(cells[start:end])))
        columns = _settled(header, header_row, before, style)
        entries.append(Entry(header_row, columns, is_header=True))
        for rows, outside in _aligned_parts(columns, cells[end:next_start], style):
            entries.extend(Entry(row, columns) for row in rows)
            surplus.extend(outside)
    entries.extend(Entry(_free_row((line,)), entries[-1].columns) for line in below)
    return Layout(before, tuple(entries), tuple(surplus), is_one_under_another=True)


def _aligned_parts(
    columns: Columns, cells: Sequence[Cell], style: TableStyle
) -> Iterator[tuple[Sequence[Row], list[Line]]]:
    """Yield the rows that cells one under another make, with those that fit no column.

    A total with its figures, the name of a group that has a total, and a drawn line are rows for certain: the
    cells between them are put into rows by how they look.
    """
    amounts = [position for position, column in sorted(columns.items()) if column.kind in AMOUNTS]
    title = next((position for position, column in columns.items() if column.kind == TITLE), 0)
    texts = [joined(cell) for cell in cells]
    labels = [total_label(text) for text in texts]
    names = {label.name.lower() for label in labels if label}
    begun = index = 0
    while index < len(cells):
        row: Row | None = None
        count = 1
        figures = texts[index + 1 : index + 1 + len(amounts)]
        if labels[index] and len(figures) == len(amounts) and all(map(is_amount, figures)):
            count += len(amounts)
            following = zip(amounts, cells[index + 1 : index + count], strict=True)
            row = row_of_cells({title: cells[index], **dict(following)})
        elif texts[index].lower() in names or _DASHES.fullmatch(texts[index][:_LONGEST_DASHES]):
            row = _free_row(cells[index])
        if row:
            yield _aligned_under(columns, cells[begun:index], style)
            yield [row], []
            begun = index + count
        index += count
    yield _aligned_under(columns, cells[begun:], style)


def _free_row(cell: Cell) -> Row:
    return Row(cell[0].place, {0: cell}, cell, is_free=True)


def _aligned_under(
    columns: Columns, cells: Sequence[Cell], style: TableStyle
) -> tuple[tuple[Row, ...], list[Line]]:
    in_order = [columns[position] for position in range(len(columns))]
    blanks = [style.blank(column) for column in in_order]
    found = aligned(cells, blanks, lambda position, cell: style.fit(in_order[position], cell), style.lone)
    return found.rows, [line for cell in found.surplus for line in cell]


def free_text(row: Row) -> str:
    """Return the text of a row of one cell."""
    return joined(next(iter(row.cells.values()), ()))
