"""Any uploaded file as lines: tells what it is by its content, and refuses what it cannot be in plain words."""

from collections.abc import Callable

from proposals.importing.files.text_reader import read_text
from proposals.importing.lines import DocumentLines, UnreadableDocument

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_REFUSALS: tuple[tuple[tuple[bytes, ...], str], ...] = (
    ((b"%PDF",), "This is a PDF. Use the Word file (.docx) it was made from, or its text saved as UTF-8."),
    (
        (_OLD_OFFICE,),
        "This is an old Office file (.doc or .xls), or one with a password. Open it in Word, take the "
        "password off and save it as .docx.",
    ),
    (
        (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"RIFF"),
        "This is an image. Use the Word file (.docx) or the document saved as plain text.",
    ),
    ((b"{\\rtf",), "This is a rich text file (.rtf). Open it in Word and save it as .docx."),
)


def read_document(content: bytes, file_name: str, *, largest_bytes: int) -> DocumentLines:
    """Return the lines of a text or Word file.

    Raises UnreadableDocument, in the user's words, for an empty, oversized or other kind of file.
    """
    if len(content) > largest_bytes:
        raise UnreadableDocument(too_large(len(content), largest_bytes))
    if not content.strip():
        raise UnreadableDocument("The file is empty.")
    document = _reader_of(content)(content)
    if not document.lines:
        raise UnreadableDocument("The file holds no text.")
    return document


def too_large(size: int, largest: int) -> str:
    """Return the message for a file of `size` bytes where at most `largest` are read."""
    megabyte = 1024 * 1024
    return (
        f"The file is {size / megabyte:.1f} MB; the largest that is read is {largest / megabyte:.0f} MB. "
        "Take pictures out of it, or save it as plain text."
    )


def _reader_of(content: bytes) -> Callable[[bytes], DocumentLines]:
    for beginnings, refusal in _REFUSALS:
        if content.startswith(beginnings):
            raise UnreadableDocument(refusal)
    if not content.startswith(b"PK\x03\x04"):
        return read_text
    # Imported for the first Word file only: what reads it takes time and memory to load.
    from proposals.importing.files.word_reader import read_word

    return read_word
