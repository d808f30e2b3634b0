"""A Word file as blocks in reading order; what a reader of the printed page would not see becomes an omission."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

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
from proposals.importing.files.cleaning import UnreadableDocument, clean, is_list_item, is_page_number
from proposals.importing.files.package import damage_in_words, parsed
from proposals.importing.files.sheets import MOST_CELLS, Run, is_overflow, shown_text
from proposals.importing.files.word_lists import ListMarks
from proposals.importing.files.word_names import qn
from proposals.importing.files.word_styles import Styles, indent_of, is_on
from proposals.importing.files.word_tables import Placed, cells_of_table, rows_of

_WRAPPERS = {qn(f"w:{name}") for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")}
_PROPERTIES = {qn(f"w:{name}") for name in ("pPr", "rPr", "sdtPr", "sdtEndPr", "delText")}
_WRITTEN = {
    qn("w:tab"): "\t",
    qn("w:ptab"): "\t",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
}
_INSERTED = (qn("w:ins"), qn("w:moveTo"))
_DELETED = {qn("w:del"): "a tracked deletion", qn("w:moveFrom"): "text that a tracked change moved away"}
_NOTES = {qn("w:footnoteReference"): "a footnote", qn("w:endnoteReference"): "an endnote"}
_FETCHING = ("DDE", "INCLUDE", "LINK", "DATABASE")
_PROMPT = "prompt"
_LONGEST_QUOTE = 300


def read_word(parts: Mapping[str, bytes | None]) -> SourceDocument:
    """Return the blocks of a .docx file; tracked insertions are content, deletions are not.

    Raises UnreadableDocument for a file that Word could not open either.
    """
    with damage_in_words("“Word document (.docx)”"):
        reader = _WordReader(parts)
        blocks = reader.read()
        return SourceDocument("docx", blocks, [*reader.omissions, *_beside_the_body(parts)])


@dataclass
class _Written:
    """The content of a paragraph: its text in runs, and the text boxes anchored in it."""

    runs: list[Run] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    bold: list[bool] = field(default_factory=list)


@dataclass
class _Text:
    """The lines of a paragraph or cell, and whether all of them are bold."""

    lines: list[str] = field(default_factory=list)
    bold: list[bool] = field(default_factory=list)
    indent: int = 0


class _WordReader:
    """One walk through a Word document, keeping count of lists, tables and paragraphs."""

    def __init__(self, parts: Mapping[str, bytes | None]) -> None:
        document = parsed(parts["word/document.xml"])
        self.body = document.find(qn("w:body"))
        self.styles = Styles(parsed(parts.get("word/styles.xml")))
        self.list_marks = ListMarks(self.styles, parsed(parts.get("word/numbering.xml")))
        self.notes = {tag: _notes(parts, kind.rpartition(" ")[2]) for tag, kind in _NOTES.items()}
        self.blocks: list[Block] = []
        self.omissions: list[Omission] = []
        self.items: list[tuple[str, Location]] = []
        self.tables = self.paragraphs = self.cells = 0
        self.carried: list[Run] = []

    def read(self) -> list[Block]:
        """Return the blocks of the document's body."""
        if next(self.body.iter(*_INSERTED), None) is not None:
            self._omit(Location(), "", "tracked changes: what they insert was read, what they delete was not")
        for control in self.body.iter(qn("w:sdt")):
            if is_on(control.find(qn("w:sdtPr")), "w:showingPlcHdr"):
                for run in control.iterfind(f"{qn('w:sdtContent')}//{qn('w:r')}"):
                    run.set(_PROMPT, "1")
        self._blocks(self.body)
        self._close_list()
        return self.blocks

    def _omit(self, location: Location, text: str, reason: str) -> None:
        words = " ".join(text.split())
        if len(words) > _LONGEST_QUOTE:
            words = f"{words[:_LONGEST_QUOTE]}…"
        last = self.omissions[-1] if self.omissions else None
        if last and last.location == location and last.reason == reason and words and last.text:
            # Word parts a text into runs wherever somebody stopped typing.
            self.omissions[-1] = replace(last, text=f"{last.text} {words}"[: _LONGEST_QUOTE * 2])
        else:
            self.omissions.append(Omission(location, words, reason))

    def _blocks(self, parent: Any) -> None:
        for child in parent:
            if child.tag == qn("w:p"):
                self.paragraphs += 1
                self._paragraph_blocks(child, Location(line=self.paragraphs))
            elif child.tag == qn("w:tbl"):
                self._table(child)
            elif child.tag == qn("w:altChunk"):
                self._omit(Location(line=self.paragraphs), "", "an inserted document")
            elif child.tag in _DELETED:
                self._omit(Location(line=self.paragraphs), _text_of(child), _DELETED[child.tag])
            elif child.tag in _WRAPPERS:
                self._blocks(child)

    def _paragraph_blocks(self, paragraph: Any, location: Location) -> None:
        written = self._written(paragraph, location)
        lines = self._lines(written, location)
        level = self.styles.heading_level(paragraph)
        if lines:
            mark = self.list_marks.mark_of(paragraph)
            if mark and not level:
                self.items.append(("\n".join(_marked(mark.removeprefix("· "), lines)), location))
            else:
                self._close_list()
                text = "\n".join(_marked(mark, lines))
                self.blocks.append(Paragraph(text, level, bool(written.bold) and all(written.bold), location))
        for box in written.boxes:
            self._omit(location, "", "a text box, whose text was read after the paragraph it is anchored to")
            self._blocks(box)

    def _close_list(self) -> None:
        if self.items:
            items, locations = zip(*self.items, strict=True)
            self.blocks.append(ItemList(items, locations[0], locations))
            self.items = []

    def _table(self, table: Any) -> None:
        self._close_list()
        placed = list(cells_of_table(table, self._is_left_out))
        if _is_layout(placed):
            for item in placed:
                self._blocks(item.element)
            return
        self.tables += 1
        number = self.tables
        for row, element in enumerate(rows_of(table), start=1):
            reason = self._is_left_out(element)
            if reason:
                self._omit(Location(table=number, row=row), _text_of(element), reason)
        grid = self._grid(placed, number)
        if grid is not None:
            self.blocks.append(grid)

    @staticmethod
    def _is_left_out(row: Any) -> str:
        """Return why a row is not shown, nothing where it is."""
        properties = row.find(qn("w:trPr"))
        if properties is not None and properties.find(qn("w:del")) is not None:
            return "a tracked deletion"
        return "a hidden row" if is_on(properties, "w:hidden") else ""

    def _grid(self, placed: list[Placed], number: int) -> Grid | None:
        if not placed:
            return None
        width = max(item.column + item.columns - 1 for item in placed)
        rows = sorted({item.row for item in placed})
        self.cells += width * len(rows)
        if self.cells > MOST_CELLS:
            raise UnreadableDocument(f"The document's tables have more than {MOST_CELLS:,} cells. Divide it.")
        found: dict[tuple[int, int], Cell] = {}
        for item in placed:
            location = Location(table=number, row=item.row, column=item.column)
            cell = replace(self._cell(item.element, location), rows=item.rows, columns=item.columns)
            for row in rows[item.index : item.index + item.rows]:
                for column in range(item.column, item.column + item.columns):
                    covered = Cell(covered=True, location=replace(location, row=row, column=column))
                    found.setdefault((row, column), covered)
            found[item.row, item.column] = cell
        grid = tuple(
            tuple(
                found.get((row, column)) or Cell(location=Location(table=number, row=row, column=column))
                for column in range(1, width + 1)
            )
            for row in rows
        )
        return Grid(grid, Location(table=number)) if any(cell.text for row in grid for cell in row) else None

    def _cell(self, element: Any, location: Location) -> Cell:
        text = _Text()
        self._texts(element, location, text)
        lines = tuple(text.lines)
        return Cell(
            "\n".join(lines),
            bold=bool(text.bold) and all(text.bold),
            indent=text.indent,
            overflows=bool(lines) and is_overflow(lines[0]),
            lines=lines if len(lines) > 1 else (),
            location=location,
        )

    def _texts(self, parent: Any, location: Location, text: _Text) -> None:
        """Add the lines of a cell's paragraphs; a row of a table inside the cell is one line with tabs."""
        for child in parent:
            if child.tag == qn("w:p"):
                written = self._written(child, location)
                lines = self._lines(written, location)
                if lines:
                    text.indent = text.indent if text.lines else indent_of(child)
                    lines = _marked(self.list_marks.mark_of(child), lines)
                text.lines.extend(lines)
                text.bold.extend(written.bold)
                for box in written.boxes:
                    self._texts(box, location, text)
            elif child.tag == qn("w:tbl"):
                self._table_inside(child, location, text)
            elif child.tag == qn("w:altChunk"):
                self._omit(location, "", "an inserted document")
            elif child.tag in _DELETED:
                self._omit(location, _text_of(child), _DELETED[child.tag])
            elif child.tag in _WRAPPERS:
                self._texts(child, location, text)

    def _table_inside(self, table: Any, location: Location, text: _Text) -> None:
        rows: dict[int, list[str]] = {}
        for item in cells_of_table(table, self._is_left_out):
            inside = _Text()
            self._texts(item.element, location, inside)
            rows.setdefault(item.row, []).append(" ".join(inside.lines))
        text.lines.extend("\t".join(row) for row in rows.values() if any(row))

    def _written(self, paragraph: Any, location: Location) -> _Written:
        """Return what the paragraph holds; one whose end was deleted runs on into the next."""
        written = _Written(self.carried)
        self.carried = []
        self._write(paragraph, paragraph, written, location)
        deleted = paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}/{qn('w:del')}") is not None
        if deleted and not written.boxes:
            self.carried = written.runs
            return _Written()
        return written

    def _lines(self, written: _Written, location: Location) -> list[str]:
        text, omitted = shown_text(written.runs)
        for piece, reason in omitted:
            self._omit(location, piece, reason)
        return [words for piece in text.split("\n") if (words := clean(piece))]

    def _write(self, node: Any, paragraph: Any, written: _Written, location: Location) -> None:
        for child in node:
            tag = child.tag
            if tag in _PROPERTIES or not isinstance(tag, str):
                continue
            if tag == qn("w:r"):
                self._run(child, paragraph, written, location)
            elif tag in _DELETED:
                self._omit(location, _text_of(child), _DELETED[tag])
            elif tag == qn("w:txbxContent"):
                written.boxes.append(child)
            elif tag == qn("mc:AlternateContent"):
                # The same content twice, for new and for old programs.
                choice = child.find(qn("mc:Choice"))
                self._write(choice if choice is not None else child, paragraph, written, location)
            elif tag.endswith("/math}t"):
                written.runs.append(Run(child.text or ""))
            else:
                self._write(child, paragraph, written, location)

    def _run(self, run: Any, paragraph: Any, written: _Written, location: Location) -> None:
        traits = self.styles.traits(run, paragraph)
        text = "".join(self._pieces(run, paragraph, written, location))
        if not text:
            return
        if run.get(_PROMPT):
            self._omit(location, text, "Word's own prompt")
        elif traits.hidden:
            self._omit(location, text, "hidden text")
        else:
            written.runs.append(Run(text, traits.struck, traits.raised))
            if text.strip() and not traits.struck:
                written.bold.append(traits.bold)

    def _pieces(self, run: Any, paragraph: Any, written: _Written, location: Location) -> Iterator[str]:
        for child in run:
            tag = child.tag
            if tag == qn("w:t"):
                yield child.text or ""
            elif tag in _WRITTEN:
                yield _WRITTEN[tag]
            elif tag == qn("w:sym"):
                yield chr(int(child.get(qn("w:char")), 16))
            elif tag in _NOTES:
                note = self.notes[tag].get(child.get(qn("w:id")), "")
                self._omit(location, note, _NOTES[tag])
            elif tag == qn("w:instrText"):
                if (child.text or "").strip().upper().startswith(_FETCHING):
                    self._omit(location, child.text, "a field that fetches from elsewhere, which was not run")
            elif tag in _DELETED or tag == qn("w:delText"):
                self._omit(location, child.text or "", "a tracked deletion")
            elif tag in (qn("w:drawing"), qn("w:pict"), qn("w:object"), qn("mc:AlternateContent")):
                self._drawn(child, paragraph, written, location)

    def _drawn(self, drawing: Any, paragraph: Any, written: _Written, location: Location) -> None:
        """Note pictures, charts and inserted documents; the text boxes among them are read."""
        boxes = len(written.boxes)
        if drawing.tag == qn("w:object"):
            self._omit(location, "", "an inserted document")
            return
        choice = drawing.find(qn("mc:Choice")) if drawing.tag == qn("mc:AlternateContent") else drawing
        self._write(choice if choice is not None else drawing, paragraph, written, location)
        if len(written.boxes) == boxes:
            named = next(drawing.iter(qn("wp:docPr")), None)
            is_picture = any(
                next(drawing.iter(qn(name)), None) is not None for name in ("pic:pic", "v:imagedata")
            )
            reason = "a picture" if is_picture else "a chart or drawing"
            self._omit(location, named.get("descr", "") if named is not None else "", reason)


def _marked(mark: str, lines: list[str]) -> list[str]:
    """Return the lines of a paragraph with the mark of its list, unless one is typed."""
    return lines if is_list_item(lines[0]) else [mark + lines[0], *lines[1:]]


def _is_layout(placed: list[Placed]) -> bool:
    """Return whether a table only places other tables and the text around them on the page."""
    holding = [item for item in placed if next(item.element.iterchildren(qn("w:tbl")), None) is not None]
    if not holding:
        return False
    others = [item for item in placed if item not in holding and _text_of(item.element).strip()]
    return not others or len({item.column for item in placed}) == 1 or len({item.row for item in placed}) == 1


def _notes(parts: Mapping[str, bytes | None], kind: str) -> dict[str, str]:
    """Return the texts of the document's footnotes or endnotes by their number."""
    root = parsed(parts.get(f"word/{kind}s.xml"))
    return {
        note.get(qn("w:id")): clean(" ".join(_text_of(paragraph) for paragraph in note.iter(qn("w:p"))))
        for note in (root.iter(qn(f"w:{kind}")) if root is not None else ())
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
    tags = (qn("w:t"), qn("w:delText"), qn("w:tab"), qn("w:p"))
    return "".join(text.text or "" if text.tag in tags[:2] else " " for text in root.iter(*tags))
