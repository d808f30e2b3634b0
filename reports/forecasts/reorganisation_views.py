"""The page of a reorganisation: a round's budget divided between successor councils, with the proof of the sum."""

import json
from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from proposals.domain.fields import GENERAL_FUND
from proposals.domain.forecast.divided_position import (
    CouncilToDivide,
    Lines,
    bodies_of,
    together,
    undivided,
)
from proposals.domain.forecast.position import ByYear, UnusableForecast
from proposals.exports.audit import ExportRecord
from proposals.models import BudgetRound
from proposals.overview.printing import OverviewTable, YearPrinter
from proposals.permissions.budgets import visible_budgets
from reports.budgets.round_budget import RoundBudget
from reports.forecasts.budget_page import BudgetPage
from reports.forecasts.reorganisation_form import ReorganisationForm
from reports.writers.files import given_out
from services.values.years import FinancialYear

ALL_BODIES, UNDIVIDED, DIFFERENCE = "All bodies together", "Undivided", "Difference"


class _Divided:
    """A reorganisation as the form states it, computed for what the person sees."""

    def __init__(self, form: ReorganisationForm, page: BudgetPage) -> None:
        self.councils: list[CouncilToDivide] = []
        spans: list[set[FinancialYear]] = []
        for budget_round, reorganisation in form.reorganisations():
            is_own = budget_round == page.round
            budget = page.budget if is_own else RoundBudget(budget_round, page.request.user)
            position = budget.position()
            if position is None:
                raise UnusableForecast(f"There is no medium-term plan of {budget_round}.")
            fund, reserves = position.funds[GENERAL_FUND], budget.reserves(position).closing
            self.councils.append(CouncilToDivide(fund, reserves, reorganisation))
            spans.append(set(fund.years))
        self.years = tuple(sorted(set.intersection(*spans)))
        if not self.years:
            raise UnusableForecast("The plans of these rounds have no year in common.")

    @property
    def without_reserves(self) -> list[str]:
        """The councils of which the balance of the reserves is not known."""
        return [each.reorganisation.council for each in self.councils if not each.reserves]

    def bodies(self) -> dict[str, Lines]:
        """Return the lines of each body."""
        return bodies_of(self.councils, self.years)

    def undivided(self) -> Lines:
        """Return the lines of the councils as they are."""
        return undivided(self.councils, self.years)

    def difference(self) -> Lines:
        """Return by how much the bodies together differ from the undivided councils: zero if all is well."""
        whole = self.undivided()
        return {
            line: {year: pounds - whole[line][year] for year, pounds in by_year.items()}
            for line, by_year in together(self.bodies().values()).items()
        }


class _ReorganisationPage(BudgetPage):
    def asked(self) -> ReorganisationForm:
        """Return the form as the address fills it in."""
        seen = BudgetRound.objects.visible_to(self.request.user).filter(
            visible_budgets(self.request.user, ""), medium_term_plan__isnull=False
        )
        others = seen.exclude(council=self.round.council).select_related("council")
        return ReorganisationForm(self.request.GET, self.round, self.budget.directorates, list(others))


class ReorganisationView(_ReorganisationPage):
    """The general fund of each body, and the check that together they have what the undivided councils have."""

    template_name = "forecasts/reorganisation.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the form, and the bodies where it is filled in."""
        form = self.asked()
        if not form.is_valid():
            return self.show(form=form, status=400)
        if not form.is_asked:
            return self.show(form=form)
        try:
            divided = _Divided(form, self)
        except UnusableForecast as fault:
            return self.show(form=form, fault=str(fault))
        return self.show(form=form, query=request.GET.urlencode(), **self._shown(divided))

    def _shown(self, divided: _Divided) -> dict[str, Any]:
        printer = YearPrinter(self.round.council.money_style, tuple(divided.years))
        bodies = divided.bodies()
        ending = {council.reorganisation.council for council in divided.councils}

        def table(caption: str, lines: Lines) -> OverviewTable:
            rows = tuple(printer.costs(line, by_year) for line, by_year in lines.items())
            return OverviewTable(caption, printer.headings("Line"), rows)

        difference = divided.difference()
        return {
            "tables": [
                table(f"{body}, which ends" if body in ending else body, lines)
                for body, lines in bodies.items()
            ],
            "checks": [
                table(ALL_BODIES, together(bodies.values())),
                table(UNDIVIDED, divided.undivided()),
                table(DIFFERENCE, difference),
            ],
            "agrees": not any(pounds for by_year in difference.values() for pounds in by_year.values()),
            "without_reserves": divided.without_reserves,
        }


class ReorganisationFileView(_ReorganisationPage):
    """The bodies of a reorganisation as JSON, in whole pounds."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Return the file, and record the export; raises Http404 for an address that divides nothing."""
        form = self.asked()
        if not form.is_valid() or not form.is_asked:
            raise Http404("There is a problem with the address.")
        try:
            divided = _Divided(form, self)
        except UnusableForecast as fault:
            raise Http404(str(fault)) from fault
        tree = {
            "unit": "pounds",
            "first_year": str(form.first),
            "bodies": {body: _plain(lines) for body, lines in divided.bodies().items()},
            "undivided": _plain(divided.undivided()),
            "proposals": [
                {
                    "council": council.reorganisation.council,
                    "reference": item.reference,
                    "title": item.title,
                    "direction": item.direction,
                    "bodies": _plain(bodies),
                }
                for council in divided.councils
                for item, bodies in council.proposals()
            ],
            "difference": _plain(divided.difference()),
        }
        content = (json.dumps(tree, ensure_ascii=False, indent=2) + "\n").encode()
        name = f"{self.round.file_stem}-reorganisation.json"
        taken = ExportRecord("reorganisation JSON", name, len(tree["bodies"]), content)
        return given_out(self.round, taken)


def _plain(lines: Mapping[str, ByYear]) -> dict[str, dict[str, int]]:
    return {line: {str(year): pounds for year, pounds in by_year.items()} for line, by_year in lines.items()}
