"""What the pages of a council's financial cases have in common."""

from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from proposals.models import BudgetRound
from proposals.permissions.budgets import visible_budgets
from proposals.permissions.proposals import may_import
from reports.budgets.round_budget import RoundBudget
from reports.forecasts.budget_page import BudgetPage
from reports.models import Forecast


class ProgrammePage(BudgetPage):
    """A page about the financial cases of a round's council, for who may see the round."""

    refusal = ""
    """What is said to people who may not change cases, on a page that changes them."""

    def rounds(self) -> Any:
        """Return the rounds that the person may see, whether or not they see the budget."""
        return BudgetRound.objects.visible_to(self.request.user).select_related("council")

    @cached_property
    def budget(self) -> RoundBudget:
        """The round's budget as far as the person sees it."""
        return RoundBudget(self.round, self.request.user)

    def open(self) -> None:
        """Raise PermissionDenied on a page that changes cases for who may not."""
        if self.refusal and not self.may_change:
            raise PermissionDenied(self.refusal)

    @property
    def forecasts(self) -> Any:
        """Return the cases of the council that the person may see."""
        return Forecast.objects.visible_to(self.request.user).filter(council=self.round.council_id)

    def forecast(self) -> Forecast:
        """Return the case of the address; raises Http404 for one that the person may not see."""
        cases = self.forecasts.select_related("council")
        found: Forecast = get_object_or_404(cases, pk=self.kwargs["forecast"])
        return found

    @property
    def may_change(self) -> bool:
        """Return whether the person may import, share and withdraw cases of the council."""
        return may_import(self.request.user, self.round.council)

    def show(self, status: int = 200, **context: Any) -> HttpResponse:
        """Return the page."""
        rounds = BudgetRound.objects.filter(visible_budgets(self.request.user, ""), pk=self.round.pk)
        # Whether the person sees the budget is asked by the pages with the navigation alone.
        frame = {"may_change": self.may_change, "sees_budget": rounds.exists}
        return super().show(status, **frame, **context)
