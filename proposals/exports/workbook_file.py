"""A list of proposals as an Excel workbook: typed figures, totals as formulas, and what it is on a sheet of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from councilsavings.excel import (
    A4,
    ExcelBook,
    Sum,
    cells_down,
    fit_to_page_width,
    write_cell,
    write_total,
)
from proposals.domain.direction import PRESSURE, SAVING
from proposals.domain.fields import DIRECTIONS, FIELDS
from proposals.domain.records import Totals
from proposals.exports.files import ListFile
from proposals.listing.columns import Value

_WIDEST_COLUMN = 60
_MEASURED_ROWS = 500
"""Widths follow the first rows: measuring all of a long list is not worth its time."""
_TOTALS_COLUMNS = (
    "Year",
    "Discrete saving (£)",
    "In-year saving (£)",
    "Cumulative saving (£)",
    "FTE change",
)
_NET_COLUMNS = ("Year", "Discrete net (£)", "In-year net (£)", "Cumulative net (£)", "FTE change")
_PRESSURE_COLUMNS = (
    "Year",
    "Discrete pressure (£)",
    "In-year pressure (£)",
    "Cumulative pressure (£)",
    "FTE change",
)


def as_workbook(listing: ListFile) -> bytes:
    """Return the list as a workbook, rows written one after the other so that memory stays small."""
    book = ExcelBook(f"{listing.council}: {listing.round_name}", listing.council, streamed=True)
    proposals = list(listing.values())
    _write_sheet(book, "Proposals", listing.headings, proposals, is_list=True)
    _write_sheet(book, "About", ("About", "This workbook"), listing.about())
    _write_totals(book, listing, proposals)
    if listing.groups:
        rows, headings = _group_rows(listing), _group_headings(listing)
        sheet = _write_sheet(book, "Groups", headings, rows[:-1])
        _write_last_row(book, sheet, headings, rows, {})
    return book.content()


def _write_sheet(
    book: ExcelBook,
    name: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[Value]],
    *,
    is_list: bool = False,
) -> Any:
    sheet = book.book.add_worksheet(name)
    for column, heading in enumerate(headings):
        lengths = (len(str(row[column])) for row in rows[:_MEASURED_ROWS] if row[column] is not None)
        widest = max(lengths, default=0)
        width = max(widest, min(len(heading), 14) if is_list else len(heading))
        sheet.set_column(column, column, min(width + 2, _WIDEST_COLUMN))
    if is_list:
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, len(rows), len(headings) - 1)
        fit_to_page_width(sheet, A4, heading_rows=(0, 0))
    else:
        sheet.freeze_panes(1, 0)
    look = {"valign": "top"}
    for column, heading in enumerate(headings):
        write_cell(sheet, 0, column, heading, book.look(**look, bold=True, text_wrap=True))
    words = book.look(**look, text_wrap=True)
    figures = _figure_looks(book, headings)
    for place, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if value is not None:
                write_cell(sheet, place, column, value, words if isinstance(value, str) else figures[column])
    return sheet


def _figure_looks(book: ExcelBook, headings: Sequence[str]) -> list[Any]:
    return [
        book.look(valign="top", num_format="#,##0.00" if "FTE" in heading else "#,##0")
        for heading in headings
    ]


def _write_totals(book: ExcelBook, listing: ListFile, proposals: Sequence[Sequence[Value]]) -> None:
    """Write the totals on a sheet of their own; of savings and of pressures on one each, where there are both."""
    totals = listing.totals
    if totals.pressures is None:
        _write_sheet_of_totals(book, "Totals", _TOTALS_COLUMNS, totals, _Summed(listing, proposals))
        return
    if totals.has_both:
        of_savings = _Summed(listing, proposals, DIRECTIONS[SAVING])
        _write_sheet_of_totals(book, "Savings", _TOTALS_COLUMNS, totals.savings, of_savings)
    of_pressures = _Summed(listing, proposals, DIRECTIONS[PRESSURE])
    _write_sheet_of_totals(book, "Pressures", _PRESSURE_COLUMNS, totals.pressures, of_pressures)
    if totals.has_both:
        _write_sheet_of_totals(book, "Net", _NET_COLUMNS, totals, _Summed(listing, proposals))


@dataclass(frozen=True)
class _Summed:
    """The columns of the list as sums: of all its rows, or of those of one direction where a column names it."""

    listing: ListFile
    proposals: Sequence[Sequence[Value]]
    direction: str = ""

    def of(self, heading: str) -> list[Sum]:
        """Return the sum of the list's column with that heading; none where the list has no such column."""
        places = {column.heading_in_file: place for place, column in enumerate(self.listing.columns)}
        place, apart = places.get(heading), places.get(FIELDS["direction"].label)
        if place is None or (self.direction and apart is None):
            return []
        if not self.direction or apart is None:
            return [_sum_down(place, self.proposals, "Proposals!")]
        last = len(self.proposals)
        figures = f"Proposals!{cells_down(place, 1, last)}"
        directions = f"Proposals!{cells_down(apart, 1, last)}"
        rows = [row for row in self.proposals if row[apart] == self.direction]
        formula = f'=SUMIF({directions},"{self.direction}",{figures})'
        return [Sum(formula, _sum_down(place, rows).comes_to)]


def _write_sheet_of_totals(
    book: ExcelBook, name: str, headings: Sequence[str], totals: Totals, summed: _Summed
) -> None:
    """Write the figures of each year: its discrete figure adds the list's column up, if the list has it."""
    rows = _totals_rows(totals)
    sheet = _write_sheet(book, name, headings, [])
    looks, words = _figure_looks(book, headings), book.look(valign="top", text_wrap=True)
    for number, (year, *figures) in enumerate(rows[:-1], start=1):
        write_cell(sheet, number, 0, year, words)
        for column, figure in enumerate(figures, start=1):
            sums = summed.of(f"Saving {year} (£)") if column == 1 else []
            if figure is not None:
                write_total(sheet, number, column, _exact(figure), looks[column], sums)
    _write_last_row(book, sheet, headings, rows, {1: summed.of("Total saving (£)")})


def _write_last_row(
    book: ExcelBook,
    sheet: Any,
    headings: Sequence[str],
    rows: Sequence[Sequence[Value]],
    other_sums: Mapping[int, Sequence[Sum]],
) -> None:
    """Write the last of the rows, which is the total of those above it, or comes to one of the other sums."""
    *above, (name, *figures) = rows
    write_cell(sheet, len(rows), 0, name, book.look(valign="top", text_wrap=True))
    looks = _figure_looks(book, headings)
    for column, figure in enumerate(figures, start=1):
        if figure is not None:
            sums = [_sum_down(column, above), *other_sums.get(column, ())]
            write_total(sheet, len(rows), column, _exact(figure), looks[column], sums)


def _sum_down(column: int, rows: Sequence[Sequence[Value]], sheet: str = "") -> Sum:
    """Return the sum of a column of a sheet whose rows begin under one heading."""
    figures = (row[column] for row in rows)
    exact = (_exact(figure) for figure in figures if figure is not None and not isinstance(figure, str))
    return Sum.of(f"{sheet}{cells_down(column, 1, len(rows))}", exact)


def _exact(figure: Value) -> int | Decimal:
    assert isinstance(figure, int | Decimal)
    return figure


def _totals_rows(totals: Totals) -> list[list[Value]]:
    discrete = totals.discrete
    in_year, cumulative = totals.in_year, totals.cumulative
    posts = {year: change if totals.fte_is_stated else None for year, change in totals.fte.discrete.items()}
    return [
        *([str(year), discrete[year], in_year[year], cumulative[year], posts[year]] for year in discrete),
        ["Total", totals.total, None, None, _posts(totals)],
    ]


def _group_headings(listing: ListFile) -> list[str]:
    by = listing.note.grouped_by or "Group"
    if listing.totals.pressures is None:
        savings = (f"Saving {year} (£)" for year in listing.years)
        return [by, "Proposals", *savings, "Total saving (£)", "Total FTE change"]
    net = (f"Net {year} (£)" for year in listing.years)
    parts = ("Total savings (£)", "Total pressures (£)")
    return [by, "Proposals", *net, "Net total (£)", "Total FTE change", *parts]


def _group_rows(listing: ListFile) -> list[list[Value]]:
    """Return the totals of each group and of all; where there are pressures the figures are net, the parts last."""
    named = [*((group.name, group.totals) for group in listing.groups), ("Total", listing.totals)]
    has_pressures = listing.totals.pressures is not None
    return [
        [
            *(name, totals.count, *totals.discrete.values(), totals.total, _posts(totals)),
            *(
                (totals.savings.total, totals.pressures.total if totals.pressures else 0)
                if has_pressures
                else ()
            ),
        ]
        for name, totals in named
    ]


def _posts(totals: Totals) -> Decimal | None:
    return totals.fte.total if totals.fte_is_stated else None
