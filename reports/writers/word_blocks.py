"""The blocks of a document as the body of a Word file: one method for each kind of block."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import assert_never

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
    Mark,
    MarkedParagraph,
    Note,
    NumberedList,
    Orientation,
    PageBreak,
    Paragraph,
    Table,
    footnote_mark,
)
from reports.writers.word_figures import Figures
from reports.writers.word_lists import Numbering, counted_runs
from reports.writers.word_styles import HEADING_STYLES
from reports.writers.word_tables import write_form, write_table
from reports.writers.word_xml import (
    NOTHING,
    TextParagraph,
    Xml,
    element,
    field,
    field_instruction,
    field_mark,
    flag,
    joined,
    run,
    spaced_run,
)

BodyPart = TextParagraph | Xml
TEXT_WIDTHS: dict[Orientation, int] = {"portrait": 9638, "landscape": 14570}
"""Between the margins of A4, in twentieths of a point."""

_LONGEST_STEM = 30
"""Of a bookmark's name; Word takes 40 letters."""


class BlockWriter:
    """Writes the blocks of one document; keeps its bookmarks, lists and drawings together."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.numbering = Numbering()
        self.figures = Figures()
        self.width = TEXT_WIDTHS["portrait"]
        self._bookmarks = _bookmarks(document.headings)
        self._bookmarks_set = 0
        levels = [heading.level for heading in document.contents]
        self._contents_levels = range(min(levels), max(levels) + 1) if levels else range(0)

    def write(self, block: Block) -> list[BodyPart]:
        """Return the paragraphs and tables that the block makes."""
        match block:
            case Heading():
                return [self._heading(block)]
            case Paragraph() | BulletList() | NumberedList():
                return [*self._text(block, "", "ListBullet", "ListNumber")]
            case MarkedParagraph():
                return [
                    TextParagraph(
                        joined(*(spaced_run(part.in_words, *_LOOKS[part.mark]) for part in block.runs))
                    )
                ]
            case Form():
                return self._form(block)
            case Table():
                return self._table(block)
            case Figure():
                return self._figure(block)
            case Note():
                return _note(block)
            case Contents():
                return self._contents(block)
            case PageBreak():  # the stretches between page breaks are the sections
                return []
            case _:
                assert_never(block)

    # Headings and contents

    def _heading(self, heading: Heading) -> TextParagraph:
        style = HEADING_STYLES[heading.level]
        if heading.level in self._contents_levels and not heading.in_contents:
            # Word lists every heading of these levels; of a style of its own it lists none.
            style += "Unlisted"
        bookmark = self._bookmarks.get(heading.anchor)
        if bookmark is None:
            return TextParagraph(run(heading.text), style)
        self._bookmarks_set += 1
        start = element("w:bookmarkStart", w_id=self._bookmarks_set, w_name=bookmark)
        end = element("w:bookmarkEnd", w_id=self._bookmarks_set)
        return TextParagraph(joined(start, run(heading.text), end), style)

    def _contents(self, contents: Contents) -> list[BodyPart]:
        """Return a field that Word fills in, with its entries in it already; fields give their pages."""
        title = TextParagraph(run(contents.title), "TOCHeading")
        entries = [
            TextParagraph(self._entry(heading), f"TOC{heading.level - 1}")
            for heading in self.document.contents
        ]
        if not entries:
            return [title]
        deepest = self._contents_levels[-1] - 1
        begin = joined(
            field_mark("begin"),
            field_instruction(f'TOC \\o "{self._contents_levels[0] - 1}-{deepest}" \\h \\z'),
            field_mark("separate"),
        )
        entries[0] = replace(entries[0], content=joined(begin, entries[0].content))
        entries[-1] = replace(entries[-1], content=joined(entries[-1].content, field_mark("end")))
        return [title, *entries]

    def _entry(self, heading: Heading) -> Xml:
        bookmark = self._bookmarks.get(heading.anchor)
        if bookmark is None:
            return run(heading.text)
        tab = element("w:r", flag("w:tab"))
        return _link(bookmark, run(heading.text), tab, field(f"PAGEREF {bookmark} \\h"))

    # Text

    def _text(self, block: CellBlock, plain: str, bulleted: str, numbered: str) -> Iterator[TextParagraph]:
        """Return the paragraphs of a block of text, in the style for its kind."""
        match block:
            case Paragraph():
                yield TextParagraph(run(block.text), plain)
            case BulletList():
                yield from self._bullets(block, bulleted)
            case NumberedList():
                yield from self._numbered(block, numbered)
            case _:
                assert_never(block)

    def _bullets(self, block: BulletList, style: str) -> Iterator[TextParagraph]:
        for item in block.items:
            yield TextParagraph(run(item), style, self.numbering.of_bullets())

    def _numbered(self, block: NumberedList, style: str) -> Iterator[TextParagraph]:
        for mark, items in counted_runs(block.items):
            numbering = self.numbering.of_run(mark) if mark else NOTHING
            for item in items:
                text = item.text if mark else f"{item.number} {item.text}".strip()
                yield TextParagraph(run(text), style if mark else "", numbering)

    # Tables

    def _table(self, table: Table) -> list[BodyPart]:
        marks = "".join(map(footnote_mark, range(len(table.footnotes))))
        caption = [TextParagraph(run(f"{table.caption}{marks}"), "Caption")] if table.caption else []
        return [*caption, write_table(table, self.width, self._cell), *_footnotes(table.footnotes)]

    def _form(self, form: Form) -> list[BodyPart]:
        footnotes = [row.footnote for row in form.rows if row.footnote]
        caption = [TextParagraph(run(form.caption), "Caption")] if form.caption else []
        return [*caption, write_form(form, self.width, self._cell), *_footnotes(footnotes)]

    def _cell(self, cell: Cell, style: str, is_figure: bool, stays: bool) -> list[TextParagraph]:
        paragraphs: list[TextParagraph] = []
        for block in cell.blocks:
            paragraphs.extend(self._text(block, style, "TableBullet", "TableNumber"))
        if not paragraphs:
            bookmark = self._bookmarks.get(cell.anchor)
            content = _link(bookmark, run(cell.text, _LINKED)) if bookmark else run(cell.text)
            paragraphs.append(TextParagraph(content, style))
        return [replace(item, is_right=is_figure, keep_next=stays) for item in paragraphs]

    # Figures

    def _figure(self, figure: Figure) -> list[BodyPart]:
        drawing = TextParagraph(self.figures.drawing(figure), keep_next=bool(figure.caption))
        return [drawing, *([TextParagraph(run(figure.caption), "Caption")] if figure.caption else [])]


_LOOKS: dict[Mark, tuple[Xml, ...]] = {
    "kept": (),
    "removed": (flag("w:strike"),),
    "added": (flag("w:b"), element("w:u", w_val="single")),
}
_LINKED = element("w:rStyle", w_val="Hyperlink")


def _link(bookmark: str, *content: Xml) -> Xml:
    return element("w:hyperlink", *content, w_anchor=bookmark, w_history=1)


def _note(note: Note) -> list[BodyPart]:
    texts = (TextParagraph(run(text), "NoteText") for text in note.paragraphs)
    return [TextParagraph(run(note.title), "NoteTitle"), *texts]


def _footnotes(footnotes: Iterable[str]) -> list[TextParagraph]:
    return [
        TextParagraph(run(f"{footnote_mark(place)} {text}"), "TableFootnote")
        for place, text in enumerate(footnotes)
    ]


def _bookmarks(headings: Iterable[Heading]) -> dict[str, str]:
    """Return a name for each anchor: letters, figures and underscores, at most 40, that no other has."""
    names: dict[str, str] = {}
    for number, anchor in enumerate(dict.fromkeys(heading.anchor for heading in headings)):
        if anchor:
            stem = re.sub(r"[^a-z0-9]+", "_", anchor.lower())
            # The number makes it unlike every other, whatever was cut off.
            names[anchor] = f"a_{stem[:_LONGEST_STEM]}_{number}"
    return names
