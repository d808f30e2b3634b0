"""What the pages of a council's financial cases have in common."""

import hashlib
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.generic import View

from proposals.models import BudgetRound
from proposals.permissions.budgets import visible_budgets
from proposals.permissions.proposals import may_import
from reports.models import Forecast
from services.audit.events import record_event


class ProgrammePage(LoginRequiredMixin, View):
    """A page about the financial cases of a round's council, for who may see the round."""

    template_name = ""
    round: BudgetRound

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Read the round; raises Http404 for who may not see it."""
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            seen = BudgetRound.objects.visible_to(request.user).select_related("council")
            self.round = get_object_or_404(seen, pk=kwargs["pk"])

    @property
    def forecasts(self) -> Any:
        """Return the cases of the council that the person may see."""
        return Forecast.objects.visible_to(self.request.user).filter(council=self.round.council_id)

    def forecast(self, key: int) -> Forecast:
        """Return the case of that key; raises Http404 for one that the person may not see."""
        found: Forecast = get_object_or_404(self.forecasts.select_related("council"), pk=key)
        return found

    @property
    def may_change(self) -> bool:
        """Return whether the person may import, share and withdraw cases of the council."""
        return may_import(self.request.user, self.round.council)

    def show(self, status: int = 200, **context: Any) -> HttpResponse:
        """Return the page."""
        rounds = BudgetRound.objects.filter(visible_budgets(self.request.user, ""), pk=self.round.pk)
        frame = {
            "budget_round": self.round,
            "may_change": self.may_change,
            "sees_budget": rounds.exists,  # asked by the pages with the navigation alone
        }
        return render(self.request, self.template_name, frame | context, status=status)


def record_taken(forecast: Forecast, file_format: str, file_name: str, content: bytes) -> None:
    """Put on the record that a file of the case was taken away."""
    details = {
        "format": file_format,
        "file_name": file_name,
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    record_event("exported", forecast, details=details)
