"""The rules of who may make, change, submit, check, judge and release; who may know is said by the querysets.

A page finds its scenario through `visible_to` before it asks here.
"""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied

from proposals.domain.roles import Role
from proposals.models import BudgetRound
from proposals.permissions.proposals import scope_of
from reports.models import AlternativeBudget, AlternativeBudgetProtocol, GroupMember, Office, Scenario

SETTING = frozenset({Role.SECTION_151_OFFICER, Role.ADMINISTRATOR})
"""The roles that set a round's protocol."""


def may_make(user: Any) -> bool:
    """Return whether this person may make scenarios: everybody who works or decides, which auditors do not."""
    return bool(scope_of(user).roles - {Role.AUDITOR})


def budget_of(scenario: Scenario) -> AlternativeBudget | None:
    """Return the alternative budget that the scenario is; None of an ordinary one."""
    return getattr(scenario, "alternative_budget", None)


def may_edit(user: Any, scenario: Scenario) -> bool:
    """Return whether this person may change the scenario now: its owner, or its group until it is submitted."""
    budget = budget_of(scenario)
    if budget is None:
        return scenario.owner_id == user.pk and may_make(user)
    return budget.submitted_at is None and not budget.protocol.is_released and is_member(user, budget)


def is_member(user: Any, budget: AlternativeBudget) -> bool:
    """Return whether this person is in the group whose budget it is."""
    return GroupMember.objects.filter(user=user.pk, group=budget.group_id).exists()


def offices_of(user: Any, protocol: AlternativeBudgetProtocol) -> tuple[Office, ...]:
    """Return the offices in which the protocol names this person."""
    return tuple(office for office in Office if getattr(protocol, f"{office.value}_id") == user.pk)


def is_named(user: Any, protocol: AlternativeBudgetProtocol) -> bool:
    """Return whether the protocol names this person as an officer or a reviewer."""
    return bool(offices_of(user, protocol)) or protocol.reviewers.filter(user=user.pk).exists()


def may_submit(user: Any, budget: AlternativeBudget) -> bool:
    """Return whether this person may submit the budget now; one that was returned may be later than the deadline."""
    in_time = not budget.protocol.is_past_deadline or budget.returned_at is not None
    return in_time and may_edit(user, budget.scenario)


def may_check(user: Any, budget: AlternativeBudget) -> bool:
    """Return whether this person may check the figures of the budget now."""
    return (
        budget.submitted_at is not None
        and not budget.protocol.is_released
        and is_named(user, budget.protocol)
    )


def may_judge(user: Any, budget: AlternativeBudget, office: Office) -> bool:
    """Return whether this person may record the opinion of that office now: once the figures are checked."""
    return (
        budget.checked_at is not None
        and not budget.protocol.is_released
        and office in offices_of(user, budget.protocol)
    )


def may_set_protocol(user: Any, budget_round: BudgetRound) -> bool:
    """Return whether this person may set the protocol of the round."""
    scope = scope_of(user)
    is_covered = not scope.councils or budget_round.council_id in scope.councils
    return is_covered and bool(scope.roles & SETTING)


def may_release(user: Any, protocol: AlternativeBudgetProtocol) -> bool:
    """Return whether this person may release the budgets now: one of the three officers, or an administrator."""
    is_administrator = Role.ADMINISTRATOR in scope_of(user).roles
    may = is_administrator and may_set_protocol(user, protocol.budget_round)
    return not protocol.is_released and (may or bool(offices_of(user, protocol)))


REFUSALS: dict[Callable[..., bool], str] = {
    may_edit: "A member of the group can submit its budget once, before the release.",
    may_check: "A named officer checks the figures between submission and release.",
    may_judge: "The officer named records the opinion, after the check of the figures.",
    may_release: (
        "The section 151 officer, the monitoring officer, the chief executive or an administrator releases the "
        "budgets, once."
    ),
}
"""What is said to people who may not take a step of an alternative budget."""


def refuse_unless(may: Callable[..., bool], *about: Any) -> None:
    """Raise PermissionDenied, in the words of the rule, for a person who may not take the step now."""
    if not may(*about):
        raise PermissionDenied(REFUSALS[may])
