"""The columns of amounts of a table, each told from those beside it."""

import re
from collections.abc import Collection, Sequence
from decimal import Decimal
from itertools import takewhile

from proposals.importing.understanding.columns import MOST_SAMPLED, OUTCOME, PLAN, TOTAL_WORD, Column
from proposals.importing.understanding.figures import BLANK, figure_of
from proposals.importing.understanding.kinds import POSTS, Kind
from proposals.importing.understanding.labels import recurrence_of, speaks_of_proposals
from proposals.importing.understanding.pressures import fund_in
from proposals.importing.understanding.stream import Line
from proposals.importing.understanding.tables import RawTable

_NET, _GROSS = re.compile(r"\bnet\b", re.IGNORECASE), re.compile(r"\bgross\b", re.IGNORECASE)
_INVESTS = re.compile(r"^(?:new )?investments?$")
_SEVERAL = 2
_SHARE = re.compile(r"\bshare\b", re.IGNORECASE)  # of another body, which may not be the council
_NO_PARTS = POSTS | {
    Kind.GROWTH,
    Kind.BETTER,
    Kind.WORSE,
    Kind.COST,
    Kind.GROSS,
    Kind.INCOME,
    Kind.NET,
    Kind.BASE,
}
_MEASURES = (Kind.YEAR, Kind.SAVING, Kind.TARGET, Kind.AGREED, Kind.BASE, Kind.CUMULATIVE, Kind.AMOUNT)
_LASTS = ("recurring", "recurrent", "ongoing")


def settle_amounts(columns: list[Column], table: RawTable) -> list[Column]:
    """Return the columns, the kinds of those that amounts stand in settled by their company."""
    body = table.rows[:MOST_SAMPLED]
    _settle_repeated_totals(columns, body)
    _settle_recurring(columns)
    _settle_funds(columns)
    _settle_parts(columns, body)
    _settle_measures(columns, table)
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


def _settle_funds(columns: Sequence[Column]) -> None:
    """Tell the fund of each column, where the columns of amounts are of several."""
    of_funds = {c.index: fund for c in columns if c.is_amount and (fund := fund_in(c.heading))}
    if len(set(of_funds.values())) > 1:
        for index, fund in of_funds.items():
            columns[index].fund = fund


def _settle_parts(columns: Sequence[Column], body: Sequence[Line]) -> None:
    """Read columns that come, row by row, to the total beside them as its parts, and quarters alone as the amounts."""
    for total in columns:
        if total.kind in (Kind.TOTAL, Kind.FULL_YEAR) or (
            total.is_amount and TOTAL_WORD.search(total.heading)
        ):
            for part in _run_of_parts(columns, total, body):
                part.kind = Kind.PART
                part.evidence.append(f"it and those beside it come to “{total.heading}”")
                total.year = total.year or part.year
                if total.kind is Kind.FULL_YEAR or total.year:
                    total.kind = Kind.YEAR if total.year else Kind.SAVING
    whole = (column for column in columns if column.is_amount or column.kind is Kind.FULL_YEAR)
    years = {column.year for column in whole if column.kind is not Kind.PART}
    for part in columns:
        is_alone = not years or (part.year and not years & {None, part.year})
        if part.kind is Kind.PART and part.is_part_of_year and is_alone:
            part.kind = Kind.YEAR if part.year else Kind.SAVING


def _run_of_parts(columns: Sequence[Column], total: Column, body: Sequence[Line]) -> Sequence[Column]:
    """Return the longest run of columns beside a total that comes to it in every row; none where it may be chance."""
    before, behind = columns[: total.index][::-1], columns[total.index + 1 :]
    for side in (before, behind):
        run = list(takewhile(lambda column: _may_be_part(column, body), side))
        for count in range(len(run), 1, -1):
            parts = run[:count]
            if len({column.year for column in parts if column.year}) < _SEVERAL and _come_to(
                parts, total, body
            ):
                return parts
    return []


def _may_be_part(column: Column, body: Sequence[Line]) -> bool:
    is_year = column.said.nth is not None or column.said.calendar is not None
    is_other = (
        is_year or _SHARE.search(column.heading) or column.fund or column.held or column.kind in _NO_PARTS
    )
    return not is_other and any(_number(line, column) is not None for line in body)


def _come_to(parts: Sequence[Column], total: Column, body: Sequence[Line]) -> bool:
    telling = 0
    for line in body:
        stated, numbers = _number(line, total), [_number(line, part) or Decimal(0) for part in parts]
        if stated is None and not any(numbers):
            continue
        if stated != sum(numbers):
            return False
        telling += sum(map(bool, numbers)) > 1
    return telling > 0


def _settle_measures(columns: Sequence[Column], table: RawTable) -> None:
    """Read the plan and the outcome of savings, such as target and forecast, as amounts of which one counts."""
    said = (*table.context[-2:], *table.headings, table.header[0].location.sheet)
    measures = [
        c
        for c in columns
        if c.kind in _MEASURES and (PLAN.search(c.said.core) or OUTCOME.search(c.said.core))
    ]
    of_both = [any(pattern.search(c.said.core) for c in measures) for pattern in (PLAN, OUTCOME)]
    others = [c for c in columns if c.kind in (Kind.YEAR, Kind.SAVING) and c not in measures]
    if not all(of_both) or not any(map(speaks_of_proposals, said)):
        return
    if not all(_is_difference(column, measures, table.rows) for column in others):
        return
    for column in measures:
        column.kind = Kind.YEAR if column.year else Kind.SAVING
        column.evidence.append("the plan or the outcome of the savings")


def _is_difference(column: Column, of: Sequence[Column], body: Sequence[Line]) -> bool:
    """Return whether a column is in every row what one of two others is more than the other."""
    figures = [[_number(line, one) or Decimal(0) for one in (column, *of)] for line in body]
    is_so = len(of) == _SEVERAL and all(
        abs(difference) == abs(one - other) for difference, one, other in figures
    )
    if is_so:
        column.kind = Kind.OTHER
        column.evidence.append(f"the difference of “{of[0].heading}” and “{of[1].heading}”")
    return is_so


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
