"""The appendix of 30 options, step by step: what is ours against what WeasyPrint takes."""

import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any
from unittest.mock import patch

from bench.measure import measure_steps, timed
from bench.table import Result
from proposals.models import BudgetRound
from proposals.models.records import round_record
from reports.documents.cover import Cover
from reports.documents.document import Document
from reports.styles import STYLES
from reports.writers import pdf
from reports.writers.html import write_html_page

LARGEST_SHARE = 0.1
WEASYPRINT = "WeasyPrint"
OURS = {
    "reading records": "database to plain records",
    "building blocks": "records to a document",
    "HTML": "document to page",
    "dressing": "styles, characters and PDF tags around WeasyPrint",
}


def appendix_results(budget_round: BudgetRound) -> list[Result]:
    """Return the measurements of making the round's appendix."""
    steps = measure_steps(lambda: _steps(budget_round), runs=3)
    ours, theirs = sum(steps[step].median for step in OURS), steps[WEASYPRINT].median
    content = pdf.write_pdf(_document(budget_round))
    beside = f"{pdf.count_pages(content)} pages, {len(content):,} bytes, its garbage collected"
    return [
        *(Result(f"appendix: {step}", steps[step], note) for step, note in OURS.items()),
        Result(f"appendix: {WEASYPRINT}", steps[WEASYPRINT], beside),
        Result(
            "appendix: all but WeasyPrint",
            beside=f"{ours * 1000:,.1f} ms, {ours / theirs:.1%} of WeasyPrint",
            budget=f"< {LARGEST_SHARE:.0%} of WeasyPrint",
            met=ours < theirs * LARGEST_SHARE,
        ),
        Result("appendix: peak memory of its process", beside=f"{_peak_memory_mb(budget_round)} MB"),
    ]


def _document(budget_round: BudgetRound) -> Document:
    return STYLES["option-pages"](round_record(budget_round, budget_round.proposals.all()), Cover())


def _steps(budget_round: BudgetRound) -> dict[str, float]:
    """Return the seconds of each step of one PDF; the HTML is a part of writing the PDF, taken by itself."""
    reading, record = timed(lambda: round_record(budget_round, budget_round.proposals.all()))
    building, document = timed(lambda: STYLES["option-pages"](record, Cover()))
    html, _ = timed(lambda: write_html_page(document))
    watch = _Watch()
    with patch.object(pdf, "print_page", watch.printing(pdf.print_page)):
        whole, _ = timed(lambda: pdf.write_pdf(document))
    weasyprint = watch.printed - watch.finished
    return {
        "reading records": reading,
        "building blocks": building,
        "HTML": html,
        "dressing": max(whole - weasyprint - html, 0.0),
        WEASYPRINT: weasyprint,
    }


class _Watch:
    """Stops the time of printing, and of our own finishing step inside it."""

    def __init__(self) -> None:
        self.printed = 0.0
        self.finished = 0.0

    def printing(self, print_page: Callable[..., bytes]) -> Callable[..., bytes]:
        """Return `print_page` with the time stopped."""

        def stopped(page: str, styles: list[str], finish: Callable[..., None], *files: Any) -> bytes:
            began = time.perf_counter()
            printed = print_page(page, styles, self._finishing(finish), *files)
            self.printed += time.perf_counter() - began
            return printed

        return stopped

    def _finishing(self, finish: Callable[..., None]) -> Callable[..., None]:
        def stopped(*arguments: Any) -> None:
            began = time.perf_counter()
            finish(*arguments)
            self.finished += time.perf_counter() - began

        return stopped


def _peak_memory_mb(budget_round: BudgetRound) -> int:
    """Return the peak memory of a fresh process that makes the appendix and nothing else."""
    command = [sys.executable, "-m", "bench.appendix_memory", str(budget_round.pk)]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
