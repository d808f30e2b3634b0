"""The years of a table's columns, also where only the title or the round says which years they are."""

import re
from collections.abc import Sequence

from proposals.importing.files.blocks import Location
from proposals.importing.understanding.asker import Asker, listed
from proposals.importing.understanding.columns import TOTAL_WORD, Column, are_alternatives, are_funds
from proposals.importing.understanding.kinds import Kind
from services.values.years import FinancialYear, find_years, heading_years, without_years

_MOST_YEARS = 10
_ENDING = re.compile(r"\bF\.?Y\.?E?\s*['’]?\d{2,4}(?![\d/–-])", re.IGNORECASE)
ADD_UP = "add up"


def title_years(context: Sequence[str]) -> tuple[FinancialYear, ...]:
    """Return the years that the words above a table name, from the first to the last; the nearest words count."""
    for text in reversed(context):
        years = sorted(set(find_years(text)) or set(heading_years(text) if len(text.split()) < 12 else ()))
        if years and years[-1] - years[0] < _MOST_YEARS:
            return tuple(years[0] + offset for offset in range(years[-1] - years[0] + 1))
    return ()


def settle_years(
    columns: list[Column],
    context: Sequence[str],
    round_years: Sequence[FinancialYear],
    asker: Asker,
    place: Location,
) -> tuple[FinancialYear, ...]:
    """Give every column of savings its year; return the years that the table covers."""
    named = title_years(context)
    anchors = tuple(round_years) or named
    _settle_ending(columns, anchors, asker, place)
    _settle_calendar(columns, anchors, asker, place)
    _settle_numbered(columns, anchors, asker, place)
    _settle_undated(columns, anchors, asker, place)
    dated = sorted({column.year for column in columns if column.kind is Kind.YEAR and column.year})
    covered = set(dated) | (set(named) if dated and set(dated) <= set(named) else set())
    return tuple(sorted(covered))


def _figures(columns: Sequence[Column]) -> list[Column]:
    return [column for column in columns if column.kind not in (Kind.OTHER, Kind.NOTES, Kind.TITLE)]


def _settle_ending(
    columns: list[Column], anchors: Sequence[FinancialYear], asker: Asker, place: Location
) -> None:
    """FY27 is the year that ends in 2027, unless the title or the round tell that it is the one that begins then."""
    ending = [column for column in _figures(columns) if column.year and _ENDING.search(column.heading)]
    if not ending:
        return
    years = [column.year for column in ending if column.year]
    fits_ending = bool(anchors) and set(years) <= set(anchors)
    fits_start = bool(anchors) and {year + 1 for year in years} <= set(anchors)
    if fits_ending != fits_start:
        shift = int(fits_start)
    else:
        first = ending[0]
        as_end, as_start = str(years[0]), str(years[0] + 1)
        text = f"Which financial year is “{first.heading}”?"
        shift = int(asker.ask("fy", "years", place, text, (as_end, as_start), as_end) == as_start)
    for column in ending:
        if column.year:
            column.year = column.year + shift


def _settle_calendar(
    columns: list[Column], anchors: Sequence[FinancialYear], asker: Asker, place: Location
) -> None:
    """2026 alone is the year that begins or ends then: the title or the round tell which, or a person."""
    found = [column for column in _figures(columns) if column.said.calendar is not None and not column.year]
    if not found:
        return
    starts = [FinancialYear(column.said.calendar) for column in found if column.said.calendar]
    begins, ends = set(starts) <= set(anchors), {year + -1 for year in starts} <= set(anchors)
    if anchors and begins != ends:
        shift = 0 if begins else -1
    else:
        as_start, as_end = str(starts[0]), str(starts[0] + -1)
        text = f"Which financial year is “{found[0].heading}”?"
        shift = (
            -1
            if asker.ask("calendar-year", "years", place, text, (as_start, as_end), as_start) == as_end
            else 0
        )
    for column, year in zip(found, starts, strict=True):
        column.year = year + shift
        if column.kind is Kind.SAVING:
            column.kind = Kind.YEAR
        column.evidence.append("a calendar year heads it")


def _settle_numbered(
    columns: list[Column], anchors: Sequence[FinancialYear], asker: Asker, place: Location
) -> None:
    numbered = [
        column
        for column in _figures(columns)
        if column.said.nth and not column.year and column.kind is not Kind.TOTAL
    ]
    if not numbered:
        return
    first = anchors[0] if anchors else None
    if first is None:
        text = f"Which financial year is “{numbered[0].heading}”? Write it as 2026/27."
        said = heading_years(asker.ask("first-year", "years", place, text, ()))
        first = said[0] if said else None
    for column in numbered:
        if first is not None and column.said.nth:
            column.year = first + (column.said.nth - 1)
            column.evidence.append(f"numbered from {first}, the first year of the title or the round")
        if column.kind is Kind.SAVING:
            column.kind = Kind.YEAR if first is not None else Kind.PART


def _settle_undated(
    columns: list[Column], anchors: Sequence[FinancialYear], asker: Asker, place: Location
) -> None:
    undated = [column for column in columns if column.kind is Kind.SAVING]
    dated = [column for column in columns if column.kind is Kind.YEAR]
    directed = [
        column
        for column in columns
        if column.kind in (Kind.BETTER, Kind.WORSE, Kind.GROWTH) and not column.year
    ]
    totals = [column for column in columns if column.kind is Kind.TOTAL]
    if dated:
        for column in (*undated, *directed):
            column.kind = Kind.AMOUNT  # what it is, sums tell, or a person
        return
    if len(undated) > 1:
        undated = _settle_several(columns, undated, totals, asker, place)
    elif not undated and len(totals) == 1 and not directed:
        undated = totals
    if any(column.kind is Kind.YEAR_OF_ROW for column in columns):
        return
    waiting = [*undated, *directed]
    if not waiting:
        return
    year = _undated_year(waiting[0], anchors, asker, place)
    for column in waiting:
        column.year = year
        if year and column.kind in (Kind.SAVING, Kind.TOTAL):
            column.kind = Kind.YEAR
        if year:
            column.evidence.append(f"{year}, as the title, the round or a person says")


def _settle_several(
    columns: Sequence[Column], undated: list[Column], totals: Sequence[Column], asker: Asker, place: Location
) -> list[Column]:
    """Read several savings of no year as parts of their total, which a person confirms where no total is printed."""
    if are_funds(undated) or all(column.is_part_of_year for column in undated):
        return undated
    one_counts = are_alternatives(undated)
    if len(totals) == 1 and not one_counts:
        for column in undated:
            column.kind = Kind.PART
        return list(totals)
    names = [column.heading or f"column {column.index + 1}" for column in undated]
    are_totals = one_counts or any(TOTAL_WORD.search(name) for name in names)
    answer = ask_which_counts(names, asker, place, names[0] if are_totals else ADD_UP, one_counts=one_counts)
    for column, name in zip(undated, names, strict=True):
        if answer not in (ADD_UP, name):
            column.kind = Kind.TARGET
    return [column for column in undated if column.kind is Kind.SAVING]


def ask_which_counts(
    names: Sequence[str], asker: Asker, place: Location, default: str, *, one_counts: bool
) -> str:
    """Ask which of several columns is the saving, or whether they add up, which alternatives never do."""
    text = f"Do the columns {listed(names)} add up to the amount, or does only one of them count?"
    if one_counts:
        text = f"Which of the columns {listed(names)} is the saving? They are not added."
    choices = tuple(names) if one_counts else (ADD_UP, *names)
    return asker.ask("amount-columns", "columns", place, text, choices, default)


def _undated_year(
    column: Column, anchors: Sequence[FinancialYear], asker: Asker, place: Location
) -> FinancialYear | None:
    if len(anchors) == 1:
        return anchors[0]
    heading = without_years(column.heading).strip() or "the amount"
    text = f"Which year is the amount under “{heading}” of? The document names no year for it."
    choices = tuple(str(year) for year in anchors)
    if not choices:
        text += " Write it as 2026/27."
    said = heading_years(
        asker.ask("year", "year of an undated saving", place, text, choices, choices[0] if choices else "")
    )
    return said[0] if said else None
