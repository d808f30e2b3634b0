"""The sign that a document prints on its savings, and which of its rows and lists are growth."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from proposals.importing.understanding import labels
from proposals.importing.understanding.asker import Asker, at, listed
from proposals.importing.understanding.kinds import Kind
from proposals.importing.understanding.reading import Reading
from proposals.importing.understanding.rows import Row
from proposals.importing.understanding.values import Basis

_MANY = 2
GROWTH, SAVINGS = "growth", "savings"
POSITIVE, NEGATIVE = "savings are positive", "savings are negative"


def settle_directions(
    readings: Sequence[Reading],
    texts: Sequence[str],
    asker: Asker,
    *,
    is_netted: bool,
    covered: Collection[int],
) -> None:
    """Tell for every table which sign its savings carry, and which of its rows are growth.

    `covered` are the ids of the rows that a total holds, whose signs are proved by it.
    """
    for reading in readings:
        _mark_growth_rows(reading)
        reading.is_growth = _is_growth_list(reading, texts)
    said = next((sign for text in texts if (sign := labels.sign_said(text))), 0)
    savings = [
        amount
        for r in readings
        if not r.is_growth
        for row in r.items
        if not row.is_growth and (amount := printed_amount(r, row))
    ]
    common = _majority(savings)
    for reading in readings:
        _settle_sign(reading, said, common, asker)
    _confirm_growth_rows(readings, is_netted=is_netted, asker=asker)
    for reading in readings:
        if reading.is_growth:
            _confirm_growth(reading, savings, asker)
    _confirm_contrary(readings, covered, asker)


def _confirm_contrary(readings: Sequence[Reading], covered: Collection[int], asker: Asker) -> None:
    """Ask of figures among savings that have the other sign, where neither words nor a total tell what they are."""
    found = [
        (reading, row)
        for reading in readings
        if not (reading.is_growth or reading.is_sign_said)
        for row in reading.items
        if not row.is_growth and id(row) not in covered and _takes_back_more(reading, row)
    ]
    if not found:
        return
    place = found[0][1].line.location
    names = listed([row.title or row.label for _, row in found])
    text = (
        f"{names}{at(place)} has a figure of the other sign than the savings, and no total proves it. "
        "Does it add to the budget, or is it a saving?"
    )
    if asker.ask("contrary", "sign", place, text, (GROWTH, SAVINGS), GROWTH) == SAVINGS:
        for reading, row in found:
            for column in reading.columns:
                figure = row.figures.get(column.index)
                if column.is_amount and figure is not None and figure.number * reading.sign < 0:
                    row.figures[column.index] = replace(figure, number=-figure.number)
            reading.cache.pop(id(row), None)


def _takes_back_more(reading: Reading, row: Row) -> bool:
    """Return whether a figure takes back more than the years before it saved, which no end of a saving does."""
    vector = reading.vector(row)
    dated = sorted((c for c in reading.columns_of(Kind.YEAR) if c.year), key=lambda c: c.year or 0)
    columns = dated or reading.columns_of(Kind.SAVING, Kind.TOTAL)
    saved = 0
    for column in columns:
        figure = int(vector.get(reading.slot(column), 0)) * reading.sign
        saved = figure if reading.basis is Basis.CUMULATIVE else saved + figure
        if figure < 0 and saved < 0:
            return True
    return False


def _confirm_growth_rows(readings: Sequence[Reading], *, is_netted: bool, asker: Asker) -> None:
    """Ask of rows called growth but printed like savings, where no total is of the one less the other."""
    rows = [
        (reading, row)
        for reading in readings
        for row in reading.items
        if row.is_growth and not reading.is_growth and printed_amount(reading, row) * reading.sign > 0
    ]
    if not rows or is_netted:
        return
    _reading, row = rows[0]
    names = listed(
        list(dict.fromkeys(row.section.split("/")[-1] or row.names.get(Kind.CATEGORY, "") for _, row in rows))
    )
    text = f"The rows under {names} are printed like savings. Are they growth, which adds to the budget, or savings?"
    if asker.ask("growth-rows", "growth", row.line.location, text, (GROWTH, SAVINGS), GROWTH) == SAVINGS:
        for _, row in rows:
            row.is_growth = False


def printed_amount(reading: Reading, row: Row) -> int:
    """Return what a row comes to over all years, as printed."""
    vector = reading.vector(row)
    years = [vector.get(reading.slot(column)) for column in reading.columns_of(Kind.YEAR, Kind.SAVING)]
    known = [int(figure) for figure in years if figure is not None]
    totals = [vector.get(reading.slot(column)) for column in reading.columns_of(Kind.TOTAL)]
    return sum(known) or next((int(total) for total in totals if total), 0)


def _mark_growth_rows(reading: Reading) -> None:
    for row in reading.items:
        category = row.names.get(Kind.CATEGORY, "")
        if category and labels.names_growth(category):
            row.is_growth = True
        elif category and labels.names_savings(category):
            row.is_growth = False


def _is_growth_list(reading: Reading, texts: Sequence[str]) -> bool:
    """Return whether the words above a table say that it lists growth, and its headings do not say savings."""
    headings = " ".join(
        column.heading for column in reading.columns_of(Kind.YEAR, Kind.TOTAL, Kind.SAVING, Kind.TITLE)
    )
    if labels.names_savings(headings) or any(labels.names_savings(text) for text in reading.raw.context[-2:]):
        return False
    near = (
        [*reading.raw.context[-3:], reading.location.sheet]
        if reading.raw.context
        else [*texts[:3], reading.location.sheet]
    )
    return any(labels.lists_growth(text) for text in near)


def _majority(amounts: Sequence[int]) -> int:
    negative, positive = sum(a < 0 for a in amounts), sum(a > 0 for a in amounts)
    if not negative and not positive:
        return 0
    return -1 if negative > positive or (negative == positive and sum(amounts) <= 0) else 1


def _settle_sign(reading: Reading, said: int, common: int, asker: Asker) -> None:
    heading = next((column.sign for column in reading.columns if column.sign and column.is_amount), 0)
    above = next((sign for text in reading.raw.context if (sign := labels.sign_said(text))), 0)
    if heading or above or said:
        reading.sign = heading or above or said
        reading.is_sign_said = True
        reading.evidence.append("the document says which sign savings have")
        return
    rows = [row for row in reading.items if not row.is_growth]
    amounts = [amount for row in rows if (amount := printed_amount(reading, row))]
    if not amounts or reading.is_growth:
        reading.sign = common or _opposite_of_growth(reading)
        return
    negative, positive = sum(a < 0 for a in amounts), sum(a > 0 for a in amounts)
    reading.sign = _majority(amounts)
    less, more = sorted((negative, positive))
    mixes = any(labels.names_both(text) for text in (*reading.raw.context, reading.location.sheet))
    if less and ((less >= _MANY and less * 3 > more) or mixes or less == more):
        default = NEGATIVE if mixes or reading.sign < 0 else POSITIVE
        text = (
            f"{positive} rows have positive figures and {negative} negative ones. Which of them are savings?"
        )
        answer = asker.ask("sign", "sign", reading.location, text, (POSITIVE, NEGATIVE), default)
        reading.sign = 1 if answer == POSITIVE else -1
        reading.is_sign_said = True
    else:
        reading.evidence.append(f"{max(negative, positive)} of {len(amounts)} savings carry this sign")


def _opposite_of_growth(reading: Reading) -> int:
    amounts = [amount for row in reading.items if row.is_growth and (amount := printed_amount(reading, row))]
    return -_majority(amounts) or 1


def _confirm_growth(reading: Reading, savings: Sequence[int], asker: Asker) -> None:
    """Ask whether a list is growth, unless savings of the other sign in the same document prove it."""
    amounts = [amount for row in reading.items if (amount := printed_amount(reading, row))]
    if savings and amounts and _majority(savings) == -_majority(amounts):
        reading.evidence.append("its figures have the other sign than the savings of the document")
        return
    title = reading.title or reading.location.sheet
    said = f"The words above the table say growth (“{title[:120]}”)."
    text = f"{said} Are its rows growth, which adds to the budget, or savings?"
    answer = asker.ask("growth", "growth", reading.location, text, (GROWTH, SAVINGS), GROWTH)
    if answer == SAVINGS:
        reading.is_growth = False
        reading.sign = _majority(amounts) or 1
