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
READING_OPINIONS = PREPARING_BUDGETS | {Role.AUDITOR, Role.COMMITTEE_CLERK}
"""The roles that read a section 25 opinion before it is published; clerks publish it."""


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


def sees_opinions(user: Any, budget_round: "BudgetRound") -> bool:
    """Return whether this person may read the section 25 opinion on the round's budget before it is published."""
    scope = scope_of(user)
    is_in_scope = not scope.councils or budget_round.council_id in scope.councils
    return is_in_scope and bool(scope.roles & READING_OPINIONS)


def visible_opinions(user: Any) -> Q:
    """Return the condition of the section 25 opinions that this person may read before they are published."""
    scope = scope_of(user)
    if not scope.roles & READING_OPINIONS:
        return NOTHING
    return Q(budget_round__council__in=scope.councils) if scope.councils else EVERYTHING


def may_state_opinion(user: Any, budget_round: "BudgetRound") -> bool:
    """Return whether this person may state the section 25 opinion on the round's budget: its section 151 officer."""
    return may_prepare_budget(user, budget_round) and Role.SECTION_151_OFFICER in scope_of(user).roles


def may_prepare_budget(user: Any, budget_round: "BudgetRound") -> bool:
    """Return whether this person may change the round's budget now."""
    scope = scope_of(user)
    if budget_round.phase == "closed" or (scope.councils and budget_round.council_id not in scope.councils):
        return False
    return bool(scope.roles & PREPARING_BUDGETS)
