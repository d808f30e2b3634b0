"""Proposals as plain records: the only reads that pages, exports and appendices use."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from councilsavings.addresses import printed_address
from proposals.domain.costs import CostRecord
from proposals.domain.fields import STORED
from proposals.domain.fte_profile import FTEProfile
from proposals.domain.proposal_parts import (
    OTHER_KIND,
    BaseBudgetRecord,
    CharacteristicImpact,
    DependencyRecord,
    EqualityRecord,
    ReportRecord,
    RiskRecord,
    SectionRecord,
)
from proposals.domain.records import ProposalRecord, RoundRecord, ServiceBudget
from proposals.domain.savings_profile import AMOUNT_NAMES, SavingsProfile, YearAmounts
from proposals.domain.savings_together import net_budget, total_saving
from proposals.models.attachments import public_records
from proposals.models.proposals import SavingsProposal
from proposals.models.querysets import SavingsProposalQuerySet
from proposals.models.rounds import BudgetRound
from proposals.models.years import FTEImpact, YearProfile
from services.models import BaseBudget, Service
from services.models.council_logos import printed_logo
from services.values.years import FinancialYear


def profile_of(proposal: SavingsProposal) -> SavingsProfile:
    """Return the proposal's savings profile over all years of its round (its year rows are read)."""
    return profile_from(proposal.year_profiles.all(), proposal.budget_round.years)


def profile_from(rows: Iterable[YearProfile], years: Sequence[FinancialYear]) -> SavingsProfile:
    """Return the savings profile of a proposal's year rows, stored or not, over at least these years."""
    by_year = {row.year: YearAmounts(*(getattr(row, name) for name in AMOUNT_NAMES)) for row in rows}
    return SavingsProfile.from_years(by_year, years)


def total_of(proposal: SavingsProposal) -> int | None:
    """Return the proposal's total saving in pounds, computed or as stated; None where neither is known."""
    return total_saving(profile_of(proposal), proposal.stated_total, is_complete=proposal.profile_complete)


def fte_of(proposal: SavingsProposal) -> FTEProfile:
    """Return the proposal's FTE profile over all years of its round (its year rows are read)."""
    return fte_from(proposal.fte_impacts.all(), proposal.budget_round.years)


def fte_from(rows: Iterable[FTEImpact], years: Sequence[FinancialYear]) -> FTEProfile:
    """Return the FTE profile of a proposal's rows of posts, stored or not, over at least these years."""
    return FTEProfile.from_years({row.year: row.change for row in rows}, years)


def fte_is_stated(proposal: SavingsProposal) -> bool:
    """Return whether a change in posts was given for any year, be it zero (the year rows are read)."""
    return bool(proposal.fte_impacts.all())


def costs_of(proposal: SavingsProposal) -> tuple[CostRecord, ...]:
    """Return the proposal's costs to achieve by kind and funder (their rows are read)."""
    return tuple(
        CostRecord(row.year, row.kind, row.funder, row.amount, row.capital)
        for row in proposal.costs_to_achieve.all()
    )


def record_of(proposal: SavingsProposal) -> ProposalRecord:
    """Return the proposal as a plain record; load it with `with_statements` first."""
    budget = proposal.base_budget
    service = proposal.service
    statements = list(proposal.statements.all())
    plain: dict[str, Any] = {item.name: getattr(proposal, item.model_name) for item in STORED}
    return ProposalRecord(
        **plain,
        reference=proposal.reference,
        service=service.name,
        directorate_code=service.directorate.code,
        directorate=service.directorate.name,
        base_budget=budget and BaseBudgetRecord(budget.year, budget.gross, budget.income, budget.note),
        profile=profile_of(proposal),
        fte=fte_of(proposal),
        statements={row.kind: row.text for row in statements if row.kind != OTHER_KIND and row.text},
        fte_is_stated=fte_is_stated(proposal),
        references=(proposal.reference, *(row.printed for row in proposal.other_references.all())),
        portfolio=service.portfolio.name if service.portfolio else "",
        known_years=frozenset(row.year for row in proposal.year_profiles.all()),
        committees=tuple(link.committee.name for link in proposal.committee_links.all()),
        risks=tuple(RiskRecord(row.title, row.level, row.mitigation) for row in proposal.risks.all()),
        dependencies=tuple(
            # Named only where every reader may read it: the record is what goes out.
            DependencyRecord(
                row.title,
                row.on_proposal.reference if row.on_proposal and row.on_proposal.is_readable else "",
            )
            for row in proposal.dependencies.all()
        ),
        where_reported=tuple(
            ReportRecord(
                row.meeting_as_printed or (str(row.meeting) if row.meeting else ""), row.item, row.appendix
            )
            for row in proposal.where_reported.all()
        ),
        sections=tuple(
            SectionRecord(
                row.kind,
                row.title,
                row.text,
                row.answer,
                row.exempt_paragraph,
                row.public_interest_reason,
            )
            for row in statements
        ),
        costs=costs_of(proposal),
        equality=equality_of(proposal),
        cited_as=printed_address("cited-proposal", proposal.own_key),
        stage=proposal.stage,
        outcome=proposal.outcome,
        is_corrected=proposal.published_version_of_id is not None,
        attachments=public_records(row for row in proposal.attachments.all() if row.scrutiny_item_id is None),
    )


def equality_of(proposal: SavingsProposal) -> EqualityRecord | None:
    """Return the proposal's equality impact assessment as a plain record; None where there is none."""
    assessment = getattr(proposal, "equality", None)
    if assessment is None:
        return None
    return EqualityRecord(
        screening=assessment.screening,
        status=assessment.status,
        owner=assessment.owner,
        assessed_on=assessment.date,
        edition=assessment.edition,
        summary=assessment.summary,
        impacts=tuple(
            CharacteristicImpact(
                row.characteristic.name, row.effect, row.get_effect_display(), row.mitigation
            )
            for row in proposal.equality_impacts.all()
        ),
    )


def round_record(
    budget_round: BudgetRound, proposals: SavingsProposalQuerySet, selection: str = ""
) -> RoundRecord:
    """Return the round with the chosen proposals as one set of plain records, in the queryset's order.

    `selection` says in words which proposals were chosen, when not all were.
    """
    return record_of_loaded(budget_round, proposals.with_statements(), selection)


def with_base_budgets(record: RoundRecord, budget_round: BudgetRound) -> RoundRecord:
    """Return the round with the net base budgets of all services of its council, whichever proposals were chosen.

    The budget of a whole service counts; one that is stated in parts alone is the sum of them.
    """
    stated: dict[Service, dict[str, int]] = {}
    rows = BaseBudget.objects.filter(
        service__directorate__council=budget_round.council_id, year=budget_round.base_year
    )
    order = ("service__directorate__name", "service__directorate", "service__name", "part")
    for row in rows.select_related("service__directorate").order_by(*order):
        stated.setdefault(row.service, {})[row.part] = net_budget(row.gross, row.income)
    budgets = (
        ServiceBudget(
            service.directorate.code,
            service.directorate.name,
            service.name,
            parts[""] if "" in parts else sum(parts.values()),
        )
        for service, parts in stated.items()
    )
    return replace(record, base_budgets=tuple(budgets))


def record_of_loaded(
    budget_round: BudgetRound, loaded: Iterable[SavingsProposal], selection: str = ""
) -> RoundRecord:
    """Return what `round_record` returns, of proposals that are at hand already, loaded `with_statements`."""
    council = budget_round.council
    return RoundRecord(
        council=council.name,
        council_slug=council.slug,
        money_style=council.money_style,
        name=budget_round.name,
        base_year=budget_round.base_year,
        years=budget_round.years,
        proposals=tuple(record_of(proposal) for proposal in loaded),
        selection=selection,
        logo=printed_logo(council),
    )
