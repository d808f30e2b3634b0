"""Years of headings written as no other text writes one: “2011.12”, “1112”, “2011 2012”, or in two rows."""

import re
from collections.abc import Sequence
from dataclasses import replace

from proposals.importing.files.blocks import Cell, Grid
from proposals.importing.understanding.figures import visible
from proposals.importing.understanding.headings import heading_of, is_figure_text
from services.values.years import EARLIEST_START, FinancialYear

_LONG = r"(?P<start>(?:19|20)\d\d)"
_SURE = re.compile(
    rf"(?<![\w/.,£-]){_LONG}(?:\s?[.:+]\s?|\s?-?to-?\s?)(?P<end>\d{{4}}|\d{{1,2}})(?![\w/%-]|[.,]\d)"
)
"""A year that one heading alone may write so."""
_IN_ROW = re.compile(
    rf"(?<![\w/.,£-])(?:F\.?Y\s?)?(?:{_LONG}\s(?P<end>(?:19|20)\d\d)|(?P<short>\d{{1,2}})(?:\.|\s?to\s?)?(?P<last>\d\d))"
    r"(?![\w/%-]|[.,]\d)"
)
"""A year that may as well be an amount, so that those beside it in the row have to follow it."""
_UPPER, _LOWER = re.compile(r"(?:19|20)\d\d\s*[/–-]?"), re.compile(r"\d{4}|\d\d")
_LONGEST, _FEWEST = 60, 2


def with_written_years(grid: Grid) -> Grid:
    """Return a grid with the years of its rows of headings as a heading writes them, such as “2011/12”."""
    rows = [list(row) for row in grid.rows]
    known: dict[int, str] = {}
    for at, row in enumerate(rows):
        if known and all(_text(row, index) == text for index, text in known.items()):
            _write(row, _years_of(row))  # the headings again
        elif not known and (years := _halves(row, rows[at + 1 : at + 2])):
            _write(row, years)
            del rows[at + 1]
            break
        elif not known and (years := _years_of(row)):
            is_title = sum(bool(_text(row, index)) for index in range(len(row))) == 1
            known = {} if is_title else {index: _text(row, index) for index in years}
            _write(row, years)
        elif not known and _ends_headings(row):
            break
    return replace(grid, rows=tuple(map(tuple, rows))) if rows != [list(row) for row in grid.rows] else grid


def as_written(text: str) -> str:
    """Return a title with such years as may stand alone in it written as “2011/12”."""
    return _SURE.sub(lambda match: _year_of(match) or match[0], text)


def _ends_headings(row: Sequence[Cell]) -> bool:
    """Return whether a row has figures, or headings with their years; a title alone may name years."""
    texts = [text for at in range(len(row)) if (text := _text(row, at))]
    return len(texts) > 1 and any(is_figure_text(text) or heading_of(text).years for text in texts)


def _text(row: Sequence[Cell], index: int) -> str:
    return visible(row[index].text) if index < len(row) else ""


def _write(row: list[Cell], texts: dict[int, str]) -> None:
    for index, text in texts.items():
        row[index] = replace(row[index], text=text, value=None)


def _years_of(row: Sequence[Cell]) -> dict[int, str]:
    """Return the headings of a row that hold such years, rewritten, by their places; none where they may be amounts."""
    texts = {at: text for at in range(len(row)) if 0 < len(text := _text(row, at)) <= _LONGEST}
    sure = {at: as_written(text) for at, text in texts.items() if as_written(text) != text}
    in_row = {at: match for at, text in texts.items() if at not in sure and (match := _IN_ROW.search(text))}
    years = {at: _year_of(match) for at, match in in_row.items()}
    numbers = sorted({int(year[:4]) for year in years.values() if year})
    follow = len(numbers) >= _FEWEST and numbers[-1] - numbers[0] == len(numbers) - 1
    if follow and all(years.values()) and not sure:
        return {
            at: texts[at][: match.start()] + years[at] + texts[at][match.end() :]
            for at, match in in_row.items()
        }
    return {} if any(is_figure_text(text) for at, text in texts.items() if at not in sure) else sure


def _year_of(match: re.Match[str]) -> str:
    """Return the year that two parts name, nothing where the second is not the year after the first."""
    found = match.groupdict()
    start = int(found["start"] or 0) or _full(int(found["short"]))
    end = int(found["end"] or found["last"])
    # Excel shows 2009.10 as 2009.1.
    ends = {start + 1, (start + 1) % 100} | ({1} if start % 100 == 9 else set())
    return str(FinancialYear(start)) if end in ends and start >= EARLIEST_START else ""


def _full(short: int) -> int:
    return 1900 + short if 1900 + short >= EARLIEST_START else 2000 + short


def _halves(row: Sequence[Cell], below: Sequence[Sequence[Cell]]) -> dict[int, str]:
    """Return the years by their places whose halves two rows write above each other, “2011/” over “12”."""
    upper = {at: text for at in range(len(row)) if _UPPER.fullmatch(text := _text(row, at))}
    if len(upper) < _FEWEST or not below:
        return {}
    lower = {at: text for at in range(len(below[0])) if (text := _text(below[0], at))}
    if lower.keys() != upper.keys() or not all(map(_LOWER.fullmatch, lower.values())):
        return {}
    starts = {at: int(text[:4]) for at, text in upper.items()}
    are_halves = all(int(lower[at]) in (start + 1, (start + 1) % 100) for at, start in starts.items())
    return {at: str(FinancialYear(start)) for at, start in starts.items()} if are_halves else {}
