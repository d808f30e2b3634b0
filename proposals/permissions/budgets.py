"""Who may see and change the budget of a round: its assumptions, its plan and its reserves."""

from typing import TYPE_CHECKING, Any

from django.db.models import Q

from proposals.domain.roles import FINANCE, Role
from proposals.permissions.proposals import EVERYTHING, NOTHING, scope_of

if TYPE_CHECKING:
    from proposals.models import BudgetRound

PREPARING_BUDGETS = FINANCE | {Role.ADMINISTRATOR}
"""The roles that prepare a round's budget."""


def visible_budgets(user: Any, path: str = "budget_round__") -> Q:
    """Return the condition of the rounds, or by `path` of the rows, whose budget this person may see."""
    scope = scope_of(user)
    if not scope.roles & (PREPARING_BUDGETS | {Role.AUDITOR}):
        return NOTHING
    return Q(**{f"{path}council__in": scope.councils}) if scope.councils else EVERYTHING


def may_prepare_budget(user: Any, budget_round: "BudgetRound") -> bool:
    """Return whether this person may change the round's budget now."""
    scope = scope_of(user)
    if budget_round.phase == "closed" or (scope.councils and budget_round.council_id not in scope.councils):
        return False
    return bool(scope.roles & PREPARING_BUDGETS)
