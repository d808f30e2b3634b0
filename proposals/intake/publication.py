"""What an import means for the stage of the proposals it makes or changes: the round's phase says so.

A document read into a round in preparation is a draft like any other and goes through sign-off. One
read into a round at scrutiny was published elsewhere already; that nobody signed it off here is put on
the record.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone

from proposals.models import BudgetRound, SavingsProposal
from proposals.querysets import record_of
from proposals.records import ProposalRecord
from proposals.roles import Role
from proposals.workflow.moving import after_editing
from proposals.workflow.stages import PATH, REVIEWED_AGAIN_AT, Stage
from services.events import record_event

PUBLISHED_ELSEWHERE = "Read from a document that was published already; not signed off here."


def stage_of_new(phase: str) -> dict[str, Any]:
    """Return the fields that give a proposal newly read into a round of this phase its stage."""
    if phase == BudgetRound.Phase.PREPARATION:
        return {"stage": Stage.DRAFT.value}
    return {
        "stage": Stage.PUBLISHED.value,
        "stage_reason": PUBLISHED_ELSEWHERE,
        "published_at": timezone.now(),
    }


def record_publication(budget_round: BudgetRound, file_name: str, count: int) -> None:
    """Put on the record that `count` proposals are readable at once because they were published elsewhere."""
    if count and budget_round.phase != BudgetRound.Phase.PREPARATION:
        record_event(
            "overridden",
            budget_round,
            details={"without": ["sign-off"], "file": file_name, "proposals": count},
            reason=PUBLISHED_ELSEWHERE,
        )


def signed_off_records(budget_round: BudgetRound, keys: Iterable[int]) -> dict[int, ProposalRecord]:
    """Return the records, before they change, of those proposals whose sign-offs a change would withdraw.

    None in a round at scrutiny: what changes there was published so.
    """
    if budget_round.phase != BudgetRound.Phase.PREPARATION:
        return {}
    again_at = PATH.index(REVIEWED_AGAIN_AT[Role.FINANCE_OFFICER])
    signed = SavingsProposal.objects.filter(
        pk__in=list(keys), stage__in=[stage.value for stage in PATH[again_at + 1 :]]
    )
    return {proposal.pk: record_of(proposal) for proposal in signed.with_statements()}


def withdraw_sign_offs(before: Mapping[int, ProposalRecord]) -> tuple[str, ...]:
    """Withdraw what the changes since `before` put in doubt; return what happened, in words."""
    proposals = SavingsProposal.objects.filter(pk__in=list(before))
    said = (after_editing(proposal, before[proposal.pk], Role.FINANCE_OFFICER) for proposal in proposals)
    return tuple(words for words in said if words)
