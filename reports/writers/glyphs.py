"""Characters that the shipped font cannot draw: found, and printed as their code instead of an empty box.

A printed appendix uses the shipped font alone, so that it looks the same wherever it is made.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from fontTools.ttLib import TTFont

from reports.documents.document import Document
from reports.writers.html import printable

TEXT_FONT = "SourceSans3-Regular.ttf"
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


def font_file(name: str) -> Path:
    """Return where a shipped font lies."""
    return Path(settings.BASE_DIR) / "static" / "fonts" / name


def unprintable_characters(document: Document) -> list[str]:
    """Return the characters of the document that a PDF can only print as a code, with their names, by their codes."""
    translation = printable_text(font_file(TEXT_FONT))
    used = set(printable("".join({char for text in _texts(document) for char in text})))
    missing = sorted(char for char in used if translation[ord(char)] != char)
    return [f"{translation[ord(char)][1:-1]} {unicodedata.name(char, 'without a name')}" for char in missing]


def _texts(value: Any) -> Iterator[str]:
    """Return every text in a document, its blocks and their parts."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts(getattr(value, field.name))
