"""Committees and their meetings."""

from django.db import models
from django.db.models.functions import Lower

from services.audit.history import RecordedModel
from services.db.constraints import unique
from services.values.dates import format_day


class Committee(RecordedModel):
    """A body of the council that meets: a scrutiny committee, Cabinet, Full Council."""

    council = models.ForeignKey("services.Council", on_delete=models.PROTECT, related_name="committees")
    name = models.CharField("name", max_length=200)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            unique(
                "unique_name", "This council already has a committee of that name.", Lower("name"), "council"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Meeting(RecordedModel):
    """A meeting of a committee; of some only the month is known."""

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="meetings")
    date = models.DateField("date", help_text="Enter the first of the month if the day is not known.")
    day_is_known = models.BooleanField("the day is known", default=True)

    class Meta:
        ordering = ["-date", "committee__name", "pk"]
        constraints = [
            unique(
                "unique_date",
                "This committee already has a meeting on that date.",
                fields=["committee", "date", "day_is_known"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.committee}, {self.when}"

    @property
    def when(self) -> str:
        """The date as it is printed: 14 September 2017, or September 2017 where the day is not known."""
        return format_day(self.date) if self.day_is_known else f"{self.date:%B %Y}"
