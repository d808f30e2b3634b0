"""Deleting personal data that need no longer be kept, by the rules of the settings, with a record of each run."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction

from services.accounts.delays import OF_A_NAME
from services.accounts.security_events import Kind, record_security_event
from services.models.notices import Notice, NoticeMail
from services.models.rate_counts import RateCount
from services.models.security import CacheEntry, SecurityEvent, SignInDelay


@transaction.atomic
def age_out(now: datetime) -> dict[str, int]:
    """Delete what is too old, record how much, and return it by its name."""
    oldest = now - timedelta(days=settings.SECURITY_EVENTS_DAYS)
    deleted = {
        "security events": SecurityEvent.objects.filter(at__lt=oldest).delete()[0],
        "delays": SignInDelay.objects.filter(last_at__lt=now - OF_A_NAME.forgotten_after).delete()[0],
        "counts": RateCount.objects.filter(window_start__lt=now.timestamp() - 3600).delete()[0],
        "cache entries": CacheEntry.objects.filter(expires__lt=now).delete()[0],
        "sessions": Session.objects.filter(expire_date__lt=now).delete()[0],
    }
    deleted["notices"] = Notice.objects.filter(at__lt=oldest).delete()[1].get("services.Notice", 0)
    NoticeMail.objects.filter(notices__isnull=True).delete()
    detail = ", ".join(f"{name}: {count}" for name, count in deleted.items())
    record_security_event(Kind.AGED_OUT, None, detail=detail)
    return deleted
