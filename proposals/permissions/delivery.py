"""The rule for recording the delivery status of an approved proposal, in any phase of its round."""

from typing import TYPE_CHECKING, Any

from proposals.domain.roles import ENTERING, Role
from proposals.domain.stages import APPROVED, Stage
from proposals.permissions.proposals import roles_for

if TYPE_CHECKING:
    from proposals.models import SavingsProposal

REFUSAL = (
    "The delivery status is kept once a proposal is approved, by the finance officers, budget holders and "
    "authors who work on it."
)


def may_keep_delivery(user: Any, proposal: "SavingsProposal") -> bool:
    """Return whether this person may write down how far the proposal has been carried out."""
    is_approved = Stage(proposal.stage) is Stage.DECIDED and proposal.outcome in APPROVED
    is_worked_on = proposal.published_version_of_id is None
    return (
        is_approved and is_worked_on and bool(roles_for(user, proposal) & (ENTERING | {Role.ADMINISTRATOR}))
    )
