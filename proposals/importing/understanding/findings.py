"""Collect errors and notes about a document, and quotations of what was not read."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from proposals.importing.files.blocks import Location, SourceDocument
from proposals.importing.understanding.asker import Asker
from proposals.importing.understanding.columns import Column
from proposals.importing.understanding.figures import read_figure
from proposals.importing.understanding.reading import Reading
from proposals.importing.understanding.rows import Row
from proposals.importing.understanding.stream import Line
from proposals.importing.understanding.tables import RawTable
from proposals.importing.understanding.values import Issue, Severity, Unread

LONGEST_QUOTE = 200


class Findings:
    """Collects the errors, notes and quotations of one document, beside the questions about it."""

    def __init__(self, asker: Asker) -> None:
        self.asker = asker
        self.issues: list[Issue] = []
        self.unread: list[Unread] = []

    def leave_table(self, raw: RawTable, why: str) -> None:
        """Quote the headings of a table that was not read, and every row of it."""
        for line in (*raw.header, *raw.body):
            if line.filled:
                self.quote(line.location, " | ".join(line.texts), f"the table was not read: {why}")

    def refuse(self, code: str, location: Location, message: str) -> None:
        """Keep an error, which stops the import."""
        self.issues.append(Issue(Severity.ERROR, code, location, message))

    def note(self, code: str, location: Location, message: str) -> None:
        """Keep a note."""
        self.issues.append(Issue(Severity.NOTE, code, location, message))

    def note_all(self, reading: Reading, messages: Iterable[str]) -> None:
        """Keep notes about a table."""
        for message in messages:
            self.note("posts", reading.location, message)

    def quote(self, location: Location, text: str, why: str) -> None:
        """Keep a part of the document that was not read, and why."""
        self.unread.append(Unread(location, text[:LONGEST_QUOTE], why))

    def unread_outside(self, outside: Sequence[Line]) -> Iterator[Unread]:
        """Yield the figures that stand in no table."""
        for line in outside:
            bare = line.is_paragraph and len(line.texts) == 1 and read_figure(line.texts[0]).bears_amount
            if line.has_figures and (not line.is_paragraph or bare):
                yield Unread(
                    line.location,
                    " | ".join(line.texts)[:LONGEST_QUOTE],
                    "it stands in no table of proposals",
                )

    # Rows
    def tell_omissions(self, document: SourceDocument) -> None:
        """Say what the file contains that was not taken for content."""
        for omission in document.omissions:
            said = f"{omission.reason}: “{omission.text[:80]}”" if omission.text else omission.reason
            self.note("left out", omission.location, said)


def cell_location(row: Row, column: Column) -> Location:
    """Return where the row's cell of a column stands."""
    place = row.cell(column).location
    return place if place.row or place.line else replace(row.line.location, column=column.index + 1)
