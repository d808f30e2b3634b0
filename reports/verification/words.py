"""A verdict in words: the same for the page and for the command."""

from collections.abc import Iterator

from proposals.changes.printed import summary_in_words
from reports.models import Edition
from reports.verification.finding import Verdict
from reports.verification.status import FIGURES, EditionStatus
from services.values.dates import format_day
from services.values.wording import counted, listed

HEADINGS = {
    "unaltered": "Published here, unaltered",
    "altered": "Altered",
    "unknown": "Unknown",
    "no_pdf": "No PDF",
}
MOST_NAMED = 20


def verdict_in_words(verdict: Verdict) -> tuple[str, ...]:
    """Return what the file is and how it differs, as sentences."""
    return tuple(_sentences(verdict))


def _sentences(verdict: Verdict) -> Iterator[str]:
    edition = verdict.edition
    if edition is None:
        yield from _without_edition(verdict)
    elif verdict.state == "unaltered":
        yield f"This is {verdict.file_name} of {named(edition)}, byte for byte."
    else:
        yield f"This file has been altered. It says that it is {named(edition)}: in {listed(verdict.places)}."
        yield from verdict.differences
        yield from verdict.figures or ("The figures attached inside it are those that were published.",)


def _without_edition(verdict: Verdict) -> Iterator[str]:
    if verdict.state == "no_pdf":
        yield "The file is not a PDF and does not match any file published here."
        return
    yield "This file does not match any published edition."
    if verdict.claims:
        yield f"It contains the identifier {verdict.claims}, but no edition that you can view has it."
    else:
        yield "It does not say which edition it is. It may be a draft, or it may come from somewhere else."


def named(edition: Edition) -> str:
    """Return the edition as a sentence names it."""
    day = format_day(edition.published_at.date())
    return f"edition {edition.number} of “{edition.title}” of {edition.council.name}, published on {day}"


def describe_status(status: EditionStatus) -> tuple[str, ...]:
    """Return whether the figures are still current, as sentences."""
    return tuple(_standing(status))


def _standing(status: EditionStatus) -> Iterator[str]:
    if status.latest is not None:
        day = format_day(status.latest.published_at.date())
        yield f"A later edition, number {status.latest.number} of {day}, has replaced it."
    changes = status.changes
    if changes is None:
        return
    if changes.is_empty:
        yield f"Its figures are still current: {_compared(status)} as published."
    else:
        stand = "are still current" if status.figures_stand else "have changed since"
        yield f"Its figures {stand}. {summary_in_words(changes)}"
        yield from _references(status)
    if status.not_seen:
        not_seen = counted(status.not_seen, "proposal")
        yield f"{not_seen} of it cannot be compared, because you do not have permission to view their current versions."


def _compared(status: EditionStatus) -> str:
    count = status.changes.unchanged if status.changes else 0
    return f"{counted(count, 'proposal')} {'is' if count == 1 else 'are'}"


def _references(status: EditionStatus) -> Iterator[str]:
    changes = status.changes
    assert changes is not None
    touched = [change.after.reference for change in changes.changed if FIGURES & set(change.kinds)]
    other = [change.after.reference for change in changes.changed if not FIGURES & set(change.kinds)]
    for what, references in (("Figures changed", touched), ("Other changes", other)):
        if references:
            more = ["and more"] if len(references) > MOST_NAMED else []
            yield f"{what}: {', '.join([*references[:MOST_NAMED], *more])}."
