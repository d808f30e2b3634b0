"""One table as it is being read: its columns and rows, its unit and basis, and each row's figures in pounds."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from itertools import accumulate, dropwhile, pairwise, permutations

from proposals.importing.files.blocks import Location
from proposals.importing.understanding import labels
from proposals.importing.understanding.columns import Column
from proposals.importing.understanding.figures import Figure, Shape, pounds_of
from proposals.importing.understanding.findings import Findings
from proposals.importing.understanding.kinds import MONEY, POSTS, Kind
from proposals.importing.understanding.rows import Row
from proposals.importing.understanding.starts import says_whole_year
from proposals.importing.understanding.sums import Amount, Slot
from proposals.importing.understanding.sums import Figure as Number
from proposals.importing.understanding.tables import RawTable
from proposals.importing.understanding.values import Basis, Role
from services.values.money import POUNDS_IN, Unit
from services.values.years import FinancialYear

_PENCE = 2
_MOST_DECIMALS = 3
_NO_HOLES = (Shape.UNSTATED, Shape.PERCENT)


@dataclass
class Reading:
    """A table while it is read."""

    raw: RawTable
    columns: list[Column]
    findings: Findings
    rows: list[Row] = field(default_factory=list)
    years: tuple[FinancialYear, ...] = ()
    anchors: tuple[FinancialYear, ...] = ()
    """The years of the round, or else those that the words above the table name."""
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
    year_of_rest: FinancialYear | None = None
    """The year in which the full-year effect of its savings is reached, where they begin in the course of one."""
    titled_directorate: str = ""
    """The directorate that a title or the sheet names, where nothing else names one."""
    tells_starts: bool = False
    """Every item says when its saving begins, which tells the year of an amount that names none."""
    year_without_start: FinancialYear | None = None
    """The year of the amounts whose rows do not say when they begin, where the others do."""
    months_of_first: dict[int, int] = field(default_factory=dict)
    """By the ids of the rows, how many months the first year has of a saving of a whole year, the next one the rest."""
    has_exact_pence: bool = False
    """Its figures have their pence until sums have proved them, after which they are rounded."""
    is_sign_said: bool = False
    """The document or a person says which sign its savings have."""
    takes_costs: bool = False
    """A column of it is what the savings come to less their costs, so that a cost alone adds to the budget."""
    netted: set[Column] = field(default_factory=set)
    """The columns of savings that such a column holds together."""
    proved: Mapping[int, Collection[Slot]] = field(default_factory=dict)
    """By the ids of the rows, the slots whose printed totals hold."""
    _cache: dict[int, tuple[dict[Slot, Amount], list[Slot]]] = field(default_factory=dict)
    _by_kind: dict[tuple[Kind, ...], list[Column]] = field(default_factory=dict)
    _steps: dict[Slot, int] = field(default_factory=dict)

    @property
    def location(self) -> Location:
        """Return where the table begins."""
        return self.raw.header[0].location

    @property
    def title(self) -> str:
        """The words above the table."""
        return ": ".join(self.raw.context[-3:])

    @property
    def names_around(self) -> tuple[str, ...]:
        """The words above the table, and the name of its sheet."""
        return (*self.raw.context[-3:], self.location.sheet)

    @property
    def items(self) -> list[Row]:
        """The rows that are items."""
        return [row for row in self.rows if row.role is Role.ITEM]

    @property
    def dated(self) -> list[Column]:
        """The columns of savings of a year, in the order of their years."""
        return sorted((c for c in self.columns_of(Kind.YEAR) if c.year), key=lambda c: c.year or 0)

    @property
    def shows_all_years(self) -> bool:
        """Whether there are several years, and a column for each, so that they come to the total of a row."""
        years = {column.year for column in self.columns_of(Kind.YEAR)}
        return len(years) > 1 and years.issuperset(self.years)

    def place_of(self, column: Column) -> Location | None:
        """Return where the first value of a label of a form stands; None for a column, which has its table's place."""
        return self.raw.header[0].cells[column.index].location if self.raw.holds_forms else None

    def ask(
        self,
        id_: str,
        about: str,
        text: str,
        choices: Sequence[str] = (),
        default: str = "",
        location: Location | None = None,
        *,
        is_supported: bool = False,
    ) -> str:
        """Return the answer to a question about the table, or about a place in it."""
        place = location or self.location
        return self.findings.ask(id_, about, place, text, choices, default, is_supported=is_supported)

    def columns_of(self, *kinds: Kind) -> list[Column]:
        """Return the columns of some kinds."""
        if kinds not in self._by_kind:
            self._by_kind[kinds] = [column for column in self.columns if column.kind in kinds]
        return self._by_kind[kinds]

    @cached_property
    def slots_of_savings(self) -> frozenset[Slot]:
        """What the savings among a row's figures are added up under."""
        return frozenset(column.slot for column in self.columns if column.is_amount)

    @cached_property
    def words_around(self) -> tuple[str, ...]:
        """The headings of its amounts and growth, then the words above it, the nearest first."""
        headed = (c.heading for c in self.columns if c.is_amount or c.kind is Kind.GROWTH)
        return (*headed, *reversed(self.names_around))

    def settle(self, column: Column, kind: Kind, evidence: str = "") -> None:
        """Take a column to be of a kind, and keep what tells so."""
        column.kind = kind
        if evidence and column.kind is kind:
            column.evidence.append(evidence)
        self._by_kind.clear()
        self._steps.clear()
        for known in ("slots_of_savings", "words_around"):
            self.__dict__.pop(known, None)
        self._cache.clear()

    def forget(self, row: Row) -> None:
        """Forget the figures of a row, of which some have changed."""
        self._cache.pop(id(row), None)

    def take_pence(self, *, exact: bool) -> None:
        """Take figures of pounds with their pence, or as whole pounds."""
        self.has_exact_pence = exact
        self._cache.clear()

    def vector(self, row: Row) -> dict[Slot, Amount]:
        """Return a row's figures as printed: whole pounds by slot, and posts; those of one slot are added up."""
        return self._figures(row)[0]

    def holes(self, row: Row) -> list[Slot]:
        """Return the slots of a row where an amount stands that cannot be read."""
        return self._figures(row)[1]

    def _figures(self, row: Row) -> tuple[dict[Slot, Amount], list[Slot]]:
        known = self._cache.get(id(row))
        if known is not None:
            return known
        vector: dict[Slot, Amount] = {}
        holes: list[Slot] = []
        for index, figure in row.figures.items():
            column = self.columns[index]
            if column.kind is Kind.PERCENTAGE:
                continue
            amount, slot = self.amount(column, figure), column.slot
            if amount is not None:
                vector[slot] = vector.get(slot, 0) + amount
            elif (column.kind in MONEY or column.kind in POSTS) and figure.shape not in _NO_HOLES:
                holes.append(slot)
        self._cache[id(row)] = vector, holes
        return vector, holes

    def amount(self, column: Column, figure: Figure) -> Amount | None:
        """Return a cell's figure in pounds or posts; None where it holds none that can be read."""
        if figure.shape is Shape.NIL:
            return 0
        if figure.shape not in (Shape.NUMBER, Shape.WORDED, Shape.ABOUT):
            return None
        if column.kind in POSTS:
            return figure.number
        unit = column.unit or self.unit or "pounds"
        if self.has_exact_pence and unit == "pounds":
            return figure.number
        return pounds_of(figure, unit)

    def steps(self) -> dict[Slot, int]:
        """Return the smallest step of each column's figures, where they are not in single pounds."""
        if not self._steps:
            self._steps = {
                column.slot: POUNDS_IN[column.unit or self.unit or "pounds"] // 10 ** self._decimals(column)
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


def row_sums(reading: Reading) -> Iterator[tuple[Row, Amount, Amount, Amount]]:
    """Yield the items that state a total and years: the row, the total, what the years come to, and the last year."""
    totals = reading.columns_of(Kind.TOTAL)
    slots = list(dict.fromkeys(column.slot for column in reading.dated))
    if len(totals) != 1 or not slots:
        return
    for row in reading.rows:
        if row.role not in (Role.ITEM, Role.TOTAL, Role.SUBTOTAL, Role.UNDECIDED):
            continue
        vector = reading.vector(row)
        stated = vector.get(totals[0].slot)
        figures = [vector.get(slot, 0) for slot in slots]
        if stated is not None and not reading.holes(row) and not vector.keys().isdisjoint(slots):
            yield row, _to_the_penny(stated), _to_the_penny(sum(figures)), _to_the_penny(figures[-1])


def _to_the_penny(amount: Amount) -> Amount:
    return amount if isinstance(amount, int) else round(amount, _PENCE)


def settle_basis(reading: Reading, near: Sequence[str]) -> None:
    """Tell whether each year's figure is the change made in it or holds those before: by totals, words, or asking.

    `near` are the words of the document and the table that may say so.
    """
    if len({column.year for column in reading.columns_of(Kind.YEAR)}) < 2:
        return
    answer = reading.findings.answered("basis")
    if answer in tuple(Basis):
        reading.basis = Basis(answer)
        reading.evidence.append(f"{answer}, as a person chose")
        return
    running = {column.year: column.slot for column in reading.columns_of(Kind.CUMULATIVE)}
    if running.keys() >= {column.year for column in reading.dated}:
        _hold_against_cumulative(reading, running)
        return
    is_said = any(map(labels.says_cumulative, near))
    telling = [
        (added == stated, last == stated) for _, stated, added, last in row_sums(reading) if added != last
    ]
    adds, lasts = (sum(found) for found in zip(*telling, strict=True)) if telling else (0, 0)
    if adds > lasts and adds * 2 >= len(telling):
        reading.evidence.append(f"the years add up to the total in {adds} of {len(telling)} rows: discrete")
        if is_said:
            why = "The words above the table say cumulative, but the years add up to the total."
            _ask_basis(reading, why, Basis.DISCRETE)
    elif lasts > adds and lasts * 2 >= len(telling):
        reading.basis = Basis.CUMULATIVE
        reading.evidence.append(f"the last year is the total in {lasts} of {len(telling)} rows: cumulative")
    else:
        _settle_basis_without_totals(reading, near, is_said=is_said)


def _settle_basis_without_totals(reading: Reading, near: Sequence[str], *, is_said: bool) -> None:
    if _are_of_one_budget(reading):
        reading.basis = Basis.CUMULATIVE
        reading.evidence.append("each year's figure is taken from the same budget: cumulative")
    elif is_said:
        why = "The document says that its figures are cumulative."
        _ask_basis(reading, why, Basis.CUMULATIVE, is_supported=True)
    elif not any(map(labels.says_discrete, near)) and (why := _why_doubtful(reading)):
        _ask_basis(reading, why, Basis.CUMULATIVE)


def _hold_against_cumulative(reading: Reading, running: Mapping[FinancialYear | None, Slot]) -> None:
    """Hold the years against the cumulative columns beside them, which prove that each is the change made in it."""
    for row in reading.items:
        vector = reading.vector(row)
        added = accumulate(vector.get(column.slot, 0) for column in reading.dated)
        if any(vector.get(running[c.year], 0) != s for c, s in zip(reading.dated, added, strict=True)):
            why = f"The cumulative figures of “{row.name[:80]}” are not what its years come to."
            _ask_basis(reading, why, Basis.DISCRETE)
            return
    reading.evidence.append("the years come to the cumulative figures beside them: discrete")


def _ask_basis(reading: Reading, why: str, default: Basis, *, is_supported: bool = False) -> None:
    text = f"{why} Is a year's figure the further change made in it (discrete) or all up to it (cumulative)?"
    about = "discrete or cumulative"
    answer = reading.ask("basis", about, text, tuple(Basis), default, is_supported=is_supported)
    reading.basis = Basis(answer)


def _are_of_one_budget(reading: Reading) -> bool:
    """Return whether in every row each year's figure is the same budget less what is left of it in that year."""
    budgets: dict[str, dict[FinancialYear | None, Slot]] = {}
    for column in reading.columns_of(Kind.BASE):
        budgets.setdefault(column.said.core, {})[column.year] = column.slot
    slots = {column.year: column.slot for column in reading.dated}
    rows = [vector for vector in map(reading.vector, reading.items) if any(map(vector.get, slots.values()))]
    several = (by_year for by_year in budgets.values() if len(by_year) > 1)
    return bool(rows) and any(
        all(_is_less_saved(vector, before, slots, after) for vector in rows)
        for before, after in permutations(several, 2)
    )


def _is_less_saved(vector: Mapping[Slot, Amount], *slots: Mapping[FinancialYear | None, Slot]) -> bool:
    """Return whether each year's second figure is what the first, alike in all years, has more than the third."""
    years = [[Decimal(vector.get(by_year.get(year), 0)) for by_year in slots] for year in slots[1]]
    is_one = len({budget for budget, _, _ in years}) == 1 and sum(bool(saved) for _, saved, _ in years) > 1
    return is_one and all(budget - abs(saved) == left for budget, saved, left in years)


def _why_doubtful(reading: Reading) -> str:
    """Return in words why the figures may be cumulative; empty where they fall, or only grow in a single row.

    Most rows have in each later year about what they have in the one before, or more. A row that stands alone has to
    have the very same figure again as well, because one that only grows says little.
    """
    slots = [column.slot for column in reading.dated]
    tails = []
    for row in reading.items:
        worded = [
            c for c in reading.dated if c.index in row.figures and row.figures[c.index].shape is Shape.WORDED
        ]
        if any(says_whole_year(row.text(column)) for column in worded if column.slot != slots[0]):
            return (
                "A later year's figure is that of a full year, which may hold what the year before it saves."
            )
        vector = reading.vector(row)
        tail = list(dropwhile(lambda figure: not figure, (int(vector.get(slot, 0)) for slot in slots)))
        if tail:
            tails.append(tail)
    if len(tails) == 1:
        years = list(pairwise(tails[0]))
        never_falls = all(figure * later > 0 and abs(later) >= abs(figure) for figure, later in years)
        if never_falls and any(figure == later for figure, later in years):
            return "The saving stands again in a later year, and no total tells whether the years add up."
        return ""
    grows = [
        all(10 * abs(later) >= 9 * abs(figure) for figure, later in pairwise(tail))
        for tail in tails
        if len(tail) > 1  # what begins in the last year tells nothing
    ]
    if grows and sum(grows) * 10 >= len(grows) * 6:
        return "Most figures stand again, or larger, in every later year, and no total tells whether they add up."
    return ""


def discrete(by_year: Mapping[FinancialYear, Number], basis: Basis) -> dict[FinancialYear, Number]:
    """Return the change made in each year, whatever basis the figures were printed on."""
    if basis is Basis.DISCRETE:
        return dict(by_year)
    years = sorted(by_year)
    changes = {year: by_year[year] - by_year[before] for before, year in pairwise(years)}
    return {year: changes.get(year, by_year[year]) for year in years}
