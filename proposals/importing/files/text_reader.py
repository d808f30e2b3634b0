"""Plain text as lines: a tab at the beginning of a line opens a cell of a form, what follows belongs to it."""

import re
from collections.abc import Iterator

from proposals.importing.lines import DocumentLines, Line, UnreadableDocument, clean, limited

_LINE_END = re.compile(r"\r\n|\r|\n")
# A page or line break inside what an editor counts as one line.
_BREAK_INSIDE = re.compile(r"[\x0b\x0c\x85\u2028\u2029]")
_AS_WINDOWS = (
    "the text is not saved as UTF-8; it was read as Windows-1252. Check its pound signs, quotes and dashes."
)
_BARS = re.compile(r"\s*\|(?P<cells>[^|\r\n]*(?:\|[^|\r\n]*)+)\|\s*")
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
# What English typists have beside ASCII in Windows-1252. Other old encodings turn into letters outside of it.
_WINDOWS_1252 = set("£€‘’“”–—…•·†‡°²³¹¼½¾×éè©®™§\xa0\xad")
_SAVE_AS = "Save the document as plain text with the encoding UTF-8, or use the Word file (.docx) itself."


def read_text(content: bytes) -> DocumentLines:
    """Return the lines of a text file in UTF-8 or plain English Windows-1252, numbered as an editor numbers them.

    Raises UnreadableDocument, naming the line where there is one, for bytes that are no such text.
    """
    windows = _windows_text(content)
    text = _decoded(content) if windows is None else windows
    ends_abruptly = not text.rstrip(" \t\x0c").endswith(("\n", "\r"))
    notices = () if windows is None else (_AS_WINDOWS,)
    return DocumentLines(limited(_lines(text)), ends_abruptly=ends_abruptly, notices=notices)


def _windows_text(content: bytes) -> str | None:
    """Return a text that is no UTF-8 but can be nothing else than Windows-1252, or None."""
    if content.startswith(_UTF_16_MARKS) or b"\x00" in content:
        return None
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data":
            return None
    else:
        return None
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        return None
    return text if all(letter.isascii() or letter in _WINDOWS_1252 for letter in text) else None


def _lines(text: str) -> Iterator[Line]:
    opens_cell = True
    for number, numbered in enumerate(_LINE_END.split(text), start=1):
        for raw in _BREAK_INSIDE.split(numbered):
            opens_cell = opens_cell or raw.startswith("\t")
            words = clean(_with_tabs(raw))
            if words:
                yield Line(words, f"line {number}", opens_cell)
                opens_cell = False


def _with_tabs(raw: str) -> str:
    """Return a row that bars draw (“| Parks | 40 |”), as some converters write tables, with tabs between its cells."""
    row = _BARS.fullmatch(raw)
    return "\t".join(cell.strip() for cell in row["cells"].split("|")) if row else raw


def _decoded(content: bytes) -> str:
    if content.startswith(_UTF_16_MARKS):
        raise UnreadableDocument(
            f"This text is saved as UTF-16 (“Unicode” in some programs), which is not read. {_SAVE_AS}"
        )
    if b"\x00" in content:
        raise UnreadableDocument(
            f"The file is not a text document: it holds binary data, or is saved as UTF-16. {_SAVE_AS}"
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.end == len(content) and error.reason == "unexpected end of data":
            raise UnreadableDocument(
                "The file ends in the middle of a character: it is cut short. Ask for the whole file."
            ) from error
        number = len(_LINE_END.findall(content[: error.start].decode("utf-8-sig", errors="replace"))) + 1
        raise UnreadableDocument(f"Line {number} is not UTF-8 text. {_SAVE_AS}") from error
