"""Work in the background: the row is the queue, and says how far the work is."""

import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from proposals.models import BudgetRound
from reports.models.editions import Edition
from reports.models.publications import Publication
from services.db.constraints import unique
from services.db.fields import account_field

LEASE = datetime.timedelta(seconds=45)
"""After so long without a sign of life the worker that took a job counts as dead."""

_FILES_IN_WORDS = {"pdf": "PDF", "docx": "Word file", "xlsx": "Excel workbook"}

PATIENCE = datetime.timedelta(seconds=15)
"""After so long without a worker taking it, the page says that perhaps none is running."""


class PrintJobQuerySet(models.QuerySet):
    """Jobs."""

    def light(self) -> "PrintJobQuerySet":
        """Return the jobs without what they are made of and what was made, which pages do not need."""
        return self.defer("content", "snapshot")

    def appendices_of(self, person: Any) -> "PrintJobQuerySet":
        """Return the appendices that this person has asked for and that have not expired."""
        of_person = self.filter(kind=PrintJob.Kind.APPENDIX, asked_by=person.pk)
        return of_person.exclude(asked_at__lt=_oldest_kept())

    def of_lists(self) -> "PrintJobQuerySet":
        """Return the appendices of lists of proposals."""
        return self.exclude(proposals=[])

    def of_documents(self) -> "PrintJobQuerySet":
        """Return the appendices of other documents, such as financial cases, which keep the document whole."""
        return self.filter(proposals=[])

    def expired(self) -> "PrintJobQuerySet":
        """Return the appendices that are kept no longer."""
        return self.filter(kind=PrintJob.Kind.APPENDIX, asked_at__lt=_oldest_kept())


def _oldest_kept() -> datetime.datetime:
    return timezone.now() - datetime.timedelta(days=settings.APPENDIX_DAYS)


class PrintJob(models.Model):
    """A file to be made: a preview of a publication, a new edition with all its files, or an appendix of a list.

    It keeps what it is made from, so that made again it comes out the same.
    """

    class Kind(models.TextChoices):
        PREVIEW = "preview", "preview"
        PUBLISH = "publish", "publishing"
        APPENDIX = "appendix", "appendix"

    class State(models.TextChoices):
        WAITING = "waiting", "waiting"
        RUNNING = "running", "running"
        DONE = "done", "done"
        FAILED = "failed", "failed"
        CANCELLED = "cancelled", "cancelled"

    ACTIVE = (State.WAITING, State.RUNNING)

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="jobs", null=True)
    budget_round = models.ForeignKey(
        BudgetRound, on_delete=models.CASCADE, related_name="appendix_jobs", null=True
    )
    ending = models.CharField("kind of file", max_length=10, default="pdf")
    file_name = models.CharField("name of an appendix’s file", max_length=200, blank=True)
    selection = models.TextField("filters of an appendix in words", blank=True)
    kind = models.CharField("kind", max_length=10, choices=Kind)
    state = models.CharField("state", max_length=10, choices=State, default=State.WAITING)
    asked_at = models.DateTimeField("requested at", default=timezone.now)
    asked_by = account_field()
    asked_by_name = models.CharField("requested by", max_length=200)
    reason = models.TextField("reason for publishing with gaps", blank=True)
    correction = models.TextField("correction", blank=True)
    snapshot = models.TextField("snapshot")
    snapshot_sha256 = models.CharField("SHA-256 of the snapshot", max_length=64)
    proposals = models.JSONField("keys of the proposals, in order", default=list)
    # The publication may be made public afterwards; the file of a preview stays what it is.
    holds_exempt = models.BooleanField("holds exempt wording", default=False)

    started_at = models.DateTimeField("started at", null=True)
    finished_at = models.DateTimeField("finished at", null=True)
    worker = models.CharField("worker", max_length=200, blank=True)
    lease = models.UUIDField("lease", null=True, help_text="Changes for each worker that takes the job.")
    seen_at = models.DateTimeField("last heartbeat", null=True)
    cancel_asked = models.BooleanField("cancellation requested", default=False)
    step = models.CharField("step", max_length=20, blank=True)
    page = models.PositiveIntegerField("page", default=0)
    of = models.PositiveIntegerField("of pages", null=True)
    message = models.TextField("error", blank=True)

    content = models.BinaryField("file of a preview or an appendix", null=True)
    pages = models.PositiveIntegerField("pages", null=True)
    edition = models.OneToOneField(
        Edition, on_delete=models.PROTECT, related_name="job", null=True, blank=True
    )

    objects = PrintJobQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "asked_at", "id"], name="reports_job_next"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["preview", "publish"], publication__isnull=False)
                | Q(kind="appendix", budget_round__isnull=False),
                name="%(app_label)s_%(class)s_known_kind",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "running", "done", "failed", "cancelled"]),
                name="%(app_label)s_%(class)s_known_state",
            ),
            unique(
                "one_at_a_time",
                "This is already being made.",
                fields=["publication", "kind"],
                condition=Q(state__in=["waiting", "running"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.subject}"

    @property
    def subject(self) -> str:
        """The title of the publication; of an appendix, its round."""
        return str(self.publication or self.budget_round)

    @property
    def file_in_words(self) -> str:
        """The kind of its file, as people say it."""
        return _FILES_IN_WORDS[self.ending]

    @property
    def is_active(self) -> bool:
        """Return whether it waits or a worker has it."""
        return self.state in self.ACTIVE

    @property
    def is_dead(self) -> bool:
        """Return whether the worker that took it has given no sign of life for too long."""
        return (
            self.state == self.State.RUNNING
            and self.seen_at is not None
            and timezone.now() - self.seen_at > LEASE
        )

    @property
    def waits_long(self) -> bool:
        """Return whether no worker has taken it, so that perhaps none is running."""
        return self.state == self.State.WAITING and timezone.now() - self.asked_at > PATIENCE

    @property
    def expires_at(self) -> datetime.datetime:
        """Return until when an appendix is kept."""
        return self.asked_at + datetime.timedelta(days=settings.APPENDIX_DAYS)

    @property
    def can_be_retried(self) -> bool:
        """Return whether it ended without its file."""
        return self.is_dead or self.state in (self.State.FAILED, self.State.CANCELLED)
