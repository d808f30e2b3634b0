"""The proof of a reading besides its totals: years to row totals, gross less income to net, lists to summaries."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from proposals.importing.understanding.kinds import Kind
from proposals.importing.understanding.reading import Reading, row_sums
from proposals.importing.understanding.rows import Row
from proposals.importing.understanding.sums import Amount, Slot, agrees
from proposals.importing.understanding.totals import Totals, amounts_only, has_references, summed
from proposals.importing.understanding.values import Basis, Proof, Role

_FEWEST_ROWS, _MOST_ROWS = 2, 200
_FEWEST_ROUNDED = 3


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
            span = summed(below, "the rows below")
            vector = amounts_only(reading.vector(rows[mark]), reading)
            if agrees(vector, span.sums, reading.steps(), span.count):
                fitting.append((rows[mark], len(below)))
    if len(fitting) > 1 or (fitting and fitting[0][1] >= _FEWEST_ROWS):
        for row, _ in fitting:
            row.role = Role.GROUP
            row.doubts.append("leading")


def leading_sums(reading: Reading) -> list[Row]:
    """Return the rows that come to the rows below them up to the next such row, where the whole table is made so.

    Nothing but the sums tells: no row of these looks other than the rest, and none has a reference.
    """
    rows = reading.items
    vectors = [amounts_only(reading.vector(row), reading) for row in rows]
    found: list[Row] = []
    index = 0
    while index < len(rows):
        end = _end_of_block(vectors, index)
        if end is None or rows[index].reference or rows[index].is_explained or rows[index].held:
            return []
        found.append(rows[index])
        index = end
    return found


def _end_of_block(vectors: Sequence[Mapping[Slot, Amount]], index: int) -> int | None:
    """Return where the rows end that the one at `index` is the sum of; None where it is the sum of none."""
    lead, added = vectors[index], dict.fromkeys(vectors[index], Decimal(0))
    if not any(lead.values()):
        return None
    for end in range(index + 1, min(len(vectors), index + _MOST_ROWS) + 1):
        if end - index > _FEWEST_ROWS and all(added[slot] == lead[slot] for slot in lead):
            return end
        if end < len(vectors):
            for slot in lead:
                added[slot] += Decimal(vectors[end].get(slot, 0))
    return None


def _leads(reading: Reading, rows: Sequence[Row]) -> set[int]:
    """Return the rows that look other than most: bold, without a reference, or less far in."""
    bold = {id(row) for row in rows if row.is_bold}
    if 0 < len(bold) < len(rows) * 0.7:
        return bold
    if has_references(reading):
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
        return [*_prove_parts(reading), *_prove_budgets(reading)], []
    step = max((int(step) for step in reading.steps().values()), default=0)
    rounded: list[tuple[Row, int, int]] = []
    for row, stated, added, last in row_sums(reading):
        computed = last if reading.basis is Basis.CUMULATIVE else added
        count += 1
        if stated == computed:
            added_up += 1
        elif abs(stated - computed) <= step and len(years) > _FEWEST_ROWS:
            rounded.append((row, stated, computed))
        elif row.role is Role.ITEM:
            wrong.append((row, stated, computed))
    if len(rounded) >= _FEWEST_ROUNDED:  # so many are off by a step because each figure was rounded by itself
        added_up += len(rounded)
    else:
        wrong += [difference for difference in rounded if difference[0].role is Role.ITEM]
    proofs = []
    if count:
        proofs.append(
            Proof(
                "the years of each row come to its total (rows that do)",
                count,
                added_up,
                count == added_up,
                reading.location,
                counts_rows=True,
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
    proofs += [*_prove_parts(reading), *_prove_budgets(reading)]
    return proofs, wrong


def _prove_parts(reading: Reading) -> Iterator[Proof]:
    """Yield the rows whose quarters, halves or months come neither to their year nor up to it."""
    for year in reading.columns_of(Kind.YEAR):
        parts = [
            c for c in reading.columns_of(Kind.PART) if c.is_part_of_year and c.year in (None, year.year)
        ]
        for row in reading.items if len(parts) > 1 else ():
            vector = reading.vector(row)
            figures = [int(vector.get(reading.slot(part), 0)) for part in parts]
            printed = int(vector.get(reading.slot(year), 0))
            if printed not in (sum(figures), figures[-1]):
                what = f"{row.title}: the parts of the year come to “{year.heading}”"
                yield Proof(what, printed, sum(figures), False, row.line.location)


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
    rows = [row for row in reading.items if amounts_only(reading.vector(row), reading)]
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
            amounts_only(reading.vector(row), reading), summed(of, "").sums, reading.steps(), len(of)
        ):
            return False
    return True
