"""A list of proposals as an Excel workbook: typed figures, totals as values, and what it is on a sheet of its own."""

from collections.abc import Sequence
from decimal import Decimal

from councilsavings.excel import A4, ExcelBook, fit_to_page_width, write_cell
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
    _write_sheet(book, "Proposals", listing.headings, list(listing.values()), is_list=True)
    _write_sheet(book, "About", ("About", "This workbook"), listing.about())
    _write_sheet(book, "Totals", _TOTALS_COLUMNS, _totals_rows(listing.totals))
    if listing.groups:
        headings = [
            listing.note.grouped_by or "Group",
            "Proposals",
            *(f"Saving {year} (£)" for year in listing.years),
            "Total saving (£)",
            "Total FTE change",
        ]
        _write_sheet(book, "Groups", headings, _group_rows(listing))
    return book.content()


def _write_sheet(
    book: ExcelBook,
    name: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[Value]],
    *,
    is_list: bool = False,
) -> None:
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
    figures = [
        book.look(**look, num_format="#,##0.00" if "FTE" in heading else "#,##0") for heading in headings
    ]
    for place, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if value is not None:
                write_cell(sheet, place, column, value, words if isinstance(value, str) else figures[column])


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
