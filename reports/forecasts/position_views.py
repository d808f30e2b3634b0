"""The page of a round's medium-term position."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from councilsavings.tables import ROWS_A_PAGE, turned_to
from proposals.domain.fields import FUNDS
from proposals.domain.forecast.position import UnusableForecast
from proposals.domain.forecast.round_position import FundPosition, RoundPosition
from reports.budgets.plan_reading import RoundItems, read_items, read_position
from reports.forecasts.basis_form import BAND_D, BasisForm, asked_basis
from reports.forecasts.budget_page import BudgetPage
from reports.forecasts.files import FILE_NAMES
from reports.forecasts.position_tables import PositionPrinter
from reports.models import MediumTermPlan

ENTERED_PAGE, LEFT_OUT_PAGE = "page", "out"


class PlanPage(BudgetPage):
    """A page that shows a round's plan."""

    def plan(self) -> MediumTermPlan:
        """Return the plan of the round; raises Http404 where the person sees none."""
        plans = MediumTermPlan.objects.visible_to(self.request.user)
        plan: MediumTermPlan = get_object_or_404(plans, budget_round=self.round)
        plan.budget_round = self.round
        return plan


class PositionView(PlanPage):
    """The gap if nothing is done beside the gap with the proposals, and what it is made of."""

    template_name = "forecasts/position.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the position on the basis that the address asks for; without a plan, how to begin one."""
        try:
            plan = self.plan()
        except Http404:
            if not self.may_prepare:
                raise
            return self.show(plan=None)
        form = asked_basis(request)
        if not form.is_valid():
            return self.show(plan=plan, form=form, status=400)
        items = read_items(self.round, request.user)
        try:
            position = read_position(plan, items, form.basis)
        except UnusableForecast as fault:
            return self.show(plan=plan, form=form, fault=str(fault))
        fund = position.funds.get(form.fund_shown)
        if fund is None:
            return self.show(plan=plan, form=form, fault="Neither the plan nor a proposal names this fund.")
        return self.show(plan=plan, form=form, **self._shown(position, fund, items, form))

    def _shown(
        self, position: RoundPosition, fund: FundPosition, items: RoundItems, form: BasisForm
    ) -> dict[str, Any]:
        printer = PositionPrinter(self.round.council.money_style, position, fund)
        asked = self.request.GET
        entered, note = turned_to(
            Paginator((*fund.savings, *fund.pressures), ROWS_A_PAGE), asked.get(ENTERED_PAGE, "")
        )
        left_out, other_note = turned_to(Paginator(fund.left_out, ROWS_A_PAGE), asked.get(LEFT_OUT_PAGE, ""))
        in_band_d = form.cleaned_data["unit"] == BAND_D
        return {
            "fund_name": FUNDS[fund.fund],
            "printed": printer,
            "total_of_targets": printer.total_of_targets(self.round.target),
            "entered": entered,
            "entered_table": printer.entered(entered.object_list, items.address_of, in_band_d=in_band_d),
            "left_out": left_out,
            "left_out_table": printer.left_out(left_out.object_list, items.address_of),
            "notes": [each for each in (note, other_note) if each],
            "query": asked.urlencode(),
            "file_formats": FILE_NAMES.items(),
        }
