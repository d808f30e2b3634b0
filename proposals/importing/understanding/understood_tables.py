"""What is told of a table: its columns and rows as they were understood."""

from collections.abc import Sequence
from decimal import Decimal

from proposals.domain.direction import PRESSURE, SAVING
from proposals.importing.understanding import labels
from proposals.importing.understanding.amounts import RowAmounts
from proposals.importing.understanding.kinds import Kind
from proposals.importing.understanding.reading import Reading
from proposals.importing.understanding.rows import Row
from proposals.importing.understanding.values import (
    Recurrence,
    Role,
    UnderstoodColumn,
    UnderstoodRow,
    UnderstoodTable,
)
from services.values.years import FinancialYear


def understood_row(row: Row, amounts: RowAmounts, fte: Decimal | None) -> UnderstoodRow:
    """Return a row with its amounts; `fte` is its change in posts."""
    direction = "" if row.role is not Role.ITEM else PRESSURE if amounts.is_pressure else SAVING
    return UnderstoodRow(
        row.location,
        row.role,
        row.name or row.words,
        row.reference,
        amounts.savings,
        amounts.total,
        fte,
        direction,
        row.id,
    )


def understood_table(
    reading: Reading, rows: Sequence[UnderstoodRow], years: Sequence[FinancialYear]
) -> UnderstoodTable:
    """Return a table with its columns and these rows, whose savings are of these years."""
    columns = tuple(
        UnderstoodColumn(
            c.heading, c.kind.value, c.year, c.unit or None, c.confidence, tuple(c.evidence), c.key
        )
        for c in reading.columns
    )
    return UnderstoodTable(
        reading.location,
        reading.title,
        reading.unit,
        "negative" if reading.sign < 0 else "positive",
        tuple(years),
        reading.basis,
        _recurrence(reading),
        columns,
        tuple(rows),
        tuple(reading.evidence),
        reading.decimals,
        reading.raw.holds_forms,
    )


def _recurrence(reading: Reading) -> Recurrence:
    if reading.columns_of(Kind.RECURRENCE):
        return Recurrence.MIXED
    title = f"{reading.title} {reading.location.sheet}"
    return Recurrence.ONE_OFF if labels.recurrence_of(title) is True else Recurrence.RECURRING
