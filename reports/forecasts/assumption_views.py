"""The register of a round's assumptions: its page, and changing it after seeing what moves."""

import hashlib
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from proposals.domain.forecast.assumptions import PARAMETERS
from proposals.domain.forecast.position import UnusableForecast
from proposals.domain.savings_profile import GREEN_BOOK_DISCOUNT_RATE
from proposals.models import Assumption
from reports.budgets.moved import MovedFigure
from reports.budgets.round_budget import RoundBudget
from reports.forecasts.assumption_forms import AssumptionForm
from reports.forecasts.assumption_tables import moved_table, register_table
from reports.forecasts.budget_page import STATE, BudgetPage, state_of
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


class _ChangePage(BudgetPage):
    """A page that changes the register once the person has seen what moves."""

    template_name = "forecasts/assumption_form.html"

    def _assumption(self, key: int | None) -> Assumption:
        if key is None:
            return Assumption(budget_round=self.round)
        stored = Assumption.objects.visible_to(self.request.user).filter(budget_round=self.round)
        found: Assumption = get_object_or_404(stored, pk=key)
        return found

    def _shown(self, figures: Sequence[MovedFigure], **context: Any) -> HttpResponse:
        return self.show(
            moved=moved_table(figures, self.round.council.money_style) if figures else None,
            seen=digest_of(figures),
            **context,
        )


class EditAssumptionView(_ChangePage):
    """The form of an assumption: a new one, or one of the register."""

    def get(self, request: HttpRequest, pk: int, assumption: int | None = None) -> HttpResponse:
        """Show the form."""
        self.refuse_strangers()
        stored = self._assumption(assumption)
        return self._form(AssumptionForm(instance=stored))

    def post(self, request: HttpRequest, pk: int, assumption: int | None = None) -> HttpResponse:
        """Show what moves, or save where that has been seen."""
        self.refuse_strangers()
        stored = self._assumption(assumption)
        key_before, state, seen = stored.key, _state(stored), request.POST.get(STATE, "")
        form = AssumptionForm(request.POST, instance=stored)
        if not form.is_valid():
            return self._form(form, 400, state=seen)
        if seen != state:
            return self._form(form, 409, state=state, is_outdated=True)
        budget = RoundBudget(self.round, request.user)
        after = budget.assumptions.without(key_before)
        key, value = form.parameter
        if value is not None:
            if key in after.stated:
                form.add_error("key", _TAKEN)
                return self._form(form, 400, state=state)
            after = after.replaced(key, value)
        try:
            figures = budget.moved(after)
        except UnusableForecast as fault:
            form.add_error(None, str(fault))
            return self._form(form, 400, state=state)
        if figures and request.POST.get(SEEN) != digest_of(figures):
            return self._shown(figures, form=form, assumption=stored, state=state)
        try:
            with transaction.atomic():
                form.save()
        except IntegrityError:
            form.add_error("key", _TAKEN)
            return self._form(form, 400, state=state)
        messages.success(request, "The assumption was saved.")
        return redirect("budget:assumptions", pk)

    def _form(self, form: AssumptionForm, status: int = 200, **context: Any) -> HttpResponse:
        context.setdefault(STATE, _state(form.instance))
        return self.show(status, form=form, assumption=form.instance, **context)


class RemoveAssumptionView(_ChangePage):
    """Taking an assumption out of the register."""

    template_name = "forecasts/assumption_remove.html"

    def get(self, request: HttpRequest, pk: int, assumption: int) -> HttpResponse:
        """Show what moves without it."""
        self.refuse_strangers()
        stored = self._assumption(assumption)
        budget = RoundBudget(self.round, request.user)
        try:
            figures = budget.moved(budget.assumptions.without(stored.key))
        except UnusableForecast as fault:
            return self.show(assumption=stored, refusal=str(fault))
        return self._shown(figures, assumption=stored)

    def post(self, request: HttpRequest, pk: int, assumption: int) -> HttpResponse:
        """Remove it, where what moves has been seen."""
        self.refuse_strangers()
        stored = self._assumption(assumption)
        budget = RoundBudget(self.round, request.user)
        try:
            figures = budget.moved(budget.assumptions.without(stored.key))
        except UnusableForecast:
            return self.get(request, pk, assumption)
        if figures and request.POST.get(SEEN) != digest_of(figures):
            return self._shown(figures, assumption=stored)
        stored.delete()
        messages.success(request, "The assumption was removed.")
        return redirect("budget:assumptions", pk)


def _state(assumption: Assumption) -> str:
    return state_of([assumption]) if assumption.pk else ""


def digest_of(figures: Sequence[MovedFigure]) -> str:
    """Return the SHA-256 of what moves: it tells whether the person has seen just this."""
    return hashlib.sha256(repr(figures).encode()).hexdigest()
