"""Plain text as lines: a tab at the beginning of a line opens a cell of a form, what follows belongs to it."""

import re
from collections.abc import Iterator

from proposals.intake.lines import DocumentLines, Line, UnreadableDocument, clean, limited

_LINE_END = re.compile(r"\r\n|\r|\n")
# A page or line break inside what an editor counts as one line.
_BREAK_INSIDE = re.compile(r"[\x0b\x0c\x85\u2028\u2029]")
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_SAVE_AS = "Save the document as plain text with the encoding UTF-8, or use the Word file (.docx) itself."


def read_text(content: bytes) -> DocumentLines:
    """Return the lines of a text file in UTF-8, numbered as an editor numbers them.

    Raises UnreadableDocument, naming the line where there is one, for bytes that are no such text.
    """
    text = _decoded(content)
    ends_abruptly = not text.rstrip(" \t\x0c").endswith(("\n", "\r"))
    return DocumentLines(limited(_lines(text)), ends_abruptly=ends_abruptly)


def _lines(text: str) -> Iterator[Line]:
    opens_cell = True
    for number, numbered in enumerate(_LINE_END.split(text), start=1):
        for raw in _BREAK_INSIDE.split(numbered):
            opens_cell = opens_cell or raw.startswith("\t")
            words = clean(raw)
            if words:
                yield Line(words, f"line {number}", opens_cell)
                opens_cell = False


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
