"""The sheets of a document's workbook: one for each shape of table.

Tables of one caption and the same columns, one in each part of the document, become one long table, in
which the first column names the part; forms of one caption become a row each. So a round of fifty options
is a few sheets that can be sorted and added up, not three hundred.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import assert_never

from reports.documents.document import (
    Block,
    BulletList,
    Cell,
    Column,
    Contents,
    Document,
    Figure,
    Form,
    Heading,
    MarkedParagraph,
    Note,
    NumberedList,
    PageBreak,
    Paragraph,
    Row,
    RowKind,
    Table,
    footnote_mark,
)

CONTENTS_SHEET, TEXT_SHEET = "Contents", "Text"
LONGEST_SHEET_NAME = 31
PART, UNDER, FOOTNOTES = "Part", "Heading", "Notes"

_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\]+")
_RESERVED = {"history"}


@dataclass(frozen=True)
class Place:
    """A position in the document: its part (the heading of level 2) and the heading below that."""

    part: str = ""
    under: str = ""
    short: str = ""


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name, and its table, each row of which has a cell for each column."""

    name: str
    table: Table


@dataclass(frozen=True)
class Remark:
    """A note, or what is said right under the heading of a part."""

    part: str
    title: str
    text: str


@dataclass
class _Gathered:
    """The tables or forms that share a sheet, each with its place."""

    caption: str
    tables: list[tuple[Place, Table]] = field(default_factory=list)
    forms: list[tuple[Place, Form]] = field(default_factory=list)

    @property
    def places(self) -> list[Place]:
        return [place for place, _ in (*self.tables, *self.forms)]


class Gathering:
    """All that a document holds, sorted into sheets, remarks and running text."""

    def __init__(self, document: Document) -> None:
        self.remarks: list[Remark] = []
        self._texts: list[tuple[Place, str]] = []
        self._groups: dict[tuple[object, ...], _Gathered] = {}
        self._place = Place()
        self._level = 2
        self._is_empty = False
        for block in document.blocks:
            self._gather(block)
        self._close_heading()

    def sheets(self) -> tuple[Sheet, ...]:
        """Return the sheets of tables in the order of the document, then the one of its running text."""
        names = _Names()
        parts = [place.part for group in self._groups.values() for place in group.places]
        sheets = []
        for group in self._groups.values():
            only = group.places[0] if len(group.places) == 1 else None
            stands_alone = only is not None and bool(only.part) and parts.count(only.part) == 1
            wanted = (only.short or only.part) if only and stands_alone else group.caption
            table = _of_forms(group) if group.forms else _of_tables(group)
            sheets.append(Sheet(names.free(wanted or "Table"), table))
        if self._texts:
            columns = (Column(PART), Column(UNDER), Column(TEXT_SHEET))
            rows = (row_of(Cell(place.part), Cell(place.under), Cell(text)) for place, text in self._texts)
            sheets.append(Sheet(TEXT_SHEET, Table(TEXT_SHEET, columns, tuple(rows))))
        return tuple(sheets)

    def _gather(self, block: Block) -> None:
        match block:
            case Heading():
                self._go_to(block)
                return
            case Table() | Form():
                self._add_table(block)
            case Note():
                for number, text in enumerate(block.paragraphs):
                    self.remarks.append(Remark(self._place.part, "" if number else block.title, text))
            case Paragraph() | MarkedParagraph() | BulletList() | NumberedList() | Figure():
                for text in texts_of(block):
                    self._say(text)
            case Contents() | PageBreak():
                return
            case _:
                assert_never(block)
        self._is_empty = False

    def _go_to(self, heading: Heading) -> None:
        if heading.level <= self._level:
            self._close_heading()
        self._level = heading.level
        if heading.level == 2:
            self._place = Place(heading.text, "", heading.short)
        else:
            self._place = Place(self._place.part, heading.text, self._place.short)
        self._is_empty = True

    def _close_heading(self) -> None:
        if self._is_empty:
            # A heading with nothing under it is said, too.
            self._texts.append((self._place, ""))

    def _add_table(self, block: Table | Form) -> None:
        caption = block.caption or self._place.under or self._place.part
        if isinstance(block, Form):
            self._groups.setdefault(("form", caption), _Gathered(caption)).forms.append((self._place, block))
        else:
            shape = ("table", caption, block.columns)
            self._groups.setdefault(shape, _Gathered(caption)).tables.append((self._place, block))

    def _say(self, text: str) -> None:
        if self._place.under:
            self._texts.append((self._place, text))
        else:
            # Right under the heading of a part stands what has to be known about its figures.
            self.remarks.append(Remark(self._place.part, "", text))


def texts_of(block: Paragraph | MarkedParagraph | BulletList | NumberedList | Figure) -> Iterator[str]:
    """Return the block's texts, a list's with its marks, a drawing's with its text alternative."""
    match block:
        case Paragraph() | MarkedParagraph():
            yield block.text
        case BulletList():
            yield from (f"• {item}" for item in block.items)
        case NumberedList():
            yield from (f"{item.number} {item.text}" for item in block.items)
        case Figure():
            yield from (text for text in (block.caption, block.alternative) if text)
        case _:
            assert_never(block)


# Tables and forms as sheets


def row_of(*cells: Cell, kind: RowKind = "item") -> Row:
    """Return a row of a sheet."""
    return Row(kind, None, cells)


def _of_tables(group: _Gathered) -> Table:
    tables = group.tables
    own = tables[0][1].columns
    if len(tables) == 1:
        table = tables[0][1]
        return Table(group.caption, own, tuple(_rows(table)), _marked(table.footnotes))
    leading = _leading_columns(group.places)
    notes = (Column(FOOTNOTES),) if any(table.footnotes for _, table in tables) else ()
    rows = []
    for place, table in tables:
        said = Cell("\n".join(table.footnotes))
        for number, row in enumerate(_rows(table)):
            note = (said if number == 0 else Cell(""),) if notes else ()
            rows.append(row_of(*_leading_cells(place, leading), *row.cells, *note, kind=row.kind))
    return Table(group.caption, (*leading, *own, *notes), tuple(rows))


def _rows(table: Table) -> Iterator[Row]:
    for row in table.rows:
        header = (row.header, *[Cell("")] * (row.header_span - 1)) if row.header else ()
        cells = (*header, *row.cells)
        yield row_of(*cells, *[Cell("")] * (len(table.columns) - len(cells)), kind=row.kind)


def _of_forms(group: _Gathered) -> Table:
    """Return a row for each form; the columns are all labels that any of them has."""
    leading = _leading_columns(group.places)
    labels = list(dict.fromkeys(label for _, form in group.forms for label in _by_label(form)))
    notes = any(row.footnote for _, form in group.forms for row in form.rows)
    rows = []
    for place, form in group.forms:
        values = _by_label(form)
        said = "\n".join(f"{row.label}: {row.footnote}" for row in form.rows if row.footnote)
        cells = (values.get(label, Cell("")) for label in labels)
        rows.append(row_of(*_leading_cells(place, leading), *cells, *([Cell(said)] if notes else [])))
    columns = (
        *leading,
        *(Column(label, align="number" if _holds_figures(label, group) else "text") for label, _ in labels),
        *([Column(FOOTNOTES)] if notes else []),
    )
    return Table(group.caption, columns, tuple(rows))


def _by_label(form: Form) -> dict[tuple[str, int], Cell]:
    """Return the values by label; a label that comes again counts as another one."""
    values: dict[tuple[str, int], Cell] = {}
    for row in form.rows:
        times = sum(1 for label, _ in values if label == row.label)
        values[row.label, times] = Cell(row.value, value=row.figure)
    return values


def _holds_figures(label: str, group: _Gathered) -> bool:
    rows = (row for _, form in group.forms for row in form.rows if row.label == label)
    return any(row.figure is not None for row in rows)


def _leading_columns(places: Iterable[Place]) -> tuple[Column, ...]:
    """Return the columns that say where a row comes from, as far as anything can be said."""
    named = list(places)
    part = (Column(PART),) if any(place.part for place in named) else ()
    under = (Column(UNDER),) if any(place.under for place in named) else ()
    return (*part, *under)


def _leading_cells(place: Place, leading: tuple[Column, ...]) -> Iterator[Cell]:
    return (Cell(place.part if column.heading == PART else place.under) for column in leading)


def _marked(footnotes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{footnote_mark(place)} {text}" for place, text in enumerate(footnotes))


class _Names:
    """Names of sheets, each unlike every other, in which a spreadsheet finds nothing to refuse."""

    def __init__(self) -> None:
        self._taken = {CONTENTS_SHEET.lower(), TEXT_SHEET.lower(), *_RESERVED}

    def free(self, wanted: str) -> str:
        """Return the name nearest to the one that is wanted."""
        stem = " ".join(_NOT_IN_A_NAME.sub(" ", wanted).split()).strip("' ") or "Table"
        name, number = _cut(stem, LONGEST_SHEET_NAME), 1
        while name.lower() in self._taken:
            number += 1
            ending = f" ({number})"
            name = f"{_cut(stem, LONGEST_SHEET_NAME - len(ending))}{ending}"
        self._taken.add(name.lower())
        return name


def _cut(text: str, longest: int) -> str:
    """Return the text cut after a word where that leaves most of it."""
    if len(text) <= longest:
        return text
    cut = text[: longest + 1].rpartition(" ")[0]
    return (cut if len(cut) > longest // 2 else text[:longest]).strip("' ")
