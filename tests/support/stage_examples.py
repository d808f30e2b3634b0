"""Proposals at any stage, with all that the next one asks for, for the tests of stages and sign-off."""

from dataclasses import replace

from django.utils import timezone

from proposals.domain.savings_profile import SavingsProfile
from proposals.domain.stages import PATH, PUBLISHED, Stage, sign_offs_before
from proposals.models import EqualityAssessment, ProposalCommittee, SavingsProposal, SignOff
from services.models import ChangeRecord, Committee, Portfolio
from tests.support.web_examples import make_budget, make_proposal, make_round, make_service


def in_preparation(**more):
    return make_round(phase="preparation", **more)


def make_complete(budget_round, reference="ENV001", stage=Stage.DRAFT, **more):
    """A proposal with everything that any stage asks for, at `stage`, signed off on the way there."""
    service = more.pop("service", None) or make_service(budget_round)
    if service.portfolio is None:
        service.portfolio, _ = Portfolio.objects.get_or_create(
            council=budget_round.council, name="Environment and climate"
        )
        service.save()
    budget = more.pop("base_budget", None) or service.base_budgets.first() or make_budget(service)
    proposal = make_proposal(
        budget_round,
        reference,
        service=service,
        base_budget=budget,
        stage=stage,
        published_at=timezone.now() if stage in PUBLISHED else None,
        risk_to_delivery="M",
        savings=more.pop("savings", (100_000, 0, 0)),
        fte=more.pop("fte", ("0", "0", "0")),
        statements={
            "impact_upon_service": "Lamps burn at half their strength after midnight.",
            "decisions_needed": "Agree to dim the lamps of side streets.",
            **more.pop("statements", {}),
        },
        **more,
    )
    committee, _ = Committee.objects.get_or_create(council=budget_round.council, name="Cabinet")
    ProposalCommittee.objects.create(proposal=proposal, committee=committee)
    EqualityAssessment.objects.create(proposal=proposal, screening="not_needed")
    for review in sign_offs_before(stage) if stage in PATH else ():
        sign(proposal, review)
    return again(proposal)


def sign(proposal, review, user=None, name="Somebody Else"):
    return SignOff.objects.create(
        proposal=proposal,
        stage=review,
        signed_by=user,
        signed_by_name=name,
        role="Budget holder",
        signed_total=proposal.total_saving,
    )


def again(proposal):
    """The proposal as the database holds it now."""
    return SavingsProposal.objects.with_statements().get(pk=proposal.pk)


def events(proposal, action):
    return list(ChangeRecord.objects.about("proposals.savingsproposal", proposal.pk).filter(action=action))


def year_amounts(record, **amounts):
    first, *rest = record.profile.amounts
    return SavingsProfile(record.profile.years, (replace(first, **amounts), *rest))
