"""Which tables of a document are those of savings proposals."""

from collections.abc import Sequence

from proposals.importing.understanding import labels
from proposals.importing.understanding.findings import STOP, listed
from proposals.importing.understanding.headings import rules_for
from proposals.importing.understanding.kinds import GROUPS, POSTS, SECTIONS, Kind
from proposals.importing.understanding.reading import Reading
from proposals.importing.understanding.row_questions import LEAVE_OUT, PROPOSALS

_LISTED = frozenset({Kind.REFERENCE, Kind.TITLE, *SECTIONS, *GROUPS, Kind.RISK, Kind.RAG, Kind.OFFICER}) - {
    Kind.OTHER
}
_BESIDE = frozenset(
    {Kind.DECISIONS, Kind.SECTION, Kind.STAFF, Kind.PROPERTY, Kind.RISK, Kind.REPORTED, Kind.COMMITTEE}
)
"""What is said beside proposals and beside no other figures."""
_SURE = 0.85
_MANY_TABLES, _SMALL_PART = 8, 4


def ask_whether_proposals(reading: Reading) -> bool:
    """Return whether a person says that the rows of a table are proposals; until then they are taken for some."""
    text = f"Nothing says what the rows under {listed(reading.raw.headings[:4])} are. Are they proposals?"
    return reading.ask("table", "tables", text, (PROPOSALS, LEAVE_OUT), PROPOSALS) == PROPOSALS


def ask_of_figures_alone(reading: Reading) -> None:
    """Ask whether a table that was not read is to be left out, where it has amounts of years and no words at all."""
    filled = [column for column in reading.columns if column.content.texts]
    if reading.columns_of(Kind.YEAR) and all(c.is_amount or c.kind in POSTS for c in filled):
        text = (
            f"The table under {listed(reading.raw.headings[:4])} has figures and no names of proposals. Is it to be "
            "left out? If it goes on with the table before it, set its columns beside that one in the document."
        )
        reading.ask("figures-alone", "tables", text, (LEAVE_OUT, STOP), STOP)


def report_of(tables: Sequence[Reading]) -> str:
    """Return why a document is refused of whose many tables hardly any row stands in a list of proposals."""
    figures = [
        (sum(line.has_figures for line in reading.raw.body), lists_proposals(reading))
        for reading in tables
        if any(column.is_amount for column in reading.columns)
    ]
    rows, listed_rows = (
        sum(count for count, _ in figures),
        sum(count for count, lists in figures if lists),
    )
    if len(figures) < _MANY_TABLES or listed_rows * _SMALL_PART > rows:
        return ""
    return (
        f"The document contains {len(figures)} tables of figures with {rows} rows, of which {listed_rows} stand in "
        "a list of proposals. It is a report and no table of savings proposals: copy its list of proposals, if it "
        "has one, into a file of its own."
    )


def lists_proposals(reading: Reading) -> bool:
    """Return whether a table has a column that lists of proposals have: references, titles or texts."""
    return any(
        column.confidence >= _SURE and not column.said.unit and not column.said.is_dated
        for column in reading.columns_of(*_LISTED)
    )


def sets_targets(reading: Reading) -> bool:
    """Return whether a table sets targets by directorate."""
    return bool(reading.columns_of(Kind.TARGET)) and lists_directorates(reading)


def lists_directorates(reading: Reading) -> bool:
    """Return whether nothing but the names of directorates tells the rows of a table apart, as in a summary."""
    titles = [] if reading.columns_of(Kind.GROWTH) else reading.columns_of(Kind.TITLE)
    rules = [rule for title in titles for rule in rules_for(title.said.core)]
    return bool(rules) and rules[0].kind in (Kind.DIRECTORATE, Kind.PORTFOLIO)


def speaks_of_proposals(reading: Reading) -> bool:
    """Return whether a table's headings, or the words right above it, are those of proposals."""
    table = reading.raw
    headings = " ".join(table.headings)
    if labels.names_savings(headings):
        return True
    titles = [text for text in table.context[-2:] if not text.endswith(".")]
    if any(map(labels.names_other_table, titles[-1:])):
        return False
    sure = [column.kind for column in reading.columns if column.confidence >= _SURE]
    if Kind.TITLE in sure or Kind.REFERENCE in sure or sum(kind in _BESIDE for kind in sure) > 1:
        return True
    groups = [line.texts[0] for line in table.body[:200] if len(line.filled) == 1]
    return any(map(labels.speaks_of_proposals, (*titles, reading.location.sheet, *groups)))


def lacking(reading: Reading) -> str:
    """Return what a table whose words are those of proposals lacks where it could not be read."""
    named = reading.columns_of(Kind.TITLE)
    return "no heading of it says that it holds " + ("savings" if named else "the names of the proposals")
