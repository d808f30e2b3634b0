"""The table of results: one line a measurement, and whether it keeps its budget."""

from collections.abc import Sequence
from dataclasses import dataclass

from bench.measure import Times


@dataclass(frozen=True)
class Result:
    """A measurement; `budget` states its limit in words, and `met` whether it keeps to it."""

    what: str
    times: Times | None = None
    beside: str = ""
    budget: str = ""
    met: bool | None = None


_HEADINGS = ("", "best, ms", "median, ms", "beside", "budget", "met")


def printed_table(results: Sequence[Result]) -> str:
    """Return the results as a Markdown table with columns of even width."""
    rows = [_HEADINGS, *map(_cells, results)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADINGS))]
    lines = [_line(row, widths) for row in rows]
    rules = [f"{'-' * (width - 1)}{':' if column in (1, 2) else '-'}" for column, width in enumerate(widths)]
    return "\n".join([lines[0], f"| {' | '.join(rules)} |", *lines[1:]])


def _cells(result: Result) -> tuple[str, ...]:
    times = result.times
    best, median = (_milliseconds(times.best), _milliseconds(times.median)) if times else ("", "")
    met = "" if result.met is None else ("yes" if result.met else "NO")
    return (result.what, best, median, result.beside, result.budget, met)


def _milliseconds(seconds: float) -> str:
    thousandths = seconds * 1000
    return f"{thousandths:,.1f}" if thousandths < 100 else f"{thousandths:,.0f}"


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (
        cell.rjust(width) if column in (1, 2) else cell.ljust(width)
        for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return f"| {' | '.join(padded)} |"
