"""The pages of the round trip: download for editing, upload, preview, apply. Nothing is written unseen."""

from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.generic import View

from councilsavings.saved_files import file_response
from proposals.exports.audit import ExportRecord, record_export
from proposals.exports.proposals import FORMATS
from proposals.importing.files.cleaning import UnreadableDocument
from proposals.importing.upload_flow import PreviewFlow, UploadFlow
from proposals.listing.selection import selection_of
from proposals.models import WaitingDocument
from proposals.permissions.views import ActingPage
from proposals.workbook.applying import ReasonNeeded, WorkbookStopped, apply_workbook
from proposals.workbook.comparing import Decisions
from proposals.workbook.forms import (
    WORKBOOK,
    WORKBOOK_ERASING,
    ReasonForm,
    WorkbookUploadForm,
)
from proposals.workbook.making import TooManyProposals, make_workbook
from proposals.workbook.plan import ImpossibleWorkbook, WorkbookPlan
from proposals.workbook.planning import make_plan
from proposals.workbook.preview import MOST_ERRORS_SHOWN, describe_plan, preview_totals
from proposals.workbook.reading import read_workbook
from services.values.wording import counted

_CONFLICT = "conflict:"


class EditorsOnly(ActingPage):
    """Only people who enter or correct proposals can download workbooks for editing."""

    permission = "proposals.export_for_editing"
    refusal = "Only people who enter or correct proposals can download workbooks for editing."


class DownloadView(EditorsOnly, View):
    """The proposals that the address filters, as a workbook made for editing."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Return the workbook, and record the export."""
        selection = selection_of(request)
        if not selection.is_exact:
            return render(request, "proposals/cannot_download.html", {"selection": selection}, status=400)
        filters = selection.filters_in_words
        made_by = request.user.get_full_name() or request.user.get_username()
        try:
            content, count = make_workbook(
                selection.budget_round,
                selection.ordered(),
                request.user,
                filters=filters,
                made_by=made_by,
            )
        except TooManyProposals as error:
            messages.error(request, str(error))
            return redirect(selection.list_url)
        name = f"{selection.file_stem}-for-editing.xlsx"
        taken = ExportRecord("workbook for editing", name, count, content, "; ".join(filters))
        record_export(selection.budget_round, taken)
        return file_response(content, FORMATS["xlsx"], name)


class UploadView(EditorsOnly, UploadFlow):
    """Upload an edited workbook to preview what it would change."""

    template_name = "proposals/workbook_upload.html"
    form_class = WorkbookUploadForm
    preview_url = "proposals:workbook-preview"

    def waiting_for(self, form: WorkbookUploadForm) -> WaitingDocument:
        """Read the workbook, and plan it as far as that tells whose round it is of."""
        document = form.cleaned_data["workbook"]
        blanks_erase = form.cleaned_data["blanks_erase"]
        content = document.read()
        try:
            read = read_workbook(content, document.name)
            plan = make_plan(read, self.request.user, Decisions(blanks_erase))
        except (UnreadableDocument, ImpossibleWorkbook) as error:
            raise ValidationError({"workbook": str(error)}) from error
        return WaitingDocument(
            uploaded_by=self.request.user,
            style=WORKBOOK_ERASING if blanks_erase else WORKBOOK,
            council_slug=plan.budget_round.council.slug,
            round_name=plan.budget_round.name,
            phase=plan.budget_round.phase,
            file_name=Path(document.name).name[:255],
            content=content,
        )


class PreviewView(EditorsOnly, PreviewFlow):
    """The changes that a workbook would make, cell by cell, and the button that makes them."""

    styles = (WORKBOOK, WORKBOOK_ERASING)
    upload_url = "proposals:workbook-upload"
    preview_url = "proposals:workbook-preview"
    not_waiting_template = "proposals/workbook_not_waiting.html"
    discarded = "The workbook was not imported. Nothing has been changed."
    refusals = (UnreadableDocument, ImpossibleWorkbook)

    def preview(self, waiting: WaitingDocument) -> HttpResponse:
        """Show what the workbook would change."""
        read = read_workbook(bytes(waiting.content), waiting.file_name)
        plan = make_plan(read, self.request.user, _decisions(self.request, waiting))
        return _preview(self.request, waiting, plan, asked=self._typed())

    def confirm(self, waiting: WaitingDocument) -> HttpResponse:
        """Import the workbook as previewed; show the preview again when it is another one now."""
        request = self.request
        if "look" in request.POST:
            return self.preview(waiting)
        asked = ReasonForm(request.POST)
        try:
            plan = apply_workbook(
                bytes(waiting.content),
                waiting.file_name,
                request.user,
                _decisions(request, waiting),
                fingerprint=request.POST.get("fingerprint", ""),
                reason=asked.cleaned_data["reason"] if asked.is_valid() else "",
            )
        except ReasonNeeded as stop:
            return _preview(request, waiting, stop.plan, status=400, asked=asked)
        except WorkbookStopped as stop:
            if not stop.plan.errors:
                messages.warning(
                    request,
                    "The changes are different from those in the preview. Nothing has been changed yet. "
                    "Check the preview again.",
                )
            status = 400 if stop.plan.errors else 200
            return _preview(request, waiting, stop.plan, status=status, asked=self._typed())
        waiting.delete()
        messages.success(request, f"{waiting.file_name}: {describe_plan(plan) or 'nothing'}.")
        return redirect(f"{reverse('proposals:list')}?round={plan.budget_round.pk}")

    def _typed(self) -> ReasonForm:
        return ReasonForm(initial={"reason": self.request.POST.get("reason", "")})


def _decisions(request: HttpRequest, waiting: WaitingDocument) -> Decisions:
    taken = (name.removeprefix(_CONFLICT) for name, value in request.POST.items() if value == "mine")
    return Decisions(waiting.style == WORKBOOK_ERASING, frozenset(taken))


def _preview(
    request: HttpRequest,
    waiting: WaitingDocument,
    plan: WorkbookPlan,
    *,
    asked: ReasonForm,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "waiting": waiting,
        "plan": plan,
        "form": asked if plan.material and not plan.errors else None,
        "years": (*map(str, plan.budget_round.years), "Total"),
        "totals": preview_totals(plan),
        "errors": plan.errors[:MOST_ERRORS_SHOWN],
        "more_errors": max(len(plan.errors) - MOST_ERRORS_SHOWN, 0),
        "facts": _facts(plan),
        "conflict_prefix": _CONFLICT,
        "in_words": describe_plan(plan),
    }
    return render(request, "proposals/workbook_preview.html", context, status=status)


def _facts(plan: WorkbookPlan) -> list[tuple[str, str]]:
    return [
        ("Budget round", str(plan.budget_round)),
        ("Changes", f"{counted(plan.cells, 'cell')} of {counted(len(plan.changed), 'proposal')}"),
        ("New", counted(len(plan.created), "proposal")),
        ("Unchanged", counted(plan.left_alone, "proposal")),
        ("Blank cells", "Delete current values" if plan.decisions.blanks_erase else "No change"),
    ]
