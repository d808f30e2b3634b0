"""One table as it is being read: its columns and rows, its unit and basis, and each row's figures in pounds."""

import itertools
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from proposals.importing.files.blocks import Location
from proposals.importing.understanding.asker import Asker
from proposals.importing.understanding.columns import Column
from proposals.importing.understanding.figures import Figure, Shape, pounds_of
from proposals.importing.understanding.kinds import AMOUNTS, MONEY, POSTS, Kind
from proposals.importing.understanding.rows import Row
from proposals.importing.understanding.sums import Amount, Slot
from proposals.importing.understanding.tables import RawTable
from proposals.importing.understanding.values import Basis, Role
from proposals.importing.units import LEAST_SAVING, unit_in
from services.values.money import POUNDS_IN, UNIT_LABEL, Unit
from services.values.years import FinancialYear

_MOST_IMAGINABLE = 2_000_000_000
"""Pounds: no council saves as much, so figures that come to more are not in that unit."""
_UNITS: tuple[Unit, ...] = ("pounds", "thousands", "millions")
_FEW_FIGURES = 3
_MOST_DECIMALS = 3
_NO_HOLES = (Shape.UNSTATED, Shape.PERCENT)


@dataclass
class Reading:
    """A table while it is read."""

    raw: RawTable
    columns: list[Column]
    rows: list[Row]
    years: tuple[FinancialYear, ...]
    number: int
    unit: Unit | None = None
    basis: Basis = Basis.DISCRETE
    sign: int = 1
    evidence: list[str] = field(default_factory=list)
    growth_sign: int = -1
    """What turns figures of growth into savings below zero."""
    sign_beside: int = 1
    """The sign that growth carries in columns beside the savings."""
    is_earlier: bool = False
    """Its title says that an earlier plan has its rows already."""
    is_growth: bool = False
    """It is a list of growth, as a whole."""
    is_sign_said: bool = False
    """The document or a person says which sign its savings have."""
    cache: dict[int, tuple[dict[Slot, Amount], list[Slot]]] = field(default_factory=dict)
    _by_kind: dict[Kind, list[Column]] | None = None
    _slots: dict[int, Hashable] = field(default_factory=dict)
    _steps: dict[Slot, int] | None = None

    @property
    def location(self) -> Location:
        """Return where the table begins."""
        return self.raw.header[0].location

    @property
    def title(self) -> str:
        """The words above the table."""
        return ": ".join(self.raw.context[-3:])

    @property
    def items(self) -> list[Row]:
        """The rows that are items."""
        return [row for row in self.rows if row.role is Role.ITEM]

    def columns_of(self, *kinds: Kind) -> list[Column]:
        """Return the columns of some kinds."""
        if self._by_kind is None:
            return [column for column in self.columns if column.kind in kinds]
        if len(kinds) == 1:
            return self._by_kind.get(kinds[0], [])
        return [column for column in self.columns if column.kind in kinds]

    def settle_columns(self) -> None:
        """Take the columns' kinds and years as settled, so that they are found quickly."""
        self._by_kind, self._steps = {}, None
        for column in self.columns:
            self._by_kind.setdefault(column.kind, []).append(column)
        slots = {column.index: self._slot(column) for column in self.columns}
        if slots != self._slots:
            self._slots = slots
            self.cache.clear()

    def slot(self, column: Column) -> Hashable:
        """Return what a column's figures are added up under, the same in all tables of a document."""
        return self._slots[column.index] if self._slots else self._slot(column)

    @staticmethod
    def _slot(column: Column) -> Hashable:
        if column.kind is Kind.YEAR:
            return (Kind.YEAR, column.year, column.fund) if column.fund else (Kind.YEAR, column.year)
        if column.kind is Kind.TOTAL:
            return (Kind.TOTAL,)
        return (column.kind, column.year, column.said.core)

    def vector(self, row: Row) -> dict[Slot, Amount]:
        """Return a row's figures as printed: whole pounds by slot, and posts; those of one slot are added up."""
        return self._figures(row)[0]

    def holes(self, row: Row) -> list[Slot]:
        """Return the slots of a row where an amount stands that cannot be read."""
        return self._figures(row)[1]

    def _figures(self, row: Row) -> tuple[dict[Slot, Amount], list[Slot]]:
        known = self.cache.get(id(row))
        if known is not None:
            return known
        vector: dict[Slot, Amount] = {}
        holes: list[Slot] = []
        for index, figure in row.figures.items():
            column = self.columns[index]
            if column.kind is Kind.PERCENTAGE:
                continue
            amount, slot = self.amount(column, figure), self.slot(column)
            if amount is not None:
                vector[slot] = vector[slot] + amount if slot in vector else amount
            elif (column.kind in MONEY or column.kind in POSTS) and figure.shape not in _NO_HOLES:
                holes.append(slot)
        self.cache[id(row)] = vector, holes
        return vector, holes

    def amount(self, column: Column, figure: Figure) -> Amount | None:
        """Return a cell's figure in pounds or posts; None where it holds none that can be read."""
        if figure.shape is Shape.NIL:
            return 0
        if figure.shape not in (Shape.NUMBER, Shape.WORDED, Shape.ABOUT):
            return None
        if column.kind in POSTS:
            return figure.number
        return pounds_of(figure, column.unit or self.unit or "pounds")

    def steps(self) -> dict[Slot, int]:
        """Return the smallest step of each column's figures, where they are not in single pounds."""
        if self._steps is None:
            self._steps = {
                self.slot(column): POUNDS_IN[column.unit or self.unit or "pounds"]
                // 10 ** self._decimals(column)
                for column in self.columns
                if column.kind in MONEY and (column.unit or self.unit) in ("thousands", "millions")
            }
        return self._steps

    @property
    def decimals(self) -> int:
        """The decimals that its savings are printed with, pounds without any."""
        columns = [column for column in self.columns if column.is_amount]
        shown = max(map(self._decimals, columns), default=0)
        return 0 if self.unit == "pounds" else min(shown, _MOST_DECIMALS)

    def _decimals(self, column: Column) -> int:
        return max(
            (row.figures[column.index].decimals for row in self.rows[:200] if column.index in row.figures),
            default=0,
        )


def settle_unit(reading: Reading, document_texts: Sequence[str], asker: Asker) -> None:
    """Give the table and its columns their unit: from headings, titles, cells, or else by asking."""
    money = [column for column in reading.columns if column.kind in MONEY]
    said = {c.unit for c in money if c.unit and c.kind in AMOUNTS} or {c.unit for c in money if c.unit}
    context = [
        unit for text in (*reversed(reading.raw.context), reading.location.sheet) if (unit := unit_in(text))
    ]
    about = [unit for text in document_texts if (unit := unit_in(text)) and len(text) < 240]
    counted = [row for row in reading.rows if row.role in (Role.ITEM, Role.TOTAL, Role.UNDECIDED)]
    figures = [
        row.figures[c.index] for row in counted for c in money if c.index in row.figures and c.kind in AMOUNTS
    ]
    if len(said) == 1:
        (reading.unit,) = said
        reading.evidence.append(f"{' and '.join(UNIT_LABEL[unit] for unit in said)} stands in the headings")
    elif not said and context:
        reading.unit = context[0]
        reading.evidence.append(f"{UNIT_LABEL[context[0]]} is printed above the table")
    elif not said:
        _unit_without_heading(reading, figures, about, asker)
    else:
        reading.unit = max(said, key=lambda unit: sum(column.unit == unit for column in money))
    for column in money:
        column.unit = column.unit or reading.unit
    _doubt_unit(reading, figures, context, asker)


def _unit_without_heading(
    reading: Reading, figures: Sequence[Figure], about: Sequence[Unit], asker: Asker
) -> None:
    bare = [
        figure
        for figure in figures
        if figure.shape is Shape.NUMBER and figure.number and not figure.in_pounds
    ]
    with_pound = [figure for figure in bare if figure.has_pound]
    if not bare:
        said = Counter(figure.said_unit for figure in figures if figure.said_unit)
        reading.unit = said.most_common(1)[0][0] if said else "pounds"
        return
    if set(about) and len(set(about)) == 1:
        reading.unit = about[0]
        reading.evidence.append(f"{UNIT_LABEL[about[0]]} stands in the document")
        return
    if with_pound and len(with_pound) * 2 > len(bare):
        reading.unit = "pounds"
        reading.evidence.append("the figures carry a pound sign")
        return
    possible = [unit for unit in _UNITS if _is_possible(bare, unit)]
    if len(possible) == 1:
        reading.unit = possible[0]
        reading.evidence.append(
            f"in any other unit than {UNIT_LABEL[possible[0]]} the figures could not be savings of a council"
        )
        return
    default = _likely(bare)
    shown = ", ".join(f"{figure.number.normalize():,f}" for figure in bare[:3])
    text = f"Which unit are the figures in ({shown} …)? The document does not say."
    answer = asker.ask(
        "unit",
        "unit",
        reading.location,
        text,
        tuple(UNIT_LABEL[unit] for unit in _UNITS),
        UNIT_LABEL[default],
    )
    reading.unit = next(unit for unit in _UNITS if UNIT_LABEL[unit] == answer)


def _is_possible(figures: Sequence[Figure], unit: Unit) -> bool:
    largest = max(abs(figure.number) for figure in figures) * POUNDS_IN[unit]
    total = sum(abs(figure.number) for figure in figures) * POUNDS_IN[unit]
    whole = all((figure.number * POUNDS_IN[unit]) % 1 == 0 for figure in figures)
    return largest >= LEAST_SAVING and total <= _MOST_IMAGINABLE and whole


def _likely(figures: Sequence[Figure]) -> Unit:
    largest = max(abs(figure.number) for figure in figures)
    if any(figure.decimals >= _FEW_FIGURES for figure in figures) and largest < 1_000:
        return "millions"
    return "pounds" if largest >= 20_000 else "thousands"


def _doubt_unit(reading: Reading, figures: Sequence[Figure], context: Sequence[Unit], asker: Asker) -> None:
    """Ask where figures do not look like figures in the unit that the table names."""
    unit = reading.unit or "pounds"
    bare = [
        figure
        for figure in figures
        if figure.shape is Shape.NUMBER and figure.number and not figure.in_pounds
    ]
    if not bare or reading.evidence[:1] == ["asked"] or asker.answered("unit"):
        return
    if any("unit" in column.held for column in reading.columns):
        return
    large = [
        figure
        for figure in bare
        if figure.has_pound and abs(figure.number) >= 10**_FEW_FIGURES * 10 and unit != "pounds"
    ]
    contrary = [said for said in context[:1] if said != unit]
    possible = _is_possible(bare, unit) or (unit == "pounds" and any(figure.number % 1 for figure in bare))
    if possible and not large and not (contrary and _is_possible(bare, contrary[0])):
        return
    example = (large or sorted(bare, key=lambda figure: -abs(figure.number)))[0]
    said = f"The headings say {UNIT_LABEL[unit]}" + (
        f", the title {UNIT_LABEL[contrary[0]]}" if contrary else ""
    )
    text = f"{said}, but a figure is {example.number:,}. Which unit are the figures in?"
    default = contrary[0] if contrary and not possible else unit
    answer = asker.ask(
        "unit", "unit", reading.location, text, tuple(UNIT_LABEL[u] for u in _UNITS), UNIT_LABEL[default]
    )
    chosen = next(known for known in _UNITS if UNIT_LABEL[known] == answer)
    for column in reading.columns:
        if column.kind in MONEY and column.unit == unit:
            column.unit = chosen
    reading.unit = chosen


def row_sums(reading: Reading) -> Iterator[tuple[Row, int, int, int]]:
    """Yield the items that state a total and years: the row, the total, what the years come to, and the last year."""
    years = sorted((c for c in reading.columns_of(Kind.YEAR) if c.year), key=lambda column: column.year or 0)
    totals = reading.columns_of(Kind.TOTAL)
    if len(totals) != 1 or not years:
        return
    slots = list(dict.fromkeys(map(reading.slot, years)))
    for row in reading.rows:
        if row.role not in (Role.ITEM, Role.TOTAL, Role.SUBTOTAL, Role.UNDECIDED):
            continue
        vector = reading.vector(row)
        stated = vector.get(reading.slot(totals[0]))
        figures = [vector.get(slot) for slot in slots]
        holes = reading.holes(row)
        if stated is None or holes or all(figure is None for figure in figures):
            continue
        yield row, int(stated), int(sum(figure or 0 for figure in figures)), int(figures[-1] or 0)


def settle_basis(reading: Reading, said_cumulative: bool, said_discrete: bool, asker: Asker) -> None:
    """Tell whether each year's figure is the change made in it or holds those before: by totals, words, or asking."""
    if len({column.year for column in reading.columns_of(Kind.YEAR)}) < 2:
        return
    telling = [
        (added == stated, last == stated) for _, stated, added, last in row_sums(reading) if added != last
    ]
    adds = sum(one for one, _ in telling)
    lasts = sum(other for _, other in telling)
    if adds > lasts and adds * 2 >= len(telling):
        reading.evidence.append(f"the years add up to the total in {adds} of {len(telling)} rows: discrete")
        if said_cumulative:
            _ask_basis(
                reading,
                "The words above the table say cumulative, but the years add up to the total.",
                Basis.DISCRETE,
                asker,
            )
        return
    if lasts > adds and lasts * 2 >= len(telling):
        reading.basis = Basis.CUMULATIVE
        reading.evidence.append(f"the last year is the total in {lasts} of {len(telling)} rows: cumulative")
        return
    if said_cumulative:
        _ask_basis(reading, "The document says that its figures are cumulative.", Basis.CUMULATIVE, asker)
    elif not said_discrete and _repeats(reading):
        text = "Most figures stand again, or larger, in every later year, and no total tells whether they add up."
        _ask_basis(reading, text, Basis.CUMULATIVE, asker)


def _ask_basis(reading: Reading, why: str, default: Basis, asker: Asker) -> None:
    text = f"{why} Is a year's figure the further change made in it (discrete) or all up to it (cumulative)?"
    reading.basis = Basis(
        asker.ask("basis", "discrete or cumulative", reading.location, text, tuple(Basis), default)
    )


def _repeats(reading: Reading) -> bool:
    """Return whether most rows have in each later year at least what they have in the one before."""
    years = sorted((c for c in reading.columns_of(Kind.YEAR) if c.year), key=lambda column: column.year or 0)
    grows = rows = 0
    for row in reading.items:
        vector = reading.vector(row)
        figures = [abs(Decimal(vector.get(reading.slot(column), 0))) for column in years]
        if sum(bool(figure) for figure in figures) == 0:
            continue
        rows += 1
        first = next(index for index, figure in enumerate(figures) if figure)
        tail = figures[first:]
        grows += len(tail) > 1 and all(
            later >= figure * Decimal("0.9") for figure, later in itertools.pairwise(tail)
        )
    return rows >= 2 and grows * 10 >= rows * 6


def discrete(by_year: Mapping[FinancialYear, int], basis: Basis) -> dict[FinancialYear, int]:
    """Return the change made in each year, whatever basis the figures were printed on."""
    if basis is Basis.DISCRETE:
        return dict(by_year)
    before = 0
    changes = {}
    for year in sorted(by_year):
        changes[year] = by_year[year] - before
        before = by_year[year]
    return changes
