"""Which rows of a document are growth, which adds to the budget, and which are savings; what is not proved is asked."""

from collections.abc import Sequence

from proposals.importing.understanding import labels
from proposals.importing.understanding.figures import Shape, figure_of
from proposals.importing.understanding.findings import listed
from proposals.importing.understanding.kinds import Kind
from proposals.importing.understanding.reading import Reading
from proposals.importing.understanding.rows import Row

GROWTH, SAVINGS = "growth", "savings"
_MOST_COUNTED = 200


def mark_growth(reading: Reading, texts: Sequence[str]) -> None:
    """Tell of every row of a table whether it is growth: by its own words, its groups, or the list it stands in.

    `texts` are the first words of the document, which are its title where nothing stands above the table.
    """
    reading.is_growth = _is_growth_list(reading, texts)
    for row in reading.rows:
        said = _said_of(reading, row)
        row.is_growth = (
            said if said is not None else row.is_growth or reading.is_growth or _states_cause(reading, row)
        )
    named = {
        row.names.get(Kind.CATEGORY) or row.section.split("/")[-1] for row in reading.items if row.is_growth
    }
    names = [name for name in named if labels.titles_of_growth(name)]
    if names and not reading.is_growth:
        reading.evidence.append(f"rows of {listed(sorted(names))} are growth, as these words say")


def is_list_of_growth(reading: Reading) -> bool:
    """Return whether the words above a table can be nothing but the title of a list of growth."""
    near = reading.names_around
    return any(map(labels.titles_of_growth, near)) and not any(map(labels.names_savings, near))


def heads_growth(reading: Reading) -> bool:
    """Return whether the heading of every amount, or of the titles, says growth and that of none says savings."""
    headings = [column.said.core for column in reading.columns_of(Kind.YEAR, Kind.SAVING)]
    titles = [column.said.core for column in reading.columns_of(Kind.TITLE)]
    if any(map(labels.names_savings, (*headings, *titles))):
        return False
    return any(map(labels.names_growth, titles)) or (
        bool(headings) and all(map(labels.lists_growth, headings))
    )


def printed_amount(reading: Reading, row: Row) -> int:
    """Return what a row comes to over all years, as printed."""
    vector = reading.vector(row)
    years = [vector.get(column.slot) for column in reading.columns_of(Kind.YEAR, Kind.SAVING)]
    known = [int(figure) for figure in years if figure is not None]
    totals = [vector.get(column.slot) for column in reading.columns_of(Kind.TOTAL)]
    return sum(known) or next((int(total) for total in totals if total), 0)


def printed_amounts(reading: Reading, *, is_growth: bool | None = None) -> list[int]:
    """Return what the items of a table come to that are growth, or are not, as printed and without zeros."""
    rows = (row for row in reading.items if is_growth in (None, row.is_growth))
    return [amount for row in rows if (amount := printed_amount(reading, row))]


def majority(amounts: Sequence[int]) -> int:
    """Return the sign that most amounts carry, 0 where there are none."""
    negative, positive = sum(a < 0 for a in amounts), sum(a > 0 for a in amounts)
    if not negative and not positive:
        return 0
    return -1 if negative > positive or (negative == positive and sum(amounts) <= 0) else 1


def settle_sign_of_growth(reading: Reading) -> None:
    """Tell which sign turns growth into savings below zero: what is printed like savings counts against them."""
    rows = [row for row in reading.items if row.is_growth][:_MOST_COUNTED]
    printed = sum(printed_amount(reading, row) for row in rows) or next(
        (figure for row in rows for figure in _figures(reading, row, Kind.YEAR, Kind.SAVING, Kind.TOTAL)), 0
    )
    reading.growth_sign = -reading.sign if printed * reading.sign > 0 else reading.sign
    beside = [figure for row in reading.items for figure in _figures(reading, row, Kind.GROWTH)]
    reading.sign_beside = majority(beside) or 1


def _figures(reading: Reading, row: Row, *kinds: Kind) -> list[int]:
    vector = reading.vector(row)
    slots = [column.slot for column in reading.columns_of(*kinds)]
    return [int(vector[slot]) for slot in slots if vector.get(slot)]


def confirm_growth_rows(reading: Reading, *, is_netted: bool) -> None:
    """Ask of rows called growth but printed like savings, unless the table tells all its growth from all its savings.

    A total of the savings less the growth (`is_netted`) proves it as well.
    """
    rows = [row for row in reading.items if row.is_growth and printed_amount(reading, row) * reading.sign > 0]
    if not rows or is_netted or reading.is_growth:
        return
    if any(map(labels.names_savings, reading.names_around)) and not any(
        map(labels.names_both, reading.names_around)
    ):
        for row in rows:  # “Demand” in a list of savings is what they are about
            row.is_growth = any(map(labels.is_direction, row.groups))
        rows = [row for row in rows if row.is_growth]
    if not rows:
        return
    if all(_said_of(reading, row, by_groups=True) is not None for row in reading.items):
        reading.evidence.append("its rows are told apart as growth and savings")
        return
    groups = (row.section.split("/")[-1] or row.names.get(Kind.CATEGORY, "") for row in rows)
    text = (
        f"The rows under {listed(list(dict.fromkeys(groups)))} are printed like savings. Are they growth, which adds "
        "to the budget, or savings?"
    )
    place, choices = rows[0].location, (GROWTH, SAVINGS)
    if reading.ask("growth-rows", "growth", text, choices, GROWTH, place, is_supported=True) == SAVINGS:
        for row in rows:
            row.is_growth = False


def confirm_growth_list(reading: Reading, savings: Sequence[int]) -> None:
    """Ask whether a list is growth, unless its title can be of nothing else, or savings of the other sign prove it."""
    if not reading.is_growth:
        return
    amounts = printed_amounts(reading)
    title = reading.title or reading.location.sheet
    is_clear = is_list_of_growth(reading) or heads_growth(reading)
    if is_clear and not reading.findings.answered("growth"):
        reading.evidence.append(f"the words above it or its headings say growth (“{title[:120]}”)")
        return
    if savings and amounts and majority(savings) == -majority(amounts):
        reading.evidence.append("its figures have the other sign than the savings of the document")
        return
    said = f"The words above the table say growth (“{title[:120]}”)."
    text = f"{said} Are its rows growth, which adds to the budget, or savings?"
    if reading.ask("growth", "growth", text, (GROWTH, SAVINGS), GROWTH, is_supported=True) == SAVINGS:
        reading.is_growth = False
        reading.sign = majority(amounts) or 1
        for row in reading.items:
            row.is_growth = bool(_said_of(reading, row))


def _said_of(reading: Reading, row: Row, *, by_groups: bool = False) -> bool | None:
    """Return True for a row that a column or a heading calls growth, False for a saving, None where nothing does."""
    said = [labels.direction_in_cell(row.text(column)) for column in reading.columns_of(Kind.DIRECTION)]
    category = row.names.get(Kind.CATEGORY, "")
    said.append(labels.direction_said(category) if category else None)
    groups = [labels.direction_said(name) for name in row.section.split("/") if name]
    told = next((direction for direction in said if direction is not None), None)
    if told is None and (by_groups or reading.is_growth):
        named = {direction for direction in groups if direction is not None}
        told = named.pop() if len(named) == 1 else None
    return told


def _states_cause(reading: Reading, row: Row) -> bool:
    """Return whether a row has words in a column of causes, unless the table's title says that it lists savings.

    Beside columns of growth they are the causes of that.
    """
    near = reading.names_around
    lists_savings = any(map(labels.names_savings, near)) and not any(map(labels.names_both, near))
    if lists_savings or reading.columns_of(Kind.GROWTH):
        return False
    return any(
        figure_of(row.cell(column)).shape is Shape.WORDS
        for column in reading.columns_of(Kind.CATEGORY)
        if labels.heads_causes(column.said.core)
    )


def _is_growth_list(reading: Reading, texts: Sequence[str]) -> bool:
    """Return whether the words above a table, or all its headings, say growth, and its headings do not say savings."""
    if heads_growth(reading):
        return True
    headings = " ".join(
        column.heading for column in reading.columns_of(Kind.YEAR, Kind.TOTAL, Kind.SAVING, Kind.TITLE)
    )
    context = reading.raw.context
    if any(map(labels.takes_back, (*context[-3:], reading.location.sheet, headings))):
        return True
    if labels.names_savings(headings) or any(map(labels.names_savings, context[-2:])):
        return False
    near = context[-3:] or texts
    return any(map(labels.lists_growth, (*near, reading.location.sheet)))
