"""Opening a workbook for editing as every spreadsheet is opened, and refusing what could run or fetch anything."""

import re
from collections.abc import Mapping
from typing import Any

from proposals.importing.files.cleaning import UnreadableDocument
from proposals.importing.files.excel import SheetReader, sheets_of
from proposals.importing.files.package import damage_in_words, open_package
from proposals.workbook.sheets import CellKind, RawCell, RawSheet, address

MOST_ROWS = 20_000
"""In one sheet: more than any round has sections."""
MOST_CELLS = 400_000
"""In all sheets together: a round of a thousand proposals has a hundred thousand."""
_MOST_PARTS = 300
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ROW, _CELL = (re.compile(rb"<(?:\w+:)?" + name + rb"[\s>/]") for name in (b"row", b"c"))
_KINDS: Mapping[str, CellKind] = {"b": "truth", "e": "error", "d": "date"}


def open_workbook(content: bytes, file_name: str) -> dict[str, RawSheet]:
    """Return the sheets by name.

    Raises UnreadableDocument for what is no .xlsx, is damaged or too large, or brings macros, links to other files
    or entities of its own.
    """
    _check_kind(content, file_name)
    with damage_in_words("“Excel workbook (.xlsx)”"):
        parts = open_package(content, _MOST_PARTS)
        _check_parts(parts)
        return {sheet.name: sheet for sheet in sheets_of(parts, RawSheet, _RawReader)}


class _RawReader(SheetReader[RawSheet]):
    def cell(self, item: Any, row: int, column: int) -> None:
        if (row, column) in self.sheet.raw:
            raise UnreadableDocument(f"The file states the cell {address(row, column)} twice.")
        cell = self._raw(item)
        if cell is not None:
            self.sheet.raw[row, column] = cell

    def _raw(self, item: Any) -> RawCell | None:
        stated, formula, inline = self.parts_of(item)
        kind = item.get("t", "n")
        if formula is not None:
            return RawCell("formula", formula.text or "")
        if kind in {"inlineStr", "s", "str"}:
            text = "".join(run.text for run in self.runs_of(kind, stated, inline))
            return RawCell("text", text) if text.strip() else None
        if not stated:
            return None
        if kind in _KINDS:
            return RawCell(_KINDS[kind], stated)
        float(stated)  # raises ValueError for what is no number
        style = self.style_of(item)
        return RawCell(
            "date" if style.is_date else "percent" if "%" in style.number_format else "number", stated
        )


def _check_kind(content: bytes, file_name: str) -> None:
    if content.startswith(_OLD_OFFICE):
        raise UnreadableDocument(
            "This is an old Excel file (.xls), or one with a password. Open it in Excel, take the password off "
            "and save it as “Excel workbook (.xlsx)”."
        )
    ending = file_name.rpartition(".")[2].lower()
    if ending in {"xlsm", "xltm", "xlsb", "xlam"}:
        raise UnreadableDocument(
            f"A workbook that may hold macros (.{ending}) is not read: save it as “Excel workbook (.xlsx)”."
        )
    if ending != "xlsx" or not content.startswith(b"PK\x03\x04"):
        raise UnreadableDocument(
            "This is not an Excel workbook (.xlsx). Upload the workbook that you downloaded for editing."
        )


def _check_parts(parts: Mapping[str, bytes | None]) -> None:
    names = [name.lower() for name in parts]
    may_run = b"macroEnabled" in (parts.get("[Content_Types].xml") or b"").replace(b"\0", b"")
    if may_run or any("vbaproject" in name or "/macrosheets/" in name for name in names):
        raise UnreadableDocument(
            "The workbook may hold macros, which are not read: save it as “Excel workbook (.xlsx)”."
        )
    if any("/externallinks/" in name or name.endswith("xl/connections.xml") for name in names):
        raise UnreadableDocument(
            "The workbook is linked to other files. In Excel choose Data, Edit links, Break link, and save it."
        )
    if "xl/workbook.xml" not in names:
        raise UnreadableDocument("This is not an Excel workbook (.xlsx), whatever its name says.")
    sheets = [part or b"" for name, part in parts.items() if name.startswith("xl/worksheets/")]
    rows = max((len(_ROW.findall(sheet)) for sheet in sheets), default=0)
    if rows > MOST_ROWS:
        raise UnreadableDocument(
            f"A sheet has {rows:,} rows; at most {MOST_ROWS:,} are read. Delete the empty rows at its end."
        )
    cells = sum(len(_CELL.findall(sheet)) for sheet in sheets)
    if cells > MOST_CELLS:
        raise UnreadableDocument(
            f"The workbook has {cells:,} cells; at most {MOST_CELLS:,} are read. Download fewer proposals."
        )
