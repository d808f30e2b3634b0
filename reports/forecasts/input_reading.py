"""Reading a workbook of inputs as the plain values of a file of inputs; each error names its sheet and cell."""

import datetime
import math
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from proposals.domain.forecast.inputs import ForecastInputs, read_inputs
from proposals.domain.forecast.position import UnusableForecast
from proposals.workbook.sheets import RawCell, RawSheet, address
from reports.forecasts.input_paths import (
    NUMBER,
    Path,
    TakenPath,
    in_words,
    is_bound,
    path_of,
    put,
)
from reports.forecasts.input_sheets import SHEETS, VALUE, InputColumn, InputSheet
from reports.forecasts.input_workbook import READ_ME
from services.values.years import FinancialYear, UnreadableYear, years_from

_DAY_ZERO = datetime.date(1899, 12, 30)
"""The day that a spreadsheet counts as zero."""


def read_input_workbook(content: bytes, file_name: str) -> tuple[dict[str, Any], ForecastInputs]:
    """Return the plain values of a workbook of inputs, and the inputs that they give.

    Raises UnusableForecast, which names the sheet and cell, for what cannot be read, and UnreadableDocument for what is
    no workbook.
    """
    # What opens spreadsheets takes time and memory to load, so that it is imported for the first one only.
    from proposals.workbook.opening import open_workbook

    reading = _Reading(open_workbook(content, file_name))
    reading.read()
    try:
        return reading.values, read_inputs(reading.values)
    except UnusableForecast as error:
        raise reading.located(error) from error


class _Reading:
    """A reading of the sheets: the values found, and the cell of each."""

    def __init__(self, sheets: dict[str, RawSheet]) -> None:
        self.sheets = sheets
        self.values: dict[str, Any] = {}
        self.places: dict[str, str] = {}

    def read(self) -> None:
        """Read every sheet; raises UnusableForecast for what cannot be placed."""
        known = {sheet.name for sheet in SHEETS}
        for name, found in self.sheets.items():
            if name not in known | {READ_ME} and found.raw:
                raise UnusableForecast(
                    f"The sheet “{name}” is none of the template’s. Delete it or rename it."
                )
        for sheet in SHEETS:
            if sheet.name in self.sheets:
                _SheetReading(self, sheet, self.sheets[sheet.name]).read()

    def located(self, error: UnusableForecast) -> UnusableForecast:
        """Return the error with the place of the value that it names: its cell, or the sheet that lacks it."""
        path, _colon, words = str(error).partition(": ")
        parts = path.split(".")
        place = self.places.get(path) or _sheet_of(parts)
        for length in range(len(parts) - 1, 0, -1):
            place = place or self.places.get(".".join(parts[:length]), "")
        return UnusableForecast(f"{place[:1].upper()}{place[1:]}: {words}") if place else error


def _sheet_of(parts: list[str]) -> str:
    """Return the sheet on which a value belongs, with its line or the key of its row; nothing where there is none."""
    for sheet in SHEETS:
        for column in sheet.columns:
            template = column.path.split(".")[: len(parts)]
            pairs = list(zip(template, parts, strict=False))
            if len(template) == len(parts) and all(is_bound(one) or one == two for one, two in pairs):
                keys = [two for one, two in pairs if is_bound(one)]
                row = column.heading if sheet.is_of_lines else ", ".join(keys)
                return f"sheet “{sheet.name}”, “{row}”"
    return ""


class _SheetReading:
    """A reading of one sheet."""

    def __init__(self, reading: _Reading, sheet: InputSheet, found: RawSheet) -> None:
        self.reading = reading
        self.sheet = sheet
        self.cells = found.raw
        self.headings = {column: self._text(1, column) for row, column in sorted(found.raw) if row == 1}

    def read(self) -> None:
        """Put every cell where it belongs."""
        places = self._columns()
        seen: Counter[Path] = Counter()
        for row in sorted({row for row, _column in self.cells if row > 1}):
            keys = self._keys(row)
            parent = tuple(keys.values())
            columns = [self._line(row, *parent)] if self.sheet.is_of_lines else self.sheet.columns
            if seen[parent] and not any(NUMBER in column.path for column in columns):
                raise self._fail(row, 1, f"“{', '.join(map(str, parent))}” stands in the sheet twice.")
            for column in columns:
                path = path_of(column.path, {**keys, NUMBER: seen[parent]})
                self._put(row, column, path, places)
            seen[parent] += 1

    def _columns(self) -> dict[str, int]:
        """Return the number of each column by its heading; raises UnusableForecast for one that is not known."""
        by_year = any(column.is_by_year for column in self.sheet.columns)
        known = {*self.sheet.keys, *(column.heading for column in self.sheet.columns)}
        if self.sheet.is_of_lines:
            known = {*self.sheet.keys, *(() if by_year else (VALUE,))}
        found: dict[str, int] = {}
        for place, heading in self.headings.items():
            name = heading
            if heading not in known:
                try:
                    name = str(FinancialYear.parse(heading)) if by_year else ""
                except UnreadableYear:
                    name = ""
            if not name:
                raise self._fail(1, place, f"“{heading}” is no heading of this sheet.")
            if name in found:
                raise self._fail(1, place, f"“{heading}” stands in the sheet twice.")
            found[name] = place
        return found

    def _keys(self, row: int) -> dict[str, str | int]:
        by_heading = {heading: place for place, heading in self.headings.items()}
        keys: dict[str, str | int] = {}
        for name in self.sheet.keys:
            if name not in by_heading:
                raise self._fail(1, 1, f"the heading “{name}” is missing.")
            key = self._text(row, by_heading[name])
            if not key:
                raise self._fail(row, by_heading[name], f"enter the {name.lower()} of this row.")
            if "." in key and not self.sheet.is_of_lines:
                # Messages about the values have full stops between the parts of a path.
                raise self._fail(row, by_heading[name], "a key has no full stop in it.")
            keys[name] = key
        return keys

    def _line(self, row: int, name: str | int) -> InputColumn:
        line = next((each for each in self.sheet.columns if each.heading == name), None)
        if line is None:
            raise self._fail(row, 1, f"“{name}” is no line of this sheet.")
        return line

    def _put(self, row: int, column: InputColumn, path: Path, columns: dict[str, int]) -> None:
        if column.is_by_year:
            self._put_years(row, column, path, columns)
            return
        place = columns.get(VALUE, 2) if self.sheet.is_of_lines else columns.get(column.heading)
        if place is None:
            return
        here = self._place(row, place)
        self.reading.places[in_words(path)] = here
        text = self._text(row, place, is_date=column.kind == "date", is_number=column.kind == "number")
        if not text:
            return
        if column.kind in {"pounds", "bare pounds"}:
            is_bare = column.kind == "bare pounds"
            self._store(row, place, (*(path[:-1] if is_bare else path), "unit"), "£")
            self._store(row, place, path if is_bare else (*path, "value"), text)
        elif column.kind == "names":
            self._store(row, place, path, [line.strip() for line in text.split("\n") if line.strip()])
        elif column.kind == "span":
            self._store(row, place, path, list(self._span(row, place, text)))
        else:
            self._store(row, place, path, text)

    def _put_years(self, row: int, column: InputColumn, path: Path, columns: dict[str, int]) -> None:
        self.reading.places[in_words(path)] = self._place(row, 1)
        unit = "£" if column.kind == "pounds by year" else "units"
        others = {*self.sheet.keys, *(each.heading for each in self.sheet.columns)}
        for heading, place in columns.items():
            if heading in others:
                continue
            text = self._text(row, place, is_number=True)
            if text:
                self._store(row, place, (*path, "unit"), unit)
                self._store(row, place, (*path, "values", heading), text)

    def _store(self, row: int, place: int, path: Path, value: object) -> None:
        try:
            put(self.reading.values, path, value)
        except TakenPath as error:
            raise self._fail(row, 1, "the key of this row is the name of another value.") from error
        self.reading.places[in_words(path)] = self._place(row, place)

    def _span(self, row: int, place: int, text: str) -> Iterator[str]:
        first, _to, last = text.partition(" to ")
        try:
            begin, end = FinancialYear.parse(first), FinancialYear.parse(last or first)
        except UnreadableYear as error:
            raise self._fail(row, place, str(error)) from error
        if not 0 <= end - begin < 100:
            raise self._fail(row, place, f"“{text}” does not lead from one year to a later one.")
        yield from map(str, years_from(begin, end - begin + 1))

    # Cells

    def _text(self, row: int, column: int, *, is_date: bool = False, is_number: bool = False) -> str:
        """Return a cell as text; raises UnusableForecast for what no input can be."""
        cell = self.cells.get((row, column))
        if cell is None:
            return ""
        if cell.kind == "text":
            return cell.text.strip()
        if cell.kind == "date" and is_date:
            return self._day(row, column, cell)
        if cell.kind == "percent" and is_number:
            return _plain(_number(cell) * 100)
        if cell.kind == "number" and math.isfinite(float(cell.text)):
            return _plain(_number(cell))
        wrong = {
            "formula": "the cell contains a formula. Enter the value instead (copy, then paste as values).",
            "error": f"the cell contains the error {cell.text}.",
            "date": "the cell contains a date. Format the cell as text, then enter the value again.",
        }
        raise self._fail(row, column, wrong.get(cell.kind, "the cell contains no value of its column."))

    def _day(self, row: int, column: int, cell: RawCell) -> str:
        try:
            days = int(float(cell.text))
            return (_DAY_ZERO + datetime.timedelta(days=days)).isoformat()
        except (ValueError, OverflowError):
            pass
        try:
            return datetime.date.fromisoformat(cell.text[:10]).isoformat()
        except ValueError as error:
            raise self._fail(row, column, "the cell contains no date that can be read.") from error

    def _place(self, row: int, column: int) -> str:
        return f"sheet “{self.sheet.name}”, cell {address(row, column)}"

    def _fail(self, row: int, column: int, words: str) -> UnusableForecast:
        place = self._place(row, column)
        return UnusableForecast(f"{place[:1].upper()}{place[1:]}: {words}")


def _number(cell: RawCell) -> Decimal:
    """Return the number as a spreadsheet shows it: the shortest decimal that its binary fraction represents."""
    return Decimal(repr(float(cell.text)))


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}" if number else "0"
