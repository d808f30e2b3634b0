"""What may be seen, and proposals as plain records: the only reads that pages, exports and appendices use."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import BigIntegerField, F, Prefetch, Sum
from django.db.models.functions import Cast, Round
from django.utils import timezone

from proposals.records import BaseBudgetRecord, FindingRecord, ProposalRecord, RoundRecord, Totals
from proposals.savings_profile import AMOUNT_NAMES, FTEProfile, SavingsProfile, YearAmounts
from services.history import RecordedQuerySet
from services.years import FinancialYear

if TYPE_CHECKING:
    from proposals.models import BudgetRound, SavingsProposal


class BudgetRoundQuerySet(RecordedQuerySet):
    """Budget rounds."""

    def visible_to(self, user: Any) -> "BudgetRoundQuerySet":
        """Return the rounds this person may see: none without a role, those in preparation to finance only."""
        if not user.has_perm("proposals.view_savingsproposal"):
            return self.none()
        if user.has_perm("proposals.see_rounds_in_preparation"):
            return self
        return self.exclude(phase="preparation")


class SavingsProposalQuerySet(RecordedQuerySet):
    """Savings proposals."""

    def visible_to(self, user: Any) -> "SavingsProposalQuerySet":
        """Return the proposals this person may see: those of the rounds they may see."""
        from proposals.models import BudgetRound

        return self.filter(budget_round__in=BudgetRound.objects.visible_to(user))

    def with_related(self) -> "SavingsProposalQuerySet":
        """Load what one record of a list needs, at a constant number of queries."""
        return self.select_related(
            "budget_round__council", "service__directorate", "base_budget"
        ).prefetch_related("year_profiles", "fte_impacts")

    def with_statements(self) -> "SavingsProposalQuerySet":
        """Load the narrative sections and findings as well."""
        return self.with_related().prefetch_related("statements", Prefetch("findings"))

    def totals(self, years: tuple[FinancialYear, ...]) -> Totals:
        """Return the totals of the whole set in three queries: stored columns added up, nothing derived."""
        from proposals.models import FTEImpact, YearProfile

        chosen = self.order_by().values("pk")
        sums = {name: Sum(name) for name in AMOUNT_NAMES}
        amounts = YearProfile.objects.filter(proposal__in=chosen).order_by().values("year").annotate(**sums)
        # SQLite adds decimals up as floats; whole hundredths are exact on every database.
        hundredths = Sum(Cast(Round(F("change") * 100), BigIntegerField()))
        changes = (
            FTEImpact.objects.filter(proposal__in=chosen)
            .order_by()
            .values("year")
            .annotate(hundredths=hundredths)
        )
        return Totals(
            count=self.count(),
            profile=SavingsProfile.from_years(
                {row.pop("year"): YearAmounts(**row) for row in amounts}, years
            ),
            fte=FTEProfile.from_years(
                {row["year"]: Decimal(row["hundredths"]).scaleb(-2) for row in changes}, years
            ),
        )


def profile_of(proposal: "SavingsProposal") -> SavingsProfile:
    """Return the proposal's savings profile over all years of its round (its year rows are read)."""
    by_year = {
        row.year: YearAmounts(*(getattr(row, name) for name in AMOUNT_NAMES))
        for row in proposal.year_profiles.all()
    }
    return SavingsProfile.from_years(by_year, proposal.budget_round.years)


def fte_of(proposal: "SavingsProposal") -> FTEProfile:
    """Return the proposal's FTE profile over all years of its round (its year rows are read)."""
    by_year = {row.year: row.change for row in proposal.fte_impacts.all()}
    return FTEProfile.from_years(by_year, proposal.budget_round.years)


def fte_is_stated(proposal: "SavingsProposal") -> bool:
    """Return whether a change in posts was given for any year, be it nought (the year rows are read)."""
    return bool(proposal.fte_impacts.all())


def record_of(proposal: "SavingsProposal") -> ProposalRecord:
    """Return the proposal as a plain record; load it with `with_statements` first."""
    budget = proposal.base_budget
    texts = {statement.kind: statement.text for statement in proposal.statements.all()}
    return ProposalRecord(
        reference=proposal.reference,
        title=proposal.title,
        service=proposal.service.name,
        directorate_code=proposal.service.directorate.code,
        directorate=proposal.service.directorate.name,
        start_year=proposal.start_year,
        base_budget=budget and BaseBudgetRecord(budget.year, budget.gross, budget.income, budget.note),
        profile=profile_of(proposal),
        fte=fte_of(proposal),
        statements=texts,
        profile_note=proposal.profile_note,
        fte_note=proposal.fte_note,
        fte_is_stated=fte_is_stated(proposal),
        findings=tuple(
            FindingRecord(row.message, row.reason, timezone.localdate(row.accepted_at))
            for row in proposal.findings.all()
        ),
    )


def round_record(
    budget_round: "BudgetRound", proposals: SavingsProposalQuerySet, selection: str = ""
) -> RoundRecord:
    """Return the round with the chosen proposals as one set of plain records, in the queryset's order.

    `selection` says in words which proposals were chosen, when not all were.
    """
    council = budget_round.council
    return RoundRecord(
        council=council.name,
        council_slug=council.slug,
        money_style=council.money_style,
        name=budget_round.name,
        base_year=budget_round.base_year,
        years=budget_round.years,
        proposals=tuple(record_of(proposal) for proposal in proposals.with_statements()),
        selection=selection,
    )
