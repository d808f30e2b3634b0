"""The pages on which finance officers state the plan of a round, and share it."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.forms import ModelForm, NumberInput
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from councilsavings.forms import PageFormMixin, save_own_fields
from reports.forecasts.plan_saving import SectionForms
from reports.forecasts.position_views import PlanPage
from reports.models import MediumTermPlan, PlanLine

SECTIONS: dict[str, tuple[str, str]] = {
    PlanLine.Section.BASE: (
        "Base budget",
        "The net expenditure of each directorate before uplift, pressures and savings.",
    ),
    PlanLine.Section.UPLIFT: (
        "Uplift",
        "Changes of cost that begin in a year and stay. Enter the amounts by year, or a cost that grows by a rate.",
    ),
    PlanLine.Section.COUNCIL_TAX: (
        "Council tax",
        "Council tax is the tax base times the Band D rate times the percentage collected.",
    ),
    PlanLine.Section.INCOME: ("Other income", "Grants, business rates and other income of each year."),
    PlanLine.Section.TARGETS: (
        "Savings targets",
        "The new saving that each directorate must find in each year. Leave blank where there is none.",
    ),
}
"""The sections of the plan: their titles, and what is entered there."""


class PlanForm(PageFormMixin, ModelForm):
    """The years of the plan."""

    class Meta:
        model = MediumTermPlan
        fields = ("years_beyond",)
        widgets = {"years_beyond": NumberInput(attrs={"class": "govuk-input--width-3"})}


class EditorPage(PlanPage):
    """A page on which the plan is changed."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Refuse people who may see the budget and not change it."""
        if request.user.is_authenticated:
            self.refuse_strangers()
        return super().dispatch(request, *args, **kwargs)


class EditPlanView(EditorPage):
    """The parts of the plan; the first visit begins it."""

    template_name = "forecasts/plan.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the sections and the years."""
        plan = self.plan()
        return self.show(plan=plan, form=PlanForm(instance=plan), sections=SECTIONS)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Begin the plan, or change its years."""
        with transaction.atomic():
            plan, is_new = MediumTermPlan.objects.get_or_create(budget_round=self.round)
        if is_new:
            messages.success(
                request, "The plan has been started. Only finance officers and auditors can view it."
            )
            return redirect("budget:plan", self.round.pk)
        form = PlanForm(request.POST, instance=plan)
        if not form.is_valid():
            return self.show(plan=plan, form=form, sections=SECTIONS, status=400)
        save_own_fields(form)
        messages.success(request, "The years of the plan have been saved.")
        return redirect("budget:plan", self.round.pk)


class EditSectionView(EditorPage):
    """A section of the plan as a grid of lines and years."""

    template_name = "forecasts/plan_section.html"

    def get(self, request: HttpRequest, pk: int, section: str) -> HttpResponse:
        """Show the stored lines."""
        return self._shown(self._rows(section))

    @transaction.atomic
    def post(self, request: HttpRequest, pk: int, section: str) -> HttpResponse:
        """Store the section as it was sent; nothing where a cell is wrong or somebody else changed it meanwhile."""
        plan = self.plan()
        # Locked, nobody stores the section between the comparison with what is stored and the writing.
        MediumTermPlan.objects.select_for_update().get(pk=plan.pk)
        rows = self._rows(section, request.POST)
        is_valid = rows.is_valid()
        if rows.is_outdated:
            return self._shown(
                rows, 409, is_outdated=True, differences=rows.differences(), who=rows.who_changed()
            )
        if not is_valid or not rows.save():
            return self._shown(rows, 400)
        messages.success(request, f"{SECTIONS[section][0]} has been saved.")
        return redirect("budget:plan-section", self.round.pk, section)

    def _rows(self, section: str, data: Any = None) -> SectionForms:
        if section not in SECTIONS:
            raise Http404("The plan has no such section.")
        return SectionForms(self.plan(), section, data)

    def _shown(self, rows: SectionForms, status: int = 200, **more: Any) -> HttpResponse:
        title, words = SECTIONS[rows.section]
        return self.show(status, rows=rows, title=title, words=words, sections=SECTIONS, **more)


class ShareView(EditorPage):
    """The step that shows the plan to everybody who sees the round, and the one that takes it back."""

    template_name = "forecasts/share.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Say what sharing means."""
        return self.show(plan=self.plan())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Share the plan, or stop sharing it."""
        plan = self.plan()
        plan.shared_at = None if "stop" in request.POST else plan.shared_at or timezone.now()
        plan.save(update_fields=["shared_at"])
        if plan.shared_at:
            messages.success(request, "The plan has been shared with everybody who can view the round.")
        else:
            messages.success(request, "The plan is no longer shared.")
        return redirect("budget:position", self.round.pk)
