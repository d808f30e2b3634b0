"""How far an approved proposal has been carried out: written by those who work on it, whatever the round's phase."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from proposals.access import roles_on
from proposals.models import SavingsProposal
from proposals.roles import ENTERING, Role
from proposals.workflow.stages import Outcome, Stage
from services.history import acting

APPROVED = frozenset(
    {Outcome.APPROVED, Outcome.APPROVED_WITH_CONDITIONS, Outcome.IN_PRINCIPLE, Outcome.DELEGATED}
)
"""The decisions after which something is carried out."""

REFUSAL = (
    "The delivery status is kept once a proposal is approved, by the finance officers, budget holders and "
    "authors who work on it."
)


def may_keep_delivery(user: Any, proposal: SavingsProposal) -> bool:
    """Return whether this person may write down how far the proposal has been carried out."""
    is_approved = Stage(proposal.stage) is Stage.DECIDED and proposal.outcome in APPROVED
    return is_approved and bool(roles_on(user, proposal) & (ENTERING | {Role.ADMINISTRATOR}))


def keep_delivery(user: Any, proposal: SavingsProposal, status: str, note: str) -> None:
    """Write down how far the proposal has been carried out; raises PermissionDenied for who may not."""
    with transaction.atomic(), acting(user=user):
        held = SavingsProposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
        held.budget_round, held.service = proposal.budget_round, proposal.service
        if not may_keep_delivery(user, held):
            raise PermissionDenied(REFUSAL)
        held.delivery_status, held.delivery_note = status, note.strip()
        held.save(update_fields=["delivery_status", "delivery_note", "changed_at"])
