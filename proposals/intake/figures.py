"""The small tables of a form: a row of years, perhaps a row of units, and a row of figures."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from proposals.intake.lines import Line
from services.money import Unit
from services.years import FinancialYear, UnreadableYear

Figure = TypeVar("Figure")

_TOTAL = re.compile(r"(?:grand )?total\b.*", re.IGNORECASE)
_UNITS: tuple[tuple[re.Pattern[str], Unit], ...] = (
    (re.compile(r"\(?£\s*(?:m|mn|million|millions)\)?", re.IGNORECASE), "millions"),
    (re.compile(r"\(?£\s*(?:k|'?000s?|’000s?|thousands?)\)?", re.IGNORECASE), "thousands"),
    (re.compile(r"\(?£\)?"), "pounds"),
)
_NOTE = re.compile(r"^[*†‡]+\s*(?P<note>\S.*)$")


class UnreadableTable(ValueError):
    """The table's years and figures cannot be brought together; the message says why, `place` where."""

    def __init__(self, message: str, place: str) -> None:
        super().__init__(message)
        self.place = place


@dataclass(frozen=True)
class YearTable(Generic[Figure]):
    """A row of figures by year with its stated total; `left_over` are lines that are no part of it."""

    by_year: dict[FinancialYear, Figure]
    total: Figure | None
    place: str
    notes: tuple[str, ...]
    left_over: tuple[Line, ...]
    unit: Unit
    decimals: int


@dataclass(frozen=True)
class _Parts:
    years: list[FinancialYear]
    has_total: bool
    unit: Unit | None
    values: list[Line]
    notes: list[str]


def note_in(text: str) -> str | None:
    """Return the footnote that a line beginning with a marker such as “*” holds, or None."""
    match = _NOTE.match(text)
    return match["note"].strip() if match else None


def is_year(text: str) -> bool:
    """Return whether the line is one financial year and nothing else."""
    try:
        FinancialYear.parse(text)
    except UnreadableYear:
        return False
    return True


def split_tables(lines: Sequence[Line]) -> list[list[Line]]:
    """Return the lines parted where a second row of years begins."""
    tables: list[list[Line]] = [[]]
    figures_seen = False
    for line in lines:
        if is_year(line.text) and figures_seen:
            tables.append([])
            figures_seen = False
        elif not is_year(line.text) and not _TOTAL.fullmatch(line.text) and _unit_of(line.text) is None:
            figures_seen = True
        tables[-1].append(line)
    return tables


def read_table(lines: Sequence[Line], read: Callable[[str, Unit], Figure], place: str) -> YearTable[Figure]:
    """Return the table that `lines` hold, each figure read by `read`.

    Raises UnreadableTable when there are no years, a year stands twice, or years and figures do not
    match in number.
    """
    parts = _parts_of(lines)
    if not parts.years:
        raise UnreadableTable("there is no row of financial years.", place)
    if len(set(parts.years)) < len(parts.years):
        raise UnreadableTable("a financial year stands twice in the row of years.", place)
    columns = len(parts.years) + parts.has_total
    figures, left_over, unreadable = _read_values(parts, read)
    if len(figures) != columns:
        raise UnreadableTable(
            _mismatch(parts, len(figures), unreadable), parts.values[0].place if parts.values else place
        )
    values = [figure for _, figure in figures]
    return YearTable(
        dict(zip(parts.years, values, strict=False)),
        values[-1] if parts.has_total else None,
        figures[0][0].place,
        tuple(parts.notes),
        tuple(left_over),
        parts.unit or "pounds",
        max(len(line.text.rstrip("*†‡ )").partition(".")[2]) for line, _ in figures),
    )


def _parts_of(lines: Sequence[Line]) -> _Parts:
    parts = _Parts([], False, None, [], [])
    years, values, notes = parts.years, parts.values, parts.notes
    has_total, unit = False, None
    for line in lines:
        note = note_in(line.text)
        if note:
            notes.append(note)
        elif is_year(line.text):
            years.append(FinancialYear.parse(line.text))
        elif _TOTAL.fullmatch(line.text) and not values:
            has_total = True
        elif not values and _unit_of(line.text):
            unit = _unit_of(line.text)
        else:
            values.append(line)
    return _Parts(years, has_total, unit, values, notes)


def _read_values(
    parts: _Parts, read: Callable[[str, Unit], Figure]
) -> tuple[list[tuple[Line, Figure]], list[Line], list[str]]:
    figures: list[tuple[Line, Figure]] = []
    left_over: list[Line] = []
    unreadable: list[str] = []
    for line in parts.values:
        try:
            figures.append((line, read(line.text.rstrip("*†‡ "), parts.unit or "pounds")))
        except ValueError as error:
            left_over.append(line)
            unreadable.append(str(error))
    return figures, left_over, unreadable


def _mismatch(parts: _Parts, found: int, unreadable: list[str]) -> str:
    headed = ", ".join(str(year) for year in parts.years) + (" and a total" if parts.has_total else "")
    why = f" {unreadable[0]}" if unreadable else ""
    return f"the columns are {headed}, but {found} figures can be read.{why}"


def _unit_of(text: str) -> Unit | None:
    return next((unit for pattern, unit in _UNITS if pattern.fullmatch(text.strip())), None)
