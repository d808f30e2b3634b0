"""The public files that go with a document: those of its cover and of its proposals, in the order they are printed."""

from collections.abc import Iterator
from dataclasses import dataclass

from proposals.domain.attachments import AttachmentRecord
from proposals.domain.records import RoundRecord
from reports.documents.cover import Cover

FILE_PREFIX = "attachment-"
"""The beginning of the name of each attached file in an edition; no file that is made has such a name."""


@dataclass(frozen=True)
class AttachedFile:
    """A file that goes with a document: its record, and the proposal that it is on (None for the publication)."""

    place: int
    record: AttachmentRecord
    reference: str | None

    @property
    def frozen_name(self) -> str:
        """The name of its copy in an edition, of which nothing comes from the user but the ending."""
        return f"{FILE_PREFIX}{self.place}.{self.record.name.rpartition('.')[2].lower()}"

    @property
    def about(self) -> str:
        """The proposal, or the whole document, in words."""
        return self.reference or "All of it"

    @property
    def in_words(self) -> str:
        """The file as an edition lists it."""
        return f"{self.about}: {self.record.in_words}"


def attached_to(round_record: RoundRecord, cover: Cover) -> tuple[AttachedFile, ...]:
    """Return the public files of the cover and of the proposals, numbered from 1."""
    return tuple(
        AttachedFile(place, record, reference)
        for place, (record, reference) in enumerate(_in_order(round_record, cover), start=1)
    )


def _in_order(round_record: RoundRecord, cover: Cover) -> Iterator[tuple[AttachmentRecord, str | None]]:
    yield from ((record, None) for record in cover.attachments)
    for proposal in round_record.proposals:
        yield from ((record, proposal.reference) for record in proposal.attachments)
