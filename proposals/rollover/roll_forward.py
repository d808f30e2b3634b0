"""Starting a round from the last one: base budgets of its new base year, and the proposals still open.

What is planned is shown first and then done in one transaction. Of decided proposals nothing is copied:
their later years are in the budget already.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from proposals.domain.amounts import LABELS_OF
from proposals.domain.costs import CostSchedule
from proposals.domain.direction import NOUNS, amount_in_own_direction
from proposals.domain.savings_profile import AMOUNT_NAMES, SavingsProfile, YearAmounts, sum_profiles
from proposals.domain.savings_together import total_saving
from proposals.domain.stages import LIVE, Stage
from proposals.models import BudgetRound, SavingsProposal, YearProfile
from proposals.models.records import costs_of, profile_of, total_of
from proposals.models.stored_figures import STORED, store_figures_of
from proposals.permissions.admin_scope import managed_in_council
from proposals.rollover.copying import (
    NOT_COPIED,
    copy_exempt_wording,
    copy_rows,
    copy_years,
    describe_errors,
    has_amounts,
)
from services.audit.history import acting
from services.db.copies import fresh
from services.db.rows_together import Rows
from services.models import BaseBudget
from services.values.money import MoneyStyle, format_fte, format_money
from services.values.wording import within_sentence
from services.values.years import FinancialYear, contrary_to_name, names_a_span

OPEN: tuple[Stage, ...] = tuple(stage for stage in Stage if stage in LIVE - {Stage.DECIDED})
"""The stages whose proposals can be carried forward, in order."""

_POUNDS = MoneyStyle()
_LEFT_OUT = NOT_COPIED | (set(STORED) - {"start_year"})


class RefusedRollForward(ValueError):
    """The round cannot be started in this way; the message explains why in the person's words."""


class ChangedSincePreview(RefusedRollForward):
    """The plan is no longer the one that the preview showed; it has to be looked at again."""


@dataclass(frozen=True)
class RollForward:
    """The next round as a person asks for it."""

    source: BudgetRound
    name: str
    base_year: FinancialYear
    first_year: FinancialYear
    number_of_years: int
    stages: frozenset[Stage] = frozenset(OPEN)
    ticks: Mapping[int, bool] = field(default_factory=dict)
    """The choice for each open proposal by its key; the others come along where anything is left of them."""

    def as_round(self) -> BudgetRound:
        """Return the round to be made, not saved yet."""
        return BudgetRound(
            council=self.source.council,
            name=self.name.strip(),
            base_year=self.base_year,
            first_year=self.first_year,
            number_of_years=self.number_of_years,
            phase=BudgetRound.Phase.PREPARATION,
            carried_from=self.source,
        )


@dataclass(frozen=True)
class RolloverProposal:
    """A proposal as it would be rolled over: the figures that fit, and in words those that do not."""

    proposal: SavingsProposal
    before: SavingsProfile
    after: SavingsProfile
    left_behind: tuple[str, ...]
    nothing_left: str
    """In words, that no saving would be left of it; empty where some is, or where it has no figures yet."""
    is_chosen: bool

    @property
    def total_before(self) -> int | None:
        """Its total in the old round in pounds, computed or stated; None where neither is known."""
        return total_of(self.proposal)

    @property
    def total_after(self) -> int | None:
        """Its total in the new round in pounds, as `total_before`."""
        proposal = self.proposal
        return total_saving(self.after, proposal.stated_total, is_complete=proposal.profile_complete)


@dataclass(frozen=True)
class RollForwardPlan:
    """The plan for starting the round."""

    asked: RollForward
    open: tuple[RolloverProposal, ...]
    """The open proposals at the stages chosen, copied or not."""
    budgets: tuple[BaseBudget, ...]
    """The base budgets to be made, not saved yet."""
    budgets_kept: int
    """The number of base budgets of the new base year that exist already."""
    decided: int
    """The number of proposals of the old round that are decided and so not copied."""
    ended: int
    """The number that ended otherwise, or are at a stage that was not chosen."""
    overlapping: tuple[BudgetRound, ...]
    """The council's other rounds that share a year with the new one."""

    @property
    def proposals(self) -> tuple[RolloverProposal, ...]:
        """The proposals to be copied."""
        return tuple(item for item in self.open if item.is_chosen)

    @property
    def not_chosen(self) -> int:
        """Return how many open proposals at the stages chosen are not copied."""
        return len(self.open) - len(self.proposals)

    @property
    def before(self) -> SavingsProfile:
        """The totals of the proposals to be rolled over, in the old round."""
        return sum_profiles((item.before for item in self.proposals), self.asked.source.years)

    @property
    def after(self) -> SavingsProfile:
        """Their totals in the new round."""
        return sum_profiles((item.after for item in self.proposals), self.asked.as_round().years)

    @property
    def fingerprint(self) -> str:
        """A text that differs as soon as a tick, or a proposal or budget to be copied, has changed."""
        parts = [
            f"{item.proposal.pk}.{item.proposal.version}.{item.before.total}.{item.is_chosen:d}"
            for item in self.open
        ]
        parts += [f"{row.service_id}.{row.part}.{row.gross}.{row.income}" for row in self.budgets]
        return hashlib.sha256(" ".join(parts).encode()).hexdigest()


def plan_roll_forward(asked: RollForward, user: Any) -> RollForwardPlan:
    """Return what starting the round would make; nothing is changed.

    Raises RefusedRollForward for a person who does not manage the council's rounds, and for a name, years or
    stages that cannot be.
    """
    _require(asked, user)
    stored = SavingsProposal.objects.visible_to(user).filter(budget_round=asked.source)
    chosen = (
        stored.filter(stage__in=asked.stages)
        .with_related()
        .with_rows(Rows("costs_to_achieve"))
        .order_by("position", "pk")
    )
    decided = stored.filter(stage=Stage.DECIDED).count()
    proposals = tuple(_rollover_of(proposal, asked) for proposal in chosen)
    budgets, kept = _budgets_to_make(asked)
    ended = stored.count() - decided - len(proposals)
    return RollForwardPlan(asked, proposals, budgets, kept, decided, ended, _overlapping(asked, user))


def roll_forward(asked: RollForward, user: Any, fingerprint: str = "") -> BudgetRound:
    """Start the round: its base budgets and proposals, in one transaction, and record it.

    Raises RefusedRollForward as `plan_roll_forward` does, and ChangedSincePreview where the plan is no longer
    the one whose `fingerprint` is given.
    """
    reason = f"Carried forward from {asked.source.name}"
    try:
        with transaction.atomic(), acting(user=user, reason=reason):
            # Locked, so that two people do not start the next round at once.
            BudgetRound.objects.select_for_update().get(pk=asked.source.pk)
            plan = plan_roll_forward(asked, user)
            if fingerprint and fingerprint != plan.fingerprint:
                raise ChangedSincePreview(
                    "Proposals, budgets or your choices have changed since the preview. Nothing has been "
                    "created yet. Check the new preview, then start the round."
                )
            return _apply(plan, user)
    except IntegrityError as error:
        raise RefusedRollForward(
            "Somebody else has changed the same records. Nothing has been created. Try again."
        ) from error


def _require(asked: RollForward, user: Any) -> None:
    if not BudgetRound.objects.filter(managed_in_council(user), pk=asked.source.pk).exists():
        raise RefusedRollForward("Only finance officers who cover the whole council can start a round.")
    if not asked.stages <= set(OPEN):
        raise RefusedRollForward("Decided and closed proposals cannot be carried forward.")
    if asked.first_year.start <= asked.source.first_year.start:
        raise RefusedRollForward(
            f"The first year must be later than {asked.source.first_year}, the first year of "
            f"{asked.source.name}."
        )
    if asked.source.council.budget_rounds.filter(name__iexact=asked.name.strip()).exists():
        raise RefusedRollForward(f"{asked.source.council} already has a round named {asked.name.strip()}.")
    made = asked.as_round()
    try:
        made.full_clean()
    except ValidationError as error:
        raise RefusedRollForward(describe_errors(made, error)) from error
    contrary = contrary_to_name(made.name, made.years)
    if contrary and names_a_span(made.name):
        raise RefusedRollForward(f"{contrary} Correct the name or the years.")


def _overlapping(asked: RollForward, user: Any) -> tuple[BudgetRound, ...]:
    """Return the council's other rounds with a year of the new one; the source overlaps by design."""
    years = set(asked.as_round().years)
    others = BudgetRound.objects.visible_to(user).filter(council=asked.source.council_id)
    others = others.exclude(pk=asked.source.pk)
    return tuple(other for other in others if years & set(other.years))


def _rollover_of(proposal: SavingsProposal, asked: RollForward) -> RolloverProposal:
    years = asked.as_round().years
    rows = list(proposal.year_profiles.all())
    kept = {
        row.year: YearAmounts(*(getattr(row, name) for name in AMOUNT_NAMES))
        for row in rows
        if row.year in years
    }
    after = SavingsProfile.from_years(kept, years)
    left_behind = tuple(_left_behind(proposal, years))
    nothing_left = _nothing_left(proposal, years)
    is_chosen = asked.ticks.get(proposal.pk, not nothing_left)
    return RolloverProposal(proposal, profile_of(proposal), after, left_behind, nothing_left, is_chosen)


def _nothing_left(proposal: SavingsProposal, years: tuple[FinancialYear, ...]) -> str:
    """Return in words that the new round's years hold none of the saving or pressure, or of its figures."""
    if not proposal.profile_complete:
        return ""  # some of it may fall in the new years
    rows = list(proposal.year_profiles.all())
    saving_in = {row.year for row in rows if row.recurring_saving or row.one_off_saving}
    figures_in = {row.year for row in [*rows, *proposal.fte_impacts.all()] if has_amounts(row)}
    if saving_in and not saving_in & set(years):
        noun = NOUNS[proposal.direction]
        return f"No {noun} would be carried forward, because all of it is in years that the new round does not have."
    if figures_in and not figures_in & set(years):
        return "No figures would be carried forward, because all of them are in years that the new round does not have."
    return ""


def _left_behind(proposal: SavingsProposal, years: tuple[FinancialYear, ...]) -> Iterable[str]:
    """Yield in words the proposal's statements about years that the new round does not have."""
    for row in proposal.year_profiles.all():
        if row.year not in years and has_amounts(row):
            yield f"{row.year}, {_amounts_in_words(row, proposal.direction)}"
    for row in proposal.fte_impacts.all():
        if row.year not in years and has_amounts(row):
            yield f"{row.year}, {format_fte(row.change)} FTE"
    costs = CostSchedule(proposal.budget_round.years, costs_of(proposal)).total
    for year, pounds in costs.items():
        if year not in years and pounds:
            yield f"{year}, cost to achieve by kind and funder {format_money(pounds, _POUNDS)}"


def _amounts_in_words(row: YearProfile, direction: str) -> str:
    stated = {name: amount_in_own_direction(name, getattr(row, name), direction) for name in AMOUNT_NAMES}
    labels = LABELS_OF[direction]
    return ", ".join(
        f"{within_sentence(labels[name])} {format_money(pounds, _POUNDS)}"
        for name, pounds in stated.items()
        if pounds
    )


def _budgets_to_make(asked: RollForward) -> tuple[tuple[BaseBudget, ...], int]:
    """Return the budgets of the new base year that are missing, and how many there are.

    Each has the figures of its service's (and part's) latest year before.
    """
    of_council = BaseBudget.objects.filter(service__directorate__council=asked.source.council_id)
    there = set(of_council.filter(year=asked.base_year).values_list("service", "part"))
    latest: dict[tuple[int, str], BaseBudget] = {}
    for row in of_council.filter(year__lt=asked.base_year).order_by("year", "pk"):
        latest[row.service_id, row.part] = row
    missing = tuple(
        fresh(row, year=asked.base_year) for key, row in sorted(latest.items()) if key not in there
    )
    return missing, len(there)


def _apply(plan: RollForwardPlan, user: Any) -> BudgetRound:
    made = plan.asked.as_round()
    made.save()
    BaseBudget.objects.bulk_create(plan.budgets)
    of_base_year = BaseBudget.objects.filter(
        service__directorate__council=made.council_id, year=made.base_year
    )
    budgets = {(row.service_id, row.part): row for row in of_base_year}
    copies = SavingsProposal.objects.bulk_create(
        _copy(item, made, budgets, user, position) for position, item in enumerate(plan.proposals, start=1)
    )
    by_old = {item.proposal.pk: copy for item, copy in zip(plan.proposals, copies, strict=True)}
    statements = copy_rows(by_old)
    copy_years(by_old)
    store_figures_of(copy.pk for copy in copies)
    _copy_exempt(plan, by_old, statements, user)
    return made


def _copy(
    item: RolloverProposal,
    made: BudgetRound,
    budgets: dict[tuple[int, str], BaseBudget],
    user: Any,
    position: int,
) -> SavingsProposal:
    old = item.proposal
    part = old.base_budget.part if old.base_budget else ""
    budget = budgets.get((old.service_id, part), old.base_budget) if old.base_budget else None
    copy: SavingsProposal = fresh(
        old,
        _LEFT_OUT,
        budget_round=made,
        base_budget=budget,
        start_year=old.start_year if old.start_year in made.years else None,
        carried_from=old,
        entered_by=user,
        position=position,
    )
    return copy


def _copy_exempt(
    plan: RollForwardPlan, by_old: dict[int, SavingsProposal], statements: dict[int, Any], user: Any
) -> None:
    holding_back = {row.proposal_id for row in statements.values() if row.exempt_paragraph is not None}
    for item in plan.proposals:
        copy = by_old[item.proposal.pk]
        if copy.pk in holding_back:
            copy_exempt_wording(item.proposal, copy, statements, user)
