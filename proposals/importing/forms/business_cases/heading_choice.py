"""Which of the lines that read like a heading of a business case are one, and which are its text."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from proposals.importing.forms.business_cases.headings import CASE, LIST_TITLE, OVERVIEW, OVERVIEW_FRAME
from proposals.importing.forms.business_cases.lines import CaseLine
from proposals.importing.forms.headings import BUSINESS_CASE, FoundHeading, Role, plain
from proposals.importing.issues import Severity
from proposals.importing.lines import is_list_item

Report = Callable[[Severity, str, str, str], None]
Choice = dict[int, list[FoundHeading]]

_SHORTEST_SURE = 14  # letters: a shorter heading is a word that texts use as well
_LAST = max(BUSINESS_CASE.ranks.values()) + 1


@dataclass(frozen=True)
class _Candidate:
    index: int
    position: int
    found: FoundHeading
    merged: bool

    @property
    def rank(self) -> int:
        return BUSINESS_CASE.ranks[self.found.heading.kind]


def part_merged_lines(lines: Sequence[CaseLine], report: Report) -> list[CaseLine]:
    """Return the lines with each question of the template on a line of its own."""
    parted: list[CaseLine] = []
    for line in lines:
        pieces = [line.text] if line.is_row else BUSINESS_CASE.parted_at_questions(line.text)
        if len(pieces) == 1:
            parted.append(line)
            continue
        report(
            Severity.NOTE,
            "heading merged",
            line.place,
            f"more than a heading stands on one line: “{line.text[:120]}”.",
        )
        sources = line.sources
        for piece in pieces:
            parted.append(CaseLine(piece, line.place, sources))
            sources = ()
    return parted


def choose_headings(lines: Sequence[CaseLine], report: Report) -> Choice:
    """Return the headings of a case by line.

    A question of the template counts wherever it stands. Any other heading counts in its usual place among
    the questions, so that a word such as “Approach” in a text is not taken for one.
    """
    candidates = _candidates(lines)
    by_kind: dict[str, list[_Candidate]] = {}
    chosen = [candidate for candidate in candidates if candidate.found.heading is LIST_TITLE]
    for candidate in candidates:
        if candidate.found.heading is LIST_TITLE:
            continue
        by_kind.setdefault(candidate.found.heading.kind, []).append(candidate)
    anchors = [_spelt_best(members) for members in by_kind.values() if members[0].found.heading.anchor]
    bounds = _bounds(anchors, len(lines))
    chosen.extend(anchors)
    for members in by_kind.values():
        if not members[0].found.heading.anchor:
            chosen.extend(_one_of(members, bounds, lines, report))
    chosen.extend(_repeated(by_kind, anchors, lines, report))
    choice: Choice = {}
    for candidate in sorted(chosen, key=lambda item: (item.index, item.position)):
        choice.setdefault(candidate.index, []).append(candidate.found)
        _report_spelling(candidate, lines, report)
    return choice


def _candidates(lines: Sequence[CaseLine]) -> list[_Candidate]:
    found: list[_Candidate] = []
    for index, line in enumerate(lines):
        listed = _headings_on(line)
        merged = len(listed) > 1
        found.extend(_Candidate(index, position, item, merged) for position, item in enumerate(listed))
    return found


def _headings_on(line: CaseLine) -> list[FoundHeading]:
    if line.is_row:
        cells = [cell for cell in line.cells if cell]
        beside = BUSINESS_CASE.heading_of(cells[0]) if len(cells) == 2 else None
        if beside and beside.heading.role is Role.TEXT and _is_sure(beside):
            return [FoundHeading(beside.heading, beside.printed, beside.spelling, cells[1])]
        return []
    found = BUSINESS_CASE.heading_of(line.text)
    if found and (found.heading.role is Role.VALUE or found.heading in (CASE, LIST_TITLE)):
        return []
    if found and is_list_item(line.text) and not line.text[0].isalnum() and not found.heading.anchor:
        return []
    if found and found.heading is OVERVIEW_FRAME:
        # Below the head, “Project Overview” can only be the beginning of “Project Overview - What are we doing”.
        return [FoundHeading(OVERVIEW, found.printed, "cut short")]
    return [found] if found else BUSINESS_CASE.run_together(line.text)


def _is_sure(found: FoundHeading) -> bool:
    """Return whether a heading beside its answer can be no row of some table."""
    heading = found.heading
    return heading.anchor or not heading.weak or len(plain(found.printed)) >= _SHORTEST_SURE


def _spelt_best(members: Sequence[_Candidate]) -> _Candidate:
    order = ("as expected", "merged", "misspelt", "cut short", "worded otherwise")
    return min(members, key=lambda item: (order.index(item.found.spelling), item.index))


def _bounds(anchors: Sequence[_Candidate], count: int) -> list[tuple[int, int]]:
    """Return for each line the ranks of the questions before and after it."""
    ranks: dict[int, int] = {anchor.index: anchor.rank for anchor in anchors}
    after = [_LAST] * count
    following = _LAST
    for index in range(count - 1, -1, -1):
        after[index] = following
        following = ranks.get(index, following)
    bounds: list[tuple[int, int]] = []
    before = -1
    for index in range(count):
        bounds.append((before, after[index]))
        before = ranks.get(index, before)
    return bounds


def _one_of(
    members: Sequence[_Candidate],
    bounds: Sequence[tuple[int, int]],
    lines: Sequence[CaseLine],
    report: Report,
) -> list[_Candidate]:
    """Return the one that stands in the heading's usual place; a sure one alone may stand elsewhere."""
    fitting = [item for item in members if item.merged or _fits(item.rank, bounds[item.index])]
    sure = not members[0].found.heading.weak and len(plain(members[0].found.printed)) >= _SHORTEST_SURE
    if not fitting:
        if sure and len(members) == 1:
            return [members[0]]
        _note_text(members, lines, report)
        return []
    best = min(fitting, key=lambda item: (*_likelihood(item, lines), item.index))
    others = [item for item in members if item is not best]
    alike = [item for item in fitting if _likelihood(item, lines) == _likelihood(best, lines)]
    if others:
        severity = Severity.NOTE if len(alike) == 1 else Severity.QUESTION
        places = ", ".join(lines[item.index].place for item in others)
        message = f"“{best.found.printed}” also stands at {places}, where it was read as text."
        report(severity, "heading repeated", lines[best.index].place, message)
    return [best]


def _fits(rank: int, bounds: tuple[int, int]) -> bool:
    before, after = bounds
    return before < rank < after or before > after


def _likelihood(item: _Candidate, lines: Sequence[CaseLine]) -> tuple[bool, bool, bool]:
    """Return what speaks against a candidate, the weightier first."""
    following = lines[item.index + 1].text if item.index + 1 < len(lines) else ""
    found = None if "\t" in following else BUSINESS_CASE.heading_of(following)
    leads_on = bool(found and BUSINESS_CASE.ranks[found.heading.kind] > item.rank)
    usual_words = plain(item.found.printed) == plain(item.found.heading.wording)
    return item.found.spelling == "misspelt", not usual_words, not leads_on


def _note_text(members: Sequence[_Candidate], lines: Sequence[CaseLine], report: Report) -> None:
    for item in members:
        message = (
            f"“{lines[item.index].text[:120]}” stands in the middle of another section; it was read as text."
        )
        report(Severity.NOTE, "heading in a text", lines[item.index].place, message)


def _repeated(
    by_kind: Mapping[str, Sequence[_Candidate]],
    anchors: Sequence[_Candidate],
    lines: Sequence[CaseLine],
    report: Report,
) -> list[_Candidate]:
    """Return the questions that stand again in the template's own words: their answers are one section."""
    again: list[_Candidate] = []
    for anchor in anchors:
        for item in by_kind[anchor.found.heading.kind]:
            if item is anchor:
                continue
            place = lines[item.index].place
            if item.found.spelling in ("as expected", "merged"):
                again.append(item)
                message = (
                    f"“{item.found.printed}” also stands at {lines[anchor.index].place}; what stands under both "
                    "was read as one section."
                )
                report(Severity.QUESTION, "heading repeated", place, message)
            else:
                message = f"“{item.found.printed[:120]}” was read as text, not as a heading."
                report(Severity.NOTE, "heading in a text", place, message)
    return again


def _report_spelling(candidate: _Candidate, lines: Sequence[CaseLine], report: Report) -> None:
    found, line = candidate.found, lines[candidate.index]
    if found.spelling == "merged":
        if candidate.position == 0:
            message = f"more than a heading stands on one line: “{line.text[:120]}”."
            report(Severity.NOTE, "heading merged", line.place, message)
    elif found.spelling != "as expected":
        message = (
            f"the heading “{found.printed}” is {found.spelling}; it was read as “{found.heading.wording}”."
        )
        report(Severity.NOTE, f"heading {found.spelling}", line.place, message)
