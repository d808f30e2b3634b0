"""The pages of a financial case that the worker makes: its progress, and its file, for the person who asked for it."""

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from councilsavings.saved_files import file_response
from reports.documents.snapshots import from_text
from reports.forecasts.programme_page import record_taken
from reports.models import Forecast, PrintJob
from reports.publishing.job_pages import CancelJob, JobAddresses, JobPage, JobProgress, RetryJob
from reports.writers.files import FILE_KINDS

NOT_GIVEN = "This file cannot be downloaded: you can no longer view the financial case that it is made from."


class CaseJobPage(LoginRequiredMixin, JobPage):
    """A page about the file of a case, for the person who asked for it until it expires."""

    def job(self, request: HttpRequest, **where: Any) -> PrintJob:
        """Return the job, without its file; raises Http404."""
        theirs = PrintJob.objects.appendices_of(request.user).filter(budget_round=where["pk"], proposals=[])
        found: PrintJob = get_object_or_404(theirs.light().select_related("budget_round"), pk=where["job"])
        return found

    def addresses(self, job: PrintJob) -> JobAddresses:
        """Return where the pages of the job are."""
        round_key = job.budget_round_id
        page, *others = (
            reverse(f"budget:programme-{name}", args=[round_key, job.pk])
            for name in ("job", "progress", "cancel", "retry", "file")
        )
        return JobAddresses(page, *others, back=reverse("budget:programmes", args=[round_key]))


class CaseJobView(CaseJobPage, JobProgress):
    """The progress of the file."""

    template = "forecasts/programme_job.html"


class CaseProgressView(CaseJobPage, JobProgress):
    """The part of the page that changes, alone."""

    template = "reports/publications/progress.html"


class CancelView(CaseJobPage, CancelJob):
    """Stopping the file."""


class RetryView(CaseJobPage, RetryJob):
    """Trying again what ended without its file."""


class CaseFileView(CaseJobPage):
    """The file of a case, if the person may still see the case."""

    def get(self, request: HttpRequest, **where: Any) -> HttpResponse:
        """Return the file, and put on the record that it was taken."""
        found = self.job(request, **where)
        snapshot = from_text(found.snapshot)
        forecast = Forecast.objects.visible_to(request.user).filter(pk=snapshot["forecast"]).first()
        if found.content is None or forecast is None:
            raise Http404(NOT_GIVEN)
        kind, content = FILE_KINDS[found.ending], bytes(found.content)
        record_taken(forecast, f"financial case {kind.ending}", found.file_name, content)
        return file_response(content, kind.content_type, found.file_name)
