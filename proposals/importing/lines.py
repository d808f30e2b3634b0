"""A document as lines: what every reader makes and every layout reads, whatever the file was."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from proposals.importing.files.blocks import ItemList, Location, Omission, Paragraph, SourceDocument, by_row
from proposals.importing.files.cleaning import UnreadableDocument as UnreadableDocument
from proposals.importing.files.cleaning import clean as clean
from proposals.importing.files.cleaning import is_list_item as is_list_item
from proposals.importing.files.cleaning import is_page_number as is_page_number
from proposals.importing.files.cleaning import with_bullet
from proposals.importing.files.text import numbered_lines, with_tabs
from proposals.importing.issues import Issue, Severity

_MOST_LINES = 100_000
_NOTES = ("a footnote", "an endnote")
_WHOLE_PAGES = ("a scanned page", "a page that draws")
_LONGEST_QUOTE = 120
_HINT = re.compile(
    r"\s*[(\[](?=[^()\[\]]*\b(?:words?|characters?|letters|lines|pages?|max(?:imum)?|minimum|optional|please|"
    r"bullets?|if (?:any|applicable|known|relevant)|delete as|no more than|complete|e\.?g)\b)"
    r"[^()\[\]]{1,120}[)\]]",
    re.IGNORECASE,
)
_APPENDIX = re.compile(
    r"(?:appendix|annexe?|schedule)\s+(?:[A-Z]{1,2}|\d{1,2}|[IVX]{1,4})\b(?![./]\d)[^\t]{0,150}",
    re.IGNORECASE,
)
_BROKEN_WORD = re.compile(r"[^\W\d_]-$")
_REST_OF_WORD = re.compile(r"(?!(?:and|or|to)\b)[a-z]")  # not “pre- and post-school”
_RUNS_ON = re.compile(
    r"(?<![;,])\s(?:the|a|an|of|for|with|and|to|in|by|from|their|our|its|this|these|that|which|will|be|is|are)$"
)
_IN_SENTENCE = re.compile(r"[\w,£%)’']$")
_SENTENCE_BEGINS = re.compile(r"[A-Z0-9£“‘\"'(]")
_GOES_ON = re.compile(r"[a-z]+(?:[ ,.;:)’'-]|$)")
_LETTERED_ITEM = re.compile(r"(?:[a-z]|[ivx]{1,4})[.)]\s")


class NothingFound(UnreadableDocument):
    """There is nothing of this kind of document in the file."""


@dataclass(frozen=True)
class Line:
    """One line that holds something: its text, where it stands, and whether it opens a cell or paragraph.

    `column` is its place in the row of a table, None where the file has no rows.
    """

    text: str
    place: str
    opens_cell: bool
    column: int | None = None

    @property
    def is_row(self) -> bool:
        """Return whether the line holds several cells of a row, parted by tabs."""
        return "\t" in self.text

    @property
    def cells(self) -> list[str]:
        """The texts of its cells, blank ones among them."""
        return [cell.strip() for cell in self.text.split("\t")]


@dataclass(frozen=True)
class DocumentLines:
    """A document's lines in reading order; `ends_abruptly` when the file stops in the middle of a line.

    `notes` say what else the file contains that was not read, or how it was read.
    """

    lines: tuple[Line, ...]
    ends_abruptly: bool = False
    notes: tuple[Issue, ...] = ()


def lines_of(source: SourceDocument) -> DocumentLines:
    """Return the lines of a text, a Word file or a PDF.

    Raises UnreadableDocument for any other, and for more lines than a document of forms has.
    """
    if not source.text and source.kind not in ("docx", "pdf"):
        raise UnreadableDocument(
            "Forms are read from Word and PDF files and from plain text. Use the Word file (.docx) that this one was "
            "made from, or its text."
        )
    lines = tuple(_of_text(source.text) if source.text else _of_blocks(source))
    if len(lines) > _MOST_LINES:
        raise UnreadableDocument(f"The document has more than {_MOST_LINES:,} lines. Divide it.")
    omissions = by_row(item for item in source.omissions if item.reason not in _NOTES)
    notes = tuple(map(_note_of, omissions))
    return DocumentLines(lines, source.ends_abruptly, notes)


def _of_text(text: str) -> Iterator[Line]:
    """Yield the lines of plain text: a tab at the beginning of one opens a cell, what follows belongs to it."""
    opens_cell = True
    for number, raw in numbered_lines(text):
        opens_cell = opens_cell or raw.startswith("\t")
        words = clean(with_tabs(raw))
        if words:
            yield Line(words, f"line {number}", opens_cell)
            opens_cell = False


def _of_blocks(source: SourceDocument) -> Iterator[Line]:
    """Yield every line of every block in order, each with the footnotes to it behind it, marked “*”."""
    notes: dict[Location, list[str]] = {}
    for omission in source.omissions:
        if omission.reason in _NOTES:
            notes.setdefault(omission.location, []).append(f"*{omission.text}")
    for location, texts in _pieces(source):
        noted = notes.pop(location, [])
        if noted:
            texts = (*texts[:-1], f"{texts[-1]}*", *noted)
        column = location.column - 1 if location.row else None
        for index, text in enumerate(texts):
            yield Line(text, _place_of(location), index == 0, column)


def _pieces(source: SourceDocument) -> Iterator[tuple[Location, tuple[str, ...]]]:
    """Yield the location and the lines of each paragraph, item and cell."""
    for block in source.blocks:
        if isinstance(block, Paragraph):
            yield block.location, tuple(block.text.split("\n"))
        elif isinstance(block, ItemList):
            for item, location in zip(block.items, block.locations, strict=True):
                first, *others = item.split("\n")
                yield location, (first if "\t" in first or is_list_item(first) else f"· {first}", *others)
        else:
            for cell in (cell for row in block.rows for cell in row if cell.text):
                yield cell.location, cell.lines


def _place_of(location: Location) -> str:
    if location.page:
        inside = f", line {location.line}" if location.line else ""
        inside = f", table {location.table}, row {location.row}" if location.row else inside
        return f"page {location.page}{inside}"
    if location.row:
        return f"table {location.table}, row {location.row}"
    return f"paragraph {location.line}" if location.line else ""


def _note_of(omission: Omission) -> Issue:
    """Return a note on something that the file contains and that is not among its lines; of a page, a question."""
    if omission.reason.startswith(_WHOLE_PAGES):
        message = f"the file contains {omission.reason}. Check that no form stands on it."
        return Issue(Severity.QUESTION, "page not read", "", f"page {omission.location.page}", message)
    said = f"{omission.reason} was not read: “{omission.text[:_LONGEST_QUOTE]}”."
    message = said if omission.text else f"the file contains {omission.reason}."
    return Issue(Severity.NOTE, "about the file", "", _place_of(omission.location), message)


def cells_of(line: Line) -> list[Line]:
    """Return the line parted at its tabs, blank cells left out; a line without tabs is itself.

    In a Word table a blank cell counts; in plain text a row may begin with a tab that opens a cell.
    """
    if "\t" not in line.text:
        return [line]
    pieces = [piece.strip() for piece in line.text.split("\t")]
    return [
        replace(line, text=piece, opens_cell=True, column=None if line.column is None else column)
        for column, piece in enumerate(pieces)
        if piece
    ]


def without_hint(text: str) -> str:
    """Return a heading of a template without what it says in brackets about how to fill it in: “(max 200 words)”."""
    return " ".join(_HINT.sub(" ", text).split(" ")).strip() if "(" in text or "[" in text else text


def end_of_forms(lines: Sequence[Line], headed: Iterable[int]) -> int:
    """Return where the forms of a document end: at an appendix behind the last of their headings, or with it.

    `headed` are the lines that are headings; “Appendix B: Equality duty” and “ANNEX 2” begin an appendix.
    """
    last = max(headed, default=len(lines))
    behind = (index for index in range(last + 2, len(lines)) if _APPENDIX.fullmatch(lines[index].text))
    return next((index for index in behind if lines[index].text[-1] not in ".,;:"), len(lines))


def joined(lines: Sequence[Line], shortest: int = 40) -> tuple[list[Line], list[str]]:
    """Return the lines with split paragraphs put together, and the places where that was done.

    Only where it is certain: a long line stops in mid-sentence, and the next begins with a small letter, or the line
    stops at a word that none ends with, or at a broken one. A line of fewer letters than the `shortest` may be an item
    of a list without marks.
    """
    places: list[str] = []
    runs: list[tuple[Line, list[str]]] = []
    for line in lines:
        if runs and _is_split(*runs[-1], line, shortest):
            _, texts = runs[-1]
            places.append(line.place)
            if _BROKEN_WORD.search(texts[-1]) and _REST_OF_WORD.match(line.text):
                texts[-1] = texts[-1][:-1]
            else:
                texts.append(" ")
            texts.append(line.text)
        else:
            runs.append((line, [line.text]))
    return [replace(line, text="".join(texts)) for line, texts in runs], places


def _is_split(before: Line, run: Sequence[str], line: Line, shortest: int) -> bool:
    if before.is_row or line.is_row or is_list_item(line.text) or _LETTERED_ITEM.match(line.text):
        return False
    first, last = run[0], run[-1]
    if _BROKEN_WORD.search(last) and _REST_OF_WORD.match(line.text):
        return True
    if len(last) < shortest and len(run) == 1:
        return False
    if _RUNS_ON.search(last[-20:]) and _SENTENCE_BEGINS.match(line.text):
        return True
    begins = is_list_item(first) or bool(_SENTENCE_BEGINS.match(first))
    return begins and bool(_IN_SENTENCE.search(last[-1:]) and _GOES_ON.match(line.text))


def narrative(texts: Iterable[str]) -> str:
    """Return the lines as one text: a blank line between paragraphs, none between items of a list or table.

    Bullets are all written “· ”, so that every file form of one document gives the same text.
    """
    pieces: list[str] = []
    before = ""
    for raw in texts:
        text = with_bullet(raw, "· ").rstrip()
        if pieces:
            are_items = is_list_item(before) and is_list_item(text)
            are_rows = "\t" in before and "\t" in text
            pieces.append("\n" if are_items or are_rows else "\n\n")
        pieces.append(text)
        before = text
    return "".join(pieces)
