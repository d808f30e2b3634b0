"""The rule of who may add, replace and remove files; pages that only offer it may ask this module."""

from typing import Any

from proposals.models import ProposalAttachment
from proposals.permissions.exempt import may_read_exempt
from proposals.permissions.proposals import editing_role
from proposals.permissions.scrutiny import may_attach as may_attach_to_item


def may_attach(user: Any, row: ProposalAttachment) -> bool:
    """Return whether this person may add, replace or remove this file now."""
    if row.scrutiny_item is not None:
        allowed = may_attach_to_item(user, row.scrutiny_item)
    else:
        is_worked_on = row.proposal.published_version_of_id is None
        allowed = is_worked_on and editing_role(user, row.proposal) is not None
    return allowed and (not row.is_exempt or may_read_exempt(user, row.proposal))
