"""Lists that people keep under a name, and where each person begins."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse

from proposals.models.rounds import BudgetRound
from proposals.permissions import proposals as access
from services.db.constraints import check, unique

LONGEST_QUERY = 4_000


class SavedViewQuerySet(models.QuerySet):
    """Saved views."""

    def visible_to(self, user: Any) -> "SavedViewQuerySet":
        """Return the person's own views and the shared ones, of the rounds that they may see."""
        rounds = BudgetRound.objects.filter(access.visible_rounds(user)).values("pk")
        return self.filter(Q(owner=user) | Q(is_shared=True), budget_round__in=rounds)


class SavedView(models.Model):
    """The address of a list under a name: a bookmark that can be shared with all who may see the round.

    What it lists is worked out for whoever opens it; it holds no proposals. It is a person's setting and no
    record of the council, so it has no history.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views", editable=False
    )
    budget_round = models.ForeignKey(
        BudgetRound,
        on_delete=models.CASCADE,
        related_name="saved_views",
        verbose_name="budget round",
        editable=False,
    )
    name = models.CharField("name", max_length=100, help_text="For example, High risk in education.")
    query = models.CharField(max_length=LONGEST_QUERY, blank=True, editable=False)
    is_shared = models.BooleanField(
        "shared", default=False, help_text="Everybody who can view the round will be able to use it."
    )
    saved_at = models.DateTimeField("saved", auto_now=True)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["budget_round", "name", "pk"]
        constraints = [
            unique(
                "unique_name",
                "You already have a view with that name in this round.",
                "owner",
                "budget_round",
                Lower("name"),
            ),
            check("named", "Enter a name for the view.", ~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def list_url(self) -> str:
        """The address of the list that it stands for."""
        rest = f"&{self.query}" if self.query else ""
        return f"{reverse('proposals:list')}?round={self.budget_round_id}{rest}"


class StartView(models.Model):
    """The saved view with which a person begins after signing in."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="start_view", editable=False
    )
    view = models.ForeignKey(SavedView, on_delete=models.CASCADE, related_name="started_with")

    def __str__(self) -> str:
        return f"{self.person}: {self.view}"
