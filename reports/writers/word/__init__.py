"""Any document as a Word file, for the report that a clerk goes on editing.

Written by python-docx onto `template.docx`, which holds the styles, the page, the running foot and the watermark of
a draft: the looks are changed there, in Word. The same document gives the same bytes every time.
"""

import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime, time
from io import BytesIO
from pathlib import Path
from textwrap import shorten
from typing import Any

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml.ns import qn
from docx.shared import Twips

from reports.documents.document import Block, Document, Orientation
from reports.writers.word.blocks import BlockWriter
from reports.writers.word.elements import add_paragraph
from reports.writers.word.figures import add_logo
from services.values.wording import storable

TEMPLATE = Path(__file__).with_name("template.docx")
RUNNING_TITLE_LENGTH = 90
DRAFT = "Draft"

_EARLIEST = (1980, 1, 1, 0, 0, 0)  # a zip file knows no earlier time; that of making would change the bytes
_PAPER: dict[Orientation, tuple[int, int]] = {"portrait": (11906, 16838), "landscape": (16838, 11906)}


def write_word(document: Document) -> bytes:
    """Return the document as a .docx file."""
    word = docx.Document(str(TEMPLATE))
    _set_properties(word, document)
    _write_heads(word, document)
    _write_cover(word, document)
    writer = BlockWriter(document, word)
    for place, (orientation, blocks) in enumerate(document.stretches):
        if place == 0 and not document.cover.on_own_page:
            _lay(word.sections[0], orientation)
            writer.write_all(blocks, orientation)
        else:
            _write_stretch(word, writer, orientation, blocks)
    if word.element.body[-1].getprevious().tag == qn("w:tbl"):
        add_paragraph(word.element.body)  # a Word file does not end with a table
    return _without_time(word)


def _without_time(word: Any) -> bytes:
    saved, written = BytesIO(), BytesIO()
    word.save(saved)
    with zipfile.ZipFile(saved) as package, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as timeless:
        for name in package.namelist():
            info = zipfile.ZipInfo(name, _EARLIEST)
            info.compress_type = zipfile.ZIP_DEFLATED
            timeless.writestr(info, package.read(name))
    return written.getvalue()


def _set_properties(word: Any, document: Document) -> None:
    """Say who and what in the properties, with the document's own date instead of the time of making."""
    properties = word.core_properties
    properties.title = storable(document.full_title)[:255]
    properties.author = storable(document.council)[:255]
    properties.language = document.language
    if day := document.cover.date:
        properties.created = properties.modified = datetime.combine(day, time(), UTC)
    for language in word.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), document.language)
    if not any(document.contents):
        # Word asks before it fills fields in: only for the pages of a list of contents is it worth it.
        settings = word.settings.element
        settings.remove(settings.find(qn("w:updateFields")))


def _write_heads(word: Any, document: Document) -> None:
    """Write what heads each page; the template's watermark stays on the pages of a draft."""
    section, cover = word.sections[0], document.cover
    section.different_first_page_header_footer = cover.on_own_page
    if not cover.draft:
        for head in (section.header, section.first_page_header):
            head.paragraphs[0].clear()
    title = shorten(storable(document.title), RUNNING_TITLE_LENGTH, placeholder=" …")
    warning = f"{cover.running_warning} {cover.running_reason}".strip()
    texts = (warning, DRAFT if cover.draft else "", document.appendix_label, title)
    section.header.paragraphs[0].add_run(storable(" – ".join(text for text in texts if text)))


def _write_cover(word: Any, document: Document) -> None:
    if document.logo:
        add_logo(add_paragraph(word.element.body, style="CoverCouncil"), document.logo, word.part)
    lines = (
        ("CoverCouncil", document.council),
        ("CoverLabel", document.appendix_label),
        ("CoverDraft", DRAFT if document.cover.draft else ""),
        ("Title", document.title),
        *(("CoverDetail", text) for text in document.cover_details),
    )
    for style, text in lines:
        if text:
            add_paragraph(word.element.body, text, style)


def _write_stretch(word: Any, writer: BlockWriter, orientation: Orientation, blocks: Sequence[Block]) -> None:
    """Write the blocks on pages of their own; where the pages begin to lie another way, a section does, too."""
    body = word.element.body
    if turns := orientation != writer.orientation:
        _begin_section(word, orientation)
    before = len(body)
    writer.write_all(blocks, orientation)
    if turns or len(body) == before:
        return
    first = body[before - 1]
    if first.tag == qn("w:tbl"):
        first = first.getprevious()
    first.get_or_add_pPr().pageBreakBefore_val = True


def _lay(section: Any, orientation: Orientation) -> None:
    section.orientation = getattr(WD_ORIENT, orientation.upper())
    section.page_width, section.page_height = map(Twips, _PAPER[orientation])


def _begin_section(word: Any, orientation: Orientation) -> None:
    section = word.add_section(WD_SECTION.NEW_PAGE)
    section.different_first_page_header_footer = False
    _lay(section, orientation)
    # The section before is ended by its last text: an empty paragraph might come to stand on a page alone.
    ending = word.element.body[-1].getprevious()
    last = ending.getprevious()
    if last.tag == qn("w:p"):
        last.set_sectPr(ending.pPr.sectPr)
        word.element.body.remove(ending)
