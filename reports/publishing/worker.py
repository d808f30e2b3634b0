"""The worker: takes jobs one after another, says how far it is, and gives signs of life while it works."""

import errno
import logging
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, OperationalError, close_old_connections, connection

from reports.models import PrintJob
from reports.publishing import jobs
from reports.publishing.publishing import make
from reports.writers.progress import Progress, watched_by

logger = logging.getLogger(__name__)

State = PrintJob.State

BETWEEN_BEATS = 5.0
BETWEEN_REPORTS = 0.3
BETWEEN_LOOKS = 1.0
BETWEEN_CLEARINGS = 3600.0

_DISK_FULL = ("no space left", "disk is full", "disk full", "could not extend file")


def worker_name() -> str:
    """Return the name of this process, by which people can find it."""
    return f"{socket.gethostname()} process {os.getpid()}"


def work(stopping: Callable[[], bool], *, once: bool = False) -> int:
    """Take and do jobs until `stopping` says so, or with `once` until none waits; return how many were done."""
    done, next_clearing = 0, 0.0
    while not stopping():
        close_old_connections()
        if time.monotonic() >= next_clearing:
            _delete_expired()
            next_clearing = time.monotonic() + BETWEEN_CLEARINGS
        job = _take()
        if job is not None:
            with _signs_of_life(job):
                do(job)
            done += 1
        elif once:
            break
        else:
            time.sleep(BETWEEN_LOOKS)
    return done


def _delete_expired() -> None:
    try:
        PrintJob.objects.expired().delete()
    except OperationalError:
        logger.exception("Expired appendices could not be deleted; trying again in an hour.")


def _take() -> PrintJob | None:
    try:
        return jobs.take(worker_name())
    except OperationalError:
        # The database is away or busy for a moment; the queue is still there afterwards.
        logger.exception("The queue could not be read; trying again.")
        return None


def do(job: PrintJob) -> None:
    """Do one job, and end it in words that people understand, whatever happens."""
    try:
        with watched_by(_reporter(job)):
            make(job)
    except jobs.Stopped:
        jobs.end(job, state=State.CANCELLED)
    except (ValidationError, PermissionDenied) as refusal:
        messages = refusal.messages if isinstance(refusal, ValidationError) else [str(refusal)]
        jobs.end(job, state=State.FAILED, message=" ".join(messages))
    except (OSError, DatabaseError, MemoryError) as trouble:
        logger.exception("%s could not be made.", job)
        _fail_if_possible(job, _in_words(trouble))
    except Exception:
        logger.exception("%s could not be made.", job)
        _fail_if_possible(
            job,
            "There was an error. Nothing has been published. Ask your system administrator to check the log.",
        )


def _reporter(job: PrintJob) -> Callable[[Progress], None]:
    """Return what writes down how far the job is: each new step at once, pages a few times a second."""
    last: dict[str, Any] = {"step": "", "at": 0.0}

    def report(progress: Progress) -> None:
        now = time.monotonic()
        is_last = progress.page == progress.of
        if progress.step != last["step"] or is_last or now - last["at"] >= BETWEEN_REPORTS:
            last.update(step=progress.step, at=now)
            jobs.report(job, progress)

    return report


def _in_words(trouble: Exception) -> str:
    full = isinstance(trouble, OSError) and trouble.errno == errno.ENOSPC
    if full or any(words in str(trouble).lower() for words in _DISK_FULL):
        return (
            "The disk is full. Nothing has been published. Ask your system administrator to free some space, "
            "then try again."
        )
    if isinstance(trouble, MemoryError):
        return (
            "There was not enough memory. Nothing has been published. Contact your system administrator, "
            "then try again."
        )
    return (
        "It could not be stored. Nothing has been published. Ask your system administrator to check the log."
    )


def _fail_if_possible(job: PrintJob, message: str) -> None:
    try:
        jobs.end(job, state=State.FAILED, message=message)
    except DatabaseError:
        # Without room not even this can be written: the job stops giving signs of life, and counts as dead.
        logger.exception("The error could not be recorded.")


@contextmanager
def _signs_of_life(job: PrintJob) -> Iterator[None]:
    """Give signs of life while the block runs, also where no page is told of for long."""
    ended = threading.Event()

    def beat() -> None:
        while not ended.wait(BETWEEN_BEATS):
            try:
                jobs.beat(job)
            except DatabaseError:
                logger.warning("A sign of life could not be written.")
        connection.close()

    thread = threading.Thread(target=beat, name=f"signs of life of job {job.pk}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
