"""Real lists in Word: numbers that Word counts itself and yet prints exactly as the document has them."""

import re
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from typing import Any

from docx.oxml.ns import qn
from docx.oxml.numbering import CT_Num

from reports.documents.document import NumberedItem
from services.values.numerals import roman_numeral

_NUMBER = re.compile(r"(?P<before>[^\w%]*)(?P<value>[1-9]\d{0,3}|[a-z]+|[A-Z]+)(?P<after>[^\w%]*)", re.ASCII)
_HIGHEST_ROMAN = 400
_LONGEST_MARK = 30
_new_list: Callable[[int, int], Any] = CT_Num.new
_BULLETS = 1
"""The list of bullets in the template; its definition is the pattern for all others."""


@dataclass(frozen=True)
class Mark:
    """A way to count: Word's name for the kind of number, the text around it, and which number it is."""

    number_format: str
    text: str
    count: int

    @property
    def next(self) -> "Mark":
        """The mark that Word prints on the following item."""
        return Mark(self.number_format, self.text, self.count + 1)


def marks_of(number: str) -> tuple[Mark, ...]:
    """Return the ways in which Word can count to the number as printed: “i)” is a letter or a Roman one."""
    match = _NUMBER.fullmatch(number)
    if match is None:
        return ()
    value, text = match["value"], f"{match['before']}%1{match['after']}"
    if value.isdigit():
        return (Mark("decimal", text, int(value)),)
    case = "lower" if value.islower() else "upper"
    found = []
    if count := _roman_numbers().get(value.lower()):
        found.append(Mark(f"{case}Roman", text, count))
    if len(value) == 1:
        found.append(Mark(f"{case}Letter", text, ord(value.lower()) - ord("a") + 1))
    return tuple(found)


def counted_runs(items: Sequence[NumberedItem]) -> Iterator[tuple[Mark | None, Sequence[NumberedItem]]]:
    """Return the items in runs that Word can count through, each with the mark of its first.

    A number that Word cannot count to (“1.1”) is a run of its own, with its text as the mark, or with none
    where Word would take the text for a place to count in.
    """
    start = 0
    while start < len(items):
        number = items[start].number
        ways = marks_of(number)
        lengths = {way: _length(way, items[start:]) for way in ways}
        best = max(ways, key=lambda way: lengths[way], default=None)
        length = lengths[best] if best else 1
        if best is None and 0 < len(number) <= _LONGEST_MARK and "%" not in number:
            best = Mark("decimal", number, 1)
        yield best, items[start : start + length]
        start += length


def _length(mark: Mark, items: Sequence[NumberedItem]) -> int:
    """Return how many of the items carry the numbers that follow from the first one's mark."""
    length = 0
    for item in items:
        if mark not in marks_of(item.number):
            break
        mark, length = mark.next, length + 1
    return length


@cache
def _roman_numbers() -> dict[str, int]:
    return {roman_numeral(count): count for count in range(1, _HIGHEST_ROMAN)}


class Numbering:
    """The lists of one Word file; each run of items begins its numbers anew."""

    def __init__(self, numbering: Any) -> None:
        self._numbering = numbering
        self._pattern = numbering.find(qn("w:abstractNum"))
        self._definitions: dict[tuple[str, str], int] = {}
        self._last = _BULLETS

    def begin(self, mark: Mark) -> int:
        """Define a list that begins with this mark, and return its number."""
        key = (mark.number_format, mark.text)
        if key not in self._definitions:
            self._definitions[key] = len(self._definitions) + 1
            self._define(self._definitions[key], mark)
        self._last += 1
        begun = _new_list(self._last, self._definitions[key])
        begun.add_lvlOverride(0).add_startOverride(mark.count)
        self._numbering.append(begun)
        return self._last

    def _define(self, number: int, mark: Mark) -> None:
        definition = deepcopy(self._pattern)
        definition.set(qn("w:abstractNumId"), str(number))
        for name, value in (("w:numFmt", mark.number_format), ("w:lvlText", mark.text)):
            next(definition.iter(qn(name))).set(qn("w:val"), value)
        # Every definition stands before the lists that use one.
        self._numbering.find(qn("w:num")).addprevious(definition)

    @staticmethod
    def put_number(paragraph: Any, number: int) -> None:
        """Make the paragraph an item of the list."""
        properties = paragraph.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = 0
        properties.get_or_add_numId().val = number

    def put_bullet(self, paragraph: Any) -> None:
        """Make the paragraph an item with a bullet."""
        self.put_number(paragraph, _BULLETS)
