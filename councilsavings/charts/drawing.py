"""SVG by attributes: elements, text that fits its place, and patterns drawn line by line.

Patterns are lines and not `<pattern>` elements: these need identifiers, which must be unique in a page that
holds many charts, and not every program that prints a drawing knows them.
"""

from collections.abc import Iterator
from functools import cache
from html import escape

WIDTH = 360
"""As wide as the text of a page on a phone, where a unit of the drawing is a pixel."""
TEXT_SIZE = 14
LINE = 18
INK = "#0b0c0c"
PAPER = "#ffffff"
BAR = "#1d5a80"
FAINT = "#8a9296"
FONTS = "Source Sans 3, Arial, Helvetica, Liberation Sans, sans-serif"
ELLIPSIS = "…"

_NARROW = frozenset("iljtfrI.,:;'’‘|!()[]/ -")
_WIDE = frozenset("mwMW@%—…")
_UNPRINTABLE = dict.fromkeys([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F, 0xFFFE, 0xFFFF], "□")


def element(name: str, *children: str, **attributes: str | float) -> str:
    """Return an element; the children are markup. Write `text_anchor` for text-anchor."""
    written = "".join(f' {_attribute_name(key)}="{_attribute(value)}"' for key, value in attributes.items())
    return f"<{name}{written}>{''.join(children)}</{name}>" if children else f"<{name}{written}/>"


@cache
def _attribute_name(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def printable(text: str) -> str:
    """Return the text as markup, with a box for each character that no markup may hold."""
    return escape(text.translate(_UNPRINTABLE), quote=False)


def text(content: str, x: float, y: float, *, anchor: str = "start", weight: int = 400) -> str:
    """Return a line of text with its base line at `y`; the drawing says the font for all of them."""
    unusual: dict[str, str | float] = {}
    if anchor != "start":
        unusual["text_anchor"] = anchor
    if weight != 400:
        unusual["font_weight"] = weight
    return element("text", printable(content), x=x, y=y, **unusual, fill=INK)


def label(content: str, x: float, y: float) -> str:
    """Return a line of text centred on paper of its own, so that no line runs through it."""
    width = width_of(content)
    behind: dict[str, str | float] = {
        "width": width,
        "height": TEXT_SIZE + 1,
        "fill": PAPER,
        "fill_opacity": 0.8,
    }
    box = element("rect", x=x - width / 2, y=y - TEXT_SIZE + 2, **behind)
    return box + text(content, x, y, anchor="middle")


def line(x1: float, y1: float, x2: float, y2: float, *, colour: str = INK, dashes: str = "") -> str:
    """Return a thin line."""
    dashed = {"stroke_dasharray": dashes} if dashes else {}
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=colour, stroke_width=1, **dashed)


def link(address: str, name: str, *children: str) -> str:
    """Return the children as a link with a name; without an address, the children alone."""
    if not address:
        return "".join(children)
    return element("a", *children, href=address, aria_label=name)


def drawing(height: float, title: str, alternative: str, *children: str, has_links: bool) -> str:
    """Return the whole drawing with its title and its description.

    One with links is a group, since a picture would hide them from those who hear it.
    """
    return element(
        "svg",
        element("title", printable(title)),
        element("desc", printable(alternative)),
        *children,
        xmlns="http://www.w3.org/2000/svg",
        class_="app-chart__drawing",
        role="group" if has_links else "img",
        viewBox=f"0 0 {WIDTH} {_attribute(height)}",
        width=WIDTH,
        height=height,
        font_family=FONTS,
        font_size=TEXT_SIZE,
        font_weight=400,
        aria_label=title if has_links else f"{title}. {alternative}",
    )


def width_of(content: str, *, weight: int = 400) -> float:
    """Return about how wide a line of text is in the widest of the fonts, so that it fits in every one."""
    return sum(_width_of(letter) for letter in content) * TEXT_SIZE * (1.12 if weight > 400 else 1)


@cache
def _width_of(letter: str) -> float:
    if letter in _NARROW:
        return 0.38
    if letter in _WIDE:
        return 1.0
    if letter.isupper():
        return 0.74
    return 0.63 if ord(letter) < 0x2E80 else 1.05


def cut_to(content: str, width: float, *, weight: int = 400) -> str:
    """Return the text, or as much of its beginning as fits, with an ellipsis."""
    if width_of(content, weight=weight) <= width:
        return content
    while content and width_of(content + ELLIPSIS, weight=weight) > width:
        content = content[:-1]
    return content.rstrip() + ELLIPSIS


def lines_of(content: str, width: float, *, weight: int = 400, most: int = 2) -> list[str]:
    """Return the text broken between words into lines that fit; what does not fit into `most` is cut off."""
    lines: list[str] = []
    words = content.split()
    while words:
        taken = [words.pop(0)]
        if len(lines) == most - 1:
            taken, words = [*taken, *words], []
        while words and width_of(" ".join([*taken, words[0]]), weight=weight) <= width:
            taken.append(words.pop(0))
        lines.append(cut_to(" ".join(taken), width, weight=weight))
    return lines or [""]


# Bars with their patterns, in the order in which series take them


def bar(x: float, y: float, width: float, height: float, place: int) -> str:
    """Return the bar of the series at `place`: each place has a pattern of its own."""
    solid = place == 0
    box = element(
        "rect",
        x=x,
        y=y,
        width=width,
        height=height,
        fill=BAR if solid else PAPER,
        stroke=BAR,
        stroke_width=1,
    )
    strokes = "".join(_strokes(x, y, width, height, place))
    if not strokes:
        return box
    return box + element("path", d=strokes, fill="none", stroke=BAR, stroke_width=_STROKE[place])


_STROKE = (0, 1.6, 0, 1.6, 1.2, 2.4)


def _strokes(x: float, y: float, width: float, height: float, place: int) -> Iterator[str]:
    """Return the strokes of the pattern: none, rising, none (an empty box), upright, crossed, level."""
    if place == 1:
        yield from _slanting(x, y, width, height, 6, rising=True)
    elif place == 3:
        yield from (_stroke(x + at, y, x + at, y + height) for at in _steps(width, 4))
    elif place == 4:
        yield from _slanting(x, y, width, height, 7, rising=True)
        yield from _slanting(x, y, width, height, 7, rising=False)
    elif place == 5:
        yield from (_stroke(x, y + at, x + width, y + at) for at in _steps(height, 5))


def _steps(length: float, step: int) -> Iterator[int]:
    return iter(range(step, int(length) + (0 if length == int(length) else 1), step))


def _slanting(x: float, y: float, width: float, height: float, step: int, *, rising: bool) -> Iterator[str]:
    """Return strokes at 45 degrees, each cut off at the edges of its box."""
    for offset in range(step, int(width + height), step):
        start, end = max(0.0, offset - height), min(width, float(offset))
        low, high = offset - start, offset - end
        if rising:
            yield _stroke(x + start, y + low, x + end, y + high)
        else:
            yield _stroke(x + start, y + height - low, x + end, y + height - high)


def _stroke(x1: float, y1: float, x2: float, y2: float) -> str:
    return f"M{_attribute(x1)} {_attribute(y1)}L{_attribute(x2)} {_attribute(y2)}"


def _attribute(value: str | float) -> str:
    """Return a text escaped, or a position to the tenth: finer ones cannot be seen and make pages heavy."""
    if isinstance(value, str):
        return escape(value.translate(_UNPRINTABLE))
    return f"{round(value, 1):g}" if abs(value) < 100_000 else f"{value:.0f}"
