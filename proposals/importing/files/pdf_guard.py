"""Measuring a PDF before its text is read: unpacked sizes, pages and how much each page draws."""

import re
import zlib

from proposals.importing.files.cleaning import UnreadableDocument

_MEGABYTE = 1024 * 1024
_LARGEST_DRAWING, _LARGEST_STREAM, _LARGEST_UNPACKED = _MEGABYTE, 12 * _MEGABYTE, 120 * _MEGABYTE
_MOST_PAGES = 500
_MOST_LETTERS, _MOST_SHAPES = 25_000, 5_000  # on one page; a page in the smallest print has ten thousand
_DEEPEST = 200
_STREAM = re.compile(rb"stream\r?\n")
_PICTURE = re.compile(rb"/Subtype\s*/Image|/Type\s*/(?:XRef|Metadata)|/FontFile|/Length1")
_OTHER = re.compile(rb"/Type\b|/Subtype\s*/(?!Form)|/N\s")  # tables of objects, fonts and colours
_PACKED = {b"\x78", b"\x58", b"\x68", b"\x48", b"\x38", b"\x28", b"\x18", b"\x08"}
_DAMAGED = (
    "The PDF is damaged or cut short: open it, print it to a new PDF and try again, or use the Word or Excel file "
    "that it was made from."
)


def check_pdf(content: bytes) -> list[int]:
    """Return the numbers of the pages that draw too much to be read.

    Raises UnreadableDocument for a PDF that is damaged, protected, too long or unpacks to too much.
    """
    import pypdfium2

    _check_streams(content)
    _check_nesting(content)
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableDocument(
                "The PDF is protected by a password. Save it without one and try again."
            ) from error
        raise UnreadableDocument(_DAMAGED) from error
    try:
        if len(document) > _MOST_PAGES:
            raise UnreadableDocument(
                f"The PDF has {len(document):,} pages; at most {_MOST_PAGES} are read. Save the pages with "
                "the savings alone."
            )
        return [number for number in range(1, len(document) + 1) if _draws_too_much(document, number)]
    except pypdfium2.PdfiumError as error:
        raise UnreadableDocument(_DAMAGED) from error
    finally:
        document.close()


def _check_streams(content: bytes) -> None:
    """Refuse streams that unpack to more than any page holds, before a library unpacks them whole."""
    total = 0
    for match in _STREAM.finditer(content):
        head = content[max(0, match.start() - 400) : match.start()].rpartition(b" obj")[2]
        if _PICTURE.search(head):
            continue
        largest = _LARGEST_STREAM if _OTHER.search(head) else _LARGEST_DRAWING
        data = memoryview(content)[match.end() :]
        for _ in range(3):  # a stream may be packed more than once
            if bytes(data[:1]) not in _PACKED:
                break
            unpacked = _unpacked(data)
            total += len(unpacked)
            if len(unpacked) > largest or total > _LARGEST_UNPACKED:
                raise UnreadableDocument(
                    f"The PDF unpacks to more than {largest // _MEGABYTE} MB a page, which no document of "
                    "savings does. Save the pages with the savings alone."
                )
            _check_nesting(unpacked)
            data = memoryview(unpacked)


def _unpacked(data: memoryview) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, _LARGEST_STREAM + 1)
    except zlib.error:
        return b""


def _check_nesting(content: bytes) -> None:
    """Refuse brackets within brackets deeper than any program writes them."""
    if any(mark * _DEEPEST in content for mark in (b"[", b"<<", b"[ ", b"<< ", b"(")):
        raise UnreadableDocument(
            "The PDF contains thousands of brackets within brackets, which no document does."
        )


def _draws_too_much(document: object, number: int) -> bool:
    """Return whether a page has more letters or shapes than can be read in reasonable time."""
    from pypdfium2 import raw

    page = document[number - 1]  # type: ignore[index]
    try:
        if raw.FPDFPage_CountObjects(page) > _MOST_SHAPES:
            return True
        text = page.get_textpage()
        try:
            return bool(text.count_chars() > _MOST_LETTERS)
        finally:
            text.close()
    finally:
        page.close()
