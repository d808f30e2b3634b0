"""The blocks of a document as the body of a Word file: one method for each kind of block."""

import re
from collections.abc import Iterable, Sequence
from typing import Any, assert_never

from docx.oxml.ns import qn

from reports.documents.document import (
    Block,
    BulletList,
    Cell,
    CellBlock,
    Contents,
    Document,
    Figure,
    Form,
    Heading,
    MarkedParagraph,
    MarkedRun,
    Note,
    NumberedList,
    Orientation,
    PageBreak,
    Paragraph,
    Table,
    footnote_mark,
)
from reports.writers.word.elements import (
    add_element,
    add_paragraph,
    add_run,
    append_to,
    begin_field,
    end_field,
)
from reports.writers.word.figures import add_drawing
from reports.writers.word.lists import Numbering, counted_runs
from reports.writers.word.tables import form_table, write_table

TEXT_WIDTHS: dict[Orientation, int] = {"portrait": 9638, "landscape": 14570}
"""Between the margins of A4, in twentieths of a point."""

_LONGEST_STEM = 30
"""Of a bookmark's name; Word takes 40 letters."""


class BlockWriter:
    """Writes the blocks of one document; keeps its bookmarks and lists together."""

    def __init__(self, document: Document, word: Any) -> None:
        self.document = document
        self.word = word
        self.body = word.element.body
        self.numbering = Numbering(word.part.numbering_part.element)
        self.orientation: Orientation = "portrait"
        self._bookmarks = _bookmarks(document.headings)
        self._bookmarks_set = 0
        levels = [heading.level for heading in document.contents]
        self._contents_levels = range(min(levels), max(levels) + 1) if levels else range(0)

    def write_all(self, blocks: Sequence[Block], orientation: Orientation) -> None:
        """Write the blocks at the end of the body, on pages that lie this way."""
        self.orientation = orientation
        for block in blocks:
            self._write(block)

    def _write(self, block: Block) -> None:
        match block:
            case Heading():
                self._heading(block)
            case Paragraph() | BulletList() | NumberedList():
                self._text(self.body, block, "", "ListBullet", "ListNumber")
            case MarkedParagraph():
                _add_marked(add_paragraph(self.body), block.runs)
            case Form() | Table():
                self._table(block)
            case Figure():
                self._figure(block)
            case Note():
                self._note(block)
            case Contents():
                self._contents(block)
            case PageBreak():  # the stretches between page breaks are the sections
                pass
            case _:
                assert_never(block)

    # Headings and contents

    def _heading(self, heading: Heading) -> None:
        style = f"Heading{heading.level - 1}"
        if heading.level in self._contents_levels and not heading.in_contents:
            # Word lists every heading of these levels; of a style of its own it lists none.
            style += "Unlisted"
        paragraph = add_paragraph(self.body, heading.text, style)
        if bookmark := self._bookmarks.get(heading.anchor):
            self._bookmarks_set += 1
            start = add_element(paragraph, "w:bookmarkStart", id=self._bookmarks_set, name=bookmark)
            paragraph.pPr.addnext(start)
            add_element(paragraph, "w:bookmarkEnd", id=self._bookmarks_set)

    def _contents(self, contents: Contents) -> None:
        """Write a field that Word fills in, with its entries in it already; fields give their pages."""
        paragraph = add_paragraph(self.body, contents.title, "TOCHeading")
        levels = self._contents_levels
        for number, heading in enumerate(self.document.contents):
            paragraph = add_paragraph(self.body, style=f"TOC{heading.level - 1}")
            if number == 0:
                begin_field(paragraph, f'TOC \\o "{levels[0] - 1}-{levels[-1] - 1}" \\h \\z')
            self._entry(paragraph, heading)
        if levels:
            end_field(paragraph)

    def _entry(self, paragraph: Any, heading: Heading) -> None:
        bookmark = self._bookmarks.get(heading.anchor)
        if bookmark is None:
            add_run(paragraph, heading.text)
            return
        link = _add_link(paragraph, bookmark)
        add_run(link, f"{heading.text.strip()}\t")
        begin_field(link, f"PAGEREF {bookmark} \\h")
        end_field(link)

    # Text

    def _text(self, container: Any, block: CellBlock, plain: str, bulleted: str, numbered: str) -> None:
        """Write the paragraphs of a block of text, in the style for its kind."""
        match block:
            case Paragraph():
                add_paragraph(container, block.text, plain)
            case BulletList():
                for item in block.items:
                    self.numbering.put_bullet(add_paragraph(container, item, bulleted))
            case NumberedList():
                self._numbered(container, block, numbered)
            case _:
                assert_never(block)

    def _numbered(self, container: Any, block: NumberedList, style: str) -> None:
        for mark, items in counted_runs(block.items):
            if mark is None:
                for item in items:
                    add_paragraph(container, f"{item.number} {item.text}")
                continue
            number = self.numbering.begin(mark)
            for item in items:
                self.numbering.put_number(add_paragraph(container, item.text, style), number)

    def _note(self, note: Note) -> None:
        add_paragraph(self.body, note.title, "NoteTitle")
        for text in note.paragraphs:
            add_paragraph(self.body, text, "NoteText")

    # Tables

    def _table(self, block: Table | Form) -> None:
        is_form = isinstance(block, Form)
        table = form_table(block) if isinstance(block, Form) else block
        marks = "" if is_form else "".join(map(footnote_mark, range(len(table.footnotes))))
        if table.caption:
            add_paragraph(self.body, f"{table.caption}{marks}", "Caption")
        elif self.body[-1].getprevious().tag == qn("w:tbl"):
            add_paragraph(self.body)  # Word would make one table of the two
        append_to(self.body, write_table(table, TEXT_WIDTHS[self.orientation], self._cell, is_form=is_form))
        for place, text in enumerate(table.footnotes):
            add_paragraph(self.body, f"{footnote_mark(place)} {text}", "TableFootnote")

    def _cell(self, container: Any, cell: Cell, style: str) -> None:
        for block in cell.blocks:
            self._text(container, block, style, "TableBullet", "TableNumber")
        if cell.blocks and len(container):
            return
        bookmark = self._bookmarks.get(cell.anchor)
        if bookmark:
            run = add_run(_add_link(add_paragraph(container, style=style), bookmark), cell.text.strip())
            run.style = "Hyperlink"
        else:
            add_paragraph(container, cell.text, style)

    # Figures

    def _figure(self, figure: Figure) -> None:
        paragraph = add_paragraph(self.body)
        add_drawing(paragraph, figure, self.word.part)
        if figure.caption:
            paragraph.get_or_add_pPr().keepNext_val = True
            add_paragraph(self.body, figure.caption, "Caption")


def _add_marked(paragraph: Any, runs: Iterable[MarkedRun]) -> None:
    """Append the parts of a line, each mark in words and without colour; spaces at their ends stay, as one."""
    for marked in runs:
        run = add_run(paragraph, re.sub(r"\A\s+|\s+\Z", " ", marked.in_words))
        if marked.mark == "removed":
            add_element(run.get_or_add_rPr(), "w:strike")
        elif marked.mark == "added":
            add_element(run.get_or_add_rPr(), "w:b")
            add_element(run.rPr, "w:u", val="single")


def _add_link(paragraph: Any, bookmark: str) -> Any:
    return add_element(paragraph, "w:hyperlink", anchor=bookmark, history=1)


def _bookmarks(headings: Iterable[Heading]) -> dict[str, str]:
    """Return a name for each anchor: letters, figures and underscores, at most 40, that no other has."""
    names: dict[str, str] = {}
    for number, anchor in enumerate(dict.fromkeys(heading.anchor for heading in headings)):
        if anchor:
            stem = re.sub(r"[^a-z0-9]+", "_", anchor.lower())
            # The number makes it unlike every other, whatever was cut off.
            names[anchor] = f"a_{stem[:_LONGEST_STEM]}_{number}"
    return names
