"""Text files: values parted by commas or tabs as one grid; other text as paragraphs, lists and the tables in it."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import count, groupby, takewhile

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
from proposals.importing.files.cleaning import LONGEST_LINE, UnreadableDocument, clean, is_bullet, with_bullet
from proposals.importing.files.pdf_lines import Line, Word
from proposals.importing.files.pdf_tables import unruled_tables
from proposals.importing.files.sheets import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, UNSTORED, text_cell

_LINE_END = re.compile(r"\r\n|\r|\n")
# A page or line break inside what an editor counts as one line.
_BREAK_INSIDE = re.compile(r"[\x0b\x0c\x85\u2028\u2029]")
_AS_WINDOWS = (
    "text that is not saved as UTF-8; it was read as Windows-1252. Check its pound signs, quotes and dashes"
)
_BARS = re.compile(r"\s*\|(?P<cells>[^|\r\n]*(?:\|[^|\r\n]*)+)\|\s*")
_RULE = re.compile(r"[\s\t|:+=_–—-]*")
_LONE_CELL = re.compile(r"\t[^\t]+")
"""A cell on a line of its own; more tabs around its words tell the column of a row that it stands in."""
_QUOTED = re.compile(r'(?:(?<=\t)|(?<=\n)|\A)"((?:[^"]|""){0,30000}+)"(?=\t|\r?\n|\Z)')
_BREAK_IN_CELL = "\x1e"
_DDE = re.compile(r"^[=+@-].{0,60}\|.*!", re.DOTALL)
_EXCEL_TEXT = re.compile(r'="([^"]*)"')
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
# What English typists have beside ASCII in Windows-1252. Other old encodings turn into letters outside of it.
_WINDOWS_1252 = set("£€‘’“”–—…•·†‡°²³¹¼½¾×éèêëàâçôöüïñÉ©®™§\xa0\xad")
_SAVE_AS = "Save the document as plain text with the encoding UTF-8, or use the Word or Excel file itself."
_MOST_LINES, _MOST_LETTERS = 100_000, 20_000_000
_LONGEST_TABLE, _LONGEST_ROW, _LOOKED_AT = 10_000, 400, 500
_MOST_WORDS = 12  # of a line that is no prose
_WORD = re.compile(r"\S+")
_CELL, _ROW, _ITEM, _TEXT = "cell", "row", "item", "text"
_LEAST_ROWS, _LEAST_COLUMNS = 3, 3  # of a table, in a file that is not named .csv


def read_text_file(content: bytes, file_name: str) -> SourceDocument:
    """Return the blocks of a text file in UTF-8, UTF-16 or plain English Windows-1252.

    Raises UnreadableDocument, naming the line where there is one, for bytes that are no such text.
    """
    text, omissions = _decoded(content)
    ending = file_name.rpartition(".")[2].lower()
    delimiter = _delimiter(text, ending)
    if delimiter:
        kind = {"\t": "tsv"}.get(delimiter, "csv")
        grid, left_out = _delimited(text, delimiter)
        return SourceDocument(kind, [grid] if grid else [], [*omissions, *left_out], text)
    return SourceDocument("text", list(_blocks(text, omissions)), omissions, text)


def _decoded(content: bytes) -> tuple[str, list[Omission]]:
    if content.startswith(_UTF_16_MARKS):
        try:
            return _limited(content.decode("utf-16")), []
        except UnicodeDecodeError as error:
            raise UnreadableDocument(
                f"The file is cut short or not the text that it says. {_SAVE_AS}"
            ) from error
    if b"\x00" in content:
        raise UnreadableDocument(
            "The file is not a text document, nor a spreadsheet, a Word document or a PDF, whatever its name says: "
            f"it holds binary data. {_SAVE_AS}"
        )
    try:
        return _limited(content.decode("utf-8-sig")), []
    except UnicodeDecodeError as error:
        return _windows(content, error), [Omission(Location(), "", _AS_WINDOWS)]


def _windows(content: bytes, error: UnicodeDecodeError) -> str:
    """Return a text that is no UTF-8 but can be nothing else than Windows-1252."""
    if error.reason == "unexpected end of data" and error.end == len(content):
        raise UnreadableDocument(
            "The file ends in the middle of a character: it is cut short. Ask for the whole file."
        ) from error
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        text = "\0"
    if any(not letter.isascii() and letter not in _WINDOWS_1252 for letter in set(text)) or "\0" in text:
        line = len(_LINE_END.findall(content[: error.start].decode("utf-8-sig", errors="replace"))) + 1
        raise UnreadableDocument(f"Line {line} is not UTF-8 text. {_SAVE_AS}") from error
    return _limited(text)


def _limited(text: str) -> str:
    if len(text) > _MOST_LETTERS:
        raise UnreadableDocument(f"The document has more than {_MOST_LETTERS:,} letters. Divide it.")
    if max(text.count("\n"), text.count("\r")) > _MOST_LINES:
        raise UnreadableDocument(f"The document has more than {_MOST_LINES:,} lines. Divide it.")
    clean(max(_LINE_END.split(text), key=len)[: LONGEST_LINE + 1])  # refuses a line that is too long
    return text


def _delimiter(text: str, ending: str) -> str:
    """Return what parts the values of a file of values, nothing for any other text."""
    if ending in {"tsv", "tab"}:
        return "\t"
    stated = re.match(r"sep=(.)\r?\n", text)
    if stated:
        return stated[1]
    candidates = {mark: _widths(text, mark) for mark in (",", ";", "\t", "|")}
    best = max(
        candidates,
        key=lambda mark: (
            sum(width > 1 for width in candidates[mark]) * 100 + max(candidates[mark], default=0)
        ),
    )
    if ending == "csv":
        return best if max(candidates[best], default=0) > 1 else ","
    widths = candidates[best]
    is_table = (
        best in ",;" and len(widths) >= _LEAST_ROWS and len(set(widths)) == 1 and widths[0] >= _LEAST_COLUMNS
    )
    return best if is_table else ""


def _widths(text: str, delimiter: str) -> list[int]:
    """Return how many values the first rows have that hold anything."""
    try:
        rows = csv.reader(io.StringIO(text[:20_000]), delimiter=delimiter)
        widths = [len(row) for _, row in zip(range(40), rows, strict=False) if any(row)]
    except csv.Error:
        return []
    return widths[:-1] if len(text) > 20_000 else widths


def _delimited(text: str, delimiter: str) -> tuple[Grid | None, list[Omission]]:
    """Return the rows as a spreadsheet would open them, formulas left out."""
    omissions: list[Omission] = []
    rows: list[list[Cell]] = []
    body = re.sub(r"\Asep=.\r?\n", "", text)
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=delimiter)
    line, cells = 1, 0
    try:
        for number, values in enumerate(reader, start=1):
            cells += len(values)
            if number > MOST_ROWS or len(values) > MOST_COLUMNS or cells > MOST_CELLS:
                raise UnreadableDocument(
                    f"The file has more than {MOST_ROWS:,} rows or {MOST_CELLS:,} cells. Divide it."
                )
            places = (Location(row=number, column=column, line=line) for column in count(1))
            rows.append(
                [_value(value, place, omissions) for value, place in zip(values, places, strict=False)]
            )
            line = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableDocument(
            f"The file is not a table of values parted by commas or tabs: {error}."
        ) from error
    return _grid(rows), omissions


def _value(value: str, location: Location, omissions: list[Omission]) -> Cell:
    quoted = _EXCEL_TEXT.fullmatch(value)
    if quoted:
        value = quoted[1]
    elif _DDE.match(value):
        raise UnreadableDocument(
            f"Line {location.line} starts another program (“{value[:60]}”), which no table of savings needs."
        )
    elif value.startswith("=") and len(value) > 1:
        omissions.append(Omission(location, value[:300], UNSTORED))
    return text_cell(value, location) or Cell(location=location)


def _grid(rows: Sequence[Sequence[Cell]], table: int = 0) -> Grid | None:
    """Return the rows as one grid, padded to the same length; blank rows at its end are no part of it."""
    kept = list(rows)
    while kept and all(cell.is_blank for cell in kept[-1]):
        kept.pop()
    width = max((len(row) for row in kept), default=0)
    if not width:
        return None
    if width * len(kept) > MOST_CELLS:
        raise UnreadableDocument(f"The table has more than {MOST_CELLS:,} cells. Divide it.")
    padded = tuple((*row, *_blanks(row, width, index)) for index, row in enumerate(kept, start=1))
    first = kept[0][0].location if kept[0] else Location()
    return Grid(padded, replace(first, row=0, column=0, table=table))


def _blanks(row: Sequence[Cell], width: int, index: int) -> list[Cell]:
    at = row[0].location if row else Location(row=index)
    return [Cell(location=replace(at, column=column)) for column in range(len(row) + 1, width + 1)]


@dataclass
class _Piece:
    """A line of a text as part of a block: pieces of one sort that follow one another are one block."""

    sort: str
    line: int
    cells: list[str]
    further: list[str] = field(default_factory=list)
    """The lines that follow a cell on a line of its own and belong to it."""


def _blocks(text: str, omissions: list[Omission]) -> Iterator[Block]:
    """Yield the blocks of a text, their places numbered as an editor numbers its lines."""
    tables = count = 0
    for sort, group in groupby(_pieces(text), key=lambda piece: piece.sort):
        pieces = list(group)
        if sort == _ITEM:
            items = tuple(piece.cells[0] for piece in pieces)
            if any(items):
                yield ItemList(items, Location(line=pieces[0].line))
            continue
        if sort == _TEXT:
            yield from (Paragraph(piece.cells[0], location=Location(line=piece.line)) for piece in pieces)
            continue
        count += sum(len(piece.cells) for piece in pieces)
        if count > MOST_CELLS:
            raise UnreadableDocument(f"The document has more than {MOST_CELLS:,} cells. Divide it.")
        rows = [
            _row(piece, Location(table=tables + 1, row=row), omissions) for row, piece in enumerate(pieces, 1)
        ]
        grid = _grid(rows, tables + 1)
        if grid:
            tables += 1
            yield grid


def _row(piece: _Piece, location: Location, omissions: list[Omission]) -> list[Cell]:
    cells = [
        _value(
            text.replace(_BREAK_IN_CELL, "\n"), replace(location, column=column, line=piece.line), omissions
        )
        for column, text in enumerate(piece.cells, start=1)
    ]
    if piece.further:
        cells[0] = replace(cells[0], text="\n".join([*cells[0].lines, *piece.further]))
    return cells


def _pieces(text: str) -> Iterator[_Piece]:
    """Yield the lines that hold something, each with the sort of block that it is part of."""
    lines = list(numbered_lines(text))
    index = failed = failed_beyond = 0
    open_cell: _Piece | None = None
    while index < len(lines):
        number, raw = lines[index]
        if index >= failed and "  " in raw.strip() and "\t" not in raw:
            below = [line for _, line in lines[index : index + _LONGEST_TABLE]]
            block = list(takewhile(lambda line: line.strip() and "\t" not in line, below))
            further = list(_printed(below)) if index >= failed_beyond else block
            rows, end = _aligned_rows(further)
            if not rows:
                failed_beyond = max(failed_beyond, index + len(further))
                rows, end = _aligned_rows(block)
            for row in rows:
                line = lines[index + row[0].location.line - 1][0]
                yield _Piece(f"aligned from {number}", line, [cell.text for cell in row])
            if rows:
                index, open_cell = index + end, None
                continue
            failed = index + len(block)
        index += 1
        piece = _piece(number, raw, open_cell)
        if piece and piece is not open_cell:
            yield piece
        open_cell = piece if piece and piece.sort == _CELL else None


def _piece(number: int, raw: str, open_cell: _Piece | None) -> _Piece | None:
    """Return what a line is, or the open cell where it goes on with that; None where it is blank or a rule."""
    tabbed = with_tabs(raw)
    words = clean(tabbed.replace(_BREAK_IN_CELL, " "))
    if not words or ("\t" in tabbed and _RULE.fullmatch(tabbed)):
        return None
    if _LONE_CELL.fullmatch(tabbed):
        return _Piece(_CELL, number, [tabbed.strip()])
    if tabbed is not raw or "\t" in tabbed.strip(" "):
        return _Piece(_ROW, number, tabbed.rstrip("\r").split("\t"))
    if open_cell:
        open_cell.further.append(words)
        return open_cell
    is_item = is_bullet(words)
    return _Piece(_ITEM if is_item else _TEXT, number, [with_bullet(words, "") if is_item else words])


def _printed(lines: Sequence[str]) -> Iterator[str]:
    """Yield the lines that can be those of a table that spaces align, blank ones among them, up to any prose."""
    above = "the line before them"
    for line in lines:
        is_prose = "  " not in line.strip() and len(line.split()) > _MOST_WORDS
        is_sentence = not above.strip() and line.rstrip().endswith(".") and not any(map(str.isdigit, line))
        if "\t" in line or is_prose or is_sentence:
            return
        yield line
        above = line


def _aligned_rows(lines: Sequence[str]) -> tuple[Sequence[Sequence[Cell]], int]:
    """Return the rows of the table that begins with the first of these lines, its cells aligned by spaces, and its end.

    It is found as a table without lines is in a PDF, each letter a point wide. Nothing where none begins, or where
    fewer than half of the lines have a gap.
    """
    if sum(bool(line.strip()) for line in lines) < _LEAST_ROWS:
        return [], 0
    drawn = [
        Line([Word(m[0], m.start(), m.end(), top, top + 1, 2.5, False) for m in _WORD.finditer(line)], top)
        for top, line in enumerate(lines, start=1)
        if line.strip()
    ]
    with_gaps = sum("  " in line.replace("\xa0", " ").strip() for line in lines)
    if with_gaps * 2 < len(drawn) or max(map(len, lines), default=0) > _LONGEST_ROW:
        return [], 0
    if len(lines) > _LOOKED_AT and not _aligned_rows(lines[:_LOOKED_AT])[1]:
        return [], 0
    tables, _ = unruled_tables(0, drawn)
    if not tables or tables[0].top > 1:
        return [], 0
    return tables[0].rows, int(tables[0].bottom) - 1


def with_tabs(raw: str) -> str:
    """Return a row that bars draw (“| Parks | 40 |”), as some converters write tables, with tabs between its cells."""
    row = _BARS.fullmatch(raw)
    return "\t".join(cell.strip() for cell in row["cells"].split("|")) if row else raw


def numbered_lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines with their numbers; a quoted cell with line breaks, as Excel copies it, is one line."""
    if '"' in text and "\t" in text:
        text = _QUOTED.sub(_unquoted, text)
    number = 1
    for numbered in _LINE_END.split(text):
        for raw in _BREAK_INSIDE.split(numbered):
            yield number, raw
        number += 1 + numbered.count(_BREAK_IN_CELL)


def _unquoted(match: re.Match[str]) -> str:
    inside = match[1]
    if not any(mark in inside for mark in ("\n", "\r", "\t", '""')):
        return match[0]
    return _LINE_END.sub(_BREAK_IN_CELL, inside.replace('""', '"').replace("\t", " "))
