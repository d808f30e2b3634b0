"""Compare two sets of proposals: two rounds, two editions, an edition and the round as it is now.

Pure: records in, values out. `compare` and `compare_proposals` are what other parts ask.
"""

from proposals.changes.proposal import compare_proposals
from proposals.changes.rounds import compare
from proposals.changes.values import CHANGE_KINDS, Changes, NotComparable, ProposalChange

__all__ = ["CHANGE_KINDS", "Changes", "NotComparable", "ProposalChange", "compare", "compare_proposals"]
