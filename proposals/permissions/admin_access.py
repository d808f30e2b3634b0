"""Whose roles work in the admin: it is opened to them, and to nobody else."""

from typing import Any

from proposals.domain.roles import ENTERING, Role

USING_THE_ADMIN = frozenset({*(role.value for role in ENTERING), Role.AUDITOR.value})
"""The groups whose members work in the admin: those who enter proposals, and the auditor, who reads there."""


def open_admin_by_role(person: Any) -> None:
    """Open the admin to the person if one of their roles works there, and close it otherwise."""
    names = set(person.groups.values_list("name", flat=True))
    may_use_the_admin = person.is_superuser or bool(names & USING_THE_ADMIN)
    if person.is_staff != may_use_the_admin:
        person.is_staff = may_use_the_admin
        person.save(update_fields=["is_staff"])
