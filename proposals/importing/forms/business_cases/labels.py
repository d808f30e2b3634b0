"""The labels and headings that the lines of a business case read like."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from proposals.importing.forms.headings import (
    BUSINESS_CASE,
    SHORTEST_SURE,
    FoundHeading,
    Heading,
    Role,
    is_unknown_question,
    plain,
)
from proposals.importing.forms.sections import unknown
from proposals.importing.issues import Report, Severity
from proposals.importing.lines import Line, is_list_item

_LONGEST_LABEL = 80
_SAVING, _REFERENCE = BUSINESS_CASE["saving"], BUSINESS_CASE["reference"]
_MONEY_LABEL = re.compile(
    r"(?:(?:additional|total|net|gross|estimated|proposed|annual|planned|increased?|target|budget|of|in|cost|one-off|"
    r"full year|part year|recurring|revenue|capital|financial|external|new)\s+)*"
    r"(?:savings?|income|investment|costs?|pressure|funding|contributions?|avoidance|benefits?|growth|efficienc(?:y|ies))"
    r"(?:\s*(?:/|and|&|or)\s*(?:savings?|income|investment|costs?|benefits?))?"
    r"(?:\W+(?:(?:in|for|by|from)\s+)?(?:f\.?y\.?\s*)?\d{2,4}(?:\s?[/\u2010-\u2014-]\s?\d{2,4})?)*"
    r"\s*(?:\(?£?\s?(?:k|m|000s?)?\)?)?\s*:?",
    re.IGNORECASE,
)
_LONG_LABELS = tuple(
    (wording, heading)
    for heading in map(
        BUSINESS_CASE.__getitem__, ("title", "brief_description", "reference", "senior_responsible_officer")
    )
    for wording in (heading.wording, *heading.others)
    if " " in wording
)
_REFERENCE_INSIDE = re.compile(r"\s(?P<label>Business Plan(?:ning)? Ref(?:erence)?)\b\s*:?\s*")
_SAVING_BEFORE = re.compile(
    r"(?P<label>Savings?)\s*:?\s+(?P<value>\(?[-\u2212]?£?\s?\d.{0,60}|Cost neutral)", re.IGNORECASE
)


def labels_on(line: Line, *, in_head: bool = False) -> list[FoundHeading]:
    """Return the labels on the line with their values, in the head those that the template lacks among them."""
    found = list(_in_row(line.cells) if line.is_row else _in_text(line.text))
    if found or not (in_head and line.is_row):
        return found
    cells = [cell for cell in line.cells if cell]
    if len(cells) % 2 or any(len(label) > _LONGEST_LABEL for label in cells[::2]):
        return []
    pairs = zip(cells[::2], cells[1::2], strict=True)
    return [FoundHeading(unknown(label, Role.VALUE), label, rest=value) for label, value in pairs]


def _label(text: str) -> Heading | None:
    if not text or len(text) > _LONGEST_LABEL:
        return None
    if _MONEY_LABEL.fullmatch(text):
        return _SAVING
    found = BUSINESS_CASE.heading_of(text)
    return found.heading if found and found.heading.role is Role.VALUE else None


def _in_row(cells: Sequence[str]) -> Iterator[FoundHeading]:
    """Yield the labels of a row: each with the cells up to the next one."""
    labels = [_label(cell) for cell in cells]
    for index, (before, label) in enumerate(pairwise(labels), start=1):
        if before is label is _SAVING and any(map(str.isdigit, cells[index])):
            labels[index] = None  # “Income £200k” beside “Saving” is its value, though it reads like a label
    first = next((index for index, cell in enumerate(cells) if cell), 0)
    if labels[first] is None and _REFERENCE in labels:
        if labels.index(_REFERENCE) - first == 1:
            yield from _in_text(" ".join(filter(None, cells)))
            return
        labels[first] = _SAVING  # whatever stands before the reference is what the case is worth
    starts = [index for index, label in enumerate(labels) if label]
    for start, end in pairwise([*starts, len(cells)] if labels[first] else []):
        label = labels[start]
        if label:
            value = " ".join(cell for cell in cells[start + 1 : end] if cell)
            yield FoundHeading(label, cells[start].rstrip(" :"), rest=value)


def _in_text(text: str) -> Iterator[FoundHeading]:
    alone = BUSINESS_CASE.heading_of(text)
    if alone and alone.heading.role is Role.VALUE and alone.spelling == "as expected":
        yield replace(alone, printed=text.rstrip(" :"))
        return
    inside = _REFERENCE_INSIDE.search(text[:200])
    before = _SAVING_BEFORE.fullmatch(text[: inside.start()]) if inside else None
    if inside and before:
        yield FoundHeading(_SAVING, before["label"], rest=before["value"].strip())
        yield FoundHeading(_REFERENCE, inside["label"], rest=text[inside.end() :].strip())
        return
    label, colon, value = text.partition(":")
    heading = _label(label) if colon else None
    if heading:
        yield FoundHeading(heading, label.strip(), rest=value.strip())
        return
    for wording, long_label in _LONG_LABELS:
        if text.startswith(f"{wording} "):
            yield FoundHeading(long_label, wording, rest=text[len(wording) :].strip())
            return


def is_frame(line: Line) -> bool:
    """Return whether the line only frames the head: “Business Case” or “Project Overview”."""
    found = BUSINESS_CASE.heading_of(line.text)
    return bool(found and found.kind in ("case", "overview_frame"))


def begins_text(line: Line) -> bool:
    """Return whether the head of a case is over with a line that is none of the headings below it."""
    found = BUSINESS_CASE.heading_of(line.text)
    is_heading = found is not None and found.heading.role is not Role.VALUE
    return is_heading or (not line.is_row and is_unknown_question(line.text))


def part_merged_lines(lines: Sequence[Line], report: Report) -> Iterator[Line]:
    """Yield the lines with each heading of the template on a line of its own."""
    for line in lines:
        pieces = [line.text] if line.is_row else BUSINESS_CASE.parted(line.text)
        if len(pieces) == 1:
            yield line
            continue
        message = f"more than a heading stands on one line: “{line.text[:120]}”."
        report(Severity.NOTE, "heading merged", line.place, message)
        for piece in pieces:
            yield Line(piece, line.place, opens_cell=False)


def heading_on(line: Line) -> FoundHeading | None:
    """Return the heading of a business case, below its head, that a line reads like."""
    if line.is_row:
        cells = [cell for cell in line.cells if cell]
        beside = BUSINESS_CASE.heading_of(cells[0]) if len(cells) == 2 else None
        if beside and beside.heading.role is Role.TEXT and _is_no_row(beside):
            return replace(beside, rest=cells[1])
        return None
    found = BUSINESS_CASE.heading_of(line.text)
    if found is None or found.heading.role is Role.VALUE or found.kind in ("case", "list_title"):
        return None
    if found.kind == "overview_frame":
        # Below the head, “Project Overview” can only be the beginning of “Project Overview - What are we doing”.
        return FoundHeading(BUSINESS_CASE["overview"], found.printed, "cut short")
    is_item = is_list_item(line.text) and not line.text[0].isalnum()
    return None if is_item and not found.heading.anchor else found


def _is_no_row(found: FoundHeading) -> bool:
    """Return whether a heading beside its answer can be no row of some table."""
    return found.heading.anchor or not found.heading.weak or len(plain(found.printed)) >= SHORTEST_SURE
