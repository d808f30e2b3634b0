"""Recording how far an approved proposal has been delivered, with a note that everybody can read."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from proposals.exempt.wording import refuse_repeated
from proposals.models import SavingsProposal
from proposals.permissions.delivery import REFUSAL, may_keep_delivery
from services.audit.history import acting


def keep_delivery(user: Any, proposal: SavingsProposal, status: str, note: str) -> None:
    """Record how far the proposal has been delivered.

    Raises PermissionDenied if the user may not, ValidationError for a note that repeats exempt wording: everybody
    who reads the proposal reads it.
    """
    with transaction.atomic(), acting(user=user):
        stored = SavingsProposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
        stored.budget_round, stored.service = proposal.budget_round, proposal.service
        if not may_keep_delivery(user, stored):
            raise PermissionDenied(REFUSAL)
        refuse_repeated(user, stored, {"delivery_note": note})
        stored.delivery_status, stored.delivery_note = status, note.strip()
        stored.save(update_fields=["delivery_status", "delivery_note", "changed_at"])
