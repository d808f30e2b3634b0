"""The pages on which a scenario's choices are made: its proposals, their amounts, and what it adds."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from councilsavings.tables import turned_to
from proposals.domain.direction import SAVING
from proposals.domain.fields import DIRECTIONS
from proposals.domain.forecast.position import UnusableForecast
from proposals.domain.forecast.scenario import Scenario as Choices
from proposals.domain.forecast.what_enters import UNCHANGED, Item, what_enters
from reports.forecasts.scenarios.figures import BASELINE, ScenarioPrinter
from reports.forecasts.scenarios.forms import AdditionForm, AmountsForm, Choice, ChoicesForm
from reports.forecasts.scenarios.pages import EditingScenario, TitledForm
from reports.forecasts.scenarios.stored import StoredScenario, read_scenario
from reports.forecasts.scenarios.views import counted_by
from reports.models import Scenario, ScenarioItem, ScenarioParameter, ScenarioYear
from services.values.money import format_saving

A_PAGE = 50


class ChoicesView(EditingScenario):
    """The proposals of the round with the choices about them, a page at a time, and the assumptions."""

    template_name = "forecasts/scenarios/choices.html"
    form_class = ChoicesForm

    def open(self) -> None:
        """Find the scenario; raises Http404 where the round has no plan."""
        super().open()
        self.plan()

    @cached_property
    def as_stored(self) -> StoredScenario:
        """The scenario with its rows."""
        return read_scenario(self.scenario)

    def stored_values(self) -> list[Any]:
        """Return the choices about the proposals of the page, and the assumptions."""
        chosen = [(item.key, self.chosen.get(item.key, Choice())) for item in self.page]
        # One that only has other amounts is changed on another page.
        changed = [each for each in chosen if each[1] != Choice()]
        return [*changed, *sorted(self.as_stored.parameters.items())]

    @cached_property
    def chosen(self) -> dict[str, Choice]:
        """The stored choices by the key of the proposal."""
        return {key: choice_of(item) for key, item in self.as_stored.by_proposal.items()}

    @cached_property
    def page(self) -> Page:
        """The page of the proposals that the address names."""
        query = self.request.GET
        wanted = [
            item
            for item in self.budget.items.items
            if _matches(item, query.get("text", "")) and ("changed" not in query or item.key in self.chosen)
        ]
        page, _ = turned_to(Paginator(wanted, A_PAGE), query.get("page", ""))
        return page

    def get_form_kwargs(self) -> dict[str, Any]:
        """Ask for the choices of the page, and for assumptions."""
        return super().get_form_kwargs() | {
            "items": list(self.page),
            "chosen": self.chosen,
            "register": self.budget.assumptions,
            "values": self.as_stored.parameters,
        }

    def save(self, form: ChoicesForm) -> HttpResponse:
        """Save the choices of the page, or show the gap that they would give."""
        if "preview" in self.request.POST:
            return self.ask(form)
        save_choices(self.scenario, form.choices)
        save_parameters(self.scenario, form.values)
        messages.success(self.request, "The scenario is saved.")
        return redirect(self.request.get_full_path())

    def ask(self, form: ChoicesForm, status: int = 200, **context: Any) -> HttpResponse:
        """Show the proposals with the choices, and the gap."""
        style, query = self.round.council.money_style, self.request.GET
        items, choices = self.as_stored.by_proposal, self.as_stored.choices
        years = self.budget.years
        last = years[-1]
        _, left_out = what_enters(self.page, years, choices.basis, choices.adjustments)
        # What the scenario itself leaves out is said by its tick.
        reasons = [(each.item.key, each.words) for each in left_out if each.reason != "left out"]
        rows = [
            {
                "item": item,
                "controls": controls,
                "direction": DIRECTIONS[item.direction],
                "address": self.budget.items.address_of(item),
                "effect": format_saving(item.profile.net_of_recurring_cost([last])[last], style, bare=True),
                "reasons": [words for key, words in reasons if key == item.key],
                "is_revalued": item.key in items and items[item.key].pk in self.as_stored.years,
            }
            for item, *controls in form.rows
        ]
        figures_address = reverse("budget:scenario-figures", args=[self.round.pk, self.scenario.identifier])
        return super().ask(
            form,
            status,
            rows=rows,
            page=self.page,
            last_year=last,
            counted=counted_by(self.scenario),
            additions=self.as_stored.additions,
            text=query.get("text", ""),
            is_changed_only="changed" in query,
            figures=self.figures(form),
            figures_address=f"{figures_address}?{query.urlencode()}",
            **context,
        )

    def figures(self, form: ChoicesForm) -> dict[str, Any]:
        """Return the gap with the choices of the form, where these are valid, or with the stored ones."""
        choices = self.as_stored.choices
        if form.is_bound and form.is_valid():
            choices = _with(choices, form)
        try:
            positions = {
                BASELINE: self.budget.baseline(choices),
                self.scenario.name: self.budget.in_scenario(choices),
            }
        except UnusableForecast as error:
            return {"problem": str(error)}
        return {"funds": ScenarioPrinter(self.round.council.money_style, self.budget.years).funds(positions)}


class FiguresView(ChoicesView):
    """The gap with what the page of choices has at the moment; nothing is saved."""

    template_name = "forecasts/scenarios/figures.html"
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Return that part of the page."""
        form = self.get_form()
        return self.show(200 if form.is_valid() else 400, form=form, figures=self.figures(form))


class ProposalAmountsView(EditingScenario):
    """Other amounts for a proposal in place of its own."""

    template_name = "forecasts/scenarios/amounts.html"
    form_class = AmountsForm
    rows = ""
    item: Item
    own: ScenarioItem

    def open(self) -> None:
        """Find the proposal, and how the scenario treats it; raises Http404 for one that the person does not see."""
        super().open()
        key = self.kwargs["proposal"]
        seen = self.budget.items.items if self.budget.plan else ()
        found = next((each for each in seen if each.key == str(key)), None)
        if found is None:
            raise Http404
        self.item = found
        stored = ScenarioItem.objects.filter(scenario=self.scenario, proposal=key).first()
        self.own = stored or ScenarioItem(scenario=self.scenario, proposal_id=key)

    @cached_property
    def stored(self) -> list[ScenarioYear]:
        """The amounts that the scenario has for the proposal."""
        return list(self.own.years.all()) if self.own.pk else []

    @cached_property
    def record(self) -> ScenarioItem:
        """How the scenario treats the proposal."""
        return self.own

    def get_form_kwargs(self) -> dict[str, Any]:
        """Ask for the years of the round; the proposal's own amounts are shown where the scenario has none."""
        profile = self.item.profile
        more = {
            "years": self.round.years,
            "direction": self.item.direction,
            "instead": dict(zip(profile.years, profile.amounts, strict=True)),
        }
        return super().get_form_kwargs() | more

    def act(self) -> HttpResponse:
        """Save the amounts, or go back to the proposal's own."""
        return self._store(None) if "reset" in self.request.POST else super().act()

    def save(self, form: AmountsForm) -> HttpResponse:
        """Save the amounts."""
        return self._store(form)

    def _store(self, form: AmountsForm | None) -> HttpResponse:
        if form is not None:
            form.save()
        elif self.own.pk:
            ScenarioYear.objects.delete_rows(self.own.years.all())
        if self.own.pk:
            save_choices(self.scenario, {self.item.key: choice_of(self.own)})
        said = "The amounts are saved." if form else "The proposal has its own amounts again."
        return self.done(said, "scenario-edit", self.scenario.identifier)

    def ask(self, form: AmountsForm, status: int = 200, **context: Any) -> HttpResponse:
        """Return the page with the form."""
        return super().ask(
            form,
            status,
            title=f"Amounts of {self.item.name}",
            may_reset=bool(form.stored),
            is_pressure=self.item.direction != SAVING,
            **context,
        )


class AdditionView(EditingScenario, TitledForm):
    """A saving or pressure that exists in the scenario only: made, changed or removed."""

    template_name = "forecasts/scenarios/amounts.html"
    form_class, read_by_others = AdditionForm, ("title",)
    form_name = "details"

    @property
    def title(self) -> str:
        """The heading of the page."""
        return "Change the addition" if self.record.pk else "Add a saving or pressure"

    @cached_property
    def record(self) -> ScenarioItem:
        """The addition of the address, or a new one; raises Http404."""
        key = self.kwargs.get("item")
        if key is None:
            return ScenarioItem(scenario=self.scenario, direction=SAVING)
        additions = ScenarioItem.objects.filter(scenario=self.scenario, proposal__isnull=True)
        found: ScenarioItem = get_object_or_404(additions, pk=key)
        found.scenario = self.scenario
        return found

    @cached_property
    def amounts(self) -> AmountsForm:
        """The amounts, in the direction that was sent."""
        sent = self.request.POST or None
        direction = sent.get("direction", "") if sent else ""
        if direction not in DIRECTIONS:  # the form above refuses it
            direction = self.record.direction
        return AmountsForm(sent, instance=self.record, years=self.round.years, direction=direction)

    def is_valid(self, form: AdditionForm) -> bool:
        """Return whether the addition has a title that others may read, and an amount."""
        are_valid = [super().is_valid(form), self.amounts.is_valid()]
        if all(are_valid) and not self.amounts.given:
            form.add_error(None, "Enter at least one amount.")
        return all(are_valid) and form.is_valid()

    def act(self) -> HttpResponse:
        """Save or remove the addition."""
        if "remove" not in self.request.POST or not self.record.pk:
            return super().act()
        self.record.delete()
        return self.done("The addition is removed.", "scenario-edit", self.scenario.identifier)

    def save(self, form: AdditionForm) -> HttpResponse:
        """Save the addition with its amounts."""
        form.save()
        self.amounts.save()
        return self.done("The addition is saved.", "scenario-edit", self.scenario.identifier)

    def ask(self, form: AdditionForm, status: int = 200, **context: Any) -> HttpResponse:
        """Return the page with both forms."""
        more = {"form": self.amounts, "may_remove": bool(self.record.pk)}
        return super().ask(form, status, **more, **context)


def _matches(item: Item, text: str) -> bool:
    """Return whether every word stands in the proposal's reference, title or directorate."""
    said = f"{item.name} {item.directorate}".casefold()
    return all(word in said for word in text.casefold().split())


def _with(choices: Choices, form: ChoicesForm) -> Choices:
    """Return the stored choices with those of a valid form in place of theirs."""
    adjustments = dict(choices.adjustments)
    for key, choice in form.choices.items():
        own = adjustments.get(key, UNCHANGED)
        adjustments[key] = replace(
            own, included=choice.is_included, share=choice.share / 100, delay=choice.delay
        )
    return replace(choices, adjustments=adjustments, parameters=form.values)


def save_choices(scenario: Scenario, choices: Mapping[str, Choice]) -> None:
    """Store the choices about proposals, and forget those that leave a proposal as it is."""
    stored = {str(item.proposal_id): item for item in scenario.items.filter(proposal__in=[*choices])}
    revalued = set(ScenarioYear.objects.filter(item__in=stored.values()).values_list("item", flat=True))
    kept, gone = [], []
    for key, choice in choices.items():
        item = stored.get(key) or ScenarioItem(scenario=scenario, proposal_id=int(key))
        item.is_included, item.share, item.delay = choice.is_included, choice.share, choice.delay
        if choice != Choice() or item.pk in revalued:
            kept.append(item)
        elif item.pk:
            gone.append(item)
    ScenarioItem.objects.delete_rows(gone)
    ScenarioItem.objects.save_rows(kept)


def choice_of(item: ScenarioItem) -> Choice:
    """Return the stored choice about a proposal."""
    return Choice(item.is_included, item.share, item.delay)


def save_parameters(scenario: Scenario, values: Mapping[str, Decimal]) -> None:
    """Store the values of assumptions, and forget those that the scenario states no longer."""
    stored = {row.key: row for row in scenario.parameters.all()}
    ScenarioParameter.objects.delete_rows(row for key, row in stored.items() if key not in values)
    rows = []
    for key, value in values.items():
        row = stored.get(key) or ScenarioParameter(scenario=scenario, key=key)
        row.value = value
        rows.append(row)
    ScenarioParameter.objects.save_rows(rows)
