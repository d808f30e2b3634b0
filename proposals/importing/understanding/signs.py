"""The sign that a document prints on its savings."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from proposals.importing.understanding import labels
from proposals.importing.understanding.asker import STOP, Asker, at, listed
from proposals.importing.understanding.directions import (
    GROWTH,
    SAVINGS,
    confirm_growth_list,
    confirm_growth_rows,
    majority,
    printed_amount,
    settle_sign_of_growth,
)
from proposals.importing.understanding.kinds import Kind
from proposals.importing.understanding.reading import Reading
from proposals.importing.understanding.rows import Row
from proposals.importing.understanding.values import Basis

_MANY = 2
POSITIVE, NEGATIVE = "savings are positive", "savings are negative"


def settle_directions(
    readings: Sequence[Reading],
    texts: Sequence[str],
    asker: Asker,
    *,
    is_netted: bool,
    covered: Collection[int],
) -> None:
    """Tell for every table which sign its savings carry, and confirm which of its rows are growth.

    `covered` are the ids of the rows that a total holds, whose signs are proved by it.
    """
    said = next((sign for text in texts if (sign := labels.sign_said(text))), 0)
    savings = [
        amount
        for r in readings
        for row in r.items
        if not row.is_growth and (amount := printed_amount(r, row))
    ]
    common = majority(savings)
    for reading in readings:
        _settle_sign(reading, said, common, asker)
    for reading in readings:
        confirm_growth_rows(reading, is_netted=is_netted, asker=asker)
    for reading in readings:
        confirm_growth_list(reading, savings, asker)
    _confirm_contrary(readings, covered, asker)
    for reading in readings:
        settle_sign_of_growth(reading)


def _confirm_contrary(readings: Sequence[Reading], covered: Collection[int], asker: Asker) -> None:
    """Ask of figures among savings that have the other sign, where neither words nor a total tell what they are."""
    found = [
        (reading, row)
        for reading in readings
        if not reading.is_sign_said
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
    if not amounts:
        reading.sign = common or _opposite_of_growth(reading)
        return
    negative, positive = sum(a < 0 for a in amounts), sum(a > 0 for a in amounts)
    reading.sign = majority(amounts)
    less, more = sorted((negative, positive))
    unsaid = _unsaid(reading)
    mixes = bool(unsaid) or any(map(labels.names_both, (*reading.raw.context, reading.location.sheet)))
    if less and ((less >= _MANY and less * 3 > more) or mixes or less == more):
        default = NEGATIVE if mixes or reading.sign < 0 else POSITIVE
        text = (
            f"{positive} rows have positive figures and {negative} negative ones. Which of them are savings?"
        )
        answer = asker.ask("sign", "sign", reading.location, text, (POSITIVE, NEGATIVE), default)
        reading.sign = 1 if answer == POSITIVE else -1
        reading.is_sign_said = True
    elif unsaid:
        words = f"The words above the table name {unsaid}, and nothing tells which its figures are"
        text = f"{words}: all of them have one sign. Which of them are savings?"
        choices = (POSITIVE, NEGATIVE, STOP)
        answer = asker.ask("sign", "sign", reading.location, text, choices, STOP)
        reading.sign = -1 if answer == NEGATIVE else 1
        reading.is_sign_said = True
    else:
        reading.evidence.append(f"{max(negative, positive)} of {len(amounts)} savings carry this sign")


def _opposite_of_growth(reading: Reading) -> int:
    amounts = [amount for row in reading.items if row.is_growth and (amount := printed_amount(reading, row))]
    return -majority(amounts) or 1


def _unsaid(reading: Reading) -> str:
    """Return what a title names whose figures may be of either direction, where no other words tell; else nothing."""
    if any(row.is_growth for row in reading.items):
        return ""
    near = [*reading.raw.context[-3:], reading.location.sheet]
    headings = [column.heading for column in reading.columns]
    names = [name for row in reading.items for name in (*row.names.values(), *row.section.split("/"))]
    if any(map(labels.names_savings, {*names, *headings})):
        return ""
    if any(map(labels.pairs_both, near)):
        return "growth and savings"
    is_changes = any(map(labels.names_changes, near)) and not any(map(labels.names_savings, near))
    return "changes to the budget" if is_changes else ""
