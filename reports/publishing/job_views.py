"""The pages of the work in the background: asking for a preview, its progress, stopping, trying again."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from councilsavings.saved_files import file_response
from proposals.exports.audit import ExportRecord, record_export
from reports.models import PrintJob, Publication
from reports.publishing import jobs
from reports.publishing.frozen import freeze
from reports.publishing.job_pages import CancelJob, JobAddresses, JobPage, JobProgress, RetryJob
from reports.publishing.pages import MakersOfPublications, ReadersOfPublications
from reports.publishing.part_two import may_take, record_taking

NOT_YOURS = (
    "Part II includes exempt wording that you do not have permission to view, so you cannot create a preview."
)
NOT_IN_YOUR_NAME = (
    "Only the person who requested this can try again, because it includes exempt wording. Request a new one "
    "from the publication."
)


class PrintView(MakersOfPublications):
    """Asking for a preview as PDF."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Put the preview into the queue, and go to where its progress shows."""
        publication = self.publication(request, pk)
        frozen = freeze(request.user, publication, draft=True)
        if not frozen.keys:
            messages.error(request, "There are no proposals in this publication.")
            return redirect("publications:publication", publication.pk)
        if frozen.not_readable:
            messages.error(request, NOT_YOURS)
            return redirect("publications:publication", publication.pk)
        try:
            job = jobs.ask(publication, PrintJob.Kind.PREVIEW, frozen)
        except jobs.AlreadyActive as error:
            messages.info(request, " ".join(error.messages))
            job = _active(publication)
            if job is None:
                return redirect("publications:publication", publication.pk)
        return redirect("publications:job", publication.pk, job.pk)


def _active(publication: Publication) -> PrintJob | None:
    return publication.jobs.filter(kind=PrintJob.Kind.PREVIEW, state__in=PrintJob.ACTIVE).first()


class PublicationJobPage(ReadersOfPublications, JobPage):
    """A page about one job of a publication."""

    def job(self, request: HttpRequest, **where: int) -> PrintJob:
        """Return the job, without its file; raises Http404."""
        publication = self.publication(request, where["pk"])
        held = publication.jobs.light().select_related("edition__council")
        found: PrintJob = get_object_or_404(held, pk=where["job"])
        found.publication = publication
        return found

    def addresses(self, job: PrintJob) -> JobAddresses:
        """Return where the pages of the job are, below those of its publication."""
        of_job = {
            field: reverse(f"publications:{name}", args=[job.publication_id, job.pk])
            for field, name in _ADDRESSES.items()
        }
        return JobAddresses(back=reverse("publications:publication", args=[job.publication_id]), **of_job)

    def may_act(self, request: HttpRequest, job: PrintJob) -> bool:
        """Return whether the person may change the publication."""
        return request.user.has_perm(JobAction.permission)

    def may_retry(self, request: HttpRequest, job: PrintJob) -> bool:
        """Return whether the person may change the publication, and read all that the job is made of."""
        return self.may_act(request, job) and _in_name_of(request.user, job)

    def expected_pages(self, job: PrintJob) -> int | None:
        """Return how many pages the last file of the publication had; None where there was none."""
        assert job.publication is not None
        done = job.publication.jobs.filter(state=PrintJob.State.DONE, pages__isnull=False)
        return done.values_list("pages", flat=True).first()


_ADDRESSES = {"page": "job", "progress": "progress", "cancel": "cancel", "retry": "retry", "file": "draft"}


class JobView(PublicationJobPage, JobProgress):
    """The progress of a job."""

    template = "reports/publications/job.html"


class ProgressView(PublicationJobPage, JobProgress):
    """The part of the page that changes, alone."""

    template = "reports/publications/progress.html"


def _in_name_of(person: Any, job: PrintJob) -> bool:
    """Return whether the job made again reads nothing exempt in the name of somebody other than this person."""
    return not job.holds_exempt or job.asked_by_id == person.pk


class JobAction(PublicationJobPage):
    """Something that is done to a job of a publication, for those who may change it, or publish it."""

    permission = "reports.change_publication"

    def job(self, request: HttpRequest, **where: int) -> PrintJob:
        """Return the job; raises Http404."""
        found = super().job(request, **where)
        if found.kind == PrintJob.Kind.PUBLISH and not request.user.has_perm("reports.publish_publication"):
            raise Http404
        return found


class CancelView(JobAction, CancelJob):
    """Stopping a job."""


class RetryView(JobAction, RetryJob):
    """Trying again what ended without its file."""

    def act(self, request: Any, job: PrintJob) -> None:
        """Put it into the queue again; of Part II, whose wording is read in the name of who asked, they alone."""
        if not _in_name_of(request.user, job):
            raise ValidationError(NOT_IN_YOUR_NAME)
        super().act(request, job)


class PreviewFileView(PublicationJobPage):
    """The preview as PDF, for those who may see every proposal in it, and what it said as a draft."""

    def get(self, request: HttpRequest, pk: int, job: int) -> HttpResponse:
        """Return the file, and put on the record that it was taken."""
        found = self.job(request, pk=pk, job=job)
        if found.content is None or not may_take(request.user, found):
            raise Http404(
                "There is no such preview, or it holds a proposal that you do not have permission to view."
            )
        assert found.publication is not None
        record_taking(request.user, found)
        content = bytes(found.content)
        name = f"{found.publication.budget_round.file_stem}-draft-{found.pk}.pdf"
        taken = ExportRecord("publication preview pdf", name, len(found.proposals), content)
        record_export(found.publication.budget_round, taken)
        return file_response(content, "application/pdf", name)
