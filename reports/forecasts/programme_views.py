"""The pages of a council's financial cases: the list, a case with its readings, its files, and sharing it."""

from dataclasses import replace
from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.text import slugify

from proposals.domain.forecast.position import UnusableForecast
from proposals.exports.audit import ExportRecord
from proposals.models import BudgetRound
from proposals.permissions.budgets import visible_budgets
from proposals.permissions.proposals import may_import
from reports.budgets.round_budget import RoundBudget
from reports.documents.document import Contents
from reports.forecasts.budget_page import BudgetPage
from reports.forecasts.case_proposals import readable_values
from reports.forecasts.files import FILE_NAMES, write_case_file
from reports.forecasts.input_workbook import inputs_workbook
from reports.forecasts.programme_forms import CaseAppendixForm, ReadingsForm
from reports.forecasts.storing import printed_case
from reports.forecasts.work_views import FORECAST, PROPOSALS, ask_worker
from reports.models import Forecast
from reports.styles.financial_case.document import case_document
from reports.styles.financial_case.summary import PrintedCase, payback_words
from reports.writers.files import PDF, given_out
from reports.writers.html import write_html_blocks
from services.values.money import format_money

NOT_YOURS = "Financial cases are shared and withdrawn by finance officers."


class ProgrammePage(BudgetPage):
    """A page about the financial cases of a round's council, for who may see the round."""

    refusal = ""
    """What is said to people who may not change cases, on a page that changes them."""

    def rounds(self) -> Any:
        """Return the rounds that the person may see, whether or not they see the budget."""
        return BudgetRound.objects.visible_to(self.request.user).select_related("council")

    @cached_property
    def budget(self) -> RoundBudget:
        """The round's budget as far as the person sees it."""
        return RoundBudget(self.round, self.request.user)

    def open(self) -> None:
        """Raise PermissionDenied on a page that changes cases for who may not."""
        if self.refusal and not self.may_change:
            raise PermissionDenied(self.refusal)

    @property
    def forecasts(self) -> Any:
        """Return the cases of the council that the person may see."""
        return Forecast.objects.visible_to(self.request.user).filter(council=self.round.council_id)

    @cached_property
    def case(self) -> Forecast:
        """The case of the address; raises Http404 for one that the person may not see."""
        cases = self.forecasts.select_related("council")
        found: Forecast = get_object_or_404(cases, pk=self.kwargs["forecast"])
        return found

    @property
    def may_change(self) -> bool:
        """Return whether the person may import, share and withdraw cases of the council."""
        return may_import(self.request.user, self.round.council)

    def show(self, status: int = 200, **context: Any) -> HttpResponse:
        """Return the page."""
        rounds = BudgetRound.objects.filter(visible_budgets(self.request.user, ""), pk=self.round.pk)
        # Whether the person sees the budget is asked by the pages with the navigation alone.
        frame = {"may_change": self.may_change, "sees_budget": rounds.exists}
        return super().show(status, **frame, **context)


class ProgrammesView(ProgrammePage):
    """The financial cases of the round's council."""

    template_name = "forecasts/programmes.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the list."""
        listed = self.forecasts.select_related("council")
        return self.show(cases=[self._listed(each) for each in listed])

    def _listed(self, forecast: Forecast) -> dict[str, Any]:
        """Return a case with what its programme comes to by the readings of its file, or why it cannot be computed."""
        try:
            printed = printed_case(forecast, reader=self.request.user)
        except UnusableForecast as error:
            return {"forecast": forecast, "problem": str(error)}
        together = printed.case.programme.consolidated()
        net = format_money(sum(together.net_in_year.values()), printed.style)
        return {"forecast": forecast, "net": net, "payback": payback_words(together.payback_years)}


class CasePage(ProgrammePage):
    """A page or file of one case, by the readings in the address."""

    def read(self) -> tuple[PrintedCase, ReadingsForm]:
        """Return the case with the form of its readings; by those of its file where the address has wrong ones.

        Raises Http404 for a case that cannot be computed: what was stored under an earlier version of the rules may be
        refused by those of today.
        """
        query, reader = self.request.GET, self.request.user
        try:
            own = printed_case(self.case, reader=reader)
        except UnusableForecast as fault:
            raise Http404(str(fault)) from fault
        form = ReadingsForm(query if _readings_in(query) else None, case=own.case)
        if form.is_bound and form.is_valid():
            return printed_case(self.case, form.choices, reader=reader), form
        return own, form

    def show(self, status: int = 200, **context: Any) -> HttpResponse:
        """Return the page."""
        return super().show(status, forecast=self.case, **context)


class ProgrammeView(CasePage):
    """The page of one case, with its readings to choose."""

    template_name = "forecasts/programme.html"

    def get(self, request: HttpRequest, pk: int, forecast: int) -> HttpResponse:
        """Show the case, with errors where the address has readings that do not exist."""
        printed, form = self.read()
        document = case_document(printed, with_data=False)
        return self.show(
            400 if form.errors else 200,
            form=form,
            readings=urlencode(_readings_in(request.GET)),
            contents=list(document.contents),
            body=write_html_blocks([block for block in document.blocks if not isinstance(block, Contents)]),
            file_formats=FILE_NAMES.items(),
        )


class AppendixView(CasePage):
    """The words on the cover, for a case that goes out as an appendix."""

    template_name = "forecasts/programme_appendix.html"

    def get(self, request: HttpRequest, pk: int, forecast: int) -> HttpResponse:
        """Ask for the cover's words; the address says which readings."""
        _, form = self.read()
        return self.ask(CaseAppendixForm(), 400 if form.errors else 200)

    def ask(self, form: CaseAppendixForm, status: int) -> HttpResponse:
        """Return the page with the form."""
        return self.show(status, form=form, kept=list(_readings_in(self.request.GET).items()))


class DownloadView(AppendixView):
    """The case as a file: PDF by the worker, the others at once."""

    def get(self, request: HttpRequest, pk: int, forecast: int, file_format: str = "") -> HttpResponse:
        """Return the file and record the export, or go to the progress of the work."""
        if file_format not in FILE_NAMES:
            raise Http404("There is no such format.")
        printed, form = self.read()
        has_cover = any(name.startswith(f"{CaseAppendixForm.prefix}-") for name in request.GET)
        words = CaseAppendixForm(request.GET if has_cover else None)
        if form.errors or words.errors:
            return self.ask(words, 400)
        cover = words.cover()
        if not self.case.shared_at:
            # Nothing that the council has not shared may pass for a finished case.
            cover = replace(cover, draft=True)
        name = f"{_file_stem(self.case)}.{file_format}"
        if file_format == PDF:
            about = {FORECAST: self.case.pk, PROPOSALS: list(printed.proposals)}
            back = reverse("budget:programme", args=[self.round.pk, self.case.pk])
            return ask_worker(request, self.round, case_document(printed, cover), about, name, back)
        content = write_case_file(printed, file_format, cover)
        return given_out(self.case, ExportRecord(f"financial case {file_format}", name, None, content))


class InputsView(ProgrammePage):
    """The inputs of a case as the workbook template, filled in."""

    def get(self, request: HttpRequest, pk: int, forecast: int) -> HttpResponse:
        """Return the workbook and record the export."""
        found = self.case
        values = found.inputs
        if not self.may_change:
            values = readable_values(values, found.council, request.user)
        content = inputs_workbook(values, f"{found.name}: inputs")
        name = f"{_file_stem(found)}-inputs.xlsx"
        return given_out(found, ExportRecord("inputs of a financial case", name, None, content))


class ShareView(ProgrammePage):
    """Sharing a case with everybody who sees the council, and withdrawing it again."""

    def post(self, request: HttpRequest, pk: int, forecast: int) -> HttpResponse:
        """Share or withdraw it."""
        found = self.case
        if not self.may_change:
            raise PermissionDenied(NOT_YOURS)
        is_shared = "withdraw" not in request.POST
        found.shared_at = timezone.now() if is_shared else None
        found.save(update_fields=["shared_at"])
        done = "shared with everybody who can view the council’s rounds" if is_shared else "no longer shared"
        return self.done(f"{found.name} is {done}.", "programme", found.pk)


_READING = f"{ReadingsForm.prefix}-"


def _readings_in(query: QueryDict) -> dict[str, str]:
    """Return the readings in an address, for the addresses of the files."""
    return {name: value for name, value in query.items() if name.startswith(_READING)}


def _file_stem(forecast: Forecast) -> str:
    return slugify(f"{forecast.council.slug} {forecast.name}")[:150]
