"""The pages of a round's reserves."""

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from reports.forecasts.basis_form import BasisForm
from reports.forecasts.budget_page import BudgetPage, GuardedFormPage
from reports.forecasts.reserve_forms import ReserveFormSet
from reports.forecasts.reserve_tables import ReservePrinter
from reports.models import Reserve
from services.models import ChangeRecord


class ReservesView(BudgetPage):
    """The reserves by year, and what they show."""

    template_name = "forecasts/reserves.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the reserves."""
        form = BasisForm(request.GET)
        for name in ("fund", "unit"):
            del form.fields[name]
        if not form.is_valid():
            return self.show(form=form, problem="There is a problem with what is counted.", status=400)
        budget = self.budget
        budget.basis = form.basis
        position, problem = budget.known_position()
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


class EditReservesView(GuardedFormPage):
    """The form of the reserves."""

    template_name = "forecasts/reserves_edit.html"
    is_for_preparers = True
    form_class = ReserveFormSet
    form_name, prefix = "formset", "reserves"
    said, leads_to = "The reserves were saved.", "reserves"

    @cached_property
    def stored(self) -> list[Reserve]:
        """The reserves with their years."""
        stored = Reserve.objects.filter(budget_round=self.round).select_related("budget_round__council")
        return list(stored.prefetch_related("years"))

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand the reserves over, with the years of the plan."""
        more = {
            "stored": self.stored,
            "budget_round": self.round,
            "form_kwargs": {"years": self.budget.years},
        }
        return super().get_form_kwargs() | more

    def changes(self) -> QuerySet[ChangeRecord]:
        """Return what the log says of the reserves, those with it that have been deleted."""
        gone = {"subject_type": Reserve._meta.label_lower, "action": "deleted"}
        return super().changes() | ChangeRecord.objects.filter(**gone, before__budget_round__id=self.round.pk)
