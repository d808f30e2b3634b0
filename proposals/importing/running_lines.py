"""The lines that a page repeats at its head or foot, where a document was retyped or copied from its print."""

import re
from collections import Counter
from collections.abc import Callable
from math import ceil

from proposals.importing.lines import DocumentLines, Line, is_page_number

_FEWEST = 3  # pages: a line that stands beside two page numbers may be a coincidence
_MOST_PAGES = 0.7  # of all pages: a line on fewer of them is no head or foot of theirs
_SHORTEST, _LONGEST = 12, 150  # letters: “None” and “N/A” also come again
_FIGURES = re.compile(r"\d+")
_MOST_ROUNDS = 2  # lines of a running head, each beside the one before

IsHeading = Callable[[str], bool]


def without_running_lines(
    document: DocumentLines, is_heading: IsHeading
) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Return the lines of a document that are its text, and those that its pages repeat beside nearly every number.

    Without page numbers nothing tells one from a heading that comes again, so none is taken; nor is a line
    that the kind of document knows as a heading.
    """
    lines = document.lines
    beside = {index for index, line in enumerate(lines) if line.column is None and is_page_number(line.text)}
    if len(beside) < _FEWEST:
        return lines, ()
    fewest = max(_FEWEST, ceil(len(beside) * _MOST_PAGES))
    keys = [_key(line, is_heading) for line in lines]
    counts = Counter(filter(None, keys))
    found: set[int] = set()
    for _ in range(_MOST_ROUNDS):
        near = {at for index in beside for at in (index - 1, index + 1) if 0 <= at < len(lines)} - beside
        near_counts = Counter(keys[index] for index in near if keys[index])
        # The head of the first page, and the foot of one without a number, stand beside none.
        running = {key for key, near_count in near_counts.items() if fewest <= counts[key] <= near_count + 1}
        new = {index for index, key in enumerate(keys) if key in running} - beside
        found |= new
        beside |= new
    kept = tuple(line for index, line in enumerate(lines) if index not in found)
    return kept, tuple(lines[index] for index in sorted(found))


def _key(line: Line, is_heading: IsHeading) -> str:
    """Return what a line is known by on every page, empty for one that can be no running head."""
    text = line.text
    is_possible = (
        line.column is None
        and _SHORTEST <= len(text) <= _LONGEST
        and (text[0].isupper() or text[0].isdigit())
        and text[-1] not in ".,;:"
        and not is_page_number(text)
    )
    return _FIGURES.sub("0", text).casefold() if is_possible and not is_heading(text) else ""
