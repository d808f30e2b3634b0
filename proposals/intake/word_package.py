"""Opening a Word file: refuses, in plain words, what is no Word document, damaged, or too large unpacked."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

import docx
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from lxml import etree

from proposals.intake.lines import UnreadableDocument

LARGEST_UNPACKED = 200 * 1024 * 1024  # a form appendix unpacks to a few megabytes; a zip bomb to gigabytes

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
    names = {member.filename for member in members}
    if any(name.startswith("xl/") for name in names):
        raise UnreadableDocument(
            "This is a spreadsheet. Choose the Word file (.docx) or the document saved as plain text."
        )
    if not any(name.startswith("word/") for name in names):
        raise UnreadableDocument(
            "This is not a Word document. Choose the .docx file, or the document saved as plain text."
        )
    if sum(member.file_size for member in members) > LARGEST_UNPACKED:
        raise UnreadableDocument(
            "The Word file unpacks to more than 200 MB, which no document of forms does."
        )
    return docx.Document(io.BytesIO(content))
