"""A budget round as the public reads it: what stands in the newest public edition of each of its publications."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from proposals.domain.records import ProposalRecord, RoundRecord, Totals
from proposals.domain.references import canonical_reference
from proposals.models import BudgetRound
from reports.models import Edition
from reports.public.contents import Contents, PublishedProposal, contents_of
from reports.public.since_published import still_public
from services.models import Council


@dataclass(frozen=True)
class PublishedRound:
    """A round with its current editions, the newest first, and every proposal of them that is still public, once."""

    budget_round: BudgetRound
    """The stored round, for its key and its consultation; its name and years are those of the editions."""
    editions: tuple[Edition, ...]
    proposals: tuple[PublishedProposal, ...]
    round_record: RoundRecord
    """The round as the newest edition has it, without proposals."""
    withdrawn: int = 0
    """The number of proposals in the editions that have been withdrawn from publication since."""

    @property
    def key(self) -> int:
        """The key of the round in addresses."""
        return int(self.budget_round.pk)

    def record_of(self, proposals: Sequence[PublishedProposal], in_words: str = "") -> RoundRecord:
        """Return these proposals of the round as one set to add up or to export."""
        records = tuple(proposal.record for proposal in proposals)
        return replace(self.round_record, proposals=records, selection=in_words)

    @cached_property
    def has_pressures(self) -> bool:
        """Return whether there is a pressure among its proposals."""
        return any(one.record.is_pressure for one in self.proposals)

    @cached_property
    def what(self) -> str:
        """What its proposals are, at the beginning of a heading."""
        if not self.has_pressures:
            return "Savings"
        return "Savings and pressures" if self.record_of(self.proposals).is_mixed else "Pressures"

    @property
    def title(self) -> str:
        """The title of its list."""
        return self.what.replace("Savings", "Savings proposals", 1)

    @cached_property
    def totals(self) -> Totals:
        """The totals of all its proposals."""
        return self.record_of(self.proposals).totals

    def edition_of(self, proposal: PublishedProposal) -> Edition:
        """Return the edition that the proposal is shown from."""
        return next(edition for edition in self.editions if edition.pk == proposal.edition_key)

    def find(self, reference: str) -> PublishedProposal | None:
        """Return the proposal of that reference, in any spelling."""
        wanted = canonical_reference(reference)
        return next(
            (one for one in self.proposals if canonical_reference(one.record.reference) == wanted), None
        )


def current_editions(council: Council) -> dict[BudgetRound, list[Edition]]:
    """Return the council's current public editions, newest first, by their rounds, the one published last first.

    A publication whose newest edition the public may not read has none.
    """
    editions = (
        Edition.objects.current()
        .public()
        .light()
        .filter(council=council)
        .select_related("council", "corrects", "publication__budget_round")
        .order_by("-published_at", "-pk")
    )
    by_round: dict[BudgetRound, list[Edition]] = {}
    for edition in editions:
        by_round.setdefault(edition.publication.budget_round, []).append(edition)
    return by_round


def published_round(budget_round: BudgetRound, editions: Sequence[Edition]) -> PublishedRound:
    """Return the round as these editions of it, the newest first, publish it."""
    contents = [contents_of(edition) for edition in editions]
    published = tuple(_each_once(contents))
    proposals = tuple(still_public(published))
    withdrawn = len(published) - len(proposals)
    return PublishedRound(budget_round, tuple(editions), proposals, contents[0].round_record, withdrawn)


def _each_once(contents: Sequence[Contents]) -> Iterator[PublishedProposal]:
    """Yield every proposal as the newest of the editions has it."""
    passed: set[int] = set()
    for each in contents:
        yield from (proposal for proposal in each.proposals if proposal.key not in passed)
        passed |= {proposal.key for proposal in each.proposals}


def earlier_record(edition: Edition, key: int) -> ProposalRecord | None:
    """Return the proposal as the edition that this one corrects published it, where the public may read that."""
    corrected = Edition.objects.public().light().filter(pk=edition.corrects_id).first()
    if corrected is None:
        return None
    found = still_public([one for one in contents_of(corrected).proposals if one.key == key])
    return next((proposal.record for proposal in found), None)
