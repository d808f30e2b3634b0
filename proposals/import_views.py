"""Importing a document on the web: upload, preview, confirm. Nothing is written before the confirmation."""

import hashlib
import json
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.generic import FormView, View

from proposals.forms import ConfirmForm, UploadForm
from proposals.intake.apply import DocumentFile, ImportStopped, apply_document
from proposals.intake.lines import UnreadableDocument
from proposals.intake.option_pages import OptionDocument
from proposals.intake.plan import ImportPlan, ImportRequest, ImpossibleImport, make_plan
from proposals.intake.reading import read_document
from proposals.intake.report import as_json
from proposals.intake.styles import LAYOUTS
from proposals.models import BudgetRound, WaitingDocument

KEPT_WAITING = timedelta(days=1)


class ImportersOnly(LoginRequiredMixin):
    """Lets finance officers in; readers are refused (403), to strangers the page does not exist (404)."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Check the person before the page does anything."""
        user = request.user
        if user.is_authenticated and not user.has_perm("proposals.import_documents"):
            if user.has_perm("proposals.view_savingsproposal"):
                raise PermissionDenied("Importing documents is for finance officers.")
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class UploadView(ImportersOnly, FormView):
    """Upload a document to preview what importing it would do."""

    template_name = "proposals/import_upload.html"
    form_class = UploadForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the rounds that the person may see."""
        return {**super().get_form_kwargs(), "user": self.request.user}

    def form_valid(self, form: UploadForm) -> HttpResponse:
        """Keep a document that can be read and show its preview; say on the field why one cannot."""
        waiting = form.waiting_document(self.request.user)
        try:
            _plan_of(waiting)
        except (UnreadableDocument, ImpossibleImport) as error:
            form.add_error("document", str(error))
            return self.form_invalid(form)
        own = WaitingDocument.objects.filter(uploaded_by=self.request.user)
        own.filter(uploaded_at__lt=timezone.now() - KEPT_WAITING).delete()
        waiting.save()
        return redirect("proposals:preview", pk=waiting.pk)


class PreviewView(ImportersOnly, View):
    """What an import would create, change and leave alone, and the button that does it."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the preview."""
        waiting = _own_waiting(request, pk)
        plan = _plan_of(waiting)
        return _preview(request, waiting, plan, _confirm_form(plan, waiting))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Import as previewed, or throw the upload away; show the preview again when things have moved on."""
        waiting = _own_waiting(request, pk)
        if "discard" in request.POST:
            waiting.delete()
            messages.info(request, "The document was not imported. Nothing was changed.")
            return redirect("proposals:import")
        plan = _plan_of(waiting)
        form = ConfirmForm(request.POST, needs_reason=bool(plan.differences))
        if plan.errors or not form.is_valid():
            return _preview(request, waiting, plan, form, status=400)
        if form.cleaned_data["fingerprint"] != _fingerprint(plan, waiting):
            messages.warning(
                request, "Something changed since this preview was made. Look at it again before you import."
            )
            return redirect("proposals:preview", pk=waiting.pk)
        try:
            done = apply_document(
                _document_of(waiting),
                _request_of(waiting),
                _file_of(waiting),
                accept_reason=form.cleaned_data.get("reason", ""),
            )
        except (ImportStopped, ImpossibleImport) as error:
            messages.error(request, str(error))
            return redirect("proposals:preview", pk=waiting.pk)
        waiting.delete()
        messages.success(request, _done_in_words(done))
        return redirect(_list_address(done))


def _own_waiting(request: HttpRequest, pk: int) -> WaitingDocument:
    return get_object_or_404(WaitingDocument, pk=pk, uploaded_by=request.user)


def _document_of(waiting: WaitingDocument) -> OptionDocument:
    lines = read_document(
        bytes(waiting.content), waiting.file_name, largest_bytes=settings.LARGEST_DOCUMENT_BYTES
    )
    return LAYOUTS[waiting.style](lines)


def _request_of(waiting: WaitingDocument) -> ImportRequest:
    return ImportRequest(waiting.council_slug, waiting.round_name, waiting.council_name, waiting.phase)


def _file_of(waiting: WaitingDocument) -> DocumentFile:
    return DocumentFile(waiting.file_name, bytes(waiting.content), waiting.style)


def _plan_of(waiting: WaitingDocument) -> ImportPlan:
    return make_plan(_document_of(waiting), _request_of(waiting))


def _fingerprint(plan: ImportPlan, waiting: WaitingDocument) -> str:
    """Return a mark of what the preview shows, to tell whether it still holds when it is confirmed."""
    shown = json.dumps(as_json(plan, _file_of(waiting), "preview"), sort_keys=True)
    return hashlib.sha256(shown.encode()).hexdigest()


def _confirm_form(plan: ImportPlan, waiting: WaitingDocument) -> ConfirmForm:
    return ConfirmForm(
        needs_reason=bool(plan.differences), initial={"fingerprint": _fingerprint(plan, waiting)}
    )


def _preview(
    request: HttpRequest, waiting: WaitingDocument, plan: ImportPlan, form: ConfirmForm, status: int = 200
) -> HttpResponse:
    context = {
        "waiting": waiting,
        "plan": plan,
        "form": form,
        "created": plan.doing("create"),
        "changed": plan.doing("change"),
        "left_alone": plan.doing("leave"),
        "lines_left": len(plan.document.left_over),
        "lines_placed": plan.document.lines_read - len(plan.document.left_over),
    }
    return render(request, "proposals/import_preview.html", context, status=status)


def _done_in_words(plan: ImportPlan) -> str:
    if plan.changes_nothing:
        return "Everything in the document was held already. Nothing was changed."
    counts = (
        (plan.doing("create"), "created"),
        (plan.doing("change"), "changed"),
        (plan.doing("leave"), "left alone"),
    )
    return "Imported: " + ", ".join(f"{len(items)} {word}" for items, word in counts if items) + "."


def _list_address(plan: ImportPlan) -> str:
    budget_round = BudgetRound.objects.get(
        council__slug=plan.request.council_slug, name=plan.request.round_name
    )
    return f"{reverse('proposals:list')}?round={budget_round.pk}"
