"""Whose roles ask for a second factor: who administers, answers for the figures, publishes, or reads exempt wording."""

from typing import Any

from django.apps import apps

from proposals.permissions.exempt import GRANTING, READ_FROM_THE_START, READ_SINCE
from proposals.permissions.proposals import scope_of

NEEDING = READ_FROM_THE_START | GRANTING | frozenset(READ_SINCE)


def second_factor_is_required(user: Any) -> bool:
    """Return whether the person needs a second factor: by a role of theirs, or by leave to read exempt wording."""
    if frozenset(scope_of(user).roles) & NEEDING or user.is_superuser:
        return True
    return bool(apps.get_model("proposals", "ExemptGrant")._default_manager.filter(user=user).exists())
