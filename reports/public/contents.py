"""The proposals of an edition as the public reads them, made from its snapshot and kept while a process runs.

An edition never changes, so neither does what is made of it here; nothing of the stored proposals is read.
"""

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from proposals.domain.records import ProposalRecord, RoundRecord
from proposals.domain.references import canonical_reference
from proposals.filters.highlight import SearchedText
from reports.documents.attachments import AttachedFile, attached_to
from reports.documents.snapshots import cover_from, record_from
from reports.models import Edition
from reports.styles import STYLES

EDITIONS_KEPT = 8
"""Each takes some megabytes; a council reads from one or two at a time."""


@dataclass(frozen=True)
class PublishedProposal:
    """A proposal as an edition publishes it; `key` is that of the stored proposal, by which it is cited."""

    key: int
    edition_key: int
    record: ProposalRecord
    files: tuple[AttachedFile, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts of its sections."""
        return tuple(section.text for section in self.record.sections if section.text)

    @cached_property
    def names(self) -> SearchedText:
        """Its reference and title, for a search."""
        record = self.record
        canonical = canonical_reference(record.reference).lower()
        return SearchedText((record.reference, canonical, record.title))

    @cached_property
    def service(self) -> SearchedText:
        """Its service, for a search."""
        return SearchedText((self.record.service,))

    @cached_property
    def searched(self) -> SearchedText:
        """All that a search looks through."""
        record = self.record
        canonical = canonical_reference(record.reference).lower()
        names = (record.reference, canonical, record.title, record.service, record.directorate, record.wards)
        return SearchedText((*names, *(section.heading for section in record.sections), *self.texts))


@dataclass(frozen=True)
class Contents:
    """An edition's proposals in their order, and its round, whose record has none of them."""

    round_record: RoundRecord
    proposals: tuple[PublishedProposal, ...]


def contents_of(edition: Edition) -> Contents:
    """Return what the edition publishes; raises UnreadableSnapshot."""
    return _contents(edition.pk, edition.snapshot_sha256)


@lru_cache(maxsize=EDITIONS_KEPT)
def _contents(key: int, _sha256: str) -> Contents:
    edition = Edition.objects.get(pk=key)
    snapshot = edition.frozen
    whole = record_from(snapshot)
    record = STYLES[edition.style].printed.public(whole)
    files = attached_to(whole, cover_from(snapshot))
    keys = dict(edition.entries.values_list("place", "proposal"))
    proposals = tuple(
        PublishedProposal(
            keys[place], key, proposal, tuple(file for file in files if file.reference == proposal.reference)
        )
        for place, proposal in enumerate(record.proposals)
    )
    return Contents(replace(record, proposals=()), proposals)
