"""Tokens with which a machine reads as the person who made them."""

import hashlib
import secrets
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from services.audit.history import RecordedModel

LONGEST_LIFE = timedelta(days=366)
_PREFIX = "savings_"


class ApiToken(RecordedModel):
    """A key for one machine: it sees what its person sees, reads only, and ends on a day.

    The key itself is shown once and not held: the database has its SHA-256, which cannot be turned back
    because the key is 256 random bits.
    """

    derived_fields = frozenset({"digest", "last_used_on"})

    class Reach(models.TextChoices):
        EVERYTHING = "everything", "proposals and totals"
        TOTALS = "totals", "totals only"

    class Ended(models.TextChoices):
        PASSWORD = "password", "your password changed"
        ROLES = "roles", "your roles changed"

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_tokens", editable=False
    )
    name = models.CharField("purpose", max_length=100, help_text="For example, Budget dashboard.")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_on = models.DateField("made", auto_now_add=True)
    ends_on = models.DateField(
        "last day", help_text="The last day on which the token can be used, at most a year ahead."
    )
    last_used_on = models.DateField("last used", null=True, blank=True, editable=False)
    budget_round = models.ForeignKey(
        "proposals.BudgetRound",
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name="budget round",
        null=True,
        blank=True,
        help_text="Leave blank for all rounds that you can view.",
    )
    reach = models.CharField("access", max_length=20, choices=Reach, default=Reach.EVERYTHING)
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_because = models.CharField(max_length=20, choices=Ended, blank=True, editable=False)

    class Meta:
        ordering = ["person", "ends_on", "pk"]
        verbose_name = "API token"

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse a last day that is over, or too far ahead."""
        if self.ends_on is None:
            return
        today = timezone.localdate()
        if self.ends_on < today:
            raise ValidationError({"ends_on": "The date must be today or in the future."})
        if self.ends_on > today + LONGEST_LIFE:
            raise ValidationError({"ends_on": "The date must be within a year from today."})

    @property
    def is_over(self) -> bool:
        """Return whether its last day has passed."""
        return self.ends_on < timezone.localdate()

    def give_key(self) -> str:
        """Make a new key, hold its digest, and return the key: the only time that anybody sees it."""
        key = f"{_PREFIX}{secrets.token_urlsafe(32)}"
        self.digest = _digest(key)
        return key


def token_of_key(key: str, today: date | None = None) -> ApiToken | None:
    """Return the token with that key while it works and its person's account does; None otherwise."""
    found: Any = ApiToken.objects.select_related("person").filter(digest=_digest(key)).first()
    if found is None or not found.person.is_active or found.ended_at is not None:
        return None
    return None if found.ends_on < (today or timezone.localdate()) else found


def end_tokens(sender: Any, person: Any, what: str, **_: Any) -> None:
    """End the tokens of a person whose password or roles changed, each with a row of the log."""
    for token in ApiToken.objects.filter(person=person, ended_at__isnull=True):
        token.ended_at, token.ended_because = timezone.now(), what
        token.save()


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
