"""The workbook of inputs: the template with its sheets, and a case's own inputs in it."""

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

from councilsavings.excel import A4, ExcelBook, fit_to_page_width, write_cell
from proposals.domain.forecast.input_field import InputField
from proposals.domain.forecast.inputs import read_inputs
from reports.forecasts.input_paths import Bindings, bindings_in, in_words, look_up, path_of
from reports.forecasts.input_sheets import SHEETS, VALUE, InputColumn, InputSheet, Kind
from services.values.years import FinancialYear, years_from

READ_ME = "Read me"
TEMPLATE_NAME = "financial-case-template.xlsx"
_YEARS_OF_A_TEMPLATE = 6
_WIDTHS: Mapping[Kind, int] = {"text": 32, "names": 32}
_WIDTH, _KEY_WIDTH, _NOTE_WIDTH = 16, 40, 110
_HEAD = (
    "Enter the inputs in the sheets that your case needs. Only Values, Components, Gross benefit, Cost, Income and "
    "Bodies are needed by every case.",
    "Amounts are whole pounds and positive: the sheet says what they are. Write years as 2027/28. Add columns for "
    "further years.",
    "Do not rename sheets or headings. Formulas are not read: paste values.",
)
Value = str | int | None


def template_workbook(today: datetime.date) -> bytes:
    """Return the empty workbook, with columns for the financial years from today's."""
    years = years_from(FinancialYear.containing(today), _YEARS_OF_A_TEMPLATE)
    return _Writing({}, years, "").content("Template of a financial case")


def inputs_workbook(values: object, title: str) -> bytes:
    """Return the workbook with the inputs of a case in it, which read again give the same inputs."""
    inputs = read_inputs(values)
    years = {inputs.base_year, *inputs.case_years, *inputs.position_years}
    return _Writing(values, tuple(sorted(years)), inputs.retained).content(title)


class _Writing:
    """A writing of the workbook: a sheet for each group, with the rows that the values have."""

    def __init__(self, values: object, years: tuple[FinancialYear, ...], retained: str) -> None:
        self.values = values
        self.years = years
        self.retained = retained

    def content(self, title: str) -> bytes:
        """Write every sheet and return the file."""
        self.book = ExcelBook(title, "")
        self._read_me(title)
        for sheet in SHEETS:
            self._sheet(sheet)
        return self.book.content()

    def _read_me(self, title: str) -> None:
        page = self.book.book.add_worksheet(READ_ME)
        page.set_column(0, 0, _KEY_WIDTH)
        page.set_column(1, 1, _NOTE_WIDTH)
        bold = self.book.look(bold=True)
        write_cell(page, 0, 0, title, bold)
        for row, text in enumerate(_HEAD, start=1):
            write_cell(page, row, 0, text, self.book.look(num_format="@"))
        for row, sheet in enumerate(SHEETS, start=len(_HEAD) + 2):
            write_cell(page, row, 0, sheet.name, bold)
            write_cell(page, row, 1, sheet.note, self.book.look(num_format="@"))

    def _sheet(self, sheet: InputSheet) -> None:
        page = self.book.book.add_worksheet(sheet.name)
        headings = list(self._headings(sheet))
        bold = self.book.look(bold=True, text_wrap=True, bottom=1, num_format="@")
        for place, (heading, width) in enumerate(headings):
            write_cell(page, 0, place, heading, bold)
            page.set_column(place, place, width)
        for row, cells in enumerate(self._rows(sheet), start=1):
            for place, value in enumerate(cells):
                number = isinstance(value, int)
                look = self.book.look(num_format="#,##0" if number else "@", text_wrap=True, valign="top")
                write_cell(page, row, place, value, look)
        page.freeze_panes(1, max(1, len(sheet.keys)))
        fit_to_page_width(page, A4, heading_rows=(0, 0))

    def _headings(self, sheet: InputSheet) -> Iterator[tuple[str, int]]:
        yield from ((key, _KEY_WIDTH) for key in sheet.keys)
        if sheet.is_of_lines and not sheet.columns[0].is_by_year:
            yield VALUE, _KEY_WIDTH
            return
        for column in sheet.columns[:1] if sheet.is_of_lines else sheet.columns:
            if column.is_by_year:
                yield from ((str(year), _WIDTH) for year in self.years)
            else:
                yield column.heading, _WIDTHS.get(column.kind, _WIDTH)

    def _rows(self, sheet: InputSheet) -> Iterator[list[Value]]:
        if sheet.is_of_lines:
            for column in sheet.columns:
                yield [column.heading, *self._cells(column, {})]
            return
        for bindings in bindings_in(self.values, sheet.columns[0].path):
            cells = [cell for column in sheet.columns for cell in self._cells(column, bindings)]
            if any(cell not in (None, "") for cell in cells):
                yield [*(str(bindings[key]) for key in sheet.keys), *cells]

    def _cells(self, column: InputColumn, bindings: Bindings) -> list[Value]:
        for template in (column.path, *column.also):
            path = path_of(template.replace("{retained}", self.retained), bindings)
            node = look_up(self.values, path)
            if node is not None:
                return self._written(column, node, InputField(node, in_words(path), self.years))
        return [None] * len(self.years) if column.is_by_year else [None]

    def _written(self, column: InputColumn, node: Any, field: InputField) -> list[Value]:
        """Return the value of a column as cells; blank where it is no value of its kind."""
        if column.is_by_year:
            amounts = field.by_year() if _has(node, "values") else {}
            return [amounts.get(year) for year in self.years]
        if column.kind == "pounds":
            return [field.amount() if _has(node, "value") else None]
        if column.kind == "bare pounds":
            return [self._bare(field)]
        if column.kind == "names":
            return ["\n".join(map(str, node))]
        if column.kind == "span":
            return [f"{node[0]} to {node[-1]}" if node else None]
        return [str(node) if isinstance(node, str | int) and not isinstance(node, bool) else None]

    def _bare(self, field: InputField) -> int:
        group, _point, name = field.path.rpartition(".")
        return InputField(look_up(self.values, tuple(group.split("."))), group).amount(name)


def _has(node: object, name: str) -> bool:
    return isinstance(node, dict) and node.get(name) is not None
