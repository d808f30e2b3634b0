"""Printing small and large appendices, each in a process of its own: seconds, memory and pages."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator

from bench.chromium import printed_by_chromium
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
MOST_MEGABYTES = 500
CHROMIUM_TIMES = {("option-pages", 30): 2.0}
"""How many times Chromium’s time ours may be, for the same page."""


def printing_results() -> Iterator[Result]:
    """Return what each kind and size of appendix takes."""
    for style, counts in SIZES.items():
        for size in counts:
            yield _result(style, size)


def _result(style: str, size: int) -> Result:
    measured = json.loads(_sample(style, size).splitlines()[-1])
    chromium = printed_by_chromium(_sample(style, size, "--html"))
    most, used = MOST_SECONDS.get((style, size), MOST_SECONDS_OF_OTHERS), measured["processor_seconds"]
    budgets = [
        f"< {most} s of the processor",
        f"< {MOST_MEGABYTES} MB",
        "passes PDF/UA-1 and PDF/A-3a checks",
    ]
    met = used < most and measured["megabytes"] < MOST_MEGABYTES and measured["passes"]
    beside = (
        f"{used:.1f} s of the processor, {measured['megabytes']:,} MB, "
        f"{measured['pages']:,} pages, {measured['bytes']:,} bytes"
    )
    if chromium is not None:
        beside += (
            f"; Chromium: {chromium.processor_seconds:.1f} s, {chromium.megabytes:,} MB in all processes"
        )
        times = CHROMIUM_TIMES.get((style, size))
        if times:
            budgets.append(f"at most {times:.0f} times Chromium’s seconds")
            met = met and used <= times * chromium.processor_seconds
    name = f"PDF of {size:,} {NOUNS[style]} with its data"
    return Result(name, Times((measured["seconds"],)), beside, ", ".join(budgets), met)


def _sample(*arguments: object) -> str:
    command = [sys.executable, "-m", "bench.printing_sample", *map(str, arguments)]
    environment = {**os.environ, "DEBUG": "1"}
    return subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout
