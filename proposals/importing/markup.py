"""Markup that a conversion left in a cell (HTML, markdown, bookmarks): taken out, with a list of what it was."""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from proposals.importing.lines import Line, clean

_BOOKMARK = re.compile(r"\[(?:bookmark|anchor):[^\[\]]{0,100}\]", re.IGNORECASE)
_TAGS = "a|b|body|br|div|em|font|h[1-6]|hr|i|img|li|ol|p|s|small|span|strike|strong|sub|sup|table|tbody|td|th|tr|u|ul"
# “<5 posts” is no tag: only the names above are, and a tag that is never closed ends with its line.
_TAG = re.compile(rf"<(?P<close>/?)(?P<name>{_TAGS})(?:\s[^<>]{{0,300}}|\s*/)?>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:[a-z]{2,10}|#\d{1,6}|#x[0-9a-f]{1,5});", re.IGNORECASE)
_EMPHASIS = re.compile(
    r"(?<![\w*])(?P<mark>\*{2,3})(?=\S)(?P<inner>[^*]{1,500})(?<=\S)(?P=mark)(?![\w*])"
    r"|(?<![\w_])(?P<line>__)(?=\S)(?P<under>[^_]{1,500})(?<=\S)(?P=line)(?![\w_])"
)
_ESCAPE = re.compile(r"\\(?=[*_#\[\]()`>~|\\-])")
_PARTS_LINES = {
    "br",
    "div",
    "hr",
    "p",
    "tr",
    "table",
    "ul",
    "ol",
    *(f"h{level}" for level in range(1, 7)),
}
_BULLETS = "•●▪■◦‣·"
_INLINE_BULLET = re.compile(rf"(?:^|\s)(?=[{_BULLETS}]\s)")
_LONGEST_QUOTE = 60


@dataclass(frozen=True)
class Cleaned:
    """The lines that a line of text comes to without markup, and the pieces of markup taken out of it."""

    texts: tuple[str, ...]
    removed: tuple[str, ...]


def without_markup(text: str) -> Cleaned:
    """Return the text without markup: parted where a tag or a row of bullets begins a new line."""
    removed: list[str] = []

    def note(found: str) -> None:
        short = found if len(found) <= _LONGEST_QUOTE else found[: _LONGEST_QUOTE - 1] + "…"
        if short not in removed:
            removed.append(short)

    def tag(match: re.Match[str]) -> str:
        note(match.group())
        name = match["name"].lower()
        if name == "li":
            return "\n" if match["close"] else "\n· "
        return "\n" if name in _PARTS_LINES else ""

    def gone(match: re.Match[str]) -> str:
        note(match.group())
        return ""

    def entity(match: re.Match[str]) -> str:
        character = html.unescape(match.group())
        if character != match.group():
            note(match.group())
        return character

    def emphasis(match: re.Match[str]) -> str:
        note(match["mark"] or match["line"])
        return match["inner"] or match["under"]

    plain = _TAG.sub(tag, _BOOKMARK.sub(gone, text))
    plain = _ESCAPE.sub(gone, _EMPHASIS.sub(emphasis, plain))
    # Entities come last: what they write is text, not markup.
    plain = _ENTITY.sub(entity, plain)
    pieces = [words for piece in plain.split("\n") for part in _at_bullets(piece) if (words := clean(part))]
    texts = (piece for piece in pieces if piece.strip(_BULLETS + " "))
    return Cleaned(tuple(texts), tuple(removed))


def clean_lines(lines: Iterable[Line]) -> tuple[list[Line], list[tuple[Line, str]]]:
    """Return the lines without markup, and each piece of markup with the line that it stood on."""
    cleaned: list[Line] = []
    removed: list[tuple[Line, str]] = []
    for line in lines:
        found = without_markup(line.text)
        for index, text in enumerate(found.texts):
            same = text == line.text and index == 0
            cleaned.append(
                line if same else replace(line, text=text, opens_cell=line.opens_cell and not index)
            )
        removed.extend((line, piece) for piece in found.removed)
    return cleaned, removed


def _at_bullets(text: str) -> list[str]:
    """Return the text parted before each bullet, where it holds a list of them on one line."""
    parts = _INLINE_BULLET.split(text)
    return parts if len(parts) > 2 else [text]
