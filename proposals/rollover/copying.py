"""Copying proposals with what belongs to them: one at a time here, a whole round in `proposals.rollover.roll_forward`.

A copy begins anew: it is a draft without sign-offs, history, findings, answers of specialists or reasons
for warnings, and nobody is granted access to its exempt wording.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Max
from django.utils.text import capfirst

from proposals.domain.references import canonical_reference
from proposals.domain.savings_profile import AMOUNT_NAMES
from proposals.domain.stages import Stage
from proposals.exempt import wording as exempt
from proposals.models import (
    BudgetRound,
    CostToAchieve,
    FTEImpact,
    ImpactStatement,
    ProposalReference,
    SavingsProposal,
    YearProfile,
)
from proposals.models.printed_rows import BY_YEAR, LISTS
from proposals.models.stored_figures import store_figures_of
from proposals.permissions.delivery import APPROVED
from proposals.permissions.proposals import may_enter, services_to_enter
from services.audit.history import acting
from services.db.copies import fresh
from services.models import BaseBudget, Service
from services.values.years import FinancialYear

NOT_COPIED = frozenset(
    {
        "id",
        "stage",
        "stage_reason",
        "delivery_status",
        "delivery_note",
        "outcome",
        "published_at",
        "superseded_by_id",
        "version",
        "changed_at",
    }
)
_NUMBER_AT_END = re.compile(r"(\d+)(\D*)$")


class RefusedCopy(ValueError):
    """The proposal cannot be copied in this way; the message explains why in the person's words."""


class Years(StrEnum):
    """The choices for figures whose years the target round does not have."""

    AS_THEY_ARE = "as_they_are"
    SHIFTED = "shifted"

    @property
    def label(self) -> str:
        """The choice as people read it."""
        return {
            "as_they_are": "Keep the same years",
            "shifted": "Move the years, so that the first year of the old round becomes the first year of "
            "the new round",
        }[self.value]


@dataclass(frozen=True)
class CopyRequest:
    """The round that a proposal is copied to, and its reference there."""

    target: BudgetRound
    reference: str
    title: str = ""
    """The title of the proposal copied unless given."""
    years: Years = Years.AS_THEY_ARE


@dataclass(frozen=True)
class Copied:
    """The copy made; whether exempt wording stayed behind because the person may not read it."""

    proposal: SavingsProposal
    left_exempt_wording: bool = False


def copy_proposal(proposal: SavingsProposal, asked: CopyRequest, user: Any) -> Copied:
    """Copy the proposal with its rows into a round, as a draft, in one transaction, and record it.

    Raises RefusedCopy for a person who may not enter it there, a reference that is in use or unreadable, and
    years that the round does not have.
    """
    _require_entering(proposal, asked.target, user)
    shift = _shift(proposal, asked.target, asked.years)
    _require_years(proposal, asked.target, asked.years)
    reason = f"Copied from {proposal.reference} of {proposal.budget_round.name}"
    try:
        with transaction.atomic(), acting(user=user, reason=reason):
            copy = fresh(
                proposal,
                NOT_COPIED,
                budget_round=asked.target,
                reference=asked.reference.strip(),
                title=asked.title.strip() or proposal.title,
                start_year=proposal.start_year and proposal.start_year + shift,
                base_budget=_budget_for(proposal, asked.target),
                carried_from=proposal,
                in_earlier_plan=proposal.in_earlier_plan or _is_planned(proposal, asked.target),
                entered_by=user,
                position=_last_position(asked.target) + 1,
            )
            _check(copy)
            copy.save()
            statements = copy_rows({proposal.pk: copy})
            copy_years({proposal.pk: copy}, shift)
            store_figures_of([copy.pk])
            left = copy_exempt_wording(proposal, copy, statements, user)
    except IntegrityError as error:
        raise RefusedCopy(f"{asked.reference} is now in use. Nothing has been copied.") from error
    return Copied(copy, left)


def years_lacking(proposal: SavingsProposal, target: BudgetRound, years: Years) -> tuple[FinancialYear, ...]:
    """Return the years that the copy would have figures or begin in, and that the target does not have."""
    shift = _shift(proposal, target, years)
    rows: Sequence[Any] = [
        *proposal.year_profiles.all(),
        *proposal.fte_impacts.all(),
        *proposal.costs_to_achieve.all(),
    ]
    wanted = {row.year + shift for row in rows if has_amounts(row)}
    if proposal.start_year:
        wanted.add(proposal.start_year + shift)
    return tuple(sorted(wanted - set(target.years)))


def years_that_fit(proposal: SavingsProposal, target: BudgetRound) -> tuple[Years, ...]:
    """Return the choices of years that the target has room for; none where it has for neither."""
    return tuple(choice for choice in Years if not years_lacking(proposal, target, choice))


def fitting_in_words(proposal: SavingsProposal, target: BudgetRound) -> str:
    """Return which choice of years works for the target, and what shifting does, in a sentence."""
    fitting = years_that_fit(proposal, target)
    shift = f"{proposal.budget_round.first_year} becomes {target.first_year}"
    if Years.AS_THEY_ARE in fitting:
        moves = target.first_year != proposal.budget_round.first_year
        shifted = f"; you can also move the years ({shift})" if moves and Years.SHIFTED in fitting else ""
        return f"{target.name}: has all the years of the proposal{shifted}."
    lacking = _listed(years_lacking(proposal, target, Years.AS_THEY_ARE))
    if fitting:
        return f"{target.name}: does not have {lacking}, so you must move the years ({shift})."
    return (
        f"{target.name}: does not have {lacking} and has too few years to move them, so the proposal cannot "
        "be copied to this round."
    )


def next_free_reference(budget_round: BudgetRound, reference: str) -> str:
    """Return `reference` if the round has it in no spelling, else the next number that is free: CYP003 of CYP002."""
    taken = set(budget_round.proposals.values_list("canonical_reference", flat=True))
    longest = SavingsProposal._meta.get_field("reference").max_length
    candidate = reference
    while canonical_reference(candidate) in taken:
        match = _NUMBER_AT_END.search(candidate)
        if match is None:
            candidate = f"{candidate[: longest - 2]}-2"
            continue
        number = str(int(match[1]) + 1).zfill(len(match[1]))
        candidate = f"{candidate[: match.start()]}{number}{match[2]}"
    return candidate[:longest]


def copy_rows(copies: Mapping[int, SavingsProposal]) -> dict[int, ImpactStatement]:
    """Copy what belongs to proposals, years apart, in a few queries; `copies` are by the key of the one copied.

    Return the new statements by the key of the one copied: exempt wording belongs to them.
    """
    for model in LISTS:
        rows = model._base_manager.filter(proposal__in=list(copies)).order_by("pk")
        model.objects.bulk_create(fresh(row, proposal=copies[row.proposal_id]) for row in rows)
    references = ProposalReference.objects.filter(proposal__in=list(copies)).order_by("pk")
    # Together with the proposal itself, its other references would name two.
    elsewhere = [row for row in references if _goes_elsewhere(row.proposal_id, copies)]
    ProposalReference.objects.bulk_create(fresh(row, proposal=copies[row.proposal_id]) for row in elsewhere)
    statements = list(ImpactStatement.objects.filter(proposal__in=list(copies)).order_by("pk"))
    made = ImpactStatement.objects.bulk_create(
        fresh(row, proposal=copies[row.proposal_id]) for row in statements
    )
    return {old.pk: new for old, new in zip(statements, made, strict=True)}


def _goes_elsewhere(key: int, copies: Mapping[int, SavingsProposal]) -> bool:
    copy = copies[key]
    return copy.carried_from is not None and copy.carried_from.budget_round_id != copy.budget_round_id


def copy_years(copies: Mapping[int, SavingsProposal], shift: int = 0) -> None:
    """Copy the figures by year, moved on by `shift` years; rows of years that the new round lacks stay behind."""
    for model in BY_YEAR:
        rows = model._base_manager.filter(proposal__in=list(copies)).order_by("pk")
        model.objects.bulk_create(
            fresh(row, proposal=copies[row.proposal_id], year=row.year + shift)
            for row in rows
            if row.year + shift in copies[row.proposal_id].budget_round.years
        )


def copy_exempt_wording(
    proposal: SavingsProposal, copy: SavingsProposal, statements: Mapping[int, ImpactStatement], user: Any
) -> bool:
    """Copy the exempt wording for a person who may read it; return whether some was not copied."""
    if not any(
        new.exempt_paragraph is not None and new.proposal_id == copy.pk for new in statements.values()
    ):
        return False
    if not exempt.may_read_exempt(user, proposal):
        return True
    stored = exempt.exempt_sections(user, proposal, f"Copied to {copy.reference} of {copy.budget_round.name}")
    wordings = {statements[section.statement_id].pk: section.text for section in stored if section.paragraph}
    try:
        exempt.save_exempt(user, copy, wordings)
    except exempt.ExemptRefused:
        return bool(wordings)
    return False


def describe_errors(row: models.Model, error: ValidationError) -> str:
    """Return what is wrong with a row, each message with the name of its field."""
    return " ".join(
        " ".join(messages)
        if name == NON_FIELD_ERRORS
        else f"{capfirst(row._meta.get_field(name).verbose_name)}: {' '.join(messages)}"
        for name, messages in error.message_dict.items()
    )


def has_amounts(row: YearProfile | FTEImpact | CostToAchieve) -> bool:
    """Return whether the row has any content: a year in which a one-off only falls out has no amount."""
    if isinstance(row, FTEImpact):
        return bool(row.change)
    if isinstance(row, CostToAchieve):
        return bool(row.amount)
    return any(getattr(row, name) for name in AMOUNT_NAMES)


def _require_entering(proposal: SavingsProposal, target: BudgetRound, user: Any) -> None:
    if target.council_id != proposal.budget_round.council_id:
        raise RefusedCopy("The round belongs to another council, which has different services.")
    if not may_enter(user, target):
        raise RefusedCopy(f"You cannot enter proposals in {target.name} at the moment.")
    if not Service.objects.filter(services_to_enter(user), pk=proposal.service_id).exists():
        raise RefusedCopy(f"You do not have permission to enter proposals for {proposal.service.name}.")


def _shift(proposal: SavingsProposal, target: BudgetRound, years: Years) -> int:
    return target.first_year - proposal.budget_round.first_year if years is Years.SHIFTED else 0


def _require_years(proposal: SavingsProposal, target: BudgetRound, years: Years) -> None:
    outside = years_lacking(proposal, target, years)
    if outside:
        raise RefusedCopy(
            f"{target.name} does not have {_listed(outside)}, in which {proposal.reference} has figures or starts"
            f"{' after moving the years.' if years is Years.SHIFTED else '. Move the years or choose another round.'}"
        )


def _listed(years: Sequence[FinancialYear]) -> str:
    return ", ".join(str(year) for year in years)


def _budget_for(proposal: SavingsProposal, target: BudgetRound) -> BaseBudget | None:
    """Return the budget of the same service and part in the target's base year, else the proposal's own."""
    own = proposal.base_budget
    if own is None or own.year == target.base_year:
        return own
    beside = BaseBudget.objects.filter(service=own.service_id, part=own.part, year=target.base_year)
    return beside.first() or own


def _is_planned(proposal: SavingsProposal, target: BudgetRound) -> bool:
    """Return whether the budget before `target` has it already: it was approved in another round."""
    return proposal.outcome in APPROVED and proposal.budget_round_id != target.pk


def _last_position(budget_round: BudgetRound) -> int:
    return budget_round.proposals.aggregate(last=Max("position"))["last"] or 0


def _check(copy: SavingsProposal) -> None:
    canonical = canonical_reference(copy.reference)
    stored = copy.budget_round.proposals.filter(canonical_reference=canonical).first() if canonical else None
    if stored:
        raise RefusedCopy(f"This round already has {stored.reference}. Enter a different reference.")
    try:
        copy.full_clean()
    except ValidationError as error:
        raise RefusedCopy(describe_errors(copy, error)) from error
    copy.stage = Stage.DRAFT.value
