"""A document as lines: what every reader makes and every layout reads, whatever the file was."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from proposals.importing.files.cleaning import UnreadableDocument as UnreadableDocument
from proposals.importing.files.cleaning import clean as clean

_MOST_LINES, _MOST_LETTERS = 100_000, 20_000_000
_BULLET = re.compile(r"^(?:[·•●▪■◦‣⁃∙\uf0a7\uf0b7]|[-–*o](?=\s))\s*")
_NUMBERED = re.compile(r"^(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)]\s")
_HINT = re.compile(
    r"\s*[(\[](?=[^()\[\]]*\b(?:words?|characters?|letters|lines|pages?|max(?:imum)?|minimum|optional|please|"
    r"bullets?|if (?:any|applicable|known|relevant)|delete as|no more than|complete|e\.?g)\b)"
    r"[^()\[\]]{1,120}[)\]]",
    re.IGNORECASE,
)
_APPENDIX = re.compile(
    r"(?:appendix|annexe?|schedule)\s+(?:[A-Z]{1,2}|\d{1,2}|[IVX]{1,4})\b(?![./]\d).{0,150}", re.IGNORECASE
)
_MID_SENTENCE = re.compile(r"[\w,’')]$")
_BROKEN_WORD = re.compile(r"[^\W\d_]-$")
_GOES_ON = re.compile(r"[a-z\d]")
_LEAST_WRAPPED = 25  # letters: a shorter line without a stop may be an item of a list without bullets
_PAGE = re.compile(
    r"(?:page\s+\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?|[-–—]\s*\d{1,4}\s*[-–—]|\d{1,4}\s+of\s+\d{1,4})",
    re.IGNORECASE,
)


class NothingFound(UnreadableDocument):
    """There is nothing of this kind of document in the file."""


@dataclass(frozen=True)
class Line:
    """One line that holds something: its text, where it stands, and whether it opens a cell or paragraph.

    `column` is its place in the row of a table, None where the file has no rows; `rows_below` is how many rows
    more its cell reaches down to, merged with theirs.
    """

    text: str
    place: str
    opens_cell: bool
    column: int | None = None
    rows_below: int = 0


@dataclass(frozen=True)
class DocumentLines:
    """A document's lines in reading order; `ends_abruptly` when the file stops in the middle of a line.

    `notices` say what else the file holds that was not read, or how it was read.
    """

    lines: tuple[Line, ...]
    ends_abruptly: bool = False
    notices: tuple[str, ...] = ()


def limited(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Return the lines; raises UnreadableDocument when they are more than any document of forms has."""
    taken: list[Line] = []
    letters = 0
    for line in lines:
        taken.append(line)
        letters += len(line.text)
        if len(taken) > _MOST_LINES:
            raise UnreadableDocument(f"The document has more than {_MOST_LINES:,} lines. Divide it.")
        if letters > _MOST_LETTERS:
            raise UnreadableDocument(f"The document has more than {_MOST_LETTERS:,} letters. Divide it.")
    return tuple(taken)


def cells_of(line: Line) -> list[Line]:
    """Return the line parted at its tabs, blank cells left out; a line without tabs is itself.

    In a Word table a blank cell counts; in plain text a row may begin with a tab that opens a cell.
    """
    if "\t" not in line.text:
        return [line]
    pieces = [piece.strip() for piece in line.text.split("\t")]
    return [
        replace(line, text=piece, opens_cell=True, column=None if line.column is None else column)
        for column, piece in enumerate(pieces)
        if piece
    ]


def without_hint(text: str) -> str:
    """Return a heading of a template without what it says in brackets about how to fill it in: “(max 200 words)”."""
    return " ".join(_HINT.sub(" ", text).split(" ")).strip() if "(" in text or "[" in text else text


def is_list_item(text: str) -> bool:
    """Return whether the line is a bullet or a numbered item."""
    return bool(_BULLET.match(text) or _NUMBERED.match(text))


def is_page_number(text: str) -> bool:
    """Return whether the line is a page's number and can be nothing else, such as “Page 3 of 40”."""
    return bool(_PAGE.fullmatch(text))


def begins_appendix(text: str) -> bool:
    """Return whether the line heads an appendix of the document: “Appendix B: Equality duty”, “ANNEX 2”."""
    return bool(_APPENDIX.fullmatch(text)) and text[-1] not in ".,;:"


def join_wrapped(texts: Sequence[str]) -> tuple[list[str], bool]:
    """Return lines of text with those joined that a page wrapped, and whether any were.

    A line goes on with the next where it stops in mid-sentence and the next begins in it, or where a hyphen
    breaks a word.
    """
    joined: list[str] = []
    for text in texts:
        before = joined[-1] if joined else ""
        if before and not is_list_item(text) and "\t" not in before + text and _GOES_ON.match(text):
            if _BROKEN_WORD.search(before):
                joined[-1] = before[:-1] + text
                continue
            if _MID_SENTENCE.search(before) and len(texts[len(joined) - 1]) >= _LEAST_WRAPPED:
                joined[-1] = f"{before} {text}"
                continue
        joined.append(text)
    return joined, len(joined) < len(texts)


def narrative(texts: Iterable[str]) -> str:
    """Return the lines as one text: a blank line between paragraphs, none between items of a list or table.

    Bullets are all written “· ”, so that every file form of one document gives the same text.
    """
    pieces: list[str] = []
    before = ""
    for raw in texts:
        text = _BULLET.sub("· ", raw).rstrip()
        if pieces:
            pieces.append("\n" if _belongs_to(before, text) else "\n\n")
        pieces.append(text)
        before = text
    return "".join(pieces)


def _belongs_to(before: str, text: str) -> bool:
    both_items = is_list_item(before) and is_list_item(text)
    both_rows = "\t" in before and "\t" in text
    return both_items or both_rows
