"""Deadlines in words, with the day and how far away it is."""

from dataclasses import dataclass
from datetime import date

from services.values.dates import format_day
from services.values.wording import counted


@dataclass(frozen=True, order=True)
class Deadline:
    """The day by which something is due, seen from today."""

    day: date
    today: date

    @property
    def is_overdue(self) -> bool:
        """Return whether the day has passed."""
        return self.day < self.today

    @property
    def words(self) -> str:
        """The day and its distance: “due 4 December 2026, in 5 days”."""
        printed, days = format_day(self.day), (self.day - self.today).days
        if days in _NEAR:
            return f"due {_NEAR[days]}, {printed}"
        return f"due {printed}, " + (f"in {days} days" if days > 0 else f"{counted(-days, 'day')} ago")


_NEAR = {0: "today", 1: "tomorrow"}


def deadline(day: date | None, today: date) -> Deadline | None:
    """Return the deadline; None where there is no day."""
    return Deadline(day, today) if day else None
