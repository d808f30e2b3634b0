"""Record when a person was last here, so that their start page can tell what is new since then."""

from datetime import datetime, timedelta
from typing import Any

from services.models import LastVisit

A_NEW_VISIT_AFTER = timedelta(hours=2)
"""A person who comes back within this time is still on the same visit, and still reads what was new to it."""
WRITTEN_EVERY = timedelta(minutes=5)
"""The precision with which the time of a visit is stored: a page that is loaded again need not write."""


def since_last_visit(user: Any, now: datetime, *, keep: bool = True) -> datetime | None:
    """Return since when things are new to the person, None on the first visit, and keep that they look now.

    A visit lasts while the page is opened again within two hours; what was new to it stays new until then.
    """
    stored = LastVisit.objects.filter(user=user.pk).first()
    if stored is None:
        if keep:
            # Of two pages that are the first ones at once, one writes; nothing is asked again.
            LastVisit.objects.bulk_create([LastVisit(user=user, shown_at=now)], ignore_conflicts=True)
        return None
    before = stored.shown_at if now - stored.shown_at >= A_NEW_VISIT_AFTER else stored.before
    if keep and (before != stored.before or now - stored.shown_at >= WRITTEN_EVERY):
        # Two pages opened at once agree: the second finds the first one's time and changes nothing but it.
        LastVisit.objects.filter(pk=stored.pk, shown_at=stored.shown_at).update(shown_at=now, before=before)
    return before
