"""Read the facts of completeness for one proposal, or for many at a constant number of queries."""

from collections.abc import Iterable

from proposals.domain.checks import EntryWarning, OthersOnTheBudget, warnings_of, without_reason
from proposals.domain.completeness import Facts
from proposals.domain.direction import SAVING
from proposals.domain.records import ProposalRecord
from proposals.domain.stages import LIVE, Outcome, Stage
from proposals.models import SavingsProposal
from proposals.models.querysets import SavingsProposalQuerySet
from proposals.models.records import record_of
from services.db.rows_together import Rows

NOT_TAKEN = (Outcome.REJECTED.value, Outcome.DEFERRED.value)
"""Decisions after which nothing is taken from the base budget."""


def with_workflow(proposals: SavingsProposalQuerySet) -> SavingsProposalQuerySet:
    """Load what moves and completeness look at, at a constant number of queries."""
    loaded = proposals.with_statements().select_related("published_version")
    return loaded.with_rows(
        Rows("sign_offs"), Rows("findings"), Rows("warning_reasons"), Rows("specialist_reviews")
    )


def others_on_the_budget(proposal: SavingsProposal) -> OthersOnTheBudget:
    """Return what the other live savings of the round on the same base budget come to, in pounds."""
    return others_on_the_budgets([proposal])[proposal.pk]


def others_on_the_budgets(proposals: Iterable[SavingsProposal]) -> dict[int | None, OthersOnTheBudget]:
    """Return for each proposal, by its key, what `others_on_the_budget` returns, in one query for all."""
    listed = list(proposals)
    budgets = {proposal.base_budget_id for proposal in listed} - {None}
    beside: dict[tuple[int, int], list[tuple[int, str, int]]] = {}
    if budgets:
        rows = (
            SavingsProposal.objects.filter(base_budget__in=budgets, stage__in=LIVE, direction=SAVING)
            .exclude(outcome__in=NOT_TAKEN)
            .order_by("reference")
            .values_list(
                "base_budget",
                "budget_round",
                "pk",
                "reference",
                "total_saving",
                "stated_total",
                "profile_complete",
            )
        )
        for budget, budget_round, pk, reference, total, stated, is_complete in rows:
            saving = total if is_complete else stated or 0
            beside.setdefault((budget, budget_round), []).append((pk, reference, saving))
    return {proposal.pk: _without(proposal, beside) for proposal in listed}


def _without(
    proposal: SavingsProposal, beside: dict[tuple[int, int], list[tuple[int, str, int]]]
) -> OthersOnTheBudget:
    others = [
        (reference, saving)
        for pk, reference, saving in beside.get((proposal.base_budget_id, proposal.budget_round_id), [])
        if pk != proposal.own_key
    ]
    return OthersOnTheBudget(sum(saving for _, saving in others), tuple(reference for reference, _ in others))


def open_warnings(
    proposal: SavingsProposal, record: ProposalRecord, others: OthersOnTheBudget | None = None
) -> tuple[EntryWarning, ...]:
    """Return the proposal's warnings that have no reason; `others` saves a query where it is known."""
    reasons = {row.code: row.message for row in proposal.warning_reasons.all()}
    beside = others_on_the_budget(proposal) if others is None else others
    return without_reason(warnings_of(record, beside), reasons)


def facts_of(proposal: SavingsProposal, others: OthersOnTheBudget | None = None) -> Facts:
    """Return what completeness looks at; load the proposal `with_workflow` first."""
    record = record_of(proposal)
    warnings = open_warnings(proposal, record, others)
    rows = proposal.sign_offs.all()
    return Facts(
        record=record,
        signed_off=frozenset(Stage(row.stage) for row in rows if row.withdrawn_at is None),
        ever_signed_off=frozenset(Stage(row.stage) for row in rows),
        open_warnings=tuple(warning.for_others or warning.message for warning in warnings),
        open_warning_codes=frozenset(warning.code for warning in warnings),
        open_questions=tuple(
            row.get_team_display() for row in proposal.specialist_reviews.all() if not row.advice.strip()
        ),
    )
