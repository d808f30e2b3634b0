"""The pages of the work for publications: asking for a preview, its progress, stopping, trying again, its file."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from proposals.exports.audit import ExportRecord
from reports.models import PrintJob
from reports.publishing import jobs
from reports.publishing.frozen import freeze
from reports.publishing.job_pages import ACTIONS, JobPage
from reports.publishing.pages import MakersOfPublications, Publishers, ReadersOfPublications
from reports.publishing.part_two import may_take, record_taking
from reports.writers.files import given_out

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
            active = publication.jobs.filter(kind=PrintJob.Kind.PREVIEW, state__in=PrintJob.ACTIVE)
            job = active.first()
            if job is None:
                return redirect("publications:publication", publication.pk)
        return redirect("publications:job", publication.pk, job.pk)


class PublicationJobPage(ReadersOfPublications, JobPage):
    """A page about one job of a publication; what is done to it is for those who may change the publication."""

    names = {"page": "job", "progress": "progress", "cancel": "cancel", "retry": "retry", "file": "draft"}

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Ask for the permission to change the publication where something is done."""
        super().setup(request, *args, **kwargs)
        if self.step in ACTIONS:
            self.permission = MakersOfPublications.permission

    def job(self) -> PrintJob:
        """Return the job, without its file; raises Http404, also for who may do nothing to one that publishes."""
        publication = self.publication(self.request, self.kwargs["pk"])
        held = publication.jobs.light().select_related("edition__council")
        found: PrintJob = get_object_or_404(held, pk=self.kwargs["job"])
        is_publishing = found.kind == PrintJob.Kind.PUBLISH and self.step in ACTIONS
        if is_publishing and not self.request.user.has_perm(Publishers.permission):
            raise Http404
        found.publication = publication
        return found

    def back(self, job: PrintJob) -> dict[str, str]:
        """Return the address of the publication."""
        return {"back": reverse("publications:publication", args=[job.publication_id])}

    def may_act(self) -> bool:
        """Return whether the person may change the publication."""
        return self.request.user.has_perm(MakersOfPublications.permission)

    def may_retry(self, job: PrintJob) -> bool:
        """Return whether the person may change the publication, and read all that the job is made of."""
        return self.may_act() and _in_name_of(self.request.user, job)

    def retry(self, job: PrintJob) -> None:
        """Put it into the queue again; of Part II, whose wording is read in the name of who asked, they alone."""
        if not _in_name_of(self.request.user, job):
            raise ValidationError(NOT_IN_YOUR_NAME)
        super().retry(job)

    def expected_pages(self, job: PrintJob) -> int | None:
        """Return how many pages the last file of the publication had; None where there was none."""
        assert job.publication is not None
        done = job.publication.jobs.filter(state=PrintJob.State.DONE, pages__isnull=False)
        return done.values_list("pages", flat=True).first()

    def file(self, job: PrintJob) -> HttpResponse:
        """Return the preview to those who may see every proposal in it, and what it said as a draft."""
        if job.content is None or not may_take(self.request.user, job):
            raise Http404(
                "There is no such preview, or it holds a proposal that you do not have permission to view."
            )
        assert job.publication is not None
        record_taking(self.request.user, job)
        content = bytes(job.content)
        name = f"{job.publication.budget_round.file_stem}-draft-{job.pk}.pdf"
        taken = ExportRecord("publication preview pdf", name, len(job.proposals), content)
        return given_out(job.publication.budget_round, taken)


def _in_name_of(person: Any, job: PrintJob) -> bool:
    """Return whether the job made again reads nothing exempt in the name of somebody other than this person."""
    return not job.holds_exempt or job.asked_by_id == person.pk
