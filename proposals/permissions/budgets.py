"""Who may see and change the budget of a round: its assumptions, its plan and its reserves."""

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Q

from proposals.domain.roles import FINANCE, Role
from proposals.permissions.proposals import EVERYTHING, NOTHING, scope_of, visible_rounds

if TYPE_CHECKING:
    from proposals.models import BudgetRound

PREPARING_BUDGETS = FINANCE | {Role.ADMINISTRATOR}
"""The roles that prepare a round's budget."""


def visible_budgets(user: Any, path: str = "budget_round__") -> Q:
    """Return the condition of the rounds, or by `path` of the rows, whose budget this person may see.

    Who does not prepare or audit budgets sees that of a round once its plan has been shared.
    """
    scope = scope_of(user)
    if scope.roles & (PREPARING_BUDGETS | {Role.AUDITOR}):
        return Q(**{f"{path}council__in": scope.councils}) if scope.councils else EVERYTHING
    if not scope.roles:
        return NOTHING
    rounds = apps.get_model("proposals", "BudgetRound")._base_manager  # models stand on this module
    shared = rounds.filter(visible_rounds(user), medium_term_plan__shared_at__isnull=False)
    return Q(**{f"{path}pk__in": shared.values("pk")})


def may_prepare_budget(user: Any, budget_round: "BudgetRound") -> bool:
    """Return whether this person may change the round's budget now."""
    scope = scope_of(user)
    if budget_round.phase == "closed" or (scope.councils and budget_round.council_id not in scope.councils):
        return False
    return bool(scope.roles & PREPARING_BUDGETS)
