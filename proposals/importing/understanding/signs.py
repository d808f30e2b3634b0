"""The sign that a document prints on its savings."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from proposals.importing.understanding import labels
from proposals.importing.understanding.directions import (
    GROWTH,
    SAVINGS,
    confirm_growth_list,
    confirm_growth_rows,
    majority,
    printed_amount,
    printed_amounts,
    settle_sign_of_growth,
)
from proposals.importing.understanding.findings import STOP, at, listed
from proposals.importing.understanding.kinds import Kind
from proposals.importing.understanding.reading import Reading
from proposals.importing.understanding.rows import Row
from proposals.importing.understanding.values import Basis

_MANY = 2
ONE_OFF_COST = "one-off cost"
POSITIVE, NEGATIVE = "savings are positive", "savings are negative"


def settle_directions(
    readings: Sequence[Reading], texts: Sequence[str], *, is_netted: bool, covered: Collection[int]
) -> None:
    """Tell for every table which sign its savings carry, and confirm which of its rows are growth.

    `covered` are the ids of the rows that a total holds, whose signs are proved by it.
    """
    said = _sign_said(texts)
    savings = [amount for reading in readings for amount in printed_amounts(reading, is_growth=False)]
    for reading in readings:
        _settle_sign(reading, said, majority(savings))
    for reading in readings:
        confirm_growth_rows(reading, is_netted=is_netted)
    for reading in readings:
        confirm_growth_list(reading, savings)
    _confirm_contrary(readings, covered)
    _confirm_costs(readings)
    _confirm_reversals(readings, covered)
    for reading in readings:
        settle_sign_of_growth(reading)


def _sign_said(texts: Sequence[str]) -> int:
    return next((sign for text in texts if (sign := labels.sign_said(text))), 0)


def _confirm_contrary(readings: Sequence[Reading], covered: Collection[int]) -> None:
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
    place = found[0][1].location
    text = (
        f"{listed([row.name for _, row in found])}{at(place)} has a figure of the other sign than the savings, and no "
        "total proves it. Does it add to the budget, or is it a saving?"
    )
    answer = found[0][0].ask("contrary", "sign", text, (GROWTH, SAVINGS), GROWTH, place)
    for reading, row in found if answer == SAVINGS else ():
        for column in reading.columns:
            figure = row.figures.get(column.index)
            if column.is_amount and figure is not None and figure.number * reading.sign < 0:
                row.figures[column.index] = replace(figure, number=-figure.number)
        reading.forget(row)


def _confirm_costs(readings: Sequence[Reading]) -> None:
    """Tell whether rows that have a cost and no saving add to the budget, which a net column proves, or ask."""
    found = [
        (reading, row)
        for reading in readings
        for row in reading.items
        if not (row.is_growth or printed_amount(reading, row)) and _only_costs(reading, row)
    ]
    open_ = [(reading, row) for reading, row in found if not reading.takes_costs]
    answer = GROWTH
    if open_:
        place = open_[0][1].location
        text = (
            f"{listed([row.name for _, row in open_])}{at(place)} has a cost and no saving. Does the cost add to the "
            "budget as growth, or is it the one-off cost of a proposal that saves nothing?"
        )
        answer = open_[0][0].ask("costs", "growth", text, (GROWTH, ONE_OFF_COST), GROWTH, place)
    for reading, row in found:
        row.is_cost = reading.takes_costs or answer == GROWTH


def _only_costs(reading: Reading, row: Row) -> bool:
    """Return whether a row states a cost, and no saving but blanks and zeros."""
    vector = reading.vector(row)
    has_costs = any(vector.get(column.slot) for column in reading.columns_of(Kind.COST))
    amounts = [column for column in reading.columns if column.is_amount or column.kind is Kind.GROWTH]
    return has_costs and all(not row.text(column) or vector.get(column.slot) == 0 for column in amounts)


def _confirm_reversals(readings: Sequence[Reading], covered: Collection[int]) -> None:
    """Ask whether rows add to the budget that name a pressure or a saving taken back, and have the sign of savings."""
    found = [
        (reading, row)
        for reading in readings
        for row in reading.items
        if not row.is_growth and id(row) not in covered and _names_no_saving(reading, row)
        if printed_amount(reading, row) * reading.sign > 0
    ]
    if not found:
        return
    place = found[0][1].location
    names = listed([row.name for _, row in found])
    text = (
        f"The name is that of a pressure, or of a saving that is taken back: {names}{at(place)}. Does the amount "
        "add to the budget, or is it a saving?"
    )
    if found[0][0].ask("reversal", "sign", text, (GROWTH, SAVINGS), GROWTH, place) == GROWTH:
        for _, row in found:
            row.is_growth = True


def _names_no_saving(reading: Reading, row: Row) -> bool:
    """Return whether a title is that of a saving taken back, or of a pressure where nothing says that it saves."""
    if reading.is_sign_said or any(map(labels.names_savings, row.groups)):
        return labels.takes_back(row.title)
    return labels.titles_a_pressure(row.title)


def _takes_back_more(reading: Reading, row: Row) -> bool:
    """Return whether a figure takes back more than the years before it saved, which no end of a saving does."""
    vector = reading.vector(row)
    saved = 0
    for column in reading.dated or reading.columns_of(Kind.SAVING, Kind.TOTAL):
        figure = int(vector.get(column.slot, 0)) * reading.sign
        saved = figure if reading.basis is Basis.CUMULATIVE else saved + figure
        if figure < 0 and saved < 0:
            return True
    return False


def _settle_sign(reading: Reading, said: int, common: int) -> None:
    heading = next((column.sign for column in reading.columns if column.sign and column.is_amount), 0)
    said = heading or _sign_said(reading.raw.context) or said
    if said:
        reading.sign, reading.is_sign_said = said, True
        reading.evidence.append("the document says which sign savings have")
        return
    amounts = printed_amounts(reading, is_growth=False)
    if not amounts:
        reading.sign = common or -majority(printed_amounts(reading, is_growth=True)) or 1
        return
    reading.sign = majority(amounts)
    negative, positive = sum(a < 0 for a in amounts), sum(a > 0 for a in amounts)
    less, more = sorted((negative, positive))
    unsaid = _unsaid(reading)
    mixes = bool(unsaid) or any(map(labels.names_both, (*reading.raw.context, reading.location.sheet)))
    if less and ((less >= _MANY and less * 3 > more) or mixes or less == more):
        text = (
            f"{positive} rows have positive figures and {negative} negative ones. Which of them are savings?"
        )
        _ask_sign(reading, text, NEGATIVE if mixes or reading.sign < 0 else POSITIVE)
    elif unsaid:
        words = f"The words above the table name {unsaid}, and nothing tells which its figures are"
        _ask_sign(reading, f"{words}: all of them have one sign. Which of them are savings?", STOP)
    else:
        reading.evidence.append(f"{more} of {len(amounts)} savings carry this sign")


def _ask_sign(reading: Reading, text: str, default: str) -> None:
    choices = (POSITIVE, NEGATIVE, STOP) if default == STOP else (POSITIVE, NEGATIVE)
    reading.sign = -1 if reading.ask("sign", "sign", text, choices, default) == NEGATIVE else 1
    reading.is_sign_said = True


def _unsaid(reading: Reading) -> str:
    """Return what a title names whose figures may be of either direction, where no other words tell; else nothing."""
    if any(row.is_growth for row in reading.items):
        return ""
    near = reading.names_around
    names = {name for row in reading.items for name in row.groups}
    if any(map(labels.names_savings, names.union(column.heading for column in reading.columns))):
        return ""
    if any(map(labels.pairs_both, near)):
        return "growth and savings"
    is_changes = any(map(labels.names_changes, near)) and not any(map(labels.names_savings, near))
    return "changes to the budget" if is_changes else ""
