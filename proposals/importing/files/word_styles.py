"""Resolve the look of a run or paragraph in Word: its own settings, its styles, and their base styles."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_DEEPEST_STYLE = 20  # styles based on one another; a circle of them has no end
_OFF = {"0", "false", "off", "none"}
_NOT_A_HEADING = 9
_TWIPS_AN_INDENT = 283  # half a centimetre, as Word's own button indents
_LEAST_LIFT = 4  # half points by which a note mark set by hand stands above its line


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
