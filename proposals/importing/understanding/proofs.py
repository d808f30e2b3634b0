"""The proof of a reading besides its totals: years to row totals, gross less income to net, lists to summaries."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from proposals.importing.understanding.kinds import Kind
from proposals.importing.understanding.reading import Reading, row_sums
from proposals.importing.understanding.rows import Row
from proposals.importing.understanding.sums import Vector, agrees
from proposals.importing.understanding.totals import Block, amounts_only, has_references, summed
from proposals.importing.understanding.values import Basis, Proof, Role

_FEWEST_ROWS, _MOST_ROWS = 2, 200
_FEWEST_ROUNDED = 3
_NEARLY = Decimal("0.02")


def find_leading_totals(reading: Reading) -> None:
    """Take rows that come to the rows below them, up to the next of their look, for subtotals that stand first."""
    rows = reading.items
    if len(rows) < 3:
        return
    leads = _leads(reading, rows)
    marks = [index for index, row in enumerate(rows) if id(row) in leads]
    if not marks or len(marks) == len(rows):
        return
    fitting = []
    for mark, following in pairwise([*marks, len(rows)]):
        span = summed([(row, reading) for row in rows[mark + 1 : following]], "the rows below")
        vector = amounts_only(reading.vector(rows[mark]), reading)
        if span.count and agrees(vector, span.sums, reading.steps(), span.count):
            fitting.append((rows[mark], span.count))
    if len(fitting) > 1 or (fitting and fitting[0][1] >= _FEWEST_ROWS):
        for row, _ in fitting:
            row.role = Role.GROUP


def leading_sums(reading: Reading) -> list[Block]:
    """Return the rows that come to the rows below them up to the next such row, where the whole table is made so.

    Nothing but the sums tells: no row of these looks other than the rest, and none has a reference. Where half of
    them come to theirs exactly, the others may nearly do.
    """
    rows = reading.items
    vectors = [amounts_only(reading.vector(row), reading) for row in rows]
    found: list[Block] = []
    exact = index = 0
    while index < len(rows):
        lead, end = rows[index], _end_of_block(vectors, index)
        exact += end is not None
        end = end or _end_of_block(vectors, index, _NEARLY)
        if end is None or lead.reference or lead.is_explained or lead.held:
            return []
        found.append((lead, rows[index + 1 : end], reading))
        index = end
    return found if 2 * exact >= len(found) else []


def _end_of_block(vectors: Sequence[Vector], index: int, may_differ: Decimal = Decimal(0)) -> int | None:
    """Return where the rows end that the one at `index` is the sum of, but for a share; None where it is of none."""
    lead, added = vectors[index], dict.fromkeys(vectors[index], Decimal(0))
    if not any(lead.values()):
        return None
    for end in range(index + 1, min(len(vectors), index + _MOST_ROWS) + 1):
        is_sum = all(abs(added[slot] - lead[slot]) <= abs(may_differ * lead[slot]) for slot in lead)
        if end - index > _FEWEST_ROWS and is_sum:
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


def prove_rows(reading: Reading) -> list[Proof]:
    """Return the proofs that years come to the total of their row, and those that do not."""
    if not reading.shows_all_years:  # a total of more years than are printed proves nothing
        return []
    sums = [
        (row, stated, last if reading.basis is Basis.CUMULATIVE else added)
        for row, stated, added, last in row_sums(reading)
    ]
    if not sums:
        return []
    differing = [(row, stated, added) for row, stated, added in sums if stated != added]
    step = max((int(step) for step in reading.steps().values()), default=0)
    are_several = len({column.year for column in reading.dated}) > _FEWEST_ROWS
    rounded = [found for found in differing if are_several and abs(Decimal(found[1] - found[2])) <= step]
    if len(rounded) >= _FEWEST_ROUNDED:  # so many are off by a step because each figure was rounded by itself
        differing = [found for found in differing if found not in rounded]
    right = len(sums) - len(differing)
    what = "the years of each row come to its total (rows that do)"
    proofs = [Proof(what, len(sums), right, not differing, reading.location, counts_rows=True)]
    for row, stated, added in differing:
        if row.role is Role.ITEM:
            what = f"{row.name}: the years come to the total"
            proofs.append(Proof(what, stated, added, False, row.location))
    return proofs


def prove_parts(reading: Reading) -> Iterator[Proof]:
    """Yield the rows whose quarters, halves or months come neither to their year nor up to it."""
    for year in reading.columns_of(Kind.YEAR):
        parts = [
            c for c in reading.columns_of(Kind.PART) if c.is_part_of_year and c.year in (None, year.year)
        ]
        for row in reading.items if len(parts) > 1 else ():
            vector = reading.vector(row)
            figures = [vector.get(part.slot, 0) for part in parts]
            printed = vector.get(year.slot, 0)
            if printed not in (sum(figures), figures[-1]):
                what = f"{row.title}: the parts of the year come to “{year.heading}”"
                yield Proof(what, printed, sum(figures), False, row.location)


def prove_budgets(reading: Reading) -> Iterator[Proof]:
    """Yield the proofs that gross budgets less income are net budgets."""
    kinds = [reading.columns_of(kind) for kind in (Kind.GROSS, Kind.INCOME, Kind.NET)]
    if not all(len(columns) == 1 for columns in kinds):
        return
    for row in reading.items:
        figures = [reading.vector(row).get(columns[0].slot) for columns in kinds]
        if None not in figures:
            gross, income, net = (Decimal(figure or 0) for figure in figures)
            holds = net in (gross - income, gross + income)
            what = f"{row.title}: gross less income is net"
            yield Proof(what, net, gross - abs(income), holds, row.location)


def is_summary_of(reading: Reading, readings: Sequence[Reading]) -> bool:
    """Return whether every row of a table only says again what the rows of other tables come to by group."""
    rows = [row for row in reading.items if amounts_only(reading.vector(row), reading)]
    if len(rows) < _FEWEST_ROWS:
        return False
    groups: dict[str, list[tuple[Row, Reading]]] = {}
    for other in readings:
        for row in other.items if other is not reading else ():
            for name in {*row.names.values(), *row.section.split("/")}:
                groups.setdefault(name.lower(), []).append((row, other))
    for row in rows:
        span = summed(groups.get(row.title.lower(), []), "")
        figures = amounts_only(reading.vector(row), reading)
        if not span.count or not agrees(figures, span.sums, reading.steps(), span.count):
            return False
    return True
