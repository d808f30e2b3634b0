"""The base of the pages of scenarios: the round, and the scenario of the address, for those who may know of it."""

from typing import Any
from uuid import UUID

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.generic import View

from proposals.models import BudgetRound
from reports.forecasts.scenarios import access
from reports.models import Scenario


class OnRound(LoginRequiredMixin, View):
    """A page of a round whose position the person sees; for others, the round does not exist."""

    budget_round: BudgetRound

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Find what the address names before anything else."""
        if request.user.is_authenticated:
            self.find(**kwargs)
        return super().dispatch(request, *args, **kwargs)

    def find(self, budget_round: int, **_: Any) -> None:
        """Find the round; raises Http404 where the person may not see its position."""
        rounds = BudgetRound.objects.visible_to(self.request.user).select_related("council")
        self.budget_round = get_object_or_404(rounds, pk=budget_round)


class OnScenario(OnRound):
    """A page of one scenario; a secret one is answered as one that does not exist."""

    scenario: Scenario

    def find(self, budget_round: int, *, identifier: UUID, **_: Any) -> None:  # type: ignore[override]
        """Find the scenario in its round; raises Http404 for whoever may not know of it."""
        known = Scenario.objects.visible_to(self.request.user).filter(budget_round=budget_round)
        self.scenario = get_object_or_404(
            known.select_related(
                "budget_round__council",
                "alternative_budget__group",
                "alternative_budget__protocol__budget_round",
            ),
            identifier=identifier,
        )
        self.budget_round = self.scenario.budget_round


class EditingScenario(OnScenario):
    """A page on which the scenario is changed; whoever only reads it is refused."""

    def find(self, budget_round: int, **names: Any) -> None:
        """Find the scenario; raises PermissionDenied where the person does not change it."""
        super().find(budget_round, **names)
        if not access.may_edit(self.request.user, self.scenario):
            raise PermissionDenied("You can view this scenario but not change it.")
