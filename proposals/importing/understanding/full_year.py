"""Savings that begin in the course of a year, whose first year has a part of what a full year saves."""

from collections.abc import Iterator, Sequence

from proposals.importing.in_words import in_pounds
from proposals.importing.understanding.amounts import amounts_of
from proposals.importing.understanding.findings import listed
from proposals.importing.understanding.kinds import Kind
from proposals.importing.understanding.reading import Reading
from proposals.importing.understanding.rows import Row
from proposals.importing.understanding.starts import (
    Start,
    columns_of_starts,
    is_of_whole_year,
    says_whole_year,
    start_in,
)
from proposals.importing.understanding.values import Basis
from services.values.years import FinancialYear

ONLY_TOLD = "only told"
FROM_NEXT = "all from the next year"
BY_MONTHS = "part by months, the rest in the next year"
ALL_IN_FIRST = "all in the first year"


def settle_full_year(readings: Sequence[Reading]) -> None:
    """Ask in which year the rest of the savings comes where their full-year effect is more than the years state."""
    for reading in readings:
        dated = {column.year for column in reading.dated if column.year}
        columns = [
            c
            for c in reading.columns_of(Kind.FULL_YEAR)
            if c.year is None or c.year in dated or reading.raw.holds_forms
        ]
        if len(columns) != 1 or not dated or reading.basis is not Basis.DISCRETE:
            continue
        stated = [(row.name, amounts_of(reading, row)) for row in reading.items]
        rests = {name: amounts.rest for name, amounts in stated if amounts.rest}
        if not rests:
            continue
        first = max(filter(None, (max(dated) + 1, columns[0].year)))
        years = [str(first), str(first + 1)]
        text = (
            f"“{columns[0].heading}” of {listed(list(rests))} is more than the years state, together by "
            f"{in_pounds(abs(sum(rests.values())))}. In which year is the rest saved, or is it only told and not "
            "counted?"
        )
        answer = reading.ask("full-year", "years of the rest", text, (*years, ONLY_TOLD), years[0])
        if answer != ONLY_TOLD:
            reading.year_of_rest = FinancialYear(first.start + years.index(answer))


def settle_part_years(readings: Sequence[Reading]) -> None:
    """Ask how much the first year has of savings of a whole year that begin in its course."""
    for reading in readings:
        found = list(_begun_in_course(reading))
        if not found:
            continue
        row, start, pounds = found[0]
        amounts = reading.columns_of(Kind.YEAR, Kind.SAVING, Kind.TOTAL)
        whole = reading.raw.holds_forms or any(says_whole_year(column.heading) for column in amounts)
        rest = listed([row.name for row, _, _ in found[1:]])
        others = f" The answer holds for {rest} as well." if rest else ""
        text = (
            f"The saving of “{row.name}” is stated for {'a whole' if whole else 'no'} year, and begins in the course "
            f"of {start.year} (“{start.text}”).{others} Is {in_pounds(abs(pounds))} saved from {start.year + 1} on, by "
            f"months from {start.year} on ({start.months} of 12), or wholly in {start.year} already?"
        )
        choices = (FROM_NEXT, BY_MONTHS, ALL_IN_FIRST)
        answer = reading.ask("part-year", "years", text, choices, choices[0], row.location)
        if answer != ALL_IN_FIRST:
            reading.months_of_first = {
                id(row): start.months if answer == BY_MONTHS else 0 for row, start, _ in found
            }


def _begun_in_course(reading: Reading) -> Iterator[tuple[Row, Start, int]]:
    """Yield the rows with the only year of a saving in whose course it begins, the start, and what a year saves."""
    if reading.columns_of(Kind.FULL_YEAR) or not (
        reading.raw.holds_forms or columns_of_starts(reading.columns)
    ):
        return
    amounts = reading.columns_of(Kind.YEAR, Kind.SAVING, Kind.TOTAL)
    for row in reading.items:
        stated = [(year, pounds) for year, pounds in amounts_of(reading, row).savings.items() if pounds]
        start = start_in(row.line, reading.columns) if len(stated) == 1 else None
        texts = [(column, row.text(column)) for column in amounts if column.index in row.figures]
        of_forms = reading.raw.holds_forms or reading.tells_starts
        is_whole = any(is_of_whole_year(*found, of_forms=of_forms) for found in texts)
        if start and is_whole and start.is_in_course and start.year == stated[0][0]:
            yield row, start, stated[0][1]
