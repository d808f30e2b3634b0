"""The unit of a table's amounts: from headings, titles, cells, or else by asking."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from decimal import Decimal

from proposals.importing.understanding.columns import Column
from proposals.importing.understanding.figures import BLANK, Figure, Shape
from proposals.importing.understanding.findings import listed
from proposals.importing.understanding.kinds import MONEY
from proposals.importing.understanding.reading import Reading
from proposals.importing.understanding.rows import Row
from proposals.importing.understanding.values import Role
from proposals.importing.units import LEAST_SAVING, unit_in
from services.values.money import POUNDS_IN, UNIT_LABEL, Unit

_MOST_IMAGINABLE = 2_000_000_000
"""Pounds: no council saves as much, so figures that come to more are not in that unit."""
_MOST_THOUSANDS = 20_000
"""Single savings may be of as many thousands, but not most of a list."""
_UNITS: tuple[Unit, ...] = ("pounds", "thousands", "millions")
_MOST_DECIMALS = 3
_LARGE = 10_000
"""“£40,000” below £000 is hardly forty million."""
_LARGEST_BESIDE: dict[Unit, float] = {"pounds": float("inf"), "thousands": _LARGE, "millions": 100}
"""“£15,000” beside savings in £m is hardly fifteen thousand million."""
_FAR_ABOVE, _FEWEST_USUAL = 25, 3
"""An amount so many times those that most rows state is hardly in their unit."""
_READ = (Shape.NUMBER, Shape.ABOUT, Shape.WORDED)
_PENCE = 2
_LEAST_WITH_PENCE = 1_000
"""“1,234.56” is hardly in £000, where “46.25” may be."""
_LONGEST_TITLE = 240


def settle_unit(reading: Reading, document_texts: Sequence[str]) -> None:
    """Give the table and its columns their unit: from headings, titles, cells, or else by asking."""
    money = [column for column in reading.columns if column.kind in MONEY]
    amounts = [column for column in money if column.is_amount]
    headed = Counter(c.unit for c in amounts if c.unit) or Counter(c.unit for c in money if c.unit)
    above = next(
        (
            unit
            for text in (*reversed(reading.raw.context), reading.location.sheet)
            if (unit := unit_in(text))
        ),
        None,
    )
    figures = [
        row.figures[column.index]
        for row in reading.rows
        if row.role in (Role.ITEM, Role.TOTAL, Role.UNDECIDED)
        for column in amounts
        if column.index in row.figures
    ]
    bare = [figure for figure in figures if _is_bare(figure)]
    if headed:
        reading.unit = headed.most_common(1)[0][0]
        if len(headed) == 1:
            reading.evidence.append(f"{UNIT_LABEL[reading.unit]} stands in the headings")
    elif above:
        reading.unit = above
        reading.evidence.append(f"{UNIT_LABEL[above]} is printed above the table")
    elif bare:
        texts = () if reading.raw.apart else document_texts
        about = {unit for text in texts if (unit := unit_in(text)) and len(text) < _LONGEST_TITLE}
        reading.unit = _unit_without_heading(reading, bare, about)
    else:
        said = Counter(figure.said_unit for figure in figures if figure.said_unit)
        reading.unit = said.most_common(1)[0][0] if said else "pounds"
    for column in money:
        is_apart = not (column.is_amount or above) and _is_in_pounds(reading, column)
        column.unit = column.unit or ("pounds" if is_apart else reading.unit)
    odd = _ask_of_odd_cells(reading, amounts) if bare else []
    bare = [figure for figure in bare if figure not in odd]
    is_chosen = any("unit" in column.held for column in reading.columns)
    if bare and not is_chosen and not reading.findings.answered(_question_id(reading)):
        _doubt_unit(reading, reading.unit, bare, above, "The headings say" if headed else "The text says")


def _is_bare(figure: Figure) -> bool:
    """Return whether a figure is an amount whose cell does not say its unit."""
    return figure.shape in _READ and bool(figure.number) and not figure.in_pounds


def _ask_of_odd_cells(reading: Reading, amounts: Sequence[Column]) -> list[Figure]:
    """Ask whether single amounts far above the others of a table in £000 or £m are in £; return these."""
    unit = reading.unit or "pounds"
    odd = _odd_cells(reading, [column for column in amounts if column.unit == unit])
    if unit == "pounds" or not odd:
        return []
    figures = [row.figures[column.index] for row, column in odd]
    shown = listed([f"{row.name[:80]}: {row.text(column)}" for row, column in odd])
    text = (
        f"The amounts are in {UNIT_LABEL[unit]}. Is the unit of {shown}, which would be far above the others, £, or "
        f"{UNIT_LABEL[unit]} as well?"
    )
    place = odd[0][0].place_of(odd[0][1])
    choices = (UNIT_LABEL["pounds"], UNIT_LABEL[unit])
    if reading.ask("unit-of-cells", "unit", text, choices, choices[0], place) == choices[0]:
        for row, column in odd:
            row.figures[column.index] = replace(row.figures[column.index], said_unit="pounds")
    return figures


def _odd_cells(reading: Reading, amounts: Sequence[Column]) -> list[tuple[Row, Column]]:
    """Return the cells whose amounts are hardly in the unit of the table, unless a total of their column holds them.

    They are far above most others, or above these and alone in carrying a pound sign.
    """
    cells = [
        (row, c, figure) for row in reading.items for c in amounts if (figure := row.figures.get(c.index))
    ]
    cells = [cell for cell in cells if _is_bare(cell[2])]
    usual = sorted((figure for _, _, figure in cells), key=_size)[: len(cells) * 3 // 4]
    if len(usual) < _FEWEST_USUAL:
        return []
    most, large = _size(usual[-1]), _LARGEST_BESIDE[reading.unit or "pounds"]
    carry_signs = any(figure.has_pound for figure in usual)
    totals = [row for row in reading.rows if row.role is Role.TOTAL]
    return [
        (row, column)
        for row, column, figure in cells
        if (
            (_size(figure) >= large and _size(figure) >= most * _FAR_ABOVE)
            or (figure.has_pound and not carry_signs and most < _size(figure) >= large / 10)
        )
        and not any(_size(sums.figures.get(column.index, BLANK)) > _size(figure) for sums in totals)
    ]


def _size(figure: Figure) -> Decimal:
    return abs(figure.number)


def _is_in_pounds(reading: Reading, column: Column) -> bool:
    """Return whether the figures of costs or budgets are too large for the unit of the savings beside them."""
    figures = [row.figures[column.index] for row in reading.items if column.index in row.figures]
    return any(
        abs(figure.number) >= _LARGEST_BESIDE[reading.unit or "pounds"]
        for figure in figures
        if figure.shape in _READ and figure.has_pound and not figure.in_pounds
    )


def _unit_without_heading(reading: Reading, bare: Sequence[Figure], about: Collection[Unit]) -> Unit:
    """Return the unit that the document, pound signs or the size of the figures tell, or a person."""
    if len(about) == 1:
        (unit,) = about
        reading.evidence.append(f"{UNIT_LABEL[unit]} stands in the document")
        return unit
    if 2 * sum(figure.has_pound for figure in bare) > len(bare):
        reading.evidence.append("the figures carry a pound sign")
        return "pounds"
    typical = sorted(abs(figure.number) for figure in bare)[len(bare) // 2]
    units = _UNITS if typical < _MOST_THOUSANDS else _UNITS[:1]
    possible = [unit for unit in units if _is_possible(bare, unit)]
    if len(possible) == 1 and ("pounds" in possible or not any(map(_shows_pence, bare))):
        label = UNIT_LABEL[possible[0]]
        reading.evidence.append(
            f"in any other unit than {label} the figures could not be savings of a council"
        )
        if possible[0] != "pounds":
            message = f"No unit is stated; the figures were read in {label}, as their size is not that of another unit."
            reading.findings.note("unit", reading.location, message)
        return possible[0]
    shown = ", ".join(f"{figure.number.normalize():,f}" for figure in bare[:3])
    text = f"Which unit are the figures in ({shown} …)? The document does not say."
    return _ask_unit(reading, text, _likely(bare))


def _question_id(reading: Reading) -> str:
    """Return the id of the question for the unit, which is asked of each part that has its own."""
    return f"unit in {reading.raw.apart}" if reading.raw.apart else "unit"


def _ask_unit(reading: Reading, text: str, default: Unit) -> Unit:
    choices = [UNIT_LABEL[unit] for unit in _UNITS]
    answer = reading.ask(_question_id(reading), "unit", text, choices, UNIT_LABEL[default])
    return _UNITS[choices.index(answer)]


def _is_possible(figures: Sequence[Figure], unit: Unit) -> bool:
    pounds = [abs(figure.number) * POUNDS_IN[unit] for figure in figures]
    finest = Decimal("0.01") if unit == "pounds" else 1
    is_exact = all(amount % finest == 0 for amount in pounds)
    return max(pounds) >= LEAST_SAVING and sum(pounds) <= _MOST_IMAGINABLE and is_exact


def _shows_pence(figure: Figure) -> bool:
    """Return whether a figure is one of pounds with pence, as so large figures in £000 have no such decimals."""
    return figure.decimals == _PENCE and abs(figure.number) >= _LEAST_WITH_PENCE and figure.number % 1 != 0


def _likely(figures: Sequence[Figure]) -> Unit:
    largest = max(abs(figure.number) for figure in figures)
    if any(figure.decimals >= _MOST_DECIMALS for figure in figures) and largest < 1_000:
        return "millions"
    return "pounds" if any(map(_shows_pence, figures)) or largest >= 20_000 else "thousands"


def _doubt_unit(
    reading: Reading, unit: Unit, bare: Sequence[Figure], above: Unit | None, source: str
) -> None:
    """Ask where figures do not look like figures in the unit that is named; `source` says in words where it is."""
    large = [
        figure
        for figure in bare
        if unit != "pounds" and ((figure.has_pound and abs(figure.number) >= _LARGE) or _shows_pence(figure))
    ]
    contrary = above if above != unit else None
    possible = _is_possible(bare, unit) or (unit == "pounds" and any(figure.number % 1 for figure in bare))
    if possible and not large and not (contrary and _is_possible(bare, contrary)):
        return
    example = large[0] if large else max(bare, key=lambda figure: abs(figure.number))
    said = f"{source} {UNIT_LABEL[unit]}" + (f", the title {UNIT_LABEL[contrary]}" if contrary else "")
    text = f"{said}, but a figure is {example.number:,}. Which unit are the figures in?"
    chosen = _ask_unit(reading, text, contrary if contrary and not possible else unit)
    for column in reading.columns:
        if column.kind in MONEY and column.unit == unit:
            column.unit = chosen
    reading.unit = chosen
