"""The totals of a document, held against its rows: each is the sum of some of them, or differs."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from proposals.importing.understanding.groups import same_name
from proposals.importing.understanding.kinds import AMOUNTS, POSTS, Kind
from proposals.importing.understanding.reading import Reading
from proposals.importing.understanding.rows import Row
from proposals.importing.understanding.sums import Amount, Ledger, Slot, Span, agrees, differing, scaled
from proposals.importing.understanding.values import Proof, Role

_MOST_STARTS = 12
_MOST_SILENT_STARTS = 3
_FEWEST_ROWS = 2
_FEWEST_BY_CHANCE = 3


@dataclass
class Difference:
    """A total that no run of rows comes to: the row, and the nearest run."""

    row: Row
    reading: Reading
    span: Span


@dataclass
class Totals:
    """Holds the totals of a document's tables against its rows, in their order."""

    readings: Sequence[Reading]
    proofs: list[Proof] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    after_total: list[Row] = field(default_factory=list)
    sums_are_totals: bool = False
    """Take every row that comes to the rows above it for their total, whatever it is called."""
    silent: list[Row] = field(default_factory=list)
    """The rows that were so taken for totals, though no word and no look calls them so."""
    covered: set[int] = field(default_factory=set)
    """The ids of the rows that a total holds."""

    def __post_init__(self) -> None:
        slots = {
            reading.slot(c): None for reading in self.readings for c in reading.columns if _is_summed(c.kind)
        }
        self.ledger = Ledger(list(slots))
        self._items: list[tuple[Row, Reading]] = []
        self._starts: list[int] = [0]
        self._group_starts: dict[str, int] = {}
        self._totals: list[dict[Slot, Amount]] = []
        self._whole_total_at = -1
        self._first: list[tuple[Row, Reading]] = []

    def hold(self) -> None:
        """Hold every total against the rows above it."""
        for reading in self.readings:
            table_start = len(self.ledger)
            self._starts.append(table_start)
            for position, row in enumerate(reading.rows):
                self._take(row, reading, position, table_start)
            self._hold_first(table_start)
            self._check_after(reading, table_start)

    def _take(self, row: Row, reading: Reading, position: int, table_start: int) -> None:
        if row.role is Role.GROUP:
            self._begin(row.label)
        elif row.role is Role.ITEM:
            if self._is_silent_total(row, reading, position, table_start):
                return
            if row.section not in self._group_starts:
                self._begin(row.section)
            self.ledger.add(reading.vector(row), reading.holes(row))
            self._items.append((row, reading))
        elif row.role in (Role.TOTAL, Role.UNDECIDED) and row.figures:
            self._total(row, reading, table_start)

    def _begin(self, name: str) -> None:
        self._group_starts[name] = len(self.ledger)
        self._starts.append(len(self.ledger))

    def _is_silent_total(self, row: Row, reading: Reading, position: int, table_start: int) -> bool:
        """Take a row for a total where it is named like one or like a group, or stands out, and comes to its rows."""
        if position == 0 or not self._items or row.held:
            return False
        if "named-total" in row.doubts:
            return self._is_total_with_reference(row, reading, table_start)
        vector = reading.vector(row)
        named = next(
            (name for name in self._group_starts if name and same_name(name.split("/")[-1], row.title)), None
        )
        if named is not None and not row.reference:
            span = self.ledger.span(self._group_starts[named], f"rows under “{named}”")
            if span.count and self._agrees(vector, span, reading):
                self._settle_total(row, reading, span)
                return True
        is_bold = row.is_bold and not row.reference and not self._items[-1][0].is_bold
        if not (is_bold or self.sums_are_totals) or not self._may_be_sum(row, vector, reading):
            return False
        for start in dict.fromkeys((*reversed(self._starts[-_MOST_SILENT_STARTS:]), table_start, 0)):
            span = self.ledger.span(start, "rows above")
            if span.count >= self._fewest(row) and self._agrees(vector, span, reading):
                self._settle_total(row, reading, span)
                if not is_bold:
                    self.silent.append(row)
                return True
        return False

    def _is_total_with_reference(self, row: Row, reading: Reading, table_start: int) -> bool:
        """Take a row that has a reference and a total's name for a total if it comes to several rows."""
        if not row.reference and not self.sums_are_totals:
            return False
        for span in self._spans(row, table_start):
            if span.count >= _FEWEST_ROWS and self._agrees(reading.vector(row), span, reading):
                self._settle_total(row, reading, span)
                if not row.reference:
                    self.silent.append(row)
                return True
        return False

    @staticmethod
    def _fewest(row: Row) -> int:
        return _FEWEST_BY_CHANCE if row.reference or row.is_explained else _FEWEST_ROWS

    @staticmethod
    def _may_be_sum(row: Row, vector: dict[Slot, Amount], reading: Reading) -> bool:
        """Return whether figures can be a sum; one figure beside a reference may be the same by chance."""
        known = sum(bool(figure) for figure in amounts_only(vector, reading).values())
        return known >= (_FEWEST_ROWS if row.reference or row.is_explained else 1)

    def _agrees(self, vector: dict[Slot, Amount], span: Span, reading: Reading) -> bool:
        amounts = amounts_only(vector, reading)
        return agrees(amounts, span.sums, reading.steps(), span.count)

    def _total(self, row: Row, reading: Reading, table_start: int) -> None:
        vector = reading.vector(row)
        spans = list(self._spans(row, table_start))
        for change, said in _ALTERNATIVES:
            figures = change(vector)
            fitting = next(
                (span for span in spans if span.count and self._agrees(figures, span, reading)), None
            )
            if fitting:
                self._settle_total(row, reading, replace(fitting, what=f"{fitting.what}{said}"), figures)
                return
        if row.role is Role.UNDECIDED:
            return
        if self._is_running_total(row, vector, reading):
            return
        if len(self.ledger) == table_start and not row.held:
            self._first.append((row, reading))
            return
        if spans and not reading.holes(row) and vector:
            nearest = min(spans, key=lambda span: _distance(amounts_only(vector, reading), span))
            self.differences.append(Difference(row, reading, nearest))
            self._prove(row, reading, nearest, vector, holds=False)
        self._close(row, is_whole=False)

    def _hold_first(self, table_start: int) -> None:
        """Hold the totals that stand above all rows of a table against the rows below them."""
        for row, reading in self._first:
            span = self.ledger.span(table_start, "all rows below")
            if span.count and self._agrees(reading.vector(row), span, reading):
                row.role = Role.TOTAL
                self._prove(row, reading, span, reading.vector(row), holds=True)
                self._cover(span)
            elif reading.vector(row) and not reading.holes(row):
                self.differences.append(Difference(row, reading, span))
                self._prove(row, reading, span, reading.vector(row), holds=False)
        self._first.clear()

    def _is_running_total(self, row: Row, vector: dict[Slot, Amount], reading: Reading) -> bool:
        """Take a row of what the total before it comes to year by year: a cumulative total."""
        years = sorted(c.year for c in reading.columns_of(Kind.YEAR) if c.year)
        if not self._totals or len(years) < 2:
            return False
        running: Amount = 0
        for year in years:
            running += self._totals[-1].get((Kind.YEAR, year), 0)
            if vector.get((Kind.YEAR, year)) != running:
                return False
        self.proofs.append(
            Proof(
                f"{row.label}: the total before it, added up",
                int(running),
                int(running),
                True,
                row.line.location,
            )
        )
        return True

    def _spans(self, row: Row, table_start: int) -> Iterator[Span]:
        """Yield the runs of rows that a total can be of, the likeliest first."""
        label = row.total
        whole = [self.ledger.span(table_start, "all rows of the table"), self.ledger.span(0, "all rows")]
        if label and label.is_grand:
            yield from whole
        if label and label.name:
            named = self._named_spans(label.name)
            yield from named
        recent = dict.fromkeys(reversed(self._starts))
        for start in list(recent)[:_MOST_STARTS]:
            yield self.ledger.span(start, "the rows above")
        yield from whole
        yield from self._by_direction()
        added: dict[Slot, Amount] = {}
        for number, total in enumerate(reversed(self._totals[-_MOST_STARTS:]), start=1):
            added = {slot: added.get(slot, 0) + total.get(slot, 0) for slot in {*added, *total}}
            if number > 1:
                yield Span(f"the {number} totals above", number, added, rows=self._totals[-number:])

    def _named_spans(self, name: str) -> list[Span]:
        spans = [
            self.ledger.span(start, f"rows under “{group}”")
            for group, start in self._group_starts.items()
            if any(same_name(part, name) for part in group.split("/"))
        ]
        rows = [
            (row, reading)
            for row, reading in self._items
            if any(same_name(known, name) for known in (*row.names.values(), *row.section.split("/")))
        ]
        if rows:
            spans.append(summed(rows, f"rows of “{name}”"))
        return spans

    def _by_direction(self) -> Iterator[Span]:
        growth = [(row, reading) for row, reading in self._items if row.is_growth]
        savings = [(row, reading) for row, reading in self._items if not row.is_growth]
        if growth and savings:
            yield summed(savings, "all savings")
            yield summed(growth, "all growth")
            more, less = summed(savings, ""), summed(growth, "")
            both = {
                slot: more.sums.get(slot, 0) - less.sums.get(slot, 0) for slot in {*more.sums, *less.sums}
            }
            yield Span("savings less growth", more.count + less.count, both, rows=(*more.rows, *less.rows))

    def _settle_total(
        self, row: Row, reading: Reading, span: Span, figures: dict[Slot, Amount] | None = None
    ) -> None:
        vector = figures or reading.vector(row)
        is_whole = span.is_whole or self._agrees(vector, self.ledger.span(0, ""), reading)
        row.role = Role.TOTAL if is_whole or (row.total and row.total.is_grand) else Role.SUBTOTAL
        if row.total and row.total.is_sub:
            row.role = Role.SUBTOTAL
        self._prove(row, reading, span, vector, holds=True)
        self._cover(span)
        self._close(row, is_whole=is_whole)
        self._totals.append(reading.vector(row))

    def _cover(self, span: Span) -> None:
        """Keep which rows a total holds."""
        rows = span.rows or [row for row, _ in self._items[span.start : span.start + span.count]]
        self.covered.update(map(id, rows))

    def _prove(
        self, row: Row, reading: Reading, span: Span, vector: dict[Slot, Amount], *, holds: bool
    ) -> None:
        name = row.label or "the row without a name"
        for column in reading.columns:
            slot = reading.slot(column)
            if slot in vector and slot in span.sums and (column.kind in AMOUNTS or column.kind in POSTS):
                printed, computed = vector[slot], span.sums[slot]
                same = printed == computed or (holds and column.kind not in POSTS)
                what = f"{name}, “{column.heading}”: {span.what}"
                self.proofs.append(Proof(what, _plain(printed), _plain(computed), same, row.line.location))

    def _close(self, row: Row, *, is_whole: bool) -> None:
        self._starts.append(len(self.ledger))
        if is_whole or (row.total and row.total.is_grand):
            self._whole_total_at = len(self.ledger)
            self._whole_row = row

    def _check_after(self, reading: Reading, table_start: int) -> None:
        """Keep the rows that stand after a total of the whole table, which does not hold them."""
        at = self._whole_total_at
        if not table_start < at < len(self.ledger):
            return
        after = [row for row, _ in self._items[at:]]
        last_total = self._whole_row
        between = reading.rows[_position(reading, last_total) : _position(reading, after[0])]
        if (last_total.total and last_total.total.is_grand) or not any(
            row.role is Role.GROUP for row in between
        ):
            later_totals = [
                row
                for row in reading.rows[_position(reading, after[-1]) :]
                if row.role in (Role.TOTAL, Role.SUBTOTAL)
            ]
            if not later_totals:
                self.after_total.extend(after)


def _position(reading: Reading, row: Row) -> int:
    return next((index for index, other in enumerate(reading.rows) if other is row), 0)


def _is_summed(kind: Kind) -> bool:
    return kind not in (Kind.PERCENTAGE, Kind.OTHER)


def has_references(reading: Reading) -> bool:
    """Return whether most items of a table have a reference."""
    items = reading.items
    return bool(items) and sum(bool(row.reference) for row in items) * 2 > len(items)


def amounts_only(vector: dict[Slot, Amount], reading: Reading) -> dict[Slot, Amount]:
    """Return the savings among a row's figures."""
    slots = {reading.slot(column) for column in reading.columns if column.kind in AMOUNTS}
    return {slot: figure for slot, figure in vector.items() if slot in slots}


def summed(rows: Sequence[tuple[Row, Reading]], what: str) -> Span:
    """Return some rows with the sums of their figures."""
    sums: dict[Slot, Amount] = {}
    for row, reading in rows:
        for slot, figure in reading.vector(row).items():
            sums[slot] = sums.get(slot, 0) + figure
    return Span(what, len(rows), sums, rows=tuple(row for row, _ in rows))


def _distance(vector: dict[Slot, Amount], span: Span) -> tuple[int, Amount]:
    gaps = [
        abs(Decimal(printed) - Decimal(computed)) for _, printed, computed in differing(vector, span.sums)
    ]
    return len(gaps), sum(gaps, Decimal(0))


def _plain(figure: Amount) -> Amount:
    return figure if isinstance(figure, Decimal) and figure % 1 else int(figure)


_ALTERNATIVES: tuple[tuple[Callable[[dict[Slot, Amount]], dict[Slot, Amount]], str], ...] = (
    (dict, ""),
    (lambda vector: scaled(vector, -1), ", the sign turned"),
    (lambda vector: scaled(vector, 1_000), ", the total in thousands"),
    (lambda vector: scaled(vector, Decimal("0.001")), ", the rows in thousands"),
    (lambda vector: scaled(vector, 1_000_000), ", the total in millions"),
)
