"""Tell a heading of a form from lines of text that read like it."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import inf

from proposals.importing.figures import is_amount, is_year, note_in
from proposals.importing.forms.headings import (
    SPELLINGS,
    FoundHeading,
    Heading,
    Role,
    Template,
    plain,
)
from proposals.importing.issues import Report, Severity
from proposals.importing.lines import Line, cells_of
from proposals.importing.units import part_unit

_LINES_TO_A_VALUE = 4
Choice = dict[int, FoundHeading]


@dataclass(frozen=True)
class Candidate:
    """A heading that a line reads like, and where.

    `leads_on` is whether the next line is a heading that comes later in the template.
    """

    index: int
    line: Line
    found: FoundHeading
    rank: int
    leads_on: bool

    @property
    def doubts(self) -> tuple[bool, bool, bool]:
        """Return what speaks against it, the weightier first."""
        usual_words = plain(self.found.printed) == plain(self.found.heading.wording)
        return self.found.spelling == "misspelt", not usual_words, not self.leads_on

    def stands_among(self, settled: Sequence["Candidate"]) -> bool:
        """Return whether it stands in its usual place among headings that are settled, which are in order."""
        at = bisect_left(settled, self.index, key=lambda item: item.index)
        after = at + (at < len(settled) and settled[at].index == self.index)
        before = settled[at - 1].rank if at else -1
        following = settled[after].rank if after < len(settled) else inf
        return before < self.rank < following or before > following


def _one_of(members: Sequence[Candidate], settled: Sequence[Candidate], report: Report) -> list[Candidate]:
    """Return the one of several lines that stands in its usual place among the headings that are settled.

    A sure heading that stands once may stand elsewhere. What else reads like one is reported as text.
    """
    fitting = [item for item in members if item.stands_among(settled)]
    if not fitting and members[0].found.is_sure and (len(members) == 1 or members[0].found.heading.anchor):
        fitting = list(members)
    if not fitting:
        for item in members:
            message = (
                f"“{item.found.printed[:120]}” stands in the middle of another section; it was read as text."
            )
            report(Severity.NOTE, "heading in a text", item.line.place, message)
        return []
    best = min(fitting, key=lambda item: (*item.doubts, item.index))
    others = [item.line.place for item in members if item is not best]
    if others:
        is_clear = [item.doubts for item in fitting].count(best.doubts) == 1
        message = f"“{best.found.printed}” also stands at {', '.join(others)}, where it was read as text."
        severity = Severity.NOTE if is_clear else Severity.QUESTION
        report(severity, "heading repeated", best.line.place, message)
    return [best]


def choose_headings(
    template: Template, lines: Sequence[Line], listed: Sequence[FoundHeading | None], report: Report
) -> Choice:
    """Return the headings of a form by line, of those that its lines read like.

    An anchor counts wherever it stands: the likeliest line, or every one with the words of a question where a
    template joins them. Any other heading counts in its usual place among the anchors, so that a word such as
    “Approach” in a text is not taken for one.
    """
    by_kind: dict[str, list[Candidate]] = {}
    for candidate in _candidates_in(template, lines, listed):
        by_kind.setdefault(candidate.found.heading.kind, []).append(candidate)
    chosen: list[Candidate] = []
    if template.has_head:
        # Labels stand in the head alone, where one that stands twice is told when it is opened.
        labels = [kind for kind, members in by_kind.items() if members[0].found.heading.role is Role.VALUE]
        chosen = [item for kind in labels for item in by_kind.pop(kind)]
    text_begins = min(
        (
            item.index
            for members in by_kind.values()
            for item in members
            if item.found.spelling == "as expected" and item.found.heading.role is Role.TEXT
        ),
        default=len(lines),
    )
    settled: list[Candidate] = []
    groups: list[Sequence[Candidate]] = []
    for members in by_kind.values():
        is_anchor = members[0].found.heading.anchor
        pool = _likeliest(lines, members, text_begins) if is_anchor else members
        if is_anchor and pool and (len(pool) == 1 or template.has_head):
            settled.append(pool[0])
        elif pool:
            groups.append(pool)
    settled.sort(key=lambda item: item.index)
    chosen += [*settled, *(best for members in groups for best in _one_of(members, settled, report))]
    for question in settled if template.has_head else ():
        chosen += _repeated(question, by_kind[question.found.heading.kind], report)
    for candidate in sorted(chosen, key=lambda item: item.index):
        found = candidate.found
        if found.spelling != "as expected":
            message = f"the heading “{found.printed}” is {found.spelling}; it was read as “{found.heading.wording}”."
            report(Severity.NOTE, f"heading {found.spelling}", candidate.line.place, message)
    return {item.index: item.found for item in chosen}


def _candidates_in(
    template: Template, lines: Sequence[Line], listed: Sequence[FoundHeading | None]
) -> Iterator[Candidate]:
    for index, (line, found) in enumerate(zip(lines, listed, strict=True)):
        if found:
            following = lines[index + 1] if index + 1 < len(lines) else None
            next_heading = template.heading_of(following.text) if following else None
            rank = template.ranks.get(found.heading.kind, -1)
            leads_on = next_heading is not None and template.ranks[next_heading.heading.kind] > rank
            yield Candidate(index, line, found, rank, leads_on)


def _likeliest(lines: Sequence[Line], members: Sequence[Candidate], text_begins: int) -> list[Candidate]:
    """Return the likeliest of the lines that read like one heading."""
    best = min(SPELLINGS.index(item.found.spelling) for item in members)
    pool = _those(members, lambda item: SPELLINGS.index(item.found.spelling) == best)
    # “Saving” may be a row of the table below.
    pool = _those(pool, lambda item: " " in part_unit(item.found.printed)[0])
    if pool[0].found.heading.role is Role.VALUE:
        fitting = [item for item in pool if _has_value(lines, item)]
        # A figure that cannot be read still stands before the texts, where nothing else can be meant.
        pool = fitting or [item for item in pool if item.index < text_begins]
    return _those(pool, lambda item: item.line.opens_cell)


def _those(members: Sequence[Candidate], wanted: Callable[[Candidate], bool]) -> list[Candidate]:
    """Return the wanted ones, or all when none is."""
    return [item for item in members if wanted(item)] or list(members)


def _has_value(lines: Sequence[Line], item: Candidate) -> bool:
    rest = item.found.rest
    beside = [Line(rest, item.line.place, False)] if rest else []
    following = [*beside, *lines[item.index + 1 : item.index + 1 + _LINES_TO_A_VALUE]]
    cells = [cell.text for line in following for cell in cells_of(line) if not note_in(line.text)]
    return may_hold(item.found.heading, cells)


def may_hold(heading: Heading, cells: Sequence[str]) -> bool:
    """Return whether some cells can be the value of a heading."""
    if heading.holds == "years":
        return any(is_year(word) for cell in cells for word in (cell, *cell.split()))
    if heading.holds == "year":
        return bool(cells) and is_year(cells[0])
    return not heading.holds or (bool(cells) and is_amount(cells[0]))


def _repeated(question: Candidate, members: Sequence[Candidate], report: Report) -> list[Candidate]:
    """Return the lines where a question stands again in the template's own words: the answers are one section."""
    again: list[Candidate] = []
    for item in members:
        if item is question:
            continue
        if item.found.spelling == "as expected":
            again.append(item)
            message = (
                f"“{item.found.printed}” also stands at {question.line.place}; what stands under both "
                "was read as one section."
            )
            report(Severity.QUESTION, "heading repeated", item.line.place, message)
        else:
            message = f"“{item.found.printed[:120]}” was read as text, not as a heading."
            report(Severity.NOTE, "heading in a text", item.line.place, message)
    return again
