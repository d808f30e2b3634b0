"""Text as every reader keeps it: without invisible characters, in single spaces, and within limits."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby, takewhile

# Zero-width spaces and joiners, direction marks, embeddings and isolates, the soft hyphen, variation selectors.
INVISIBLE = re.compile(r"[\xad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")
_SPACES = re.compile(r"[^\S\t]+")  # every kind of space but the tab, which parts cells
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]")
LONGEST_LINE, _SHORT = 100_000, 80
_MOST_MARKS = 30  # accents on one letter; putting thousands in order takes minutes
_BULLET = re.compile(r"^(?:[·•●▪■◦‣⁃∙\uf0a7\uf0b7]|[-–*o](?=\s))\s*")
_NUMBERED = re.compile(r"^(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)]\s")
_PAGE = re.compile(
    r"(?:page\s+\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?|[-–—]\s*\d{1,4}\s*[-–—]|\d{1,4}\s+of\s+\d{1,4})",
    re.IGNORECASE,
)
_MAY_BE_MARKS = re.compile(rf"[\u0300-\U0010ffff]{{{_MOST_MARKS + 1}}}")


class UnreadableDocument(ValueError):
    """The file cannot be read as a document of this kind; the message says why in the user's words."""


def clean(text: str) -> str:
    """Return the text without invisible characters, with single plain spaces, trimmed; tabs are kept.

    Raises UnreadableDocument for a line that no form holds: one too long, or with a heap of accents.
    """
    if text.isascii() and len(text) < LONGEST_LINE and text.isprintable():
        return " ".join(text.split())
    if len(text) > LONGEST_LINE:
        raise UnreadableDocument(
            f"The line that begins “{_SPACES.sub(' ', text[:60]).strip()}” is longer than {LONGEST_LINE:,} "
            "letters, which no line of a form is."
        )
    if _MAY_BE_MARKS.search(text) and _most_marks(text) > _MOST_MARKS:
        raise UnreadableDocument(f"A letter in the document carries more than {_MOST_MARKS} accents.")
    plain = INVISIBLE.sub("", unicodedata.normalize("NFC", _UNPRINTABLE.sub("", text)))
    return _SPACES.sub(" ", plain).strip()


def bold_lead(pieces: Iterable[tuple[str, bool]]) -> str:
    """Return the bold pieces that a text begins with, empty where none or all of it is bold."""
    filled = [(text, is_bold) for text, is_bold in pieces if text.strip()]
    lead = list(takewhile(lambda piece: piece[1], filled))
    return " ".join("".join(text for text, _ in lead).split()) if len(lead) < len(filled) else ""


def with_bullet(text: str, bullet: str) -> str:
    """Return the text with another bullet, where it begins with one."""
    return _BULLET.sub(bullet, text)


def is_bullet(text: str) -> bool:
    """Return whether the line begins with a bullet."""
    return bool(_BULLET.match(text))


def is_list_item(text: str) -> bool:
    """Return whether the line is a bullet or a numbered item."""
    return is_bullet(text) or bool(_NUMBERED.match(text))


def is_page_number(text: str) -> bool:
    """Return whether the line is a page's number and can be nothing else, such as “Page 3 of 40”."""
    return bool(_PAGE.fullmatch(text))


def clean_lines(text: str) -> tuple[str, ...]:
    """Return the lines of a cell or paragraph that hold anything, each cleaned, tabs as spaces."""
    return _short_lines(text) if len(text) < _SHORT else _lines(text)


@lru_cache(maxsize=8192)
def _short_lines(text: str) -> tuple[str, ...]:
    """Return the lines of a text that may well stand in many cells."""
    return _lines(text)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(words for line in text.splitlines() if (words := clean(line.replace("\t", " "))))


def _most_marks(text: str) -> int:
    runs = groupby(text, lambda character: unicodedata.combining(character) > 0)
    return max((sum(1 for _ in run) for is_mark, run in runs if is_mark), default=0)
