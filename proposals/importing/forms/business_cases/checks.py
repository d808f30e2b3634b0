"""Check that a document of business cases does not end in the middle of one."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from proposals.importing.forms.checks import check_end
from proposals.importing.forms.headings import BUSINESS_CASE
from proposals.importing.issues import Issue, Severity
from proposals.importing.lines import DocumentLines

_LONG_LINE = 40  # letters: a shorter one without a stop may be an answer in a few words
_AT_THE_END = (
    "who_is_affected",
    "positive_impacts",
    "negative_impacts",
    "neutral_impacts",
    "protected_characteristics",
)


def check_last_case(
    document: DocumentLines, headings: Sequence[Collection[str]], reference: str
) -> Iterator[Issue]:
    """Yield what the last case lacks at its end and most others have, or else an end in mid-sentence.

    `headings` are the kinds of heading that each case has, `reference` is that of the last one.
    """
    missing = _missing_at_the_end(headings)
    if not missing:
        yield from check_end(document, reference, shortest_sentence=_LONG_LINE)
        return
    severity = Severity.ERROR if len(missing) > 1 else Severity.QUESTION
    named = BUSINESS_CASE[missing[0]].wording
    message = f"“{named}” is missing. The document seems to be cut short here."
    yield Issue(severity, "case incomplete", reference, document.lines[-1].place, message)


def _missing_at_the_end(headings: Sequence[Collection[str]]) -> list[str]:
    """Return the last headings of the template that the last case lacks, and most cases before it have."""
    *others, last = headings
    counts = Counter(kind for case in others for kind in set(case))
    expected = [kind for kind in _AT_THE_END if not others or counts[kind] * 2 > len(others)]
    missing: list[str] = []
    for kind in reversed(expected):
        if kind in last:
            break
        missing.insert(0, kind)
    return missing
