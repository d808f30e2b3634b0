"""The pages of all work in the background: its progress, its file, stopping it, trying again."""

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.views.generic import View

from reports.models import PrintJob
from reports.publishing import jobs
from reports.publishing.progress_words import shown

Step = Literal["page", "progress", "cancel", "retry", "file"]
ROUTES: dict[Step, str] = {
    "page": "",
    "progress": "progress/",
    "cancel": "cancel/",
    "retry": "again/",
    "file": "file/",
}
ACTIONS: frozenset[Step] = frozenset({"cancel", "retry"})
"""What is done to a job; the page is shown again after it."""
GET, POST = ["get", "head", "options"], ["post", "options"]


class JobPage(View):
    """A page about one job, by its step: the progress, as a whole page or alone, the file, or what is done to it."""

    step: Step = "page"
    template = "reports/publications/job.html"
    names: ClassVar[Mapping[Step, str]]
    """The names of the addresses."""

    @classmethod
    def paths(cls, below: str = "", file: str = ROUTES["file"]) -> list[URLPattern]:
        """Return the addresses of the pages."""
        return [
            path(
                f"{below}work/<int:job>/{route}",
                cls.as_view(step=step, http_method_names=POST if step in ACTIONS else GET),
                name=cls.names[step],
            )
            for step, route in {**ROUTES, "file": file}.items()
        ]

    def job(self) -> PrintJob:
        """Return the job that the address names, without its file; raises Http404."""
        raise NotImplementedError

    def back(self, job: PrintJob) -> dict[str, str]:
        """Return the address of the page that people go back to, as `back`."""
        raise NotImplementedError

    def file(self, job: PrintJob) -> HttpResponse:
        """Return the file, and put on the record that it was taken; raises Http404."""
        raise NotImplementedError

    def may_act(self) -> bool:
        """Return whether the person may stop the job."""
        return True

    def may_retry(self, job: PrintJob) -> bool:
        """Return whether the person may have the job made again, once it has ended without its file."""
        return self.may_act()

    def retry(self, job: PrintJob) -> None:
        """Put the job into the queue again; raises ValidationError."""
        jobs.retry(job)

    def expected_pages(self, job: PrintJob) -> int | None:
        """Return how many pages the last file of the same had; None where there was none."""
        return None

    def address(self, step: Step) -> str:
        """Return the address of another page of the job."""
        match = self.request.resolver_match
        assert match is not None
        return reverse(f"{match.namespace}:{self.names[step]}", kwargs=self.kwargs)

    def get(self, request: HttpRequest, **where: Any) -> HttpResponse:
        """Show how far it is; a script asks again every second, and without it the page loads itself again."""
        found = self.job()
        if self.step == "file":
            return self.file(found)
        context = {
            "publication": found.publication,
            "job": found,
            "progress": shown(found, self.expected_pages(found)),
            "addresses": {step: self.address(step) for step in ROUTES} | self.back(found),
            "may_act": self.may_act(),
            "may_retry": found.can_be_retried and self.may_retry(found),
        }
        is_whole = self.step == "page"
        return render(request, self.template if is_whole else "reports/publications/progress.html", context)

    def post(self, request: HttpRequest, **where: Any) -> HttpResponse:
        """Stop the job at the next page or try again, or say why not."""
        found = self.job()
        try:
            (jobs.cancel if self.step == "cancel" else self.retry)(found)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect(self.address("page"))
