"""A Word file as lines: every cell of every table, every paragraph between them, in reading order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn
from lxml import etree

from proposals.importing.files.word_lists import ListMarks
from proposals.importing.files.word_package import damage_in_words, open_word
from proposals.importing.files.word_styles import Styles
from proposals.importing.lines import DocumentLines, Line, clean, is_list_item, is_page_number, limited

_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_WRAPPERS = {
    qn("w:sdt"),
    qn("w:sdtContent"),
    qn("w:ins"),
    qn("w:moveTo"),
    qn("w:customXml"),
    qn("w:smartTag"),
}
_NOT_SHOWN = {qn("w:del"), qn("w:moveFrom"), qn("w:pPr"), qn("w:rPr"), qn("w:sdtPr"), qn("w:instrText")}
_TRACKED = (qn("w:ins"), qn("w:del"), qn("w:moveFrom"), qn("w:moveTo"))
_WRITTEN = {
    qn("w:tab"): "\t",
    qn("w:ptab"): "\t",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
}
_NOTE_REFERENCES = {qn("w:footnoteReference"): "footnotes", qn("w:endnoteReference"): "endnotes"}


def read_word(content: bytes) -> DocumentLines:
    """Return the lines of a .docx file; tracked deletions are left out, insertions taken.

    Raises UnreadableDocument for a file that Word could not open either, or that unpacks to too much.
    """
    with damage_in_words():
        document = open_word(content)
        return DocumentLines(limited(_Walk(document).lines()), notices=tuple(_notices(document)))


@dataclass
class _Written:
    """What one paragraph holds: its text, the notes it refers to, and the text boxes anchored in it."""

    texts: list[str]
    notes: list[str] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)


class _Walk:
    """One walk through a Word document, keeping count of lists, tables and paragraphs."""

    def __init__(self, document: Document) -> None:
        self.body = document.element.body
        self.notes = {kind: _notes_of(document, kind) for kind in _NOTE_REFERENCES.values()}
        self.list_marks = list_marks_of(document)
        self.table_count = 0
        self.paragraph_count = 0
        self.carried = ""

    def lines(self) -> Iterator[Line]:
        """Yield every line of the document's body."""
        yield from self._blocks(self.body)

    def _blocks(self, parent: Any) -> Iterator[Line]:
        for child in parent:
            if child.tag == qn("w:p"):
                self.paragraph_count += 1
                place = f"paragraph {self.paragraph_count}"
                for index, text in enumerate(self._paragraph(child)):
                    yield Line(text, place, opens_cell=index == 0)
            elif child.tag == qn("w:tbl"):
                yield from self._table(child)
            elif child.tag in _WRAPPERS:
                yield from self._blocks(child)

    def _table(self, table: Any) -> Iterator[Line]:
        self.table_count += 1
        number = self.table_count
        rows = list(_children(table, qn("w:tr")))
        reaches = _reaches_down(rows)
        for row_number, row in enumerate(rows, start=1):
            if row.find(f"{qn('w:trPr')}/{qn('w:del')}") is not None:
                continue
            place = f"table {number}, row {row_number}"
            for column, cell in _columns_of(row):
                below = reaches.get((row_number - 1, column), 0)
                for index, text in enumerate(self._cell(cell)):
                    yield Line(text, place, opens_cell=index == 0, column=column, rows_below=below)

    def _cell(self, cell: Any) -> Iterator[str]:
        """Yield the texts of one cell; the lower part of cells merged downwards shows nothing."""
        if not _goes_on_from_above(cell):
            yield from self._texts(cell)

    def _texts(self, parent: Any) -> Iterator[str]:
        for child in parent:
            if child.tag == qn("w:p"):
                yield from self._paragraph(child)
            elif child.tag == qn("w:tbl"):
                yield from self._table_inside(child)
            elif child.tag in _WRAPPERS:
                yield from self._texts(child)

    def _table_inside(self, table: Any) -> Iterator[str]:
        """Yield a row of a table inside a cell as one text with tabs, unless a cell holds several paragraphs."""
        for row in _children(table, qn("w:tr")):
            cells = [list(self._cell(cell)) for cell in _children(row, qn("w:tc"))]
            if any(len(texts) > 1 or "\t" in "".join(texts) for texts in cells):
                yield from (text for texts in cells for text in texts)
            elif any(cells):
                yield "\t".join(texts[0] if texts else "" for texts in cells)

    def _paragraph(self, paragraph: Any) -> list[str]:
        """Return the paragraph's lines: its own, parted at line breaks, its notes marked “*”, its text boxes."""
        written = _Written([self.carried])
        self.carried = ""
        self._write(paragraph, written)
        mark_deleted = f"{qn('w:pPr')}/{qn('w:rPr')}/{qn('w:del')}"
        if paragraph.find(mark_deleted) is not None and not written.boxes:
            self.carried = "".join(written.texts)  # its end was deleted, so it runs on into the next one
            return written.notes
        lines = [words for piece in "".join(written.texts).split("\n") if (words := clean(piece))]
        if lines and not is_list_item(lines[0]):
            lines[0] = self.list_marks.mark_of(paragraph) + lines[0]
        in_boxes = [text for box in written.boxes for text in self._texts(box)]
        return [*lines, *written.notes, *in_boxes]

    def _write(self, node: Any, written: _Written) -> None:
        for child in node:
            tag = child.tag
            if tag in _NOT_SHOWN:
                continue
            if tag == qn("w:t"):
                written.texts.append(child.text or "")
            elif tag in _WRITTEN:
                written.texts.append(_WRITTEN[tag])
            elif tag == qn("w:sym"):
                written.texts.append(chr(int(child.get(qn("w:char")), 16)))
            elif tag in _NOTE_REFERENCES:
                written.texts.append("*")
                note = self.notes[_NOTE_REFERENCES[tag]].get(child.get(qn("w:id")), "")
                written.notes.extend([note] if note else [])
            elif tag == qn("w:txbxContent"):
                written.boxes.append(child)
            elif tag == f"{_COMPATIBILITY}AlternateContent":
                # The same content twice, for new and for old programs.
                choice = child.find(f"{_COMPATIBILITY}Choice")
                self._write(choice if choice is not None else child, written)
            else:
                self._write(child, written)


def list_marks_of(document: Document) -> ListMarks:
    """Return the list marks of an opened document."""
    try:
        numbering: Any = document.part.numbering_part.element
    except (KeyError, NotImplementedError):  # a document without any list
        numbering = None
    return ListMarks(Styles(document.styles.element), numbering)


def _children(parent: Any, tag: str) -> Iterator[Any]:
    """Yield the rows of a table, or the cells of a row, also those inside content controls and insertions."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _children(child, tag)


def _columns_of(row: Any) -> Iterator[tuple[int, Any]]:
    """Yield the cells of a row with the column that each begins in."""
    column = _number_in(row, "w:trPr", "w:gridBefore")
    for cell in _children(row, qn("w:tc")):
        yield column, cell
        column += max(_number_in(cell, "w:tcPr", "w:gridSpan"), 1)


def _goes_on_from_above(cell: Any) -> bool:
    merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    return merge is not None and merge.get(qn("w:val")) != "restart"


def _reaches_down(rows: Sequence[Any]) -> dict[tuple[int, int], int]:
    """Return how many rows below its own a merged cell reaches, by the row and column it begins in."""
    reaches: dict[tuple[int, int], int] = {}
    begun: dict[int, int] = {}
    for index, row in enumerate(rows):
        merged = {column for column, cell in _columns_of(row) if _goes_on_from_above(cell)}
        for column in merged & begun.keys():
            begins = (begun[column], column)
            reaches[begins] = reaches.get(begins, 0) + 1
        begun.update({column: index for column, _ in _columns_of(row) if column not in merged})
    return reaches


def _number_in(element: Any, properties: str, name: str) -> int:
    found = element.find(f"{qn(properties)}/{qn(name)}")
    return int(found.get(qn("w:val"))) if found is not None else 0


def _notes_of(document: Document, kind: str) -> dict[str, str]:
    """Return the texts of the document's footnotes or endnotes, marked “*”, by their number."""
    root = _part(document, kind)
    if root is None:
        return {}
    note_tag = qn("w:footnote") if kind == "footnotes" else qn("w:endnote")
    return {
        note.get(qn("w:id")): f"*{text}"
        for note in root.iter(note_tag)
        if (text := clean(" ".join(_text_of(paragraph) for paragraph in note.iter(qn("w:p")))))
    }


def _notices(document: Document) -> Iterator[str]:
    """Yield what the file holds beside its body, so that nothing is left out unseen."""
    if next(document.element.body.iter(*_TRACKED), None) is not None:
        yield "the Word file has tracked changes: insertions were read, deletions were not."
    for kind, named in (("header", "header"), ("footer", "footer")):
        texts = dict.fromkeys(text for root in _parts(document, kind) if (text := clean(_text_of(root))))
        for text in texts:
            if not is_page_number(text) and not text.isdigit():
                yield f"the page {named} was not read: “{text[:120]}”."
    if any(_text_of(root).strip() for root in _parts(document, "comments")):
        yield "the Word file has comments; they were not read."


def _parts(document: Document, kind: str) -> Iterator[Any]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    for relation in document.part.rels.values():
        if relation.reltype.endswith(f"/{kind}") and not relation.is_external:
            yield etree.fromstring(relation.target_part.blob, parser)


def _part(document: Document, kind: str) -> Any:
    return next(_parts(document, kind), None)


def _text_of(root: Any) -> str:
    return "".join(
        text.text or "" if text.tag == qn("w:t") else " " for text in root.iter(qn("w:t"), qn("w:tab"))
    )
