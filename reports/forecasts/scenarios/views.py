"""The pages of scenarios: the list, one of them with its figures, several side by side, and their settings."""

from functools import cached_property
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from proposals.domain.forecast.position import UnusableForecast
from proposals.domain.forecast.scenario import Scenario as Choices
from proposals.domain.forecast.scenario import sensitivities
from reports.forecasts.budget_page import BudgetPage
from reports.forecasts.scenarios import access
from reports.forecasts.scenarios.budgets import group_of
from reports.forecasts.scenarios.figures import BASELINE, ScenarioPrinter
from reports.forecasts.scenarios.forms import ScenarioForm
from reports.forecasts.scenarios.pages import EditingScenario, OnScenario, TitledForm
from reports.forecasts.scenarios.stored import StoredScenario, read_scenario, read_scenarios
from reports.models import Office, Scenario
from services.values.wording import counted, distinct

MOST_COMPARED = 4
_TEXTS = ("name", "description")


class ScenariosView(BudgetPage):
    """The scenarios of the round: the person's own, and those that are shared or released."""

    template_name = "forecasts/scenarios/list.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show them, to be opened or compared."""
        known = Scenario.objects.visible_to(request.user).filter(budget_round=self.round)
        listed = list(known.select_related("alternative_budget__group"))
        own = [one for one in listed if one.owner_id == request.user.pk and access.budget_of(one) is None]
        return self.show(
            own=own,
            others=[one for one in listed if one not in own],
            may_make=access.may_make(request.user),
            group=group_of(request.user, self.round),
        )


class NewScenarioView(TitledForm):
    """Making a scenario, which nobody else can see until it is shared."""

    form_class, read_by_others = ScenarioForm, _TEXTS
    title, button = "New scenario", "Save and continue"

    @cached_property
    def record(self) -> Scenario:
        """A scenario of the person."""
        if not access.may_make(self.request.user):
            raise PermissionDenied("Auditors read scenarios and do not make any.")
        return Scenario(budget_round=self.round, owner=self.request.user)

    def save(self, form: ScenarioForm) -> HttpResponse:
        """Save it and lead to its proposals."""
        return redirect("budget:scenario-edit", self.round.pk, form.save().identifier)


class SettingsView(EditingScenario, TitledForm):
    """The name, the basis and the sharing of a scenario, and its deletion."""

    template_name = "forecasts/scenarios/settings.html"
    form_class, read_by_others = ScenarioForm, _TEXTS
    title = "Settings"
    rows = ""

    @cached_property
    def record(self) -> Scenario:
        """The scenario."""
        return self.scenario

    def get_form_kwargs(self) -> dict[str, Any]:
        """Say whether it is an alternative budget."""
        return super().get_form_kwargs() | {"is_alternative": self.alternative is not None}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save the settings, or delete the scenario."""
        if "delete" not in request.POST:
            return super().post(request, *args, **kwargs)
        with transaction.atomic():
            self.lock()
            self.scenario.delete()
        return self.done("The scenario is deleted.", "scenarios")

    def save(self, form: ScenarioForm) -> HttpResponse:
        """Save the settings."""
        form.save()
        return self.done("The settings are saved.", "scenario", self.scenario.identifier)


class ScenarioView(OnScenario):
    """A scenario: its gap beside the baseline, what differs item by item, and what it depends on."""

    template_name = "forecasts/scenarios/scenario.html"

    def get(self, request: HttpRequest, pk: int, identifier: UUID) -> HttpResponse:
        """Show its figures as far as the person sees the round's proposals."""
        stored = read_scenario(self.scenario)
        return self.show(
            **self._steps(stored),
            **self._figures(stored.choices),
            counted=counted_by(self.scenario),
        )

    def _figures(self, choices: Choices) -> dict[str, Any]:
        budget = self.budget
        printer = ScenarioPrinter(self.round.council.money_style, budget.years)
        try:
            baseline, position = budget.baseline(choices), budget.in_scenario(choices)
            found = sensitivities(position, choices)
        except UnusableForecast as error:
            return {"problem": str(error)}
        return {
            "funds": printer.funds({BASELINE: baseline, self.scenario.name: position}),
            "differences": printer.differences(baseline, position, budget.items.address_of),
            "sensitivity": printer.sensitivity(found),
            "tornado": printer.tornado(found),
        }

    def _steps(self, stored: StoredScenario) -> dict[str, Any]:
        user, budget = self.request.user, self.alternative
        steps: dict[str, Any] = {"may_edit": access.may_edit(user, self.scenario)}
        if budget is None:
            return steps
        prefetch_related_objects([budget], "opinions")
        most = budget.protocol.most_amendments
        return steps | {
            "opinions": budget.opinions.all(),
            "amendments": counted(stored.amendments, "amendment"),
            "most_amendments": most,
            "may_submit": access.may_submit(user, budget),
            "may_check": access.may_check(user, budget),
            "offices": [office for office in Office if access.may_judge(user, budget, office)],
        }


class CompareView(BudgetPage):
    """Up to four scenarios side by side with the baseline."""

    template_name = "forecasts/scenarios/compare.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show those that the address names, as far as the person may know of them."""
        wanted = _identifiers(request.GET.getlist("scenario"))
        known = Scenario.objects.visible_to(request.user).filter(budget_round=self.round)
        chosen = sorted(known.filter(identifier__in=wanted), key=lambda one: wanted.index(one.identifier))
        chosen = chosen[:MOST_COMPARED]
        for scenario in chosen:
            scenario.budget_round = self.round
        return self.show(chosen=chosen, is_cut=len(wanted) > MOST_COMPARED, **self._figures(chosen))

    def _figures(self, chosen: list[Scenario]) -> dict[str, Any]:
        if not chosen:
            return {}
        choices = [stored.choices for stored in read_scenarios(chosen)]
        try:
            positions = {BASELINE: self.budget.baseline(choices[0])}
            for own, name in zip(choices, _distinct(chosen), strict=True):
                positions[name] = self.budget.in_scenario(own)
        except UnusableForecast as error:
            return {"problem": str(error)}
        return {
            "funds": ScenarioPrinter(self.round.council.money_style, self.budget.years).funds(positions),
            "bases": [(scenario, basis_of(scenario)) for scenario in chosen],
            "basis": chosen[0].get_stage_display(),
        }


def basis_of(scenario: Scenario) -> str:
    """Return what a scenario counts, in words."""
    delivery = scenario.get_delivery_display().lower()
    if scenario.percent is not None:
        delivery = f"at {scenario.percent}%"
    return f"{scenario.get_stage_display().lower()}, savings {delivery}"


def counted_by(scenario: Scenario) -> str:
    """Return what a scenario and its baseline count, in sentences."""
    stage = scenario.get_stage_display().lower()
    of_baseline = f"The baseline counts: {stage}, savings in full, with nothing changed."
    return f"The scenario counts: {basis_of(scenario)}. {of_baseline}"


def _identifiers(texts: list[str]) -> list[UUID]:
    """Return the identifiers that an address names, each once; what is none names nothing."""
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return list(dict.fromkeys(found))


def _distinct(scenarios: list[Scenario]) -> list[str]:
    """Return the names of the scenarios, numbered where two are the same or like that of the baseline."""
    names: list[str] = [BASELINE]
    for scenario in scenarios:
        names.append(distinct(scenario.name, names))
    return names[1:]
