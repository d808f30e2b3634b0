"""Set the stage of the proposals that an import makes or changes, by phase and sign-offs.

A document read into a round in preparation is a draft like any other and goes through sign-off. One
imported as published elsewhere; that nobody signed it off here is put on
the record. What was signed off here is signed off again when a document changes it, in any round.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q
from django.utils import timezone

from proposals.domain.records import ProposalRecord
from proposals.domain.roles import Role
from proposals.domain.stages import PATH, PUBLISHED, REVIEWED_AGAIN_AT, Stage
from proposals.importing.issues import Issue, Severity
from proposals.importing.plan.plan import OVERWRITES_SIGN_OFFS
from proposals.models import BudgetRound, SavingsProposal, SignOff
from proposals.models.querysets import SavingsProposalQuerySet
from proposals.models.records import record_of
from proposals.workflow.moving import after_editing
from proposals.workflow.published_version import keep_published
from proposals.workflow.sign_off_impact import consequence_of
from services.audit.events import record_event
from services.models import Council

WORDS_OF_NEW: Mapping[str, str] = {
    BudgetRound.Phase.PREPARATION.value: "draft: not published yet, to go through sign-off",
    BudgetRound.Phase.SCRUTINY.value: "published already, elsewhere: every role can read the proposals at once",
    BudgetRound.Phase.CLOSED.value: "of a past year: published already, elsewhere, in a round that is closed",
}
"""The status of the proposals of a new round, by its phase, as the person chooses and reads it."""

PUBLISHED_ELSEWHERE = "Read from a document that was published already; not signed off here."


def stage_of_new(chosen: str, phase: str) -> dict[str, Any]:
    """Return the fields that give a new proposal its stage: a draft, unless published is chosen and the round is."""
    if BudgetRound.Phase.PREPARATION in (chosen, phase):
        return {"stage": Stage.DRAFT.value}
    return {
        "stage": Stage.PUBLISHED.value,
        "stage_reason": PUBLISHED_ELSEWHERE,
        "published_at": timezone.now(),
    }


def record_publication(
    budget_round: BudgetRound, file_name: str, created: int, changed: Iterable[int]
) -> None:
    """Put on the record what is readable at once, unsigned here, because it was published elsewhere.

    `created` says how many proposals are new; `changed` are the keys of those that hold other figures now.
    """
    if budget_round.phase == BudgetRound.Phase.PREPARATION:
        return
    published = SavingsProposal.objects.filter(pk__in=list(changed), stage__in=PUBLISHED)
    differing = published.exclude(_signed_off_here()).count()
    if created or differing:
        record_event(
            "overridden",
            budget_round,
            details={
                "without": ["sign-off"],
                "file": file_name,
                "proposals": created,
                "changed_proposals": differing,
            },
            reason=PUBLISHED_ELSEWHERE,
        )


def signed_off_records(keys: Iterable[int]) -> dict[int, ProposalRecord]:
    """Return the records, before they change, of those proposals whose sign-offs a change would withdraw.

    What is published of them is kept. Those signed off here are, whatever its round's phase. In a round past
    preparation, the others were published elsewhere: what a document changes there was published so.
    """
    signed = SavingsProposal.objects.filter(_may_lose_sign_offs(), pk__in=list(keys))
    records = {proposal.pk: record_of(proposal) for proposal in signed.with_statements()}
    keep_published(records)
    return records


def signed_off_in(council: Council) -> SavingsProposalQuerySet:
    """Return the council's proposals whose sign-offs a change would withdraw."""
    found: SavingsProposalQuerySet = SavingsProposal.objects.filter(
        _may_lose_sign_offs(), budget_round__council=council
    )
    return found


def _may_lose_sign_offs() -> Q:
    again_at = PATH.index(REVIEWED_AGAIN_AT[Role.FINANCE_OFFICER])
    beyond = Q(stage__in=[stage.value for stage in PATH[again_at + 1 :]])
    in_preparation = Q(budget_round__phase=BudgetRound.Phase.PREPARATION)
    in_a_closed_round = Q(budget_round__phase=BudgetRound.Phase.CLOSED)
    return beyond & ~in_a_closed_round & (in_preparation | _signed_off_here())


def _signed_off_here() -> Q:
    return Q(pk__in=SignOff.objects.filter(withdrawn_at__isnull=True).values("proposal"))


def withdraw_sign_offs(before: Mapping[int, ProposalRecord]) -> tuple[Issue, ...]:
    """Withdraw what the changes since `before` put in doubt; return a question for each proposal that this reaches.

    A service or a budget reaches proposals that no document lists.
    """
    proposals = SavingsProposal.objects.filter(pk__in=list(before)).with_statements()
    issues = []
    for proposal in proposals.prefetch_related("sign_offs").order_by("position", "pk"):
        was = before[proposal.pk]
        words = consequence_of(proposal, was, record_of(proposal), Role.FINANCE_OFFICER)
        if words:
            issues.append(Issue(Severity.QUESTION, OVERWRITES_SIGN_OFFS, proposal.reference, "", words))
        after_editing(proposal, was, Role.FINANCE_OFFICER)
    return tuple(issues)
