"""A document as lines: what every reader makes and every layout reads, whatever the file was."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from proposals.importing.files.cleaning import UnreadableDocument as UnreadableDocument
from proposals.importing.files.cleaning import clean as clean

_MOST_LINES, _MOST_LETTERS = 100_000, 20_000_000
_BULLET = re.compile(r"^(?:[·•●▪■◦‣⁃∙\uf0a7\uf0b7]|[-–*o](?=\s))\s*")
_NUMBERED = re.compile(r"^(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)]\s")
_APPENDIX = re.compile(
    r"(?:appendix|annexe?|schedule)\s+(?:[A-Z]{1,2}|\d{1,2}|[IVX]{1,4})\b(?![./]\d).{0,150}", re.IGNORECASE
)
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


def is_list_item(text: str) -> bool:
    """Return whether the line is a bullet or a numbered item."""
    return bool(_BULLET.match(text) or _NUMBERED.match(text))


def is_page_number(text: str) -> bool:
    """Return whether the line is a page's number and can be nothing else, such as “Page 3 of 40”."""
    return bool(_PAGE.fullmatch(text))


def begins_appendix(text: str) -> bool:
    """Return whether the line heads an appendix of the document: “Appendix B: Equality duty”, “ANNEX 2”."""
    return bool(_APPENDIX.fullmatch(text)) and text[-1] not in ".,;:"


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
