"""The round that a person's pages begin with, where the address names none."""

from collections.abc import Collection, Sequence
from typing import Any

from proposals.domain.roles import Role
from proposals.models import BudgetRound
from proposals.permissions.proposals import scope_of

_WRITING = frozenset({Role.AUTHOR, Role.BUDGET_HOLDER})
_WORK_WITH_WHAT_IS_BEFORE_COUNCILLORS = frozenset(Role) - _WRITING


def default_round_for(
    user: Any, rounds: Sequence[BudgetRound], councils: Collection[int] = ()
) -> BudgetRound:
    """Return the one of `rounds`, newest first, that this person most likely comes for.

    Who writes proposals comes for the round in preparation; everybody else for the one that is before councillors,
    which is also where finance officers and clerks are asked from outside. Where there is none in that phase, the
    newest. Rounds of `councils`, where the person has a seat, go before others.
    """
    roles = scope_of(user).roles
    writes = bool(roles & _WRITING) and not roles & _WORK_WITH_WHAT_IS_BEFORE_COUNCILLORS
    phase = BudgetRound.Phase.PREPARATION if writes else BudgetRound.Phase.SCRUTINY
    own = [one for one in rounds if one.council_id in councils] or list(rounds)
    return next((one for one in own if one.phase == phase), own[0])
