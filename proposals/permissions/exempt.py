"""The rules of who may view the exempt wording of a proposal, and who may grant that permission.

The wording itself is not read here: pages that only offer a link to it may ask this module.
"""

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Q

from proposals.domain.roles import SPECIALISTS, Role
from proposals.domain.stages import ENDED, PATH, Stage
from proposals.permissions.proposals import (
    EVERYTHING,
    any_of,
    editable_q,
    roles_for,
    scope_of,
    visible_proposals,
)

if TYPE_CHECKING:
    from proposals.models import ExemptGrant, SavingsProposal

READ_FROM_THE_START = frozenset(
    {
        Role.AUTHOR,
        Role.BUDGET_HOLDER,
        Role.FINANCE_OFFICER,
        Role.SECTION_151_OFFICER,
        Role.AUDITOR,
        Role.ADMINISTRATOR,
        *SPECIALISTS.values(),
    }
)
"""The roles that view the exempt wording of what they work on, at any stage."""

READ_SINCE: dict[Role, Stage] = {
    Role.CABINET_MEMBER: Stage.CABINET_MEMBER_REVIEW,
    Role.COMMITTEE_CLERK: Stage.READY_TO_PUBLISH,
}
"""The roles that view it from a stage on: the cabinet member at their review, the clerk to prepare Part II."""

GRANTING = frozenset({Role.SECTION_151_OFFICER, Role.COMMITTEE_CLERK, Role.ADMINISTRATOR})
"""The roles that grant permission to others, and withdraw it."""

MAY_BE_GRANTED = frozenset({Role.SCRUTINY_MEMBER, Role.CABINET_MEMBER})
"""Councillors, who have to show that they need to know."""


def may_read_exempt(user: Any, proposal: "SavingsProposal") -> bool:
    """Return whether this person may read the exempt wording of the proposal as it stands now.

    Nobody does of a published version, which keeps none.
    """
    if proposal.published_version_of_id is not None:
        return False
    roles = roles_for(user, proposal)
    if roles & READ_FROM_THE_START:
        return True
    if any(role in roles and _has_reached(proposal, since) for role, since in READ_SINCE.items()):
        return True
    return grant_of(user, proposal) is not None and _sees(user, proposal)


def exempt_readable_by(user: Any, *, as_published: bool = False) -> Q:
    """Return the condition of the proposals whose exempt wording this person may read.

    `may_read_exempt` is its twin for one. With `as_published` it is the wording that an edition froze: the proposal
    was published then, whatever stage a correction has sent it back to since.
    """
    conditions: dict[Role, Q] = dict.fromkeys(READ_FROM_THE_START, EVERYTHING)
    conditions |= {
        role: EVERYTHING if as_published else _reached(since) for role, since in READ_SINCE.items()
    }
    by_role = editable_q(user, conditions)
    if getattr(user, "pk", None) is None or not user.is_active:
        return by_role
    granted = Q(pk__in=_grants().filter(user=user).values("proposal"))
    return any_of([by_role, granted if as_published else granted & visible_proposals(user)])


def may_grant_exempt(user: Any, proposal: "SavingsProposal") -> bool:
    """Return whether this person may give others leave to read the exempt wording of the proposal."""
    if proposal.published_version_of_id is not None:
        return False
    roles = roles_for(user, proposal) & GRANTING
    if roles == {Role.COMMITTEE_CLERK}:
        # What a clerk could grant while the proposal was published they can withdraw while it is corrected.
        return proposal.is_under_correction or _has_reached(proposal, READ_SINCE[Role.COMMITTEE_CLERK])
    return bool(roles)


def who_grants_exempt(user: Any) -> str:
    """Return whom a person without leave may ask for it; nothing for who is given none: officers read by their work."""
    if not scope_of(user).roles & MAY_BE_GRANTED:
        return ""
    return "the section 151 officer or a committee clerk, who can give permission to councillors who need to know"


def grant_of(user: Any, proposal: "SavingsProposal") -> "ExemptGrant | None":
    """Return the leave that this person was given for the proposal, if any."""
    if getattr(user, "pk", None) is None or not user.is_active:
        return None
    return _grants().filter(proposal=proposal, user=user).first()


def _has_reached(proposal: "SavingsProposal", since: Stage) -> bool:
    stage = Stage(proposal.stage)
    if stage in ENDED:
        return proposal.published_at is not None
    return stage in PATH and PATH.index(stage) >= PATH.index(since)


def _reached(since: Stage) -> Q:
    """Return the condition of the proposals that have reached the stage; `_has_reached` is its twin for one."""
    stages = [stage for stage in PATH[PATH.index(since) :] if stage not in ENDED]
    return Q(stage__in=stages) | Q(stage__in=ENDED, published_at__isnull=False)


def _sees(user: Any, proposal: "SavingsProposal") -> bool:
    return type(proposal)._default_manager.filter(visible_proposals(user), pk=proposal.pk).exists()


def _grants() -> Any:
    """Return all grants; models stand on this module, so it names theirs only when it is asked."""
    return apps.get_model("proposals", "ExemptGrant")._default_manager
