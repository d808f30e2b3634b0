"""The files of a round's medium-term position: PDF by the worker, the others at once."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from councilsavings.saved_files import file_response
from proposals.domain.forecast.position import UnusableForecast
from proposals.domain.forecast.round_position import RoundPosition
from proposals.exports.audit import ExportRecord, record_export
from reports.budgets.plan_reading import read_items, read_position
from reports.forecasts.basis_form import asked_basis
from reports.forecasts.files import FILE_TYPES, write_position_file
from reports.forecasts.position_document import position_cover, position_document
from reports.forecasts.position_views import PlanPage
from reports.forecasts.work_views import PLAN, PROPOSALS, ask_worker
from reports.models import MediumTermPlan
from reports.writers.files import PDF


class PositionDownloadView(PlanPage):
    """The position of all funds as a file, on the basis that the address asks for."""

    def get(self, request: HttpRequest, pk: int, file_format: str) -> HttpResponse:
        """Return the file and record the export, or go to the progress of the work."""
        form = asked_basis(request)
        if file_format not in FILE_TYPES or not form.is_valid():
            raise Http404("There is no such file.")
        plan = self.plan()
        try:
            position = read_position(plan, read_items(self.round, request.user), form.basis)
        except UnusableForecast as fault:
            raise Http404(str(fault)) from fault
        name = f"{self.round.file_stem}-medium-term-position.{file_format}"
        if file_format == PDF:
            return self._ask_worker(plan, position, name)
        content = write_position_file(position, self.round, file_format, position_cover(plan))
        rows = len(position.entered)
        record_export(self.round, ExportRecord(f"medium-term position {file_format}", name, rows, content))
        return file_response(content, FILE_TYPES[file_format], name)

    def _ask_worker(self, plan: MediumTermPlan, position: RoundPosition, name: str) -> HttpResponse:
        items = (*position.entered, *position.left_out)
        about = {PLAN: plan.pk, PROPOSALS: sorted({int(each.item.key) for each in items})}
        document = position_document(position, self.round, position_cover(plan))
        back = reverse("budget:position", args=[self.round.pk])
        return ask_worker(self.request, self.round, document, about, name, back)
