"""The columns of amounts of a table, each told from those beside it."""

import re
from collections.abc import Collection
from decimal import Decimal

from proposals.importing.understanding.columns import MOST_SAMPLED, TOTAL_WORD, Column
from proposals.importing.understanding.figures import BLANK, figure_of
from proposals.importing.understanding.kinds import Kind
from proposals.importing.understanding.labels import recurrence_of
from proposals.importing.understanding.reading import Reading
from proposals.importing.understanding.stream import Line

_NET, _GROSS = re.compile(r"\bnet\b", re.IGNORECASE), re.compile(r"\bgross\b", re.IGNORECASE)
_INVESTS = re.compile(r"^(?:new )?investments?$")
_LASTS = ("recurring", "recurrent", "ongoing")
_PLAIN_NET = ("net", "net change", "net impact", "net position", "net effect")


def settle_amounts(reading: Reading) -> None:
    """Settle the kinds of the columns that amounts stand in by their company."""
    _settle_repeated_totals(reading)
    _settle_recurring(reading)
    _settle_budgets(reading)
    _settle_other_savings(reading)
    settle_growth(reading, (Kind.GROWTH,))
    _settle_net(reading)


def _settle_repeated_totals(reading: Reading) -> None:
    """Read a total whose figures are those of another one, row by row, as the same printed twice."""
    totals = reading.columns_of(Kind.TOTAL)
    for first, column in zip(totals[:1] * len(totals), totals[1:], strict=False):
        pairs = [(_number(line, first), _number(line, column)) for line in reading.raw.rows[:MOST_SAMPLED]]
        if any(one for one, _ in pairs) and all(one == other for one, other in pairs):
            reading.settle(column, Kind.OTHER, f"its figures are those of “{first.heading}”")


def _number(line: Line, column: Column) -> Decimal | None:
    figure = figure_of(line.cells[column.index]) if column.index < len(line.cells) else BLANK
    return figure.number if figure.is_number else None


def _settle_recurring(reading: Reading) -> None:
    """Read “Recurring” beside “One-off” as the part of the saving that lasts, and not as its full-year effect."""
    if any(column.is_amount and recurrence_of(column.heading) is True for column in reading.columns):
        for column in reading.columns_of(Kind.FULL_YEAR):
            if column.said.core in _LASTS:
                reading.settle(column, _saving(column))


def _settle_budgets(reading: Reading) -> None:
    """Read “Income” beside gross or net budgets as the income budget, and lone “Net” or “Gross” by their company."""
    has_gross = bool(reading.columns_of(Kind.GROSS))
    if has_gross or reading.columns_of(Kind.NET):
        for column in reading.columns_of(Kind.SAVING, Kind.YEAR):
            if column.said.core == "income":
                reading.settle(column, Kind.INCOME, "it stands beside the gross or net budget")
    if reading.columns_of(Kind.GROWTH):
        for column in reading.columns_of(Kind.COST):
            if _INVESTS.search(column.said.core):
                reading.settle(column, Kind.GROWTH, "it stands beside other growth")
        for column in reading.columns_of(Kind.NET, Kind.TOTAL):
            if column.said.core in _PLAIN_NET and not has_gross:
                reading.settle(column, Kind.OTHER, "the savings less the growth beside them")


def _settle_other_savings(reading: Reading) -> None:
    """Read the amounts of a table that has no savings as its savings, the likeliest that there are."""
    if reading.columns_of(Kind.YEAR, Kind.SAVING, Kind.BETTER, Kind.GROWTH):
        return
    for kind in (Kind.TARGET, Kind.AGREED, Kind.FULL_YEAR, Kind.CUMULATIVE, Kind.TOTAL):
        found = reading.columns_of(kind)
        for column in found:
            reading.settle(column, _saving(column), "the table has no other savings")
        if found:
            return


def settle_growth(reading: Reading, kinds: Collection[Kind]) -> None:
    """Read columns of such kinds as the amounts of a list of growth, where no other amounts stand beside them."""
    if any(column.is_amount and column.kind not in (Kind.GROWTH, Kind.TOTAL) for column in reading.columns):
        return
    for column in reading.columns_of(*kinds):
        is_total = TOTAL_WORD.search(column.said.core) and not column.year
        kind = Kind.TOTAL if is_total else _saving(column)
        reading.settle(column, kind, "the table has no savings beside it")


def _settle_net(reading: Reading) -> None:
    """Read the gross savings of a year beside the net ones as a part of them; what of others, sums tell."""
    years = reading.columns_of(Kind.YEAR)
    net = {column.year for column in years if _NET.search(column.heading)}
    for column in years:
        if column.year in net and _GROSS.search(column.heading):
            reading.settle(column, Kind.PART)


def _saving(column: Column) -> Kind:
    return Kind.YEAR if column.year else Kind.SAVING
