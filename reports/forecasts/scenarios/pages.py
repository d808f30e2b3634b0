"""The bases of the pages of scenarios: the scenario of the address, for those who may know of it, and its forms."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from councilsavings.forms import add_errors
from proposals.exempt.wording import refuse_repeated_of_round
from reports.forecasts.budget_page import BudgetPage, FormPage, GuardedFormPage
from reports.forecasts.scenarios import access
from reports.models import AlternativeBudget, Scenario
from services.models import ChangeRecord


class OnScenario(BudgetPage):
    """A page about one scenario of the round."""

    scenario: Scenario

    def open(self) -> None:
        """Find the scenario in its round; raises Http404 for whoever may not know of it."""
        known = Scenario.objects.visible_to(self.request.user).filter(budget_round=self.round)
        related = ("alternative_budget__group", "alternative_budget__protocol__budget_round")
        identifier = self.kwargs["identifier"]
        self.scenario = get_object_or_404(known.select_related(*related), identifier=identifier)
        self.scenario.budget_round = self.round

    @property
    def alternative(self) -> AlternativeBudget | None:
        """The alternative budget that the scenario is, if it is one."""
        return access.budget_of(self.scenario)

    def show(self, status: int = 200, **context: Any) -> HttpResponse:
        """Return the page of the scenario."""
        return super().show(status, scenario=self.scenario, alternative=self.alternative, **context)


class GuardedScenarioPage(OnScenario, GuardedFormPage):
    """A form about one scenario, which is saved only where nobody has changed it since it was opened."""

    def lock(self) -> None:
        """Let others who change the scenario wait, and read it as those have left it who went before."""
        get_object_or_404(Scenario.objects.select_for_update(no_key=True), pk=self.scenario.pk)
        self.open()

    def changes(self) -> QuerySet[ChangeRecord]:
        """Return nothing: the log of a scenario does not say to which of its forms a change belongs."""
        return ChangeRecord.objects.none()


class EditingScenario(GuardedScenarioPage):
    """A page on which the scenario is changed; whoever only reads it is refused."""

    def open(self) -> None:
        """Find the scenario; raises PermissionDenied where the person does not change it."""
        super().open()
        if not access.may_edit(self.request.user, self.scenario):
            raise PermissionDenied("You can view this scenario but not change it.")


class TitledForm(FormPage):
    """A form under a title, of which others will read some fields."""

    template_name = "forecasts/scenarios/form.html"
    title, button = "", "Save"
    read_by_others: tuple[str, ...] = ()

    def is_valid(self, form: Any) -> bool:
        """Return whether the form is right, and repeats no exempt wording to others."""
        if self.read_by_others and super().is_valid(form):
            texts = {name: form.cleaned_data[name] for name in self.read_by_others}
            try:
                refuse_repeated_of_round(self.request.user, self.round, texts)
            except ValidationError as error:
                add_errors(form, error)
        return super().is_valid(form)

    def ask(self, form: Any, /, status: int = 200, **context: Any) -> HttpResponse:
        """Return the page with the form."""
        return super().ask(form, status, title=self.title, button=self.button, **context)
