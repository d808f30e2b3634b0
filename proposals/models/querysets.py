"""Querysets of rounds and proposals: `visible_to` and the related rows that records need."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.db.models.query import ModelIterable

from proposals.domain.records import Totals
from proposals.domain.references import canonical_reference
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

    def named(self, budget_round: int, reference: str) -> Any:
        """Return the proposal of the round with that reference, in any spelling; None where there is none."""
        canonical = canonical_reference(reference)
        return self.filter(budget_round=budget_round, canonical_reference=canonical).first()

    def of_keys(self, keys: Iterable[int | None] | models.QuerySet) -> "SavingsProposalQuerySet":
        """Return those that are, or keep as published, the proposals with these keys."""
        wanted = keys if isinstance(keys, models.QuerySet) else [key for key in keys if key is not None]
        return self.filter(Q(pk__in=wanted) | Q(published_version_of__in=wanted))

    def own_keys(self) -> models.QuerySet:
        """Return the keys of the proposals, which published versions share."""
        return self.order_by().values_list(Coalesce("published_version_of", "pk"), flat=True)

    def page_of(self, key: int) -> "SavingsProposalQuerySet":
        """Return the one of these versions that the proposal's page shows: as it is worked on, if that is among them.

        Everybody who may not see that reads the published version while the proposal is corrected.
        """
        return self.of_keys([key]).order_by(F("published_version_of").asc(nulls_first=True))[:1]

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
                Rows("costs_to_achieve"),
                Rows("statements"),
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


class ProposalManager(models.Manager.from_queryset(SavingsProposalQuerySet)):  # type: ignore[misc]
    """Every row of the table: of a proposal under correction also the one that keeps what was last published."""


class WorkingProposals(ProposalManager):
    """The proposals as they are worked on."""

    def get_queryset(self) -> SavingsProposalQuerySet:
        """Return the proposals without their published versions."""
        working: SavingsProposalQuerySet = super().get_queryset().filter(published_version_of__isnull=True)
        return working


class ListedProposals(ProposalManager):
    """The proposals as everybody counts them: the published version in place of what is under correction."""

    def get_queryset(self) -> SavingsProposalQuerySet:
        """Return each proposal once."""
        corrected = self.model._base_manager.filter(published_version_of__isnull=False)
        listed: SavingsProposalQuerySet = (
            super().get_queryset().exclude(pk__in=corrected.values("published_version_of"))
        )
        return listed
