"""The progress of a job in words and as a share, as its page shows it."""

from dataclasses import dataclass

from reports.models import PrintJob
from reports.writers.files import PDF
from services.values.wording import counted

LAYING_OUT, DRAWING = 70, 30
"""Parts of a hundred: laying out takes most of the time."""
ANNOUNCED_EVERY = 10


@dataclass(frozen=True)
class ProgressShown:
    """The words; parts of a hundred, or None where nobody knows yet how many pages there will be.

    `announced` changes seldom enough to be read out.
    """

    words: str
    percent: int | None
    announced: str


def shown(job: PrintJob, expected: int | None) -> ProgressShown:
    """Return how far the job is; `expected` is how many pages an earlier file had, where there was one."""
    if job.is_dead:
        return _same(
            f"It stopped before it finished, after page {job.page}. The worker is not responding.", None
        )
    if job.state != PrintJob.State.RUNNING:
        return _same(_AT_REST[job.state], 100 if job.state == PrintJob.State.DONE else 0)
    if job.cancel_asked:
        return _same("Stopping at the next page.", None)
    if job.step == "drawing" and job.of:
        percent = LAYING_OUT + DRAWING * job.page // job.of
        return _stepwise(f"Drawing page {job.page} of {job.of}", percent)
    if job.step == "laying_out":
        return _laying_out(job, expected)
    if job.ending != PDF:
        return _same(f"Writing the {job.file_in_words}.", None)
    return _same("Reading the proposals.", 0)


def _laying_out(job: PrintJob, expected: int | None) -> ProgressShown:
    if job.of:
        return _stepwise(f"Laying out page {job.page} of {job.of} once more", LAYING_OUT)
    if expected:
        percent = min(LAYING_OUT - 1, LAYING_OUT * job.page // expected)
        return _stepwise(f"Laying out page {job.page} (last time there were {expected:,})", percent)
    tens = job.page - job.page % ANNOUNCED_EVERY
    return ProgressShown(
        f"Laying out page {job.page}. The number of pages is not known yet.",
        None,
        f"{counted(tens, 'page')} laid out." if tens else "Laying out the pages.",
    )


_AT_REST = {
    PrintJob.State.WAITING: "Waiting to start.",
    PrintJob.State.DONE: "Ready.",
    PrintJob.State.FAILED: "Failed.",
    PrintJob.State.CANCELLED: "Cancelled.",
}


def _same(words: str, percent: int | None) -> ProgressShown:
    return ProgressShown(words, percent, words)


def _stepwise(words: str, percent: int) -> ProgressShown:
    return ProgressShown(f"{words}.", percent, f"{percent - percent % ANNOUNCED_EVERY}% done.")
