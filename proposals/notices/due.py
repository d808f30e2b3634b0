"""Finding the due dates that come near or have passed."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from proposals.domain.scrutiny_items import ItemState
from proposals.models import BudgetRound, ScrutinyItem
from proposals.models.rounds import DUE_FIELDS, TIMETABLE
from services.models import Notice
from services.notices.outbox import notify_due

SOON = timedelta(days=3)
FOUND_FROM = 6
"""The hour from which a new day's dates are looked for, so that nobody gets a mail at midnight."""


def note_due(now: datetime) -> None:
    """Write a notice for what is due soon or overdue, once for each due date of a scrutiny item or of a round."""
    here = timezone.localtime(now)
    if here.hour < FOUND_FROM:
        return
    today = here.date()
    dates = {ScrutinyItem: list(_dates_of_items()), BudgetRound: list(_dates_of_rounds())}
    for model, due in dates.items():
        notify_due(Notice.Kind.DUE_SOON, model, [one for one in due if today <= one[1] <= today + SOON])
        notify_due(Notice.Kind.OVERDUE, model, [one for one in due if one[1] < today])


def _dates_of_items() -> Iterator[tuple[int, date]]:
    is_open = ScrutinyItem.objects.in_state(ItemState.OPEN).filter(due_on__isnull=False)
    yield from is_open.order_by().values_list("pk", "due_on")


def _dates_of_rounds() -> Iterator[tuple[int, date]]:
    for key, *days in BudgetRound.objects.exclude(phase="closed").order_by().values_list("pk", *TIMETABLE):
        yield from ((key, day) for day in days if day)


def at_a_stage_due(first: date | None, last: date) -> Q:
    """Return the condition of proposals whose stage should be left between these days; without `first`, by the last."""
    condition = Q(pk__in=[])
    for stage, name in DUE_FIELDS.items():
        due = {f"budget_round__{name}__lte": last}
        if first:
            due[f"budget_round__{name}__gte"] = first
        condition |= Q(stage=stage, **due)
    return condition
