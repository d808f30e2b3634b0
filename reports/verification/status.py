"""The status of an edition: current, corrected by a later one, or changed in the proposals since."""

from dataclasses import dataclass, replace

from proposals.changes import Changes, compare
from proposals.models.querysets import SavingsProposalQuerySet
from proposals.models.records import round_record
from reports.documents.snapshots import record_from
from reports.models import Edition
from reports.models.querysets import EditionQuerySet

FIGURES = frozenset({"figures", "moved", "posts"})
"""The kinds of change that touch a figure."""


@dataclass(frozen=True)
class EditionStatus:
    """The status of an edition, as far as the person may know it.

    `changes` compares the proposals that they may see now with what was published; None where there are none.
    `not_seen` counts the others.
    """

    latest: Edition | None = None
    changes: Changes | None = None
    not_seen: int = 0

    @property
    def figures_stand(self) -> bool:
        """Return whether no figure of the proposals that were compared has changed."""
        if self.changes is None:
            return True
        touched = any(FIGURES & set(change.kinds) for change in self.changes.changed)
        return not (touched or self.changes.added or self.changes.withdrawn)


def status_of(
    edition: Edition, editions: EditionQuerySet, proposals: SavingsProposalQuerySet
) -> EditionStatus:
    """Return what has become of the edition, among these editions and proposals."""
    later = editions.filter(publication=edition.publication_id, number__gt=edition.number)
    latest = later.light().select_related("council").order_by("-number").first()
    entries = list(edition.entries.order_by("place").values_list("proposal", "place"))
    standing = proposals.of_keys([key for key, _place in entries])
    seen = set(standing.own_keys())
    not_seen = len(entries) - len(seen)
    if not seen:
        return EditionStatus(latest, None, not_seen)
    frozen = record_from(edition.frozen)
    places = {place for key, place in entries if key in seen}
    before = tuple(record for place, record in enumerate(frozen.proposals) if place in places)
    budget_round = edition.publication.budget_round
    after = round_record(budget_round, standing.order_by("position", "pk"))
    return EditionStatus(latest, compare(replace(frozen, proposals=before), after), not_seen)
