"""Querysets of rounds and proposals: `visible_to` and the related rows that records need."""

from typing import Any

from django.db.models.query import ModelIterable

from proposals.domain.records import Totals
from proposals.models.totals import NOTHING, sums_by
from proposals.permissions import proposals as access
from services.audit.history import RecordedQuerySet
from services.db.rows_together import Rows, load_together
from services.values.years import FinancialYear


class BudgetRoundQuerySet(RecordedQuerySet):
    """Budget rounds."""

    def visible_to(self, user: Any) -> "BudgetRoundQuerySet":
        """Return the rounds this person may see: those they work on, or can read a proposal of."""
        return self.filter(access.visible_rounds(user))


class SavingsProposalQuerySet(RecordedQuerySet):
    """Savings proposals."""

    _rows: tuple[Rows, ...] = ()

    def with_rows(self, *rows: Rows) -> "SavingsProposalQuerySet":
        """Load these rows of each proposal too, all of them in one query."""
        loading = self._chain()
        loading._rows = (*self._rows, *rows)
        return loading

    def _clone(self) -> "SavingsProposalQuerySet":
        clone: SavingsProposalQuerySet = super()._clone()
        clone._rows = self._rows
        return clone

    def _fetch_all(self) -> None:
        is_read_now = self._result_cache is None
        super()._fetch_all()
        if is_read_now and self._rows and issubclass(self._iterable_class, ModelIterable):
            load_together(self._result_cache, self._rows, self.db)

    def visible_to(self, user: Any) -> "SavingsProposalQuerySet":
        """Return the proposals this person may see, by their roles, what these cover, and the stages."""
        return self.filter(access.visible_proposals(user))

    def with_related(self) -> "SavingsProposalQuerySet":
        """Load what one record of a list needs, at a constant number of queries."""
        return self.select_related("budget_round__council", "service__directorate", "base_budget").with_rows(
            Rows("year_profiles"), Rows("fte_impacts")
        )

    def with_statements(self) -> "SavingsProposalQuerySet":
        """Load all that is printed of a proposal, at a constant number of queries; nothing exempt is among it."""
        return (
            self.with_related()
            .select_related("service__portfolio", "equality")
            .with_rows(
                Rows("statements"),
                Rows("findings"),
                Rows("other_references"),
                Rows("committee_links", ("committee",)),
                Rows("risks"),
                Rows("dependencies", ("on_proposal",)),
                Rows("where_reported", ("meeting", "meeting__committee")),
                Rows("equality_impacts", ("characteristic",)),
                Rows("attachments"),
            )
        )

    def totals(self, years: tuple[FinancialYear, ...]) -> Totals:
        """Return the totals of the whole set: stored columns added up by the database, nothing derived."""
        # By key: whatever else the set joins must not multiply what is added up.
        chosen = self.model._base_manager.filter(pk__in=self.order_by().values("pk"))
        return sums_by(chosen).get((), NOTHING).totals(years)
