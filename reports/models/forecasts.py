"""Forecasts: the inputs of a programme's financial case, from which everything else is computed."""

from django.db import models
from django.db.models.functions import Lower

from reports.models.querysets import ForecastQuerySet
from services.audit.history import RecordedModel
from services.db.constraints import unique
from services.models import Council


class Forecast(RecordedModel):
    """The inputs of a financial case, as they were imported; no computed figure is stored."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="forecasts")
    name = models.CharField("name", max_length=200)
    inputs = models.JSONField("inputs", help_text="The values of the imported file.")
    shared_at = models.DateTimeField("shared", null=True, blank=True, editable=False)

    objects = ForecastQuerySet.as_manager()

    class Meta:
        ordering = ["council", "name"]
        constraints = [
            unique("one_name", "The council has a forecast of this name already.", "council", Lower("name")),
        ]

    def __str__(self) -> str:
        return self.name
