"""The pages of a round's budget: what they have in common."""

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.generic import View

from proposals.models import BudgetRound
from proposals.permissions.budgets import may_prepare_budget, sees_opinions, visible_budgets

REFUSAL = "The budget of a round is prepared by finance officers, until the round is closed."


STATE = "state"
"""The field with the digest of what was stored when a form was opened."""


def state_of(records: Iterable[Any]) -> str:
    """Return a digest of records with their years, by which a page tells that somebody else has changed them."""
    state = [(row.recorded_values(), [each.recorded_values() for each in row.years.all()]) for row in records]
    return sha256(repr(state).encode()).hexdigest()


class BudgetPage(LoginRequiredMixin, View):
    """A page of the budget of one round, for who may see it."""

    template_name = ""
    round: BudgetRound

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Read the round; raises Http404 for who may not see its budget."""
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            seen = BudgetRound.objects.visible_to(request.user).filter(visible_budgets(request.user, ""))
            self.round = get_object_or_404(seen.select_related("council"), pk=kwargs["pk"])

    @property
    def may_prepare(self) -> bool:
        """Return whether the person may change the budget now."""
        return may_prepare_budget(self.request.user, self.round)

    def refuse_strangers(self) -> None:
        """Raise PermissionDenied for who may see the budget and not change it."""
        if not self.may_prepare:
            raise PermissionDenied(REFUSAL)

    def show(self, status: int = 200, **context: Any) -> HttpResponse:
        """Return the page."""
        frame = {
            "budget_round": self.round,
            "may_prepare": self.may_prepare,
            "sees_opinions": sees_opinions(self.request.user, self.round),
        }
        return render(self.request, self.template_name, frame | context, status=status)
