"""The table at the head of a business case: which of its words are labels, and what stands beside each."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from proposals.importing.forms.business_cases.headings import BRIEF, OFFICER, REFERENCE, SAVING, TITLE, VALUES
from proposals.importing.forms.headings import BUSINESS_CASE, Heading, Role, plain
from proposals.importing.lines import Line

_LONGEST_LABEL = 80
_MONEY_LABEL = re.compile(
    r"(?:(?:additional|total|net|gross|estimated|proposed|annual|planned|increased?|target|budget|of|in|cost|one-off|"
    r"full year|part year|recurring|revenue|capital|financial|external|new)\s+)*"
    r"(?:savings?|income|investment|costs?|pressure|funding|contributions?|avoidance|benefits?|growth|efficienc(?:y|ies))"
    r"(?:\s*(?:/|and|&|or)\s*(?:savings?|income|investment|costs?|benefits?))?"
    r"(?:\W+(?:(?:in|for|by|from)\s+)?(?:f\.?y\.?\s*)?\d{2,4}(?:\s?[/\u2010-\u2014-]\s?\d{2,4})?)*"
    r"\s*(?:\(?£?\s?(?:k|m|000s?)?\)?)?\s*:?",
    re.IGNORECASE,
)
_WORDINGS = {words: heading for words, heading in BUSINESS_CASE.exact.items() if heading in VALUES}
_LONG_LABELS = tuple(
    (wording, heading)
    for heading in (TITLE, BRIEF, REFERENCE, OFFICER)
    for wording in (heading.wording, *heading.others)
    if " " in wording
)
_REFERENCE_INSIDE = re.compile(r"\s(?P<label>Business Plan(?:ning)? Ref(?:erence)?)\b\s*:?\s*")
_SAVING_BEFORE = re.compile(
    r"(?P<label>Savings?)\s*:?\s+(?P<value>\(?[-\u2212]?£?\s?\d.{0,60}|Cost neutral)", re.IGNORECASE
)


@dataclass(frozen=True)
class Pair:
    """A label with the value beside it; `heading` is None where the template has no such label."""

    heading: Heading | None
    label: str
    value: str


def pairs_of(line: Line) -> list[Pair]:
    """Return the labels on the line with their values; none when no label of the template is on it."""
    pairs = list(_pairs_in_row(line.cells) if line.is_row else _pairs_in_text(line.text))
    return pairs if any(pair.heading for pair in pairs) else []


def pairs_in_head(line: Line) -> list[Pair]:
    """Return the labels on a line that is known to stand in the head, those that the template lacks among them."""
    pairs = pairs_of(line)
    if pairs or not line.is_row:
        return pairs
    cells = [cell for cell in line.cells if cell]
    if len(cells) % 2 or any(len(label) > _LONGEST_LABEL for label in cells[::2]):
        return []
    return [Pair(None, label, value) for label, value in zip(cells[::2], cells[1::2], strict=True)]


def _label(text: str) -> Heading | None:
    if not text or len(text) > _LONGEST_LABEL:
        return None
    known = _WORDINGS.get(plain(text))
    if known:
        return known
    if _MONEY_LABEL.fullmatch(text):
        return SAVING
    found = BUSINESS_CASE.heading_of(text)
    return found.heading if found and found.heading.role is Role.VALUE else None


def _pairs_in_row(cells: Sequence[str]) -> Iterator[Pair]:
    labels = [_label(cell) for cell in cells]
    for index, (before, label) in enumerate(pairwise(labels), start=1):
        if before is SAVING and label is SAVING and any(map(str.isdigit, cells[index])):
            labels[index] = None  # “Income £200k” beside “Saving” is its value, though it reads like a label
    first = next((index for index, cell in enumerate(cells) if cell), 0)
    is_merged = False
    if labels[first] is None and REFERENCE in labels[first + 1 :]:
        merged = _SAVING_BEFORE.fullmatch(cells[first])
        if labels.index(REFERENCE) - first > 1:
            labels[first] = SAVING  # whatever stands before the reference is what the case is worth
        elif merged:
            yield Pair(SAVING, merged["label"], merged["value"])
            is_merged = True
            first += 1
    if labels[first] is None and not is_merged:
        return
    index = first
    while index < len(cells):
        if labels[index] is None:
            index += 1
            continue
        end = next((later for later in range(index + 1, len(cells)) if labels[later]), len(cells))
        value = " ".join(cell for cell in cells[index + 1 : end] if cell)
        yield Pair(labels[index], cells[index].rstrip(" :"), value)
        index = end


def _pairs_in_text(text: str) -> Iterator[Pair]:
    alone = _WORDINGS.get(plain(text)) if len(text) <= _LONGEST_LABEL else None
    if alone:
        yield Pair(alone, text.rstrip(" :"), "")
        return
    inside = _REFERENCE_INSIDE.search(text[:200])
    before = _SAVING_BEFORE.fullmatch(text[: inside.start()]) if inside else None
    if inside and before:
        yield Pair(SAVING, before["label"], before["value"].strip())
        yield Pair(REFERENCE, inside["label"], text[inside.end() :].strip())
        return
    label, colon, value = text.partition(":")
    heading = _label(label) if colon else None
    if heading:
        yield Pair(heading, label.strip(), value.strip())
        return
    for wording, long_label in _LONG_LABELS:
        if text.startswith(f"{wording} "):
            yield Pair(long_label, wording, text[len(wording) :].strip())
            return
