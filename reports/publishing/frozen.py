"""The current content of a publication as a snapshot, with the proposals it holds."""

from dataclasses import dataclass
from functools import cached_property

from proposals.domain.records import RoundRecord
from proposals.models import SavingsProposal
from proposals.models.records import record_of_loaded
from proposals.workflow.completeness_facts import with_workflow
from reports.budgets.budget_facts import PUBLISHED_BASIS, with_budget
from reports.budgets.round_budget import RoundBudget
from reports.documents.snapshots import Snapshot, as_text, digest, from_text, record_from, snapshot_of
from reports.models import Publication
from reports.publishing import part_two
from reports.publishing.chosen_proposals import Chosen, Person, chosen, in_words
from reports.styles import STYLES


@dataclass(frozen=True)
class Frozen:
    """A snapshot as the text it is kept as, and its proposals in their order, loaded `with_workflow`."""

    text: str
    proposals: tuple[SavingsProposal, ...]
    choice: Chosen
    not_readable: tuple[SavingsProposal, ...] = ()
    """Of Part II, the proposals whose exempt wording the person may not read: they can make nothing of it."""

    @property
    def keys(self) -> tuple[int, ...]:
        """The keys of the proposals."""
        return tuple(proposal.own_key for proposal in self.proposals)

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


def freeze(person: Person, publication: Publication, *, draft: bool) -> Frozen:
    """Return the publication as it stands now, of what this person may see."""
    choice = chosen(person, publication)
    proposals = tuple(with_workflow(choice.proposals))
    record = record_of_loaded(
        publication.budget_round, proposals, in_words(publication, proposals, choice.how)
    )
    budget = RoundBudget(publication.budget_round, person, PUBLISHED_BASIS)
    record = with_budget(record, STYLES[publication.style], budget)
    not_readable = part_two.not_readable(person, publication, proposals)
    exempt_sha256 = "" if not_readable else part_two.mark_of(person, publication, proposals)
    snapshot = snapshot_of(record, publication.cover(draft=draft), publication.style, exempt_sha256)
    return Frozen(as_text(snapshot), proposals, choice, not_readable)
