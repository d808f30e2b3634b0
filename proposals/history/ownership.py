"""To which record each kind of record belongs, and so in the end to a council."""

OWNERS: dict[str, str] = {
    "services.directorate": "council",
    "services.portfolio": "council",
    "services.characteristic": "council",
    "services.committee": "council",
    "services.meeting": "committee",
    "services.service": "directorate",
    "services.basebudget": "service",
    "proposals.budgetround": "council",
    "proposals.savingsproposal": "budget_round",
    "proposals.assumption": "budget_round",
    "proposals.documentimport": "budget_round",
    "proposals.importmapping": "council",
}
"""The field by which each kind of record belongs to another; owners stand first."""


def belongs(kind: str, owner: str) -> None:
    """Say of a kind of record of a part above by which field it belongs to another; called when that part starts."""
    OWNERS[kind] = owner
