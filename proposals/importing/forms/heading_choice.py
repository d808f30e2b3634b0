"""Tell a heading of a form from lines of text that read like it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from proposals.importing.figures import is_year, note_in, unmarked, without_nil
from proposals.importing.forms.headings import (
    LIST_TITLE,
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
from services.values.money import UnreadableMoney, parse_money

_LINES_TO_A_VALUE = 4
Choice = dict[int, list[FoundHeading]]


@dataclass(frozen=True)
class Candidate:
    """A heading that a line reads like: where, its rank in the template, and whether the line holds more than it.

    `leads_on` is whether the next line is a heading that comes later in the template.
    """

    index: int
    position: int
    rank: int
    found: FoundHeading
    place: str
    merged: bool = False
    leads_on: bool = False

    @property
    def doubts(self) -> tuple[bool, bool, bool]:
        """Return what speaks against it, the weightier first."""
        usual_words = plain(self.found.printed) == plain(self.found.heading.wording)
        return self.found.spelling == "misspelt", not usual_words, not self.leads_on


def among_settled(
    groups: Iterable[Sequence[Candidate]], settled: Sequence[Candidate], count: int, report: Report
) -> list[Candidate]:
    """Return the one of each group that stands in its usual place among the headings that are settled.

    A sure heading that stands once may stand elsewhere. What else reads like one is reported as text. `count` is
    the number of lines.
    """
    bounds = _bounds({item.index: item.rank for item in settled}, count)
    return [chosen for members in groups for chosen in _one_of(members, bounds, report)]


def _bounds(ranks: Mapping[int, int], count: int) -> list[tuple[int, int]]:
    """Return for each line the ranks of the settled headings before and after it."""
    last = max(ranks.values(), default=0) + count
    after = [last] * count
    following = last
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
    members: Sequence[Candidate], bounds: Sequence[tuple[int, int]], report: Report
) -> list[Candidate]:
    fitting = [item for item in members if item.merged or _fits(item.rank, bounds[item.index])]
    if not fitting and members[0].found.is_sure and (len(members) == 1 or members[0].found.heading.anchor):
        fitting = list(members)
    if not fitting:
        for item in members:
            message = (
                f"“{item.found.printed[:120]}” stands in the middle of another section; it was read as text."
            )
            report(Severity.NOTE, "heading in a text", item.place, message)
        return []
    best = min(fitting, key=lambda item: (*item.doubts, item.index))
    others = [item for item in members if item is not best]
    if others:
        is_clear = len([item for item in fitting if item.doubts == best.doubts]) == 1
        places = ", ".join(item.place for item in others)
        message = f"“{best.found.printed}” also stands at {places}, where it was read as text."
        report(Severity.NOTE if is_clear else Severity.QUESTION, "heading repeated", best.place, message)
    return [best]


def _fits(rank: int, bounds: tuple[int, int]) -> bool:
    before, after = bounds
    return before < rank < after or before > after


def choose_headings(
    template: Template, lines: Sequence[Line], listed: Sequence[Sequence[FoundHeading]], report: Report
) -> Choice:
    """Return the headings of a form by line, of those that its lines read like.

    An anchor counts wherever it stands: the likeliest line, or every one with the words of a question where a
    template joins them. Any other heading counts in its usual place among the anchors, so that a word such as
    “Approach” in a text is not taken for one.
    """
    by_kind: dict[str, list[Candidate]] = {}
    for candidate in _candidates_in(template, lines, listed):
        by_kind.setdefault(candidate.found.heading.kind, []).append(candidate)
    chosen = by_kind.pop(LIST_TITLE, [])
    if template.has_head:
        # Labels stand in the head alone, where one that stands twice is told when it is opened.
        labels = [kind for kind, members in by_kind.items() if members[0].found.heading.role is Role.VALUE]
        chosen += [item for kind in labels for item in by_kind.pop(kind)]
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
    chosen += [*settled, *among_settled(groups, settled, len(lines), report)]
    for question in settled if template.has_head else ():
        chosen += _repeated(question, by_kind[question.found.heading.kind], report)
    choice: Choice = {}
    for candidate in sorted(chosen, key=lambda item: (item.index, item.position)):
        choice.setdefault(candidate.index, []).append(candidate.found)
        _report_spelling(candidate, lines, report)
    return choice


def _candidates_in(
    template: Template, lines: Sequence[Line], listed: Sequence[Sequence[FoundHeading]]
) -> Iterator[Candidate]:
    for index, (line, found_here) in enumerate(zip(lines, listed, strict=True)):
        following = lines[index + 1] if found_here and index + 1 < len(lines) else None
        next_heading = template.heading_of(following.text) if following else None
        next_rank = template.ranks[next_heading.heading.kind] if next_heading else -1
        for position, found in enumerate(found_here):
            rank = template.ranks.get(found.heading.kind, -1)
            yield Candidate(index, position, rank, found, line.place, len(found_here) > 1, next_rank > rank)


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
    return _those(pool, lambda item: lines[item.index].opens_cell)


def _those(members: Sequence[Candidate], wanted: Callable[[Candidate], bool]) -> list[Candidate]:
    """Return the wanted ones, or all when none is."""
    return [item for item in members if wanted(item)] or list(members)


def _has_value(lines: Sequence[Line], item: Candidate) -> bool:
    rest = item.found.rest
    beside = [Line(rest, item.place, False)] if rest else []
    following = [*beside, *lines[item.index + 1 : item.index + 1 + _LINES_TO_A_VALUE]]
    cells = [cell.text for line in following for cell in cells_of(line) if not note_in(line.text)]
    return may_hold(item.found.heading, cells)


def may_hold(heading: Heading, cells: Sequence[str]) -> bool:
    """Return whether some cells can be the value of a heading."""
    if heading.holds == "years":
        return any(is_year(word) for cell in cells for word in (cell, *cell.split()))
    if heading.holds == "year":
        return bool(cells) and is_year(cells[0])
    return not heading.holds or (bool(cells) and _is_money(cells[0]))


def _is_money(text: str) -> bool:
    try:
        parse_money(without_nil(unmarked(text)))
    except UnreadableMoney as error:
        return "whole number of pounds" in str(error)
    return True


def _repeated(question: Candidate, members: Sequence[Candidate], report: Report) -> list[Candidate]:
    """Return the lines where a question stands again in the template's own words: the answers are one section."""
    again: list[Candidate] = []
    for item in members:
        if item is question:
            continue
        if item.found.spelling in ("as expected", "merged"):
            again.append(item)
            message = (
                f"“{item.found.printed}” also stands at {question.place}; what stands under both "
                "was read as one section."
            )
            report(Severity.QUESTION, "heading repeated", item.place, message)
        else:
            message = f"“{item.found.printed[:120]}” was read as text, not as a heading."
            report(Severity.NOTE, "heading in a text", item.place, message)
    return again


def _report_spelling(candidate: Candidate, lines: Sequence[Line], report: Report) -> None:
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
