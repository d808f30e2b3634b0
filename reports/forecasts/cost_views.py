"""The pages of a round's cost to achieve, and of what capital receipts pay of it."""

from django.http import Http404, HttpRequest, HttpResponse

from proposals.exports.audit import ExportRecord
from reports.forecasts.budget_page import BudgetPage
from reports.forecasts.capital_receipts import WRITERS, receipts_schedule
from reports.forecasts.cost_tables import CostPrinter, cost_page
from reports.writers.files import given_out


class CostsView(BudgetPage):
    """The cost to achieve by kind, funder and year, beside the savings."""

    template_name = "forecasts/costs.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the costs."""
        return self.show(costs=cost_page(self.round, request.user))


class CapitalReceiptsView(BudgetPage):
    """What capital receipts pay for, as the direction on their flexible use asks."""

    template_name = "forecasts/capital_receipts.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the schedule."""
        schedule = receipts_schedule(self.round, request.user)
        printer = CostPrinter(self.round.council.money_style, self.round.years)
        return self.show(
            schedule=schedule,
            tables=printer.receipts(schedule.projects) if schedule.projects else (),
            earlier=printer.earlier(schedule.earlier) if schedule.earlier else None,
        )


class DownloadCapitalReceiptsView(BudgetPage):
    """The schedule of what capital receipts pay for, as a file."""

    def get(self, request: HttpRequest, pk: int, file_format: str) -> HttpResponse:
        """Return the file, and record the export."""
        if file_format not in WRITERS:
            raise Http404("There is no such format.")
        schedule = receipts_schedule(self.round, request.user)
        content = WRITERS[file_format](schedule, f"{self.round}: flexible use of capital receipts")
        name = f"{self.round.file_stem}-capital-receipts.{file_format}"
        taken = ExportRecord(f"capital receipts {file_format}", name, len(schedule.projects), content)
        return given_out(self.round, taken)
