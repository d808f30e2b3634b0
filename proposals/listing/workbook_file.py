"""A list of proposals as an Excel workbook: typed figures, totals as formulas, and what it is on a sheet of its own."""

from collections.abc import Mapping, Sequence
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
from proposals.domain.records import Totals
from proposals.listing.columns import Value
from proposals.listing.files import ListFile

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


def as_workbook(listing: ListFile) -> bytes:
    """Return the list as a workbook, rows written one after the other so that memory stays small."""
    book = ExcelBook(f"{listing.council}: {listing.round_name}", listing.council, streamed=True)
    proposals = list(listing.values())
    _write_sheet(book, "Proposals", listing.headings, proposals, is_list=True)
    _write_sheet(book, "About", ("About", "This workbook"), listing.about())
    _write_totals(book, listing, proposals)
    if listing.groups:
        headings = [
            listing.note.grouped_by or "Group",
            "Proposals",
            *(f"Saving {year} (£)" for year in listing.years),
            "Total saving (£)",
            "Total FTE change",
        ]
        rows = _group_rows(listing)
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
    """Write the sheet of totals: each year's saving adds the list's column up, if the list has it."""
    rows = _totals_rows(listing.totals)
    sheet = _write_sheet(book, "Totals", _TOTALS_COLUMNS, [])
    looks, words = _figure_looks(book, _TOTALS_COLUMNS), book.look(valign="top", text_wrap=True)
    by_heading = {heading: place for place, heading in enumerate(listing.headings)}

    def of_the_list(heading: str) -> list[Sum]:
        place = by_heading.get(heading)
        return [] if place is None else [_sum_down(place, proposals, "Proposals!")]

    for number, (year, *figures) in enumerate(rows[:-1], start=1):
        write_cell(sheet, number, 0, year, words)
        for column, figure in enumerate(figures, start=1):
            sums = of_the_list(f"Saving {year} (£)") if column == 1 else []
            if figure is not None:
                write_total(sheet, number, column, _exact(figure), looks[column], sums)
    _write_last_row(book, sheet, _TOTALS_COLUMNS, rows, {1: of_the_list("Total saving (£)")})


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


def _group_rows(listing: ListFile) -> list[list[Value]]:
    named = [*((group.name, group.totals) for group in listing.groups), ("Total", listing.totals)]
    return [
        [name, totals.count, *totals.discrete.values(), totals.total, _posts(totals)]
        for name, totals in named
    ]


def _posts(totals: Totals) -> Decimal | None:
    return totals.fte.total if totals.fte_is_stated else None
