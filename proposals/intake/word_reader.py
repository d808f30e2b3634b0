"""A Word file as lines: every cell of every table, every paragraph between them, in reading order."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from lxml import etree

from proposals.intake.lines import DocumentLines, Line, UnreadableDocument, clean, is_list_item

LARGEST_UNPACKED = 200 * 1024 * 1024  # a form appendix unpacks to a few megabytes; a zip bomb to gigabytes

_DELETED = {qn("w:del"), qn("w:moveFrom")}


def read_word(content: bytes) -> DocumentLines:
    """Return the lines of a .docx file; tracked deletions are left out, insertions taken.

    Raises UnreadableDocument for a file that Word could not open either, or that unpacks to too much.
    """
    _check_package(content)
    try:
        document = docx.Document(io.BytesIO(content))
    except (PackageNotFoundError, KeyError, ValueError, zipfile.BadZipFile, etree.XMLSyntaxError) as error:
        raise UnreadableDocument(
            "The Word file is damaged or cut short: open it in Word, save it again and try once more."
        ) from error
    return DocumentLines(tuple(_Walk(document).lines()))


def _check_package(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            unpacked = sum(member.file_size for member in package.infolist())
            names = set(package.namelist())
    except zipfile.BadZipFile as error:
        raise UnreadableDocument(
            "The Word file is damaged or cut short: open it in Word, save it again and try once more."
        ) from error
    if unpacked > LARGEST_UNPACKED:
        raise UnreadableDocument(
            "The Word file unpacks to more than 200 MB, which no document of forms does."
        )
    if "word/document.xml" not in names:
        raise UnreadableDocument(
            "This is not a Word document. Choose the .docx file, or the document saved as plain text."
        )


class _Walk:
    """One walk through a Word document, keeping count of lists, tables and paragraphs."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.footnotes = _footnotes(document)
        self.list_counts: dict[str, int] = {}
        self.table_count = 0
        self.paragraph_count = 0

    def lines(self) -> Iterator[Line]:
        yield from self._block(self.document.element.body)

    def _block(self, parent: Any) -> Iterator[Line]:
        for child in parent:
            if child.tag == qn("w:p"):
                self.paragraph_count += 1
                place = f"paragraph {self.paragraph_count}"
                yield from _as_lines(self._paragraph(child), place)
            elif child.tag == qn("w:tbl"):
                yield from self._table(child)
            elif child.tag in {qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml")}:
                yield from self._block(child)

    def _table(self, table: Any) -> Iterator[Line]:
        self.table_count += 1
        number = self.table_count
        for row_number, row in enumerate(table.iter(qn("w:tr")), start=1):
            if next(row.iterancestors(qn("w:tbl"))) is not table:
                continue  # rows of a table inside a cell come with that cell
            for cell in row.iter(qn("w:tc")):
                if next(cell.iterancestors(qn("w:tr"))) is row and not _continues_merge(cell):
                    yield from self._cell(cell, f"table {number}, row {row_number}")

    def _cell(self, cell: Any, place: str) -> Iterator[Line]:
        texts: list[str] = []
        for child in cell:
            if child.tag == qn("w:p"):
                texts.extend(self._paragraph(child))
            elif child.tag == qn("w:tbl"):
                yield from _as_lines(texts, place)
                texts = []
                yield from self._table(child)
            elif child.tag in {qn("w:sdt"), qn("w:ins")}:
                for paragraph in child.iter(qn("w:p")):
                    texts.extend(self._paragraph(paragraph))
        yield from _as_lines(texts, place)

    def _paragraph(self, paragraph: Any) -> list[str]:
        """Return the paragraph's lines: its own, parted at line breaks, then its footnotes marked with “*”."""
        text, notes = "", []
        for node in paragraph.iter():
            if any(ancestor.tag in _DELETED for ancestor in node.iterancestors()):
                continue
            if node.tag == qn("w:t"):
                text += node.text or ""
            elif node.tag == qn("w:tab") and node.getparent().tag == qn("w:r"):
                text += "\t"
            elif node.tag in {qn("w:br"), qn("w:cr")}:
                text += "\n"
            elif node.tag == qn("w:noBreakHyphen"):
                text += "-"
            elif node.tag == qn("w:footnoteReference"):
                text += "*"
                notes.append("*" + self.footnotes.get(node.get(qn("w:id")), ""))
        lines = [words for piece in text.split("\n") if (words := clean(piece))]
        if lines:
            lines[0] = self._list_mark(paragraph, lines[0]) + lines[0]
        return [*lines, *notes]

    def _list_mark(self, paragraph: Any, text: str) -> str:
        """Return the bullet or number that Word draws before the paragraph and does not store in its text."""
        style, list_id = _list_of(paragraph, self.document)
        if not style or is_list_item(text):
            return ""
        if style == "bullet":
            return "· "
        self.list_counts[list_id] = self.list_counts.get(list_id, 0) + 1
        return f"{self.list_counts[list_id]}.\t"


def _as_lines(texts: list[str], place: str) -> Iterator[Line]:
    for index, text in enumerate(texts):
        yield Line(text, place, opens_cell=index == 0)


def _continues_merge(cell: Any) -> bool:
    """Return whether the cell is the lower part of cells merged downwards, which repeats nothing."""
    merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    return merge is not None and merge.get(qn("w:val")) != "restart"


def _list_of(paragraph: Any, document: Document) -> tuple[str, str]:
    """Return “bullet” or “number” and the list's key for a paragraph of a Word list, or two empty texts."""
    style_id = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    style_name = ""
    properties = [paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}")]
    if style_id is not None:
        style = next((item for item in document.styles if item.style_id == style_id.get(qn("w:val"))), None)
        style_name = (style.name or "").lower() if style is not None else ""
        if style is not None:
            properties.append(style.element.find(f"{qn('w:pPr')}/{qn('w:numPr')}"))
    numbering = next((item for item in properties if item is not None), None)
    number_id = numbering.find(qn("w:numId")) if numbering is not None else None
    list_id = number_id.get(qn("w:val")) if number_id is not None else ""
    level = numbering.find(qn("w:ilvl")) if numbering is not None else None
    number_format = _number_format(document, list_id, level.get(qn("w:val")) if level is not None else "0")
    if number_format == "bullet" or "bullet" in style_name:
        return "bullet", list_id
    if number_format or "list number" in style_name:
        return "number", list_id or style_name
    return "", ""


def _number_format(document: Document, list_id: str, level: str) -> str:
    if not list_id or list_id == "0":
        return ""
    try:
        numbering = document.part.numbering_part.element
    except (KeyError, NotImplementedError):
        return ""
    path = f"w:num[@w:numId='{int(list_id)}']/w:abstractNumId/@w:val"
    for abstract_id in numbering.xpath(path):
        formats = numbering.xpath(
            f"w:abstractNum[@w:abstractNumId='{int(abstract_id)}']/w:lvl[@w:ilvl='{int(level)}']/w:numFmt/@w:val"
        )
        return formats[0] if formats else ""
    return ""


def _footnotes(document: Document) -> dict[str, str]:
    """Return the texts of the document's footnotes by their number."""
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/footnotes"):
            root = etree.fromstring(relation.target_part.blob, etree.XMLParser(resolve_entities=False))
            return {
                note.get(qn("w:id")): clean("".join(text.text or "" for text in note.iter(qn("w:t"))))
                for note in root.iter(qn("w:footnote"))
            }
    return {}
