"""Assignments, committee members, visits, and protected characteristics."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from services.audit.history import RecordedModel
from services.db.constraints import check, unique

_COVERS = ("council", "directorate", "portfolio", "service")


class Assignment(RecordedModel):
    """The scope of a person's roles: a service, a directorate, a portfolio, or a whole council."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="assignments", verbose_name="person"
    )
    council = models.ForeignKey(
        "services.Council", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    directorate = models.ForeignKey(
        "services.Directorate", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    portfolio = models.ForeignKey(
        "services.Portfolio", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    service = models.ForeignKey(
        "services.Service", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        ordering = ["user__username", "pk"]
        constraints = [
            check(
                "covers_one_thing",
                "Choose one service, directorate, portfolio or council.",
                Q(
                    *(Q(**{f"{name}__isnull": name != covered for name in _COVERS}) for covered in _COVERS),
                    _connector=Q.OR,
                ),
            ),
            *(
                unique(
                    f"unique_{covered}", "This person already has that assignment.", fields=["user", covered]
                )
                for covered in _COVERS
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.covers}"

    @property
    def covers(self) -> models.Model | None:
        """The service, directorate, portfolio or council."""
        return self.service or self.directorate or self.portfolio or self.council


class CommitteeMember(RecordedModel):
    """A person's seat on a committee: it chooses what their start page shows, and opens nothing to them."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="committee_seats",
        verbose_name="person",
    )
    committee = models.ForeignKey(
        "services.Committee", on_delete=models.PROTECT, related_name="members", verbose_name="committee"
    )

    class Meta:
        ordering = ["user__username", "committee__name", "pk"]
        verbose_name = "seat on a committee"
        verbose_name_plural = "seats on committees"
        constraints = [
            unique("unique_seat", "This person is already on that committee.", fields=["user", "committee"]),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.committee}"


class LastVisit(models.Model):
    """The times of a person's last visit to their start page, of the one before and of the first.

    It is no change of anybody's work, so the log does not hold it.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="last_visit", verbose_name="person"
    )
    shown_at = models.DateTimeField("start page last shown")
    before = models.DateTimeField("shown on the visit before", null=True, blank=True)
    first_at = models.DateTimeField("start page first shown", default=timezone.now, editable=False)
    is_guide_dismissed = models.BooleanField("first steps dismissed", default=False)

    class Meta:
        ordering = ["user__username"]

    def __str__(self) -> str:
        return f"{self.user}: {self.shown_at}"


class Characteristic(RecordedModel):
    """A protected characteristic: one of the nine of the Equality Act 2010, section 4, or a council's own."""

    council = models.ForeignKey(
        "services.Council",
        on_delete=models.PROTECT,
        related_name="characteristics",
        null=True,
        blank=True,
        help_text="Leave blank for the nine characteristics protected by the Equality Act 2010.",
    )
    name = models.CharField("name", max_length=100)
    position = models.PositiveSmallIntegerField("position", default=100)

    class Meta:
        ordering = ["position", "name", "pk"]
        constraints = [
            unique(
                "unique_name",
                "This council already has that characteristic in its list.",
                Lower("name"),
                "council",
            ),
            unique(
                "unique_name_in_law",
                "This characteristic is already in the list.",
                Lower("name"),
                condition=Q(council__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.name
