"""Check a whole document of option forms: its references, its sign, its beginning and end."""

from collections.abc import Iterator, Sequence

from proposals.domain.references import canonical_reference
from proposals.importing.forms.checks import References, check_end, check_references
from proposals.importing.forms.option_pages.forms import OptionForm
from proposals.importing.forms.titles import split_title
from proposals.importing.issues import Issue, Severity
from proposals.importing.lines import DocumentLines, Line
from services.values.money import Sign

_LAST_LINES = 3


def savings_sign(forms: Sequence[OptionForm]) -> Sign:
    """Return the sign that most totals of the forms carry, that of their sum when they are even."""
    negative, positive = _signs(forms)
    together = sum(sum(form.discrete.values()) for form in forms)
    return "positive" if positive > negative or (positive == negative and together > 0) else "negative"


def _signs(forms: Sequence[OptionForm]) -> tuple[int, int]:
    totals = [sum(form.discrete.values()) for form in forms]
    return sum(total < 0 for total in totals), sum(total > 0 for total in totals)


def check_document(
    document: DocumentLines, forms: Sequence[OptionForm], left_over: Sequence[Line]
) -> Iterator[Issue]:
    """Yield repeated references, doubtful signs, options without a form, and an end in mid-sentence."""
    yield from check_references(
        References((f.reference,), (f.reference,), f.place) for f in forms if f.reference
    )
    yield from _doubtful_signs(forms)
    yield from _listed_without_form(forms, left_over)
    yield from _cut_short(document, forms)
    yield from document.notes


def _doubtful_signs(forms: Sequence[OptionForm]) -> Iterator[Issue]:
    negative, positive = _signs(forms)
    if negative and negative == positive:
        yield Issue(
            Severity.QUESTION,
            "sign of savings",
            forms[0].reference,
            forms[0].place,
            f"{negative} options have a negative total and as many a positive one, so how the document prints "
            f"a saving is not certain; the {savings_sign(forms)} ones were read as savings.",
        )
    changes = [change for form in forms for change in form.fte.values() if change]
    if (positive or negative) and changes and all(change > 0 for change in changes):
        first = next(form for form in forms if any(form.fte.values()))
        named = (
            "savings are printed without a minus, and so are all FTE changes"
            if positive > negative
            else "all FTE changes are printed without a minus"
        )
        yield Issue(
            Severity.QUESTION,
            "sign of FTE",
            first.reference,
            first.fte_place,
            f"{named}: they were read as more posts, not fewer. Print reductions with a minus if they are meant.",
        )


def _listed_without_form(forms: Sequence[OptionForm], left_over: Sequence[Line]) -> Iterator[Issue]:
    """Yield the options that a list of contents names and the document does not hold."""
    stored = {canonical_reference(form.reference) for form in forms}
    listed = [(line, parted) for line in left_over if (parted := split_title(line.text))]
    if sum(canonical_reference(parted[0]) in stored for _, parted in listed) < max(len(listed) / 2, 1):
        return  # not a list of this document's options
    for line, (reference, title) in listed:
        if canonical_reference(reference) not in stored:
            yield Issue(
                Severity.QUESTION,
                "listed without a form",
                forms[-1].reference,
                line.place,
                f"the document lists {reference} – {title}, but contains no form of it.",
            )


def _cut_short(document: DocumentLines, forms: Sequence[OptionForm]) -> Iterator[Issue]:
    stored = {canonical_reference(form.reference) for form in forms}
    for line in document.lines[-_LAST_LINES:]:
        begun = split_title(line.text)
        if begun and canonical_reference(begun[0]) not in stored:
            yield Issue(
                Severity.QUESTION,
                "ends abruptly",
                forms[-1].reference,
                line.place,
                f"the document ends where the form of {begun[0]} seems to begin: it may be cut short.",
            )
            return
    yield from check_end(document, forms[-1].reference)
