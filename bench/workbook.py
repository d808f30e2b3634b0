"""A large workbook of savings on its way through the import's pages: sent, read, understood, planned and previewed."""

import io
from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook
from openpyxl.styles import Font

from bench.measure import measure
from bench.people import finance_officer
from bench.scale import sizes
from bench.table import Result

MOST_SECONDS = 5.0
(ROWS,) = sizes(10_000, smallest=40)
GROUPS = sizes(40, 400, smallest=4)
_HEADINGS = ("Ref", "Proposal", "Service", "2026/27", "2027/28", "2028/29", "Total", "FTE")


def workbook_results() -> Iterator[Result]:
    """Return what a workbook takes from its first byte to its preview, in few groups and in many."""
    client = finance_officer("bench-importer")
    for groups in GROUPS:
        content = savings_workbook(ROWS, groups)
        numbers = count(1)

        def preview(content: bytes = content, groups: int = groups, numbers: Iterator[int] = numbers) -> None:
            previewed(client, content, f"Bench council {groups} {next(numbers)}")

        times = measure(preview, runs=3)
        yield Result(
            f"workbook: {ROWS:,} rows in {groups} groups, previewed",
            times,
            f"{len(content):,} bytes",
            f"< {MOST_SECONDS:g} s",
            times.median < MOST_SECONDS,
        )


def previewed(client: Client, content: bytes, council: str) -> None:
    """Send a workbook for a council of its own, and open the page that says what importing it would do."""
    document = SimpleUploadedFile("savings.xlsx", content)
    named = {"council_name": council, "round_name": "Budget 2026/27 to 2028/29", "phase": "preparation"}
    page = client.post(
        reverse("proposals:import"), {"document": document, **named}, follow=True
    ).content.decode()
    if f"New: {ROWS:,}" not in page:
        raise RuntimeError("The workbook is not previewed as expected.")


def savings_workbook(rows: int, groups: int) -> bytes:
    """Return a workbook of so many proposals in so many groups, each with its total, and the total of all."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Savings"
    sheet.append(["Savings proposals 2026/27 to 2028/29 (£)"])
    sheet.append([])
    _bold(sheet, _HEADINGS)
    number = 0
    total = [0, 0, 0]
    for group in range(groups):
        _bold(sheet, [f"Directorate of area {group + 1}"])
        subtotal = [0, 0, 0]
        for row in range(rows // groups):
            number += 1
            years = [2_000 + number % 37 * 100, 1_000 + number % 11 * 100, number % 5 * 100]
            subtotal = [sum(pair) for pair in zip(subtotal, years, strict=True)]
            title = f"Renegotiate contract {number} for lot {row + 1}"
            service = f"Service {group % 25 + 1}"
            fte = -0.5 if number % 4 == 0 else None
            sheet.append([f"A{number:05}", title, service, *years, sum(years), fte])
        _bold(sheet, [None, f"Total area {group + 1}", None, *subtotal, sum(subtotal)])
        total = [sum(pair) for pair in zip(total, subtotal, strict=True)]
    _bold(sheet, [None, "Total savings", None, *total, sum(total)])
    for cells in sheet.iter_rows(min_col=4, max_col=7):
        for cell in cells:
            cell.number_format = "#,##0"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _bold(sheet: Any, values: Sequence[object]) -> None:
    sheet.append(values)
    for cell in sheet[sheet.max_row]:
        cell.font = Font(bold=True)
