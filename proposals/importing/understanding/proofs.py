"""The proof of a reading by its totals: rows to subtotals to totals, years to totals, gross less income to net."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from proposals.importing.understanding.groups import same_name
from proposals.importing.understanding.kinds import AMOUNTS, POSTS, Kind
from proposals.importing.understanding.reading import Reading, row_sums
from proposals.importing.understanding.rows import Row
from proposals.importing.understanding.sums import Amount, Ledger, Slot, Span, agrees, differing, scaled
from proposals.importing.understanding.values import Basis, Proof, Role

_MOST_STARTS = 12
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
    doubtful: list[Row] = field(default_factory=list)
    """Rows of figures that may be totals or items."""

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

    def hold(self) -> None:
        """Hold every total against the rows above it."""
        for reading in self.readings:
            table_start = len(self.ledger)
            self._starts.append(table_start)
            for position, row in enumerate(reading.rows):
                self._take(row, reading, position, table_start)
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
        elif row.role in (Role.TOTAL, Role.UNDECIDED):
            self._total(row, reading, table_start)

    def _begin(self, name: str) -> None:
        self._group_starts[name] = len(self.ledger)
        self._starts.append(len(self.ledger))

    def _is_silent_total(self, row: Row, reading: Reading, position: int, table_start: int) -> bool:
        """Take a row for a total that no word calls so, where it is named as a group and comes to the group's rows."""
        if row.reference or position == 0 or not self._items:
            return False
        vector = reading.vector(row)
        named = next(
            (name for name in self._group_starts if name and same_name(name.split("/")[-1], row.title)), None
        )
        if named is not None:
            span = self.ledger.span(self._group_starts[named], f"rows under “{named}”")
            if span.count and self._agrees(vector, span, reading):
                self._settle_total(row, reading, span)
                return True
        for start in dict.fromkeys((self._starts[-1], table_start, 0)):
            span = self.ledger.span(start, "rows above")
            fewest = _FEWEST_ROWS if row.is_bold else _FEWEST_BY_CHANCE
            if span.count < fewest or not self._agrees(vector, span, reading):
                continue
            if row.is_bold and not self._items[-1][0].is_bold:
                self._settle_total(row, reading, span)
                return True
            if _has_references(reading) or position >= len(reading.rows) - 1:
                self.doubtful.append(row)
        return False

    def _agrees(self, vector: dict[Slot, Amount], span: Span, reading: Reading) -> bool:
        amounts = _amounts_only(vector, reading)
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
        if spans and not reading.holes(row) and vector:
            nearest = min(spans, key=lambda span: _distance(_amounts_only(vector, reading), span))
            self.differences.append(Difference(row, reading, nearest))
            self._prove(row, reading, nearest, vector, holds=False)
        self._close(row, is_whole=False)

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
        summed: dict[Slot, Amount] = {}
        for number, total in enumerate(reversed(self._totals[-_MOST_STARTS:]), start=1):
            summed = {slot: summed.get(slot, 0) + total.get(slot, 0) for slot in {*summed, *total}}
            if number > 1:
                yield Span(f"the {number} totals above", number, summed)

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
            spans.append(_summed(rows, f"rows of “{name}”"))
        return spans

    def _by_direction(self) -> Iterator[Span]:
        growth = [(row, reading) for row, reading in self._items if row.is_growth]
        savings = [(row, reading) for row, reading in self._items if not row.is_growth]
        if growth and savings:
            yield _summed(savings, "all savings")
            yield _summed(growth, "all growth")
            more, less = _summed(savings, ""), _summed(growth, "")
            both = {
                slot: more.sums.get(slot, 0) - less.sums.get(slot, 0) for slot in {*more.sums, *less.sums}
            }
            yield Span("savings less growth", more.count + less.count, both)

    def _settle_total(
        self, row: Row, reading: Reading, span: Span, figures: dict[Slot, Amount] | None = None
    ) -> None:
        vector = figures or reading.vector(row)
        is_whole = span.is_whole or self._agrees(vector, self.ledger.span(0, ""), reading)
        row.role = Role.TOTAL if is_whole or (row.total and row.total.is_grand) else Role.SUBTOTAL
        if row.total and row.total.is_sub:
            row.role = Role.SUBTOTAL
        self._prove(row, reading, span, vector, holds=True)
        self._close(row, is_whole=is_whole)
        self._totals.append(reading.vector(row))

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


def _has_references(reading: Reading) -> bool:
    items = reading.items
    return bool(items) and sum(bool(row.reference) for row in items) * 2 > len(items)


def _amounts_only(vector: dict[Slot, Amount], reading: Reading) -> dict[Slot, Amount]:
    slots = {reading.slot(column) for column in reading.columns if column.kind in AMOUNTS}
    return {slot: figure for slot, figure in vector.items() if slot in slots}


def _summed(rows: Sequence[tuple[Row, Reading]], what: str) -> Span:
    sums: dict[Slot, Amount] = {}
    for row, reading in rows:
        for slot, figure in reading.vector(row).items():
            sums[slot] = sums.get(slot, 0) + figure
    return Span(what, len(rows), sums)


def _distance(vector: dict[Slot, Amount], span: Span) -> tuple[int, Amount]:
    gaps = [abs(Decimal(printed) - Decimal(summed)) for _, printed, summed in differing(vector, span.sums)]
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


def find_leading_totals(reading: Reading) -> None:
    """Take rows that come to the rows below them, up to the next of their look, for subtotals that stand first."""
    rows = [row for row in reading.rows if row.role is Role.ITEM]
    if len(rows) < 3:
        return
    leads = _leads(reading, rows)
    marks = [index for index, row in enumerate(rows) if id(row) in leads]
    if not marks or len(marks) == len(rows):
        return
    fitting = []
    for mark, following in zip(marks, [*marks[1:], len(rows)], strict=True):
        below = [(row, reading) for row in rows[mark + 1 : following]]
        if below:
            span = _summed(below, "the rows below")
            vector = _amounts_only(reading.vector(rows[mark]), reading)
            if agrees(vector, span.sums, reading.steps(), span.count):
                fitting.append((rows[mark], len(below)))
    if len(fitting) > 1 or (fitting and fitting[0][1] >= _FEWEST_ROWS):
        for row, _ in fitting:
            row.role = Role.GROUP
            row.doubts.append("leading")


def _leads(reading: Reading, rows: Sequence[Row]) -> set[int]:
    """Return the rows that look other than most: bold, without a reference, or less far in."""
    bold = {id(row) for row in rows if row.is_bold}
    if 0 < len(bold) < len(rows) * 0.7:
        return bold
    if _has_references(reading):
        return {id(row) for row in rows if not row.reference}
    if reading.columns_of(Kind.REFERENCE):
        return set()
    indents = {id(row): row.line.cells[row.line.filled[0]].indent for row in rows}
    least = min(indents.values())
    return (
        {key for key, indent in indents.items() if indent == least}
        if len(set(indents.values())) > 1
        else set()
    )


def prove_rows(reading: Reading) -> tuple[list[Proof], list[tuple[Row, int, int]]]:
    """Return the proofs that years come to the total of their row, and the rows where they do not."""
    wrong: list[tuple[Row, int, int]] = []
    count = added_up = 0
    years = {column.year for column in reading.columns_of(Kind.YEAR)}
    if len(years) < 2 or set(reading.years) - years:  # a total of more years than are printed proves nothing
        return list(_prove_budgets(reading)), []
    step = max((int(step) for step in reading.steps().values()), default=0)
    for row, stated, added, last in row_sums(reading):
        computed = last if reading.basis is Basis.CUMULATIVE else added
        count += 1
        if stated == computed or (abs(stated - computed) <= step and len(reading.columns_of(Kind.YEAR)) > 2):
            added_up += 1
        elif row.role is Role.ITEM:
            wrong.append((row, stated, computed))
    proofs = []
    if count:
        proofs.append(
            Proof(
                "the years of each row come to its total (rows that do)",
                count,
                added_up,
                count == added_up,
                reading.location,
            )
        )
    proofs += [
        Proof(
            f"{row.title or row.label}: the years come to the total",
            stated,
            computed,
            False,
            row.line.location,
        )
        for row, stated, computed in wrong
    ]
    proofs.extend(_prove_budgets(reading))
    return proofs, wrong


def _prove_budgets(reading: Reading) -> Iterator[Proof]:
    kinds = [reading.columns_of(kind) for kind in (Kind.GROSS, Kind.INCOME, Kind.NET)]
    if not all(len(columns) == 1 for columns in kinds):
        return
    slots = [reading.slot(columns[0]) for columns in kinds]
    for row in reading.items:
        figures = [reading.vector(row).get(slot) for slot in slots]
        if None not in figures:
            gross, income, net = (int(figure or 0) for figure in figures)
            holds = net in (gross - income, gross + income)
            yield Proof(
                f"{row.title}: gross less income is net", net, gross - abs(income), holds, row.line.location
            )


def is_summary_of(reading: Reading, totals: Totals) -> bool:
    """Return whether every row of a table only says again what the rows of other tables come to by group."""
    rows = [row for row in reading.items if _amounts_only(reading.vector(row), reading)]
    if len(rows) < _FEWEST_ROWS:
        return False
    others = [(row, other) for other in totals.readings if other is not reading for row in other.items]
    groups: dict[str, list[tuple[Row, Reading]]] = {}
    for row, other in others:
        for name in {*row.names.values(), *row.section.split("/")}:
            groups.setdefault(name.lower(), []).append((row, other))
    for row in rows:
        of = groups.get(row.title.lower())
        if not of or not agrees(
            _amounts_only(reading.vector(row), reading), _summed(of, "").sums, reading.steps(), len(of)
        ):
            return False
    return True
