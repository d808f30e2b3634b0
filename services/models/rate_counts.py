"""Counts of requests, kept in the database so that all processes of the server share them."""

from django.db import connection, models
from django.utils import timezone

_COUNT = """
INSERT INTO services_ratecount (key, window_start, count) VALUES (%s, %s, 1)
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN services_ratecount.window_start = excluded.window_start
        THEN services_ratecount.count + 1 ELSE 1 END,
    window_start = excluded.window_start
RETURNING count
"""


class RateCount(models.Model):
    """The number of requests of one kind in the current window of time."""

    key = models.CharField(max_length=100, primary_key=True)
    window_start = models.BigIntegerField("begin of the window, in seconds", db_index=True)
    count = models.PositiveIntegerField()

    class Meta:
        verbose_name = "count of requests"
        verbose_name_plural = "counts of requests"

    def __str__(self) -> str:
        return f"{self.key}: {self.count}"


def count_request(key: str, seconds: int) -> tuple[int, int]:
    """Count one more request, and return how many there are in this window and the seconds until it ends.

    One statement counts and reads, so that no two processes can take the same number.
    """
    now = int(timezone.now().timestamp())
    start = now - now % seconds
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [key, start])
        (count,) = cursor.fetchone()
    return count, start + seconds - now
