"""Items of scrutiny as one reader may read them: what is not published is left out for who has no part in it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils import timezone

from proposals.domain.published import editions
from proposals.domain.scrutiny_items import (
    ItemKind,
    ItemRecord,
    ItemState,
    ScrutinyRecord,
    as_published,
    state_of,
)
from proposals.models import BudgetRound, SavingsProposal, ScrutinyItem
from proposals.models.scrutiny_querysets import ScrutinyItemQuerySet
from proposals.permissions.scrutiny import reads_unpublished
from services.models.council_logos import printed_logo


def items_on(user: Any, proposal: SavingsProposal) -> tuple[ItemRecord, ...]:
    """Return the proposal's items that this person may read, in the order they were asked (one query)."""
    items = list(
        ScrutinyItem.objects.visible_to(user)
        .filter(proposal=proposal.own_key)
        .select_related("meeting__committee")
        .order_by("asked_on", "pk")
    )
    for item in items:
        item.read_with(proposal)
    return _for_reader(user, items)


def records_of(user: Any, items: ScrutinyItemQuerySet) -> tuple[ItemRecord, ...]:
    """Return these items, narrowed already to what is visible, at a constant number of queries."""
    loaded = items.select_related(
        "proposal__budget_round__council",
        "proposal__service__directorate",
        "proposal__published_version__budget_round__council",
        "proposal__published_version__service__directorate",
        "meeting__committee",
    ).prefetch_related("proposal__specialist_reviews")
    return _for_reader(user, map(ScrutinyItem.read_as_published, loaded))


def _for_reader(user: Any, items: Iterable[ScrutinyItem]) -> tuple[ItemRecord, ...]:
    today = timezone.localdate()
    return tuple(
        record if reads_unpublished(user, item.proposal) else as_published(record)
        for item in items
        for record in (record_of_item(item, today),)
    )


def scrutiny_record(
    user: Any, budget_round: BudgetRound, items: ScrutinyItemQuerySet, selection: str = ""
) -> ScrutinyRecord:
    """Return the chosen items of the round as one set, in the queryset's order."""
    council = budget_round.council
    return ScrutinyRecord(
        council=council.name,
        council_slug=council.slug,
        name=budget_round.name,
        items=records_of(user, items),
        selection=selection,
        logo=printed_logo(council),
    )


def my_hidden_items(user: Any, budget_round: BudgetRound) -> tuple[ScrutinyItem, ...]:
    """Return what this person asked of proposals that they may not see now: their own words are not lost.

    A page prints of them what the person wrote, nothing that came back and nothing of the proposal as it is.
    """
    if user.pk is None:
        return ()
    mine = ScrutinyItem.objects.filter(asked_by=user.pk, proposal__budget_round=budget_round)
    return tuple(
        mine.exclude(pk__in=ScrutinyItem.objects.visible_to(user).values("pk")).order_by("asked_on", "pk")
    )


def state_of_item(item: ScrutinyItem) -> ItemState:
    """Return how far the item has come."""
    return state_of(
        kind=item.kind,
        answer=item.answer,
        response=item.response,
        outcome=item.outcome,
        is_withdrawn=item.withdrawn_on is not None,
    )


def record_of_item(item: ScrutinyItem, today: date) -> ItemRecord:
    """Return the item in full, with how long it has been open by `today`."""
    state, proposal = state_of_item(item), item.proposal
    is_open = state is ItemState.OPEN
    until = item.responded_on if item.kind == ItemKind.RECOMMENDATION else item.answered_on
    return ItemRecord(
        key=item.pk,
        proposal_key=proposal.own_key,
        reference=proposal.reference,
        title=proposal.title,
        kind=ItemKind(item.kind),
        text=item.text,
        asked_by=item.asked_by_name,
        asked_on=item.asked_on,
        state=state,
        meeting=str(item.meeting) if item.meeting else "",
        owner=item.owner_name,
        due_on=item.due_on,
        is_overdue=is_open and item.due_on is not None and item.due_on < today,
        age=((today if is_open else until or item.closed_on or today) - item.asked_on).days,
        answer=item.answer,
        answered_by=item.answered_by_name,
        answered_on=item.answered_on,
        response=item.response,
        response_reason=item.response_reason,
        responded_by=item.responded_by_name,
        responded_on=item.responded_on,
        outcome=item.outcome,
        closed_on=item.closed_on,
        withdrawn_because=item.withdrawn_because,
        withdrawn_on=item.withdrawn_on,
        is_published=item.published_at is not None,
        answer_is_published=item.answer_published_at is not None,
        address=item.get_absolute_url(),
        proposal_address=proposal.get_absolute_url(),
    )


def who_reads_published(proposal: SavingsProposal) -> str:
    """Return who reads what is published on the proposal, and from when: those who sign in, and the public."""
    if not proposal.is_readable:
        return "Only officers who work on the proposal, until it is published again."
    insiders = "Everybody with an account who can view the proposal."
    if not proposal.budget_round.council.public_pages:
        return f"{insiders} The public cannot view it, because the council’s public pages are turned off."
    if page := editions().public_scrutiny_page(proposal.own_key):
        return f"{insiders} The public can view it at {page}."
    return f"{insiders} The public can view it when the proposal is in a published edition of Part I."
