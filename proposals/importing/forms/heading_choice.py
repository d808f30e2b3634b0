"""Tell a heading of a form from lines of text that read like it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from proposals.importing.figures import is_year, note_in, unmarked, without_nil
from proposals.importing.forms.business_cases.headings import CASE, LIST_TITLE, OVERVIEW, OVERVIEW_FRAME
from proposals.importing.forms.headings import (
    BUSINESS_CASE,
    SPELLINGS,
    FoundHeading,
    Heading,
    Role,
    Template,
    plain,
)
from proposals.importing.issues import Report, Severity
from proposals.importing.lines import Line, cells_of, is_list_item
from proposals.importing.units import part_unit
from services.values.money import UnreadableMoney, parse_money

_SHORTEST_SURE = 14  # letters: a shorter heading is a word that texts use as well
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
    def is_sure(self) -> bool:
        """Return whether it can be no word of somebody's text."""
        heading = self.found.heading
        return heading.anchor or (not heading.weak and len(plain(self.found.printed)) >= _SHORTEST_SURE)

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
    if not fitting and members[0].is_sure and (len(members) == 1 or members[0].found.heading.anchor):
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
    chosen = by_kind.pop(LIST_TITLE.kind, [])
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
        if is_anchor and pool and (len(pool) == 1 or template.joins_repeated):
            settled.append(pool[0])
        elif pool:
            groups.append(pool)
    chosen += [*settled, *among_settled(groups, settled, len(lines), report)]
    for question in settled if template.joins_repeated else ():
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
            rank = template.ranks[found.heading.kind]
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


def part_merged_lines(lines: Sequence[Line], report: Report) -> list[Line]:
    """Return the lines with each question of the template on a line of its own."""
    parted: list[Line] = []
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
        for piece in pieces:
            parted.append(Line(piece, line.place, False))
    return parted


def headings_on(line: Line) -> list[FoundHeading]:
    """Return the headings of a business case, below its head, that a line reads like."""
    if line.is_row:
        cells = [cell for cell in line.cells if cell]
        beside = BUSINESS_CASE.heading_of(cells[0]) if len(cells) == 2 else None
        if beside and beside.heading.role is Role.TEXT and _is_no_row(beside):
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


def _is_no_row(found: FoundHeading) -> bool:
    """Return whether a heading beside its answer can be no row of some table."""
    return found.heading.anchor or not found.heading.weak or len(plain(found.printed)) >= _SHORTEST_SURE


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
