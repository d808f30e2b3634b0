"""Short-lived records of signing in: failures that delay the next attempt, and events that concern security."""

from django.db import models
from django.utils import timezone

from services.db.fields import account_field


class SignInDelay(models.Model):
    """Failed attempts that were counted under one key, and until when the next one waits.

    The key is a digest of a name, an address or a device, or of two of them; it names nobody.
    """

    key = models.CharField(max_length=64, primary_key=True)
    failures = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(db_index=True)
    until = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "delay of sign-in"
        verbose_name_plural = "delays of sign-in"

    def __str__(self) -> str:
        return f"{self.failures} failures until {self.until}"


class SecurityEvent(models.Model):
    """An event that concerns security, with its origin; it ages out, unlike the append-only log.

    `operation` leads to the rows of the log that the same request wrote.
    """

    class Kind(models.TextChoices):
        SIGNED_IN = "signed_in", "signed in"
        SIGNED_OUT = "signed_out", "signed out"
        SIGN_IN_FAILED = "sign_in_failed", "failed to sign in"
        SIGN_IN_DELAYED = "sign_in_delayed", "sign-in delayed"
        SINGLE_SIGN_ON_REFUSED = "single_sign_on_refused", "single sign-on refused"
        TOKEN_REFUSED = "token_refused", "API token refused"
        PAGE_REFUSED = "page_refused", "page refused"
        EXPORTED = "exported", "downloaded data"
        ACCOUNT_CHANGED = "account_changed", "changed how they sign in"
        SESSIONS_ENDED = "sessions_ended", "sessions ended"
        AGED_OUT = "aged_out", "old records deleted"

    at = models.DateTimeField("when", default=timezone.now, editable=False, db_index=True)
    kind = models.CharField("what", max_length=30, choices=Kind, editable=False)
    account = account_field(editable=False)
    account_name = models.CharField("account", max_length=150, blank=True, editable=False)
    name_digest = models.CharField(
        "digest of the name typed",
        max_length=32,
        blank=True,
        editable=False,
        help_text="Of a name that belongs to no account: equal names have equal digests, and none can be read.",
    )
    address = models.GenericIPAddressField("address", null=True, editable=False)
    agent = models.CharField("browser or program", max_length=60, blank=True, editable=False)
    session = models.CharField("session", max_length=16, blank=True, editable=False)
    detail = models.CharField("detail", max_length=200, blank=True, editable=False)
    operation = models.UUIDField("operation", null=True, editable=False, db_index=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = "security event"

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.account_name}".strip()


class CacheEntry(models.Model):
    """A value of Django's cache in the database, by which all processes share the limits of attempts.

    The columns are those that Django's own `createcachetable` makes.
    """

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "services_cache"
        verbose_name = "cache entry"
        verbose_name_plural = "cache entries"

    def __str__(self) -> str:
        return self.cache_key
