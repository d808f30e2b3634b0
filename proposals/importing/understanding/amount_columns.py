"""The columns of amounts of a table, each told from those beside it."""

import re
from collections.abc import Collection, Sequence
from decimal import Decimal
from itertools import product, takewhile

from proposals.importing.understanding.columns import MOST_SAMPLED, OUTCOME, PLAN, TOTAL_WORD, Column
from proposals.importing.understanding.figures import BLANK, figure_of
from proposals.importing.understanding.kinds import POSTS, SAVES, Kind
from proposals.importing.understanding.labels import names_savings, recurrence_of, speaks_of_proposals
from proposals.importing.understanding.options import option_in
from proposals.importing.understanding.pressures import fund_in
from proposals.importing.understanding.reading import Reading
from proposals.importing.understanding.stream import Line

_NET, _GROSS = re.compile(r"\b(?:net|residual)\b", re.IGNORECASE), re.compile(r"\bgross\b", re.IGNORECASE)
_ONE_OFF_COST = re.compile(
    r"\b(?:one[- ]off|set[- ]?up|implementation|redundanc\w+|severance|transition|project|up-?front|invest\w*)\b",
    re.IGNORECASE,
)
_INVESTS = re.compile(r"^(?:new )?investments?$")
_DIFFERS = re.compile(
    r"\b(?:changes?|increases?|decreases?|reductions?|savings?|variations?|movements?|differences?|additional)\b"
)
_CHANGES = (Kind.YEAR, Kind.SAVING, Kind.AMOUNT, Kind.BETTER, Kind.WORSE, Kind.TARGET)
_NOW = re.compile(r"\b(?:current|existing|present|original|old)\b")
_THEN = re.compile(r"\b(?:proposed|new|revised|future|remaining)\b")
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
_FREES_NO_CASH = re.compile(r"\bnon[- ]?cashable\b", re.IGNORECASE)
_MEASURES = (Kind.YEAR, Kind.SAVING, Kind.TARGET, Kind.AGREED, Kind.BASE, Kind.CUMULATIVE, Kind.AMOUNT)
_LASTS = re.compile(r"(?:recurring|recurrent|ongoing|base)(?: savings?)?")
_PLAIN_NET = ("net", "net change", "net impact", "net position", "net effect")


def settle_amounts(reading: Reading) -> None:
    """Settle the kinds of the columns that amounts stand in by their company."""
    _settle_beside_own(reading)
    _settle_repeated_totals(reading)
    _settle_differences(reading)
    _settle_recurring(reading)
    _settle_funds(reading)
    _settle_parts(reading)
    _settle_measures(reading)
    _settle_budgets(reading)
    _settle_net_of_income(reading)
    _settle_other_savings(reading)
    _settle_cumulative_years(reading)
    settle_growth(reading, (Kind.GROWTH,))
    _settle_net(reading)
    _settle_gross_and_net(reading)


def _settle_beside_own(reading: Reading) -> None:
    """Read what options save, and what frees no cash, as texts where the form states its own figures beside them."""
    if not reading.raw.holds_forms:
        return
    apart = [c for c in reading.columns if option_in(c.heading) or _FREES_NO_CASH.search(c.heading)]
    own = {(c.kind, c.year) for c in reading.columns if c not in apart and (c.is_amount or c.kind in POSTS)}
    has_years = any(year for _, year in own)
    for column in apart:
        is_post = column.kind in POSTS and {kind for kind, _ in own} & POSTS
        if (
            is_post
            or (column.kind, column.year) in own
            or (has_years and _FREES_NO_CASH.search(column.heading))
        ):
            reading.settle(column, Kind.OTHER, "the form states its own figures beside it")


def _settle_repeated_totals(reading: Reading) -> None:
    """Read a total whose figures are those of another one, row by row, as the same printed twice."""
    totals = reading.columns_of(Kind.TOTAL)
    for first, column in zip(totals[:1] * len(totals), totals[1:], strict=False):
        pairs = [(_number(line, first), _number(line, column)) for line in reading.raw.rows[:MOST_SAMPLED]]
        if any(one for one, _ in pairs) and all(one == other for one, other in pairs):
            reading.settle(column, Kind.OTHER, f"its figures are those of “{first.heading}”")


def _settle_differences(reading: Reading) -> None:
    """Read what changes between two amounts, “now” and “then”, as the saving, and these as budgets.

    More income saves, and so does less of anything else.
    """
    stated = reading.columns_of(Kind.YEAR, Kind.SAVING, Kind.BASE, Kind.AMOUNT)
    changes = [c for c in reading.columns_of(*_CHANGES) if _DIFFERS.search(c.said.core)]
    for now, then, change in product(stated, stated, changes):
        are_three = now.index < then.index and change not in (now, then)
        if not (are_three and _follows(now, then, change)):
            continue
        sign = _sign_of_change(reading, now, then, change)
        if sign:
            change.sign = sign
            change.year = change.year or then.year
            reading.settle(change, _saving(change), f"“{now.heading}” and “{then.heading}” differ by it")
            for column in (now, then):
                reading.settle(column, Kind.BASE)
            return


def _follows(now: Column, then: Column, change: Column) -> bool:
    """Return whether two columns are what is and what is to be: by their words, or budgets of two years.

    The amounts of two years are budgets where only the change between them is headed as a saving.
    """
    if SAVES.search(now.said.core) or SAVES.search(then.said.core):
        return False
    are_years = bool(now.year and then.year and now.year < then.year and now.said.core == then.said.core)
    is_the_saving = names_savings(change.said.core) and not names_savings(now.said.core)
    are_budgets = now.kind is then.kind is Kind.BASE or is_the_saving
    return (are_years and are_budgets) or bool(_NOW.search(now.said.core) and _THEN.search(then.said.core))


def _sign_of_change(reading: Reading, now: Column, then: Column, change: Column) -> int:
    """Return which sign of a change saves, 0 where it is not the difference of the two in every row."""
    rows = [[_number(line, one) or Decimal(0) for one in (now, then, change)] for line in reading.raw.rows]
    income = -1 if "income" in now.said.core else 1
    printed = -1 if sum(before for before, *_ in rows) < 0 else 1
    saved = [(income * printed * (before - after), change) for before, after, change in rows]
    signs = (sign for sign in (1, -1) if all(saving == sign * change for saving, change in saved))
    return next(signs, 0) if any(saving for saving, _ in saved) else 0


def _settle_funds(reading: Reading) -> None:
    """Tell the fund of each column, where the columns of amounts are of several."""
    of_funds = {c: fund for c in reading.columns if c.is_amount and (fund := fund_in(c.heading))}
    if len(set(of_funds.values())) > 1:
        for column, fund in of_funds.items():
            column.fund = fund


def _settle_parts(reading: Reading) -> None:
    """Read columns that come, row by row, to the total beside them as its parts, and quarters alone as the amounts."""
    proved: set[Column] = set()
    for total in reading.columns:
        is_total = total.is_amount and TOTAL_WORD.search(total.heading)
        is_plan = total.kind in (Kind.TARGET, Kind.AGREED) and PLAN.search(total.said.core)
        if not (is_total or is_plan) and total.kind not in (Kind.TOTAL, Kind.FULL_YEAR, Kind.YEAR):
            continue
        parts = _run_of_parts(reading, total)
        if total.kind is Kind.YEAR and not is_total and any(part.year for part in parts):
            continue
        # “Forecast” and “Shortfall” alone come to any target.
        for part in parts if not is_plan or len(parts) > _SEVERAL else ():
            reading.settle(part, Kind.PART, f"it and those beside it come to “{total.heading}”")
            proved.add(part)
            total.year = total.year or part.year
            if is_plan or total.kind is Kind.FULL_YEAR or total.year:
                reading.settle(total, _saving(total))
    plans = [column for column in reading.columns_of(Kind.TARGET) if PLAN.search(column.said.core)]
    amounts = (column for column in reading.columns if column.is_amount)
    whole = (*amounts, *reading.columns_of(Kind.FULL_YEAR), *plans)
    years = {column.year for column in whole if column.kind is not Kind.PART}
    for part in reading.columns_of(Kind.PART):
        if part.is_part_of_year and part not in proved and (not years or not years & {None, part.year}):
            reading.settle(part, _saving(part))


def _run_of_parts(reading: Reading, total: Column) -> Sequence[Column]:
    """Return the longest run of columns beside a total that comes to it in every row; none where it may be chance."""
    body = reading.raw.rows[:MOST_SAMPLED]
    before, behind = reading.columns[: total.index][::-1], reading.columns[total.index + 1 :]
    for side in (before, behind):
        run = list(takewhile(lambda column: _may_be_part(column, body), side))
        for count in range(len(run), 1, -1):
            are_of_one_year = len({column.year for column in run[:count] if column.year}) < _SEVERAL
            if are_of_one_year and _come_to(run[:count], total, body):
                return run[:count]
    return []


def _may_be_part(column: Column, body: Sequence[Line]) -> bool:
    is_year = column.said.nth is not None or column.said.calendar is not None
    is_other = (
        is_year or _SHARE.search(column.heading) or column.fund or column.held or column.kind in _NO_PARTS
    )
    return not is_other and any(_number(line, column) is not None for line in body)


def _come_to(parts: Sequence[Column], total: Column, body: Sequence[Line]) -> bool:
    telling, used = False, set()
    for line in body:
        stated, numbers = _number(line, total), [_number(line, part) or Decimal(0) for part in parts]
        if stated is None and not any(numbers):
            continue
        if stated != sum(numbers):
            return False
        stating = [at for at, number in enumerate(numbers) if number]
        telling = telling or len(stating) > 1
        used.update(stating)
    return telling or len(used) == len(parts) > _SEVERAL


def _settle_measures(reading: Reading) -> None:
    """Read the plan and the outcome of savings, such as target and forecast, as amounts of which one counts."""
    plans, outcomes = (
        [c for c in reading.columns_of(*_MEASURES) if words.search(c.said.core)] for words in (PLAN, OUTCOME)
    )
    said = (*reading.raw.context[-2:], *reading.raw.headings, reading.location.sheet)
    planned = {column.year for column in plans}
    if None not in planned:  # what was achieved in a year before those of the plan is no amount of it
        outcomes = [column for column in outcomes if column.year in {None, *planned}]
    measures = [column for column in reading.columns if column in (*plans, *outcomes)]
    others = [c for c in reading.columns_of(Kind.YEAR, Kind.SAVING) if c not in measures]
    if not (plans and outcomes and any(map(speaks_of_proposals, said))):
        return
    if any(names_savings(column.said.core) for column in others):
        return  # “Reduction” between “Budget” and “Revised budget”
    if all(_is_difference(reading, column, measures) for column in others):
        for column in measures:
            reading.settle(column, _saving(column), "the plan or the outcome of the savings")


def _is_difference(reading: Reading, column: Column, of: Sequence[Column]) -> bool:
    """Return whether a column is in every row what one of two others is more than the other."""
    of = [one for one in of if column.year in (None, one.year)]
    figures = [[_number(line, one) or Decimal(0) for one in (column, *of)] for line in reading.raw.rows]
    is_so = len(of) == _SEVERAL and all(abs(one - other) == abs(change) for change, one, other in figures)
    if is_so:
        reading.settle(column, Kind.OTHER, f"the difference of “{of[0].heading}” and “{of[1].heading}”")
    return is_so


def are_exclusive(reading: Reading, columns: Sequence[Column]) -> bool:
    """Return whether no row has an amount under more than one of some columns, and each has one of some row."""
    lines = (line for line in reading.raw.rows if not (line.is_total or line.is_bare))
    rows = [[bool(_number(line, column)) for column in columns] for line in lines]
    return all(sum(row) < _SEVERAL for row in rows) and all(map(any, zip(*rows, strict=True)))


def _number(line: Line, column: Column) -> Decimal | None:
    figure = figure_of(line.cells[column.index]) if column.index < len(line.cells) else BLANK
    return figure.number if figure.is_number else None


def _settle_recurring(reading: Reading) -> None:
    """Read “Recurring” beside “One-off” as the part of the saving that lasts, and not as its full-year effect."""
    if any(column.is_amount and recurrence_of(column.heading) is True for column in reading.columns):
        for column in reading.columns_of(Kind.FULL_YEAR, Kind.BASE):
            if _LASTS.fullmatch(column.said.core):
                reading.settle(column, _saving(column))


def _settle_budgets(reading: Reading) -> None:
    """Read “Income” beside gross or net budgets as the income budget, and lone “Net” or “Gross” by their company."""
    _settle_gross_savings(reading)
    has_gross = bool(reading.columns_of(Kind.GROSS))
    if has_gross or reading.columns_of(Kind.NET):
        for column in reading.columns_of(Kind.SAVING, Kind.YEAR):
            if column.said.core == "income":
                reading.settle(column, Kind.INCOME, "it stands beside the gross or net budget")
    if reading.columns_of(Kind.GROWTH):
        for column in reading.columns_of(Kind.COST):
            if _INVESTS.search(column.said.core):
                reading.settle(column, Kind.GROWTH, "it stands beside other growth")
        saved = [c for c in reading.columns_of(Kind.YEAR) if c.said.core not in _PLAIN_NET]
        for column in reading.columns_of(Kind.NET, Kind.TOTAL, *([Kind.YEAR] if saved else [])):
            if column.said.core in _PLAIN_NET and not has_gross:
                reading.settle(column, Kind.OTHER, "the savings less the growth beside them")


def _settle_gross_savings(reading: Reading) -> None:
    """Read “Gross” in a list of savings without income as gross savings, and “Net” beside it as the net ones."""
    if reading.columns_of(Kind.INCOME) or not any(map(names_savings, reading.names_around)):
        return
    gross = [column for column in reading.columns_of(Kind.GROSS) if column.said.core == "gross"]
    is_netted = bool(reading.columns_of(Kind.COST, Kind.GROWTH))
    net = [column for column in reading.columns_of(Kind.NET) if column.said.core == "net" and not is_netted]
    for column in (*gross, *(net if gross else ())):
        reading.settle(column, _saving(column), "the table lists savings and no income")


def _settle_net_of_income(reading: Reading) -> None:
    """Read what expenditure less income leaves as the saving of a table of proposals that has no other amounts.

    Where its title does not say that it lists savings, a person says so.
    """
    said = (*reading.names_around, *reading.raw.headings)
    nets = [column for column in reading.columns_of(Kind.NET) if column.said.core in _PLAIN_NET]
    if any(column.is_amount for column in reading.columns) or not any(map(speaks_of_proposals, said)):
        return
    for net in nets:
        parts = [c for c in reading.columns_of(Kind.GROSS, Kind.INCOME) if c.year == net.year]
        gross, income = ([c for c in parts if c.kind is kind] for kind in (Kind.GROSS, Kind.INCOME))
        if not (gross and income and _is_net(reading, net, gross, income)):
            continue
        text = f"Is “{net.heading}”, which is the expenditure less the income, the saving or a budget?"
        if (
            any(map(names_savings, reading.names_around))
            or reading.ask(net.id, "columns", text, (Kind.SAVING, Kind.NET), Kind.SAVING) == Kind.SAVING
        ):
            reading.settle(net, _saving(net), "expenditure less income, of proposals")
            for part in parts:
                reading.settle(part, Kind.PART, f"“{net.heading}” is what it comes to")


def _settle_cumulative_years(reading: Reading) -> None:
    """Read cumulative savings of later years as those of the years, where no other column has these."""
    years = {column.year for column in reading.columns_of(Kind.YEAR) if column.year}
    for column in reading.columns_of(Kind.CUMULATIVE) if years else ():
        if column.year and column.year > max(years):
            reading.settle(column, Kind.YEAR, "the only column of its year")


def _settle_other_savings(reading: Reading) -> None:
    """Read the amounts of a table that has no savings as its savings, the likeliest that there are."""
    if reading.columns_of(Kind.YEAR, Kind.SAVING, Kind.BETTER, Kind.GROWTH):
        return
    for kind in (Kind.TARGET, Kind.AGREED, Kind.FULL_YEAR, Kind.CUMULATIVE, Kind.TOTAL):
        found = reading.columns_of(kind)
        for column in found:
            if kind is not Kind.TOTAL or len(set(column.said.years)) < _SEVERAL:  # of all years together
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
    """Read what the savings come to less the growth or the costs beside them as no saving: these are taken once."""
    kinds = (Kind.YEAR, Kind.SAVING, Kind.TOTAL, Kind.NET, Kind.AMOUNT, Kind.GROWTH)
    for rest in reading.columns_of(*kinds):
        same = [column for column in reading.columns if column is not rest and column.year == rest.year]
        growth, spent = ([c for c in same if c.kind is kind] for kind in (Kind.GROWTH, Kind.COST))
        lost = growth if rest.kind is Kind.YEAR else [*growth, *spent]
        kept = [column for column in same if column.kind in (Kind.YEAR, Kind.SAVING)]
        if not (lost and kept and _NET.search(rest.heading)):
            continue
        is_rest = _is_rest(reading, rest, kept, lost)
        if is_rest or (rest.kind is Kind.NET and rest.said.core in _PLAIN_NET):
            reading.settle(rest, Kind.OTHER, "the savings less what stands beside them")
            reading.takes_costs = reading.takes_costs or (is_rest and not growth)
            reading.netted.update(kept if is_rest else ())


def _settle_gross_and_net(reading: Reading) -> None:
    """Read the gross savings of a year beside the net ones as a part of them, with what is taken from them.

    Net savings that are the gross ones less a one-off cost are none, as that cost stands beside the savings.
    """
    net = {column.year: column for column in reading.columns_of(Kind.YEAR) if _NET.search(column.heading)}
    for gross in [c for c in reading.columns_of(Kind.YEAR) if c.year in net and not _NET.search(c.heading)]:
        rest = net[gross.year]
        others = (c for c in reading.columns_of(Kind.YEAR, Kind.COST) if c.year == gross.year)
        costs = [c for c in others if c not in (gross, rest) and _is_rest(reading, rest, [gross], [c])]
        if costs and _ONE_OFF_COST.search(costs[0].heading):
            reading.settle(rest, Kind.OTHER, f"“{gross.heading}” less its cost")
            reading.settle(costs[0], Kind.COST)
        elif costs or _GROSS.search(gross.heading):
            for part in (gross, *costs[:1]):
                reading.settle(part, Kind.PART, f"“{rest.heading}” is what is left")


def _is_rest(reading: Reading, rest: Column, kept: Sequence[Column], less: Sequence[Column]) -> bool:
    """Return whether a column is in every row what some others come to less what further ones do, in either sign."""
    stated, saved, lost = (_sums(reading, columns) for columns in ([rest], kept, less))
    saves, costs = (-1 if sum(figures) < 0 else 1 for figures in (saved, lost))
    left = [saves * figure - costs * taken for figure, taken in zip(saved, lost, strict=True)]
    return stated in (left, [-figure for figure in left])


def _is_net(reading: Reading, net: Column, gross: Sequence[Column], income: Sequence[Column]) -> bool:
    """Return whether a column is in every row what expenditure and income come to, whose signs accounts differ in."""
    stated, spent, received = (_sums(reading, columns) for columns in ([net], gross, income))
    beside = list(zip(spent, received, strict=True))
    return any(stated == [a * s + b * r for s, r in beside] for a, b in product((1, -1), repeat=2))


def _sums(reading: Reading, columns: Sequence[Column]) -> list[Decimal]:
    """Return what columns come to in each row."""
    return [
        sum((_number(line, one) or Decimal(0) for one in columns), Decimal(0)) for line in reading.raw.rows
    ]


def _saving(column: Column) -> Kind:
    return Kind.YEAR if column.year else Kind.SAVING
