"""The tables that the search index is made of, and the names of the database objects for it."""

from collections.abc import Mapping

INDEX = "proposals_search"
"""The index of the texts: on SQLite an FTS5 table, on PostgreSQL a table of search vectors, by proposal."""
DEFINITIONS = "proposals_listdefinition"
"""The table with the digest of the definitions by which index and triggers were made."""
FORMER = "proposals_listversion"
"""The prefix of the tables that earlier releases had besides the index; they are removed where they exist."""

PROPOSALS = "proposals_savingsproposal"
INDEXED: Mapping[str, tuple[str, ...]] = {
    PROPOSALS: ("reference", "canonical_reference", "title", "service_id"),
    "proposals_proposalreference": ("printed", "canonical", "proposal_id"),
    "proposals_impactstatement": ("heading", "text", "position", "proposal_id"),
    "services_service": ("name",),
}
"""The tables and columns that the index is made of: all of them public."""
