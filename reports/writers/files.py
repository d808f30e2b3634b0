"""The kinds of file in which an appendix can be taken away: one list for every page that offers them."""

from collections.abc import Callable
from dataclasses import dataclass

from reports.documents.document import Document
from reports.writers import word, workbook
from reports.writers.pdf import write_pdf


@dataclass(frozen=True)
class FileKind:
    """One kind: how its names end, its content type, and what writes a document as its bytes."""

    ending: str
    content_type: str
    write: Callable[[Document], bytes]


FILE_KINDS = {
    kind.ending: kind
    for kind in (
        FileKind("pdf", "application/pdf", write_pdf),
        FileKind("docx", word.CONTENT_TYPE, word.write_word),
        FileKind("xlsx", workbook.CONTENT_TYPE, workbook.write_workbook),
    )
}
"""An accessible PDF, a Word file to be edited, and a workbook to be reckoned with, by their endings."""
