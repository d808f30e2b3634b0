"""The pages on which a scenario's choices are made: its proposals, their amounts, and what it adds."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from councilsavings.tables import turned_to
from proposals.domain.direction import SAVING
from proposals.domain.fields import DIRECTIONS
from proposals.domain.forecast.position import UnusableForecast
from proposals.domain.forecast.scenario import Scenario as Choices
from proposals.domain.forecast.what_enters import UNCHANGED, Item, what_enters
from reports.forecasts.scenarios.figures import BASELINE, RoundReading, ScenarioPrinter, read_round
from reports.forecasts.scenarios.forms import AdditionForm, AmountsForm, ChoicesForm
from reports.forecasts.scenarios.pages import EditingScenario
from reports.forecasts.scenarios.saving import (
    changing,
    choice_of,
    save_amounts,
    save_choices,
    save_parameters,
)
from reports.forecasts.scenarios.stored import StoredScenario, amounts_of, read_scenario
from reports.forecasts.scenarios.views import NO_PLAN, counted_by
from reports.forecasts.scenarios.wording import is_valid_for_others
from reports.models import ScenarioItem
from services.values.money import format_saving

A_PAGE = 50


class ChoicesView(EditingScenario):
    """The proposals of the round with the choices about them, a page at a time, and the assumptions."""

    template_name = "forecasts/scenarios/choices.html"
    stored: StoredScenario

    def get(self, request: HttpRequest, pk: int, identifier: UUID) -> HttpResponse:
        """Show what is stored."""
        return self._page(*self._opened(None))

    def post(self, request: HttpRequest, pk: int, identifier: UUID) -> HttpResponse:
        """Save the choices of the page, or show the gap that they would give."""
        form, page, reading = self._opened(request.POST)
        if not form.is_valid():
            return self._page(form, page, reading, 400)
        if "preview" in request.POST:
            return self._page(form, page, reading)
        with changing(request.user, self.scenario):
            save_choices(self.scenario, form.choices)
            save_parameters(self.scenario, form.values)
        messages.success(request, "The scenario is saved.")
        return redirect(request.get_full_path())

    def _opened(self, data: Any) -> tuple[ChoicesForm, Page, RoundReading]:
        """Return the form of the page that the address names, that page, and what the figures are computed from."""
        reading = read_round(self.round, self.request.user)
        if reading is None:
            raise Http404(NO_PLAN)
        self.stored = read_scenario(self.scenario)
        chosen = {key: choice_of(item) for key, item in self.stored.by_proposal.items()}
        query = self.request.GET
        wanted = [
            item
            for item in reading.items.items
            if _matches(item, query.get("text", "")) and ("changed" not in query or item.key in chosen)
        ]
        page, _ = turned_to(Paginator(wanted, A_PAGE), query.get("page", ""))
        form = ChoicesForm(
            data,
            items=list(page),
            chosen=chosen,
            register=reading.plan.assumptions,
            values=self.stored.parameters,
        )
        return form, page, reading

    def _page(self, form: ChoicesForm, page: Page, reading: RoundReading, status: int = 200) -> HttpResponse:
        style = self.round.council.money_style
        items = self.stored.by_proposal
        last = reading.plan.years[-1]
        choices = self.stored.choices
        _, left_out = what_enters(page, reading.plan.years, choices.basis, choices.adjustments)
        # What the scenario itself leaves out is said by its tick.
        reasons = [(each.item.key, each.words) for each in left_out if each.reason != "left out"]
        rows = [
            {
                "item": item,
                "controls": controls,
                "direction": DIRECTIONS[item.direction],
                "address": reading.address_of(item),
                "effect": format_saving(item.profile.net_of_recurring_cost([last])[last], style, bare=True),
                "reasons": [words for key, words in reasons if key == item.key],
                "is_revalued": item.key in items and items[item.key].pk in self.stored.years,
            }
            for item, *controls in form.rows
        ]
        figures_address = reverse("budget:scenario-figures", args=[self.round.pk, self.scenario.identifier])
        return self.show(
            status,
            form=form,
            rows=rows,
            page=page,
            last_year=last,
            counted=counted_by(self.scenario),
            additions=self.stored.additions,
            text=self.request.GET.get("text", ""),
            is_changed_only="changed" in self.request.GET,
            figures=self.figures(form, reading),
            figures_address=f"{figures_address}?{self.request.GET.urlencode()}",
            **self.frame(),
        )

    def figures(self, form: ChoicesForm, reading: RoundReading) -> dict[str, Any]:
        """Return the gap with the choices of the form, where these are valid, or with the stored ones."""
        choices = self.stored.choices
        if form.is_bound and form.is_valid():
            choices = _with(choices, form)
        try:
            positions = {BASELINE: reading.baseline(choices), self.scenario.name: reading.position(choices)}
        except UnusableForecast as error:
            return {"problem": str(error)}
        return {"funds": ScenarioPrinter(self.round.council.money_style, reading.plan.years).funds(positions)}


class FiguresView(ChoicesView):
    """The gap with what the page of choices has at the moment; nothing is saved."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int, identifier: UUID) -> HttpResponse:
        """Return that part of the page."""
        form, _, reading = self._opened(request.POST)
        context = {"form": form, "figures": self.figures(form, reading), "budget_round": self.round}
        return render(
            request, "forecasts/scenarios/figures.html", context, status=200 if form.is_valid() else 400
        )


class ProposalAmountsView(EditingScenario):
    """Other amounts for a proposal in place of its own."""

    template_name = "forecasts/scenarios/amounts.html"

    def get(self, request: HttpRequest, pk: int, identifier: UUID, proposal: int) -> HttpResponse:
        """Show the amounts that count now."""
        item, stored, form = self._opened(proposal, None)
        profile = amounts_of(self.scenario, stored.years.all()) if stored.pk else None
        shown = profile or item.profile
        form.initial_of(dict(zip(shown.years, shown.amounts, strict=True)))
        return self._ask(item, form, is_stored=profile is not None)

    def post(self, request: HttpRequest, pk: int, identifier: UUID, proposal: int) -> HttpResponse:
        """Save them, or go back to the proposal's own."""
        item, stored, form = self._opened(proposal, request.POST)
        is_reset = "reset" in request.POST
        if not is_reset and not form.is_valid():
            return self._ask(item, form, 400)
        with changing(request.user, self.scenario):
            if not is_reset:
                stored.save()
            if stored.pk:
                save_amounts(stored, {} if is_reset else form.amounts)
                save_choices(self.scenario, {item.key: choice_of(stored)})
        said = "The proposal has its own amounts again." if is_reset else "The amounts are saved."
        messages.success(request, said)
        return redirect("budget:scenario-edit", self.round.pk, self.scenario.identifier)

    def _opened(self, proposal: int, data: Any) -> tuple[Item, ScenarioItem, AmountsForm]:
        reading = read_round(self.round, self.request.user)
        seen = reading.items.items if reading else ()
        item = next((each for each in seen if each.key == str(proposal)), None)
        if item is None:
            raise Http404
        stored = ScenarioItem.objects.filter(scenario=self.scenario, proposal=proposal).first()
        form = AmountsForm(data, years=self.round.years, direction=item.direction)
        return item, stored or ScenarioItem(scenario=self.scenario, proposal_id=proposal), form

    def _ask(
        self, item: Item, form: AmountsForm, status: int = 200, *, is_stored: bool = False
    ) -> HttpResponse:
        title = f"Amounts of {item.name}"
        return self.show(
            status,
            form=form,
            title=title,
            may_reset=is_stored,
            is_pressure=item.direction != SAVING,
            **self.frame(),
        )


class AdditionView(EditingScenario):
    """A saving or pressure that exists in the scenario only: made, changed or removed."""

    template_name = "forecasts/scenarios/amounts.html"

    def get(self, request: HttpRequest, pk: int, identifier: UUID, item: int | None = None) -> HttpResponse:
        """Show what is stored of it."""
        addition = self._addition(item)
        amounts = AmountsForm(years=self.round.years, direction=addition.direction)
        amounts.initial_of({row.year: row for row in addition.years.all()} if addition.pk else {})
        return self._ask(addition, AdditionForm(instance=addition), amounts)

    def post(self, request: HttpRequest, pk: int, identifier: UUID, item: int | None = None) -> HttpResponse:
        """Save or remove it."""
        addition = self._addition(item)
        if "remove" in request.POST and addition.pk:
            with changing(request.user, self.scenario):
                addition.delete()
            messages.success(request, "The addition is removed.")
            return self._done()
        form = AdditionForm(request.POST, instance=addition)
        amounts = AmountsForm(
            request.POST, years=self.round.years, direction=request.POST.get("direction", SAVING)
        )
        is_sound = is_valid_for_others(form, request.user, self.round, "title")
        if not all([is_sound, amounts.is_valid()]):
            return self._ask(addition, form, amounts, 400)
        if not amounts.amounts:
            form.add_error(None, "Enter at least one amount.")
            return self._ask(addition, form, amounts, 400)
        with changing(request.user, self.scenario):
            save_amounts(form.save(), amounts.amounts)
        messages.success(request, "The addition is saved.")
        return self._done()

    def _addition(self, key: int | None) -> ScenarioItem:
        if key is None:
            return ScenarioItem(scenario=self.scenario, direction=SAVING)
        additions = ScenarioItem.objects.filter(scenario=self.scenario, proposal__isnull=True)
        found: ScenarioItem = get_object_or_404(additions, pk=key)
        found.scenario = self.scenario
        return found

    def _done(self) -> HttpResponse:
        return redirect("budget:scenario-edit", self.round.pk, self.scenario.identifier)

    def _ask(
        self, addition: ScenarioItem, form: AdditionForm, amounts: AmountsForm, status: int = 200
    ) -> HttpResponse:
        title = "Change the addition" if addition.pk else "Add a saving or pressure"
        return self.show(
            status, form=amounts, details=form, title=title, may_remove=bool(addition.pk), **self.frame()
        )


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
