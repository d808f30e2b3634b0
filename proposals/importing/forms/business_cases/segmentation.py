"""Find the beginning of each business case of a document, and its committee."""

import re
from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from proposals.importing.forms.business_cases.labels import labels_on
from proposals.importing.forms.business_cases.references import begins_with_reference, references_in_cell
from proposals.importing.forms.headings import BUSINESS_CASE, FoundHeading, Role
from proposals.importing.forms.segmentation import FoundForms, Walk, in_rows
from proposals.importing.forms.titles import Start
from proposals.importing.lines import Line

_NEAR = 8  # lines from “Business Case” to the table below it
_LONGEST_BLOCK = 200
_LETTERED = re.compile(r"[A-Z]{1,3}\s*:\s*\S")
_COMMITTEE = re.compile(r"\b(?:Committee|Cabinet|Board|Panel|Executive|Sub-Committee)\s*$", re.IGNORECASE)
_SMALL = {"and", "of", "the", "for", "to", "in", "with", "on", "a", "&"}
_LAST_LINES = 4


def find_cases(lines: Sequence[Line]) -> FoundForms:
    """Return the cases that the lines hold; every line is in one of them, in a committee block, or outside."""
    lines = _with_wrapped_blocks(in_rows(lines))
    return Walk(lines, list(map(_headings_on, lines))).forms(_begins)


def _headings_on(line: Line) -> list[FoundHeading]:
    heading = BUSINESS_CASE.heading_of(line.text)
    may_hold_labels = line.is_row or line.text[:1].isalpha()
    labels = labels_on(line) if may_hold_labels and not (heading and heading.kind == "case") else []
    return labels or ([heading] if heading else [])


def _begins(walk: Walk, index: int, found: FoundHeading) -> Start | None:
    """Return the beginning of a case: “Business Case” with its table below, or a title or reference of another one."""
    is_new = not walk.starts or walk.in_text
    titles = walk.seen.get("title", [])
    if found.kind == "case":
        begins = _has_table(walk, index)
    elif found.kind == "title":
        is_another = is_new or (bool(titles) and found.rest not in titles)
        begins = is_another and _stands_in_table(walk, index)
    else:
        is_cell = found.kind == "reference" and len(walk.listed[index]) > 1 and _is_cell_of_reference(found)
        begins = is_cell and is_new
    if not begins:
        return None
    title = found.rest if found.kind == "title" else ""
    begin = index if found.kind == "case" else _walk_back(walk, index, title)
    block = begin - 1 if begin and _is_block(walk.lines[begin - 1]) else begin
    committee = walk.starts[-1].committee if walk.starts else ""
    committee = walk.lines[block].text if block < begin else committee
    return Start("", "", block, frozenset(range(block, begin)), committee, begin)


def _has_table(walk: Walk, index: int) -> bool:
    """Return whether the table of a case stands soon after “Business Case”, or the document ends there."""
    following = (found for found in walk.near(index + 1, _NEAR) if found.kind != "overview_frame")
    first = next(following, None)
    return first.heading.role is Role.VALUE if first else index >= len(walk.lines) - _LAST_LINES


def _stands_in_table(walk: Walk, index: int) -> bool:
    """Return whether a title has another label or a heading of a case soon after it, or the document's end."""
    return index >= len(walk.lines) - _LAST_LINES or any(
        found.kind != "title" and (found.heading.role is Role.VALUE or not found.heading.weak)
        for found in walk.near(index, _NEAR)
    )


def _is_cell_of_reference(label: FoundHeading) -> bool:
    """Return whether the cell heads a case, not the column of some table."""
    return label.printed.lower().startswith("business") or bool(references_in_cell(label.rest))


def _walk_back(walk: Walk, index: int, title: str) -> int:
    """Return where a case begins whose line “Business Case” is missing: at its title above the table."""
    floor = walk.starts[-1].begins if walk.starts else -1
    begin = index
    for before in range(index - 1, max(index - 4, floor), -1):
        text = walk.lines[before].text
        is_title = len(text) <= _LONGEST_BLOCK and (
            begins_with_reference(text) or (bool(title) and fuzz.ratio(text, title) >= 80)
        )
        if not is_title and not any(found.kind == "overview_frame" for found in walk.listed[before]):
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
