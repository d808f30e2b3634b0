"""The refusal of a file in which no proposals were found: what was not read, why, and what a file needs to be read."""

from collections.abc import Sequence

from proposals.importing.issues import Severity, of_severity
from proposals.importing.parsed import ParsedDocument
from proposals.importing.understanding.values import Unread, describe_location
from services.values.wording import counted

_MOST_TABLES = 3
_NEEDED = (
    "A table needs a heading over the names of the proposals, such as “Proposal”, and a heading over the savings of "
    "each year that names the year and the unit, such as “Saving 2027/28 £000”; each proposal is a row below them. A "
    "form needs its title and its savings each behind a label, such as “Proposal: Shared reception” and “Saving "
    "2027/28: £40,000”. Correct the file and upload it again."
)


def nothing_found(document: ParsedDocument, tables_not_read: Sequence[Unread]) -> str:
    """Return in sentences why a file has no proposals, and what to do; errors say themselves what to correct."""
    errors = [str(issue) for issue in of_severity(document.issues, Severity.ERROR)]
    tables = [_table_in_words(table) for table in tables_not_read[:_MOST_TABLES]]
    if more := len(tables_not_read) - len(tables):
        tables.append(f"{counted(more, 'further table')} {'was' if more == 1 else 'were'} not read either.")
    said = [*errors, *tables] or ["It holds no table and no form that could be read."]
    return " ".join(["No savings proposals were found in the file.", *said, *([] if errors else [_NEEDED])])


def _table_in_words(table: Unread) -> str:
    place = describe_location(table.location)
    at, headings = f" at {place}" if place else "", f" with the headings {table.text}" if table.text else ""
    return f"The table{at}{headings} was not read: {table.why}."
