"""Find the beginning of each business case of a document, and its committee."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from rapidfuzz import fuzz

from proposals.importing.forms.business_cases.labels import labels_on
from proposals.importing.forms.business_cases.references import begins_with_reference, references_in_cell
from proposals.importing.forms.headings import BUSINESS_CASE, FoundHeading, Role
from proposals.importing.forms.segmentation import FoundForms, in_rows, parted
from proposals.importing.forms.titles import Start
from proposals.importing.lines import Line

_NEAR = 8  # lines from “Business Case” to the table below it
_LONGEST_BLOCK = 200
_LETTERED = re.compile(r"[A-Z]{1,3}\s*:\s*\S")
_COMMITTEE = re.compile(r"\b(?:Committee|Cabinet|Board|Panel|Executive|Sub-Committee)\s*$", re.IGNORECASE)
_SMALL = {"and", "of", "the", "for", "to", "in", "with", "on", "a", "&"}
_LAST_LINES = 4


@dataclass
class _Walk:
    lines: Sequence[Line]
    headings: Sequence[FoundHeading | None]
    labels: Sequence[Sequence[FoundHeading]]
    starts: list[int] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    in_narrative: bool = False

    def begin(self, index: int) -> None:
        self.starts.append(index)
        self.titles = []
        self.in_narrative = False


def find_cases(lines: Sequence[Line]) -> FoundForms:
    """Return the cases that the lines hold; every line is in one of them, in a committee block, or outside."""
    lines = _with_wrapped_blocks(in_rows(lines))
    headings = [BUSINESS_CASE.heading_of(line.text) for line in lines]
    starts: list[Start] = []
    committee = ""
    for index in _starts(lines, headings):
        block = index - 1 if index and _is_block(lines[index - 1]) else index
        committee = lines[block].text if block < index else committee
        starts.append(Start("", "", block, frozenset(range(block, index)), committee, index))
    return parted(lines, headings, starts)


def _starts(lines: Sequence[Line], headings: Sequence[FoundHeading | None]) -> list[int]:
    labels = [labels_on(line) if line.is_row or line.text[:1].isalpha() else [] for line in lines]
    walk = _Walk(lines, headings, labels)
    for index, found in enumerate(headings):
        if found and found.kind == "case":
            if _begins_here(walk, index):
                walk.begin(index)
        elif labels[index]:
            _take_labels(walk, index)
        elif found and found.heading.role in (Role.TEXT, Role.LIST):
            walk.in_narrative = True
    return walk.starts


def _begins_here(walk: _Walk, index: int) -> bool:
    """Return whether the table of a case stands soon after “Business Case”, or the document ends there."""
    for later in range(index + 1, min(index + 1 + _NEAR, len(walk.lines))):
        if walk.labels[later]:
            return True
        found = walk.headings[later]
        if found and found.kind != "overview_frame":
            return False
    return index >= len(walk.lines) - _LAST_LINES


def _take_labels(walk: _Walk, index: int) -> None:
    """Note the labels of a case's table; a title or reference where one was before begins another case."""
    labels = walk.labels[index]
    for label in labels:
        if label.kind == "title":
            is_another = (
                not walk.starts or walk.in_narrative or (walk.titles and label.rest not in walk.titles)
            )
            if is_another and _is_table(walk, index):
                walk.begin(_walk_back(walk, index, label.rest))
            walk.titles.append(label.rest)
        elif (
            label.kind == "reference"
            and len(labels) > 1
            and (walk.in_narrative or not walk.starts)
            and _is_cell_of_reference(label)
        ):
            walk.begin(_walk_back(walk, index, ""))


def _is_table(walk: _Walk, index: int) -> bool:
    """Return whether a title has another label or a heading of a case soon after it, or the document's end."""
    for later in range(index, min(index + _NEAR, len(walk.lines))):
        if any(label.kind != "title" for label in walk.labels[later]):
            return True
        found = walk.headings[later]
        if found and not found.heading.weak and found.heading.role is not Role.VALUE:
            return True
    return index >= len(walk.lines) - _LAST_LINES


def _is_cell_of_reference(label: FoundHeading) -> bool:
    """Return whether the cell heads a case, not the column of some table."""
    return label.printed.lower().startswith("business") or bool(references_in_cell(label.rest))


def _walk_back(walk: _Walk, index: int, title: str) -> int:
    """Return where a case begins whose line “Business Case” is missing: at its title above the table."""
    floor = walk.starts[-1] if walk.starts else -1
    begin = index
    for before in range(index - 1, max(index - 4, floor), -1):
        text = walk.lines[before].text
        found = walk.headings[before]
        is_title = len(text) <= _LONGEST_BLOCK and (
            begins_with_reference(text) or (bool(title) and fuzz.ratio(text, title) >= 80)
        )
        if not is_title and not (found and found.kind == "overview_frame"):
            break
        begin = before
    return begin


def _is_block(line: Line) -> bool:
    """Return whether a line right before a case names its committee."""
    return _is_lettered(line) or _names_a_committee(line)


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


def _with_wrapped_blocks(lines: Sequence[Line]) -> list[Line]:
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
