"""Importing the inputs of a financial case on the web: the template, upload, preview, confirm."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.generic import View

from councilsavings.saved_files import file_response
from proposals.domain.forecast.position import UnusableForecast
from proposals.domain.forecast.results import questions_of
from proposals.importing.lines import UnreadableDocument
from proposals.importing.plan.request import ImpossibleImport
from proposals.importing.upload_flow import PreviewFlow, UploadFlow
from proposals.importing.upload_forms import NOT_THE_WHOLE_COUNCIL
from proposals.models import BudgetRound, WaitingDocument
from proposals.permissions.proposals import may_import
from proposals.permissions.views import ActingPage
from reports.forecasts.input_workbook import TEMPLATE_NAME, template_workbook
from reports.forecasts.programme_forms import WAITING, CaseUploadForm
from reports.forecasts.storing import printed_case, read_file_content, store_forecast
from reports.models import Forecast
from reports.styles.financial_case.summary import PrintedCase, Summary
from reports.writers.files import EXCEL_TYPE
from services.models import Council


class ImportersOnly(ActingPage):
    """Importing is for finance officers."""

    permission = "proposals.import_documents"
    refusal = "Importing financial cases is for finance officers."


class TemplateView(ImportersOnly, View):
    """The empty workbook of inputs."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Return the workbook, with columns for the years from this one."""
        return file_response(template_workbook(timezone.localdate()), EXCEL_TYPE, TEMPLATE_NAME)


class UploadView(ImportersOnly, UploadFlow):
    """Upload inputs to preview what importing them would do."""

    template_name = "forecasts/import.html"
    form_class = CaseUploadForm
    preview_url = "programmes:preview"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the councils that the person may see."""
        return {**super().get_form_kwargs(), "user": self.request.user}

    def get_initial(self) -> dict[str, Any]:
        """Choose the council of the round that the person comes from, or the only one there is."""
        councils = CaseUploadForm(user=self.request.user).fields["council"].queryset
        asked = self.request.GET.get("round", "")
        of_round = councils.filter(budget_rounds=asked) if asked.isdecimal() and len(asked) < 10 else councils
        found = list(of_round[:2])
        return {"council": found[0].pk} if len(found) == 1 else {}

    def waiting_for(self, form: Any) -> WaitingDocument:
        """Read the file, and check that it makes a case."""
        waiting: WaitingDocument = form.waiting_document()
        try:
            _printed(waiting, self.request.user)
        except (UnusableForecast, UnreadableDocument) as error:
            raise ValidationError({"document": str(error)}) from error
        return waiting


class PreviewView(ImportersOnly, PreviewFlow):
    """The preview of an import: what the case comes to, what it asks, and the button for it."""

    styles = (WAITING,)
    upload_url = "programmes:import"
    preview_url = "programmes:preview"
    not_waiting_template = "proposals/not_waiting.html"
    discarded = "The financial case was not imported. Nothing was changed."
    refusals = (UnusableForecast, UnreadableDocument, ImpossibleImport)

    def preview(self, waiting: WaitingDocument) -> HttpResponse:
        """Show what the case comes to, and which one it replaces."""
        printed = _printed(waiting, self.request.user)
        figures = Summary(printed.case, printed.style).at_a_glance()
        context = {
            "waiting": waiting,
            "council": Council.objects.get(slug=waiting.council_slug),
            "replaced": _existing(waiting),
            "facts": [(row.label, row.value) for row in figures.rows],
            "questions": questions_of(printed.case),
        }
        return render(self.request, "forecasts/import_preview.html", context)

    def confirm(self, waiting: WaitingDocument) -> HttpResponse:
        """Store the inputs and go to the case."""
        council = Council.objects.get(slug=waiting.council_slug)
        if not may_import(self.request.user, council):
            # The person's work has been limited since the upload.
            raise PermissionDenied(NOT_THE_WHOLE_COUNCIL)
        values, _inputs = read_file_content(bytes(waiting.content), waiting.file_name)
        forecast, is_new = store_forecast(
            values, council_slug=council.slug, council_name="", name=waiting.round_name
        )
        waiting.delete()
        messages.success(self.request, f"{forecast.name} has been {'imported' if is_new else 'replaced'}.")
        rounds = BudgetRound.objects.visible_to(self.request.user).filter(council=council)
        newest = rounds.order_by("-first_year", "-pk").first()
        if newest is None:
            return redirect(self.upload_url)
        return redirect("budget:programme", newest.pk, forecast.pk)


def _printed(waiting: WaitingDocument, reader: Any) -> PrintedCase:
    """Return the case that the file makes; raises UnusableForecast or UnreadableDocument."""
    values, _inputs = read_file_content(bytes(waiting.content), waiting.file_name)
    council = Council.objects.get(slug=waiting.council_slug)
    return printed_case(Forecast(council=council, name=waiting.round_name, inputs=values), reader=reader)


def _existing(waiting: WaitingDocument) -> Forecast | None:
    found: Forecast | None = Forecast.objects.filter(
        council__slug=waiting.council_slug, name__iexact=waiting.round_name
    ).first()
    return found
