"""An Excel workbook (.xlsx, .xlsm): its stored values as they are displayed; no formula, macro or link is run."""

import posixpath
import re
import string
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Generic, TypeVar

from councilsavings.garbage import without_collecting
from proposals.importing.files.blocks import Location, Omission, SourceDocument
from proposals.importing.files.cleaning import UnreadableDocument
from proposals.importing.files.number_formats import BUILT_IN, date_of, exact, is_date_format
from proposals.importing.files.package import damage_in_words, elements, parsed
from proposals.importing.files.sheets import (
    MOST_ROWS,
    Area,
    CellStyle,
    Run,
    Sheet,
    document_of,
    too_large,
)

_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LAST_COLUMN = 16_384
_ROW = re.compile(rb"<(?:\w+:)?row[\s>/]")
_TRUE = {"1", "true", "on"}
AnySheet = TypeVar("AnySheet", bound=Sheet)
_SAVE_AS = "“Excel workbook (.xlsx)”"


@without_collecting()
def read_excel(parts: Mapping[str, bytes | None], kind: str) -> SourceDocument:
    """Return the workbook's sheets in order; raises UnreadableDocument where it is damaged or too large."""
    with damage_in_words(_SAVE_AS):
        omissions = list(_beside_the_sheets(parts))
        sheets = []
        for sheet in sheets_of(parts, Sheet, SheetReader):
            if sheet.part:
                _beside_the_cells(parts, sheet.part, sheet)
            sheets.append(sheet)
        return document_of(kind, sheets, omissions)


def _beside_the_sheets(parts: Mapping[str, bytes | None]) -> Iterator[Omission]:
    """Yield what the workbook would run or fetch; raises UnreadableDocument for links to other programs."""
    names = [name.lower() for name in parts]
    if any(b"<ddeLink" in (part or b"") for name, part in parts.items() if "/externallinks/" in name.lower()):
        raise UnreadableDocument(
            "The workbook starts other programs (DDE links), which no table of savings needs. Copy its table into "
            "a new workbook as values."
        )
    if any("vbaproject" in name or "/macrosheets/" in name for name in names):
        yield Omission(Location(), "", "macros, which were not run")
    if any("/externallinks/" in name for name in names):
        yield Omission(
            Location(), "", "links to other workbooks, which were not followed: stored values were read"
        )
    if "xl/connections.xml" in names:
        yield Omission(
            Location(), "", "connections to other data, which were not followed: stored values were read"
        )


def sheets_of(
    parts: Mapping[str, bytes | None], kind_of_sheet: type[AnySheet], reader: "type[SheetReader[AnySheet]]"
) -> Iterator[AnySheet]:
    """Yield the sheets in order, of the kind given, each filled by its reader."""
    book = parsed(parts["xl/workbook.xml"])
    targets = _relations(parts, "xl/workbook.xml")
    strings = [_runs(item) for item in elements(parts.get("xl/sharedStrings.xml") or b"<none/>", "si")]
    styles = _styles(parts.get("xl/styles.xml"))
    settings = book.find("{*}workbookPr")
    since_1904 = settings is not None and settings.get("date1904") in _TRUE
    for item in book.iterfind("{*}sheets/{*}sheet"):
        identifier = next((value for key, value in item.items() if key.endswith("}id")), "")
        kind, name = targets.get(identifier, ("", ""))
        part = parts.get(name)
        sheet = kind_of_sheet(item.get("name", ""), hidden=item.get("state", "visible") != "visible")
        if kind != "worksheet" or part is None:
            sheet.omit(0, 0, "", f"a sheet that holds no cells ({kind or 'missing'})")
        else:
            sheet.part = name
            reader(sheet, strings, styles, since_1904).read(part)
        yield sheet


def _relations(parts: Mapping[str, bytes | None], name: str) -> dict[str, tuple[str, str]]:
    """Return the kind and the name of every part that a part refers to, by its identifier."""
    folder, _, base = name.rpartition("/")
    root = parsed(parts.get(f"{folder}/_rels/{base}.rels"))
    if root is None:
        return {}
    return {
        item.get("Id", ""): (
            item.get("Type", "").rpartition("/")[2],
            posixpath.normpath(posixpath.join("/", folder, item.get("Target", ""))).lstrip("/"),
        )
        for item in root
        if item.get("TargetMode") != "External"
    }


def _runs(item: Any) -> list[Run]:
    """Return the pieces of a text; how it is pronounced (rPh) is no part of it."""
    runs = []
    for child in item:
        if child.tag.endswith("}t"):
            runs.append(Run(_unescaped(child.text or "")))
        elif child.tag.endswith("}r"):
            text = "".join(_unescaped(piece.text or "") for piece in child.iterfind("{*}t"))
            font = child.find("{*}rPr")
            runs.append(Run(text, _is_on(font, "strike"), _is_raised(font), _is_on(font, "b")))
    return runs


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _is_on(font: Any, name: str) -> bool:
    found = font.find(f"{{*}}{name}") if font is not None else None
    return found is not None and found.get("val", "1") in _TRUE


def _is_raised(font: Any) -> bool:
    found = font.find("{*}vertAlign") if font is not None else None
    return found is not None and found.get("val") == "superscript"


def _styles(part: bytes | None) -> list[CellStyle]:
    root = parsed(part)
    if root is None:
        return []
    formats = dict(BUILT_IN)
    for item in root.iterfind("{*}numFmts/{*}numFmt"):
        formats[int(item.get("numFmtId", "0"))] = item.get("formatCode", "")
    fonts = [
        (_is_on(font, "b"), _is_on(font, "strike"), _is_raised(font))
        for font in root.iterfind("{*}fonts/{*}font")
    ]
    return [_style(item, formats, fonts) for item in root.iterfind("{*}cellXfs/{*}xf")]


def _style(item: Any, formats: Mapping[int, str], fonts: list[tuple[bool, bool, bool]]) -> CellStyle:
    number = int(item.get("numFmtId", "0"))
    code = formats.get(number, "dd/mm/yyyy" if 27 <= number <= 36 or 50 <= number <= 58 else "")
    code = "" if code.lower() == "general" else code
    font = int(item.get("fontId", "0"))
    bold, struck, raised = fonts[font] if font < len(fonts) else (False, False, False)
    alignment = item.find("{*}alignment")
    indent = int(alignment.get("indent", "0")) if alignment is not None else 0
    return CellStyle(code, is_date_format(code), bold, indent, struck, raised)


class SheetReader(Generic[AnySheet]):
    """Fills one sheet from its part."""

    def __init__(
        self, sheet: AnySheet, strings: list[list[Run]], styles: list[CellStyle], since_1904: bool
    ) -> None:
        self.sheet = sheet
        self.strings = strings
        self.styles = styles
        self.since_1904 = since_1904

    def read(self, part: bytes) -> None:
        """Read the rows, the hidden columns and the merged areas of the sheet."""
        rows = len(_ROW.findall(part))
        if rows > MOST_ROWS:
            raise too_large(self.sheet.name, rows, 1)
        row = 0
        for element in elements(part, "row", "mergeCell", "col"):
            name = element.tag.rpartition("}")[2]
            if name == "row":
                row = self._row(element, row)
            elif name == "mergeCell":
                self.sheet.merged.extend(_area(element.get("ref", "")))
            elif element.get("hidden") in _TRUE or float(element.get("width", "1")) == 0:
                last = min(int(element.get("max", "0")), _LAST_COLUMN)
                self.sheet.hidden_columns.update(range(int(element.get("min", "1")), last + 1))

    def _row(self, element: Any, previous: int) -> int:
        row = int(element.get("r") or previous + 1)
        if element.get("hidden") in _TRUE or float(element.get("ht", "1")) == 0:
            self.sheet.hidden_rows.add(row)
        column = 0
        for item in element:
            if item.tag.endswith("}c"):
                column = _column(item.get("r"), row) or column + 1
                self.cell(item, row, column)
        return row

    def cell(self, item: Any, row: int, column: int) -> None:
        """Put a cell as it is displayed into the sheet; a formula without a stored value stands for itself."""
        if (row, column) in self.sheet.cells:
            raise ValueError(item.get("r"))
        stated, formula, inline = self.parts_of(item)
        if formula is not None and stated is None:
            self.sheet.put_formula(row, column, formula.text or "")
        elif inline is not None or stated is not None:
            self._value(row, column, self.style_of(item), item.get("t", "n"), stated or "", inline)

    @staticmethod
    def parts_of(item: Any) -> tuple[str | None, Any, Any]:
        """Return the stored value of a cell, its formula and its text in place, each None where there is none."""
        stated = formula = inline = None
        for child in item:
            if child.tag.endswith("}v"):
                stated = child.text
            elif child.tag.endswith("}f"):
                formula = child
            elif child.tag.endswith("}is"):
                inline = child
        return stated, formula, inline

    def style_of(self, item: Any) -> CellStyle:
        """Return how a cell is shown."""
        number = int(item.get("s", "0"))
        return self.styles[number] if 0 <= number < len(self.styles) else CellStyle()

    def runs_of(self, kind: str, stated: str | None, inline: Any) -> list[Run]:
        """Return the text of a cell in pieces: a shared one, one in place, or the result of a formula."""
        if kind == "s":
            return self.strings[int(stated or "")]
        if kind == "inlineStr":
            return _runs(inline) if inline is not None else []
        return [Run(_unescaped(stated or ""))]

    def _value(self, row: int, column: int, style: CellStyle, kind: str, stated: str, inline: Any) -> None:
        if kind == "n":
            value = exact(stated)
            moment = date_of(value, since_1904=self.since_1904) if style.is_date else None
            self.sheet.put(row, column, style, value=value if moment is None else moment)
        elif kind == "b":
            self.sheet.put(row, column, style, [Run({"0": "FALSE", "1": "TRUE"}.get(stated, stated))])
        else:
            self.sheet.put(row, column, style, self.runs_of(kind, stated, inline))


def _column(address: str | None, row: int) -> int:
    """Return the column of an address, which has to be in the row that it stands in; 0 where there is none."""
    if address is None:
        return 0
    letters = address.rstrip("0123456789")
    if address[len(letters) :] != str(row):
        raise ValueError(address)
    return _column_number(letters.replace("$", ""))


@lru_cache(maxsize=1024)
def _column_number(letters: str) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + string.ascii_uppercase.index(letter) + 1
    if not 0 < column <= _LAST_COLUMN:
        raise ValueError(letters)
    return column


def _area(reference: str) -> Iterator[Area]:
    first, _, last = reference.partition(":")
    if last:
        top, bottom = (int(_ADDRESS.fullmatch(end)[2]) for end in (first, last))  # type: ignore[index]
        yield top, _column(first, top), bottom, _column(last, bottom)


def _beside_the_cells(parts: Mapping[str, bytes | None], name: str, sheet: Sheet) -> None:
    """Note the comments, pictures, charts, text boxes and inserted documents of a sheet as omissions."""
    for kind, target in _relations(parts, name).values():
        if kind == "comments":
            for item in elements(parts.get(target) or b"<none/>", "comment"):
                sheet.omit(*_position(item.get("ref", "")), "".join(item.itertext("{*}t")), "a comment")
        elif kind == "drawing":
            _drawing(parts.get(target), sheet)
        elif kind in {"oleObject", "package", "control"}:
            sheet.omit(0, 0, "", "an inserted document")


def _position(address: str) -> tuple[int, int]:
    match = _ADDRESS.fullmatch(address)
    return (int(match[2]), _column(address, int(match[2]))) if match else (0, 0)


def _drawing(part: bytes | None, sheet: Sheet) -> None:
    root = parsed(part)
    for item in root.iterchildren() if root is not None else ():
        start = item.find("{*}from")
        row, column = (
            (int(start.findtext("{*}row", "0")) + 1, int(start.findtext("{*}col", "0")) + 1)
            if start is not None
            else (0, 0)
        )
        text = " ".join(piece.text or "" for piece in item.iter("{*}t"))
        if item.find(".//{*}pic") is not None:
            named = item.find(".//{*}cNvPr")
            sheet.omit(row, column, named.get("descr", "") if named is not None else "", "a picture")
        elif item.find(".//{*}graphicFrame") is not None:
            sheet.omit(row, column, text, "a chart or drawing")
        elif text.strip():
            sheet.omit(row, column, text, "a text box")
