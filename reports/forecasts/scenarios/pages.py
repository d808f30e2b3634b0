"""The base of the pages of scenarios: the scenario of the address, for those who may know of it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from reports.forecasts.budget_page import BudgetPage
from reports.forecasts.scenarios import access
from reports.models import Scenario


class OnScenario(BudgetPage):
    """A page of one scenario; a secret one is answered as one that does not exist."""

    scenario: Scenario

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the scenario in its round; raises Http404 for whoever may not know of it."""
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            known = Scenario.objects.visible_to(request.user).filter(budget_round=self.round)
            related = ("alternative_budget__group", "alternative_budget__protocol__budget_round")
            self.scenario = get_object_or_404(known.select_related(*related), identifier=kwargs["identifier"])
            self.scenario.budget_round = self.round

    def frame(self) -> dict[str, Any]:
        """Return what the pages of a scenario have in common."""
        return {"scenario": self.scenario, "alternative": access.budget_of(self.scenario)}


class EditingScenario(OnScenario):
    """A page on which the scenario is changed; whoever only reads it is refused."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the scenario; raises PermissionDenied where the person does not change it."""
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated and not access.may_edit(request.user, self.scenario):
            raise PermissionDenied("You can view this scenario but not change it.")
