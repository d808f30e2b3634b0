"""Each row's amounts by year, discrete and with a saving positive, whatever the table prints."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from proposals.importing.understanding.columns import Column
from proposals.importing.understanding.kinds import Kind
from proposals.importing.understanding.reading import Reading, discrete
from proposals.importing.understanding.rows import Row
from proposals.importing.understanding.sums import Amount, Slot
from proposals.importing.understanding.values import Basis
from services.values.years import FinancialYear, calendar_year, heading_years


@dataclass(frozen=True)
class RowAmounts:
    """What a row saves and costs, in whole pounds."""

    savings: Mapping[FinancialYear, int] = field(default_factory=dict)
    total: int | None = None
    costs: Mapping[FinancialYear, int] = field(default_factory=dict)
    cost_total: int | None = None
    full_year: int | None = None
    is_growth: bool = False
    of_funds: Mapping[str, Mapping[FinancialYear, int]] = field(default_factory=dict)
    """Its savings by fund, where the table has a column for each."""
    beside: Mapping[str, Mapping[FinancialYear, int]] = field(default_factory=dict)
    """What the row adds to the budget in columns beside its savings, below zero, by the words that head them."""

    @property
    def is_pressure(self) -> bool:
        """Return whether the row adds to the budget: it is called growth, or takes back more than it saves."""
        return self.is_growth or (sum(self.savings.values()) if self.total is None else self.total) < 0

    @property
    def is_known(self) -> bool:
        """Return whether any saving is stated."""
        return bool(self.savings) or self.total is not None


def amounts_of(reading: Reading, row: Row, overrides: Mapping[int, int]) -> RowAmounts:
    """Return a row's amounts; `overrides` holds pounds by position of a column, as a person gave them."""
    vector = {**reading.vector(row)}
    for column in reading.columns:
        if column.index in overrides:
            vector[reading.slot(column)] = overrides[column.index]
    sign = reading.growth_sign if row.is_growth else reading.sign
    by_year: dict[FinancialYear, int] = {}
    of_funds: dict[str, dict[FinancialYear, int]] = {}
    for column, pounds in _stated(reading, row, vector):
        year = column.year or _year_of_row(reading, row)
        if year is None:
            continue
        by_year[year] = by_year.get(year, 0) + pounds * sign
        if column.fund:
            of_funds.setdefault(column.fund, {})[year] = pounds * sign
    totals = [
        int(vector[reading.slot(c)]) * sign
        for c in reading.columns_of(Kind.TOTAL)
        if reading.slot(c) in vector
    ]
    undated = [
        int(vector[reading.slot(c)]) * sign
        for c in reading.columns_of(Kind.SAVING)
        if reading.slot(c) in vector and not by_year
    ]
    beside = _beside(reading, vector)
    for year, pounds in _better_and_worse(reading, vector).items():
        by_year[year] = by_year.get(year, 0) + pounds
    is_growth = row.is_growth
    if len(beside) == 1 and not any(by_year.values()) and not any(totals):
        (by_year,) = (dict(pounds) for pounds in beside.values())
        beside, is_growth = {}, True
    changes = discrete(by_year, reading.basis)
    total = totals[0] if totals else (sum(undated) if undated else None)
    if reading.basis is Basis.CUMULATIVE and totals and by_year:
        total = sum(changes.values())
    costs, undated_cost = _costs(reading, vector)
    full = next(
        (
            int(vector[reading.slot(c)]) * sign
            for c in reading.columns_of(Kind.FULL_YEAR)
            if reading.slot(c) in vector
        ),
        None,
    )
    by_fund = {
        fund: discrete(pounds, reading.basis) for fund, pounds in of_funds.items() if any(pounds.values())
    }
    return RowAmounts(changes, total, costs, undated_cost, full, is_growth, by_fund, beside)


def _stated(reading: Reading, row: Row, vector: Mapping[Slot, Amount]) -> Iterator[tuple[Column, int]]:
    """Yield the columns of the row's yearly savings with their pounds, one for every slot."""
    kinds = [Kind.YEAR]
    if reading.columns_of(Kind.YEAR_OF_ROW) and not reading.columns_of(Kind.YEAR):
        kinds.append(Kind.SAVING)
        if not reading.columns_of(Kind.SAVING):
            kinds.append(Kind.TOTAL)
    seen: set[object] = set()
    for column in reading.columns_of(*kinds):
        slot = reading.slot(column)
        if column.index in row.figures and slot in vector and slot not in seen:
            seen.add(slot)
            yield column, int(vector[slot])


def _year_of_row(reading: Reading, row: Row) -> FinancialYear | None:
    for column in reading.columns_of(Kind.YEAR_OF_ROW):
        text = row.text(column)
        years = heading_years(text)
        if years:
            return years[0]
        calendar = calendar_year(text)
        if calendar:
            return FinancialYear(calendar)
    return None


def _costs(reading: Reading, vector: Mapping[Slot, Amount]) -> tuple[dict[FinancialYear, int], int | None]:
    undated = [
        abs(int(vector[reading.slot(c)]))
        for c in reading.columns_of(Kind.COST)
        if not c.year and reading.slot(c) in vector
    ]
    return _by_year(reading, vector, Kind.COST), sum(undated) if undated else None


def _by_year(reading: Reading, vector: Mapping[Slot, Amount], kind: Kind) -> dict[FinancialYear, int]:
    found: dict[FinancialYear, int] = {}
    for column in reading.columns_of(kind):
        figure = vector.get(reading.slot(column))
        if column.year and figure is not None:
            found[column.year] = found.get(column.year, 0) + abs(int(figure))
    return found


def _beside(reading: Reading, vector: Mapping[Slot, Amount]) -> dict[str, dict[FinancialYear, int]]:
    """Return the growth beside the savings by the words that head it, below zero.

    What falls away of it has the other sign than the rest.
    """
    found: dict[str, dict[FinancialYear, int]] = {}
    for column in reading.columns_of(Kind.GROWTH):
        figure = vector.get(reading.slot(column))
        if column.year and figure:
            of_heading = found.setdefault(column.said.core or Kind.GROWTH.value, {})
            pounds = -int(figure) * reading.sign_beside
            of_heading[column.year] = of_heading.get(column.year, 0) + pounds
    return found


def _better_and_worse(reading: Reading, vector: Mapping[Slot, Amount]) -> dict[FinancialYear, int]:
    better, worse = _by_year(reading, vector, Kind.BETTER), _by_year(reading, vector, Kind.WORSE)
    return {year: better.get(year, 0) - worse.get(year, 0) for year in sorted({*better, *worse})}
