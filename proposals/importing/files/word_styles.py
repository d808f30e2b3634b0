"""Resolve the look of a run or paragraph in Word: its own settings, its styles, and their base styles."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from proposals.importing.files.word_names import qn

_DEEPEST_STYLE = 20  # styles based on one another; a circle of them has no end
_OFF = {"0", "false", "off", "none"}
_NOT_A_HEADING = 9
_TWIPS_AN_INDENT = 283  # half a centimetre, as Word's own button indents


@dataclass(frozen=True)
class FontTraits:
    """The traits of a run that decide whether it counts as content."""

    hidden: bool = False
    struck: bool = False
    raised: bool = False
    bold: bool = False


class Styles:
    """The styles of one document by their identifiers."""

    def __init__(self, root: Any) -> None:
        self._styles: dict[str, Any] = {}
        self._default_paragraph = ""
        self._last: tuple[Any, str] = (None, "")  # each paragraph is asked for several times in turn
        self._base: list[Any] = []
        self._traits: dict[tuple[str, str], FontTraits] = {}
        for style in root.iterfind(qn("w:style")) if root is not None else ():
            identifier = style.get(qn("w:styleId"), "")
            self._styles[identifier] = style
            if style.get(qn("w:type")) == "paragraph" and style.get(qn("w:default")) in {"1", "true", "on"}:
                self._default_paragraph = identifier
        if root is not None:
            self._base = [root.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")]

    def chain(self, identifier: str) -> Iterator[Any]:
        """Yield the style and the styles that it is based on."""
        for _ in range(_DEEPEST_STYLE):
            style = self._styles.get(identifier)
            if style is None:
                return
            yield style
            identifier = value_of(style, "w:basedOn")

    def name_of(self, paragraph: Any) -> str:
        """Return the name of the paragraph's style in small letters."""
        style = self._styles.get(self.style_of(paragraph))
        return value_of(style, "w:name").lower()

    def traits(self, run: Any, paragraph: Any) -> FontTraits:
        """Return the traits of a run within its paragraph."""
        own = run.find(qn("w:rPr"))
        by_style = self._traits_of(value_of(own, "w:rStyle"), self.style_of(paragraph))
        if own is None or not len(own):
            return by_style
        raised = value_of(own, "w:vertAlign")
        return FontTraits(
            _setting(own, by_style.hidden, "w:vanish"),
            _setting(own, by_style.struck, "w:strike", "w:dstrike"),
            raised == "superscript" if raised else by_style.raised or _is_lifted(own),
            _setting(own, by_style.bold, "w:b"),
        )

    def heading_level(self, paragraph: Any) -> int:
        """Return the level of a heading, counted from 1; 0 for any other paragraph."""
        own = paragraph.find(qn("w:pPr"))
        properties = [own, *(style.find(qn("w:pPr")) for style in self.chain(self.style_of(paragraph)))]
        for item in properties:
            level = value_of(item, "w:outlineLvl")
            if level.isdigit():
                return int(level) + 1 if int(level) < _NOT_A_HEADING else 0
        name = self.name_of(paragraph)
        number = name.removeprefix("heading ")
        return int(number) if name.startswith("heading ") and number.isdigit() else int(name == "title")

    def style_of(self, paragraph: Any) -> str:
        """Return the identifier of the paragraph's style."""
        if paragraph is not self._last[0]:
            style = value_of(paragraph.find(qn("w:pPr")), "w:pStyle") or self._default_paragraph
            self._last = (paragraph, style)
        return self._last[1]

    def _traits_of(self, run_style: str, paragraph_style: str) -> FontTraits:
        key = (run_style, paragraph_style)
        if key not in self._traits:
            fonts = [
                font
                for identifier in key
                for style in self.chain(identifier)
                if (font := style.find(qn("w:rPr"))) is not None
            ]
            fonts.extend(font for font in self._base if font is not None)
            self._traits[key] = FontTraits(
                _first(fonts, "w:vanish"),
                _first(fonts, "w:strike") or _first(fonts, "w:dstrike"),
                next((value for font in fonts if (value := value_of(font, "w:vertAlign"))), "")
                == "superscript",
                _first(fonts, "w:b"),
            )
        return self._traits[key]


def value_of(parent: Any, name: str, otherwise: str = "") -> str:
    """Return the value of a child of this name; what is given where there is none."""
    found = parent.find(qn(name)) if parent is not None else None
    return found.get(qn("w:val"), otherwise) if found is not None else otherwise


def is_on(parent: Any, name: str) -> bool | None:
    """Return whether a switch is on, None where it is not set."""
    found = parent.find(qn(name)) if parent is not None else None
    return None if found is None else found.get(qn("w:val"), "1") not in _OFF


def indent_of(paragraph: Any) -> int:
    """Return how many steps the paragraph is indented."""
    indent = paragraph.find(f"{qn('w:pPr')}/{qn('w:ind')}")
    if indent is None:
        return 0
    stated = indent.get(qn("w:left")) or indent.get(qn("w:start")) or "0"
    return max(int(float(stated)), 0) // _TWIPS_AN_INDENT


def _setting(own: Any, otherwise: bool, *names: str) -> bool:
    stated = [setting for name in names if (setting := is_on(own, name)) is not None]
    return any(stated) if stated else otherwise


def _first(fonts: list[Any], name: str) -> bool:
    return next((setting for font in fonts if (setting := is_on(font, name)) is not None), False)


def _is_lifted(own: Any) -> bool:
    """Return whether a run in smaller letters is lifted above the line, as a note mark may be set by hand."""
    position = value_of(own, "w:position")
    return position.isdigit() and int(position) >= 4
