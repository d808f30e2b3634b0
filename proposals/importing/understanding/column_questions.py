"""The questions about columns: what stands in those that no heading explains, and which of several count."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise, product

from proposals.importing.understanding.asker import Asker, listed
from proposals.importing.understanding.columns import OUTCOME, TOTAL_WORD, Column, are_alternatives, are_funds
from proposals.importing.understanding.dating import ADD_UP, ask_which_counts
from proposals.importing.understanding.figures import figure_of
from proposals.importing.understanding.kinds import Kind
from proposals.importing.understanding.reading import Reading, row_sums
from proposals.importing.understanding.sums import Amount
from services.values.years import FinancialYear

_SEVERAL = 2
_LATER = re.compile(r"\b(?:onwards?|beyond|later|future|thereafter)\b", re.IGNORECASE)
_FEWEST_NUMBERED = 3


class ColumnQuestions:
    """Settles what the columns of a table are, by sums and by what a person answers."""

    def __init__(self, asker: Asker) -> None:
        self.asker = asker

    def settle(self, reading: Reading) -> None:
        """Settle the columns of a table in which amounts stand."""
        _settle_change_of_budget(reading)
        self._several_totals(reading)
        _settle_later_years(reading)
        self._unknown_columns(reading)
        self._columns_of_one_year(reading)
        self._total_of_other_years(reading)

    def _several_totals(self, reading: Reading) -> None:
        """Keep one of several totals: what the years come to; one that says the same is kept as text."""
        totals = reading.columns_of(Kind.TOTAL)
        if len(totals) < _SEVERAL:
            return
        added = _added(reading, reading.columns_of(Kind.YEAR))
        proved = [column for column in totals if _same(_figures(reading, column), added)]
        chosen = proved[0] if proved else None
        first = _figures(reading, totals[0])
        if chosen is None and all(_same(_figures(reading, column), first) for column in totals[1:]):
            chosen = totals[0]
        if chosen is None:
            names = [column.heading for column in totals]
            text = f"Which of the columns {listed(names)} is the total saving?"
            answer = self.asker.ask("total-columns", "columns", reading.location, text, names, names[0])
            chosen = totals[names.index(answer)]
        for column in totals:
            if column is not chosen:
                column.kind = Kind.OTHER
                column.evidence.append(f"“{chosen.heading}” is the total of the savings")

    def _unknown_columns(self, reading: Reading) -> None:
        """Ask what the figures of a column are that no heading explains, unless sums tell."""
        for column in reading.columns_of(Kind.AMOUNT):
            proved = _proved_kind(reading, column)
            if proved is not None:
                column.kind = proved
                column.evidence.append("its sums, or its numbering of the rows")
                continue
            name = column.heading or f"column {column.index + 1}, which has no heading"
            shown = [row.text(column) for row in reading.items[:3]]
            text = f"What are the figures under “{name}” ({', '.join(shown)} …)?"
            choices = tuple(
                k.value for k in (Kind.OTHER, Kind.SAVING, Kind.TOTAL, Kind.COST, Kind.BASE, Kind.FTE)
            )
            answer = self.asker.ask(column.id, "columns", reading.location, text, choices, Kind.OTHER.value)
            column.kind = Kind(answer)

    def _columns_of_one_year(self, reading: Reading) -> None:
        """Ask whether several columns of one year add up, unless the total of each row, or one of them, proves it."""
        for column in reading.columns_of(Kind.FULL_YEAR):
            self._dated_full_year(reading, column)
        for same in _of_one_year(reading):
            _settle_sum_of_others(reading, same)
        shared = [column for same in _of_one_year(reading) if not are_funds(same) for column in same]
        sums = list(row_sums(reading))
        are_same = len({(column.said.core, column.year) for column in shared}) < len(shared)
        if (
            all(column.held for column in shared)
            or _are_discrete_parts(reading, shared)
            or (sums and not are_same and all(stated == added for _, stated, added, _ in sums))
        ):
            return
        if not are_same and _settle_the_one_that_counts(reading):
            return
        names = list(dict.fromkeys(column.said.core or column.heading for column in shared))
        one_counts = are_alternatives(shared)
        default = next((name for name in names if one_counts or TOTAL_WORD.search(name)), ADD_UP)
        answer = ask_which_counts(names, self.asker, reading.location, default, one_counts=one_counts)
        for same in _of_one_year(reading) if answer != ADD_UP else ():
            named = [column for column in same if answer == (column.said.core or column.heading)]
            # A year that has no “actual” has a “forecast” in its place.
            alike = [c for c in same if bool(OUTCOME.search(c.said.core)) == bool(OUTCOME.search(answer))]
            for column in same:
                if column not in (named or alike or same)[:1] and not are_funds(same):
                    column.kind = Kind.OTHER

    def _total_of_other_years(self, reading: Reading) -> None:
        """Ask what a total is that differs from the one year printed, where the document names no other year."""
        years = {column.year for column in reading.columns_of(Kind.YEAR)}
        totals = reading.columns_of(Kind.TOTAL)
        if len(years) != 1 or len(totals) != 1 or set(reading.years) - years:
            return
        if all(stated == added for _, stated, added, _ in row_sums(reading)):
            return
        column = totals[0]
        spent = _added(reading, reading.columns_of(Kind.COST))
        saved = _added(reading, reading.columns_of(Kind.YEAR))
        left = [int(saving or 0) - abs(int(cost or 0)) for saving, cost in zip(saved, spent, strict=False)]
        if _same(left, _figures(reading, column)):
            column.kind = Kind.OTHER
            column.evidence.append("the saving less its cost")
            return
        text = (
            f"“{column.heading}” differs from the saving of {next(iter(years))}, the only year named. "
            "Is it the total saving over more years?"
        )
        choices = (Kind.TOTAL.value, Kind.OTHER.value, Kind.COST.value, Kind.BASE.value)
        answer = self.asker.ask(column.id, "columns", reading.location, text, choices, Kind.TOTAL.value)
        column.kind = Kind(answer)

    def _dated_full_year(self, reading: Reading, column: Column) -> None:
        """Ask whether a full-year effect that names a year of its own is the saving of that year."""
        if column.year and column.year not in {other.year for other in reading.columns_of(Kind.YEAR)}:
            text = f"Is “{column.heading}” the further saving of {column.year}, or only the full-year effect?"
            choices = (Kind.FULL_YEAR.value, Kind.YEAR.value)
            id_ = column.id
            column.kind = Kind(self.asker.ask(id_, "columns", reading.location, text, choices, choices[0]))


def _proved_kind(reading: Reading, column: Column) -> Kind | None:
    """Return what a column is where sums prove it: the total of the years, or what a cost is still taken from."""
    if _is_numbering(reading, column):
        return Kind.OTHER
    years, costs = reading.columns_of(Kind.YEAR), reading.columns_of(Kind.COST)
    telling = []
    for row in reading.items:
        vector = reading.vector(row)
        figure = vector.get(reading.slot(column))
        if figure:
            added = sum(int(vector.get(reading.slot(year), 0)) for year in years)
            spent = sum(abs(int(vector.get(reading.slot(cost), 0))) for cost in costs)
            telling.append((int(figure) == added, abs(int(figure)) - spent == abs(added)))
    if not telling or not years:
        return None
    if all(total for total, _ in telling) and len(years) > 1 and not reading.columns_of(Kind.TOTAL):
        return Kind.TOTAL
    return Kind.OTHER if costs and all(before for _, before in telling) else None


def _are_discrete_parts(reading: Reading, columns: Sequence[Column]) -> bool:
    """Return whether columns are quarters or months that cannot be cumulative, as some row has less in a later one."""
    rows = zip(*(_figures(reading, column) for column in columns), strict=True)
    falls = any((later or 0) < (earlier or 0) for row in rows for earlier, later in pairwise(row))
    return falls and all(column.is_part_of_year for column in columns)


def _figures(reading: Reading, column: Column) -> list[Amount | None]:
    """Return what each item has under a column."""
    return [
        reading.amount(column, row.figures[column.index]) if column.index in row.figures else None
        for row in reading.items
    ]


def _added(reading: Reading, columns: Sequence[Column]) -> list[Amount | None]:
    """Return what each item has under some columns together, None where it has nothing under any."""
    return [_sum(row) for row in zip(*(_figures(reading, column) for column in columns), strict=True)]


def _same(one: Sequence[Amount | None], other: Sequence[Amount | None]) -> bool:
    """Return whether two columns hold the same figures in every row, and not zeros alone."""
    return (
        len(one) == len(other)
        and any(one)
        and all((a or 0) == (b or 0) for a, b in zip(one, other, strict=True))
    )


def _of_one_year(reading: Reading) -> list[list[Column]]:
    """Return the columns of savings that share their year with another, by year."""
    by_year: dict[FinancialYear | None, list[Column]] = {}
    for column in reading.columns_of(Kind.YEAR):
        by_year.setdefault(column.year, []).append(column)
    return [same for same in by_year.values() if len(same) > 1]


def _settle_change_of_budget(reading: Reading) -> None:
    """Read the difference of two budgets as the saving, and the budget that it comes to as a budget."""
    years, bases = reading.columns_of(Kind.YEAR), reading.columns_of(Kind.BASE)
    changes = reading.columns_of(Kind.AMOUNT)
    if not len(years) == len(bases) == len(changes) == 1:
        return
    after, before, change = (_figures(reading, columns[0]) for columns in (years, bases, changes))
    turned = [None if figure is None else -figure for figure in change]
    if _same(after, [_sum(pair) for pair in zip(before, change, strict=True)]):
        changes[0].sign = -1
    elif not _same(after, [_sum(pair) for pair in zip(before, turned, strict=True)]):
        return
    changes[0].kind, changes[0].year, years[0].kind = Kind.YEAR, years[0].year, Kind.BASE
    changes[0].evidence.append(f"“{years[0].heading}” is “{bases[0].heading}” with this change")


def _settle_later_years(reading: Reading) -> None:
    """Read a column of all later years as none of the savings, where the printed total does not hold it."""
    years, totals = reading.columns_of(Kind.YEAR), reading.columns_of(Kind.TOTAL)
    later = [column for column in years if _LATER.search(column.heading)]
    if len(later) == len(totals) == 1:
        others = [column for column in years if column is not later[0]]
        if others and _same(_figures(reading, totals[0]), _added(reading, others)):
            later[0].kind = Kind.OTHER
            later[0].evidence.append("the total of each row does not hold it")


def _sum(figures: Iterable[Amount | None]) -> Amount | None:
    known = [figure for figure in figures if figure is not None]
    return sum(known) if known else None


def _settle_sum_of_others(reading: Reading, same: Sequence[Column]) -> None:
    """Read the other columns of a year as parts of the one that they come to, or as the same printed twice."""
    for column in same:
        others = [other for other in same if other is not column]
        if len(others) > 1 and are_funds(others):
            if _same(_figures(reading, column), _added(reading, others)):
                column.kind = Kind.OTHER
                column.evidence.append("what its funds come to")
            continue
        are_twice = (
            len(others) > 1
            or others[0].said.core == column.said.core
            or bool(TOTAL_WORD.search(column.heading))
        )
        if are_twice and _same(_figures(reading, column), _added(reading, others)):
            for other in others:
                other.kind = Kind.PART
                other.evidence.append(f"“{column.heading}” is what it and its like come to")
            return


def _settle_the_one_that_counts(reading: Reading) -> bool:
    """Keep, of the columns of each year, the one that the printed total holds; return whether one does."""
    totals = reading.columns_of(Kind.TOTAL)
    years = reading.columns_of(Kind.YEAR)
    several = _of_one_year(reading)
    if len(totals) != 1:
        return False
    shared = {column.index for same in several for column in same}
    alone = [column for column in years if column.index not in shared]
    printed = _figures(reading, totals[0])
    ways = [way for way in product(*several) if _same(_added(reading, [*alone, *way]), printed)]
    if len(ways) != 1:
        return False
    for column in years:
        if column.index in shared and column not in ways[0]:
            column.kind = Kind.OTHER
            column.evidence.append("the total of each row does not hold it")
    return True


def _is_numbering(reading: Reading, column: Column) -> bool:
    """Return whether a column only numbers the rows."""
    numbers = [
        figure_of(row.line.cells[column.index]).number
        for row in reading.items
        if column.index < len(row.line.cells)
    ]
    counts = len(numbers) > 1 and all(later - earlier == 1 for earlier, later in pairwise(numbers))
    return counts and column.said.unit is None and (numbers[0] <= 1 or len(numbers) >= _FEWEST_NUMBERED)
