"""The tables that a round's list is read from, and how a row of each leads to the rounds that it belongs to."""

from collections.abc import Mapping

VERSIONS = "proposals_listversion"
"""The table of versions: as long as a round's is the same, nothing that its list is read from has changed."""
INDEX = "proposals_search"
"""The index of the texts: on SQLite an FTS5 table, on PostgreSQL a table of search vectors, by proposal."""
DEFINITIONS = "proposals_listdefinition"
"""The table that says by which definitions index and triggers were made."""

PROPOSALS = "proposals_savingsproposal"
ROUNDS = "proposals_budgetround"
OF_A_PROPOSAL: tuple[str, ...] = (
    "proposals_yearprofile",
    "proposals_fteimpact",
    "proposals_proposalcommittee",
    "proposals_wherereported",
    "proposals_equalityassessment",
    "proposals_equalityimpact",
    "proposals_impactstatement",
    "proposals_proposalreference",
    "proposals_proposalrisk",
    "proposals_dependency",
    "proposals_specialistreview",
)
"""Tables whose rows belong to one proposal."""
OF_EVERY_ROUND: tuple[str, ...] = (
    "services_council",
    "services_directorate",
    "services_service",
    "services_portfolio",
    "services_committee",
    "services_meeting",
    "services_characteristic",
    "services_basebudget",
)
"""Tables whose rows any round may stand on; they seldom change, so every round is read again when they do."""

WATCHED = frozenset({PROPOSALS, ROUNDS, *OF_A_PROPOSAL, *OF_EVERY_ROUND})
"""Every table whose changes give the rounds concerned a new version."""
REMEMBERED = WATCHED | {INDEX}
"""What a condition may ask and be remembered for as long as a version lasts; the index is made of watched tables."""

INDEXED: Mapping[str, tuple[str, ...]] = {
    "proposals_savingsproposal": ("reference", "canonical_reference", "title", "service_id"),
    "proposals_proposalreference": ("printed", "canonical", "proposal_id"),
    "proposals_impactstatement": ("heading", "text", "position", "proposal_id"),
    "services_service": ("name",),
}
"""The tables and columns that the index is made of: all of them public."""
