"""The other proposals that one proposal's page names, read in one query as far as the person may see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, Subquery

from proposals.models import BudgetRound, SavingsProposal
from proposals.models.querysets import SavingsProposalQuerySet


@dataclass(frozen=True)
class Surroundings:
    """The proposals related to `proposal`: named by it, naming it, and its neighbours in the round's documents."""

    proposal: SavingsProposal
    seen: tuple[SavingsProposal, ...]
    """In the order of the rounds, the oldest first, and of their documents."""

    def get(self, key: int | None) -> SavingsProposal | None:
        """Return the proposal with that key, if the person may see it."""
        return next((one for one in self.seen if one.own_key == key), None)

    @property
    def previous(self) -> SavingsProposal | None:
        """The proposal before this one in the round's documents."""
        return max(self._beside(before=True), key=_place, default=None)

    @property
    def following(self) -> SavingsProposal | None:
        """The proposal after this one in the round's documents."""
        return min(self._beside(before=False), key=_place, default=None)

    @property
    def family(self) -> tuple[SavingsProposal, ...]:
        """The proposals that it replaced or was copied from, and those that replaced or copied it."""
        key, related = self.proposal.own_key, {self.proposal.superseded_by_id, self.proposal.carried_from_id}
        return tuple(
            one
            for one in self.seen
            if one.own_key in related or key in (one.superseded_by_id, one.carried_from_id)
        )

    @property
    def elsewhere(self) -> tuple[SavingsProposal, ...]:
        """The proposals of other rounds of the council that go by the same reference, the newest round first."""
        found = [
            one
            for one in self.seen
            if one.canonical_reference == self.proposal.canonical_reference
            and one.budget_round_id != self.proposal.budget_round_id
            and one.budget_round.council_id == self.proposal.budget_round.council_id
        ]
        return tuple(
            sorted(found, key=lambda one: (one.budget_round.first_year, one.budget_round_id), reverse=True)
        )

    def _beside(self, *, before: bool) -> Iterable[SavingsProposal]:
        here = self.proposal
        return (
            one
            for one in self.seen
            if one.budget_round_id == here.budget_round_id
            and one.own_key != here.own_key
            and (_place(one) < _place(here)) is before
        )


def surroundings_of(user: Any, proposal: SavingsProposal) -> Surroundings:
    """Return the records related to the proposal; load it `with_statements` first."""
    visible: SavingsProposalQuerySet = SavingsProposal.listed.visible_to(user)
    in_round = visible.filter(budget_round=proposal.budget_round_id)
    index, reference = proposal.position, proposal.reference
    before = Q(position__lt=index) | Q(position=index, reference__lt=reference)
    after = Q(position__gt=index) | Q(position=index, reference__gt=reference)
    named = {row.on_proposal_id for row in proposal.dependencies.all()}
    named |= {proposal.superseded_by_id, proposal.carried_from_id}
    rounds = BudgetRound.objects.filter(council=proposal.budget_round.council_id).order_by()
    around = visible.filter(
        Q(pk__in=named - {None})
        | Q(published_version_of__in=named - {None})
        | Q(pk=Subquery(in_round.filter(before).order_by("-position", "-reference").values("pk")[:1]))
        | Q(pk=Subquery(in_round.filter(after).order_by("position", "reference").values("pk")[:1]))
        | Q(superseded_by=proposal.own_key)
        | Q(carried_from=proposal.own_key)
        | Q(canonical_reference=proposal.canonical_reference, budget_round__in=rounds.values("pk"))
    )
    ordered = around.select_related("budget_round__council").order_by(
        "budget_round__first_year", "position", "pk"
    )
    return Surroundings(proposal, tuple(ordered))


def _place(proposal: SavingsProposal) -> tuple[int, str]:
    return proposal.position, proposal.reference
