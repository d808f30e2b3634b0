"""The filters of the proposals list; the list, its totals, its exports and an appendix all use this one set."""

from proposals.filters.filter_set import ProposalFilter
from proposals.filters.form import LONGEST_SEARCH, ProposalFilterForm

__all__ = ["LONGEST_SEARCH", "ProposalFilter", "ProposalFilterForm"]
