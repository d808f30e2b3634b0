"""A proposal as a row of a list: its record without its texts, and the figures that columns ask for again and again."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from proposals.domain.records import ProposalRecord
from proposals.filters.columns import Whole
from services.values.years import FinancialYear

Keys = Whole | Sequence[int]
"""The keys of proposals in their order."""


def plain(keys: Keys) -> list[int]:
    """Return the keys as plain numbers, which databases and addresses take."""
    return keys.tolist() if isinstance(keys, np.ndarray) else list(keys)


@dataclass(frozen=True)
class ListedProposal:
    """One proposal of a list under its key; `record` holds what columns print, and may hold no texts."""

    key: int
    record: ProposalRecord

    @cached_property
    def discrete(self) -> dict[FinancialYear, int | None]:
        """The discrete saving of each year in pounds; None where it is not known."""
        return self.record.discrete
