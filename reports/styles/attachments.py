"""The list of the public files that go with an appendix, with version and date, as its last part."""

from collections.abc import Iterator

from proposals.domain.records import RoundRecord
from reports.documents.attachments import AttachedFile, attached_to
from reports.documents.cover import Cover
from reports.documents.document import Block, Cell, Column, Heading, Paragraph, Row, Table
from services.values.dates import format_day

HEADING = "Attachments"
_COLUMNS = (
    Column("About"),
    Column("File"),
    Column("Kind"),
    Column("Version", align="number"),
    Column("Date"),
    Column("Owner"),
)


def attachment_blocks(round_record: RoundRecord, cover: Cover) -> Iterator[Block]:
    """Return the part that lists the files; nothing where there are none."""
    files = attached_to(round_record, cover)
    if not files:
        return
    yield Heading(2, HEADING, "attachments", in_contents=True)
    yield Paragraph("These public documents go with this one, in the version stated.")
    yield Table("Documents that go with this one", _COLUMNS, tuple(map(_row, files)))


def _row(file: AttachedFile) -> Row:
    record = file.record
    return Row(
        "item",
        Cell(file.about),
        (
            Cell(record.name),
            Cell(record.kind_in_words),
            Cell(str(record.version), value=record.version),
            Cell(format_day(record.dated)),
            Cell(record.owner),
        ),
    )
