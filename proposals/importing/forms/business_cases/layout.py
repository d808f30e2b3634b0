"""The layout of the business case.

The savings by year of a case stand in its prose only, so its profile is never complete.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from proposals.importing.forms.business_cases.head import read_head
from proposals.importing.forms.business_cases.sections import looks_like_heading, read_sections
from proposals.importing.forms.business_cases.segmentation import find_cases
from proposals.importing.forms.business_cases.statements import with_statements
from proposals.importing.forms.checks import check_end, lacking_at_the_end
from proposals.importing.forms.document import FormKind, ReadForm
from proposals.importing.forms.headings import BUSINESS_CASE, plain
from proposals.importing.forms.segmentation import FoundForms
from proposals.importing.issues import Issue, Severity
from proposals.importing.lines import DocumentLines, Line
from services.values.money import Sign

_FEWEST_TO_RECUR = 3
_LONG_LINE = 40  # letters: a shorter one without a stop may be an answer in a few words
_AT_THE_END = (
    "who_is_affected",
    "positive_impacts",
    "negative_impacts",
    "neutral_impacts",
    "protected_characteristics",
)


def _read_cases(found: FoundForms) -> Iterator[ReadForm]:
    recurring = _recurring(found)
    for form in found.forms:
        sections = read_sections(form, recurring)
        proposal, own, headline = read_head(sections, form.start.committee)
        printed = f"“{headline.printed}”"
        yield ReadForm(
            with_statements(proposal, sections), sections, own, headline.unit, headline.decimals, printed
        )


def _check(
    document: DocumentLines, found: FoundForms, forms: Sequence[ReadForm], sign: Sign
) -> Iterator[Issue]:
    """Yield what the last case lacks at its end and most others have, or else an end in mid-sentence."""
    *others, last = (form.sections.by_kind for form in forms)
    counts = Counter(kind for case in others for kind in case)
    expected = [kind for kind in _AT_THE_END if not others or counts[kind] * 2 > len(others)]
    missing = lacking_at_the_end(expected, last)
    reference = forms[-1].proposal.reference
    if not missing:
        yield from check_end(document, reference, shortest_sentence=_LONG_LINE)
        return
    severity = Severity.ERROR if len(missing) > 1 else Severity.QUESTION
    named = BUSINESS_CASE[missing[0]].wording
    message = f"“{named}” is missing. The document seems to be cut short here."
    yield Issue(severity, "case incomplete", reference, document.lines[-1].place, message)


def _recurring(found: FoundForms) -> set[str]:
    """Return the lines that read like a heading, none of the template's, in every third case or more."""
    counts: Counter[str] = Counter()
    for case in found.forms:
        seen = {
            plain(line.text)
            for line, following in zip(case.lines, case.lines[1:], strict=False)
            if looks_like_heading(line.text) and not _is_heading(line) and not _is_heading(following)
        }
        counts.update(seen)
    least = max(_FEWEST_TO_RECUR, -(-len(found.forms) // 3))
    return {words for words, count in counts.items() if count >= least}


def _is_heading(line: Line) -> bool:
    return BUSINESS_CASE.heading_of(line.text) is not None


BUSINESS_CASES = FormKind(
    BUSINESS_CASE,
    "case",
    "No business case was found. A case begins with the line “Business Case” and its reference and title, "
    "followed by a table with “Project Title”, “Saving” and “Business Planning Reference”.",
    find_cases,
    _read_cases,
    _check,
    "positive",
    has_title=True,
)
