"""Tell the headings of a business case from lines of text that read like one."""

from collections.abc import Iterator, Sequence

from proposals.importing.forms.business_cases.headings import CASE, LIST_TITLE, OVERVIEW, OVERVIEW_FRAME
from proposals.importing.forms.heading_choice import Candidate, among_settled
from proposals.importing.forms.headings import BUSINESS_CASE, SPELLINGS, FoundHeading, Role, plain
from proposals.importing.issues import Report, Severity
from proposals.importing.lines import Line, is_list_item

Choice = dict[int, list[FoundHeading]]

_SHORTEST_SURE = 14  # letters: a shorter heading is a word that texts use as well


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


def choose_headings(lines: Sequence[Line], report: Report) -> Choice:
    """Return the headings of a case by line.

    A question of the template counts wherever it stands. Any other heading counts in its usual place among
    the questions, so that a word such as “Approach” in a text is not taken for one.
    """
    by_kind: dict[str, list[Candidate]] = {}
    for candidate in _candidates(lines):
        by_kind.setdefault(candidate.found.heading.kind, []).append(candidate)
    titles = by_kind.pop(LIST_TITLE.kind, [])
    of_questions = [members for members in by_kind.values() if members[0].found.heading.anchor]
    questions = [min(members, key=_spelling) for members in of_questions]
    others = [members for members in by_kind.values() if not members[0].found.heading.anchor]
    chosen = [*titles, *questions, *among_settled(others, questions, len(lines), report)]
    for question, members in zip(questions, of_questions, strict=True):
        chosen += _repeated(question, members, report)
    choice: Choice = {}
    for candidate in sorted(chosen, key=lambda item: (item.index, item.position)):
        choice.setdefault(candidate.index, []).append(candidate.found)
        _report_spelling(candidate, lines, report)
    return choice


def _spelling(candidate: Candidate) -> tuple[int, int]:
    return SPELLINGS.index(candidate.found.spelling), candidate.index


def _candidates(lines: Sequence[Line]) -> Iterator[Candidate]:
    for index, line in enumerate(lines):
        listed = _headings_on(line)
        following = lines[index + 1] if index + 1 < len(lines) else None
        next_heading = BUSINESS_CASE.heading_of(following.text) if following else None
        next_rank = BUSINESS_CASE.ranks[next_heading.heading.kind] if next_heading else -1
        for position, found in enumerate(listed):
            rank = BUSINESS_CASE.ranks[found.heading.kind]
            yield Candidate(index, position, rank, found, line.place, len(listed) > 1, next_rank > rank)


def _headings_on(line: Line) -> list[FoundHeading]:
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
