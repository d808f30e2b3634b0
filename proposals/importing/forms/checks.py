"""Check a whole document of forms: its references, its end, and lines that belong to no form."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from proposals.domain.references import canonical_reference
from proposals.importing.issues import Issue, Severity
from proposals.importing.lines import DocumentLines, Line

_ENDS_SENTENCE = re.compile(r"[.!?…:;][)\]”’\"']*[*†‡]?$")
_ENDS_SHORT_WORD = re.compile(r"(?:£[\d,]+|\b[ie]\.?[ge]?|\bNo|\bapprox)\.$")
_LONGEST_QUOTE = 120


@dataclass(frozen=True)
class References:
    """The references of one form, those that are its own, and where it stands."""

    all: tuple[str, ...]
    own: tuple[str, ...]
    place: str


def check_left_over(left_over: Iterable[Line]) -> Iterator[Issue]:
    """Yield a note for every line that has no place in a form, so that nothing printed is lost unseen."""
    for line in left_over:
        text = line.text if len(line.text) <= _LONGEST_QUOTE else line.text[: _LONGEST_QUOTE - 3] + "…"
        yield Issue(Severity.NOTE, "left over", "", line.place, f"not part of any form: “{text}”")


def check_references(forms: Iterable[References]) -> Iterator[Issue]:
    """Yield the references that stand in two forms; where each is the form's own, one of them is wrong."""
    first_uses: dict[str, tuple[str, References]] = {}
    for form in forms:
        for reference in form.all:
            canonical = canonical_reference(reference)
            spelt, first = first_uses.setdefault(canonical, (reference, form))
            if first is form:
                continue
            both_own = all(canonical in map(canonical_reference, item.own) for item in (form, first))
            yield Issue(
                Severity.ERROR if both_own else Severity.QUESTION,
                "repeated reference",
                form.all[0],
                form.place,
                f"the reference {reference} stands twice in the document; it was first used"
                f"{'' if spelt == reference else f' as {spelt}'} at {first.place}.",
            )


def check_end(document: DocumentLines, reference: str, *, shortest_sentence: int = 0) -> Iterator[Issue]:
    """Yield that the file stops without a line end, which in mid-sentence may be where it was cut.

    A line shorter than `shortest_sentence` may end without a stop.
    """
    last = document.lines[-1]
    if not document.ends_abruptly:
        return
    ends_sentence = _ENDS_SENTENCE.search(last.text) and not _ENDS_SHORT_WORD.search(last.text)
    if ends_sentence or len(last.text) < shortest_sentence:
        message = "the file has no line end after its last line: check that nothing is missing behind it."
        yield Issue(Severity.NOTE, "no last line end", reference, last.place, message)
    else:
        message = "the document ends in the middle of a sentence: it may be cut short."
        yield Issue(Severity.QUESTION, "ends abruptly", reference, last.place, message)
