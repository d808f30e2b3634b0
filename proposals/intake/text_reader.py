"""Plain text as lines: a tab at the beginning of a line opens a cell of a form, what follows belongs to it."""

from proposals.intake.lines import DocumentLines, Line, UnreadableDocument, clean


def read_text(content: bytes) -> DocumentLines:
    """Return the lines of a text file in UTF-8 (or UTF-16 with its mark).

    Raises UnreadableDocument, naming the line, for bytes that are no such text.
    """
    text = _decoded(content)
    lines: list[Line] = []
    opens_cell = True
    for number, raw in enumerate(text.splitlines(), start=1):
        if raw.startswith("\t"):
            opens_cell = True
        words = clean(raw)
        if not words:
            continue
        lines.append(Line(words, f"line {number}", opens_cell))
        opens_cell = False
    return DocumentLines(tuple(lines), ends_abruptly=not text.rstrip(" \t").endswith(("\n", "\r")))


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding, named = "utf-16", "UTF-16"
    else:
        encoding, named = "utf-8-sig", "UTF-8"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        if error.end == len(content) and error.reason == "unexpected end of data":
            raise UnreadableDocument(
                "The file ends in the middle of a character: it is cut short. Ask for the whole file."
            ) from error
        number = content[: error.start].count(b"\n") + 1
        raise UnreadableDocument(
            f"Line {number} is not {named} text. Save the document as plain text with the encoding "
            "UTF-8, or use the Word file (.docx) itself."
        ) from error
    if "\x00" in text:
        raise UnreadableDocument("The file is not a text document: it holds binary data.")
    return text
