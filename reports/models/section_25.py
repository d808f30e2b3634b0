"""The section 151 officer's opinion on a round's budget (Local Government Act 2003, section 25)."""

from typing import Any

from django.db import models

from proposals.models import BudgetRound
from proposals.permissions.budgets import visible_opinions
from services.audit.history import RecordedModel, RecordedQuerySet


class Section25QuerySet(RecordedQuerySet):
    """Opinions on the budgets of rounds."""

    def visible_to(self, user: Any) -> "Section25QuerySet":
        """Return the opinions that this person may read before they are published."""
        return self.filter(visible_opinions(user))


class Section25Opinion(RecordedModel):
    """The opinion on the robustness of the estimates and the adequacy of the reserves."""

    budget_round = models.OneToOneField(
        BudgetRound, on_delete=models.CASCADE, related_name="section_25_opinion"
    )
    estimates = models.TextField("robustness of the estimates")
    reserves = models.TextField("adequacy of the reserves")
    stated_on = models.DateField("date of the opinion")

    objects = Section25QuerySet.as_manager()

    class Meta:
        ordering = ["budget_round"]
        verbose_name = "section 25 opinion"

    def __str__(self) -> str:
        return f"{self.budget_round}: section 25 opinion"
