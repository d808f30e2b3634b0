"""The bullets and numbers that Word draws before the paragraphs of a list and does not store in their text."""

import re
from dataclasses import dataclass
from typing import Any

from proposals.importing.files.word_names import qn
from proposals.importing.files.word_styles import Styles, value_of

_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_LONGEST_MARK = 40
_HIGHEST_SPELT = 5_000  # a higher number is written in figures, not in letters or as a Roman one
_PLACEHOLDER = re.compile(r"%(\d)")


@dataclass(frozen=True)
class _Level:
    """One level of a list as Word defines it."""

    number_format: str
    text: str
    start: int


class ListMarks:
    """The list marks of one document, counted on as its paragraphs are read in order."""

    def __init__(self, styles: Styles, numbering: Any) -> None:
        self._styles = styles
        self._numbering = numbering
        self._counts: dict[str, dict[int, int]] = {}
        self._levels: dict[tuple[str, int], _Level | None] = {}
        self._keys: dict[str, str] = {}

    def mark_of(self, paragraph: Any) -> str:
        """Return “· ” or the number with a tab, as Word draws it before the paragraph; nothing outside lists."""
        list_id, depth, style_name = self._list_of(paragraph)
        level = self._level(list_id, depth) if list_id else None
        if level is None:
            return self._mark_by_style_name(style_name) if not list_id else ""
        if level.number_format == "bullet":
            return "· "
        if level.number_format == "none":
            return ""
        counts = self._counts.setdefault(self._keys[list_id], {})
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [item for item in counts if item > depth]:
            del counts[deeper]
        return f"{self._drawn(list_id, level, counts)}\t"

    def _drawn(self, list_id: str, level: _Level, counts: dict[int, int]) -> str:
        def number(match: re.Match[str]) -> str:
            depth = int(match[1]) - 1
            of_depth = self._level(list_id, depth)
            count = counts.get(depth, of_depth.start if of_depth else 1)
            return _written(count, of_depth.number_format if of_depth else "decimal")

        return _PLACEHOLDER.sub(number, level.text or "%1.")

    def _mark_by_style_name(self, style_name: str) -> str:
        """Return the mark for a list style whose definition names no list, known by its name only."""
        if "list bullet" in style_name:
            return "· "
        if "list number" in style_name:
            counts = self._counts.setdefault(style_name, {})
            counts[0] = counts.get(0, 0) + 1
            return f"{counts[0]}.\t"
        return ""

    def _list_of(self, paragraph: Any) -> tuple[str, int, str]:
        """Return the list's number, the level and the style's name; a paragraph's own setting comes first."""
        chain = self._styles.chain(self._styles.style_of(paragraph))
        by_style = (style.find(f"{qn('w:pPr')}/{qn('w:numPr')}") for style in chain)
        own = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        properties = own if own is not None else next((item for item in by_style if item is not None), None)
        style_name = self._styles.name_of(paragraph)
        if properties is None:
            return "", 0, style_name
        list_id, level = properties.find(qn("w:numId")), properties.find(qn("w:ilvl"))
        depth = int(level.get(qn("w:val"))) if level is not None else 0
        return (list_id.get(qn("w:val")) if list_id is not None else "", depth, style_name)

    def _level(self, list_id: str, depth: int) -> _Level | None:
        key = (list_id, depth)
        if key not in self._levels:
            self._levels[key] = self._read_level(list_id, depth)
        return self._levels[key]

    def _read_level(self, list_id: str, depth: int) -> _Level | None:
        number = self._child(self._numbering, "w:num", "w:numId", list_id)
        if number is None or list_id == "0":  # 0 takes a paragraph out of its list
            return None
        abstract_id = value_of(number, "w:abstractNumId", "")
        override = number.find(qn("w:lvlOverride"))
        # Lists that share a definition count on, unless one says that it begins anew.
        self._keys[list_id] = f"definition {abstract_id}" if override is None else f"list {list_id}"
        abstract = self._child(self._numbering, "w:abstractNum", "w:abstractNumId", abstract_id)
        level = self._child(abstract, "w:lvl", "w:ilvl", str(depth))
        if level is None:
            return None
        own_start = self._child(number, "w:lvlOverride", "w:ilvl", str(depth))
        start = value_of(level, "w:start", "1")
        if own_start is not None:
            start = value_of(own_start, "w:startOverride", start)
        return _Level(
            value_of(level, "w:numFmt", "decimal"),
            value_of(level, "w:lvlText", "%1.")[:_LONGEST_MARK],
            int(start),
        )

    @staticmethod
    def _child(parent: Any, tag: str, attribute: str, value: str) -> Any:
        if parent is None:
            return None
        return next((item for item in parent.iter(qn(tag)) if item.get(qn(attribute)) == value), None)


def _written(count: int, number_format: str) -> str:
    if not 0 < count <= _HIGHEST_SPELT:
        return str(count)
    if number_format in {"lowerLetter", "upperLetter"}:
        letters = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letters.upper() if number_format == "upperLetter" else letters
    if number_format in {"lowerRoman", "upperRoman"}:
        roman = _roman(count)
        return roman.upper() if number_format == "upperRoman" else roman
    return str(count)


def _roman(count: int) -> str:
    written = ""
    for value, letters in _ROMAN:
        written += letters * (count // value)
        count %= value
    return written
