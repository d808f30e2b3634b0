"""The permissions of the person who downloads or uploads a workbook, for one round."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from proposals.domain.roles import Role
from proposals.models import BudgetRound, SavingsProposal
from proposals.models.querysets import BudgetRoundQuerySet, SavingsProposalQuerySet
from proposals.permissions import proposals as access


@dataclass(frozen=True)
class Rights:
    """A person's permissions to see and change proposals."""

    rounds: Callable[[], BudgetRoundQuerySet]
    proposals: Callable[[], SavingsProposalQuerySet]
    editing_role: Callable[[SavingsProposal], Role | None]
    may_enter: Callable[[BudgetRound], bool]
    services_to_enter: Q
    user: Any = None
    """The person; None where a command acts."""


def rights_of(user: Any) -> Rights:
    """Return what this person may see and change."""
    return _rights(user, user)


def rights_of_the_operator() -> Rights:
    """Return what a command without a person may do: whoever runs it administers the installation."""
    return _rights(_Operator(), None)


class _Operator:
    """A person who runs commands on the server and has no account: reads with an administrator's scope."""

    is_active = True
    pk = None
    _scope = access.UserScope(
        None,
        frozenset({Role.ADMINISTRATOR}),
        *([frozenset()] * 5),  # nothing narrows it
    )


def _rights(person: Any, user: Any) -> Rights:
    return Rights(
        rounds=lambda: BudgetRound.objects.visible_to(person).select_related("council"),
        proposals=lambda: SavingsProposal.objects.visible_to(person),
        editing_role=lambda proposal: access.editing_role(person, proposal),
        may_enter=lambda budget_round: access.may_enter(person, budget_round),
        services_to_enter=access.services_to_enter(person),
        user=user,
    )
