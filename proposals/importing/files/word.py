"""A Word file as blocks in reading order; what a reader of the printed page would not see becomes an omission."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from lxml import etree

from proposals.importing.files.blocks import (
    Block,
    Cell,
    Grid,
    ItemList,
    Location,
    Omission,
    Paragraph,
    SourceDocument,
)
from proposals.importing.files.cleaning import (
    UnreadableDocument,
    bold_lead,
    clean,
    is_list_item,
    is_page_number,
)
from proposals.importing.files.package import damage_in_words, parsed
from proposals.importing.files.sheets import MOST_CELLS, Run, shown_text
from proposals.importing.files.word_styles import ListMarks, Styles, indent_of, is_on, value_of, w

_PARAGRAPH, _TABLE, _RUN, _TEXT, _BOX = w("p"), w("tbl"), w("r"), w("t"), w("txbxContent")
_PROPERTIES = {w("pPr"), w("rPr"), w("delText")}
_WRITTEN = {w("tab"): "\t", w("ptab"): "\t", w("br"): "\n", w("cr"): "\n", w("noBreakHyphen"): "-"}
_INSERTED = (w("ins"), w("moveTo"))
_WRAPPERS = (
    *_INSERTED,
    *map(w, ("sdt", "sdtContent", "customXml", "smartTag")),
    "{*}AlternateContent",
    "{*}Choice",
)
_LEFT_OUT = {
    w("altChunk"): "an inserted document",
    w("object"): "an inserted document",
    w("del"): "a tracked deletion",
    w("delText"): "a tracked deletion",
    w("moveFrom"): "text that a tracked change moved away",
}
_NOTES = {w("footnoteReference"): "a footnote", w("endnoteReference"): "an endnote"}
_FETCHING = ("DDE", "INCLUDE", "LINK", "DATABASE")
_PROMPT = "prompt"
_LONGEST_QUOTE = 300
_WIDEST = 1_000  # columns of a table; Word itself allows 63


def read_word(parts: Mapping[str, bytes | None]) -> SourceDocument:
    """Return the blocks of a .docx file; tracked insertions are content, deletions are not.

    Raises UnreadableDocument for a file that Word could not open either.
    """
    with damage_in_words("“Word document (.docx)”"):
        reader = _WordReader(parts)
        blocks = reader.read()
        return SourceDocument("docx", blocks, [*reader.omissions, *_beside_the_body(parts)])


@dataclass
class _Text:
    """The lines of a paragraph or cell, its runs, and the text boxes anchored in it."""

    lines: list[str] = field(default_factory=list)
    pieces: list[tuple[str, bool]] = field(default_factory=list)
    """The text of each run, and whether it is bold."""
    boxes: list[Any] = field(default_factory=list)
    indent: int = 0

    @property
    def bold(self) -> bool:
        """Return whether all of it is bold."""
        return bool(self.pieces) and all(is_bold for _, is_bold in self.pieces)


@dataclass(frozen=True)
class _Placed:
    """A cell with its first row and column counted from 1, its row's index among those shown, and its span."""

    element: Any
    row: int
    index: int
    column: int
    rows: int = 1
    columns: int = 1


class _WordReader:
    """One walk through a Word document, keeping count of lists, tables and paragraphs."""

    def __init__(self, parts: Mapping[str, bytes | None]) -> None:
        self.body = parsed(parts["word/document.xml"]).find(w("body"))
        self.styles = Styles(parsed(parts.get("word/styles.xml")))
        self.list_marks = ListMarks(self.styles, parsed(parts.get("word/numbering.xml")))
        self.notes = {tag: _notes(parts, kind.rpartition(" ")[2]) for tag, kind in _NOTES.items()}
        self.blocks: list[Block] = []
        self.omissions: list[Omission] = []
        self.items: list[tuple[str, Location]] = []
        self.tables = self.paragraphs = self.cells = 0
        self.place = Location()
        self.carried: list[Run] = []

    def read(self) -> list[Block]:
        """Return the blocks of the document's body."""
        if next(self.body.iter(*_INSERTED), None) is not None:
            self._omit("", "tracked changes: what they insert was read, what they delete was not")
        self._unwrap()
        self._blocks(self.body)
        self._close_list()
        return self.blocks

    def _unwrap(self) -> None:
        """Take away the elements that only stand around content; of the same content twice, the first stays."""
        for control in self.body.iter(w("sdt")):
            if is_on(control.find(w("sdtPr")), "showingPlcHdr"):
                for run in control.iterfind(f"{w('sdtContent')}//{_RUN}"):
                    run.set(_PROMPT, "1")
        for choice in list(self.body.iter("{*}Choice")):
            for other in list(choice.itersiblings()):
                other.getparent().remove(other)
        etree.strip_elements(self.body, w("sdtPr"), w("sdtEndPr"), with_tail=False)
        etree.strip_tags(self.body, *_WRAPPERS)

    def _omit(self, text: str, reason: str) -> None:
        words = " ".join(text.split())
        if len(words) > _LONGEST_QUOTE:
            words = f"{words[:_LONGEST_QUOTE]}…"
        last = self.omissions[-1] if self.omissions else None
        if last and last.location == self.place and last.reason == reason and words and last.text:
            # Word parts a text into runs wherever somebody stopped typing.
            self.omissions[-1] = replace(last, text=f"{last.text} {words}"[: _LONGEST_QUOTE * 2])
        else:
            self.omissions.append(Omission(self.place, words, reason))

    def _is_left_out(self, element: Any) -> bool:
        """Return whether an element is no content, and say so."""
        reason = _LEFT_OUT.get(element.tag)
        if reason:
            self._omit(_text_of(element), reason)
        return reason is not None

    def _blocks(self, parent: Any) -> None:
        for child in parent:
            self.place = Location(line=self.paragraphs)
            if child.tag == _PARAGRAPH:
                self.paragraphs += 1
                self.place = Location(line=self.paragraphs)
                self._paragraph(child)
            elif child.tag == _TABLE:
                self._table(child)
            else:
                self._is_left_out(child)

    def _paragraph(self, paragraph: Any) -> None:
        place, text = self.place, self._read(paragraph)
        level = self.styles.heading_level(paragraph)
        if text.lines:
            mark = self.list_marks.mark_of(paragraph)
            if mark and not level:
                self.items.append(("\n".join(_marked(mark.removeprefix("· "), text.lines)), place))
            else:
                self._close_list()
                self.blocks.append(Paragraph("\n".join(_marked(mark, text.lines)), level, text.bold, place))
        for box in text.boxes:
            self.place = place
            self._omit("", "a text box, whose text was read after the paragraph it is anchored to")
            self._blocks(box)

    def _close_list(self) -> None:
        if self.items:
            items, locations = zip(*self.items, strict=True)
            self.blocks.append(ItemList(items, locations[0], locations))
            self.items = []

    def _table(self, table: Any) -> None:
        self._close_list()
        placed = _cells_of(table)
        if _is_layout(placed):
            for item in placed:
                self._blocks(item.element)
            return
        self.tables += 1
        for row, element in enumerate(table.iterchildren(w("tr")), start=1):
            if reason := _hides(element):
                self.place = Location(table=self.tables, row=row)
                self._omit(_text_of(element), reason)
        rows = sorted({item.row for item in placed})
        width = max((item.column + item.columns - 1 for item in placed), default=0)
        self.cells += width * len(rows)
        if self.cells > MOST_CELLS:
            raise UnreadableDocument(f"The document's tables have more than {MOST_CELLS:,} cells. Divide it.")
        number, columns = self.tables, range(1, width + 1)
        grid = [[Cell(location=Location(table=number, row=row, column=at)) for at in columns] for row in rows]
        for item in placed:
            for cells in grid[item.index : item.index + item.rows]:
                for at in range(item.column - 1, item.column + item.columns - 1):
                    cells[at] = replace(cells[at], covered=True)
            self.place = Location(table=number, row=item.row, column=item.column)
            cell = replace(self._cell(item.element), rows=item.rows, columns=item.columns)
            grid[rows.index(item.row)][item.column - 1] = cell
        if any(cell.text for row in grid for cell in row):
            self.blocks.append(Grid(tuple(map(tuple, grid)), Location(table=number)))

    def _cell(self, element: Any) -> Cell:
        text = _Text()
        self._add_lines(element, text)
        lead = bold_lead(text.pieces)
        return Cell("\n".join(text.lines), bold=text.bold, lead=lead, indent=text.indent, location=self.place)

    def _add_lines(self, parent: Any, text: _Text) -> None:
        """Add the lines of a cell's paragraphs; a row of a table inside the cell is one line with tabs."""
        for child in parent:
            if child.tag == _PARAGRAPH:
                added = self._read(child)
                if added.lines:
                    text.indent = text.indent if text.lines else indent_of(child)
                    text.lines.extend(_marked(self.list_marks.mark_of(child), added.lines))
                text.pieces.extend(added.pieces)
                for box in added.boxes:
                    self._add_lines(box, text)
            elif child.tag == _TABLE:
                rows: dict[int, list[str]] = {}
                for item in _cells_of(child):
                    inside = _Text()
                    self._add_lines(item.element, inside)
                    rows.setdefault(item.row, []).append(" ".join(inside.lines))
                text.lines.extend("\t".join(row) for row in rows.values() if any(row))
            else:
                self._is_left_out(child)

    def _read(self, paragraph: Any) -> _Text:
        """Return what the paragraph holds; one whose end was deleted runs on into the next."""
        boxes: list[Any] = []
        runs = [*self.carried, *self._runs(paragraph, paragraph, boxes)]
        self.carried = []
        if not boxes and paragraph.find(f"{w('pPr')}/{w('rPr')}/{w('del')}") is not None:
            self.carried = runs
            return _Text()
        shown, omitted = shown_text(runs)
        for piece, reason in omitted:
            self._omit(piece, reason)
        pieces = [(run.text, run.bold) for run in runs if run.text.strip() and not run.struck]
        lines = [words for piece in shown.split("\n") if (words := clean(piece))]
        return _Text(lines, pieces, boxes)

    def _runs(self, node: Any, paragraph: Any, boxes: list[Any]) -> Iterator[Run]:
        for child in node:
            tag = child.tag
            if tag in _PROPERTIES or self._is_left_out(child):
                continue
            if tag == _RUN:
                yield from self._run(child, paragraph, boxes)
            elif tag == _BOX:
                boxes.append(child)
            elif tag.endswith("/math}t"):
                yield Run(child.text or "")
            else:
                yield from self._runs(child, paragraph, boxes)

    def _run(self, run: Any, paragraph: Any, boxes: list[Any]) -> Iterator[Run]:
        traits = self.styles.traits(run, paragraph)
        text = "".join(self._pieces(run, paragraph, boxes))
        hidden = "Word's own prompt" if run.get(_PROMPT) else "hidden text" if traits.hidden else ""
        if text and hidden:
            self._omit(text, hidden)
        elif text:
            yield Run(text, traits.struck, traits.raised, traits.bold)

    def _pieces(self, run: Any, paragraph: Any, boxes: list[Any]) -> Iterator[str]:
        for child in run:
            tag = child.tag
            if tag == _TEXT:
                yield child.text or ""
            elif tag in _WRITTEN:
                yield _WRITTEN[tag]
            elif tag == w("sym"):
                yield chr(int(child.get(w("char")), 16))
            elif tag in _NOTES:
                self._omit(self.notes[tag].get(child.get(w("id")), ""), _NOTES[tag])
            elif tag == w("instrText"):
                if (child.text or "").strip().upper().startswith(_FETCHING):
                    self._omit(child.text, "a field that fetches from elsewhere, which was not run")
            elif tag in (w("drawing"), w("pict")):
                anchored = len(boxes)
                yield from (written.text for written in self._runs(child, paragraph, boxes))
                if len(boxes) == anchored:
                    self._picture(child)
            else:
                self._is_left_out(child)

    def _picture(self, drawing: Any) -> None:
        named = next(drawing.iter("{*}docPr"), None)
        is_picture = next(drawing.iter("{*}pic", "{*}imagedata"), None) is not None
        description = named.get("descr", "") if named is not None else ""
        self._omit(description, "a picture" if is_picture else "a chart or drawing")


def _cells_of(table: Any) -> list[_Placed]:
    """Return the cells of the rows that are shown, merged cells once with their span."""
    placed: list[_Placed] = []
    open_cells: dict[int, int] = {}
    index = 0
    for number, row in enumerate(table.iterchildren(w("tr")), start=1):
        if _hides(row):
            continue
        column = int(value_of(row.find(w("trPr")), "gridBefore", "0") or 0) + 1
        for element in row.iterchildren(w("tc")):
            properties = element.find(w("tcPr"))
            columns = max(int(value_of(properties, "gridSpan", "1") or 1), 1)
            if column + columns > _WIDEST:
                raise ValueError(column)
            above = open_cells.get(column)
            if above is not None and value_of(properties, "vMerge", "continue", "restart") != "restart":
                placed[above] = replace(placed[above], rows=index - placed[above].index + 1)
            else:
                open_cells[column] = len(placed)
                placed.append(_Placed(element, number, index, column, 1, columns))
            column += columns
        index += 1
    return placed


def _hides(row: Any) -> str:
    """Return why a row is not shown, nothing where it is."""
    properties = row.find(w("trPr"))
    if properties is not None and properties.find(w("del")) is not None:
        return "a tracked deletion"
    return "a hidden row" if is_on(properties, "hidden") else ""


def _is_layout(placed: list[_Placed]) -> bool:
    """Return whether a table only places other tables and the text around them on the page."""
    holding = [item for item in placed if item.element.find(_TABLE) is not None]
    if not holding:
        return False
    others = [item for item in placed if item not in holding and _text_of(item.element).strip()]
    return not others or len({item.column for item in placed}) == 1 or len({item.row for item in placed}) == 1


def _marked(mark: str, lines: list[str]) -> list[str]:
    """Return the lines of a paragraph with the mark of its list, unless one is typed."""
    return lines if is_list_item(lines[0]) else [mark + lines[0], *lines[1:]]


def _notes(parts: Mapping[str, bytes | None], kind: str) -> dict[str, str]:
    """Return the texts of the document's footnotes or endnotes by their number."""
    root = parsed(parts.get(f"word/{kind}s.xml"))
    return {
        note.get(w("id")): clean(" ".join(_text_of(paragraph) for paragraph in note.iter(_PARAGRAPH)))
        for note in (root.iter(w(kind)) if root is not None else ())
    }


def _beside_the_body(parts: Mapping[str, bytes | None]) -> Iterator[Omission]:
    """Yield the page headers and footers and the comments, which are not read."""
    seen = set()
    if any("vbaproject" in name.lower() for name in parts):
        yield Omission(Location(), "", "macros, which were not run")
    for name, part in parts.items():
        kind = name.removeprefix("word/").rstrip("0123456789.xml")
        if kind in {"header", "footer", "comments"} and name.startswith("word/") and name.endswith(".xml"):
            texts = (_text_of(parsed(part)),) if kind != "comments" else map(_text_of, parsed(part))
            for text in texts:
                words = clean(text.replace("\t", " "))
                if words and (kind, words) not in seen and not (words.isdigit() or is_page_number(words)):
                    seen.add((kind, words))
                    reason = "a comment" if kind == "comments" else f"the page {kind}"
                    yield Omission(Location(), words[:_LONGEST_QUOTE], reason)


def _text_of(root: Any) -> str:
    tags = (_TEXT, w("delText"), w("tab"), _PARAGRAPH)
    return "".join(text.text or "" if text.tag in tags[:2] else " " for text in root.iter(*tags))
