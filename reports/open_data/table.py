"""The open data as one table: a row per proposal and year."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from proposals.domain.records import RoundRecord
from proposals.exports.files import harmless
from reports.open_data.columns import (
    ADDED_COLUMNS,
    ALL_COLUMNS,
    PROPOSAL_COLUMNS,
    ROUND_COLUMNS,
    YEAR_COLUMNS,
    Value,
    years_of,
)

BETWEEN_TEXTS = "; "
COLUMN_NAMES = tuple(column.name for column in ALL_COLUMNS)


def figures_csv(record: RoundRecord) -> bytes:
    """Return the table in UTF-8, its first line the names of the columns."""
    return as_csv([COLUMN_NAMES, *_rows(record)])


def as_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """Return the rows as RFC 4180 writes them: parted by commas, quoted where needed, lines ending in CR LF."""
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\r\n").writerows(rows)
    return written.getvalue().encode()


def _rows(record: RoundRecord) -> Iterator[list[str]]:
    of_round = [plain_text(column.read(record)) for column in ROUND_COLUMNS]
    for proposal in record.proposals:
        added = [plain_text(column.read(proposal)) for column in ADDED_COLUMNS]
        of_proposal = [plain_text(column.read(proposal)) for column in PROPOSAL_COLUMNS]
        for year in years_of(proposal):
            of_year = [plain_text(column.read(year)) for column in YEAR_COLUMNS]
            yield [*of_round, *of_proposal, *of_year, *added]


def plain_text(value: Value) -> str:
    """Return the value as a cell holds it; text that a spreadsheet would take for a formula is made harmless."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return harmless(BETWEEN_TEXTS.join(value))
    return harmless(value) if isinstance(value, str) else str(value)
