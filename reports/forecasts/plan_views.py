"""The pages on which finance officers state the plan of a round, and share it."""

from functools import cached_property
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.forms import ModelForm, NumberInput
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from councilsavings.forms import PageFormMixin, save_own_fields
from reports.forecasts.budget_page import BudgetPage, GuardedFormPage
from reports.forecasts.plan_forms import SectionFormSet
from reports.models import MediumTermPlan, PlanLine
from services.models import ChangeRecord

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


class EditPlanView(GuardedFormPage):
    """The parts of the plan; the first visit begins it."""

    template_name = "forecasts/plan.html"
    is_for_preparers = True
    form_class = PlanForm

    @cached_property
    def record(self) -> MediumTermPlan:
        """The plan as it is stored; raises Http404 where there is none yet."""
        plan: MediumTermPlan = get_object_or_404(MediumTermPlan, budget_round=self.round)
        return plan

    def stored_values(self) -> list[Any]:
        """Return the years, which are all that the form changes of the plan."""
        return [self.record.years_beyond]

    def ask(self, form: PlanForm, status: int = 200, **context: Any) -> HttpResponse:
        """Show the sections and the years."""
        return super().ask(form, status, plan=form.instance, sections=SECTIONS, **context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Begin the plan, or change its years."""
        with transaction.atomic():
            _plan, is_new = MediumTermPlan.objects.get_or_create(budget_round=self.round)
        if is_new:
            return self.done(
                "The plan has been started. Only finance officers and auditors can view it.", "plan"
            )
        return super().post(request, *args, **kwargs)

    def changes(self) -> QuerySet[ChangeRecord]:
        """Return what the log says of the years, and not of the lines of the plan."""
        return super().changes().filter(after__has_key="years_beyond")

    def save(self, form: PlanForm) -> HttpResponse:
        """Save the years."""
        save_own_fields(form)
        return self.done("The years of the plan have been saved.", "plan")


class EditSectionView(GuardedFormPage):
    """A section of the plan as a grid of lines and years."""

    template_name = "forecasts/plan_section.html"
    is_for_preparers = True
    form_class, form_name, prefix = SectionFormSet, "rows", "line"
    rows = "amounts"

    @property
    def section(self) -> str:
        """The section of the address; raises Http404 for one that the plan does not have."""
        section: str = self.kwargs["section"]
        if section not in SECTIONS:
            raise Http404("The plan has no such section.")
        return section

    @cached_property
    def stored(self) -> list[PlanLine]:
        """The lines of the section with their amounts."""
        lines = self.plan().lines.filter(section=self.section).select_related("directorate")
        return list(lines.prefetch_related("amounts"))

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand the lines over."""
        more = {"stored": self.stored, "plan": self.plan(), "section": self.section}
        return super().get_form_kwargs() | more

    def ask(self, form: Any, status: int = 200, *, is_outdated: bool = False, **context: Any) -> HttpResponse:
        """Show the rows, with what somebody else has stored meanwhile."""
        title, words = SECTIONS[self.section]
        if is_outdated:
            context |= {"is_outdated": True, "differences": form.differences()}
        return super().ask(form, status, title=title, words=words, **context)

    def save(self, form: Any) -> HttpResponse:
        """Save the section."""
        form.save()
        return self.done(f"{SECTIONS[self.section][0]} has been saved.", "plan-section", self.section)

    def changes(self) -> QuerySet[ChangeRecord]:
        """Return what the log says of the plan, of which the lines are a part."""
        plan = self.plan()
        return ChangeRecord.objects.filter(subject_type=plan._meta.label_lower, subject_id=plan.pk)


class ShareView(BudgetPage):
    """The step that shows the plan to everybody who sees the round, and the one that takes it back."""

    template_name = "forecasts/share.html"
    is_for_preparers = True

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Say what sharing means."""
        return self.show(plan=self.plan())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Share the plan, or stop sharing it."""
        plan = self.plan()
        plan.shared_at = None if "stop" in request.POST else plan.shared_at or timezone.now()
        plan.save(update_fields=["shared_at"])
        said = (
            "has been shared with everybody who can view the round"
            if plan.shared_at
            else "is no longer shared"
        )
        return self.done(f"The plan {said}.", "position")
