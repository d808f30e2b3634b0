"""The numbers of pages, and the heads and feet beside them, where a document was copied from its print."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from itertools import pairwise
from math import ceil

from proposals.importing.lines import DocumentLines, Line, is_page_number

_FEWEST = 2
_MOST_PAGES = 0.7  # of the pages of forms: a text on fewer of them may be a heading that comes again
_LINES_OF_HEAD = 2
_SHORTEST, _LONGEST = 12, 150  # letters: “None” and “N/A” also come again
_FIGURES = re.compile(r"\d+")
_BARE = re.compile(r"\d{1,3}")
_PAGE_IN_HEAD = re.compile(r"\bpage\s+\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?\s*$", re.IGNORECASE)
_DOCUMENT_WORDS = re.compile(
    r"\d|\b(?:council|cabinet|committee|executive|budget|appendix|annexe?|report|agenda|item|draft|strategy|"
    r"proposals?|savings?|schedule|plan|minutes|meeting|confidential|official|version)\b"
)


def without_running_lines(
    document: DocumentLines, is_heading: Callable[[str], bool]
) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Return the lines of forms that are their text, and those that nearly every page repeats at its head or foot."""
    alone = {
        index: line.text
        for index, line in enumerate(document.lines)
        if line.column is None
        and (is_page_number(line.text) or _SHORTEST <= len(line.text) <= _LONGEST)
        and not is_heading(line.text)
    }
    numbers = page_numbers(alone)
    fewest = max(_FEWEST + 1, ceil(len(numbers) * _MOST_PAGES))
    found: set[int] = set()
    for _ in range(_LINES_OF_HEAD):
        found |= running_lines(alone, numbers | found, fewest)
    kept = tuple(line for index, line in enumerate(document.lines) if index not in found)
    return kept, tuple(document.lines[index] for index in sorted(found))


def page_furniture(alone: Mapping[int, str]) -> set[int]:
    """Return which of the lines that hold one text are page numbers, or heads and feet beside several of these."""
    numbers = page_numbers(alone)
    return numbers | running_lines(alone, numbers)


def running_lines(alone: Mapping[int, str], numbers: Collection[int], fewest: int = _FEWEST) -> set[int]:
    """Return which of the lines that hold one text come again beside so many of these."""
    beside = Counter(
        _known_by(alone[at]) for index in numbers for at in (index - 1, index + 1) if at in alone
    )
    running = {text for text, count in beside.items() if count >= fewest and _DOCUMENT_WORDS.search(text)}
    return {index for index, text in alone.items() if _known_by(text) in running}.difference(numbers)


def page_numbers(alone: Mapping[int, str]) -> set[int]:
    """Return which lines are page numbers: said so, under a head that comes again, or bare and counting up."""
    heads = Counter(_known_by(text) for text in alone.values() if _PAGE_IN_HEAD.search(text))
    bare = {index: int(text) for index, text in alone.items() if _BARE.fullmatch(text)}
    counts_up = len(bare) >= _FEWEST and all(
        later - earlier == 1 for earlier, later in pairwise(bare.values())
    )
    return {
        index
        for index, text in alone.items()
        if is_page_number(text) or heads[_known_by(text)] >= _FEWEST or (counts_up and index in bare)
    }


def _known_by(text: str) -> str:
    """Return what a line is known by on every page, whatever figures stand in it."""
    return _FIGURES.sub("0", text.lower())
