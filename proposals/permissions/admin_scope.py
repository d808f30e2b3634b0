"""The organisation, rounds and log records that a person may see and change.

It stands on `proposals.permissions.proposals`: the same roles
and assignments, turned into conditions of other records.
"""

from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.db.models import Q

from proposals.domain.roles import ENTERING, FINANCE, Role
from proposals.permissions.proposals import (
    EVERYTHING,
    NOTHING,
    UserScope,
    scope_of,
    services_to_enter,
    visible_rounds,
    workable_q,
)
from services.models import Assignment, Service

READING_RECORDS = ENTERING | {Role.AUDITOR, Role.ADMINISTRATOR}
"""The roles that read the records that proposals refer to, within their assignments."""

READING_ACCOUNTS = frozenset({Role.SECTION_151_OFFICER, Role.AUDITOR, Role.ADMINISTRATOR})
"""The roles that read the log of accounts: sign-ins and changes of permission."""

_ABOUT_ACCOUNTS = ("signed_in", "sign_in_failed", "signed_out", "permissions_changed")
_EVERYWHERE = frozenset({Role.SECTION_151_OFFICER, Role.AUDITOR, Role.ADMINISTRATOR})


def visible_councils(user: Any) -> Q:
    """Return the condition of the councils whose records this person reads."""
    return _of_councils(scope_of(user), "pk")


def visible_in_council(user: Any) -> Q:
    """Return the condition of records with a council, such as portfolios and committees, that this person reads."""
    return _of_councils(scope_of(user), "council")


def visible_meetings(user: Any) -> Q:
    """Return the condition of the meetings that this person reads."""
    return _of_councils(scope_of(user), "committee__council")


def visible_characteristics(user: Any) -> Q:
    """Return the condition of the protected characteristics that this person reads: the nine, and their council's."""
    scope = scope_of(user)
    if not scope.roles & READING_RECORDS:
        return NOTHING
    own = _of_councils(scope, "council")
    return own | Q(council__isnull=True) if own else EVERYTHING


def visible_services(user: Any) -> Q:
    """Return the condition of the services whose records this person reads."""
    scope = scope_of(user)
    if _reads_everything(scope):
        return Q(directorate__council__in=scope.councils) if scope.councils else EVERYTHING
    return services_to_enter(user)


def visible_directorates(user: Any) -> Q:
    """Return the condition of the directorates that this person reads: those of the services they read."""
    scope = scope_of(user)
    if _reads_everything(scope):
        return Q(council__in=scope.councils) if scope.councils else EVERYTHING
    if not scope.roles & READING_RECORDS:
        return NOTHING
    of_services = Service.objects.filter(pk__in=scope.services).values("directorate")
    return Q(pk__in=scope.directorates) | Q(council__in=scope.whole_councils) | Q(pk__in=of_services)


def visible_budgets(user: Any) -> Q:
    """Return the condition of the base budgets that this person reads: those of the services they read."""
    services = visible_services(user)
    return Q(service__in=Service.objects.filter(services).values("pk")) if services else EVERYTHING


def proposals_to_work_on(user: Any) -> Q:
    """Return the condition of the proposals of services that this person enters for; their stage is not looked at."""
    services = services_to_enter(user)
    return Q(service__in=Service.objects.filter(services).values("pk")) if services else EVERYTHING


def visible_imports(user: Any) -> Q:
    """Return the condition of the imports that this person reads: those into rounds that they see."""
    if not scope_of(user).roles & READING_RECORDS:
        return NOTHING
    return Q(budget_round__in=_keys("proposals.budgetround", visible_rounds(user)))


def budgets_to_change(user: Any) -> Q:
    """Return the condition of the base budgets that this person may change: those of services they enter for."""
    services = services_to_enter(user)
    return Q(service__in=Service.objects.filter(services).values("pk")) if services else EVERYTHING


def councils_to_manage(user: Any) -> Q:
    """Return the condition of the councils whose rounds and organisation this person may change.

    Finance officers for whole councils or for everything, the section 151 officer, and administrators.
    """
    return _managed(scope_of(user), "pk")


def managed_in_council(user: Any) -> Q:
    """Return the condition of records with a council, such as rounds, that this person may change."""
    return _managed(scope_of(user), "council")


def meetings_to_manage(user: Any) -> Q:
    """Return the condition of the meetings that this person may change."""
    return _managed(scope_of(user), "committee__council")


def characteristics_to_manage(user: Any) -> Q:
    """Return the condition of the characteristics that this person may change: never the nine of the law."""
    return managed_in_council(user) & Q(council__isnull=False)


def directorates_to_fill(user: Any) -> Q:
    """Return the condition of the directorates that this person may put services into."""
    scope = scope_of(user)
    managed = _managed(scope, "council")
    if not managed or Role.FINANCE_OFFICER not in scope.roles:
        return managed
    return managed | Q(pk__in=scope.directorates)


def views_to_look_after(user: Any) -> Q:
    """Return the condition of the saved views that an administrator looks after: of the rounds of their councils."""
    scope = scope_of(user)
    if Role.ADMINISTRATOR not in scope.roles:
        return NOTHING
    return Q(budget_round__council__in=scope.councils) if scope.councils else EVERYTHING


def tokens_to_look_after(user: Any) -> Q:
    """Return the condition of the tokens that an administrator looks after.

    One of some councils looks after those of people who are assigned to these alone: a token reads what its person
    reads.
    """
    scope = scope_of(user)
    if Role.ADMINISTRATOR not in scope.roles:
        return NOTHING
    if not scope.councils:
        return EVERYTHING
    elsewhere = ~_assigned_within(scope.councils)
    assigned = Assignment.objects.values("user")
    return Q(person__in=assigned) & ~Q(person__in=Assignment.objects.filter(elsewhere).values("user"))


def _assigned_within(councils: frozenset[int]) -> Q:
    """Return the condition of the assignments to these councils, or to parts of them."""
    return (
        Q(council__in=councils)
        | Q(directorate__council__in=councils)
        | Q(portfolio__council__in=councils)
        | Q(service__directorate__council__in=councils)
    )


def visible_changes(user: Any) -> Q:
    """Return the condition of the rows of the log about records that this person may see.

    Confidential rows are another matter: they need the permission for them besides.
    """
    scope = scope_of(user)
    if not scope.roles & READING_RECORDS:
        return NOTHING
    seen = EVERYTHING if _reads_everything(scope) and not scope.councils else _seen_subjects(user)
    if scope.roles & READING_ACCOUNTS and not scope.councils:
        return seen
    about_accounts = (
        Q(action__in=_ABOUT_ACCOUNTS)
        | Q(subject_type__startswith="auth.")
        | Q(subject_type__in=["services.assignment", "services.committeemember", "proposals.apitoken"])
    )
    return seen & ~about_accounts


def _seen_subjects(user: Any) -> Q:
    """Return the condition of the log's rows about proposals, rounds and parts of the organisation that one sees."""
    conditions = {
        "proposals.savingsproposal": _worked_on(scope_of(user)),
        "proposals.budgetround": visible_rounds(user),
        "proposals.documentimport": visible_imports(user),
        "services.council": visible_councils(user),
        "services.directorate": visible_directorates(user),
        "services.service": visible_services(user),
        "services.basebudget": visible_budgets(user),
        "services.portfolio": visible_in_council(user),
        "services.committee": visible_in_council(user),
        "services.meeting": visible_meetings(user),
        "services.characteristic": visible_characteristics(user),
    }
    found = NOTHING
    for label, condition in conditions.items():
        found |= Q(subject_type=label, subject_id__in=_keys(label, condition))
    return found


def _worked_on(scope: UserScope) -> Q:
    """Return the condition of the proposals whose whole record this person reads, as the timeline's rule has it.

    Seeing a published proposal is not enough: its record holds the drafts, and what they said before it was
    made exempt.
    """
    conditions = [workable_q(scope, role) for role in scope.roles & READING_RECORDS]
    # An empty condition beside another would vanish instead of meaning everything.
    reached = EVERYTHING if any(not each for each in conditions) else reduce(or_, conditions, NOTHING)
    return reached & Q(budget_round__council__in=scope.councils) if scope.councils else reached


def _reads_everything(scope: UserScope) -> bool:
    """Return whether this person reads all of the councils that they are not kept out of."""
    if scope.roles & _EVERYWHERE:
        return True
    return Role.FINANCE_OFFICER in scope.roles and not scope.is_narrowed


def _of_councils(scope: UserScope, path: str) -> Q:
    if not scope.roles & READING_RECORDS:
        return NOTHING
    if scope.councils or not _reads_everything(scope):
        return Q(**{f"{path}__in": scope.councils})
    return EVERYTHING


def _managed(scope: UserScope, path: str) -> Q:
    if scope.roles & {Role.SECTION_151_OFFICER, Role.ADMINISTRATOR}:
        return Q(**{f"{path}__in": scope.councils}) if scope.councils else EVERYTHING
    if not scope.roles & FINANCE:
        return NOTHING
    if scope.is_narrowed:
        return Q(**{f"{path}__in": scope.whole_councils})
    return Q(**{f"{path}__in": scope.councils}) if scope.councils else EVERYTHING


def _keys(label: str, condition: Q) -> Any:
    """Return the keys of the records of a model that meet the condition; models stand on this module."""
    return apps.get_model(label)._base_manager.filter(condition).values("pk")
