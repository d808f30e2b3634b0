"""The cells of a workbook's sheets as the file states them, and what is hidden or merged.

Pure; lxml and openpyxl are imported for the first file only. It reads the file itself rather than through a
library for spreadsheets, because such a library also unfolds styles, merged areas and
drawings, for which a small hostile file can take minutes.
"""

import io
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from proposals.workbook.package import MOST_CELLS, MOST_ROWS, UnreadableWorkbook, damage_in_words

CellKind = Literal["text", "number", "percent", "date", "truth", "error", "formula"]
Address = tuple[int, int]

_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LAST_COLUMN, _LAST_ROW = 16_384, 1_048_576
_DATES_IN_FAR_EAST = frozenset({*range(27, 37), *range(50, 59)})


@dataclass(frozen=True)
class RawCell:
    """A cell: its kind of value, and the value as the file writes it."""

    kind: CellKind
    text: str


@dataclass(frozen=True)
class RawSheet:
    """The cells of one sheet that hold anything, by row and column counted from 1."""

    name: str
    is_hidden: bool
    cells: Mapping[Address, RawCell]
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[str, ...] = ()


@dataclass
class _Reading:
    """The content of one sheet while it is read."""

    cells: dict[Address, RawCell] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[str] = field(default_factory=list)


def address(row: int, column: int) -> str:
    """Return the cell's address as a spreadsheet prints it, such as F7."""
    from openpyxl.utils import get_column_letter

    return f"{get_column_letter(column)}{row}"


def read_sheets(parts: Mapping[str, bytes]) -> dict[str, RawSheet]:
    """Return the sheets by name; raises UnreadableWorkbook where the file is damaged."""
    with damage_in_words():
        targets = _targets(parts.get("xl/_rels/workbook.xml.rels", b"<none/>"))
        strings = list(_strings(parts.get("xl/sharedStrings.xml")))
        formats = _formats(parts.get("xl/styles.xml"))
        sheets = {}
        for sheet in _elements(parts["xl/workbook.xml"], "sheet"):
            name = sheet.get("name", "")
            part = targets.get(_attribute(sheet, "id"), "")
            if part in parts:
                found = _read_sheet(parts[part], strings, formats)
                sheets[name] = RawSheet(
                    name,
                    sheet.get("state", "visible") != "visible",
                    found.cells,
                    frozenset(found.hidden_rows),
                    frozenset(found.hidden_columns),
                    tuple(found.merged),
                )
    return sheets


def _elements(part: bytes, *names: str) -> Iterator[Any]:
    """Yield the elements of these names as they end; the rest is let go."""
    from lxml import etree

    wanted = [f"{{*}}{name}" for name in names]
    for _, element in etree.iterparse(
        io.BytesIO(part), events=("end",), tag=wanted, resolve_entities=False, no_network=True, load_dtd=False
    ):
        yield element
        element.clear()
        parent = element.getparent()
        while parent is not None and element.getprevious() is not None:
            del parent[0]


def _local(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _attribute(element: Any, name: str) -> str:
    """Return the attribute of that local name, in whichever namespace (transitional or strict)."""
    return next((str(value) for key, value in element.items() if key.rpartition("}")[2] == name), "")


def _targets(part: bytes) -> dict[str, str]:
    return {
        item.get("Id", ""): posixpath.normpath(posixpath.join("/xl", item.get("Target", ""))).lstrip("/")
        for item in _elements(part, "Relationship")
        if item.get("Type", "").endswith("/worksheet") and item.get("TargetMode") != "External"
    }


def _strings(part: bytes | None) -> Iterator[str]:
    if part is None:
        return
    for item in _elements(part, "si"):
        yield _text_of(item)


def _text_of(item: Any) -> str:
    """Return the text of a string, plain or in runs; how it is pronounced (rPh) is no part of it."""
    pieces = []
    for element in item.iter("{*}t"):
        parent = element.getparent()
        if parent is None or _local(parent) != "rPh":
            pieces.append(element.text or "")
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), "".join(pieces))


def _formats(part: bytes | None) -> list[CellKind]:
    """Return what a number in each cell format is: a number, a percentage or a date."""
    if part is None:
        return []
    from lxml import etree
    from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

    codes = dict(BUILTIN_FORMATS)
    kinds: list[CellKind] = []
    root = etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True))
    for element in root.iterfind("{*}numFmts/{*}numFmt"):
        codes[int(element.get("numFmtId", "0"))] = element.get("formatCode", "")
    for element in root.iterfind("{*}cellXfs/{*}xf"):
        number = int(element.get("numFmtId", "0"))
        code = codes.get(number, "General")
        is_date = number in _DATES_IN_FAR_EAST or bool(is_date_format(code))
        kinds.append("date" if is_date else "percent" if "%" in code else "number")
    return kinds


def _read_sheet(part: bytes, strings: list[str], formats: list[CellKind]) -> _Reading:
    found = _Reading()
    row = 0
    for element in _elements(part, "row", "mergeCell", "col"):
        name = _local(element)
        if name == "row":
            row = _read_row(element, row, found, strings, formats)
        elif name == "mergeCell":
            found.merged.append(element.get("ref", ""))
        elif _is_true(element.get("hidden")):
            first, last = int(element.get("min", "0")), int(element.get("max", "0"))
            found.hidden_columns.update(range(first, min(last, _LAST_COLUMN) + 1))
        # The pattern that measured the file could be misled; the reader itself cannot.
        if len(found.cells) > MOST_CELLS or len(found.hidden_rows) > MOST_ROWS:
            raise UnreadableWorkbook(f"The workbook has more than {MOST_CELLS:,} cells.")
    return found


def _read_row(
    element: Any, previous: int, found: _Reading, strings: list[str], formats: list[CellKind]
) -> int:
    row = int(element.get("r") or previous + 1)
    if not 0 < row <= _LAST_ROW:
        raise ValueError(row)
    column = 0
    filled = False
    for item in element.iterchildren("{*}c"):
        column = _column_of(item, row) or column + 1
        cell = _cell(item, strings, formats)
        if cell is None:
            continue
        if (row, column) in found.cells:
            raise UnreadableWorkbook(f"The file states the cell {address(row, column)} twice.")
        found.cells[row, column] = cell
        filled = True
    if filled and _is_true(element.get("hidden")):
        found.hidden_rows.add(row)
    return row


def _column_of(item: Any, row: int) -> int:
    stated = item.get("r")
    if stated is None:
        return 0
    match = _ADDRESS.fullmatch(stated)
    if match is None or int(match[2]) != row:
        raise ValueError(stated)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    if column > _LAST_COLUMN:
        raise ValueError(stated)
    return column


def _is_true(value: str | None) -> bool:
    return value in {"1", "true"}


def _cell(item: Any, strings: list[str], formats: list[CellKind]) -> RawCell | None:
    """Return the cell, or None where it is empty."""
    formula, value, inline = (item.find(f"{{*}}{name}") for name in ("f", "v", "is"))
    stated = (value.text or "") if value is not None else ""
    if formula is not None:
        return RawCell("formula", formula.text or "")
    kind = item.get("t", "n")
    if kind == "inlineStr":
        return _text(_text_of(inline) if inline is not None else "")
    if not stated:
        return None
    if kind == "s":
        return _text(strings[int(stated)])
    if kind == "str":
        return _text(_ESCAPED.sub(lambda match: chr(int(match[1], 16)), stated))
    if kind in {"b", "e", "d"}:
        kinds: dict[str, CellKind] = {"b": "truth", "e": "error", "d": "date"}
        return RawCell(kinds[kind], stated)
    float(stated)  # raises ValueError for what is no number
    style = int(item.get("s", "0"))
    return RawCell(formats[style] if 0 <= style < len(formats) else "number", stated)


def _text(text: str) -> RawCell | None:
    return RawCell("text", text) if text.strip() else None
