"""Each row's amounts by year, discrete and with a saving positive, whatever the table prints."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from proposals.domain.rounding import scaled
from proposals.importing.understanding.columns import Column
from proposals.importing.understanding.kinds import Kind
from proposals.importing.understanding.reading import Reading, discrete
from proposals.importing.understanding.rows import Row
from proposals.importing.understanding.starts import start_in
from proposals.importing.understanding.sums import Amount, Slot, added
from proposals.importing.understanding.values import Basis, Role
from services.values.years import FinancialYear, calendar_year, heading_years


@dataclass(frozen=True, slots=True)
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
    def rest(self) -> int:
        """What the full-year effect adds to what the years state; zero where it is less, or has the other sign."""
        stated = sum(self.savings.values())
        if self.full_year is None or not stated:
            return 0
        rest = self.full_year - stated
        return rest if rest * stated > 0 else 0

    @property
    def is_pressure(self) -> bool:
        """Return whether the row adds to the budget: it is called growth, or takes back more than it saves."""
        return self.is_growth or (sum(self.savings.values()) if self.total is None else self.total) < 0

    @property
    def is_known(self) -> bool:
        """Return whether any saving is stated."""
        return bool(self.savings) or self.total is not None


_NO_AMOUNTS = RowAmounts()
_MONTHS = 12
_TOTAL = re.compile(r"\btotals?\b", re.IGNORECASE)


def amounts_of(reading: Reading, row: Row) -> RowAmounts:
    """Return a row's amounts."""
    if row.role in (Role.HEADING, Role.BLANK, Role.NOTE, Role.CONTINUATION) or not row.figures:
        return _NO_AMOUNTS
    vector = reading.vector(row)
    sign = reading.growth_sign if row.is_growth else reading.sign

    def stated(kind: Kind) -> list[int]:
        return [int(vector[column.slot]) for column in reading.columns_of(kind) if column.slot in vector]

    yearly = _stated(reading, row, vector)
    dated = [
        (column.fund, year, pounds * sign)
        for column, pounds in yearly
        if (year := column.year or _year_of_row(reading, row)) is not None
    ]
    dated += [(column.fund, column.year, 0) for column in _proved_zeros(reading, row, vector) if column.year]
    by_year = added({year: pounds} for _, year, pounds in dated)
    of_funds = {
        fund: discrete({year: pounds for of, year, pounds in dated if of == fund}, reading.basis)
        for fund, _, pounds in dated
        if fund and pounds
    }
    totals = [pounds * sign for pounds in stated(Kind.TOTAL)]
    undated = [] if by_year else [pounds * sign for pounds in stated(Kind.SAVING)]
    beside = _beside(reading, row, vector)
    better, worse = (_by_year(reading, vector, kind) for kind in (Kind.BETTER, Kind.WORSE))
    net = added((better, {year: -pounds for year, pounds in worse.items()}))
    by_year = added((by_year, dict(sorted(net.items()))))
    is_growth = row.is_growth
    if len(beside) == 1 and not any(by_year.values()) and not any(totals):
        (by_year,) = beside.values()
        beside, is_growth = {}, True
    changes = discrete(by_year, reading.basis)
    total = totals[0] if totals else (sum(undated) if undated else None)
    if reading.basis is Basis.CUMULATIVE and totals and by_year:
        total = sum(changes.values())
    costs = _by_year(reading, vector, Kind.COST)
    full_year = next((pounds * sign for pounds in stated(Kind.FULL_YEAR)), None)
    if reading.year_of_rest and (rest := RowAmounts(changes, full_year=full_year).rest):
        changes[reading.year_of_rest] = rest
        total = None
    if (months := reading.months_of_first.get(id(row))) is not None:
        ((year, pounds),) = ((year, pounds) for year, pounds in changes.items() if pounds)
        (first,) = scaled([pounds], (months, _MONTHS))
        changes, total = {year: first, year + 1: pounds - first}, None
    undated_costs = list(_undated_costs(reading, vector, costs))
    if row.is_cost:
        return _added_cost(reading, costs, sum(undated_costs))
    return RowAmounts(
        changes,
        total,
        costs,
        sum(undated_costs) if undated_costs else None,
        full_year,
        is_growth,
        of_funds,
        {name: discrete(pounds, reading.basis) for name, pounds in beside.items()},
    )


def _added_cost(reading: Reading, costs: Mapping[FinancialYear, int], undated: int) -> RowAmounts:
    """Return a cost as an addition to the budget, of the only year of the table where no year heads it."""
    if not costs and len(reading.years) == 1:
        costs = {reading.years[0]: undated}
    savings = {year: -pounds for year, pounds in costs.items()}
    return RowAmounts(savings, None if savings else -undated, is_growth=True)


def _stated(reading: Reading, row: Row, vector: Mapping[Slot, Amount]) -> Iterator[tuple[Column, int]]:
    """Yield the columns of the row's yearly savings with their pounds, one for every slot."""
    columns = reading.columns_of(Kind.YEAR)
    if (reading.columns_of(Kind.YEAR_OF_ROW) or reading.tells_starts) and not columns:
        columns = reading.columns_of(Kind.SAVING) or reading.columns_of(Kind.TOTAL)
    by_slot = {column.slot: column for column in reversed(columns) if column.index in row.figures}
    for column in columns:
        if by_slot.get(column.slot) is column and column.slot in vector:
            yield column, int(vector[column.slot])


def _proved_zeros(reading: Reading, row: Row, vector: Mapping[Slot, Amount]) -> Iterator[Column]:
    """Yield the columns of years that are blank in a row, and that its own total or theirs prove to be zero."""
    dated = reading.dated
    is_proved = _adds_up(reading, row, vector)
    for column in dated:
        is_blank = column.year and column.slot not in vector and not row.text(column)
        if is_blank and (is_proved or _is_zero_by_total(reading, row, column)):
            yield column


def _adds_up(reading: Reading, row: Row, vector: Mapping[Slot, Amount]) -> bool:
    """Return whether the years that a row states come to its total, so that nothing is left for the others."""
    totals = reading.columns_of(Kind.TOTAL)
    if len(totals) != 1 or reading.basis is not Basis.DISCRETE or not reading.shows_all_years:
        return False
    slots = {column.slot for column in reading.dated if column.slot in vector}
    if not slots or reading.holes(row):
        return False
    return vector.get(totals[0].slot) == sum(vector[slot] for slot in slots)


def _is_zero_by_total(reading: Reading, row: Row, column: Column) -> bool:
    """Return whether the printed total of a column holds without the row, whose cell is blank.

    A blank of a cumulative table would else be unknown, and leave what stood before it saved for ever.
    """
    return reading.basis is Basis.CUMULATIVE and column.slot in reading.proved.get(id(row), ())


def _year_of_row(reading: Reading, row: Row) -> FinancialYear | None:
    for text in map(row.text, reading.columns_of(Kind.YEAR_OF_ROW)):
        calendar = calendar_year(text)
        years = heading_years(text) or ([FinancialYear(calendar)] if calendar else [])
        if years:
            return years[0]
    start = start_in(row.line, reading.columns) if reading.tells_starts else None
    return start.year if start else reading.year_without_start


def _by_year(reading: Reading, vector: Mapping[Slot, Amount], kind: Kind) -> dict[FinancialYear, int]:
    columns = reading.columns_of(kind)
    stated = ((column.year, vector.get(column.slot)) for column in columns)
    return added({year: abs(int(figure))} for year, figure in stated if year and figure is not None)


def _undated_costs(
    reading: Reading, vector: Mapping[Slot, Amount], costs: Mapping[FinancialYear, int]
) -> Iterator[int]:
    """Yield the costs without a year, but no total that the costs by year come to."""
    for column in reading.columns_of(Kind.COST):
        if column.year or column.slot not in vector:
            continue
        pounds = abs(int(vector[column.slot]))
        says_total = bool(_TOTAL.search(column.heading))
        if not (costs and says_total and pounds == sum(costs.values())):
            yield pounds


def _beside(reading: Reading, row: Row, vector: Mapping[Slot, Amount]) -> dict[str, dict[FinancialYear, int]]:
    """Return the growth beside the savings by the words that head it, below zero, as it is printed.

    What falls away of it has the other sign than the rest.
    """
    found: dict[str, dict[FinancialYear, int]] = {}
    for column in reading.columns_of(Kind.GROWTH):
        figure, name = vector.get(column.slot), column.said.core or Kind.GROWTH.value
        if figure is None and not row.text(column) and _is_zero_by_total(reading, row, column):
            figure = 0
        # Where figures hold those before, a zero takes back what stood before it.
        if column.year and (figure or (figure == 0 and reading.basis is Basis.CUMULATIVE)):
            pounds = {column.year: -int(figure) * reading.sign_beside}
            found[name] = added((found.get(name, {}), pounds))
    return {name: by_year for name, by_year in found.items() if any(by_year.values())}
