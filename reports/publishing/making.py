"""The files of an edition, made from its snapshot and nothing else: the same snapshot makes the same bytes."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings

from proposals.exempt.sections import ExemptPart
from reports.documents import whole
from reports.documents.cover import EditionMark
from reports.documents.document import DataFile, Document
from reports.documents.snapshots import cover_from, record_from, style_from
from reports.open_data import data_files
from reports.styles import STYLES
from reports.styles.exempt_part import exempt_blocks
from reports.writers.files import FILE_KINDS, PDF
from reports.writers.html import write_html_page

PDF_NAME, HTML_NAME = "appendix.pdf", "appendix.html"

_WRITING = (
    "reports/documents/cover.py",
    "reports/documents/document.py",
    "reports/documents/statement.py",
    "reports/documents/file_names.py",
    "reports/documents/large_print.py",
    "reports/documents/narrative.py",
    "reports/styles",
    "reports/writers",
    "reports/open_data",
)
_WRITING_TOO = (
    "proposals/exempt/sections.py",
    "proposals/domain/exemption.py",
    "proposals/domain/records.py",
    "proposals/domain/direction.py",
    "proposals/domain/fields.py",
    "proposals/domain/forecast/bridge.py",
    "proposals/domain/forecast/what_enters.py",
    "proposals/domain/savings_profile.py",
    "services/values/money.py",
    "councilsavings/charts",
)
_LOOK = (
    "static/css/appendix.css",
    "static/css/appendix-pages.css",
    "static/css/appendix-exempt.css",
    "static/css/appendix-large-print.css",
    "static/fonts",
)


class ExemptInPartI(RuntimeError):
    """Somebody tried to put exempt wording into a document that everybody may read."""


def document_of(
    snapshot: Mapping[str, Any], mark: EditionMark | None = None, exempt: ExemptPart | None = None
) -> Document:
    """Return the appendix that the snapshot makes, as the edition of that mark.

    `exempt` is what Part II holds beside the snapshot; a document of Part I never holds it.
    """
    if style_from(snapshot) == whole.STYLE:
        return whole.document_from(snapshot)
    record, cover = record_from(snapshot), cover_from(snapshot)
    document = STYLES[style_from(snapshot)](record, cover)
    if exempt is not None:
        if not cover.is_exempt:
            raise ExemptInPartI("Exempt wording goes into Part II alone.")
        document = replace(document, blocks=(*document.blocks, *exempt_blocks(record, exempt)))
    return replace(document, edition=mark)


def files_of(
    snapshot: Mapping[str, Any], mark: EditionMark | None = None, exempt: ExemptPart | None = None
) -> tuple[DataFile, ...]:
    """Return the PDF, the page and the figures that the snapshot makes, the PDF first.

    The figures hold no wording, of either part.
    """
    document = document_of(snapshot, mark, exempt)
    page = write_html_page(document)
    pdf = FILE_KINDS[PDF].write(document, page=page)
    return (
        DataFile(PDF_NAME, "application/pdf", pdf, "The appendix as an accessible PDF"),
        DataFile(HTML_NAME, "text/html; charset=utf-8", page.encode(), "The same text as a web page"),
        *data_files(record_from(snapshot)),
    )


@cache
def made_with() -> str:
    """Return the releases of all that decides how the files come out: ours by a mark of its source."""
    from weasyprint.text.ffi import pango

    parts = [
        f"writers {_mark_of_the_writers()}",
        *(f"{name} {version(name)}" for name in ("weasyprint", "pydyf", "pikepdf", "fonttools", "segno")),
        f"Pango {pango.pango_version()}",
    ]
    return ", ".join(parts)


def _mark_of_the_writers() -> str:
    """Return the first figures of the SHA-256 of the source that styles, writes and prints."""
    mark = hashlib.sha256()
    root = Path(settings.BASE_DIR)
    for place in (*_WRITING, *_WRITING_TOO, *_LOOK):
        path = root / place
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file() and "__pycache__" not in file.parts:
                mark.update(file.relative_to(root).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return mark.hexdigest()[:16]
