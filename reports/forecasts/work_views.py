"""The PDFs of a round's budget that the worker makes: asking for one, its progress, and its file for who asked."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from proposals.exports.audit import ExportRecord
from proposals.models import BudgetRound, SavingsProposal
from reports.documents.document import Document
from reports.documents.snapshots import as_text, from_text
from reports.documents.whole import whole_snapshot
from reports.forecasts.position_document import TITLE as POSITION
from reports.models import Forecast, MediumTermPlan, PrintJob
from reports.publishing import jobs
from reports.publishing.job_pages import ROUTES, JobPage
from reports.writers.files import PDF, given_out

NOT_GIVEN = "This file cannot be downloaded: you can no longer view everything that it was made from."
FORECAST, PLAN, PROPOSALS = "forecast", "plan", "proposals"
"""What a document was made from: a financial case; a round's plan and the keys of proposals."""


def ask_worker(
    request: HttpRequest,
    budget_round: BudgetRound,
    document: Document,
    about: Mapping[str, Any],
    file_name: str,
    back: str,
) -> HttpResponse:
    """Put the PDF into the queue and go to its progress; say so at `back` where too many are asked for."""
    try:
        job = jobs.ask_appendix(
            request.user,
            budget_round,
            as_text(whole_snapshot(document, about)),
            PDF,
            file_name=file_name,
            selection=document.title,
        )
    except jobs.TooManyAsked as error:
        messages.error(request, " ".join(error.messages))
        return redirect(back)
    return redirect("budget:work", budget_round.pk, job.pk)


class WorkPage(LoginRequiredMixin, JobPage):
    """A page about one file, for the person who asked for it until it expires."""

    template = "forecasts/work.html"
    names = {step: "work" if step == "page" else f"work-{step}" for step in ROUTES}

    def job(self) -> PrintJob:
        """Return the job, without its file; raises Http404."""
        theirs = PrintJob.objects.appendices_of(self.request.user).of_documents()
        theirs = theirs.filter(budget_round=self.kwargs["pk"]).light().select_related("budget_round")
        found: PrintJob = get_object_or_404(theirs, pk=self.kwargs["job"])
        return found

    def back(self, job: PrintJob) -> dict[str, str]:
        """Return the address of the position or of the programmes, and its name as `back_to`."""
        # The title tells what the file is of: the snapshot is large, and the progress is asked for every second.
        name, back_to = ("position", POSITION) if job.selection == POSITION else ("programmes", "Programmes")
        return {"back": reverse(f"budget:{name}", args=[job.budget_round_id]), "back_to": back_to}

    def file(self, job: PrintJob) -> HttpResponse:
        """Return the file, if the person may still see everything that it was made from."""
        if job.content is None or job.budget_round is None:
            raise Http404(NOT_GIVEN)
        about, content, person = from_text(job.snapshot)["about"], bytes(job.content), self.request.user
        if FORECAST in about:
            forecast = Forecast.objects.visible_to(person).filter(pk=about[FORECAST]).first()
            if forecast is None or not _sees_proposals(person, about):
                raise Http404(NOT_GIVEN)
            return given_out(forecast, ExportRecord("financial case pdf", job.file_name, None, content))
        plans = MediumTermPlan.objects.visible_to(person).filter(pk=about[PLAN])
        if not plans.exists() or not _sees_proposals(person, about):
            raise Http404(NOT_GIVEN)
        taken = ExportRecord("medium-term position pdf", job.file_name, len(about[PROPOSALS]), content)
        return given_out(job.budget_round, taken)


def _sees_proposals(person: Any, about: Mapping[str, Any]) -> bool:
    """Return whether the person sees every proposal that the document was made from."""
    keys = about.get(PROPOSALS, ())
    return SavingsProposal.listed.visible_to(person).of_keys(keys).count() == len(keys)
