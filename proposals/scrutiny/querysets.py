"""Which items of scrutiny a person may read, and which are in which state."""

from datetime import date
from typing import Any

from django.db.models import Q

from proposals.permissions import scrutiny as rules
from proposals.permissions.proposals import READABLE
from proposals.scrutiny.records import ItemKind, ItemState
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


class ScrutinyItemQuerySet(RecordedQuerySet):
    """Items of scrutiny."""

    def visible_to(self, user: Any) -> "ScrutinyItemQuerySet":
        """Return the items this person may read: of proposals they may see, published or theirs to work with."""
        return self.filter(rules.visible_items(user))

    def public(self) -> "ScrutinyItemQuerySet":
        """Return the items that are published, of proposals that every role may read now."""
        from proposals.models import SavingsProposal

        readable = SavingsProposal.objects.filter(READABLE).values("pk")
        return self.filter(published_at__isnull=False, proposal__in=readable)

    def in_state(self, state: ItemState) -> "ScrutinyItemQuerySet":
        """Return the items in that state."""
        return self.filter(IN_STATE[state])

    def overdue(self, today: date) -> "ScrutinyItemQuerySet":
        """Return the open items whose due date has passed."""
        return self.filter(IN_STATE[ItemState.OPEN], due_on__lt=today)
