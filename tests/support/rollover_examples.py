"""A proposal with something of every kind, for the tests of what is carried along and what is not."""

from datetime import date

from proposals.models import (
    Dependency,
    EqualityAssessment,
    EqualityImpact,
    ExemptGrant,
    ExemptWording,
    ImpactStatement,
    ProposalCommittee,
    ProposalFinding,
    ProposalReference,
    ProposalRisk,
    SignOff,
    SpecialistReview,
    WarningReason,
    WhereReported,
)
from services.models import Characteristic, Committee, Meeting
from tests.support.web_examples import make_budget, make_proposal, make_service


def make_full_proposal(budget_round, reader):
    """A published proposal with something of every kind."""
    service = make_service(budget_round)
    made = make_proposal(
        budget_round,
        "ENV001",
        "Dim the lights",
        ({"recurring_saving": 40_000, "one_off_cost": 5_000}, 10_000, 0),
        ("-2", "0", "0"),
        service=service,
        base_budget=make_budget(service, note="Before savings."),
        statements={"impact_upon_service": "Darker."},
        stage="published",
        published_at="2026-11-01T12:00Z",
        stage_reason="So it was.",
        profile_note="As estimated.",
        risk_to_delivery="M",
        category="Energy",
    )
    held_back = ImpactStatement.objects.create(
        proposal=made,
        kind="impact_upon_staff",
        exempt_paragraph=1,
        public_interest_reason="It names people.",
        position=2,
    )
    ExemptWording.objects.create(proposal=made, statement=held_back, text="Two people in one depot.")
    committee = Committee.objects.create(council=budget_round.council, name="Environment scrutiny")
    meeting = Meeting.objects.create(committee=committee, date=date(2026, 11, 10))
    rows = {"proposal": made}
    ProposalRisk.objects.create(**rows, title="Accidents", level="L", mitigation="Sensors")
    Dependency.objects.create(**rows, title="New lamps")
    ProposalCommittee.objects.create(**rows, committee=committee)
    WhereReported.objects.create(**rows, meeting=meeting, item="6")
    EqualityAssessment.objects.create(**rows, screening="not_needed", owner="Edith Fair")
    EqualityImpact.objects.create(
        **rows, characteristic=Characteristic.objects.get(name="Age"), effect="neutral"
    )
    ProposalReference.objects.create(**rows, printed="OLD7")
    SignOff.objects.create(
        **rows, stage="finance_review", signed_by_name="F", role="Finance officer", signed_total=50_000
    )
    SpecialistReview.objects.create(**rows, team="hr", question="How many?", asked_by="F")
    ProposalFinding.objects.create(
        **rows, code="c", place="p", message="m", reason="r", accepted_by="Fiona Ledger"
    )
    WarningReason.objects.create(**rows, code="w", message="m", reason="r", given_by="Fiona Ledger")
    ExemptGrant.objects.create(**rows, user=reader, reason="Ward member", granted_by="Cecil")
    return made


def amounts(proposal):
    """The recurring saving and one-off cost of each year that the proposal has a row for."""
    rows = proposal.year_profiles.order_by("year")
    return {str(row.year): (row.recurring_saving, row.one_off_cost) for row in rows}
