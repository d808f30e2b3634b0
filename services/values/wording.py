"""Counts and lists as sentences say them: “1 proposal”, “3 proposals”; “risk, title and service”."""

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum

# The complement of what XML 1.0 calls a character.
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Worded(StrEnum):
    """A choice whose value says what people call it."""

    @property
    def label(self) -> str:
        """The choice as people call it."""
        return self.value.replace("_", " ")


def counted(count: int, one: str, many: str = "") -> str:
    """Return the count with its noun, “1 cell” or “1,200 cells”; `many` where an s alone does not make it."""
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"


def listed(words: Iterable[object], last: str = "and") -> str:
    """Return the words with commas and `last` before the last one: “a, b and c”; nothing for none."""
    *before, end = [str(word) for word in words] or [""]
    return f"{', '.join(before)} {last} {end}" if before else end


def within_sentence(label: str) -> str:
    """Return a label as it stands inside a sentence: “Title” becomes “title”, “FTE change” stays."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def distinct(label: str, taken: Sequence[str]) -> str:
    """Return the label, numbered where it is taken: two lines may share a name, and a table tells them apart by it."""
    number = 2
    found = label
    while found in taken:
        found = f"{label} ({number})"
        number += 1
    return found


def storable(text: str) -> str:
    """Return the text as a Word or Excel file can hold it: XML characters only, each line ended by a line feed."""
    return _NOT_IN_XML.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
