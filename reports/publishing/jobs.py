"""The queue of work in the background: asking, taking, reporting, stopping and trying again.

A worker takes a job by writing its own lease onto it in one statement, which succeeds for one worker only, on
SQLite as on PostgreSQL. Everything it writes afterwards names that lease, so that a worker that was taken for
dead, and whose job somebody else has, changes nothing any more.
"""

import uuid
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from proposals.models import BudgetRound
from reports.documents.snapshots import digest
from reports.models import PrintJob, Publication
from reports.models.jobs import PrintJobQuerySet
from reports.writers.progress import Progress
from services.audit.actors import current_actor

if TYPE_CHECKING:
    # Whoever asks for an appendix of a list comes nowhere near exempt wording.
    from reports.publishing.frozen import Frozen

MOST_KEPT = 5
"""Previews that are kept of one publication; older ones are deleted."""

MOST_OF_ONE_PERSON = 5
"""Appendices of one person that wait or are being made: whoever asks for more waits, and not everybody else."""
MOST_APPENDICES_KEPT = 50
"""Appendices that are kept of one person; older ones are deleted."""

State = PrintJob.State
_OF_A_RUN = (
    *("lease", "worker", "seen_at", "cancel_asked", "step", "page", "of", "message"),
    *("started_at", "finished_at"),
)
"""The fields of a job that a worker fills in."""


class Stopped(Exception):
    """The job was cancelled, or is somebody else's by now: whoever works on it stops at once."""


class TooManyAsked(ValidationError):
    """The person has asked for as many appendices as are made for one person at a time."""


class AlreadyActive(ValidationError):
    """The same is being made already; the message says for whom and since when."""


# Asking


def ask(publication: Publication, kind: str, frozen: "Frozen", **more: str) -> PrintJob:
    """Put a job into the queue in the name of the current actor; raises AlreadyActive.

    One whose worker died makes way.
    """
    bury_dead(publication.jobs.all())
    job = PrintJob(
        publication=publication,
        kind=kind,
        **_of_actor(),
        snapshot=frozen.text,
        snapshot_sha256=frozen.sha256,
        proposals=list(frozen.keys),
        holds_exempt=publication.is_exempt,
        **more,
    )
    try:
        with transaction.atomic():
            job.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyActive(_already(publication, kind)) from error
    _delete_oldest(publication.jobs.filter(kind=PrintJob.Kind.PREVIEW), MOST_KEPT)
    return job


def ask_appendix(person: Any, budget_round: BudgetRound, snapshot: str, ending: str, **more: Any) -> PrintJob:
    """Return the job that makes this person's file of the snapshot: the one they have asked for already, or a new one.

    So whoever follows the same link again finds the same file, and no second one is made. Raises TooManyAsked.
    """
    sha256 = digest(snapshot)
    theirs = PrintJob.objects.appendices_of(person)
    bury_dead(theirs)
    usable = theirs.filter(snapshot_sha256=sha256, ending=ending, budget_round=budget_round)
    found = usable.filter(state__in=(*PrintJob.ACTIVE, State.DONE)).light().first()
    if found is not None:
        return found
    if theirs.filter(state__in=PrintJob.ACTIVE).count() >= MOST_OF_ONE_PERSON:
        raise TooManyAsked(
            f"{MOST_OF_ONE_PERSON} of your appendices are not finished. Wait until one is, or cancel one."
        )
    _delete_oldest(theirs, MOST_APPENDICES_KEPT - 1)
    return PrintJob.objects.create(
        budget_round=budget_round,
        kind=PrintJob.Kind.APPENDIX,
        ending=ending,
        **_of_actor(),
        snapshot=snapshot,
        snapshot_sha256=sha256,
        **more,
    )


def _of_actor() -> dict[str, Any]:
    actor = current_actor()
    return {"asked_by_id": actor.user_id, "asked_by_name": actor.name[:200]}


def _already(publication: Publication, kind: str) -> str:
    other = publication.jobs.filter(kind=kind, state__in=PrintJob.ACTIVE).first()
    if other is None:
        return "Somebody else is making the same document. Refresh the page and try again."
    since = timezone.localtime(other.asked_at)
    what = "Publishing this" if kind == PrintJob.Kind.PUBLISH else "A preview of this"
    return f"{what} was started by {other.asked_by_name} at {since:%H:%M} and has not finished."


def bury_dead(asked: PrintJobQuerySet) -> None:
    """Mark as failed those of the jobs whose worker gives no sign of life."""
    for job in asked.filter(state=State.RUNNING).light():
        if job.is_dead:
            end(job, state=State.FAILED, message=DIED.format(job.page))


DIED = "The program that was making it stopped before it finished, after page {}. Nothing was published. Try again."


def _delete_oldest(asked: PrintJobQuerySet, most: int) -> None:
    """Delete those of the jobs that have ended, but for the newest ones."""
    ended = asked.exclude(state__in=PrintJob.ACTIVE)
    kept = ended.order_by("-asked_at", "-pk").values_list("pk", flat=True)[:most]
    ended.exclude(pk__in=list(kept)).delete()


def cancel(job: PrintJob) -> None:
    """Stop the job: at once where it waits or its worker is dead, at the next page where one works on it."""
    now = timezone.now()
    waiting = PrintJob.objects.filter(pk=job.pk, state=State.WAITING)
    if waiting.update(state=State.CANCELLED, finished_at=now):
        return
    running = PrintJob.objects.filter(pk=job.pk, state=State.RUNNING)
    if job.is_dead:
        running.filter(lease=job.lease).update(state=State.CANCELLED, lease=None, finished_at=now)
    else:
        running.update(cancel_asked=True)


def retry(job: PrintJob) -> None:
    """Put the job into the queue again, to be made of the same snapshot; raises ValidationError."""
    if not job.can_be_retried:
        raise ValidationError("This has already been made or is being made.")
    ended = PrintJob.objects.filter(pk=job.pk, state=job.state, lease=job.lease)
    blank = {name: PrintJob._meta.get_field(name).get_default() for name in _OF_A_RUN}
    try:
        with transaction.atomic():
            again = ended.update(state=State.WAITING, asked_at=timezone.now(), **blank)
    except IntegrityError as error:
        assert job.publication is not None  # appendices are made side by side
        raise AlreadyActive(_already(job.publication, job.kind)) from error
    if not again:
        raise ValidationError("Somebody else has changed this. Refresh the page.")


# Working


def take(worker: str) -> PrintJob | None:
    """Return the oldest waiting job, now this worker's alone; None where none waits."""
    for key in (
        PrintJob.objects.filter(state=State.WAITING).order_by("asked_at", "pk").values_list("pk", flat=True)
    ):
        now = timezone.now()
        taken = PrintJob.objects.filter(pk=key, state=State.WAITING).update(
            state=State.RUNNING,
            worker=worker[:200],
            lease=uuid.uuid4(),
            seen_at=now,
            started_at=now,
            cancel_asked=False,
        )
        if taken:
            held = PrintJob.objects.select_related("publication__budget_round__council", "budget_round")
            return held.get(pk=key)
    return None


def beat(job: PrintJob) -> None:
    """Give a sign of life."""
    _of_lease(job).update(seen_at=timezone.now())


def report(job: PrintJob, progress: Progress) -> None:
    """Say how far the job is; raises Stopped where it was cancelled or is no longer this worker's."""
    ours = _of_lease(job)
    still = ours.filter(cancel_asked=False).update(
        step=progress.step, page=progress.page, of=progress.of, seen_at=timezone.now()
    )
    if not still:
        raise Stopped


def hold(job: PrintJob) -> None:
    """Lock the job inside a transaction, so that nobody takes it for dead meanwhile; raises Stopped."""
    if not _of_lease(job).select_for_update().filter(cancel_asked=False).exists():
        raise Stopped


def finish(job: PrintJob, **values: Any) -> None:
    """Write the end of the job; raises Stopped where it is no longer this worker's."""
    if not end(job, **values):
        raise Stopped


def end(job: PrintJob, **values: Any) -> int:
    """Write the end of the job where it still is this worker's: cancelled, failed with what to tell people, or done."""
    return int(_of_lease(job).update(lease=None, finished_at=timezone.now(), **values))


def _of_lease(job: PrintJob) -> Any:
    return PrintJob.objects.filter(pk=job.pk, state=State.RUNNING, lease=job.lease)
