"""Printing small and large appendices, each in a process of its own: seconds, memory and pages."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator

from bench.measure import Times
from bench.scale import sizes
from bench.table import Result

SIZES: dict[str, tuple[int, ...]] = {
    "option-pages": sizes(30, 100, 330, smallest=3),
    "impact-table": sizes(70, 700, 3_500, smallest=7),
    "business-cases": sizes(60, smallest=3),
}
NOUNS = {"option-pages": "options", "impact-table": "rows", "business-cases": "cases"}
MOST_SECONDS = {
    ("option-pages", 30): 10,
    ("option-pages", 100): 30,
    ("option-pages", 330): 100,
    ("impact-table", 70): 10,
    ("impact-table", 700): 60,
    ("impact-table", 3_500): 400,
    ("business-cases", 60): 30,
}
"""Budgets of processor time: what else the machine does is none of printing's."""
MOST_SECONDS_OF_OTHERS = 10
MOST_MEGABYTES = 2_000
MOST_MEGABYTES_OF_THE_LARGEST = 3_000
"""The 3,500 rows are a thousand pages, all of which are laid out before the first is written."""


def printing_results() -> Iterator[Result]:
    """Return what each kind and size of appendix takes."""
    for style, counts in SIZES.items():
        for size in counts:
            yield _result(style, size)


def _result(style: str, size: int) -> Result:
    command = [sys.executable, "-m", "bench.printing_sample", style, str(size)]
    environment = {**os.environ, "DEBUG": "1"}
    finished = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    measured = json.loads(finished.stdout.splitlines()[-1])
    most, used = MOST_SECONDS.get((style, size), MOST_SECONDS_OF_OTHERS), measured["processor_seconds"]
    most_memory = MOST_MEGABYTES_OF_THE_LARGEST if size == max(SIZES["impact-table"]) else MOST_MEGABYTES
    beside = (
        f"{used:.1f} s of the processor, {measured['megabytes']:,} MB, "
        f"{measured['pages']:,} pages, {measured['bytes']:,} bytes"
    )
    return Result(
        f"PDF of {size:,} {NOUNS[style]} with its data",
        Times((measured["seconds"],)),
        beside,
        f"< {most} s of the processor, < {most_memory:,} MB, passes PDF/UA-1 and PDF/A-3a checks",
        used < most and measured["megabytes"] < most_memory and measured["passes"],
    )
