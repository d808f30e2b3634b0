"""The roles that people have, by the name of the group that a migration makes for each."""

from enum import StrEnum


class Role(StrEnum):
    """A person's role; the value is the name of the role's group."""

    AUTHOR = "Author"
    BUDGET_HOLDER = "Budget holder"
    FINANCE_OFFICER = "Finance officer"
    SECTION_151_OFFICER = "Section 151 officer"
    HR_ADVISER = "HR adviser"
    LEGAL_ADVISER = "Legal adviser"
    EQUALITIES_ADVISER = "Equalities adviser"
    CABINET_MEMBER = "Cabinet member"
    SCRUTINY_MEMBER = "Scrutiny member"
    COMMITTEE_CLERK = "Committee clerk"
    AUDITOR = "Auditor"
    ADMINISTRATOR = "administrator"
    """Whoever administers the installation: no group, but Django's superuser."""


FINANCE = frozenset({Role.FINANCE_OFFICER, Role.SECTION_151_OFFICER})
"""The roles that check and correct the figures of others."""

ENTERING = FINANCE | {Role.AUTHOR, Role.BUDGET_HOLDER}
"""The roles that enter proposals."""

SPECIALISTS: dict[str, Role] = {
    "hr": Role.HR_ADVISER,
    "legal": Role.LEGAL_ADVISER,
    "equalities": Role.EQUALITIES_ADVISER,
}
"""The teams that a proposal can be flagged to, with the role that answers."""
