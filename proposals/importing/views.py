"""Importing a document on the web: upload, preview, confirm. Nothing is written before the confirmation."""

import hashlib
import json
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.generic import FormView, View

from proposals.importing.apply import AnyPlan, DocumentFile, ImportStopped, apply_document, plan_document
from proposals.importing.document_totals import printed_totals
from proposals.importing.lines import UnreadableDocument
from proposals.importing.planning import ImportRequest, ImpossibleImport, WrongRound, YearsNotKnown
from proposals.importing.publication import WORDS_OF_NEW
from proposals.importing.reading import read_document
from proposals.importing.report import as_json
from proposals.importing.styles import LAYOUTS, Document, WrongKind, read_as
from proposals.importing.upload_forms import NOT_THE_WHOLE_COUNCIL, ChoicesForm, ConfirmForm, UploadForm
from proposals.models import BudgetRound, WaitingDocument
from proposals.permissions.proposals import may_import
from proposals.permissions.views import ActingPage
from services.models import Council
from services.values.years import contrary_to_name, names_a_span

KEPT_WAITING = timedelta(days=1)


class ImportersOnly(ActingPage):
    """Importing is for finance officers."""

    permission = "proposals.import_documents"
    refusal = "Importing documents is for finance officers."


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
            plan = _plan_of(waiting)
        except YearsNotKnown as error:
            form.add_error("first_year", str(error))
            return self.form_invalid(form)
        except WrongRound as error:
            form.add_error("budget_round" if form.cleaned_data["budget_round"] else "first_year", str(error))
            return self.form_invalid(form)
        except WrongKind as error:
            form.add_error("style", str(error))
            return self.form_invalid(form)
        except (UnreadableDocument, ImpossibleImport) as error:
            form.add_error("document", str(error))
            return self.form_invalid(form)
        if plan.budget_round is None and names_a_span(waiting.round_name):
            # Nothing but the document may say which years a new round has: only now are they known.
            contrary = contrary_to_name(waiting.round_name, plan.years)
            if contrary:
                form.add_error("round_name", f"{contrary} Correct the name, or leave the years out of it.")
                return self.form_invalid(form)
        WaitingDocument.objects.filter(uploaded_at__lt=timezone.now() - KEPT_WAITING).delete()
        waiting.save()
        return redirect("proposals:preview", pk=waiting.pk)


class StalePreview(Exception):
    """What would be imported now is not what the person saw."""


class PreviewView(ImportersOnly, View):
    """What an import would create, change and leave alone, and the button that does it."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the preview."""
        waiting = _own_waiting(request, pk).first()
        if waiting is None:
            return _not_waiting(request)
        try:
            plan = _plan_of(waiting)
        except (UnreadableDocument, ImpossibleImport) as error:
            return _impossible(request, waiting, error)
        return _preview(request, waiting, plan, _confirm_form(plan, waiting))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Import as previewed, or throw the upload away; show the preview again when things have moved on."""
        try:
            with transaction.atomic():
                # Locked, so that the second of two clicks waits for the first and then finds nothing to do.
                waiting = _own_waiting(request, pk).select_for_update().first()
                if waiting is None:
                    return _not_waiting(request)
                if "discard" in request.POST:
                    return _discard(request, waiting)
                _refuse_who_may_not(request, waiting)
                if "choose" in request.POST:
                    return _choose(request, waiting)
                return _confirm(request, waiting)
        except (StalePreview, ImportStopped, IntegrityError):
            messages.warning(
                request,
                "Something changed since this preview was made, so nothing was imported. "
                "Look at it again before you import.",
            )
            return redirect("proposals:preview", pk=pk)
        except ImpossibleImport as error:
            messages.error(request, str(error))
            return redirect("proposals:preview", pk=pk)


def _own_waiting(request: HttpRequest, pk: int) -> QuerySet[WaitingDocument]:
    return WaitingDocument.objects.filter(pk=pk, uploaded_by=request.user, style__in=LAYOUTS)


def _not_waiting(request: HttpRequest) -> HttpResponse:
    """Answer for an upload that is somebody else's, done with, or was never there: all look the same."""
    return render(request, "proposals/not_waiting.html", status=404)


def _impossible(request: HttpRequest, waiting: WaitingDocument, error: Exception) -> HttpResponse:
    """Say why an upload that could be read once cannot be imported any more, and throw it away."""
    waiting.delete()
    messages.error(request, f"{waiting.file_name} cannot be imported as things are now. {error}")
    return redirect("proposals:import")


def _refuse_who_may_not(request: HttpRequest, waiting: WaitingDocument) -> None:
    """Raise PermissionDenied where the person's work has been limited since the upload."""
    council = Council.objects.filter(slug__iexact=waiting.council_slug).first()
    if not may_import(request.user, council):
        raise PermissionDenied(NOT_THE_WHOLE_COUNCIL)


def _choose(request: HttpRequest, waiting: WaitingDocument) -> HttpResponse:
    """Keep which held proposals those of the document are, and show the preview with that."""
    plan = _plan_of(waiting)
    form = ChoicesForm(request.POST, choices=plan.choices)
    if not form.is_valid():
        return _preview(request, waiting, plan, _confirm_form(plan, waiting), choices_form=form, status=400)
    waiting.choices = [*waiting.choices, *form.chosen()]
    _plan_of(waiting)  # refuses one proposal chosen for two
    waiting.save()
    return redirect("proposals:preview", pk=waiting.pk)


def _discard(request: HttpRequest, waiting: WaitingDocument) -> HttpResponse:
    waiting.delete()
    messages.info(request, "The document was not imported. Nothing was changed.")
    return redirect("proposals:import")


def _confirm(request: HttpRequest, waiting: WaitingDocument) -> HttpResponse:
    """Import what was previewed; raises StalePreview, to be rolled back, when it was something else."""
    plan = _plan_of(waiting)
    form = ConfirmForm(request.POST, plan=plan)
    if "fingerprint" not in request.POST or request.POST["fingerprint"] != _fingerprint(plan, waiting):
        raise StalePreview
    if plan.errors or not form.is_valid():
        return _preview(request, waiting, plan, form, status=400)
    done = apply_document(
        _document_of(waiting),
        _request_of(waiting),
        _file_of(waiting),
        accept_reason=form.cleaned_data.get("reason", ""),
    )
    # The plan carried out was made again, under its locks: it must still be the one that was shown.
    if _fingerprint(done, waiting) != form.cleaned_data["fingerprint"]:
        raise StalePreview
    waiting.delete()
    messages.success(request, _done_in_words(done))
    return redirect(_list_address(done))


def _document_of(waiting: WaitingDocument) -> Document:
    lines = read_document(
        bytes(waiting.content), waiting.file_name, largest_bytes=settings.LARGEST_DOCUMENT_BYTES
    )
    return read_as(waiting.style, lines)


def _request_of(waiting: WaitingDocument) -> ImportRequest:
    return ImportRequest(
        waiting.council_slug,
        waiting.round_name,
        waiting.council_name,
        waiting.phase,
        waiting.first_year,
        waiting.number_of_years,
        tuple((key, chosen) for key, chosen in waiting.choices),
    )


def _file_of(waiting: WaitingDocument) -> DocumentFile:
    return DocumentFile(waiting.file_name, bytes(waiting.content), waiting.style)


def _plan_of(waiting: WaitingDocument) -> AnyPlan:
    return plan_document(_document_of(waiting), _request_of(waiting), waiting.style)


def _fingerprint(plan: AnyPlan, waiting: WaitingDocument) -> str:
    """Return a mark of what the preview shows, to tell whether it still holds when it is confirmed."""
    shown = json.dumps(as_json(plan, _file_of(waiting), "preview"), sort_keys=True)
    return hashlib.sha256(shown.encode()).hexdigest()


def _confirm_form(plan: AnyPlan, waiting: WaitingDocument) -> ConfirmForm:
    return ConfirmForm(plan=plan, initial={"fingerprint": _fingerprint(plan, waiting)})


def _preview(
    request: HttpRequest,
    waiting: WaitingDocument,
    plan: AnyPlan,
    form: ConfirmForm,
    status: int = 200,
    choices_form: ChoicesForm | None = None,
) -> HttpResponse:
    choices_form = choices_form or ChoicesForm(choices=plan.choices)
    totals, council = printed_totals(plan.document, plan.years), plan.council
    context = {
        "waiting": waiting,
        "plan": plan,
        "form": choices_form if plan.choices else form,
        "other_errors": [finding for finding in plan.errors if finding.code != "choice needed"],
        "created": plan.doing("create"),
        "changed": plan.doing("change"),
        "left_alone": plan.doing("leave"),
        "left_over": plan.document.left_over,
        "totals": totals,
        "contrary_sign": totals.contrary_sign(council.name, council.savings_sign) if council else "",
        "new_proposals_are": WORDS_OF_NEW.get(waiting.phase, waiting.get_phase_display()),
        "lines_placed": plan.document.lines_read - len(plan.document.left_over),
        "import_label": _import_label(plan),
    }
    return render(request, "proposals/import_preview.html", context, status=status)


def _import_label(plan: AnyPlan) -> str:
    """Return what the button does: “Import (2 to create, 1 to change)”."""
    counts = ((len(plan.doing("create")), "to create"), (len(plan.doing("change")), "to change"))
    return f"Import ({', '.join(f'{count} {words}' for count, words in counts if count)})"


def _done_in_words(plan: AnyPlan) -> str:
    if plan.changes_nothing:
        return "Everything in the document was held already. Nothing was changed."
    counts = (
        (plan.doing("create"), "created"),
        (plan.doing("change"), "changed"),
        (plan.doing("leave"), "left alone"),
    )
    return "Imported: " + ", ".join(f"{len(items)} {word}" for items, word in counts if items) + "."


def _list_address(plan: AnyPlan) -> str:
    budget_round = BudgetRound.objects.get(
        council__slug=plan.request.council_slug, name=plan.request.round_name
    )
    return f"{reverse('proposals:list')}?round={budget_round.pk}"
