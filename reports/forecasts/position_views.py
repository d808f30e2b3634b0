"""The page of a round's medium-term position, and its files: PDF by the worker, the others at once."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from councilsavings.tables import ROWS_A_PAGE, turned_to
from proposals.domain.fields import FUNDS
from proposals.domain.forecast.round_position import FundPosition, RoundPosition
from proposals.exports.audit import ExportRecord
from reports.forecasts.basis_form import BAND_D, BasisForm
from reports.forecasts.budget_page import BudgetPage
from reports.forecasts.files import FILE_NAMES, write_position_file
from reports.forecasts.position_document import position_cover, position_document
from reports.forecasts.position_tables import PositionPrinter
from reports.forecasts.work_views import PLAN, PROPOSALS, ask_worker
from reports.writers.files import PDF, given_out

ENTERED_PAGE, LEFT_OUT_PAGE = "page", "out"


class PositionView(BudgetPage):
    """The gap if nothing is done beside the gap with the proposals, and what it is made of."""

    template_name = "forecasts/position.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the position on the basis that the address asks for; without a plan, how to begin one."""
        if self.budget.plan is None and self.may_prepare:
            return self.show(plan=None)
        plan, form = self.plan(), BasisForm(request.GET)
        if not form.is_valid():
            return self.show(400, plan=plan, form=form)
        self.budget.basis = form.basis
        position, fault = self.budget.known_position()
        fund = position.funds.get(form.fund_shown) if position else None
        if position is None or fund is None:
            fault = fault or "Neither the plan nor a proposal names this fund."
            return self.show(plan=plan, form=form, fault=fault)
        return self.show(plan=plan, form=form, **self._shown(position, fund, form))

    def _shown(self, position: RoundPosition, fund: FundPosition, form: BasisForm) -> dict[str, Any]:
        printer = PositionPrinter(self.round.council.money_style, fund.years, position, fund)
        asked, address_of = self.request.GET, self.budget.items.address_of
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
            "entered_table": printer.entered(entered.object_list, address_of, in_band_d=in_band_d),
            "left_out": left_out,
            "left_out_table": printer.left_out(left_out.object_list, address_of),
            "notes": [each for each in (note, other_note) if each],
            "query": asked.urlencode(),
            "file_formats": FILE_NAMES.items(),
        }


class PositionDownloadView(BudgetPage):
    """The position of all funds as a file, on the basis that the address asks for."""

    def get(self, request: HttpRequest, pk: int, file_format: str) -> HttpResponse:
        """Return the file and record the export, or go to the progress of the work."""
        plan, form = self.plan(), BasisForm(request.GET)
        if file_format not in FILE_NAMES or not form.is_valid():
            raise Http404("There is no such file.")
        self.budget.basis = form.basis
        position, fault = self.budget.known_position()
        if position is None:
            raise Http404(fault)
        name = f"{self.round.file_stem}-medium-term-position.{file_format}"
        cover = position_cover(plan)
        if file_format == PDF:
            items = (*position.entered, *position.left_out)
            about = {PLAN: plan.pk, PROPOSALS: sorted({int(each.item.key) for each in items})}
            back = reverse("budget:position", args=[self.round.pk])
            document = position_document(position, self.round, cover)
            return ask_worker(request, self.round, document, about, name, back)
        content = write_position_file(position, self.round, file_format, cover)
        kind = f"medium-term position {file_format}"
        return given_out(self.round, ExportRecord(kind, name, len(position.entered), content))
