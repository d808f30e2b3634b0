"""Opening a Word file: refuses, in plain words, what is no Word document, damaged, or too large unpacked."""

import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import docx
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from lxml import etree

from proposals.importing.lines import UnreadableDocument

# A form appendix unpacks to a few megabytes; a few kilobytes can be made to unpack to gigabytes.
_MEGABYTE = 1024 * 1024
_LARGEST_UNPACKED, _LARGEST_TEXT = 60 * _MEGABYTE, 20 * _MEGABYTE
_BEFORE_XML = b"\xef\xbb\xbf\xff\xfe \t\r\n"
_MOST_ELEMENTS = 500_000  # in all parts together: each takes a hundred bytes and more once it is read

# What zipfile, lxml and python-docx raise on bytes that are no sound Word file.
_DAMAGE = (
    PackageNotFoundError,
    zipfile.BadZipFile,
    zlib.error,
    etree.LxmlError,
    ValueError,
    LookupError,
    AttributeError,
    TypeError,
    OSError,
    EOFError,
    RuntimeError,
)


@contextmanager
def damage_in_words() -> Iterator[None]:
    """Turn whatever a damaged Word file raises into one message a finance officer can act on."""
    try:
        yield
    except UnreadableDocument:
        raise
    except _DAMAGE as error:
        raise UnreadableDocument(
            "The Word file is damaged or cut short, or saved in a variant of Word's format: open it in Word, "
            "save it as “Word document (.docx)” and try once more."
        ) from error


def open_word(content: bytes) -> Document:
    """Return the opened document; raises what `damage_in_words` understands, or UnreadableDocument."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        members = package.infolist()
        _check_size(members)
        # Whatever it is named; without the noughts of UTF-16, so that either encoding is searched alike.
        parts = (package.read(member).replace(b"\0", b"") for member in members)
        xml = [part for part in parts if part.lstrip(_BEFORE_XML).startswith(b"<")]
    names = {member.filename for member in members}
    if any(name.startswith("xl/") for name in names):
        raise UnreadableDocument(
            "This is a spreadsheet. Choose the Word file (.docx) or the document saved as plain text."
        )
    if not any(name.startswith("word/") for name in names):
        raise UnreadableDocument(
            "This is not a Word document. Choose the .docx file, or the document saved as plain text."
        )
    _check_parts(xml)
    return docx.Document(io.BytesIO(content))


def _check_size(members: Sequence[zipfile.ZipInfo]) -> None:
    text = max(
        (member.file_size for member in members if member.filename.lower().endswith(".xml")), default=0
    )
    for size, largest in (
        (sum(member.file_size for member in members), _LARGEST_UNPACKED),
        (text, _LARGEST_TEXT),
    ):
        if size > largest:
            raise UnreadableDocument(
                f"The Word file unpacks to {'text of ' if largest == _LARGEST_TEXT else ''}more than "
                f"{largest // _MEGABYTE} MB, which no document of forms does. Divide it, or save it as plain text."
            )


def _check_parts(parts: Sequence[bytes]) -> None:
    """Refuse, before anything is parsed, more elements than a document has, and entities of its own."""
    if any(b"<!DOCTYPE" in part or b"<!ENTITY" in part for part in parts):
        raise UnreadableDocument(
            "The Word file declares entities, which Word itself never does: open it in Word and save it anew."
        )
    if sum(part.count(b"<") - part.count(b"</") for part in parts) > _MOST_ELEMENTS:
        raise UnreadableDocument(
            f"The Word file holds more than {_MOST_ELEMENTS:,} elements (paragraphs, cells and pieces of text), "
            "which no document of forms does. Divide it, or save it as plain text."
        )
