"""The bullets and numbers that Word draws before the paragraphs of a list and does not store in their text."""

import re
from dataclasses import dataclass
from typing import Any

from proposals.importing.files.word_styles import Styles, value_of, w

_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_LONGEST_MARK = 40
_HIGHEST_SPELT = 5_000  # a higher number is written in figures, not in letters or as a Roman one
_PLACEHOLDER = re.compile(r"%(\d)")


@dataclass(frozen=True)
class _Level:
    """One level of a list as Word defines it, and what its paragraphs are counted under."""

    number_format: str
    text: str
    start: int
    counted_as: str


class ListMarks:
    """The list marks of one document, counted on as its paragraphs are read in order."""

    def __init__(self, styles: Styles, numbering: Any) -> None:
        self._styles = styles
        self._numbering = numbering
        self._counts: dict[str, dict[int, int]] = {}
        self._levels: dict[tuple[str, int], _Level | None] = {}

    def mark_of(self, paragraph: Any) -> str:
        """Return “· ” or the number with a tab, as Word draws it before the paragraph; nothing outside lists."""
        of_list = (properties.find(w("numPr")) for properties in self._styles.settings_of(paragraph))
        stated = next((item for item in of_list if item is not None), None)
        list_id = value_of(stated, "numId")
        if not list_id:
            return self._mark_by_style_name(self._styles.name_of(paragraph))
        depth = int(value_of(stated, "ilvl", "0"))
        level = self._level(list_id, depth)
        if level is None or level.number_format == "none":
            return ""
        if level.number_format == "bullet":
            return "· "
        counts = self._counts.setdefault(level.counted_as, {})
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [item for item in counts if item > depth]:
            del counts[deeper]

        def number(match: re.Match[str]) -> str:
            above = int(match[1]) - 1
            of_depth = self._level(list_id, above)
            count = counts.get(above, of_depth.start if of_depth else 1)
            return _written(count, of_depth.number_format if of_depth else "decimal")

        return f"{_PLACEHOLDER.sub(number, level.text or '%1.')}\t"

    def _mark_by_style_name(self, style_name: str) -> str:
        """Return the mark for a list style whose definition names no list, known by its name only."""
        if "list bullet" in style_name:
            return "· "
        if "list number" in style_name:
            counts = self._counts.setdefault(style_name, {})
            counts[0] = counts.get(0, 0) + 1
            return f"{counts[0]}.\t"
        return ""

    def _level(self, list_id: str, depth: int) -> _Level | None:
        key = (list_id, depth)
        if key not in self._levels:
            self._levels[key] = self._read_level(list_id, str(depth))
        return self._levels[key]

    def _read_level(self, list_id: str, depth: str) -> _Level | None:
        number = _child(self._numbering, "num", "numId", list_id)
        if number is None or list_id == "0":  # 0 takes a paragraph out of its list
            return None
        definition = value_of(number, "abstractNumId")
        level = _child(
            _child(self._numbering, "abstractNum", "abstractNumId", definition), "lvl", "ilvl", depth
        )
        if level is None:
            return None
        start = value_of(level, "start", "1")
        # Lists that share a definition count on, unless one says that it begins anew.
        counts_on = number.find(w("lvlOverride")) is None
        return _Level(
            value_of(level, "numFmt", "decimal"),
            value_of(level, "lvlText", "%1.")[:_LONGEST_MARK],
            int(value_of(_child(number, "lvlOverride", "ilvl", depth), "startOverride", start)),
            f"definition {definition}" if counts_on else f"list {list_id}",
        )


def _child(parent: Any, tag: str, attribute: str, value: str) -> Any:
    found = parent.iter(w(tag)) if parent is not None else ()
    return next((item for item in found if item.get(w(attribute)) == value), None)


def _written(count: int, number_format: str) -> str:
    if not 0 < count <= _HIGHEST_SPELT:
        return str(count)
    written = str(count)
    if number_format.endswith("Letter"):
        written = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
    elif number_format.endswith("Roman"):
        written = _roman(count)
    return written.upper() if number_format.startswith("upper") else written


def _roman(count: int) -> str:
    written = ""
    for value, letters in _ROMAN:
        written += letters * (count // value)
        count %= value
    return written
