"""The pages of the round trip: download for editing, upload, preview, apply. Nothing is written unseen."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.generic import FormView, View

from councilsavings.saved_files import file_response
from proposals.exports.audit import ExportRecord, record_export
from proposals.exports.proposals import FORMATS
from proposals.importing.views import KEPT_WAITING
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
    waiting_workbook,
)
from proposals.workbook.making import TooManyProposals, make_workbook
from proposals.workbook.package import UnreadableWorkbook
from proposals.workbook.plan import ImpossibleWorkbook, WorkbookPlan
from proposals.workbook.planning import make_plan
from proposals.workbook.preview import MOST_ERRORS_SHOWN, describe_plan, preview_totals
from proposals.workbook.reading import read_workbook
from proposals.workbook.rights import rights_of
from services.values.wording import counted

_CONFLICT = "conflict:"


class EditorsOnly(ActingPage):
    """Workbooks for editing are for those who enter and correct proposals."""

    permission = "proposals.export_for_editing"
    refusal = "Workbooks for editing are for those who enter and correct proposals."


class DownloadView(EditorsOnly, View):
    """The proposals that the address filters, as a workbook made for editing."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Return the workbook, and write on the record that it was taken away."""
        selection = selection_of(request)
        if not selection.is_exact:
            return render(request, "proposals/cannot_download.html", {"selection": selection}, status=400)
        filters = selection.filters_in_words
        made_by = request.user.get_full_name() or request.user.get_username()
        try:
            content, count = make_workbook(
                selection.budget_round,
                selection.ordered(),
                rights_of(request.user),
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


class UploadView(EditorsOnly, FormView):
    """Upload an edited workbook to preview what it would change."""

    template_name = "proposals/workbook_upload.html"
    form_class = WorkbookUploadForm

    def form_valid(self, form: WorkbookUploadForm) -> HttpResponse:
        """Keep a workbook that can be read and show its preview; say on the field why one cannot."""
        document = form.cleaned_data["workbook"]
        blanks_erase = form.cleaned_data["blanks_erase"]
        content = document.read()
        try:
            read = read_workbook(content, document.name)
            plan = make_plan(read, rights_of(self.request.user), Decisions(blanks_erase))
        except (UnreadableWorkbook, ImpossibleWorkbook) as error:
            form.add_error("workbook", str(error))
            return self.form_invalid(form)
        WaitingDocument.objects.filter(uploaded_at__lt=timezone.now() - KEPT_WAITING).delete()
        waiting = waiting_workbook(
            self.request.user, plan.budget_round, document.name, content, blanks_erase=blanks_erase
        )
        waiting.save()
        return redirect("proposals:workbook-preview", pk=waiting.pk)


class PreviewView(EditorsOnly, View):
    """Show the changes of a workbook cell by cell, with the button that makes them."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the preview."""
        waiting = _own_waiting(request, pk).first()
        if waiting is None:
            return _not_waiting(request)
        try:
            plan = _plan_of(request, waiting)
        except (UnreadableWorkbook, ImpossibleWorkbook) as error:
            return _impossible(request, waiting, error)
        return _preview(
            request, waiting, plan, asked=ReasonForm(initial={"reason": request.POST.get("reason", "")})
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take the workbook in as previewed, or throw it away; show the preview again when it is another one now."""
        waiting = _own_waiting(request, pk).first()
        if waiting is None:
            return _not_waiting(request)
        if "discard" in request.POST:
            waiting.delete()
            messages.info(request, "The workbook was not taken in. Nothing was changed.")
            return redirect("proposals:workbook-upload")
        if "look" in request.POST:
            return self.get(request, pk)
        asked = ReasonForm(request.POST)
        try:
            with transaction.atomic():
                # Locked, so that the second of two clicks waits for the first and then finds nothing to do.
                waiting = _own_waiting(request, pk).select_for_update().first()
                if waiting is None:
                    return _not_waiting(request)
                plan = apply_workbook(
                    bytes(waiting.content),
                    waiting.file_name,
                    rights_of(request.user),
                    _decisions(request, waiting),
                    fingerprint=request.POST.get("fingerprint", ""),
                    reason=asked.cleaned_data["reason"] if asked.is_valid() else "",
                )
                waiting.delete()
        except ReasonNeeded as stop:
            return _preview(request, waiting, stop.plan, status=400, asked=asked)
        except WorkbookStopped as stop:
            if not stop.plan.errors:
                messages.warning(
                    request,
                    "With your choices, or since this preview was made, something else would change than it "
                    "showed. Nothing was changed yet: look at it again.",
                )
            typed = ReasonForm(initial={"reason": request.POST.get("reason", "")})
            status = 400 if stop.plan.errors else 200
            return _preview(request, waiting, stop.plan, status=status, asked=typed)
        except (UnreadableWorkbook, ImpossibleWorkbook) as error:
            messages.error(request, str(error))
            return redirect("proposals:workbook-preview", pk=pk)
        messages.success(request, f"{waiting.file_name}: {describe_plan(plan) or 'nothing'}.")
        return redirect(f"{reverse('proposals:list')}?round={plan.budget_round.pk}")


def _own_waiting(request: HttpRequest, pk: int) -> QuerySet[WaitingDocument]:
    return WaitingDocument.objects.filter(
        pk=pk, uploaded_by=request.user, style__in=(WORKBOOK, WORKBOOK_ERASING)
    )


def _not_waiting(request: HttpRequest) -> HttpResponse:
    """Answer for an upload that is somebody else's, done with, or was never there: all look the same."""
    return render(request, "proposals/workbook_not_waiting.html", status=404)


def _impossible(request: HttpRequest, waiting: WaitingDocument, error: Exception) -> HttpResponse:
    waiting.delete()
    messages.error(request, f"{waiting.file_name} cannot be taken in as things are now. {error}")
    return redirect("proposals:workbook-upload")


def _decisions(request: HttpRequest, waiting: WaitingDocument) -> Decisions:
    taken = (name.removeprefix(_CONFLICT) for name, value in request.POST.items() if value == "mine")
    return Decisions(waiting.style == WORKBOOK_ERASING, frozenset(taken))


def _plan_of(request: HttpRequest, waiting: WaitingDocument) -> WorkbookPlan:
    read = read_workbook(bytes(waiting.content), waiting.file_name)
    return make_plan(read, rights_of(request.user), _decisions(request, waiting))


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
        "form": asked if plan.needs_reason and not plan.errors else None,
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
        ("To change", f"{counted(plan.cells, 'cell')} of {_proposals(len(plan.changed))}"),
        ("New", _proposals(len(plan.created))),
        ("Left alone", _proposals(plan.left_alone)),
        ("Blank cells", "Erase what is held" if plan.decisions.blanks_erase else "Change nothing"),
    ]


def _proposals(count: int) -> str:
    return counted(count, "proposal")
