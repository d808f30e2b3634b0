"""The pages of an appendix that the worker makes: its progress, and its file, for the person who asked for it."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from proposals.exports.audit import ExportRecord
from proposals.models import ProposalAttachment, SavingsProposal
from proposals.models.records import record_of
from reports.appendices.outputs import AppendixMakersOnly
from reports.documents.snapshots import from_text, record_from
from reports.models import PrintJob
from reports.publishing.job_pages import ROUTES, JobPage
from reports.writers.files import given_out

NOT_GIVEN = (
    "This file cannot be downloaded: it includes a proposal that you no longer have permission to view, or words "
    "or a file that are no longer public. Make the appendix again."
)


class AppendixJobPage(AppendixMakersOnly, JobPage):
    """A page about one appendix, for the person who asked for it until it expires."""

    names = {step: f"job-{step}" for step in ROUTES}

    def job(self) -> PrintJob:
        """Return the job, without its file; raises Http404."""
        theirs = PrintJob.objects.appendices_of(self.request.user).of_lists()
        theirs = theirs.light().select_related("budget_round")
        found: PrintJob = get_object_or_404(theirs, pk=self.kwargs["job"])
        return found

    def back(self, job: PrintJob) -> dict[str, str]:
        """Return the address of the form of appendices."""
        return {"back": f"{reverse('reports:appendix')}?round={job.budget_round_id}"}

    def file(self, job: PrintJob) -> HttpResponse:
        """Return the file, if the person may still see everything in it."""
        if job.content is None or job.budget_round is None or not _may_take(self.request.user, job):
            raise Http404(NOT_GIVEN)
        rows, content = len(job.proposals), bytes(job.content)
        taken = ExportRecord(f"appendix {job.ending}", job.file_name, rows, content, job.selection)
        return given_out(job.budget_round, taken)


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
