"""Find the beginning of each business case of a document, and its committee."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from rapidfuzz import fuzz

from proposals.importing.forms.business_cases.head import Pair, pairs_of
from proposals.importing.forms.business_cases.headings import CASE, OVERVIEW_FRAME, REFERENCE, TITLE
from proposals.importing.forms.business_cases.references import begins_with_reference, references_in_cell
from proposals.importing.forms.headings import BUSINESS_CASE, Role
from proposals.importing.lines import Line, end_of_forms

_NEAR = 8  # lines from “Business Case” to the table below it
_LONGEST_BLOCK = 200
_LETTERED = re.compile(r"[A-Z]{1,3}\s*:\s*\S")
_COMMITTEE = re.compile(r"\b(?:Committee|Cabinet|Board|Panel|Executive|Sub-Committee)\s*$", re.IGNORECASE)
_SMALL = {"and", "of", "the", "for", "to", "in", "with", "on", "a", "&"}
_LAST_LINES = 4
_LIST_MARK = re.compile(r"^(?P<mark>[·•●▪■◦‣⁃∙\uf0a7\uf0b7o*–-]|(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)])\t\s*")

# A bullet before an item's own letter: Word stores only the latter as text.
_BULLET_BEFORE_MARK = re.compile(r"^[·•●▪■◦‣⁃∙\uf0a7\uf0b7–-]\s+(?=(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)]\s)")


@dataclass(frozen=True)
class CaseSource:
    """The lines of one case, from “Business Case” on, and the committee block that it stands in."""

    committee: str
    place: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class FoundCases:
    """The cases of a document in order, and the lines before and behind them that belong to none."""

    cases: tuple[CaseSource, ...]
    before: tuple[Line, ...]
    behind: tuple[Line, ...] = ()


@dataclass
class _Walk:
    lines: Sequence[Line]
    starts: list[int] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    in_narrative: bool = False

    def begin(self, index: int) -> None:
        self.starts.append(index)
        self.titles = []
        self.in_narrative = False


def find_cases(lines: Sequence[Line]) -> FoundCases:
    """Return the cases that the lines hold; every line is in one of them, in a committee block, or before them."""
    starts = _starts(lines)
    if not starts:
        return FoundCases((), tuple(lines))
    cases: list[CaseSource] = []
    committee, begins = _block_before(lines, 0, starts[0])
    before = lines[:begins]
    headed = (index for index, line in enumerate(lines) if BUSINESS_CASE.heading_of(line.text))
    last = end_of_forms(lines, headed)
    for index, start in enumerate(starts):
        is_last = index == len(starts) - 1
        following = last if is_last else starts[index + 1]
        named, end = ("", following) if is_last else _block_before(lines, start + 1, following)
        cases.append(CaseSource(committee, lines[start].place, tuple(lines[start:end])))
        committee = named or committee
    return FoundCases(tuple(cases), tuple(before), tuple(lines[last:]))


def _starts(lines: Sequence[Line]) -> list[int]:
    walk = _Walk(lines)
    labels = [pairs_of(line) if _may_hold_labels(line) else [] for line in lines]
    for index, line in enumerate(lines):
        found = BUSINESS_CASE.heading_of(line.text)
        if found and found.heading is CASE:
            if _begins_here(lines, labels, index):
                walk.begin(index)
        elif labels[index]:
            _take_labels(walk, index, labels)
        elif found and found.heading.role in (Role.TEXT, Role.LIST):
            walk.in_narrative = True
    return walk.starts


def _may_hold_labels(line: Line) -> bool:
    return line.is_row or line.text[:1].isalpha()


def _begins_here(lines: Sequence[Line], labels: Sequence[list[Pair]], index: int) -> bool:
    """Return whether the table of a case stands soon after “Business Case”, or the document ends there."""
    for later in range(index + 1, min(index + 1 + _NEAR, len(lines))):
        if labels[later]:
            return True
        found = BUSINESS_CASE.heading_of(lines[later].text)
        if found and found.heading is not OVERVIEW_FRAME:
            return False
    return index >= len(lines) - _LAST_LINES


def _take_labels(walk: _Walk, index: int, labels: Sequence[list[Pair]]) -> None:
    """Note the labels of a case's table; a title or reference where one was before begins another case."""
    for pair in labels[index]:
        if pair.heading is TITLE:
            if _is_another(walk, pair.value) and _is_table(walk.lines, labels, index):
                walk.begin(_walk_back(walk, index, pair.value))
            walk.titles.append(pair.value)
        elif (
            pair.heading is REFERENCE
            and len(labels[index]) > 1
            and (walk.in_narrative or not walk.starts)
            and _is_cell_of_reference(pair)
        ):
            walk.begin(_walk_back(walk, index, ""))


def _is_table(lines: Sequence[Line], labels: Sequence[list[Pair]], index: int) -> bool:
    """Return whether a title has another label or a heading of a case soon after it, or the document's end."""
    for later in range(index, min(index + _NEAR, len(lines))):
        if any(pair.heading not in (None, TITLE) for pair in labels[later]):
            return True
        found = BUSINESS_CASE.heading_of(lines[later].text)
        if found and not found.heading.weak and found.heading.role is not Role.VALUE:
            return True
    return index >= len(lines) - _LAST_LINES


def _is_cell_of_reference(pair: Pair) -> bool:
    """Return whether the cell heads a case, not the column of some table."""
    return pair.label.lower().startswith("business") or bool(references_in_cell(pair.value))


def _is_another(walk: _Walk, title: str) -> bool:
    if not walk.starts or walk.in_narrative:
        return True
    return bool(walk.titles) and title not in walk.titles


def _walk_back(walk: _Walk, index: int, title: str) -> int:
    """Return where a case begins whose line “Business Case” is missing: at its title above the table."""
    floor = walk.starts[-1] if walk.starts else -1
    begin = index
    for before in range(index - 1, max(index - 4, floor), -1):
        text = walk.lines[before].text
        found = BUSINESS_CASE.heading_of(text)
        is_title = len(text) <= _LONGEST_BLOCK and (
            begins_with_reference(text) or (bool(title) and fuzz.ratio(text, title) >= 80)
        )
        if not is_title and not (found and found.heading is OVERVIEW_FRAME):
            break
        begin = before
    return begin


def _block_before(lines: Sequence[Line], floor: int, start: int) -> tuple[str, int]:
    """Return the committee named right before a case, and where its lines begin."""
    first = start - 1
    if first < floor:
        return "", start
    text = lines[first].text
    if _is_lettered(lines[first]) or _names_a_committee(lines[first]):
        return text, first
    return "", start


def _is_lettered(line: Line) -> bool:
    return not line.is_row and len(line.text) <= _LONGEST_BLOCK and bool(_LETTERED.match(line.text))


def _names_a_committee(line: Line) -> bool:
    words = line.text.split()
    return (
        not line.is_row
        and len(line.text) <= _LONGEST_BLOCK
        and bool(_COMMITTEE.search(line.text))
        and all(word[0].isupper() or not word[0].isalpha() or word in _SMALL for word in words)
        and words[0][0].isalpha()
    )


def with_wrapped_blocks(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with a committee's name that runs over two lines in one."""
    joined: list[Line] = []
    for line in lines:
        before = joined[-1] if joined else None
        if (
            before
            and _is_lettered(before)
            and not _COMMITTEE.search(before.text)
            and _names_a_committee(line)
            and not _is_lettered(line)
        ):
            joined[-1] = replace(before, text=f"{before.text} {line.text}")
        else:
            joined.append(line)
    return joined


def case_lines(lines: Sequence[Line]) -> list[Line]:
    """Return the document's lines, each row of a Word table as one line with tabs."""
    return [_tidied(line) for row in _rows(lines) for line in row]


def _rows(lines: Sequence[Line]) -> Iterator[list[Line]]:
    def row_of(line: Line) -> tuple[str, bool]:
        return line.place, line.column is not None

    for (place, in_table), members in groupby(lines, key=row_of):
        listed = list(members)
        if in_table and len({line.column for line in listed}) > 1:
            yield _row(place, listed)
        else:
            yield listed


def _row(place: str, lines: Sequence[Line]) -> list[Line]:
    """Return a row of several cells as one line; a long last cell runs on in lines of its own.

    So a form's label with paragraphs beside it reads the same as in plain text.
    """
    cells: dict[int, list[Line]] = {}
    for line in lines:
        cells.setdefault(line.column or 0, []).append(line)
    *_, last = cells
    runs_on = cells[last][1:] if len(cells) == 2 and last and _is_layout(cells[last]) else []
    texts = [""] * (last + 1)
    for column, members in cells.items():
        kept = members[: len(members) - len(runs_on)] if column == last else members
        texts[column] = " ".join(line.text.replace("\t", " ") for line in kept)
    return [Line("\t".join(texts), place, opens_cell=True, column=0), *runs_on]


def _is_layout(cell: Sequence[Line]) -> bool:
    """Return whether a cell holds paragraphs, as beside a form's label, not the words of a small table."""
    return len(cell) > 1 and max(len(line.text) for line in cell) > 60


def _tidied(line: Line) -> Line:
    text = _BULLET_BEFORE_MARK.sub("", line.text)
    listed = _LIST_MARK.match(text)
    if listed:
        text = f"{listed['mark']} {text[listed.end() :]}"
    return line if text == line.text else replace(line, text=text)
