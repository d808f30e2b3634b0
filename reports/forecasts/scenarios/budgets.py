"""The steps of an alternative budget: begun and submitted by a group, checked and judged by officers, released."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from proposals.models import BudgetRound
from reports.forecasts.scenarios import access
from reports.forecasts.scenarios.stored import read_scenario
from reports.models import (
    AlternativeBudget,
    AlternativeBudgetProtocol,
    Office,
    Opinion,
    PoliticalGroup,
    Scenario,
)


def group_of(user: Any, budget_round: BudgetRound) -> PoliticalGroup | None:
    """Return the group of the round's council of which this person is a member."""
    return PoliticalGroup.objects.filter(council=budget_round.council_id, members__user=user.pk).first()


def own_budget(group: PoliticalGroup | None, protocol: AlternativeBudgetProtocol) -> AlternativeBudget | None:
    """Return the alternative budget that the group has begun, if any."""
    found = AlternativeBudget.objects.filter(protocol=protocol, group=group).select_related("scenario")
    return found.first() if group else None


@transaction.atomic
def begin(user: Any, protocol: AlternativeBudgetProtocol) -> AlternativeBudget:
    """Make the alternative budget of the person's group, or return it; raises PermissionDenied for others."""
    group = group_of(user, protocol.budget_round)
    if group is None or protocol.is_released:
        raise PermissionDenied(
            "Members of a political group can begin its alternative budget until the release."
        )
    existing = own_budget(group, protocol)
    if existing is not None:
        return existing
    scenario = Scenario.objects.create(
        budget_round=protocol.budget_round, name=f"Alternative budget: {group}", owner=user
    )
    return AlternativeBudget.objects.create(scenario=scenario, protocol=protocol, group=group)


def submit(user: Any, budget: AlternativeBudget) -> None:
    """Hand the budget to the named officers; raises ValidationError where the protocol does not allow it."""
    with _locked(budget) as row:
        access.refuse_unless(access.may_edit, user, row.scenario)
        if not access.may_submit(user, row):
            raise ValidationError("The deadline for submission has passed.")
        count, most = read_scenario(row.scenario).amendments, row.protocol.most_amendments
        if not count:
            raise ValidationError("The budget changes nothing yet. Make at least one amendment.")
        if most is not None and count > most:
            raise ValidationError(f"The budget has {count} amendments, and the protocol allows {most}.")
        row.submitted_at, row.checked_at = timezone.now(), None
        row.save()


def confirm_figures(user: Any, budget: AlternativeBudget, comments: str) -> None:
    """Record that an officer has checked the figures, with comments; raises PermissionDenied for others."""
    with _locked(budget) as row:
        access.refuse_unless(access.may_check, user, row)
        row.checked_at, row.check_comments = timezone.now(), comments
        row.save()


def return_to_group(user: Any, budget: AlternativeBudget, comments: str) -> None:
    """Give the budget back to its group, for a reason; its opinions go, since they were about other figures."""
    with _locked(budget) as row:
        access.refuse_unless(access.may_check, user, row)
        if not comments.strip():
            raise ValidationError({"comments": "Enter what the group has to correct."})
        row.opinions.all().delete()
        row.submitted_at = row.checked_at = None
        row.returned_at, row.check_comments = timezone.now(), comments
        row.save()


def judge(user: Any, budget: AlternativeBudget, office: Office, view: str, grounds: str) -> None:
    """Record or replace the opinion of an office; raises PermissionDenied for anybody but the officer named."""
    with _locked(budget) as row:
        access.refuse_unless(access.may_judge, user, row, office)
        opinion = row.opinions.filter(office=office).first() or Opinion(alternative_budget=row, office=office)
        opinion.view, opinion.grounds = view, grounds
        opinion.full_clean()
        opinion.save()


@transaction.atomic
def release(user: Any, protocol: AlternativeBudgetProtocol, at: datetime | None) -> None:
    """Release all submitted budgets at one moment, now or at a set time; without a time, take a set time back."""
    row = AlternativeBudgetProtocol.objects.select_for_update().get(pk=protocol.pk)
    access.refuse_unless(access.may_release, user, row)
    row.release_at = at
    row.full_clean()
    row.save()


@contextmanager
def _locked(budget: AlternativeBudget) -> Iterator[AlternativeBudget]:
    """Give the stored budget, which nobody else changes meanwhile; its protocol must not be released by then."""
    with transaction.atomic():
        rows = AlternativeBudget.objects.select_for_update(of=("self", "protocol"))
        yield rows.select_related("scenario", "protocol__budget_round").get(pk=budget.pk)
