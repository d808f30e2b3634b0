"""The small tables of a form: a row of years, perhaps a row of units, and a row of figures."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Generic, Literal, TypeVar

from proposals.importing.lines import Line, cells_of
from proposals.importing.units import part_unit, unit_alone
from services.values.money import Unit, parse_fte, parse_money
from services.values.years import FinancialYear, UnreadableYear

Figure = TypeVar("Figure")
Column = FinancialYear | Literal["total"]

_TOTAL = re.compile(r"(?:(?:grand|overall|\w+[ -]years?)\s+)?total\b[^\d£]*", re.IGNORECASE)
_NOTE = re.compile(r"^[*†‡#¹²³]+\s*(?P<note>\S.*)$")
_MARKERS = "*†‡#¹²³ "
_IN_FTE = re.compile(r"\s*FTEs?$", re.IGNORECASE)
_LONGEST_COLUMN = 140  # letters of what heads a column
_MOST_FIGURES = 40  # in one line: years, units or amounts
_BARE = re.compile(r"[^£a-z]*", re.IGNORECASE)


class UnreadableTable(ValueError):
    """The table's years and figures cannot be brought together; the message says why, `place` where."""

    def __init__(self, message: str, place: str) -> None:
        super().__init__(message)
        self.place = place


@dataclass(frozen=True)
class YearTable(Generic[Figure]):
    """A row of figures by year with its stated total; `left_over` are lines that are no part of it.

    `unit` is None when neither the table nor any figure in it says one.
    """

    by_year: dict[FinancialYear, Figure]
    total: Figure | None
    place: str
    total_place: str
    notes: tuple[str, ...]
    left_over: tuple[Line, ...]
    unit: Unit | None
    decimals: int


@dataclass
class _Parts(Generic[Figure]):
    """The kinds of the cells of a table, in their order; which values are figures, and why the others are not."""

    columns: list[tuple[Column, Line]] = field(default_factory=list)
    values: list[Line] = field(default_factory=list)
    in_order: list[Line] = field(default_factory=list)
    units: list[tuple[Unit, Line]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    figures: list[tuple[Line, Figure]] = field(default_factory=list)
    unreadable: list[tuple[Line, str]] = field(default_factory=list)


def note_in(text: str) -> str | None:
    """Return the footnote that a line beginning with a marker such as “*” holds, or None."""
    match = _NOTE.match(text)
    return match["note"].strip() if match else None


def unmarked(text: str) -> str:
    """Return a figure without the footnote marker behind it."""
    return text.rstrip(_MARKERS)


def without_nil(text: str) -> str:
    """Return a figure with the word “nil”, which forms write for zero, as the dash that stands for it."""
    return "-" if text.strip().lower() == "nil" else text


def is_year(text: str) -> bool:
    """Return whether the line is one financial year and nothing else."""
    return _column_of(text) not in (None, "total")


def heads_column(text: str) -> bool:
    """Return whether the line heads columns and nothing else: years, the total, or their unit."""
    return all(
        _column_of(cell.text) is not None or unit_alone(cell.text) or _IN_FTE.fullmatch(cell.text)
        for cell in _tokens(Line(text, "", False))
    )


def is_bare(text: str) -> bool:
    """Return whether an amount carries neither a pound sign nor a suffix such as m or k."""
    return bool(_BARE.fullmatch(text))


def is_amount(text: str) -> bool:
    """Return whether a text is an amount of money, also one in thousands or millions."""
    return _reads(parse_money, unmarked(text))


def split_tables(lines: Sequence[Line]) -> list[list[Line]]:
    """Return the lines parted where the years begin again after figures."""
    tables: list[list[Line]] = [[]]
    seen: set[Column] = set()
    figures_seen = False
    for line in lines:
        columns = [column for cell in _tokens(line) if (column := _column_of(cell.text)) is not None]
        if columns and figures_seen and columns[0] in seen:
            tables.append([])
            seen, figures_seen = set(), False
        seen.update(columns)
        figures_seen = figures_seen or not (columns or unit_alone(line.text))
        tables[-1].append(line)
    return tables


def read_table(
    lines: Sequence[Line], read: Callable[[str, Unit], Figure], place: str, unit: Unit | None = None
) -> YearTable[Figure]:
    """Return the table that `lines` hold, each figure read by `read`; `unit` is what its heading says.

    Raises UnreadableTable when there are no years, a year stands twice, a column has no figure or more
    than one, or units contradict one another.
    """
    parts: _Parts[Figure] = _parts_of(lines)
    columns = [column for column, _ in parts.columns]
    if not [column for column in columns if column != "total"]:
        shown = f" It says “{lines[0].text[:60]}”." if lines else ""
        raise UnreadableTable(f"there is no row of financial years.{shown}", place)
    for column, line in parts.columns:
        if columns.count(column) > 1:
            raise UnreadableTable(f"{_named(column)} stands twice in the row of years.", line.place)
    unit = _unit_of(parts, unit)
    for line in parts.values:
        try:
            text = without_nil(_IN_FTE.sub("", unmarked(line.text)))
            parts.figures.append((line, read(text, unit or "pounds")))
        except ValueError as error:
            parts.unreadable.append((line, str(error)))
    by_column = _aligned(parts, place)
    amounts = [line for line, _ in by_column.values()]
    stated = by_column.get("total")
    bare = any(is_bare(unmarked(line.text)) and line.text.strip("-–0. ") for line in amounts)
    return YearTable(
        {column: figure for column, (_, figure) in by_column.items() if column != "total"},
        stated[1] if stated else None,
        amounts[0].place,
        stated[0].place if stated else amounts[0].place,
        tuple(parts.notes),
        tuple(line for line, _ in parts.unreadable if not part_unit(line.text)[1]),
        unit or (None if bare else "pounds"),
        max(_decimals(line.text) for line in amounts),
    )


def join_notes(lines: Iterable[Line]) -> list[Line]:
    """Return the lines with what runs on from a footnote joined to it; a figure, year or cell ends it."""
    runs: list[list[Line]] = []
    in_note = False
    for line in lines:
        if in_note and not line.opens_cell and not _is_cell(line.text):
            runs[-1].append(line)
        else:
            runs.append([line])
            in_note = note_in(line.text) is not None
    return [replace(run[0], text=" ".join(line.text for line in run)) for run in runs]


def _is_cell(text: str) -> bool:
    if note_in(text) or _column_of(text) is not None or unit_alone(text):
        return True
    return any(_reads(read, unmarked(text)) for read in (parse_money, parse_fte))


def _column_of(text: str) -> Column | None:
    """Return which column a cell heads: a year, perhaps with a unit behind it, or the total."""
    if len(text) > _LONGEST_COLUMN:
        return None
    label = part_unit(unmarked(text).rstrip(": "))[0]
    if _TOTAL.fullmatch(label):
        return "total"
    try:
        return FinancialYear.parse(label)
    except UnreadableYear:
        return None


def _tokens(line: Line) -> list[Line]:
    """Return the cells of a line: parted at tabs, at “2018/19: …”, or at spaces when all parts are alike."""
    tokens: list[Line] = []
    for cell in cells_of(line):
        label, colon, rest = cell.text.partition(":")
        if colon and rest.strip() and _column_of(label) is not None:
            tokens += [replace(cell, text=label, column=None), replace(cell, text=rest.strip(), column=None)]
            continue
        words = [replace(cell, text=word, column=None) for word in cell.text.split(None, _MOST_FIGURES)]
        is_row = 1 < len(words) <= _MOST_FIGURES and not note_in(cell.text) and _all_alike(cell.text, words)
        tokens += words if is_row else [cell]
    return tokens


def _all_alike(text: str, words: Sequence[Line]) -> bool:
    if _column_of(text) is not None or unit_alone(text) or _reads(parse_money, text):
        return False
    return (
        all(_column_of(word.text) is not None for word in words)
        or all(unit_alone(word.text) for word in words)
        or all(_reads(parse_money, word.text) or _reads(parse_fte, word.text) for word in words)
    )


def _reads(read: Callable[[str], object], text: str) -> bool:
    try:
        read(without_nil(text))
    except ValueError as error:
        return "whole number of pounds" in str(error)  # an amount all the same, in thousands or millions
    return True


def _parts_of(lines: Sequence[Line]) -> _Parts[Any]:
    parts: _Parts[Any] = _Parts()
    for line in join_notes(lines):
        note = note_in(line.text)
        if note:
            parts.notes.append(note)
            continue
        for cell in _tokens(line):
            column = _column_of(cell.text)
            alone = unit_alone(cell.text)
            if column is not None:
                parts.columns.append((column, cell))
                parts.in_order.append(cell)
                beside = part_unit(cell.text.rstrip(": "))[1]
                parts.units.extend([(beside, cell)] if beside else [])
            elif alone:
                parts.units.append((alone, cell))
            elif not _IN_FTE.fullmatch(cell.text):
                parts.values.append(cell)
                parts.in_order.append(cell)
    return parts


def _unit_of(parts: _Parts[Any], heading_unit: Unit | None) -> Unit | None:
    said = [*parts.units]
    for line in parts.values:  # a label before the row, such as “Saving £m”
        beside = part_unit(line.text)[1]
        if beside and not _reads(parse_money, unmarked(line.text)):
            said.append((beside, line))
    units = {unit for unit, _ in said} | ({heading_unit} if heading_unit else set())
    if len(units) > 1:
        where = said[-1][1].place
        raise UnreadableTable("the columns are in different units (£, £000 or £m).", where)
    return next(iter(units), None)


def _aligned(parts: _Parts[Figure], place: str) -> dict[Column, tuple[Line, Figure]]:
    """Return the figure of each column: by the row's cells where the file has them, otherwise by their order."""
    cells = [line for _, line in parts.columns] + [line for line, _ in parts.figures]
    positions = {line.column: column for column, line in parts.columns}
    if None not in {line.column for line in cells} and len(positions) == len(parts.columns):
        return _aligned_by_cell(parts, positions, place)
    if len(parts.figures) != len(parts.columns):
        raise UnreadableTable(_mismatch(parts), parts.unreadable[0][0].place if parts.unreadable else place)
    _check_order(parts)
    return dict(zip((column for column, _ in parts.columns), parts.figures, strict=True))


def _check_order(parts: _Parts[Any]) -> None:
    """Refuse years and figures that neither stand in two rows nor each year before its own figure."""
    headers = [id(line) for _, line in parts.columns]
    amounts = [id(line) for line, _ in parts.figures]
    order = [id(line) for line in parts.in_order if id(line) in {*headers, *amounts}]
    in_pairs = [key for pair in zip(headers, amounts, strict=True) for key in pair]
    if order not in ([*headers, *amounts], in_pairs):
        where = parts.figures[0][0].place
        raise UnreadableTable("which figure belongs to which year cannot be told from their order.", where)


def _aligned_by_cell(
    parts: _Parts[Figure], positions: Mapping[int | None, Column], place: str
) -> dict[Column, tuple[Line, Figure]]:
    found: dict[Column, tuple[Line, Figure]] = {}
    for line, figure in parts.figures:
        column = positions.get(line.column)
        if column is None:
            raise UnreadableTable(f"“{line.text}” stands under none of the years.", line.place)
        if column in found:
            raise UnreadableTable(f"{_named(column)} has more than one figure.", line.place)
        found[column] = (line, figure)
    for column, _ in parts.columns:
        if column not in found:
            said = ((line, why) for line, why in parts.unreadable if positions.get(line.column) == column)
            blank = parts.figures[0][0].place if parts.figures else place, "The cell is blank."
            where, why = next(((line.place, why) for line, why in said), blank)
            raise UnreadableTable(f"{_named(column)} has no figure. {why}", where)
    return {column: found[column] for column, _ in parts.columns}


def _named(column: Column) -> str:
    return "the total" if column == "total" else str(column)


def _mismatch(parts: _Parts[Any]) -> str:
    years = ", ".join(str(column) for column, _ in parts.columns if column != "total")
    headed = years + (" and a total" if "total" in [column for column, _ in parts.columns] else "")
    why = f" {parts.unreadable[0][1]}" if parts.unreadable else ""
    return f"the columns are {headed}, but {len(parts.figures)} figures can be read.{why}"


def _decimals(text: str) -> int:
    return len(re.sub(r"[^\d.]", "", text).partition(".")[2])
