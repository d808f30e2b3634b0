"""The rest of a saving that begins in the course of a year: its full-year effect less what the years state."""

from collections.abc import Sequence

from proposals.importing.understanding.amounts import amounts_of
from proposals.importing.understanding.findings import listed
from proposals.importing.understanding.kinds import Kind
from proposals.importing.understanding.reading import Reading
from proposals.importing.understanding.values import Basis
from services.values.years import FinancialYear

ONLY_TOLD = "only told"


def settle_full_year(readings: Sequence[Reading]) -> None:
    """Ask in which year the rest of the savings comes where their full-year effect is more than the years state."""
    for reading in readings:
        dated = {column.year for column in reading.dated if column.year}
        columns = [c for c in reading.columns_of(Kind.FULL_YEAR) if c.year is None or c.year in dated]
        if len(columns) != 1 or not dated or reading.basis is not Basis.DISCRETE:
            continue
        stated = [(row.name, amounts_of(reading, row)) for row in reading.items]
        rests = {name: amounts.rest for name, amounts in stated if amounts.rest}
        if not rests:
            continue
        first = max(dated) + 1
        years = [str(first), str(first + 1)]
        text = (
            f"“{columns[0].heading}” of {listed(list(rests))} is more than the years state, together by "
            f"£{abs(sum(rests.values())):,}. In which year is the rest saved, or is it only told and not counted?"
        )
        answer = reading.ask("full-year", "years of the rest", text, (*years, ONLY_TOLD), years[0])
        if answer != ONLY_TOLD:
            reading.year_of_rest = FinancialYear(first.start + years.index(answer))
