"""Granting one person permission to view the exempt wording of one proposal, and withdrawing it."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet

from proposals.models import ExemptGrant, SavingsProposal
from proposals.permissions.exempt import MAY_BE_GRANTED, may_grant_exempt
from services.audit.history import acting, current_actor
from services.models import Assignment, Council


def people_to_grant(proposal: SavingsProposal) -> QuerySet[Any]:
    """Return the councillors of the proposal's council who have not been granted access, by name."""
    council = proposal.budget_round.council
    roles = [role.value for role in MAY_BE_GRANTED]
    return (
        get_user_model()
        .objects.filter(is_active=True, groups__name__in=roles)
        .exclude(pk__in=ExemptGrant.objects.filter(proposal=proposal).values("user"))
        .exclude(pk__in=assigned_elsewhere_only(council))
        .order_by("last_name", "first_name", "username", "pk")
        .distinct()
    )


def name_of(person: Any) -> str:
    """Return a person's name with the name they sign in by, since two can share the first."""
    full = person.get_full_name()
    return f"{full} ({person.get_username()})" if full else person.get_username()


def grant_exempt(user: Any, proposal: SavingsProposal, person: AbstractBaseUser, reason: str) -> ExemptGrant:
    """Grant the person access to the exempt wording of this proposal, for a reason, and record it.

    Raises PermissionDenied if the user may not grant access, ValidationError for an invalid person or reason.
    """
    _require_granting(user, proposal)
    if not reason.strip():
        raise ValidationError({"reason": "Enter why this person needs to know."})
    with transaction.atomic(), acting(user=user, reason=reason):
        if not people_to_grant(proposal).filter(pk=person.pk).exists():
            raise ValidationError(
                {"person": "Choose a councillor of this council who does not have permission yet."}
            )
        grant = ExemptGrant(
            proposal=proposal, user=person, reason=reason.strip(), granted_by=current_actor().name
        )
        grant.full_clean()
        grant.save()
    return grant


def withdraw_grant(user: Any, grant: ExemptGrant, reason: str) -> None:
    """Withdraw the grant, for a reason, and record it; raises PermissionDenied, or ValidationError without a reason."""
    _require_granting(user, grant.proposal)
    if not reason.strip():
        raise ValidationError({"reason": "Enter why the permission is withdrawn."})
    with transaction.atomic(), acting(user=user, reason=reason):
        grant.delete()


def _require_granting(user: Any, proposal: SavingsProposal) -> None:
    if not may_grant_exempt(user, proposal):
        raise PermissionDenied(
            "Only the section 151 officer or a clerk can give permission to view exempt wording."
        )


def assigned_elsewhere_only(council: Council) -> QuerySet[Any]:
    """Return the keys of the people with assignments, none of which is in this council."""
    here = (
        Q(council=council)
        | Q(directorate__council=council)
        | Q(portfolio__council=council)
        | Q(service__directorate__council=council)
    )
    at_home = Assignment.objects.filter(here).values("user")
    return Assignment.objects.exclude(user__in=at_home).values("user")
