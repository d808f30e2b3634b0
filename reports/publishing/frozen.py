"""What goes into a publication at this moment, frozen: the snapshot and which proposals it holds."""

from dataclasses import dataclass
from functools import cached_property

from proposals.querysets import round_record
from proposals.records import RoundRecord
from reports.document import Document
from reports.models import Publication
from reports.publishing.choosing import Chosen, Person, chosen
from reports.publishing.making import document_of
from reports.publishing.snapshots import Snapshot, as_text, digest, from_text, record_from, snapshot_of


@dataclass(frozen=True)
class Frozen:
    """A snapshot as the text it is kept as, and the keys of its proposals in their order."""

    text: str
    keys: tuple[int, ...]
    choice: Chosen

    @property
    def sha256(self) -> str:
        """The mark of the snapshot."""
        return digest(self.text)

    @cached_property
    def snapshot(self) -> Snapshot:
        """The snapshot as values."""
        return from_text(self.text)

    @cached_property
    def record(self) -> RoundRecord:
        """The round with the proposals that are in it."""
        return record_from(self.snapshot)

    @cached_property
    def document(self) -> Document:
        """The appendix that it makes."""
        return document_of(self.snapshot)


def freeze(person: Person, publication: Publication, *, draft: bool) -> Frozen:
    """Return the publication as it stands now, of what this person may see."""
    choice = chosen(person, publication)
    record = round_record(publication.budget_round, choice.proposals, choice.in_words)
    snapshot = snapshot_of(record, publication.cover(draft=draft), publication.style)
    return Frozen(as_text(snapshot), tuple(choice.proposals.values_list("pk", flat=True)), choice)
