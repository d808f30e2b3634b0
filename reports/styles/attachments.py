"""The list of the public files that go with an appendix, with version and date, as its last part."""

from collections.abc import Iterator

from proposals.domain.records import RoundRecord
from reports.documents.attachments import attached_to
from reports.documents.cover import Cover
from reports.documents.document import Block, Column, Heading, Paragraph
from reports.styles.cells import Columns, count_cell, table_of
from services.values.dates import format_day

HEADING = "Attachments"
_COLUMNS: Columns = {
    Column("About"): lambda file: file.about,
    Column("File"): lambda file: file.record.name,
    Column("Kind"): lambda file: file.record.kind_in_words,
    Column("Version", align="number"): lambda file: count_cell(file.record.version),
    Column("Date"): lambda file: format_day(file.record.dated),
    Column("Owner"): lambda file: file.record.owner,
}


def attachment_blocks(round_record: RoundRecord, cover: Cover) -> Iterator[Block]:
    """Return the part that lists the files; nothing where there are none."""
    files = attached_to(round_record, cover)
    if not files:
        return
    yield Heading(2, HEADING, "attachments", in_contents=True)
    yield Paragraph("These public documents go with this one, in the version stated.")
    yield table_of("Documents that go with this one", _COLUMNS, files)
