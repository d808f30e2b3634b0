"""The pages of a round's reserves."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from proposals.domain.forecast.position import UnusableForecast
from reports.budgets.round_budget import RoundBudget
from reports.forecasts.basis_form import asked_basis
from reports.forecasts.budget_page import STATE, BudgetPage, state_of
from reports.forecasts.reserve_forms import reserve_formset
from reports.forecasts.reserve_tables import ReservePrinter
from services.values.years import FinancialYear


class ReservesView(BudgetPage):
    """The reserves by year, and what they show."""

    template_name = "forecasts/reserves.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the reserves."""
        form = asked_basis(request)
        for name in ("fund", "unit"):
            del form.fields[name]
        if not form.is_valid():
            return self.show(form=form, problem="There is a problem with what is counted.", status=400)
        budget = RoundBudget(self.round, request.user, form.basis)
        problem, position = "", None
        try:
            position = budget.position()
        except UnusableForecast as fault:
            problem = str(fault)
        reserves = budget.reserves(position)
        printer = ReservePrinter(self.round.council.money_style, reserves.years)
        reasons = {plan.name: plan.minimum_reason for plan in budget.reserve_plans}
        return self.show(
            form=form,
            sections=printer.sections(reserves, reasons),
            together=printer.together(reserves),
            transitional=printer.money(reserves.transitional_funding),
            has_position=position is not None,
            problem=problem,
            questions=reserves.questions,
        )


class EditReservesView(BudgetPage):
    """The form of the reserves."""

    template_name = "forecasts/reserves_edit.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the form."""
        self.refuse_strangers()
        formset = reserve_formset(self.round, self._years())
        return self.show(formset=formset, state=state_of(formset.get_queryset()))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Save the reserves, or show the form again with what is wrong."""
        self.refuse_strangers()
        formset = reserve_formset(self.round, self._years(), request.POST)
        # Checking the form changes the rows, so their state is taken first.
        seen, state = request.POST.get(STATE, ""), state_of(formset.get_queryset())
        if not formset.is_valid():
            return self.show(400, formset=formset, state=seen)
        if seen != state:
            return self.show(409, formset=formset, state=state, is_outdated=True)
        if not formset.save_all():
            return self.show(400, formset=formset, state=state)
        messages.success(request, "The reserves were saved.")
        return redirect("budget:reserves", pk)

    def _years(self) -> tuple[FinancialYear, ...]:
        return RoundBudget(self.round, self.request.user).years
