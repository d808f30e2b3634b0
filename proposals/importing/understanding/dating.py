"""The years of a table's columns, also where only the title or the round says which years they are."""

import re
from collections.abc import Sequence

from proposals.importing.understanding.amount_columns import are_exclusive
from proposals.importing.understanding.columns import OUTCOME, PLAN, TOTAL_WORD, Column, are_funds
from proposals.importing.understanding.findings import listed
from proposals.importing.understanding.kinds import Kind
from proposals.importing.understanding.options import are_alternatives, option_in, preferred_of
from proposals.importing.understanding.reading import Reading
from proposals.importing.understanding.starts import columns_of_starts, says_whole_year, start_in
from proposals.importing.understanding.written_years import as_written
from services.values.years import FinancialYear, find_years, heading_years, without_years

_MOST_YEARS, _SEVERAL = 10, 2
_ENDING = re.compile(r"\bF\.?Y\.?E?\s*['’]?\d{2,4}(?![\d/–-])", re.IGNORECASE)
ADD_UP = "add up"
_LESS_SURE = re.compile(r"\b(?:adjusted|weighted|non[- ]?cashable)\b", re.IGNORECASE)
_SUPERSEDED = re.compile(r"\b(?:original(?:ly)?|initial(?:ly)?|draft|previous(?:ly)?)\b")
_FINAL = re.compile(r"\bfinal\b")
_NEWEST = re.compile(r"\b(?:revised|updated?|proposed|new|latest|amended|re-?profiled)\b")


def title_years(context: Sequence[str]) -> tuple[FinancialYear, ...]:
    """Return the years that the words above a table name, from the first to the last; the nearest words count."""
    for text in map(as_written, reversed(context)):
        named = find_years(text) or (heading_years(text) if len(text.split()) < 12 else [])
        if len(named) == 2 and named[0] > named[1]:
            return (named[0],)  # “2026/27: changes from 2025/26”
        years = sorted(set(named))
        if years and years[-1] - years[0] < _MOST_YEARS:
            return tuple(years[0] + offset for offset in range(years[-1] - years[0] + 1))
    return ()


def settle_years(reading: Reading, context: Sequence[str], round_years: Sequence[FinancialYear]) -> None:
    """Give every column of savings its year, and the table the years that it covers."""
    named = title_years(context)
    budgets = {column.year for column in reading.columns_of(Kind.BASE) if column.year}
    latest = (max(budgets),) if len(budgets) > 1 else ()
    reading.anchors = anchors = tuple(round_years) or named or latest
    figures = [c for c in reading.columns if c.kind not in (Kind.OTHER, Kind.NOTES, Kind.TITLE)]
    ending = {c.index: c.year for c in figures if c.year and _ENDING.search(c.heading)}
    calendar = {c.index: FinancialYear(c.said.calendar) for c in figures if c.said.calendar and not c.year}
    # FY27 is the year that ends in 2027, and 2026 the one that begins then, unless title or round tell otherwise.
    _settle_either(reading, "fy", ending, 1, anchors)
    _settle_either(reading, "calendar-year", calendar, -1, anchors)
    if _settle_numbered(reading, figures, anchors):
        _settle_undated(reading, anchors)
    _settle_years_without_saving(reading, anchors)
    dated = {column.year for column in reading.columns_of(Kind.YEAR) if column.year}
    reading.years = tuple(sorted(dated.union(named if dated and dated <= set(named) else ())))


def _settle_years_without_saving(reading: Reading, round_years: Sequence[FinancialYear]) -> None:
    """Ask which column has the savings of a year that only columns of an earlier plan or a target state.

    What was agreed for a year before those of the table and of the round is no saving of it.
    """
    dated = {column.year for column in reading.columns if column.is_amount and column.year}
    plans = [column for column in reading.columns_of(Kind.AGREED, Kind.TARGET) if column.year not in dated]
    for year in sorted({column.year for column in plans if column.year} if dated else ()):
        same = [column for column in plans if column.year == year]
        newest = [column for column in same if _NEWEST.search(column.said.core)]
        if len(same) > 1 and (newest or year in round_years or year > min(filter(None, dated))):
            names = [column.heading for column in same]
            text = f"Which of the columns {listed(names)} is the saving of {year}? They are not added."
            default = (newest or same)[-1].heading
            answer = reading.ask(
                f"saving-of:{year}", "columns", text, names, default, is_supported=len(newest) == 1
            )
            reading.settle(same[names.index(answer)], Kind.YEAR, f"a person, or its words, say so of {year}")
        elif year in round_years or year > min(filter(None, dated)):
            column = same[0]
            text = f"“{column.heading}” is the only column of {year}. Is it the saving of that year, or only told?"
            kind = column.kind
            answer = reading.ask(column.id, "columns", text, (Kind.SAVING, kind), Kind.SAVING)
            reading.settle(column, kind if answer == kind else Kind.YEAR)


def _settle_either(
    reading: Reading, id_: str, years: dict[int, FinancialYear], shift: int, anchors: Sequence[FinancialYear]
) -> None:
    """Give columns the years that they seem to name, or those beside them, as the title, the round or a person says."""
    if not years:
        return
    fits, fits_beside = (
        bool(anchors) and {year + by for year in years.values()} <= set(anchors) for by in (0, shift)
    )
    if fits == fits_beside:
        index, first = next(iter(years.items()))
        choices = (str(first), str(first + shift))
        text = f"Which financial year is “{reading.columns[index].heading}”?"
        fits_beside = reading.ask(id_, "years", text, choices, choices[0]) == choices[1]
    for index, year in years.items():
        column = reading.columns[index]
        column.year = year + shift * fits_beside
        kind = Kind.YEAR if column.kind is Kind.SAVING else column.kind
        reading.settle(column, kind, "a calendar year heads it")


def _settle_numbered(reading: Reading, figures: Sequence[Column], anchors: Sequence[FinancialYear]) -> bool:
    """Give “Year 1” and those after it their years; return whether these are known."""
    numbered = [c for c in figures if c.said.nth and not c.year and c.kind is not Kind.TOTAL]
    if not numbered:
        return True
    first = anchors[0] if anchors else None
    if first is None:
        text = f"Which financial year is “{numbered[0].heading}”? Write it as 2026/27."
        first = next(iter(heading_years(reading.ask("first-year", "years", text))), None)
    for column in numbered:
        if first is not None and column.said.nth:
            column.year = first + (column.said.nth - 1)
            column.evidence.append(f"numbered from {first}, the first year of the title or the round")
        if column.kind is Kind.SAVING:
            reading.settle(column, Kind.YEAR if first is not None else Kind.PART)
    return first is not None


def _settle_undated(reading: Reading, anchors: Sequence[FinancialYear]) -> None:
    undated, totals = reading.columns_of(Kind.SAVING), reading.columns_of(Kind.TOTAL)
    directed = [c for c in reading.columns_of(Kind.BETTER, Kind.WORSE, Kind.GROWTH) if not c.year]
    dated = {column.year for column in reading.columns_of(Kind.YEAR)}
    if dated:
        parts = [column for column in undated if column.is_part_of_year]
        if parts:
            _settle_year(reading, parts, "year", [year for year in anchors if year not in dated])
        for column in (*(column for column in undated if column not in parts), *directed):
            reading.settle(column, Kind.AMOUNT)  # what it is, sums tell, or a person
            if column.kind is not Kind.AMOUNT:  # a person says that it is a saving, so its year is asked
                _settle_year(reading, [column], f"year:{column.key}", years_left(reading) or anchors)
        return
    if len(undated) > 1:
        undated = _settle_several(reading, undated, totals)
    elif not undated and len(totals) == 1 and not directed and len(set(totals[0].said.years)) < _SEVERAL:
        undated = totals
    waiting = [*undated, *directed]
    if not waiting or reading.columns_of(Kind.YEAR_OF_ROW):
        return
    if _tells_starts(reading, waiting, anchors):
        reading.tells_starts = True
        return
    _settle_year(reading, waiting, "year", anchors)


def _tells_starts(reading: Reading, waiting: Sequence[Column], anchors: Sequence[FinancialYear]) -> bool:
    """Return whether the month in which each saving begins tells its year; what begins in its course is asked about.

    Rows of a table that name none are asked about together.
    """
    lines = [line for line in reading.raw.rows if not (line.is_total or line.is_bare)]
    filled = [line for line in lines if any(column.index in line.filled for column in waiting)]
    starts = [start_in(line, reading.columns) for line in filled]
    known = [start for start in starts if start]
    begins_in_course = any(start.is_in_course for start in known)
    if reading.raw.holds_forms:
        return begins_in_course and len(known) == len(starts)
    is_dated = len(anchors) == 1 and not any(says_whole_year(column.heading) for column in waiting)
    differ = begins_in_course or len({start.year for start in known}) > 1
    if is_dated or not differ or 2 * len(known) <= len(starts) or not columns_of_starts(reading.columns):
        return False
    without = [line for line, start in zip(filled, starts, strict=True) if not start]
    if without:
        title = reading.columns_of(Kind.TITLE)[0].index
        names = [line.cells[title].text if title in line.filled else line.texts[0] for line in without]
        years = sorted({start.year for start in known})
        choices = [str(year) for year in (*years, years[-1] + 1)]
        text = f"{listed(names)} names no month in which the saving begins. Which year is its saving of?"
        place = without[0].location
        said = reading.ask("year", "year of an undated saving", text, choices, choices[0], place)
        reading.year_without_start = next(iter(heading_years(said)), None)
    return True


def _settle_year(
    reading: Reading, columns: Sequence[Column], id_: str, anchors: Sequence[FinancialYear]
) -> None:
    year = _undated_year(reading, columns[0], id_, anchors)
    for column in columns if year else ():
        column.year = year
        kind = Kind.YEAR if column.kind in (Kind.SAVING, Kind.TOTAL) else column.kind
        reading.settle(column, kind, f"{year}, as the title, the round or a person says")


def _settle_several(reading: Reading, undated: list[Column], totals: list[Column]) -> list[Column]:
    """Read several savings of no year as parts of their total, which a person confirms where no total is printed."""
    if are_funds(undated) or all(column.is_part_of_year for column in undated):
        return undated
    one_counts = are_alternatives(undated)
    if len(totals) == 1 and not one_counts:
        for column in undated:
            reading.settle(column, Kind.PART)
        return totals
    if not one_counts and are_exclusive(reading, undated):
        return undated
    names = [column.heading or f"column {column.index + 1}" for column in undated]
    are_totals = one_counts or any(TOTAL_WORD.search(name) for name in names)
    answer = ask_which_counts(reading, names, names[0] if are_totals else ADD_UP, one_counts=one_counts)
    for column, name in zip(undated, names, strict=True):
        if answer not in (ADD_UP, name):
            reading.settle(column, Kind.TARGET)
    return reading.columns_of(Kind.SAVING)


def ask_which_counts(reading: Reading, names: Sequence[str], default: str, *, one_counts: bool) -> str:
    """Ask which of several columns is the saving, or whether they add up, which alternatives never do."""
    text = f"Do the columns {listed(names)} add up to the amount, or does only one of them count?"
    suspect = [name for name in names if OUTCOME.search(name.lower()) or _LESS_SURE.search(name)]
    if default == ADD_UP and 0 < len(suspect) < len(names):
        default = next(name for name in names if name not in suspect)
    if one_counts:
        text = f"Which of the columns {listed(names)} is the saving? They are not added."
        default = _likeliest(names)
    default = preferred_of(reading, names) or default
    choices = tuple(names) if one_counts else (ADD_UP, *names)
    answer = reading.ask("amount-columns", "columns", text, choices, default)
    for column in reading.columns if option_in(answer) else ():
        if option_in(column.heading) not in ("", option_in(answer)):
            reading.settle(column, Kind.OTHER, f"only “{answer}” is proposed")
    return answer


def _likeliest(names: Sequence[str]) -> str:
    """Return the last version of an amount where one is an earlier version, else what was planned."""
    later = [name for name in names if not _SUPERSEDED.search(name.lower())]
    if len(later) < len(names):
        ways = (_FINAL, _NEWEST, PLAN)
        return next((n for way in ways for n in later if way.search(n.lower())), (later or names)[-1])
    return next((name for name in names if PLAN.search(name.lower())), names[0])


def years_left(reading: Reading) -> Sequence[FinancialYear]:
    """Return the years of the round or the title that no column of savings has."""
    dated = {column.year for column in reading.columns_of(Kind.YEAR)}
    return [year for year in reading.anchors if year not in dated]


def _undated_year(
    reading: Reading, column: Column, id_: str, anchors: Sequence[FinancialYear]
) -> FinancialYear | None:
    if len(anchors) == 1:
        return anchors[0]
    heading = without_years(column.heading).strip() or "the amount"
    text = f"Which year is the amount under “{heading}” of? The document names no year for it."
    choices = [str(year) for year in anchors]
    if not choices:
        text += " Write it as 2026/27."
    starts = (start_in(line, reading.columns) for line in reading.raw.rows)
    begins = [
        str(start.year) for start in starts if start and str(start.year) in (choices or [str(start.year)])
    ]
    default = next(iter([*begins, *choices]), "")
    said = reading.ask(id_, "year of an undated saving", text, choices, default, reading.place_of(column))
    return next(iter(heading_years(said)), None)
