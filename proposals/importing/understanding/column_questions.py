"""The questions about columns: what stands in those that no heading explains, and which of several count."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import combinations, pairwise, product

from proposals.importing.understanding.columns import (
    OUTCOME,
    TOTAL_WORD,
    Column,
    are_funds,
)
from proposals.importing.understanding.dating import ADD_UP, ask_which_counts, years_left
from proposals.importing.understanding.figures import amounts_in, figure_of
from proposals.importing.understanding.findings import listed, quoted
from proposals.importing.understanding.form_lines import is_plain_label
from proposals.importing.understanding.kinds import Kind, is_lost_income
from proposals.importing.understanding.labels import is_measure, is_risk, names_savings
from proposals.importing.understanding.options import are_alternatives
from proposals.importing.understanding.reading import Reading, row_sums
from proposals.importing.understanding.sums import Amount
from services.values.years import FinancialYear

_EXPLAINED = 0.7
_OF_WORDS = (
    Kind.TITLE,
    Kind.REFERENCE,
    Kind.DIRECTORATE,
    Kind.SERVICE,
    Kind.PORTFOLIO,
    Kind.DESCRIPTION,
    Kind.SECTION,
    Kind.STAFF,
    Kind.DECISIONS,
    Kind.OFFICER,
)
_FEWEST_NUMBERED = 3
_NET = re.compile(r"\bnet\b", re.IGNORECASE)
_RESTS = re.compile(r"\b(?:net|totals?|overall)\b", re.IGNORECASE)
_CHANGE = re.compile(r"\b(?:changes?|movements?|variations?|adjustments?)\b")
_LATER = re.compile(r"\b(?:onwards?|beyond|later|future|thereafter)\b", re.IGNORECASE)


def settle_columns(reading: Reading) -> None:
    """Settle the columns of a table in which amounts stand, by sums and by what a person answers."""
    if reading.raw.holds_forms:
        _settle_labels(reading)
    _settle_lost_income(reading)
    _settle_change_of_budget(reading)
    _settle_change_of_saving(reading)
    for same in _of_one_year(reading):
        _settle_sum_of_others(reading, same)
    _settle_several_totals(reading)
    _settle_later_years(reading)
    _settle_unknown_columns(reading)
    _settle_columns_of_one_year(reading)
    _settle_total_of_other_years(reading)


def _settle_labels(reading: Reading) -> None:
    """Ask what the texts of forms are whose labels nothing explains; a risk in sentences is a text under its label."""
    for column in reading.columns:
        texts = [text for row in reading.items if (text := row.text(column))]
        if (not texts and column.kind is Kind.AMOUNT) or (
            column.kind is Kind.RISK and not any(map(is_risk, texts))
        ):
            reading.settle(column, Kind.OTHER)
        elif column.kind is Kind.AMOUNT and _totals_its_years(reading, column):
            reading.settle(column, Kind.OTHER, "it is the total of its years")
        elif (
            column.kind is Kind.OTHER
            and texts
            and column.confidence < _EXPLAINED
            and not is_plain_label(column.said.core)
        ):
            shown = quoted(texts[0])
            text = f"What is “{column.heading}” ({shown})? “Other” keeps it as a section under that heading."
            figures = (Kind.COST,) if any(map(amounts_in, texts)) else ()
            _ask_kind(reading, column, text, Kind.OTHER, *figures, *_OF_WORDS)


def _totals_its_years(reading: Reading, column: Column) -> bool:
    """Return whether a column is the total of the years of one of several kinds of saving."""
    core = TOTAL_WORD.sub("", column.said.core).strip()
    years = [other for other in reading.columns_of(Kind.YEAR) if other.said.core == core]
    return _same(_figures(reading, column), _added(reading, years))


def _settle_lost_income(reading: Reading) -> None:
    """Read income that is given up beside the savings as growth beside them, or as a text where it has no year.

    Where a column has what is left of the savings of its year, all of these are parts of it.
    """
    for same in _of_one_year(reading):
        lost = [column for column in same if is_lost_income(column.said.core)]
        whole = [part for part in reading.columns_of(Kind.PART) if part.year == same[0].year]  # gross ones
        for column in same if lost else ():
            saved = [other for other in (*same, *whole) if other is not column and other not in lost]
            is_rest = _RESTS.search(column.said.core) and column not in lost
            if is_rest and _same(_less(reading, saved, lost), _figures(reading, column)):
                for part in (*saved, *lost):
                    reading.settle(part, Kind.PART, f"“{column.heading}” is what is left of the savings")
    saved = reading.columns_of(Kind.YEAR, Kind.SAVING)
    lost = [column for column in saved if is_lost_income(column.said.core)]
    kept = [column for column in saved if column not in lost]
    if not lost or not kept:
        return
    left = _less(reading, kept, lost)
    is_counted = all(_NET.search(column.heading) for column in kept)
    for column in lost:
        kind = Kind.GROWTH if column.year and not is_counted else Kind.OTHER
        reading.settle(column, kind, "income lost is no saving")
    for total in reading.columns_of(Kind.TOTAL):
        if _same(left, _figures(reading, total)):
            reading.settle(total, Kind.OTHER, "the savings less the income lost")


def _less(reading: Reading, kept: Sequence[Column], lost: Sequence[Column]) -> list[Amount | None]:
    """Return what each item saves less what it loses, None where it saves nothing."""
    pairs = zip(_added(reading, kept), _added(reading, lost), strict=True)
    return [None if saving is None else Decimal(saving) - abs(Decimal(loss or 0)) for saving, loss in pairs]


def _settle_several_totals(reading: Reading) -> None:
    """Keep one of several totals: what the years come to, or the one that a person names."""
    totals = reading.columns_of(Kind.TOTAL)
    if len(totals) < 2:
        return
    added = _added(reading, reading.columns_of(Kind.YEAR))
    chosen = next((column for column in totals if _same(_figures(reading, column), added)), None)
    if chosen is None:
        names = [column.heading for column in totals]
        text = f"Which of the columns {listed(names)} is the total saving?"
        chosen = totals[names.index(reading.ask("total-columns", "columns", text, names, names[0]))]
    for column in totals:
        if column is not chosen:
            reading.settle(column, Kind.OTHER, f"“{chosen.heading}” is the total of the savings")


def _settle_unknown_columns(reading: Reading) -> None:
    """Ask what the figures of a column are that no heading explains, unless sums tell."""
    for column in reading.columns_of(Kind.AMOUNT):
        proved = _proved_kind(reading, column)
        if proved is not None:
            reading.settle(column, proved, "its sums, or its numbering of the rows")
            continue
        name = column.heading or f"column {column.index + 1}, which has no heading"
        shown = [row.text(column) for row in reading.items[:3]]
        text = f"What are the figures under “{name}” ({', '.join(shown)} …)?"
        # Where no other amount is stated, leaving these out would import nothing.
        has_others = bool(reading.columns_of(Kind.YEAR, Kind.SAVING, Kind.TOTAL))
        is_saving = reading.raw.holds_forms and names_savings(column.heading) and not has_others
        years = _first_year(reading, column)
        likely = (Kind.SAVING, Kind.OTHER) if is_saving or years else (Kind.OTHER, Kind.SAVING)
        if years:
            text += f" As a saving they would be of {years[0]}, which no other column has."
        _ask_kind(reading, column, text, *likely, Kind.TOTAL, Kind.COST, Kind.BASE, Kind.FTE)
        if years and column.kind is Kind.SAVING:
            column.year = years[0]
            reading.settle(column, Kind.YEAR)
            reading.years = tuple(sorted({*reading.years, years[0]}))


def _first_year(reading: Reading, column: Column) -> Sequence[FinancialYear]:
    """Return the year of savings that stand without one before those of the years, as those of the first one do."""
    dated = reading.dated[:1]
    is_before = any(column.index < year.index for year in dated)
    says_more = TOTAL_WORD.search(column.heading) or _LATER.search(column.heading)
    if not is_before or says_more or not is_measure(column.said.core):
        return ()
    before = [year.year + -1 for year in dated if year.year]
    return years_left(reading) if reading.anchors else before


def _ask_kind(reading: Reading, column: Column, text: str, *kinds: Kind) -> None:
    """Ask which kind a column is of; the first is the default."""
    place = reading.place_of(column)
    reading.settle(column, Kind(reading.ask(column.id, "columns", text, kinds, kinds[0], place)))


def _settle_columns_of_one_year(reading: Reading) -> None:
    """Ask whether several columns of one year add up, unless the total of each row, or one of them, proves it."""
    for column in reading.columns_of(Kind.FULL_YEAR):
        if column.year and column.year not in {other.year for other in reading.columns_of(Kind.YEAR)}:
            text = f"Is “{column.heading}” the further saving of {column.year}, or only the full-year effect?"
            _ask_kind(reading, column, text, Kind.FULL_YEAR, Kind.SAVING)
    open_ = [
        same for same in _of_one_year(reading) if not (are_funds(same) or reading.netted.issuperset(same))
    ]
    shared = [column for same in open_ for column in same]
    are_same = len({(column.said.core, column.year) for column in shared}) < len(shared)
    if all(column.held for column in shared) or _are_discrete_parts(reading, shared):
        return
    sums = [] if are_same else list(row_sums(reading))
    if sums and all(stated == added for _, stated, added, _ in sums):
        return
    if not are_same and _settle_the_one_that_counts(reading, shared):
        return
    names = list(dict.fromkeys(column.said.core or column.heading for column in shared))
    one_counts = are_alternatives(shared)
    # What stands without a unit beside amounts that have one is rather a number of posts than money.
    are_mixed = all(same[0].said.unit and not all(c.said.unit for c in same) for same in open_)
    default = next((n for n in names if one_counts or are_mixed or TOTAL_WORD.search(n)), ADD_UP)
    answer = ask_which_counts(reading, names, default, one_counts=one_counts)
    for same in _of_one_year(reading) if answer != ADD_UP else ():
        named = [column for column in same if answer == (column.said.core or column.heading)]
        # A year that has no “actual” has a “forecast” in its place.
        alike = [c for c in same if bool(OUTCOME.search(c.said.core)) == bool(OUTCOME.search(answer))]
        for column in same:
            if column not in (named or alike or same)[:1] and not are_funds(same):
                reading.settle(column, Kind.OTHER)


def _settle_total_of_other_years(reading: Reading) -> None:
    """Ask what a total is that differs from the one year printed, where the document names no other year."""
    years = {column.year for column in reading.columns_of(Kind.YEAR)}
    totals = reading.columns_of(Kind.TOTAL)
    if len(years) != 1 or len(totals) != 1 or set(reading.years) - years:
        return
    if all(stated == added for _, stated, added, _ in row_sums(reading)):
        return
    costs = reading.columns_of(Kind.COST)
    if costs and _same(_less(reading, reading.columns_of(Kind.YEAR), costs), _figures(reading, totals[0])):
        reading.settle(totals[0], Kind.OTHER, "the saving less its cost")
        return
    text = (
        f"“{totals[0].heading}” differs from the saving of {next(iter(years))}, the only year named. "
        "Is it the total saving over more years?"
    )
    _ask_kind(reading, totals[0], text, Kind.TOTAL, Kind.OTHER, Kind.COST, Kind.BASE)


def _proved_kind(reading: Reading, column: Column) -> Kind | None:
    """Return what a column is where sums prove it: the total of the years, or what a cost is still taken from."""
    if _is_numbering(reading, column):
        return Kind.OTHER
    years, costs = reading.columns_of(Kind.YEAR), reading.columns_of(Kind.COST)
    sums = (_figures(reading, column), _added(reading, years), _added(reading, costs))
    rows = ([Decimal(figure or 0) for figure in row] for row in zip(*sums, strict=True))
    telling = [row for row in rows if row[0]]
    if not telling or not years:
        return None
    is_total = all(figure == added for figure, added, _ in telling)
    if is_total and len(years) > 1 and not reading.columns_of(Kind.TOTAL):
        return Kind.TOTAL
    is_before = all(abs(figure) - abs(spent) == abs(added) for figure, added, spent in telling)
    return Kind.OTHER if costs and is_before else None


def _are_discrete_parts(reading: Reading, columns: Sequence[Column]) -> bool:
    """Return whether columns are quarters or months that cannot be cumulative, as some row has less in a later one."""
    rows = zip(*(_figures(reading, column) for column in columns), strict=True)
    falls = any((later or 0) < (earlier or 0) for row in rows for earlier, later in pairwise(row))
    return falls and all(column.is_part_of_year for column in columns)


def _settle_later_years(reading: Reading) -> None:
    """Read a column of all later years as none of the savings, where the printed total does not hold it."""
    years, totals = reading.columns_of(Kind.YEAR), reading.columns_of(Kind.TOTAL)
    later = [column for column in years if _LATER.search(column.heading)]
    if len(later) == len(totals) == 1:
        others = [column for column in years if column is not later[0]]
        if others and _same(_figures(reading, totals[0]), _added(reading, others)):
            reading.settle(later[0], Kind.OTHER, "the total of each row does not hold it")


def _figures(reading: Reading, column: Column) -> list[Amount | None]:
    """Return what each item has under a column."""
    return [
        reading.amount(column, row.figures[column.index]) if column.index in row.figures else None
        for row in reading.items
    ]


def _added(reading: Reading, columns: Sequence[Column]) -> list[Amount | None]:
    """Return what each item has under some columns together, None where it has nothing under any."""
    if not columns:
        return [None] * len(reading.items)
    return [_sum(row) for row in zip(*(_figures(reading, column) for column in columns), strict=True)]


def _sum(figures: Iterable[Amount | None]) -> Amount | None:
    known = [figure for figure in figures if figure is not None]
    return sum(known) if known else None


def _same(one: Sequence[Amount | None], other: Sequence[Amount | None]) -> bool:
    """Return whether two columns hold the same figures in every row, and not zeros alone."""
    return any(one) and [figure or 0 for figure in one] == [figure or 0 for figure in other]


def _of_one_year(reading: Reading) -> list[list[Column]]:
    """Return the columns of savings that share their year with another, by year."""
    by_year: dict[FinancialYear | None, list[Column]] = {}
    for column in reading.columns_of(Kind.YEAR):
        by_year.setdefault(column.year, []).append(column)
    return [same for same in by_year.values() if len(same) > 1]


def _settle_change_of_budget(reading: Reading) -> None:
    """Read the difference of two budgets as the saving, and the budget that it comes to as a budget."""
    found = [reading.columns_of(kind) for kind in (Kind.YEAR, Kind.BASE, Kind.AMOUNT)]
    if not all(len(columns) == 1 for columns in found):
        return
    year, base, change = (columns[0] for columns in found)
    after = _figures(reading, year)
    if _same(after, _added(reading, [base, change])):
        change.sign = -1
    elif not (any(after) and _same(_figures(reading, base), _added(reading, [year, change]))):
        return
    change.year = year.year
    reading.settle(change, Kind.YEAR, f"“{year.heading}” is “{base.heading}” with this change")
    reading.settle(year, Kind.BASE)


def _settle_change_of_saving(reading: Reading) -> None:
    """Ask which of the savings counts that were stated before and after a change, where that stands between them."""
    years = reading.columns_of(Kind.YEAR)
    stated = reading.columns_of(Kind.PART, Kind.AGREED, Kind.TARGET, Kind.AMOUNT)
    for before, after in combinations(stated if len(years) == 1 else (), 2):
        change = years[0]
        if _CHANGE.search(change.said.core) and _same(
            _figures(reading, after), _added(reading, [before, change])
        ):
            names = [column.heading for column in (before, change, after)]
            answer = ask_which_counts(reading, names, names[2], one_counts=False)
            chosen = (before, change, after)[names.index(answer) if answer in names else 2]
            chosen.year = change.year
            for column in (before, change, after):
                reading.settle(column, Kind.YEAR if column is chosen else Kind.OTHER)
            return


def _settle_sum_of_others(reading: Reading, same: Sequence[Column]) -> None:
    """Read the other columns of a year as parts of the one that they come to, or as the same printed twice."""
    for column in same:
        others = [other for other in same if other is not column]
        is_sum = _same(_figures(reading, column), _added(reading, others))
        are_alike = others[0].said.core == column.said.core or TOTAL_WORD.search(column.heading)
        if is_sum and len(others) > 1 and are_funds(others):
            reading.settle(column, Kind.OTHER, "what its funds come to")
        elif is_sum and (len(others) > 1 or are_alike):
            for other in others:
                reading.settle(other, Kind.PART, f"“{column.heading}” is what it and its like come to")
            return


def _settle_the_one_that_counts(reading: Reading, shared: Sequence[Column]) -> bool:
    """Keep, of the columns of each year, the one that the printed total holds; return whether one does."""
    totals = reading.columns_of(Kind.TOTAL)
    if len(totals) != 1:
        return False
    alone = [column for column in reading.columns_of(Kind.YEAR) if column not in shared]
    printed = _figures(reading, totals[0])
    ways = [way for way in product(*_of_one_year(reading)) if _same(_added(reading, [*alone, *way]), printed)]
    if len(ways) != 1:
        return False
    for column in shared:
        if column not in ways[0]:
            reading.settle(column, Kind.OTHER, "the total of each row does not hold it")
    return True


def _is_numbering(reading: Reading, column: Column) -> bool:
    """Return whether a column only numbers the rows."""
    numbers = [figure_of(row.cell(column)).number for row in reading.items]
    counts = len(numbers) > 1 and all(later - earlier == 1 for earlier, later in pairwise(numbers))
    return counts and column.said.unit is None and (numbers[0] <= 1 or len(numbers) >= _FEWEST_NUMBERED)
