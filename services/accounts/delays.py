"""Growing delays after failed attempts to sign in, counted in the database so that all processes share them.

An attempt is counted before the password is looked at, so that attempts sent at once are counted as well. Where
a browser has signed in to the account before, its attempts are counted for that browser alone: strangers who
fail under somebody's name, or from their address, delay only browsers that are new to the account, and these for
a minute at most. A name that no account has is counted like any other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from services.accounts.digests import digest_of, normalise_name
from services.models.security import SignInDelay


@dataclass(frozen=True)
class Policy:
    """The failures without a delay, the growth of the delay after them, and the time until they are forgotten."""

    free: int
    first: timedelta
    longest: timedelta
    forgotten_after: timedelta

    def delay_after(self, failures: int) -> timedelta:
        """Return how long the next attempt waits: nothing at first, then twice as long each time."""
        over = failures - self.free
        if over < 0:
            return timedelta()
        doubled: timedelta = min(self.first * 2 ** min(over, 20), self.longest)
        return doubled


OF_ONE_SOURCE = Policy(5, timedelta(seconds=30), timedelta(minutes=15), timedelta(hours=6))
"""One name from one address, or from one browser known to the account."""
OF_A_NAME = Policy(10, timedelta(seconds=15), timedelta(minutes=1), timedelta(hours=6))
"""One name from anywhere: short, since strangers can cause it."""
OF_AN_ADDRESS = Policy(50, timedelta(seconds=30), timedelta(minutes=15), timedelta(hours=1))
"""Any names from one address, which a whole council may share."""


@dataclass(frozen=True)
class Counted:
    """A count that an attempt belongs to."""

    key: str
    policy: Policy


@dataclass(frozen=True)
class Attempt:
    """An attempt that was counted: when the next one may come, and whether this one may go on."""

    counts: tuple[Counted, ...]
    wait: timedelta
    failures_of_name: int = 0

    @property
    def is_delayed(self) -> bool:
        """Return whether the attempt came too early."""
        return self.wait > timedelta()


def counts_of(name: str, address: str, device: str = "") -> tuple[Counted, ...]:
    """Return what an attempt is counted under; the name first where strangers count towards it."""
    name = normalise_name(name)
    if device:
        return (Counted(digest_of("device", name, device), OF_ONE_SOURCE),)
    return (
        Counted(digest_of("name", name), OF_A_NAME),
        Counted(digest_of("name and address", name, address), OF_ONE_SOURCE),
        Counted(digest_of("address", address), OF_AN_ADDRESS),
    )


@transaction.atomic
def count_attempt(counts: Sequence[Counted], now: datetime | None = None) -> Attempt:
    """Count the attempt as a failure until it succeeds; one that comes too early is refused and not counted."""
    now = now or timezone.now()
    # Always in the same order, so that two attempts never wait for one another.
    ordered = sorted(counts, key=lambda count: count.key)
    SignInDelay.objects.bulk_create(
        [SignInDelay(key=count.key, last_at=now) for count in ordered], ignore_conflicts=True
    )
    rows = {
        row.key: row
        for row in SignInDelay.objects.select_for_update()
        .filter(key__in=[count.key for count in ordered])
        .order_by("key")
    }
    longest = max((row.until - now for row in rows.values() if row.until), default=timedelta())
    if longest > timedelta():
        return Attempt(tuple(counts), longest)
    for count in ordered:
        _add_failure(rows[count.key], count.policy, now)
    SignInDelay.objects.bulk_update(rows.values(), ["failures", "last_at", "until"])
    return Attempt(tuple(counts), timedelta(), rows[counts[0].key].failures)


def _add_failure(row: SignInDelay, policy: Policy, now: datetime) -> None:
    if now - row.last_at > policy.forgotten_after:
        row.failures = 0
    row.failures += 1
    row.last_at = now
    row.until = now + policy.delay_after(row.failures)


@transaction.atomic
def forgive(attempt: Attempt) -> None:
    """Take back what a successful attempt was counted for: the failures from its own source are forgotten.

    Those of the name and of the address count on, or somebody with an account of their own could reset them.
    """
    own = {count.key for count in attempt.counts if count.policy is OF_ONE_SOURCE}
    rows = SignInDelay.objects.select_for_update().filter(key__in=[count.key for count in attempt.counts])
    for row in rows.order_by("key"):
        if row.key in own:
            row.delete()
        else:
            row.failures, row.until = max(row.failures - 1, 0), None
            row.save(update_fields=["failures", "until"])
