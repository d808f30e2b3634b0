"""Any uploaded file as one value: tells what it is by its content, and refuses in plain words what it cannot be."""

from pathlib import Path

from proposals.importing.files.blocks import SourceDocument
from proposals.importing.files.cleaning import UnreadableDocument

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_REFUSALS: tuple[tuple[tuple[bytes, ...], str], ...] = (
    (
        (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"RIFF"),
        "This is a picture, and pictures are not read. Upload the Word, Excel or PDF file with its text.",
    ),
    (
        (b"{\\rtf",),
        "This is a rich text file (.rtf). Open it in Word and save it as “Word document (.docx)”.",
    ),
    (
        (b"<!DOCTYPE", b"<!doctype", b"<html", b"<HTML", b"<?xml", b"<table", b"<TABLE"),
        "This is a web page or XML, whatever its name says. Open it in Excel or Word and save it as “Excel workbook "
        "(.xlsx)” or “Word document (.docx)”.",
    ),
)


def read_file(content: bytes, file_name: str, *, largest_bytes: int) -> SourceDocument:
    """Return the blocks of a spreadsheet, Word, PDF or text file, with what was left out of them.

    Raises UnreadableDocument, in the user's words, for a file that is empty, too large, damaged or of another kind.
    """
    if len(content) > largest_bytes:
        raise UnreadableDocument(too_large(len(content), largest_bytes))
    if not content.strip():
        raise UnreadableDocument("The file is empty.")
    document = _read(content, file_name)
    if not document.blocks:
        left_out = "".join(f" It holds {item.reason}." for item in document.omissions[:1])
        raise UnreadableDocument(f"The file contains no text.{left_out}")
    return document


def content_of(path: Path, *, largest_bytes: int) -> bytes:
    """Return the content of a file; its size is asked before it is read, so that a huge one does no harm.

    Raises UnreadableDocument, in the user's words, for one that cannot be read or is too large.
    """
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise UnreadableDocument("This is not a file.")
        if size > largest_bytes:
            raise UnreadableDocument(too_large(size, largest_bytes))
        return path.read_bytes()
    except OSError as error:
        raise UnreadableDocument(f"It cannot be read: {error.strerror}.") from error


def too_large(size: int, largest: int) -> str:
    """Return the message for a file of `size` bytes where at most `largest` are read."""
    megabyte = 1024 * 1024
    return (
        f"The file is {size / megabyte:.1f} MB; the largest that is read is {largest / megabyte:.0f} MB. "
        "Divide it, or take pictures out of it."
    )


# The readers are imported where they are used: their libraries take longer to load than the application.
def _read(content: bytes, file_name: str) -> SourceDocument:
    start = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if content.startswith(b"PK\x03\x04"):
        return _read_package(content)
    if content.startswith(_OLD_OFFICE):
        return _read_old_office(content)
    if b"%PDF-" in content[:1024]:
        from proposals.importing.files.pdf import read_pdf

        return read_pdf(content)
    for beginnings, refusal in _REFUSALS:
        if start.startswith(beginnings):
            raise UnreadableDocument(refusal)
    from proposals.importing.files.text import read_text_file

    return read_text_file(content, file_name)


def _read_package(content: bytes) -> SourceDocument:
    from proposals.importing.files.package import damage_in_words, open_package

    either = "" if b"word/document.xml" in content else "“Excel workbook (.xlsx)” or "
    with damage_in_words(f"{either}“Word document (.docx)”"):
        parts = open_package(content)
    names = {name.lower() for name in parts}
    if any(name.startswith("word/") for name in names):
        from proposals.importing.files.word import read_word

        return read_word(parts)
    if "xl/workbook.xml" in names:
        from proposals.importing.files.excel import read_excel

        return read_excel(parts, "xlsm" if any("vbaproject" in name for name in names) else "xlsx")
    if "content.xml" in names and "META-INF/manifest.xml" in parts:
        from proposals.importing.files.open_document import read_open_document

        return read_open_document(parts)
    raise UnreadableDocument(
        "This is neither a spreadsheet nor a Word document. Upload an .xlsx, .ods, .docx, .pdf, .csv or text file. "
        "Open other formats in Excel or Word and save them as one of these."
    )


def _read_old_office(content: bytes) -> SourceDocument:
    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in content

    if holds("EncryptedPackage"):
        raise UnreadableDocument(
            "The file is protected by a password. Open it, take the password off, save it and try again."
        )
    if holds("Workbook") or holds("Book"):
        from proposals.importing.files.old_excel import read_old_excel

        return read_old_excel(content)
    raise UnreadableDocument(
        "This is an old Office file (such as .doc). Open it in Word and save it as “Word document (.docx)”."
    )
