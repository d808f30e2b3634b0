"""Finding the due dates that come near or have passed."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone

from proposals.domain.scrutiny_items import ItemState
from proposals.models import ScrutinyItem
from services.models import Notice
from services.notices.outbox import notify_due

SOON = timedelta(days=3)
FOUND_FROM = 6
"""The hour from which a new day's dates are looked for, so that nobody gets a mail at midnight."""


def note_due(now: datetime) -> None:
    """Write a notice for each open item of scrutiny that is due soon or overdue, once for each due date."""
    here = timezone.localtime(now)
    if here.hour < FOUND_FROM:
        return
    today = here.date()
    is_open = ScrutinyItem.objects.in_state(ItemState.OPEN)
    for kind, items in (
        (Notice.Kind.DUE_SOON, is_open.filter(due_on__range=(today, today + SOON))),
        (Notice.Kind.OVERDUE, is_open.overdue(today)),
    ):
        told = Notice.objects.filter(
            kind=kind,
            subject_type=ScrutinyItem._meta.label_lower,
            subject_id=OuterRef("pk"),
            due_on=OuterRef("due_on"),
        )
        notify_due(kind, items.exclude(Exists(told)))
