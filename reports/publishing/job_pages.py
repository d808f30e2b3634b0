"""What the pages of all work in the background do: show its progress, stop it, try again."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.generic import View

from reports.models import PrintJob
from reports.publishing import jobs
from reports.publishing.progress_words import shown


@dataclass(frozen=True)
class JobAddresses:
    """Where the pages of one job are, and the page that people go back to."""

    page: str
    progress: str
    cancel: str
    retry: str
    file: str
    back: str


class JobPage(View):
    """A page about one job."""

    def job(self, request: HttpRequest, **where: int) -> PrintJob:
        """Return the job that the address names, without its file; raises Http404."""
        raise NotImplementedError

    def addresses(self, job: PrintJob) -> JobAddresses:
        """Return where the pages of the job are."""
        raise NotImplementedError

    def may_act(self, request: HttpRequest, job: PrintJob) -> bool:
        """Return whether the person may stop the job."""
        return True

    def may_retry(self, request: HttpRequest, job: PrintJob) -> bool:
        """Return whether the person may have the job made again, once it has ended without its file."""
        return self.may_act(request, job)

    def expected_pages(self, job: PrintJob) -> int | None:
        """Return how many pages the last file of the same had; None where there was none."""
        return None


class JobProgress(JobPage):
    """The progress of a job; `template` shows the whole page or the part that changes."""

    template: str

    def get(self, request: HttpRequest, **where: int) -> HttpResponse:
        """Show it as it stands; a script asks again every second, and without it the page loads itself again."""
        found = self.job(request, **where)
        context = {
            "publication": found.publication,
            "job": found,
            "progress": shown(found, self.expected_pages(found)),
            "addresses": self.addresses(found),
            "may_act": self.may_act(request, found),
            "may_retry": found.can_be_retried and self.may_retry(request, found),
        }
        return render(request, self.template, context)


class JobAction(JobPage):
    """Something that is done to a job; the page is shown again after it."""

    def post(self, request: HttpRequest, **where: int) -> HttpResponse:
        """Do it, or say why not."""
        found = self.job(request, **where)
        try:
            self.act(request, found)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect(self.addresses(found).page)

    def act(self, request: Any, job: PrintJob) -> None:
        """Do it; raises ValidationError."""
        raise NotImplementedError


class CancelJob(JobAction):
    """Stopping a job."""

    def act(self, request: Any, job: PrintJob) -> None:
        """Stop it at the next page."""
        jobs.cancel(job)


class RetryJob(JobAction):
    """Trying again what ended without its file."""

    def act(self, request: Any, job: PrintJob) -> None:
        """Put it into the queue again."""
        jobs.retry(job)
