"""The kinds of file in which an appendix can be taken away: one list for every page that offers them.

Each writer is imported when its first file is written: the programs behind them take a second to load.
"""

from collections.abc import Callable
from dataclasses import dataclass

from reports.documents.document import Document

PDF = "pdf"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class FileKind:
    """A kind: how its names end, its content type, and what writes a document as its bytes."""

    ending: str
    content_type: str
    write: Callable[[Document], bytes]


def write_pdf(document: Document, page: str = "") -> bytes:
    """Return the document as an accessible PDF; `page` is its HTML page where that is written already."""
    from reports.writers import pdf

    return pdf.write_pdf(document, page)


def count_pages(pdf: bytes) -> int:
    """Return how many pages the PDF has."""
    from reports.writers import pdf as writer

    return writer.count_pages(pdf)


def unprintable_characters(document: Document) -> list[str]:
    """Return the characters of the document that the PDF can only print as a code, each with its name."""
    from reports.writers import glyphs

    return glyphs.unprintable_characters(document)


def write_word(document: Document) -> bytes:
    """Return the document as a Word file to be edited."""
    from reports.writers import word

    return word.write_word(document)


def write_workbook(document: Document) -> bytes:
    """Return the document as a workbook to be reckoned with."""
    from reports.writers import workbook

    return workbook.write_workbook(document)


FILE_KINDS = {
    kind.ending: kind
    for kind in (
        FileKind(PDF, "application/pdf", write_pdf),
        FileKind("docx", WORD_TYPE, write_word),
        FileKind("xlsx", EXCEL_TYPE, write_workbook),
    )
}
"""The kinds by their endings."""
