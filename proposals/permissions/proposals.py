"""The one place that turns a person's roles and assignments into the proposals they may see and change.

Everything is refused that a role below does not give. `visible_to` of the querysets stands on this;
so do editing, the moves between stages, and the exempt wording (`proposals.exempt.wording`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q

from proposals.domain.roles import ENTERING, FINANCE, SPECIALISTS, Role
from proposals.domain.stages import EDITING, ENDED, PATH, PUBLISHED, Move, Stage, moves_from
from services.models import Assignment, Council

if TYPE_CHECKING:
    from proposals.models import BudgetRound, SavingsProposal

NOTHING = Q(pk__in=[])
EVERYTHING = Q()
READABLE = Q(stage__in=PUBLISHED) | Q(stage__in=ENDED, published_at__isnull=False)
"""The proposals that every role may read: published, or ended after publication and not changed since."""

_EVERYWHERE = frozenset({Role.ADMINISTRATOR, Role.SECTION_151_OFFICER, Role.AUDITOR})
_PUT_TO_CABINET = frozenset(PATH[4:6])
_PHASES_TO_EDIT: dict[str, frozenset[Role]] = {
    "preparation": ENTERING | {Role.ADMINISTRATOR},
    "scrutiny": FINANCE | {Role.ADMINISTRATOR},
    "closed": frozenset(),
}
SEE_EMPTY_ROUNDS = ENTERING | {Role.AUDITOR, Role.ADMINISTRATOR}
IN_FULL_FOR = ENTERING | {Role.AUDITOR, Role.ADMINISTRATOR, *SPECIALISTS.values()}
"""The roles that read the whole record of a proposal they work on, its internal files too."""


@dataclass(frozen=True)
class UserScope:
    """A person's roles, and what they cover; `councils` is empty where no council is left out."""

    user_id: int | None
    roles: frozenset[Role]
    councils: frozenset[int]
    whole_councils: frozenset[int]
    directorates: frozenset[int]
    portfolios: frozenset[int]
    services: frozenset[int]

    @property
    def is_narrowed(self) -> bool:
        """Return whether something less than all is assigned to this person."""
        return bool(self.whole_councils or self.directorates or self.services or self.portfolios)


class Operator:
    """Whoever runs a command on the server and has no account: they read with an administrator's scope."""

    is_active = True
    pk = None
    _scope = UserScope(None, frozenset({Role.ADMINISTRATOR}), *([frozenset()] * 5))


def scope_of(user: Any) -> UserScope:
    """Return the person's scope, read once in one query and kept on the user object of the request."""
    kept: UserScope | None = getattr(user, "_scope", None)
    if kept is None:
        kept = _read_scope(user)
        user._scope = kept
    return kept


def _read_scope(user: Any) -> UserScope:
    if not getattr(user, "is_active", False) or user.pk is None:
        return UserScope(None, frozenset(), *([frozenset()] * 5))
    # Roles and assignments side by side: each row holds one of both, or nothing where there is none.
    rows = list(
        get_user_model()
        .objects.filter(pk=user.pk)
        .values_list(
            "assignments__council",
            "assignments__directorate",
            "assignments__portfolio",
            "assignments__service",
            "assignments__directorate__council",
            "assignments__portfolio__council",
            "assignments__service__directorate__council",
            "groups__name",
        )
    )
    names = {row[-1] for row in rows}
    roles = {role for role in Role if role.value in names and role is not Role.ADMINISTRATOR}
    if user.is_superuser:
        roles.add(Role.ADMINISTRATOR)
    if not roles:
        rows = []

    def column(*places: int) -> frozenset[int]:
        return frozenset(row[place] for row in rows for place in places if row[place] is not None)

    return UserScope(
        user.pk, frozenset(roles), column(0, 4, 5, 6), column(0), column(1), column(2), column(3)
    )


def visible_proposals(user: Any) -> Q:
    """Return the condition of the proposals that this person may see."""
    scope = scope_of(user)
    if not scope.roles:
        return NOTHING
    return _within_councils(scope, any_of(readable_q(scope, role) for role in scope.roles))


def known_proposals(user: Any) -> Q:
    """Return the condition of the proposals of which this person may know that they exist, seen or not.

    They are of a service or portfolio that is the person's, or the person has entered, signed off or asked about
    them. Of a proposal with an exempt section or file nobody is told who does not see it.
    """
    scope = scope_of(user)
    if not scope.roles:
        return NOTHING
    known = Q(entered_by=user.pk)
    for model, person in (("SignOff", "signed_by"), ("ScrutinyItem", "asked_by")):
        rows = apps.get_model("proposals", model)._base_manager  # models stand on this module
        known |= Q(pk__in=rows.filter(**{person: user.pk}).values("proposal"))
    if Role.CABINET_MEMBER in scope.roles:
        known |= Q(service__portfolio__in=scope.portfolios)
    if scope.roles & ENTERING:
        known |= _assigned(scope)
    for model in ("ImpactStatement", "ProposalAttachment"):
        rows = apps.get_model("proposals", model)._base_manager
        known &= ~Q(Exists(rows.filter(proposal=OuterRef("pk"), exempt_paragraph__isnull=False)))
    return _within_councils(scope, known)


def readable_q(scope: UserScope, role: Role) -> Q:
    """Return the condition of the proposals that `role` lets this person see, published ones among them."""
    if role in _EVERYWHERE or (role is Role.FINANCE_OFFICER and not scope.is_narrowed):
        return EVERYTHING
    return READABLE | _own(scope, role)


def reads_everything(user: Any) -> bool:
    """Return whether no stage and no assignment keeps a proposal of their councils from this person."""
    scope = scope_of(user)
    return any(not readable_q(scope, role) for role in scope.roles)


def workable_q(scope: UserScope, role: Role) -> Q:
    """Return the condition of the proposals that `role` lets this person work on; `roles_for` is its twin for one."""
    if role is Role.COMMITTEE_CLERK or not readable_q(scope, role):
        return EVERYTHING
    if role is Role.CABINET_MEMBER:
        # Recommendations reach them after publication, where the work on a proposal has ended.
        return _own(scope, role) | Q(service__portfolio__in=scope.portfolios) & READABLE
    return _own(scope, role)


def editable_q(user: Any, conditions: Mapping[Role, Q]) -> Q:
    """Return the condition of the proposals that one of these roles lets this person work on, each under its own.

    `roles_for` is its twin for one proposal.
    """
    scope = scope_of(user)
    own = (
        _worked_on(scope, role) & condition for role, condition in conditions.items() if role in scope.roles
    )
    return _within_councils(scope, any_of(own))


def _worked_on(scope: UserScope, role: Role) -> Q:
    if role is Role.CABINET_MEMBER:
        return Q(service__portfolio__in=scope.portfolios)
    return workable_q(scope, role)


def _own(scope: UserScope, role: Role) -> Q:
    """Return the condition of what `role` lets this person work on before it is published."""
    if role in ENTERING:
        return _assigned(scope)
    if role is Role.CABINET_MEMBER:
        return Q(service__portfolio__in=scope.portfolios, stage__in=_PUT_TO_CABINET)
    if role is Role.COMMITTEE_CLERK:
        return Q(stage=Stage.READY_TO_PUBLISH)
    teams = [team for team, specialist in SPECIALISTS.items() if specialist is role]
    if teams:
        reviews = apps.get_model("proposals", "SpecialistReview")  # models stand on this module
        return Q(pk__in=reviews._base_manager.filter(team__in=teams).values("proposal"))
    return NOTHING


def _assigned(scope: UserScope) -> Q:
    return (
        Q(service__in=scope.services)
        | Q(service__directorate__in=scope.directorates)
        | Q(service__directorate__council__in=scope.whole_councils)
    )


def any_of(conditions: Iterable[Q]) -> Q:
    """Return the condition that holds where one of these does; nothing where there is none of them."""
    listed = list(conditions)
    # An empty Q beside another would vanish instead of meaning everything.
    return EVERYTHING if any(not condition for condition in listed) else reduce(or_, listed, NOTHING)


def _within_councils(scope: UserScope, condition: Q) -> Q:
    if not scope.councils:
        return condition
    return condition & Q(budget_round__council__in=scope.councils)


def visible_rounds(user: Any) -> Q:
    """Return the condition of the rounds that this person may see: those they work on, or can read something of."""
    scope = scope_of(user)
    if not scope.roles:
        return NOTHING
    own = Q(council__in=scope.councils) if scope.councils else EVERYTHING
    if scope.roles & SEE_EMPTY_ROUNDS:
        return own
    # Asked round by round, the database stops at the first proposal of each.
    proposals = apps.get_model("proposals", "SavingsProposal")  # models stand on this module
    readable = proposals._base_manager.filter(visible_proposals(user), budget_round=OuterRef("pk"))
    return own & Q(Exists(readable))


def roles_for(user: Any, proposal: "SavingsProposal") -> frozenset[Role]:
    """Return those of the person's roles that reach this proposal as theirs to work on; reading is not enough.

    The proposal's service, directorate and round are read.
    """
    scope = scope_of(user)
    if scope.councils and proposal.budget_round.council_id not in scope.councils:
        return frozenset()
    return frozenset(role for role in scope.roles if _works_on(scope, role, proposal))


def _works_on(scope: UserScope, role: Role, proposal: "SavingsProposal") -> bool:
    service = proposal.service
    is_assigned = (
        service.pk in scope.services
        or service.directorate_id in scope.directorates
        or service.directorate.council_id in scope.whole_councils
    )
    if role in _EVERYWHERE or role is Role.COMMITTEE_CLERK:
        return True
    if role is Role.FINANCE_OFFICER:
        return is_assigned or not scope.is_narrowed
    if role in ENTERING:
        return is_assigned
    if role is Role.CABINET_MEMBER:
        reached = proposal.stage in _PUT_TO_CABINET or proposal.is_readable
        return reached and service.portfolio_id in scope.portfolios
    return role in SPECIALISTS.values() and any(
        SPECIALISTS[review.team] is role for review in proposal.specialist_reviews.all()
    )


def reads_in_full(user: Any, proposal: "SavingsProposal") -> bool:
    """Return whether this person reads the whole record of the proposal, and not its public moves alone.

    The record goes on with the correction, so the proposal as it is worked on decides, not its published version.
    """
    return bool(roles_for(user, proposal.worked_on) & IN_FULL_FOR)


def reads_in_full_q(user: Any) -> Q:
    """Return the condition of the proposals whose whole record this person reads; `reads_in_full` is its twin."""
    return editable_q(user, dict.fromkeys(IN_FULL_FOR, EVERYTHING))


def editing_role(user: Any, proposal: "SavingsProposal") -> Role | None:
    """Return the role in which this person may edit the proposal now, or None; finance goes before the service."""
    stage, phase = Stage(proposal.stage), proposal.budget_round.phase
    reaching = roles_for(user, proposal) & _PHASES_TO_EDIT[phase]
    for role in (
        Role.SECTION_151_OFFICER,
        Role.FINANCE_OFFICER,
        Role.BUDGET_HOLDER,
        Role.AUTHOR,
        Role.ADMINISTRATOR,
    ):
        if role in reaching and stage in EDITING[role]:
            return role
    return None


def may_enter(user: Any, budget_round: "BudgetRound") -> bool:
    """Return whether this person may enter a new proposal in the round now."""
    scope = scope_of(user)
    if scope.councils and budget_round.council_id not in scope.councils:
        return False
    return bool(scope.roles & _PHASES_TO_EDIT[budget_round.phase])


def may_import(user: Any, council: Council | None) -> bool:
    """Return whether this person may import documents into the council; None is a council yet to be made."""
    scope = scope_of(user)
    if scope.roles & {Role.SECTION_151_OFFICER, Role.ADMINISTRATOR}:
        return not scope.councils or (council is not None and council.pk in scope.councils)
    if Role.FINANCE_OFFICER not in scope.roles:
        return False
    return not scope.is_narrowed or (council is not None and council.pk in scope.whole_councils)


def services_to_enter(user: Any) -> Q:
    """Return the condition of the services that this person may enter proposals for."""
    scope = scope_of(user)
    if scope.roles & {Role.SECTION_151_OFFICER, Role.ADMINISTRATOR}:
        everywhere = True
    else:
        everywhere = Role.FINANCE_OFFICER in scope.roles and not scope.is_narrowed
    if everywhere:
        return Q(directorate__council__in=scope.councils) if scope.councils else EVERYTHING
    if not scope.roles & ENTERING:
        return NOTHING
    return (
        Q(pk__in=scope.services)
        | Q(directorate__in=scope.directorates)
        | Q(directorate__council__in=scope.whole_councils)
    )


def moves_for(user: Any, proposal: "SavingsProposal") -> tuple[Move, ...]:
    """Return the moves that this person may make with the proposal as it stands, in the table's order."""
    is_readable = proposal.is_readable or proposal.is_under_correction
    return moves_from(Stage(proposal.stage), roles_for(user, proposal), is_readable=is_readable)


def has_holder(roles: Iterable[Role], proposal: "SavingsProposal") -> bool:
    """Return whether some account has one of these roles of the path on the proposal; administrators do not count.

    `roles_for` is its twin for one person; asked in one query.
    """
    service, council = proposal.service, proposal.budget_round.council_id
    mine = Assignment.objects.filter(user=OuterRef("pk"))
    assigned_here = Exists(
        mine.filter(
            Q(service=service.pk)
            | Q(directorate=service.directorate_id)
            | Q(council=service.directorate.council_id)
        )
    )
    at_home = Exists(
        mine.filter(
            Q(council=council)
            | Q(directorate__council=council)
            | Q(portfolio__council=council)
            | Q(service__directorate__council=council)
        )
    )
    everywhere = ~Exists(mine)
    reach: dict[Role, Any] = dict.fromkeys(ENTERING, assigned_here)
    reach |= {
        Role.FINANCE_OFFICER: assigned_here | everywhere,
        Role.SECTION_151_OFFICER: at_home | everywhere,
        Role.COMMITTEE_CLERK: at_home | everywhere,
        Role.CABINET_MEMBER: Exists(mine.filter(portfolio=service.portfolio_id)),
    }
    people = get_user_model().objects.filter(is_active=True)
    wanted = [Q(groups__name=role.value) & Q(reach[role]) for role in roles if role in reach]
    return bool(wanted) and people.filter(any_of(wanted)).exists()
