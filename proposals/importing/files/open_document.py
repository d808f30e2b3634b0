"""An OpenDocument spreadsheet (.ods): what each cell displays, as the program that saved it wrote it down."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from lxml import etree

from proposals.importing.files.blocks import Location, Omission, SourceDocument
from proposals.importing.files.cleaning import UnreadableDocument
from proposals.importing.files.number_formats import exact
from proposals.importing.files.package import damage_in_words, parsed
from proposals.importing.files.sheets import (
    MOST_CELLS,
    MOST_ROWS,
    CellStyle,
    Run,
    Sheet,
    document_of,
    too_large,
)

_HIDDEN = {"collapse", "filter"}
_NUMBERS = {"float", "currency", "percentage"}
_MOST_REPEATED = (
    1_000  # an empty cell or row repeated to the end of the sheet is how the format says “and no more”
)


def read_open_document(parts: Mapping[str, bytes | None]) -> SourceDocument:
    """Return the sheets in order; raises UnreadableDocument where the file is damaged or no spreadsheet."""
    with damage_in_words("“Excel workbook (.xlsx)”"):
        manifest = parts.get("META-INF/manifest.xml") or b""
        if b"encryption-data" in manifest:
            raise UnreadableDocument(
                "The file is protected by a password. Open it, take the password off, save it and try again."
            )
        root = parsed(parts["content.xml"])
        tables = root.find("{*}body/{*}spreadsheet")
        if tables is None:
            raise UnreadableDocument(
                "This is an OpenDocument file but not a spreadsheet (such as .odt). Save it as “Word document (.docx)”."
            )
        styles = _Styles([root, parsed(parts.get("styles.xml"))])
        sheets = [_Reader(table, styles).read() for table in tables.iterchildren("{*}table")]
        has_macros = any(name.startswith(("Basic/", "Scripts/")) for name in parts)
        macros = [Omission(Location(), "", "macros, which were not run")] if has_macros else []
        return document_of("ods", sheets, macros)


def _get(element: Any, name: str, otherwise: str = "") -> str:
    """Return the attribute of this local name."""
    return next((value for key, value in element.items() if key.rpartition("}")[2] == name), otherwise)


class _Styles:
    """The styles of cells, pieces of text and tables by their names."""

    def __init__(self, roots: list[Any]) -> None:
        self.found = {
            (_get(style, "family"), _get(style, "name")): style
            for root in reversed(roots)
            if root is not None
            for style in root.iter("{*}style")
        }
        self.known: dict[tuple[str, str], CellStyle] = {}

    def of(self, family: str, name: str, depth: int = 20) -> CellStyle:
        """Return the traits of a style, those of the style it is based on where it sets none."""
        key = (family, name)
        style = self.found.get(key)
        if style is None or not depth:
            return CellStyle()
        if key not in self.known:
            base = self.of(family, _get(style, "parent-style-name"), depth - 1)
            self.known[key] = self._set(style, base)
        return self.known[key]

    def is_hidden(self, name: str) -> bool:
        """Return whether a style of tables hides the sheet."""
        style = self.found.get(("table", name))
        properties = style.find("{*}table-properties") if style is not None else None
        return properties is not None and _get(properties, "display", "true") == "false"

    @staticmethod
    def _set(style: Any, base: CellStyle) -> CellStyle:
        for properties in style:
            weight, line = _get(properties, "font-weight"), _get(properties, "text-line-through-style")
            line = line or _get(properties, "text-line-through-type")
            if weight:
                base = replace(base, bold=weight == "bold" or (weight.isdigit() and int(weight) >= 600))
            if line:
                base = replace(base, struck=line != "none")
            position = _get(properties, "text-position")
            if position:
                raised = position.startswith("super") or (
                    position.partition("%")[0].isdigit() and not position.startswith("0%")
                )
                base = replace(base, raised=raised)
            margin = _get(properties, "margin-left")
            if margin and properties.tag.endswith("}paragraph-properties"):
                base = replace(base, indent=_indent(margin))
        return base


def _indent(margin: str) -> int:
    """Return a left margin as steps of the indent that spreadsheets make."""
    per_step = {"cm": 0.35, "mm": 3.5, "in": 0.14, "pt": 10.0}
    number = margin.rstrip("abcdefghijklmnopqrstuvwxyz%")
    return int(float(number or 0) / per_step.get(margin[len(number) :], 10.0))


class _Reader:
    """Reads one table of the spreadsheet."""

    def __init__(self, table: Any, styles: _Styles) -> None:
        self.table = table
        self.styles = styles
        self.sheet = Sheet(_get(table, "name"), hidden=styles.is_hidden(_get(table, "style-name")))

    def read(self) -> Sheet:
        """Return the sheet with its cells, and what is hidden or merged in it."""
        row = column = 0
        for element in self._rows_and_columns(self.table):
            hidden = _get(element, "visibility") in _HIDDEN
            if element.tag.endswith("}table-column"):
                repeated = int(_get(element, "number-columns-repeated", "1"))
                if hidden:
                    self.sheet.hidden_columns.update(
                        range(column + 1, column + 1 + min(repeated, _MOST_REPEATED))
                    )
                column += repeated
            else:
                row += self._row(element, row, hidden)
        for shapes in self.table.iterchildren("{*}shapes"):
            for shape in shapes:
                self._shape(shape, 0, 0)
        return self.sheet

    def _rows_and_columns(self, parent: Any) -> Iterator[Any]:
        for child in parent:
            name = etree.QName(child).localname
            if name in {"table-row", "table-column"}:
                yield child
            elif name.startswith(("table-row", "table-column", "table-header")):
                yield from self._rows_and_columns(child)

    def _row(self, element: Any, before: int, hidden: bool) -> int:
        repeated = int(_get(element, "number-rows-repeated", "1"))
        filled = element.find(".//{*}p") is not None or next(_stated(element), None) is not None
        rows = range(before + 1, before + 1 + (repeated if filled else min(repeated, _MOST_REPEATED)))
        if filled and before + repeated > MOST_ROWS:
            raise too_large(self.sheet.name, before + repeated, 1)
        if hidden:
            self.sheet.hidden_rows.update(rows)
        cells = sum(int(_get(cell, "number-columns-repeated", "1")) for cell in _stated(element))
        if filled and len(rows) * cells > MOST_CELLS:
            raise too_large(self.sheet.name, rows[-1], cells)
        for row in rows if filled else ():
            column = 0
            for cell in element:
                if cell.tag.endswith("table-cell"):
                    column += self._cell(cell, row, column)
        return repeated

    def _cell(self, cell: Any, row: int, before: int) -> int:
        repeated = int(_get(cell, "number-columns-repeated", "1"))
        rows, columns = (int(_get(cell, f"number-{name}-spanned", "1")) for name in ("rows", "columns"))
        if rows > 1 or columns > 1:
            self.sheet.merged.append((row, before + 1, row + rows - 1, before + columns))
        holds_something = len(cell) > 0 or any(key.endswith("}value-type") for key in cell.attrib)
        if holds_something or _get(cell, "formula"):
            if repeated > _MOST_REPEATED:
                raise too_large(self.sheet.name, row, before + repeated)
            for column in range(before + 1, before + 1 + repeated):
                self._content(cell, row, column)
        return repeated

    def _content(self, cell: Any, row: int, column: int) -> None:
        name = _get(cell, "style-name")
        style = self.styles.of("table-cell", name)
        paragraphs = list(cell.iterchildren("{*}p"))
        kind = _get(cell, "value-type")
        formula = _get(cell, "formula")
        if formula and not paragraphs and not kind:
            self.sheet.put_formula(row, column, formula.removeprefix("of:"))
        runs = [
            run
            for index, paragraph in enumerate(paragraphs)
            for run in ([Run("\n")] if index else []) + list(self._runs(paragraph, style))
        ]
        # The program that saved the file wrote down what it displayed; the number or date is in the attributes.
        if runs or kind in _NUMBERS:
            self.sheet.put(row, column, style, runs, _value(cell, kind))
        for child in cell.iterchildren():
            if not child.tag.endswith("}p"):
                self._shape(child, row, column)

    def _runs(self, paragraph: Any, style: CellStyle) -> Iterator[Run]:
        yield Run(paragraph.text or "", style.struck, style.raised)
        for child in paragraph:
            name = etree.QName(child).localname
            if name == "span":
                own = self.styles.of("text", _get(child, "style-name"))
                struck, raised = own.struck or style.struck, own.raised or style.raised
                yield from self._runs(child, replace(style, struck=struck, raised=raised))
            elif name == "s":
                yield Run(" " * min(int(_get(child, "c", "1")), 100), style.struck, style.raised)
            elif name in {"tab", "line-break"}:
                yield Run("\n" if name == "line-break" else " ", style.struck, style.raised)
            elif name == "a":
                yield from self._runs(child, style)
            yield Run(child.tail or "", style.struck, style.raised)

    def _shape(self, shape: Any, row: int, column: int) -> None:
        """Note a comment, picture, chart, inserted document or text box."""
        name = etree.QName(shape).localname
        text = " ".join("".join(paragraph.itertext()) for paragraph in shape.iter("{*}p"))
        if name == "annotation":
            self.sheet.omit(row, column, text, "a comment")
        elif shape.find(".//{*}image") is not None and shape.find(".//{*}object") is None:
            self.sheet.omit(row, column, shape.findtext("{*}desc", "") or "", "a picture")
        elif shape.find(".//{*}object") is not None:
            self.sheet.omit(row, column, "", "a chart or an inserted document")
        elif text.strip():
            self.sheet.omit(row, column, text, "a text box")


def _stated(element: Any) -> Iterator[Any]:
    return (cell for cell in element if len(cell) or _get(cell, "value-type") or _get(cell, "formula"))


def _value(cell: Any, kind: str) -> Decimal | date | None:
    if kind in _NUMBERS:
        return exact(_get(cell, "value", "0"))
    if kind == "date":
        moment = datetime.fromisoformat(_get(cell, "date-value"))
        return moment if moment.time() != datetime.min.time() else moment.date()
    return None
