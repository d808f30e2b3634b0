"""Check a whole document of forms: its references, its end, and lines that belong to no form."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import takewhile

from proposals.domain.references import canonical_reference
from proposals.importing.issues import Issue, Severity
from proposals.importing.lines import DocumentLines, Line
from proposals.importing.parsed import ParsedProposal

_ENDS_SENTENCE = re.compile(r"[.!?…:;][)\]”’\"']*[*†‡]?$")
_ENDS_SHORT_WORD = re.compile(r"(?:£[\d,]+|\b[ie]\.?[ge]?|\bNo|\bapprox)\.$")
_LONGEST_QUOTE = 120


def check_left_over(left_over: Iterable[Line]) -> Iterator[Issue]:
    """Yield a note for every line that has no place in a form, so that nothing printed is lost unseen."""
    for line in left_over:
        text = line.text if len(line.text) <= _LONGEST_QUOTE else line.text[: _LONGEST_QUOTE - 3] + "…"
        yield Issue(Severity.NOTE, "left over", "", line.place, f"not part of any form: “{text}”")


def check_references(forms: Iterable[tuple[ParsedProposal, Sequence[str]]]) -> Iterator[Issue]:
    """Yield the references that stand in two forms; where each is the form's own, one of them is wrong.

    `forms` are the proposals, each with those of its references that are its own.
    """
    first_uses: dict[str, tuple[str, ParsedProposal, bool]] = {}
    for proposal, own in forms:
        owned = set(map(canonical_reference, own))
        for reference in proposal.references:
            canonical = canonical_reference(reference)
            use = (reference, proposal, canonical in owned)
            spelt, first, first_owns = first_uses.setdefault(canonical, use)
            if first is proposal:
                continue
            message = (
                f"the reference {reference} stands twice in the document; it was first used"
                f"{'' if spelt == reference else f' as {spelt}'} at {first.place}."
            )
            severity = Severity.ERROR if first_owns and canonical in owned else Severity.QUESTION
            yield Issue(severity, "repeated reference", proposal.reference, proposal.place, message)


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


def lacking_at_the_end(expected: Sequence[str], present: Collection[str]) -> list[str]:
    """Return the last of the expected kinds of heading, behind the last one that is present."""
    return list(takewhile(lambda kind: kind not in present, reversed(expected)))[::-1]
