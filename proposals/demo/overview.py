"""The demonstration's risks, deliverability, kinds, equality impacts, committees and target."""

import json
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from proposals.models import (
    BudgetRound,
    EqualityAssessment,
    EqualityImpact,
    ProposalCommittee,
    SavingsProposal,
)
from services.models import Characteristic, Committee, CommitteeMember, Meeting


@transaction.atomic
def load_traits(budget_round: BudgetRound, path: Path) -> bool:
    """Give the demo round what its overview tells, and return whether it was done now; the people must be there."""
    if budget_round.target is not None:
        return False
    data = json.loads(path.read_text(encoding="utf-8"))
    budget_round.target = data["target"]
    budget_round.full_clean()
    budget_round.save()
    committees = _committees(budget_round, data["committees"])
    for username, names in data["seats"].items():
        user = User.objects.get(username=username)
        for name in names:
            CommitteeMember.objects.get_or_create(user=user, committee=committees[name])
    _give_traits(budget_round, data["proposals"], committees)
    return True


def _committees(budget_round: BudgetRound, wanted: Mapping[str, Any]) -> dict[str, Committee]:
    """Return the committees by name, each with a meeting to come."""
    committees = {}
    for name, item in wanted.items():
        committees[name], _ = Committee.objects.get_or_create(council=budget_round.council, name=name)
        when = timezone.localdate() + timedelta(days=item["meets_in_days"])
        Meeting.objects.get_or_create(committee=committees[name], date=when)
    return committees


def _give_traits(
    budget_round: BudgetRound, wanted: Mapping[str, Any], committees: Mapping[str, Committee]
) -> None:
    proposals = list(SavingsProposal.objects.filter(budget_round=budget_round, reference__in=wanted))
    for proposal in proposals:
        item = wanted[proposal.reference]
        proposal.risk_to_delivery = item["risk"]
        proposal.deliverability = item["deliverability"]
        proposal.kind = item["kind"]
        proposal.category = item["category"]
        proposal.impact_on_residents = item.get("residents", "")
        for name in ("wards", "public_consultation", "consultation_dates"):
            setattr(proposal, name, item.get(name, ""))
    SavingsProposal.objects.save_rows(proposals)
    ProposalCommittee.objects.bulk_create(
        ProposalCommittee(proposal=each, committee=committees[wanted[each.reference]["committee"]])
        for each in proposals
    )
    _answer_equality(proposals, wanted)


def _answer_equality(proposals: list[SavingsProposal], wanted: Mapping[str, Any]) -> None:
    """Screen every proposal, and say whom those with an impact touch."""
    characteristics = {one.name: one for one in Characteristic.objects.filter(council__isnull=True)}
    held = set(EqualityAssessment.objects.filter(proposal__in=proposals).values_list("proposal", flat=True))
    EqualityAssessment.objects.bulk_create(
        EqualityAssessment(
            proposal=each, screening="full_needed" if wanted[each.reference]["equality"] else "not_needed"
        )
        for each in proposals
        if each.pk not in held
    )
    EqualityImpact.objects.bulk_create(
        EqualityImpact(proposal=each, characteristic=characteristics[name], effect=effect)
        for each in proposals
        for name, effect in wanted[each.reference]["equality"].items()
    )
