"""Real lists in Word: numbers that Word counts itself and yet prints exactly as the document has them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from reports.documents.document import NumberedItem
from reports.writers.word_xml import NOTHING, Xml, element, part

_NUMBER = re.compile(r"(?P<before>[^\w%]*)(?P<value>[1-9]\d{0,3}|[a-z]+|[A-Z]+)(?P<after>[^\w%]*)", re.ASCII)
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_HIGHEST_ROMAN = 400
_FIRST_LIST = 1
_LONGEST_MARK = 30


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


BULLET = Mark("bullet", "•", 1)


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
    return {_roman(count): count for count in range(1, _HIGHEST_ROMAN)}


def _roman(count: int) -> str:
    written = ""
    for value, letters in _ROMAN:
        written += letters * (count // value)
        count %= value
    return written


class Numbering:
    """The lists of one Word file; each run of items begins its numbers anew."""

    def __init__(self) -> None:
        self._definitions: dict[tuple[str, str], int] = {}
        self._lists: list[Xml] = []
        self._bullets = NOTHING

    def of_bullets(self) -> Xml:
        """Return the list properties of a paragraph with a bullet."""
        self._bullets = self._bullets or self.of_run(BULLET)
        return self._bullets

    def of_run(self, mark: Mark) -> Xml:
        """Return the list properties of the paragraphs of a new list that begins with this mark."""
        key = (mark.number_format, mark.text)
        definition = self._definitions.setdefault(key, len(self._definitions))
        number = len(self._lists) + _FIRST_LIST
        begins = element("w:lvlOverride", element("w:startOverride", w_val=mark.count), w_ilvl=0)
        self._lists.append(
            element("w:num", element("w:abstractNumId", w_val=definition), begins, w_numId=number)
        )
        return element("w:numPr", element("w:ilvl", w_val=0), element("w:numId", w_val=number))

    def part(self) -> bytes:
        """Return the part that defines the lists."""
        definitions = (_definition(number, *key) for key, number in self._definitions.items())
        return part("w:numbering", *definitions, *self._lists)


def _definition(number: int, number_format: str, text: str) -> Xml:
    hanging = element("w:pPr", element("w:ind", w_left=454, w_hanging=454))
    level = element(
        "w:lvl",
        element("w:start", w_val=1),
        element("w:numFmt", w_val=number_format),
        element("w:lvlText", w_val=text),
        element("w:lvlJc", w_val="left"),
        hanging,
        w_ilvl=0,
    )
    kind = element("w:multiLevelType", w_val="singleLevel")
    return element("w:abstractNum", kind, level, w_abstractNumId=number)
