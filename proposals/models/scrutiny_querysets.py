"""Querysets of scrutiny items: those a person may read, and those in each state."""

from datetime import date
from typing import Any

from django.db.models import Q

from proposals.domain.scrutiny_items import ItemKind, ItemState
from proposals.models.proposals import SavingsProposal
from proposals.permissions.proposals import READABLE
from proposals.permissions.scrutiny import reads_unpublished_q
from services.audit.history import RecordedQuerySet

_STANDS = Q(withdrawn_on__isnull=True)
_IS_ANSWERED = (Q(kind=ItemKind.RECOMMENDATION.value) & ~Q(response="")) | (
    ~Q(kind=ItemKind.RECOMMENDATION.value) & ~Q(answer="")
)
_UNFINISHED = _STANDS & Q(outcome="")

IN_STATE: dict[ItemState, Q] = {
    ItemState.OPEN: _UNFINISHED & ~_IS_ANSWERED & ~Q(kind=ItemKind.COMMENT.value),
    ItemState.ANSWERED: _UNFINISHED & _IS_ANSWERED,
    ItemState.CLOSED: _STANDS & ~Q(outcome=""),
    ItemState.NOTED: _UNFINISHED & Q(kind=ItemKind.COMMENT.value, answer=""),
    ItemState.WITHDRAWN: Q(withdrawn_on__isnull=False),
}
"""The condition of each state; `records.state_of` is its twin for one item."""


def read_in_full(user: Any) -> Q:
    """Return the condition of the items that this person reads whether or not they are published."""
    condition = reads_unpublished_q(user)
    return Q(proposal__in=SavingsProposal.objects.filter(condition).values("pk")) if condition else condition


class ScrutinyItemQuerySet(RecordedQuerySet):
    """Items of scrutiny."""

    def visible_to(self, user: Any) -> "ScrutinyItemQuerySet":
        """Return the items this person may read: of proposals they may see, published or theirs to work with."""
        seen = self.filter(proposal__in=SavingsProposal.versions.visible_to(user).own_keys())
        in_full = read_in_full(user)
        return seen.filter(Q(published_at__isnull=False) | in_full) if in_full else seen

    def public(self) -> "ScrutinyItemQuerySet":
        """Return the items that are published, of proposals that every role may read now."""
        readable = SavingsProposal.versions.filter(READABLE).own_keys()
        return self.filter(published_at__isnull=False, proposal__in=readable)

    def in_state(self, state: ItemState) -> "ScrutinyItemQuerySet":
        """Return the items in that state."""
        return self.filter(IN_STATE[state])

    def overdue(self, today: date) -> "ScrutinyItemQuerySet":
        """Return the open items whose due date has passed."""
        return self.filter(IN_STATE[ItemState.OPEN], due_on__lt=today)
