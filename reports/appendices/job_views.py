"""The pages of an appendix that the worker makes: its progress, and its file, for the person who asked for it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from councilsavings.saved_files import file_response
from proposals.exports.audit import ExportRecord, record_export
from proposals.models import ProposalAttachment, SavingsProposal
from proposals.models.records import record_of
from reports.appendices.makers import AppendixMakersOnly
from reports.documents.snapshots import from_text, record_from
from reports.models import PrintJob
from reports.publishing.job_pages import CancelJob, JobAddresses, JobPage, JobProgress, RetryJob
from reports.writers.files import FILE_KINDS

NOT_GIVEN = (
    "This file cannot be downloaded: it includes a proposal that you no longer have permission to view, or words "
    "or a file that are no longer public. Make the appendix again."
)


class AppendixJobPage(AppendixMakersOnly, JobPage):
    """A page about one appendix, for the person who asked for it until it expires."""

    def job(self, request: HttpRequest, **where: int) -> PrintJob:
        """Return the job, without its file; raises Http404."""
        theirs = PrintJob.objects.appendices_of(request.user).of_lists()
        theirs = theirs.light().select_related("budget_round")
        found: PrintJob = get_object_or_404(theirs, pk=where["job"])
        return found

    def addresses(self, job: PrintJob) -> JobAddresses:
        """Return where the pages of the job are."""
        of_job = {
            name: reverse(f"reports:job-{name}", args=[job.pk])
            for name in ("page", "progress", "cancel", "retry", "file")
        }
        return JobAddresses(back=f"{reverse('reports:appendix')}?round={job.budget_round_id}", **of_job)


class AppendixJobView(AppendixJobPage, JobProgress):
    """The progress of an appendix."""

    template = "reports/publications/job.html"


class AppendixProgressView(AppendixJobPage, JobProgress):
    """The part of the page that changes, alone."""

    template = "reports/publications/progress.html"


class CancelAppendixView(AppendixJobPage, CancelJob):
    """Stopping an appendix."""


class RetryAppendixView(AppendixJobPage, RetryJob):
    """Trying again what ended without its file."""


class AppendixTakenView(AppendixJobPage):
    """The file of an appendix, if the person may still see everything in it."""

    def get(self, request: HttpRequest, job: int) -> HttpResponse:
        """Return the file, and put on the record that it was taken."""
        found = self.job(request, job=job)
        if found.content is None or found.budget_round is None or not _may_take(request.user, found):
            raise Http404(NOT_GIVEN)
        kind, content = FILE_KINDS[found.ending], bytes(found.content)
        rows = len(found.proposals)
        taken = ExportRecord(f"appendix {kind.ending}", found.file_name, rows, content, found.selection)
        record_export(found.budget_round, taken)
        return file_response(content, kind.content_type, found.file_name)


def _may_take(person: Any, job: PrintJob) -> bool:
    """Return whether the person sees all the proposals still, and nothing that was printed has been made exempt.

    An appendix names the files that go with it, so no file may have been taken back either.
    """
    visible = SavingsProposal.listed.visible_to(person).of_keys(job.proposals).with_statements()
    current = {proposal.own_key: record_of(proposal) for proposal in visible}
    if current.keys() != set(job.proposals):
        return False
    public = ProposalAttachment.objects.public_today(job.proposals)
    printed = record_from(from_text(job.snapshot)).proposals
    return all(
        all(
            section.exempt_paragraph is None or section in record.sections
            for section in current[key].sections
        )
        and all((key, file.sha256) in public for file in record.attachments)
        for key, record in zip(job.proposals, printed, strict=True)
    )
