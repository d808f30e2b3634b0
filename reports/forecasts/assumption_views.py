"""The register of a round's assumptions: its page, and changing it after seeing what moves."""

import hashlib
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from proposals.domain.forecast.assumptions import PARAMETERS
from proposals.domain.forecast.position import UnusableForecast
from proposals.domain.savings_profile import GREEN_BOOK_DISCOUNT_RATE
from proposals.models import Assumption
from reports.budgets.moved import MovedFigure
from reports.forecasts.assumption_forms import AssumptionForm
from reports.forecasts.assumption_tables import moved_table, register_table
from reports.forecasts.budget_page import BudgetPage, GuardedFormPage
from services.values.money import format_percent

_TAKEN = "Another assumption of this round sets this parameter already."
SEEN = "seen"
"""The field with the digest of what was shown to move; a save of anything else is shown first."""


class AssumptionsView(BudgetPage):
    """The register."""

    template_name = "forecasts/assumptions.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the assumptions with what is missing or overdue."""
        stored = Assumption.objects.visible_to(request.user).filter(budget_round=self.round)
        assumptions = list(stored.prefetch_related("years"))
        stated = {each.key for each in assumptions}
        return self.show(
            table=register_table(assumptions, may_change=self.may_prepare),
            has_any=bool(assumptions),
            overdue=[each for each in assumptions if each.is_overdue],
            unstated=[parameter.label for key, parameter in PARAMETERS.items() if key not in stated],
            green_book=format_percent(GREEN_BOOK_DISCOUNT_RATE * 100),
        )


class EditAssumptionView(GuardedFormPage):
    """The form of an assumption, a new one or one of the register, which is saved once what moves has been seen."""

    template_name = "forecasts/assumption_form.html"
    is_for_preparers = True
    form_class = AssumptionForm

    @cached_property
    def record(self) -> Assumption:
        """The assumption of the address, or a new one."""
        key = self.kwargs.get("assumption")
        return _assumption(self, key) if key else Assumption(budget_round=self.round)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Ask for the years of the round."""
        return super().get_form_kwargs() | {"years": self.round.years}

    def save(self, form: AssumptionForm) -> HttpResponse:
        """Show what moves, or save where that has been seen."""
        after = self.budget.assumptions.without(form.initial["key"])
        key, value = form.parameter
        if value is not None:
            if key in after.stated:
                raise ValidationError({"key": _TAKEN})
            after = after.replaced(key, value)
        try:
            figures = self.budget.moved(after)
        except UnusableForecast as fault:
            raise ValidationError(str(fault)) from fault
        if not _has_seen(self, figures):
            return self.ask(form, **_shown(self, figures))
        form.save()
        return self.done("The assumption was saved.", "assumptions")

    def ask(self, form: AssumptionForm, status: int = 200, **context: Any) -> HttpResponse:
        """Return the page with the form."""
        return super().ask(form, status, assumption=form.instance, **context)


class RemoveAssumptionView(BudgetPage):
    """Taking an assumption out of the register."""

    template_name = "forecasts/assumption_remove.html"
    is_for_preparers = True

    def get(self, request: HttpRequest, pk: int, assumption: int) -> HttpResponse:
        """Show what moves without it; remove it where that has been seen and the form is sent."""
        stored = _assumption(self, assumption)
        try:
            figures = self.budget.moved(self.budget.assumptions.without(stored.key))
        except UnusableForecast as fault:
            return self.show(assumption=stored, refusal=str(fault))
        if request.method != "POST" or not _has_seen(self, figures):
            return self.show(assumption=stored, **_shown(self, figures))
        stored.delete()
        return self.done("The assumption was removed.", "assumptions")

    post = get


def _assumption(page: BudgetPage, key: int) -> Assumption:
    register = Assumption.objects.visible_to(page.request.user).filter(budget_round=page.round)
    found: Assumption = get_object_or_404(register, pk=key)
    return found


def _shown(page: BudgetPage, figures: Sequence[MovedFigure]) -> dict[str, Any]:
    """Return what moves as a page shows it, with its digest, which comes back with the confirmation."""
    moved = moved_table(figures, page.round.council.money_style) if figures else None
    return {"moved": moved, SEEN: _digest_of(figures)}


def _has_seen(page: BudgetPage, figures: Sequence[MovedFigure]) -> bool:
    """Return whether the person has seen just this, if anything moves."""
    return not figures or page.request.POST.get(SEEN) == _digest_of(figures)


def _digest_of(figures: Sequence[MovedFigure]) -> str:
    return hashlib.sha256(repr(figures).encode()).hexdigest()
