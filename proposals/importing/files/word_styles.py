"""Resolve the look of a run or paragraph in Word from its settings and styles, and the list mark drawn before it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from services.values.numerals import roman_numeral

_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_DEEPEST_STYLE = 20  # styles based on one another; a circle of them has no end
_OFF = {"0", "false", "off", "none"}
_NOT_A_HEADING = 9
_TWIPS_AN_INDENT = 283  # half a centimetre, as Word's own button indents
_LEAST_LIFT = 4  # half points by which a note mark set by hand stands above its line
_LONGEST_MARK = 40
_HIGHEST_SPELT = 5_000  # a higher number is written in figures, not in letters or as a Roman one
_PLACEHOLDER = re.compile(r"%(\d)")


@lru_cache(maxsize=256)
def w(name: str) -> str:
    """Return the full name of an element or attribute of Word's."""
    return f"{{{_NAMESPACE}}}{name}"


def value_of(parent: Any, name: str, bare: str = "", missing: str | None = None) -> str:
    """Return the value of a child: `bare` where it states none, `missing` (or else `bare`) without such a child."""
    found = parent.find(w(name)) if parent is not None else None
    if found is None:
        return bare if missing is None else missing
    value: str = found.get(w("val"), bare)
    return value


def is_on(parent: Any, name: str) -> bool | None:
    """Return whether a switch is on, None where it is not set."""
    found = parent.find(w(name)) if parent is not None else None
    return None if found is None else found.get(w("val"), "1") not in _OFF


@dataclass(frozen=True)
class FontTraits:
    """The traits of a run that decide whether it counts as content."""

    hidden: bool
    struck: bool
    raised: bool
    bold: bool

    @classmethod
    def of(cls, fonts: list[Any]) -> "FontTraits":
        """Return the traits that the first of these settings states that states any."""

        def first(name: str) -> bool:
            return next((setting for font in fonts if (setting := is_on(font, name)) is not None), False)

        alignment = next((value for font in fonts if (value := value_of(font, "vertAlign"))), "")
        return cls(
            first("vanish"), first("strike") or first("dstrike"), alignment == "superscript", first("b")
        )


class Styles:
    """The styles of one document by their identifiers."""

    def __init__(self, root: Any) -> None:
        self._styles = {
            style.get(w("styleId"), ""): style
            for style in (root.iterfind(w("style")) if root is not None else ())
        }
        self._default = next(
            (
                identifier
                for identifier, style in self._styles.items()
                if style.get(w("type")) == "paragraph" and style.get(w("default")) in {"1", "true", "on"}
            ),
            "",
        )
        defaults = f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}"
        self._base = root.findall(defaults) if root is not None else []
        self._last: tuple[Any, str] = (None, "")  # each paragraph is asked for several times in turn
        self._of_styles: dict[tuple[str, str], tuple[list[Any], FontTraits]] = {}

    def chain(self, identifier: str) -> Iterator[Any]:
        """Yield the style and the styles that it is based on."""
        for _ in range(_DEEPEST_STYLE):
            style = self._styles.get(identifier)
            if style is None:
                return
            yield style
            identifier = value_of(style, "basedOn")

    def style_of(self, paragraph: Any) -> str:
        """Return the identifier of the paragraph's style."""
        if paragraph is not self._last[0]:
            self._last = (paragraph, value_of(paragraph.find(w("pPr")), "pStyle") or self._default)
        return self._last[1]

    def name_of(self, paragraph: Any) -> str:
        """Return the name of the paragraph's style in small letters."""
        return value_of(self._styles.get(self.style_of(paragraph)), "name").lower()

    def settings_of(self, paragraph: Any) -> list[Any]:
        """Return the paragraph's own properties, where it has any, and those of its styles."""
        styled = (paragraph, *self.chain(self.style_of(paragraph)))
        return [properties for item in styled if (properties := item.find(w("pPr"))) is not None]

    def traits(self, run: Any, paragraph: Any) -> FontTraits:
        """Return the traits of a run within its paragraph."""
        own = run.find(w("rPr"))
        key = (value_of(own, "rStyle"), self.style_of(paragraph))
        if key not in self._of_styles:
            styles = (style for identifier in key for style in self.chain(identifier))
            fonts = [font for style in styles if (font := style.find(w("rPr"))) is not None] + self._base
            self._of_styles[key] = (fonts, FontTraits.of(fonts))
        fonts, by_style = self._of_styles[key]
        if own is None or not len(own):
            return by_style
        traits = FontTraits.of([own, *fonts])
        position = value_of(own, "position")
        is_lifted = position.isdigit() and int(position) >= _LEAST_LIFT and not value_of(own, "vertAlign")
        return FontTraits(traits.hidden, traits.struck, traits.raised or is_lifted, traits.bold)

    def heading_level(self, paragraph: Any) -> int:
        """Return the level of a heading, counted from 1; 0 for any other paragraph."""
        for properties in self.settings_of(paragraph):
            level = value_of(properties, "outlineLvl")
            if level.isdigit():
                return int(level) + 1 if int(level) < _NOT_A_HEADING else 0
        name = self.name_of(paragraph)
        number = name.removeprefix("heading ")
        return int(number) if name.startswith("heading ") and number.isdigit() else int(name == "title")


def indent_of(paragraph: Any) -> int:
    """Return how many steps the paragraph is indented."""
    indent = paragraph.find(f"{w('pPr')}/{w('ind')}")
    if indent is None:
        return 0
    stated = indent.get(w("left")) or indent.get(w("start")) or "0"
    return max(int(float(stated)), 0) // _TWIPS_AN_INDENT


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
        written = roman_numeral(count)
    return written.upper() if number_format.startswith("upper") else written
