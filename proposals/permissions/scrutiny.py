"""The rules of who may read, add, answer, respond to and publish scrutiny items.

A proposal that somebody may not see is not there for them, nor is anything asked about it; the pages look
it up through `visible_to` before they ask here.
"""

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from proposals.domain.roles import ENTERING, Role
from proposals.permissions.proposals import EVERYTHING, any_of, roles_for, scope_of, workable_q
from services.models import Assignment

if TYPE_CHECKING:
    from proposals.models import SavingsProposal, ScrutinyItem

ADDING = frozenset({Role.SCRUTINY_MEMBER, Role.COMMITTEE_CLERK, Role.ADMINISTRATOR})
"""Members ask for themselves, clerks for whoever asked."""

ANSWERING = ENTERING | {Role.ADMINISTRATOR}
"""Officers, on what they work on."""

RESPONDING = frozenset({Role.CABINET_MEMBER, Role.COMMITTEE_CLERK, Role.ADMINISTRATOR})
"""Cabinet members for their portfolios; clerks write down what Cabinet resolved."""

KEEPING = frozenset({Role.COMMITTEE_CLERK, Role.ADMINISTRATOR})
"""The roles that keep the scrutiny log: they publish, correct and assign items."""


def reads_unpublished_q(user: Any) -> Q:
    """Return the condition of the proposals whose items this person reads before they are published.

    `reads_unpublished` is its twin for one proposal.
    """
    scope = scope_of(user)
    if Role.SCRUTINY_MEMBER in scope.roles:
        return EVERYTHING
    return any_of(workable_q(scope, role) for role in scope.roles)


def reads_unpublished(user: Any, proposal: "SavingsProposal") -> bool:
    """Return whether this person reads the proposal's items and answers before they are published."""
    return Role.SCRUTINY_MEMBER in _roles_here(user, proposal) or bool(roles_for(user, proposal.worked_on))


def may_add(user: Any, proposal: "SavingsProposal") -> bool:
    """Return whether this person may put an item on the record of the proposal: every reader may read it by then."""
    return proposal.is_readable and bool(_roles_here(user, proposal) & ADDING)


def adds_for_others(user: Any, proposal: "SavingsProposal") -> bool:
    """Return whether this person says who asked, as clerks do; a member asks in their own name."""
    return bool(_roles_here(user, proposal) & KEEPING)


def may_correct(user: Any, item: "ScrutinyItem") -> bool:
    """Return whether this person may reword or withdraw the item: who asked it, until it is answered, or a clerk."""
    if item.withdrawn_on is not None or item.answer or item.response or item.outcome:
        return False
    return _keeps(user, item) or (item.asked_by_id == user.pk and may_add(user, item.proposal))


def may_assign(user: Any, item: "ScrutinyItem") -> bool:
    """Return whether this person may say who sees to the answer and by when."""
    return item.withdrawn_on is None and (_keeps(user, item) or _answers(user, item))


def may_answer(user: Any, item: "ScrutinyItem") -> bool:
    """Return whether this person may write the answer."""
    return item.withdrawn_on is None and _answers(user, item)


def may_respond(user: Any, item: "ScrutinyItem") -> bool:
    """Return whether this person may write Cabinet's response to the recommendation."""
    if item.kind != "recommendation" or item.withdrawn_on is not None:
        return False
    return bool(roles_for(user, item.proposal) & RESPONDING)


def may_close(user: Any, item: "ScrutinyItem") -> bool:
    """Return whether this person may write down what became of it."""
    return item.withdrawn_on is None and (_keeps(user, item) or _answers(user, item))


def may_attach(user: Any, item: "ScrutinyItem") -> bool:
    """Return whether this person may put files on the item, and replace or remove them."""
    return may_close(user, item)


def may_publish(user: Any, item: "ScrutinyItem") -> bool:
    """Return whether this person decides what of the item is published."""
    return item.withdrawn_on is None and _keeps(user, item)


def officers_for(proposal: "SavingsProposal") -> QuerySet[Any]:
    """Return the accounts that may answer for the proposal, by name."""
    service = proposal.service
    council = service.directorate.council_id
    here = Assignment.objects.filter(
        Q(service=service.pk) | Q(directorate=service.directorate_id) | Q(council=council)
    ).values("user")
    assigned = Assignment.objects.values("user")
    entering = Q(groups__name__in=[role.value for role in ENTERING], pk__in=here)
    of_all = Q(groups__name__in=[Role.FINANCE_OFFICER.value, Role.SECTION_151_OFFICER.value])
    return (
        get_user_model()
        .objects.filter(entering | (of_all & ~Q(pk__in=assigned)), is_active=True)
        .distinct()
        .order_by("last_name", "first_name", "username", "pk")
    )


def _keeps(user: Any, item: "ScrutinyItem") -> bool:
    return bool(_roles_here(user, item.proposal) & KEEPING)


def _answers(user: Any, item: "ScrutinyItem") -> bool:
    return bool(roles_for(user, item.proposal) & ANSWERING)


def _roles_here(user: Any, proposal: "SavingsProposal") -> frozenset[Role]:
    """Return the person's roles in the proposal's council."""
    scope = scope_of(user)
    if scope.councils and proposal.budget_round.council_id not in scope.councils:
        return frozenset()
    return scope.roles
