"""Taking out what the council took back after it was published: an edition keeps it, the pages for browsing do not.

That is a proposal withdrawn from publication, and sections and files that are exempt, internal or removed today.
The stored proposals take something out here and never put anything in.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from proposals.domain.proposal_parts import SectionRecord
from proposals.domain.records import ProposalRecord
from proposals.models import ImpactStatement, ProposalAttachment, SavingsProposal
from proposals.permissions.exempt import exempt_readable_by
from proposals.permissions.proposals import READABLE
from reports.public.contents import PublishedProposal

_OWN_KEY = Coalesce("proposal__published_version_of", "proposal")


@dataclass
class _Sections:
    """The sections of a proposal today, by kind and heading: the public ones, and the public text of exempt ones."""

    public: set[tuple[str, str]] = field(default_factory=set)
    exempt: dict[tuple[str, str], set[str]] = field(default_factory=dict)

    def left_of(self, record: ProposalRecord) -> ProposalRecord:
        """Return the record with the sections of which nothing has been made exempt since; itself if those are all."""
        published = {(section.kind, section.heading) for section in record.sections}
        # An exempt section that was not published may be a published one under another heading.
        renamed = any(name not in published for name in self.exempt)
        kept = tuple(section for section in record.sections if self._is_kept(section, renamed))
        if len(kept) == len(record.sections):
            return record
        kinds = {section.kind for section in kept}
        texts = {kind: text for kind, text in record.statements.items() if kind in kinds}
        return replace(record, sections=kept, statements=texts)

    def _is_kept(self, section: SectionRecord, renamed: bool) -> bool:
        name = (section.kind, section.heading)
        if name in self.exempt:
            return section.text in self.exempt[name]
        return not renamed or name in self.public


def still_public(proposals: Collection[PublishedProposal]) -> Iterator[PublishedProposal]:
    """Yield what is left of the proposals."""
    keys = [proposal.key for proposal in proposals]
    readable = set(SavingsProposal.listed.filter(READABLE).of_keys(keys).own_keys())
    proposals = [proposal for proposal in proposals if proposal.key in readable]
    today = _sections_today(proposal.key for proposal in proposals)
    public = ProposalAttachment.objects.public_today(one.key for one in proposals if one.files)
    for proposal in proposals:
        files = tuple(file for file in proposal.files if (proposal.key, file.record.sha256) in public)
        record = proposal.record
        kept = today[proposal.key].left_of(record) if proposal.key in today else record
        # Unchanged it stays the same object, which keeps what a search looks through.
        if kept is not record or len(files) < len(proposal.files):
            kept = replace(kept, attachments=tuple(file.record for file in files))
            yield replace(proposal, record=kept, files=files)
        else:
            yield proposal


def without_exempt_since(user: Any, records: Iterable[tuple[int, ProposalRecord]]) -> list[ProposalRecord]:
    """Return the records of the proposals with these keys without the sections that were made exempt since.

    They stay for who may read the exempt wording of the proposal.
    """
    listed = list(records)
    today = _sections_today(key for key, _ in listed)
    readers_of = SavingsProposal.objects.filter(exempt_readable_by(user), pk__in=today) if today else ()
    readable = {proposal.pk for proposal in readers_of}
    return [
        today[key].left_of(record) if key in today and key not in readable else record
        for key, record in listed
    ]


def _sections_today(keys: Iterable[int]) -> dict[int, _Sections]:
    """Return the sections of those proposals that have an exempt one, in any version."""
    with_exempt = set(
        _statements(keys).filter(exempt_paragraph__isnull=False).values_list("own_key", flat=True)
    )
    found: dict[int, _Sections] = {}
    for row in _statements(with_exempt) if with_exempt else ():
        sections = found.setdefault(row.own_key, _Sections())
        name = (row.kind, row.title)
        if row.exempt_paragraph is None:
            sections.public.add(name)
        else:
            sections.exempt.setdefault(name, set()).add(row.text)
    return found


def _statements(keys: Iterable[int]) -> QuerySet[Any]:
    versions = SavingsProposal.versions.of_keys(keys).order_by().values("pk")
    rows: QuerySet[Any] = ImpactStatement.objects.filter(proposal__in=versions).annotate(own_key=_OWN_KEY)
    return rows.order_by()
