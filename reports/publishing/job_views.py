"""The pages of the work in the background: asking for a preview, its progress, stopping, trying again."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from councilsavings.saved_files import file_response
from proposals.exports.audit import ExportRecord, record_export
from proposals.models import SavingsProposal
from reports.models import PrintJob, Publication
from reports.publishing import jobs
from reports.publishing.frozen import freeze
from reports.publishing.pages import MakersOfPublications, ReadersOfPublications
from reports.publishing.part_two import may_take_draft, record_taking
from reports.publishing.progress_words import ProgressShown, shown

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


class JobPage(ReadersOfPublications):
    """A page about one job of a publication."""

    def job(self, request: HttpRequest, pk: int, job: int) -> PrintJob:
        """Return the job, without its file; raises Http404."""
        publication = self.publication(request, pk)
        held = publication.jobs.defer("content", "snapshot").select_related("edition__council")
        found: PrintJob = get_object_or_404(held, pk=job)
        found.publication = publication
        return found


class JobView(JobPage):
    """The progress of a job."""

    template = "reports/publications/job.html"

    def get(self, request: HttpRequest, pk: int, job: int) -> HttpResponse:
        """Show it as it stands; a script asks again every second, others follow the link."""
        found = self.job(request, pk, job)
        progress: ProgressShown = shown(found, _expected_pages(found))
        context = {
            "publication": found.publication,
            "job": found,
            "progress": progress,
            "may_retry": found.can_be_retried
            and request.user.has_perm(JobAction.permission)
            and _in_name_of(request.user, found),
        }
        return render(request, self.template, context)


class ProgressView(JobView):
    """The part of the page that changes, alone."""

    template = "reports/publications/progress.html"


def _expected_pages(job: PrintJob) -> int | None:
    """Return how many pages the last file of the publication had; None where there was none."""
    done = job.publication.jobs.filter(state=PrintJob.State.DONE, pages__isnull=False)
    return done.values_list("pages", flat=True).first()


def _in_name_of(person: Any, job: PrintJob) -> bool:
    """Return whether the job made again reads nothing exempt in the name of somebody other than this person."""
    return not job.holds_exempt or job.asked_by_id == person.pk


class JobAction(JobPage):
    """Something that is done to a job; the page is shown again after it."""

    permission = "reports.change_publication"

    def post(self, request: HttpRequest, pk: int, job: int) -> HttpResponse:
        """Do it, or say why not."""
        found = self.job(request, pk, job)
        if found.kind == PrintJob.Kind.PUBLISH and not request.user.has_perm("reports.publish_publication"):
            raise Http404
        try:
            self.act(found)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect("publications:job", pk, job)

    def act(self, job: PrintJob) -> None:
        """Do it; raises ValidationError."""
        raise NotImplementedError


class CancelView(JobAction):
    """Stopping a job."""

    def act(self, job: PrintJob) -> None:
        """Stop it at the next page."""
        jobs.cancel(job)


class RetryView(JobAction):
    """Trying again what ended without its file."""

    def act(self, job: PrintJob) -> None:
        """Put it into the queue again; of Part II, whose wording is read in the name of who asked, they alone."""
        if not _in_name_of(self.request.user, job):
            raise ValidationError(NOT_IN_YOUR_NAME)
        jobs.retry(job)


class PreviewFileView(JobPage):
    """The preview as PDF, for those who may see every proposal in it, and what it said as a draft."""

    def get(self, request: HttpRequest, pk: int, job: int) -> HttpResponse:
        """Return the file, and put on the record that it was taken."""
        found = self.job(request, pk, job)
        visible = SavingsProposal.listed.visible_to(request.user).of_keys(found.proposals).count()
        sees_all = visible == len(found.proposals)
        if found.content is None or not sees_all or not may_take_draft(request.user, found):
            raise Http404(
                "There is no such preview, or it holds a proposal that you do not have permission to view."
            )
        record_taking(request.user, found)
        content = bytes(found.content)
        name = f"{found.publication.budget_round.file_stem}-draft-{found.pk}.pdf"
        taken = ExportRecord("publication preview pdf", name, len(found.proposals), content)
        record_export(found.publication.budget_round, taken)
        return file_response(content, "application/pdf", name)
