"""Any document as a tagged PDF (PDF/UA-1 and PDF/A-3a), printed by WeasyPrint from the document alone.

Its figures are attached inside it.

The same document gives the same bytes every time.
"""

from base64 import b64encode
from collections.abc import Sequence
from contextlib import closing
from functools import cache, lru_cache, partial
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pydyf
import pypdfium2
from django.conf import settings
from weasyprint import CSS, Attachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from councilsavings.garbage import without_collecting
from reports.documents.document import Document
from reports.documents.large_print import in_large_print
from reports.writers.glyphs import TEXT_FONT, font_file, printable_text
from reports.writers.html import write_html_page
from reports.writers.pdf_bookmarks import group_bookmarks
from reports.writers.pdf_joins import remember_sources
from reports.writers.pdf_metadata import carried_files, complete_metadata, data_date
from reports.writers.pdf_parts import PartsPrinting, is_long
from reports.writers.pdf_speed import WrittenPage, look_page_references_up, parse_page
from reports.writers.pdf_streams import pack_streams, write_in_pieces
from reports.writers.pdf_structure import remember_file
from reports.writers.pdf_tags import Finisher, finisher
from reports.writers.progress import tell_drawing

FONT_FAMILY = "Source Sans 3"
FONT_FILES: dict[int, str] = {400: TEXT_FONT, 600: "SourceSans3-Semibold.ttf"}
"""The shipped font by weight."""

STYLESHEETS = ("appendix.css", "appendix-pages.css")
LARGE_PRINT, EXEMPT = "appendix-large-print.css", "appendix-exempt.css"

PDF_OPTIONS: dict[str, Any] = {"pdf_variant": "pdf/a-3a", "pdf_identifier": True}

DRAFT_WATERMARK = f"""
<svg xmlns="http://www.w3.org/2000/svg" width="500" height="500" viewBox="0 0 500 500">
<text x="250" y="300" text-anchor="middle" transform="rotate(-45 250 250)" fill="#ececec"
 font-family="{FONT_FAMILY}" font-weight="600" font-size="150">DRAFT</text></svg>
"""


look_page_references_up()
remember_sources()
remember_file()


class RefusedAddress(RuntimeError):
    """The document asked for something outside itself; the message names the address."""


class ClosedFetcher(URLFetcher):
    """Opens nothing but what the address itself holds: no network, no disk."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=["data"], fail_on_errors=True)


def write_pdf(document: Document, page: str = "") -> bytes:
    """Return the document as a PDF that passes automated PDF/UA-1 checks; `page` is its HTML page if there is one.

    Raises RefusedAddress when it would need the network or the disk.
    """
    if document.cover.large_print:
        document, page = in_large_print(document), ""
    link_texts = {heading.anchor: heading.text for heading in document.headings if heading.anchor}
    styles = _styles(document)
    put_right = finisher(link_texts)

    def finish(printed: Any, pdf: pydyf.PDF) -> None:
        put_right(printed, pdf)
        group_bookmarks(pdf, document)
        complete_metadata(pdf, document)
        pack_streams(pdf)
        write_in_pieces(pdf)

    page = (page or write_html_page(document)).translate(printable_text(font_file(TEXT_FONT)))
    return print_page(page, styles, finish, _attachments(document))


def _styles(document: Document) -> list[str]:
    """Return the style sheets, and what the cover adds to every page."""
    cover = document.cover
    names = (*STYLESHEETS, LARGE_PRINT) if cover.large_print else STYLESHEETS
    styles = list(map(_stylesheet, names))
    if cover.draft:
        watermark = _data_address("image/svg+xml", DRAFT_WATERMARK.encode())
        styles.append(f"@page {{ background-image: url({watermark}) }}")
    if cover.running_warning:
        styles.append(_stylesheet(EXEMPT))
        if cover.large_print:
            styles.append("@page { margin-top: 46mm }")
    return styles


@without_collecting()
def print_page(
    page: str, styles: list[str], finish: Finisher, attachments: Sequence[Attachment] = ()
) -> bytes:
    """Return the HTML page as a tagged PDF/A-3, with nothing fetched from outside it and its styles."""
    fonts, fetcher = _shipped_fonts(), ClosedFetcher()
    try:
        sheets = list(map(_read_style, styles))

        def lay_out(root: Element, *more: str) -> Any:
            added = (CSS(string=style, url_fetcher=fetcher) for style in more)
            return WrittenPage(root, fetcher).render(
                stylesheets=[*sheets, *added], font_config=fonts, **PDF_OPTIONS
            )

        root = parse_page(page)
        laid_out = PartsPrinting(root, lay_out).laid_out() if is_long(root) else lay_out(root)
        tell_drawing(laid_out.pages)
        written = laid_out.write_pdf(finisher=finish, attachments=list(attachments), **PDF_OPTIONS)
    except FatalURLFetchingError as error:
        raise RefusedAddress(str(error)) from error
    assert isinstance(written, bytes)
    return written


def _attachments(document: Document) -> list[Attachment]:
    made = data_date(document)
    return [
        Attachment(
            file_obj=BytesIO(file.content),
            name=file.name,
            description=file.description,
            created=made,
            modified=made,
            relationship="Data",
        )
        for file in carried_files(document)
    ]


@lru_cache(maxsize=16)
def _read_style(style: str) -> CSS:
    """Return the style as WeasyPrint reads it, once: reading the sheets takes a quarter of printing two pages."""
    return CSS(string=style, url_fetcher=ClosedFetcher())


@cache
def _stylesheet(name: str) -> str:
    return (Path(settings.BASE_DIR) / "static" / "css" / name).read_text(encoding="utf-8")


def _shipped_fonts() -> FontConfiguration:
    """Return the shipped font in its weights, as bytes: an address in CSS is read character by character."""
    fonts = FontConfiguration()
    for weight, name in FONT_FILES.items():
        content = _font_content(name)
        face = {"font_family": FONT_FAMILY, "font_weight": weight, "src": [("external", name)]}
        fonts.add_font_face(face, partial(URLFetcherResponse, body=content))
    return fonts


@cache
def _font_content(name: str) -> bytes:
    return font_file(name).read_bytes()


def _data_address(media_type: str, content: bytes) -> str:
    return f"data:{media_type};base64,{b64encode(content).decode('ascii')}"


def count_pages(pdf: bytes) -> int:
    """Return how many pages the PDF has."""
    # pikepdf would read all of the structure for it: another 370 megabytes for a thousand pages.
    with closing(pypdfium2.PdfDocument(pdf)) as opened:
        return len(opened)
