"""The kinds of file in which an appendix can be taken away: one list for every page that offers them; giving one out.

Each writer is imported when its first file is written: the programs behind them take a second to load.
"""

from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.module_loading import import_string

from councilsavings.saved_files import file_response
from proposals.exports.audit import ExportRecord, record_export
from reports.documents.document import Document
from services.audit.history import RecordedModel

PDF = "pdf"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class FileKind:
    """A kind: how its names end, its content type, and the function that writes a document as its bytes."""

    ending: str
    content_type: str
    writer: str

    def write(self, document: Document, **more: str) -> bytes:
        """Return the document as a file of this kind; `more` is for its writer."""
        written: bytes = import_string(self.writer)(document, **more)
        return written


def count_pages(pdf: bytes) -> int:
    """Return how many pages the PDF has."""
    from reports.writers import pdf as writer

    return writer.count_pages(pdf)


def unprintable_characters(document: Document) -> list[str]:
    """Return the characters of the document that the PDF can only print as a code, each with its name."""
    from reports.writers import glyphs

    return glyphs.unprintable_characters(document)


FILE_KINDS = {
    kind.ending: kind
    for kind in (
        FileKind(PDF, "application/pdf", "reports.writers.pdf.write_pdf"),
        FileKind("docx", WORD_TYPE, "reports.writers.word.write_word"),
        FileKind("xlsx", EXCEL_TYPE, "reports.writers.workbook.write_workbook"),
    )
}
"""The kinds by their endings."""

CONTENT_TYPES = {
    **{ending: kind.content_type for ending, kind in FILE_KINDS.items()},
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
}
"""The content types of all files that are given out, by the ending of their names."""


def given_out(subject: RecordedModel, taken: ExportRecord) -> HttpResponse:
    """Return a file to be saved, and put on the record of its round or case that it was taken."""
    record_export(subject, taken)
    return file_response(taken.content, CONTENT_TYPES[taken.file_name.rpartition(".")[2]], taken.file_name)
