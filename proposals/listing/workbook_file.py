"""A list of proposals as an Excel workbook: typed figures, totals as values, and what it is on a sheet of its own."""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import xlsxwriter

from proposals.domain.records import Totals
from proposals.listing.columns import Value
from proposals.listing.files import ListFile

_WIDEST_COLUMN = 60
_MEASURED_ROWS = 500
"""Widths follow the first rows: measuring all of a long list is not worth its time."""
# The complement of what XML 1.0 calls a character.
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TOTALS_COLUMNS = (
    "Year",
    "Discrete saving (£)",
    "In-year saving (£)",
    "Cumulative saving (£)",
    "FTE change",
)


@dataclass(frozen=True)
class _Formats:
    """How cells look."""

    heading: Any
    words: Any
    pounds: Any
    posts: Any

    def of(self, value: Value, heading: str) -> Any:
        if isinstance(value, str) or value is None:
            return self.words
        return self.posts if "FTE" in heading else self.pounds


def as_workbook(listing: ListFile) -> bytes:
    """Return the list as a workbook, rows written one after the other so that memory stays small."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"constant_memory": True, "strings_to_formulas": False})
    book.set_properties(
        {
            "title": _storable(f"{listing.council}: {listing.round_name}"),
            "author": _storable(listing.council),
        }
    )
    formats = _Formats(
        book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
        book.add_format({"text_wrap": True, "valign": "top"}),
        book.add_format({"num_format": "#,##0", "valign": "top"}),
        book.add_format({"num_format": "#,##0.00", "valign": "top"}),
    )
    _write_sheet(book, "Proposals", listing.headings, list(listing.values()), formats, is_list=True)
    _write_sheet(book, "About", ("About", "This workbook"), listing.about(), formats)
    _write_sheet(book, "Totals", _TOTALS_COLUMNS, _totals_rows(listing.totals), formats)
    if listing.groups:
        headings = [
            listing.note.grouped_by or "Group",
            "Proposals",
            *(f"Saving {year} (£)" for year in listing.years),
            "Total saving (£)",
            "Total FTE change",
        ]
        _write_sheet(book, "Groups", headings, _group_rows(listing), formats)
    book.close()
    return buffer.getvalue()


def _write_sheet(
    book: xlsxwriter.Workbook,
    name: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[Value]],
    formats: _Formats,
    *,
    is_list: bool = False,
) -> None:
    sheet = book.add_worksheet(name)
    for column, heading in enumerate(headings):
        lengths = (len(str(row[column])) for row in rows[:_MEASURED_ROWS] if row[column] is not None)
        widest = max(lengths, default=0)
        width = max(widest, min(len(heading), 14) if is_list else len(heading))
        sheet.set_column(column, column, min(width + 2, _WIDEST_COLUMN))
    if is_list:
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, len(rows), len(headings) - 1)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
    else:
        sheet.freeze_panes(1, 0)
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, _storable(heading), formats.heading)
    for place, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            _write_cell(sheet, place, column, value, formats.of(value, headings[column]))


def _write_cell(sheet: Any, row: int, column: int, value: Value, look: Any) -> None:
    if isinstance(value, str):
        sheet.write_string(row, column, _storable(value), look)  # text that begins with “=” stays text
    elif value is not None:
        sheet.write_number(row, column, value, look)


def _storable(text: str) -> str:
    """Return the text as a workbook holds it: without what XML cannot hold, its lines ended by a line feed."""
    return _NOT_IN_XML.sub("", text).replace("\r\n", "\n").replace("\r", "\n")


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
