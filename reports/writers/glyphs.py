"""Characters that the shipped font cannot draw: found, and printed as their code instead of an empty box.

A printed appendix uses the shipped font alone, so that it looks the same wherever it is made.
"""

import unicodedata
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

_BYTE_ORDER_MARK = 0xFEFF


class PrintableText(dict[int, str]):
    """A table for `str.translate` that writes a character outside the font as “[U+4E2D]”."""

    def __init__(self, known: frozenset[int]) -> None:
        super().__init__()
        self.known = known

    def __missing__(self, code: int) -> str:
        printable = (code in self.known and not _means_nothing(code)) or chr(code).isspace()
        self[code] = chr(code) if printable else f"[U+{code:04X}]"
        return self[code]


def _means_nothing(code: int) -> bool:
    """Return whether a character has no meaning outside one font or program, so that an archive cannot keep it."""
    return unicodedata.category(chr(code)) in ("Co", "Cn", "Cs") or code == _BYTE_ORDER_MARK


@cache
def printable_text(font: Path) -> PrintableText:
    """Return the translation of text to what `font` can draw."""
    with TTFont(font, lazy=True) as opened:
        return PrintableText(frozenset(opened.getBestCmap()))


def missing_characters(text: str, font: Path) -> list[str]:
    """Return each character of `text` that `font` cannot draw, with its name, in the order of their codes."""
    translation = printable_text(font)
    missing = sorted(char for char in set(text) if translation[ord(char)] != char)
    return [f"{translation[ord(char)][1:-1]} {unicodedata.name(char, 'without a name')}" for char in missing]
