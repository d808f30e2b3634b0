"""The columns of amounts of a table, each told from those beside it."""

import re
from collections.abc import Collection, Sequence
from decimal import Decimal

from proposals.importing.understanding.columns import MOST_SAMPLED, TOTAL_WORD, Column
from proposals.importing.understanding.figures import BLANK, figure_of
from proposals.importing.understanding.kinds import Kind
from proposals.importing.understanding.labels import recurrence_of
from proposals.importing.understanding.stream import Line
from proposals.importing.understanding.tables import RawTable

_NET, _GROSS = re.compile(r"\bnet\b", re.IGNORECASE), re.compile(r"\bgross\b", re.IGNORECASE)
_INVESTS = re.compile(r"^(?:new )?investments?$")
_LASTS = ("recurring", "recurrent", "ongoing")


def settle_amounts(columns: list[Column], table: RawTable) -> list[Column]:
    """Return the columns, the kinds of those that amounts stand in settled by their company."""
    _settle_repeated_totals(columns, table.rows[:MOST_SAMPLED])
    _settle_recurring(columns)
    _settle_budgets(columns)
    settle_growth(columns, (Kind.GROWTH,))
    _settle_years(columns)
    return columns


def _settle_repeated_totals(columns: Sequence[Column], body: Sequence[Line]) -> None:
    """Read a total whose figures are those of another one, row by row, as the same printed twice."""
    totals = [column for column in columns if column.kind is Kind.TOTAL]
    for column in totals[1:]:
        pairs = [(_number(line, totals[0]), _number(line, column)) for line in body]
        if any(one for one, _ in pairs) and all(one == other for one, other in pairs):
            column.kind = Kind.OTHER
            column.evidence.append(f"its figures are those of “{totals[0].heading}”")


def _number(line: Line, column: Column) -> Decimal | None:
    figure = figure_of(line.cells[column.index]) if column.index < len(line.cells) else BLANK
    return figure.number if figure.is_number else None


def _settle_recurring(columns: Sequence[Column]) -> None:
    """Read “Recurring” beside “One-off” as the part of the saving that lasts, and not as its full-year effect."""
    if any(column.is_amount and recurrence_of(column.heading) is True for column in columns):
        for column in columns:
            if column.kind is Kind.FULL_YEAR and column.said.core in _LASTS:
                column.kind = Kind.YEAR if column.year else Kind.SAVING


def _settle_budgets(columns: list[Column]) -> None:
    """Read “Income” beside gross or net budgets as the income budget, and lone “Net” or “Gross” by their company."""
    kinds = {column.kind for column in columns}
    beside = kinds & {Kind.GROSS, Kind.NET, Kind.BASE}
    for column in columns:
        plain = column.said.core
        if plain == "income" and column.kind in (Kind.SAVING, Kind.YEAR) and beside & {Kind.GROSS, Kind.NET}:
            column.kind = Kind.INCOME
            column.evidence.append("it stands beside the gross or net budget")
    for column in columns:
        if column.kind is Kind.COST and Kind.GROWTH in kinds and _INVESTS.search(column.said.core):
            column.kind = Kind.GROWTH
            column.evidence.append("it stands beside other growth")
        if _is_plain_net(column) and Kind.GROWTH in kinds and not beside & {Kind.GROSS}:
            column.kind = Kind.OTHER
            column.evidence.append("the savings less the growth beside them")
    amounts = [
        column for column in columns if column.kind in (Kind.YEAR, Kind.SAVING, Kind.BETTER, Kind.GROWTH)
    ]
    if amounts:
        return
    for kind in (Kind.TARGET, Kind.AGREED, Kind.FULL_YEAR, Kind.CUMULATIVE, Kind.TOTAL):
        found = [column for column in columns if column.kind is kind]
        if found:
            for column in found:
                column.kind = Kind.YEAR if column.year else Kind.SAVING
                column.evidence.append("the table has no other savings")
            return


def settle_growth(columns: Sequence[Column], kinds: Collection[Kind]) -> None:
    """Read columns of such kinds as the amounts of a list of growth, where no other amounts stand beside them."""
    if any(column.is_amount and column.kind not in (Kind.GROWTH, Kind.TOTAL) for column in columns):
        return
    for column in columns:
        if column.kind in kinds:
            is_total = TOTAL_WORD.search(column.said.core) and not column.year
            column.kind = Kind.TOTAL if is_total else Kind.YEAR if column.year else Kind.SAVING
            column.evidence.append("the table has no savings beside it")


def _is_plain_net(column: Column) -> bool:
    """Return whether a column is headed “net” and nothing else."""
    return column.kind in (Kind.NET, Kind.TOTAL) and column.said.core in (
        "net",
        "net change",
        "net impact",
        "net position",
        "net effect",
    )


def _settle_years(columns: list[Column]) -> None:
    """Read the gross savings of a year beside the net ones as a part of them; what of others, sums tell."""
    for net in columns:
        if net.kind is Kind.YEAR and _NET.search(net.heading):
            for gross in columns:
                if gross.kind is Kind.YEAR and gross.year == net.year and _GROSS.search(gross.heading):
                    gross.kind = Kind.PART
