"""Whether a whole document of business cases holds together: its references, its beginning and its end."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from proposals.domain.references import canonical_reference
from proposals.importing.forms.headings import BUSINESS_CASE
from proposals.importing.issues import Issue, Severity
from proposals.importing.lines import DocumentLines
from proposals.importing.parsed import ParsedProposal

Report = Callable[[Severity, str, str, str], None]

_ENDS_SENTENCE = re.compile(r"[.!?…:;][)\]”’\"']*[*†‡]?$")
_LONG_LINE = 40  # letters: a shorter one without a stop may be an answer in a few words
_AT_THE_END = (
    "who_is_affected",
    "positive_impacts",
    "negative_impacts",
    "neutral_impacts",
    "protected_characteristics",
)


class CheckedCase(Protocol):
    """What the checks ask of a case."""

    @property
    def proposal(self) -> ParsedProposal: ...  # noqa: D102

    @property
    def main_references(self) -> tuple[str, ...]: ...  # noqa: D102

    @property
    def heading_kinds(self) -> tuple[str, ...]: ...  # noqa: D102


def check_document(document: DocumentLines, cases: Sequence[CheckedCase]) -> Iterator[Issue]:
    """Yield repeated references, an end in the middle of a case, and what the reader said about the file."""
    yield from _repeated_references(cases)
    yield from _cut_short(document, cases)
    yield from document.notes


def _repeated_references(cases: Sequence[CheckedCase]) -> Iterator[Issue]:
    first_uses: dict[str, tuple[str, CheckedCase]] = {}
    for case in cases:
        proposal = case.proposal
        own = {canonical_reference(reference) for reference in case.main_references}
        for reference in proposal.references:
            canonical = canonical_reference(reference)
            spelt, first = first_uses.setdefault(canonical, (reference, case))
            if first is case:
                continue
            stored = {canonical_reference(item) for item in first.main_references}
            is_main = canonical in own and canonical in stored
            yield Issue(
                Severity.ERROR if is_main else Severity.QUESTION,
                "repeated reference",
                proposal.references[0],
                proposal.place,
                f"the reference {reference} stands in two business cases; it was first used"
                f"{'' if spelt == reference else f' as {spelt}'} at {first.proposal.place}.",
            )


def _cut_short(document: DocumentLines, cases: Sequence[CheckedCase]) -> Iterator[Issue]:
    """Yield what the last case lacks at its end and most others have, and an end in mid-sentence."""
    last = cases[-1]
    reference = last.proposal.references[0] if last.proposal.references else ""
    place = document.lines[-1].place
    missing = _missing_at_the_end(cases)
    if missing:
        severity = Severity.ERROR if len(missing) > 1 else Severity.QUESTION
        message = (
            f"“{BUSINESS_CASE[missing[0]].wording}” is missing. The document seems to be cut short here."
        )
        yield Issue(severity, "case incomplete", reference, place, message)
        return
    text = document.lines[-1].text
    if document.ends_abruptly and len(text) >= _LONG_LINE and not _ENDS_SENTENCE.search(text):
        message = "the document ends in the middle of a sentence: it may be cut short."
        yield Issue(Severity.QUESTION, "ends abruptly", reference, place, message)
    elif document.ends_abruptly:
        message = "the file has no line end after its last line: check that nothing is missing behind it."
        yield Issue(Severity.NOTE, "no last line end", reference, place, message)


def _missing_at_the_end(cases: Sequence[CheckedCase]) -> list[str]:
    """Return the last headings of the template that the last case lacks, and most cases before it have."""
    *others, last = cases
    counts = Counter(kind for case in others for kind in set(case.heading_kinds))
    expected = [kind for kind in _AT_THE_END if not others or counts[kind] * 2 > len(others)]
    missing: list[str] = []
    for kind in reversed(expected):
        if kind in last.heading_kinds:
            break
        missing.insert(0, kind)
    return missing
