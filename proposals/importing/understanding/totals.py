"""The totals of a document, held against its rows: each is the sum of some of them, or differs."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import accumulate, tee

from proposals.importing.understanding.figures import Shape
from proposals.importing.understanding.groups import plain_name
from proposals.importing.understanding.kinds import AMOUNTS, POSTS, Kind
from proposals.importing.understanding.reading import Reading
from proposals.importing.understanding.rows import Row
from proposals.importing.understanding.sums import Amount, Ledger, Slot, Span, Vector, added, agrees
from proposals.importing.understanding.values import Proof, Role

_TELLING = (Kind.RAG, Kind.RISK, Kind.RECURRENCE, Kind.DIRECTION, Kind.FUND, Kind.EARLIER, Kind.OTHER)
"""Columns by whose words totals are printed as by the names of groups, such as “Total existing”."""
_LONG = 40
_MOST_STARTS = 12
_MOST_SILENT_STARTS = 3
_FEWEST_ROWS = 2
_FEWEST_BY_CHANCE = 3
_ALTERNATIVES: tuple[tuple[Amount, str], ...] = (
    (1, ""),
    (-1, ", the sign turned"),
    (1_000, ", the total in thousands"),
    (Decimal("0.001"), ", the rows in thousands"),
    (1_000_000, ", the total in millions"),
)
"""What a total is tried times, in words."""

Block = tuple[Row, Sequence[Row], Reading]
"""A row that comes to rows below it, and these."""


@dataclass
class Totals:
    """Holds the totals of a document's tables against its rows, in their order."""

    readings: Sequence[Reading]
    sums_are_totals: bool = False
    """Take every row that comes to the rows above it for their total, whatever it is called."""
    proofs: list[Proof] = field(default_factory=list)
    differences: list[Row] = field(default_factory=list)
    """The totals that no run of rows comes to."""
    after_total: list[Row] = field(default_factory=list)
    silent: list[Row] = field(default_factory=list)
    """The rows that were so taken for totals, though no word and no look calls them so."""
    covered: set[int] = field(default_factory=set)
    """The ids of the rows that a total holds."""
    proved: dict[int, set[Slot]] = field(default_factory=dict)
    """By the ids of the rows, the slots of which a total holds: a blank there is zero."""
    roles: dict[int, Role] = field(default_factory=dict)
    """The roles that came of it, by the ids of the rows."""

    def __post_init__(self) -> None:
        columns = [column for reading in self.readings for column in reading.columns]
        self.ledger = Ledger(c.slot for c in columns if c.kind not in (Kind.PERCENTAGE, Kind.OTHER))
        self._items: list[tuple[Row, Reading]] = []
        self._unstated: dict[int, set[Slot]] = {}
        self._starts: list[int] = [0]
        self._group_starts: dict[str, int] = {}
        self._groups_named: dict[str, list[str]] = {}
        self._items_named: dict[str, list[tuple[Row, Reading]]] = {}
        self._by_growth: dict[bool, tuple[list[Row], Vector]] = {True: ([], {}), False: ([], {})}
        self._totals: list[Vector] = []
        self._whole_total_at = -1
        self._table_start = 0
        self._first: list[tuple[Row, Reading]] = []

    def hold(self) -> None:
        """Hold every total against the rows above it."""
        for reading in self.readings:
            self._table_start = len(self.ledger)
            self._starts.append(self._table_start)
            for row in reading.rows:
                self._take(row, reading)
            self._hold_first()
            self._check_after(reading)

    def take_leading(self, blocks: Iterable[Block]) -> None:
        """Take rows for the totals of the rows below them, with the proof of each."""
        for row, below, reading in blocks:
            span = summed([(item, reading) for item in below], "the rows below")
            holds = _agrees(amounts_only(reading.vector(row), reading), span, reading)
            self._prove(row, reading, span, reading.vector(row), holds=holds)
            self.silent.append(row)

    def _take(self, row: Row, reading: Reading) -> None:
        if row.role is Role.GROUP:
            self._begin(row.label)
        elif row.role is Role.ITEM:
            if self._is_silent_total(row, reading):
                return
            if row.section not in self._group_starts:
                self._begin(row.section)
            self._add(row, reading)
        elif row.role in (Role.TOTAL, Role.UNDECIDED) and row.figures:
            self._total(row, reading)

    def _add(self, row: Row, reading: Reading) -> None:
        vector = reading.vector(row)
        self.ledger.add(vector, reading.holes(row))
        self._items.append((row, reading))
        self._unstated[id(row)] = {
            reading.columns[at].slot for at, figure in row.figures.items() if figure.shape is Shape.UNSTATED
        }
        beside = (text for text in map(row.text, reading.columns_of(*_TELLING)) if len(text) < _LONG)
        for name in set(map(plain_name, (*row.groups, *beside))):
            self._items_named.setdefault(name, []).append((row, reading))
        rows, sums = self._by_growth[row.is_growth]
        rows.append(row)
        self._by_growth[row.is_growth] = rows, added([sums, vector])

    def _begin(self, name: str) -> None:
        if name not in self._group_starts:
            for part in set(map(plain_name, name.split("/"))):
                self._groups_named.setdefault(part, []).append(name)
        self._group_starts[name] = len(self.ledger)
        self._starts.append(len(self.ledger))

    def _is_silent_total(self, row: Row, reading: Reading) -> bool:
        """Take an item for a total where it is named like one or like a group, or stands out, and comes to its rows."""
        if row is reading.rows[0] or not self._items or row.held:
            return False
        if "named-total" in row.doubts:
            is_tried = bool(row.reference) or self.sums_are_totals
            return is_tried and self._is_sum(
                row, reading, self._spans(row), _FEWEST_ROWS, is_silent=not row.reference
            )
        if not row.reference:
            title = plain_name(row.title)
            groups = self._groups_named.get(title, ())
            named = next((name for name in groups if name and plain_name(name.split("/")[-1]) == title), None)
            if named is not None:
                span = self.ledger.span(self._group_starts[named], f"rows under “{named}”")
                if self._is_sum(row, reading, [span], 1):
                    return True
        is_bold = row.is_bold and not row.reference and not self._items[-1][0].is_bold
        if not (is_bold or self.sums_are_totals):
            return False
        may_be_by_chance = bool(row.reference) or row.is_explained
        known = sum(bool(figure) for figure in amounts_only(reading.vector(row), reading).values())
        if known < (_FEWEST_ROWS if may_be_by_chance else 1):
            return False
        starts = dict.fromkeys((*reversed(self._starts[-_MOST_SILENT_STARTS:]), self._table_start, 0))
        spans = (self.ledger.span(start, "rows above") for start in starts)
        fewest = _FEWEST_BY_CHANCE if may_be_by_chance else _FEWEST_ROWS
        return self._is_sum(row, reading, spans, fewest, is_silent=not is_bold)

    def _is_sum(
        self, row: Row, reading: Reading, spans: Iterable[Span], fewest: int, *, is_silent: bool = False
    ) -> bool:
        """Take an item for a total if it comes to one of some runs of rows."""
        vector = reading.vector(row)
        amounts = amounts_only(vector, reading)
        for span in spans:
            if span.count >= fewest and _agrees(amounts, span, reading):
                self._settle_total(row, reading, span, vector)
                if is_silent:
                    self.silent.append(row)
                return True
        return False

    def _total(self, row: Row, reading: Reading) -> None:
        vector = reading.vector(row)
        spans = self._spans(row)
        for factor, said in _ALTERNATIVES:
            figures = {slot: figure * factor for slot, figure in vector.items()}
            amounts = amounts_only(figures, reading)
            spans, tried = tee(spans)
            for span in tried:
                if span.count and _agrees(amounts, span, reading):
                    self._settle_total(row, reading, replace(span, what=f"{span.what}{said}"), figures)
                    return
        if row.role is Role.UNDECIDED or self._is_running_total(row, vector, reading):
            return
        if len(self.ledger) == self._table_start and not row.held:
            self._first.append((row, reading))
            return
        if vector and not reading.holes(row):
            printed = amounts_only(vector, reading)
            nearest = min(spans, key=lambda span: _distance(printed, span.sums))
            self._prove(row, reading, nearest, vector, holds=False)
            self.differences.append(row)
        self._close(row, is_whole=False)

    def _hold_first(self) -> None:
        """Hold the totals that stand above all rows of a table against the rows below them."""
        for row, reading in self._first:
            vector, span = reading.vector(row), self.ledger.span(self._table_start, "all rows below")
            holds = bool(span.count) and _agrees(amounts_only(vector, reading), span, reading)
            if not holds and (reading.holes(row) or not vector):
                continue
            self._prove(row, reading, span, vector, holds=holds)
            if holds:
                row.role = Role.TOTAL
                self._cover([item for item, _ in self._items[self._table_start :]], vector, span, reading)
            else:
                self.differences.append(row)
        self._first.clear()

    def _is_running_total(self, row: Row, vector: Vector, reading: Reading) -> bool:
        """Take a row of what the total before it comes to year by year: a cumulative total."""
        slots = list(dict.fromkeys(column.slot for column in reading.dated))
        if not self._totals or len(slots) < 2:
            return False
        running = list(accumulate(self._totals[-1].get(slot, 0) for slot in slots))
        if [vector.get(slot) for slot in slots] != running:
            return False
        what = f"{row.label}: the total before it, added up"
        self.proofs.append(Proof(what, int(running[-1]), int(running[-1]), True, row.location))
        return True

    def _spans(self, row: Row) -> Iterator[Span]:
        """Yield the runs of rows that a total can be of, the likeliest first."""
        label = row.total
        whole = [
            self.ledger.span(self._table_start, "all rows of the table"),
            self.ledger.span(0, "all rows"),
        ]
        if label and label.is_grand:
            yield from whole
        if label and label.name:
            yield from self._named_spans(label.name)
        for start in list(dict.fromkeys(reversed(self._starts)))[:_MOST_STARTS]:
            yield self.ledger.span(start, "the rows above")
        yield from whole
        yield from self._by_direction()
        for number in range(2, min(len(self._totals), _MOST_STARTS) + 1):
            above = self._totals[-number:]
            yield Span(f"the {number} totals above", number, added(above), rows=above)

    def _named_spans(self, name: str) -> Iterator[Span]:
        plain = plain_name(name)
        for group in self._groups_named.get(plain, ()):
            yield self.ledger.span(self._group_starts[group], f"rows under “{group}”")
        if rows := self._items_named.get(plain):
            yield summed(rows, f"rows of “{name}”")

    def _by_direction(self) -> Iterator[Span]:
        (growth, of_growth), (savings, of_savings) = self._by_growth[True], self._by_growth[False]
        if growth and savings:
            yield Span("all savings", len(savings), of_savings, rows=savings)
            yield Span("all growth", len(growth), of_growth, rows=growth)
            less = {slot: -figure for slot, figure in of_growth.items()}
            both = (*savings, *growth)
            yield Span("savings less growth", len(both), added([of_savings, less]), rows=both)

    def _settle_total(self, row: Row, reading: Reading, span: Span, figures: Vector) -> None:
        is_whole = (span.start == 0 and not span.rows) or _agrees(
            amounts_only(figures, reading), self.ledger.span(0, ""), reading
        )
        row.role = Role.TOTAL if is_whole or (row.total and row.total.is_grand) else Role.SUBTOTAL
        if row.total and row.total.is_sub:
            row.role = Role.SUBTOTAL
        self._prove(row, reading, span, figures, holds=True)
        self._cover(self._rows_of(span), figures, span, reading)
        self._close(row, is_whole=is_whole)
        self._totals.append(reading.vector(row))

    def _cover(self, rows: Sequence[object], figures: Vector, span: Span, reading: Reading) -> None:
        """Keep the rows that a total holds, and the columns in which it leaves nothing over for their blanks."""
        held = set(amounts_only(figures, reading)) & set(span.sums)
        for key in map(id, rows):
            self.covered.add(key)
            self.proved.setdefault(key, set()).update(held)

    def _prove(self, row: Row, reading: Reading, span: Span, vector: Vector, *, holds: bool) -> None:
        """Keep the proofs of a total; what is not stated in a row is in none of them."""
        name = row.label or "the row without a name"
        unstated = {slot for item in self._rows_of(span) for slot in self._unstated.get(id(item), ())}
        for column in reading.columns:
            if column.slot not in vector.keys() & span.sums.keys() or column.kind not in AMOUNTS | POSTS:
                continue
            printed, computed = vector[column.slot], span.sums[column.slot]
            is_of_posts = column.kind in POSTS
            same = printed == computed or (holds and not is_of_posts)
            lacking = ", without those that state no figure" if column.slot in unstated else ""
            what = f"{name}, “{column.heading}”: {span.what}{lacking}"
            figures = _plain(printed), _plain(computed)
            self.proofs.append(Proof(what, *figures, same, row.location, is_of_posts=is_of_posts))

    def _rows_of(self, span: Span) -> Sequence[object]:
        return span.rows or [item for item, _ in self._items[span.start : span.start + span.count]]

    def _close(self, row: Row, *, is_whole: bool) -> None:
        self._starts.append(len(self.ledger))
        is_sub = row.total is not None and row.total.is_sub
        if (is_whole and not is_sub) or (row.total and row.total.is_grand):
            self._whole_total_at = len(self.ledger)
            self._whole_row = row

    def _check_after(self, reading: Reading) -> None:
        """Keep the rows that stand after a total of the whole table, which does not hold them."""
        at = self._whole_total_at
        if not self._table_start < at < len(self.ledger):
            return
        after = [row for row, _ in self._items[at:]]
        positions = {id(row): index for index, row in enumerate(reading.rows)}
        total, first, last = (positions.get(id(row), 0) for row in (self._whole_row, after[0], after[-1]))
        is_grand = self._whole_row.total is not None and self._whole_row.total.is_grand
        if (is_grand or not _roles(reading, total, first) & {Role.GROUP}) and not (
            _roles(reading, last, None) & {Role.TOTAL, Role.SUBTOTAL}
        ):
            self.after_total.extend(after)


def _agrees(amounts: Vector, span: Span, reading: Reading) -> bool:
    return agrees(amounts, span.sums, reading.steps(), span.count)


def _roles(reading: Reading, start: int, end: int | None) -> set[Role]:
    return {row.role for row in reading.rows[start:end]}


def has_references(reading: Reading) -> bool:
    """Return whether most items of a table have a reference."""
    items = reading.items
    return sum(bool(row.reference) for row in items) * 2 > len(items)


def amounts_only(vector: Vector, reading: Reading) -> dict[Slot, Amount]:
    """Return the savings among a row's figures."""
    slots = reading.slots_of_savings
    return {slot: figure for slot, figure in vector.items() if slot in slots}


def summed(rows: Sequence[tuple[Row, Reading]], what: str) -> Span:
    """Return some rows with the sums of their figures."""
    sums = added(reading.vector(row) for row, reading in rows)
    return Span(what, len(rows), sums, rows=tuple(row for row, _ in rows))


def _distance(vector: Vector, sums: Vector) -> tuple[int, Amount]:
    shared = [(figure, sums[slot]) for slot, figure in vector.items() if slot in sums]
    gaps = [abs(Decimal(printed) - Decimal(computed)) for printed, computed in shared if printed != computed]
    return len(gaps), sum(gaps, Decimal(0))


def _plain(figure: Amount) -> Amount:
    return figure if isinstance(figure, Decimal) and figure % 1 else int(figure)
