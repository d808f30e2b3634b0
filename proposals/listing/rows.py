"""A proposal as a row of a list: its record without its texts, and the figures that columns ask for again and again."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from proposals.domain.direction import SAVING
from proposals.domain.records import ProposalRecord
from proposals.domain.savings_together import share_of_whole
from services.values.money import in_percent
from services.values.years import FinancialYear


@dataclass(frozen=True)
class ListedProposal:
    """A proposal of a list under its key; `record` contains what columns print, and may have no texts."""

    key: int
    record: ProposalRecord
    version_of: int | None = None
    """The key of the proposal under correction that this row keeps as last published."""

    @cached_property
    def discrete(self) -> dict[FinancialYear, int | None]:
        """The discrete saving of each year in pounds; None where it is not known."""
        return self.record.discrete

    @property
    def share_of_budget(self) -> Decimal | None:
        """The total saving in percent of the service's net budget; None where one is not known or is not above zero.

        A pressure has no such share.
        """
        budget = self.record.base_budget if self.record.direction == SAVING else None
        share = share_of_whole(self.record.total, budget.net) if budget else None
        return None if share is None else in_percent(share)
