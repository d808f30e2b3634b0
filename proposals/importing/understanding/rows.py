"""The rows of a table: what each is as far as its words, its cells and its look tell, before any sum is tried."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from proposals.domain import references
from proposals.importing.files.blocks import Cell, Location
from proposals.importing.understanding import labels
from proposals.importing.understanding.cell_titles import title_and_detail
from proposals.importing.understanding.columns import Column
from proposals.importing.understanding.figures import (
    Figure,
    Shape,
    figure_of,
    is_reference,
    post_figure,
    read_figure,
    visible,
)
from proposals.importing.understanding.headings import is_figure_text, may_head
from proposals.importing.understanding.held import Held
from proposals.importing.understanding.kinds import AMOUNTS, GROUPS, LABELS, MONEY, POSTS, Kind
from proposals.importing.understanding.stream import Line
from proposals.importing.understanding.tables import RawTable
from proposals.importing.understanding.values import Role
from services.values.years import find_years

_PARTED_FIGURE = re.compile(r"[(-]?\d+[.,]\d[\d,.]*\)?")
_NEW_SENTENCE = re.compile(r"^[a-z(&,]|^(?:and|or|of|for|to|in|with)\b")
_BROKEN_CODE = re.compile(r"(?<=\w[/._-])\s+(?=\w)")  # “CS/23/” and “01” on the next line
_LETTERED = re.compile(r"\(?(?:[a-h]|i{1,3}|iv|vi{0,3})\)\s")
_LONGEST_TITLE = 300
_LONGEST_CODE = 12
_NO_CELL = Cell()
_EXPLAINS = (Kind.DESCRIPTION, Kind.SECTION, Kind.RISK, Kind.PROPERTY, Kind.DECISIONS)
_DETAILS = (*_EXPLAINS, Kind.STAFF, Kind.NOTES)


@dataclass(eq=False)
class Row(Held):
    """A row with its role, its words, its figures by the position of their column, and its groups."""

    line: Line
    role: Role = Role.BLANK
    id: str = ""
    """The id by which a person corrects its role."""
    label: str = ""
    title: str = ""
    detail: str = ""
    """The description that stands below the title in one cell."""
    reference: str = ""
    figures: dict[int, Figure] = field(default_factory=dict)
    total: labels.TotalLabel | None = None
    names: dict[Kind, str] = field(default_factory=dict)
    """The names of its groups, from columns or from the headings above."""
    section: str = ""
    rank: int = 0
    """How far in a group's heading stands: the outermost have the least."""
    is_growth: bool = False
    is_cost: bool = False
    """It saves nothing, and its cost adds to the budget."""
    is_agreed: bool = False
    is_one_off: bool | None = None
    """What the heading of its group says, None where it says neither."""
    is_bold: bool = False
    is_explained: bool = False
    """Texts stand beside its figures, as they do of proposals: how it is done, and what follows from it."""
    doubts: list[str] = field(default_factory=list)
    extra: list[Line] = field(default_factory=list)
    """The continuation rows below it."""

    @property
    def location(self) -> Location:
        """Return where the row stands."""
        return self.line.location

    @property
    def name(self) -> str:
        """Return what the row is called."""
        return self.title or self.label

    @property
    def groups(self) -> tuple[str, ...]:
        """The names of the groups that it stands in, from columns and from the headings above."""
        return tuple(filter(None, (*self.names.values(), *self.section.split("/"))))

    @property
    def words(self) -> str:
        """All its texts, with bars between them."""
        return " | ".join(self.line.texts)

    def cell(self, column: Column) -> Cell:
        """Return the row's cell of a column, a blank one where the row ends before it."""
        cells = self.line.cells
        return cells[column.index] if column.index < len(cells) else _NO_CELL

    def text(self, column: Column) -> str:
        """Return what stands in the row's cell of a column."""
        cell = self.cell(column)
        return "" if cell.covered else visible(cell.text)

    def place_of(self, column: Column) -> Location:
        """Return where the row's cell of a column stands."""
        place = self.cell(column).location
        return place if place.row or place.line else replace(self.location, column=column.index + 1)


class RowReader:
    """Reads the rows of one table."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self.columns = columns
        self.money = self._of(*MONEY, *POSTS)
        self.amounts = self._of(*AMOUNTS)
        self.labels = self._of(*LABELS)
        self.groups = [column for kind in GROUPS for column in self._of(kind)]
        self.explaining, self.described = self._of(*_EXPLAINS), self._of(Kind.DESCRIPTION)
        self.title, self.reference = self._of(Kind.TITLE)[0], self._of(Kind.REFERENCE)[:1]
        self.beside_title = [c for c in self._of(Kind.OTHER, Kind.NOTES) if c.index > self.title.index]
        self.has_directions = bool(self._of(Kind.DIRECTION))
        self.above: dict[int, str] = {}

    def _of(self, *kinds: Kind) -> list[Column]:
        return [column for column in self.columns if column.kind in kinds]

    def read(self, row: Row, before: Sequence[Row]) -> None:
        """Tell the role of a row and what its cells say, given the rows before it."""
        line = row.line
        if not line.filled:
            return
        row.is_bold = any(line.cells[index].bold for index in line.filled)
        if line.is_paragraph:
            self._read_free(row, line.texts[0])
        elif line.is_bare and self._is_elsewhere(line.filled):
            row.role, row.figures = Role.UNDECIDED, self._bare_figures(line)
        elif line.is_total and self._is_elsewhere(line.filled[1:]):
            row.role, row.figures = Role.TOTAL, self._bare_figures(line)
            row.label, row.total = line.texts[0], labels.total_label(line.texts[0])
        else:
            self._read_cells(row, before)

    def read_form(self, row: Row) -> None:
        """Read a row that is a form: always an item, and what it leaves blank stands in no other form."""
        self.above = {}
        row.role, row.figures = Role.ITEM, self._figures(row)
        self._name(row)
        row.title, row.detail = row.text(self.title)[: 4 * _LONGEST_TITLE] or row.title, ""
        row.label = row.title or row.reference
        row.doubts += ["withdrawn"] * labels.is_withdrawn(row.title) + ["example"] * labels.is_example(
            row.title
        )

    def _figures(self, row: Row) -> dict[int, Figure]:
        """Return the figures in a row's cells of money and posts, by the position of their column."""
        found = {
            column.index: post_figure(cell) if column.kind in POSTS else _figure_under(column, cell)
            for column in self.money
            if (cell := row.cell(column)).text and not cell.covered
        }
        return {at: figure for at, figure in found.items() if figure.shape not in (Shape.WORDS, Shape.BLANK)}

    def _read_cells(self, row: Row, before: Sequence[Row]) -> None:
        figures = self._figures(row)
        stated = [figures[column.index].shape for column in self.amounts if column.index in figures]
        if (
            any(figure.bears_amount or figure.shape is Shape.NIL for figure in figures.values())
            or Shape.UNSTATED in stated
            or Shape.DITTO in stated
            or (Shape.PERCENT in stated and any(map(row.text, self.reference)))
        ):
            row.figures = figures
            self._read_figures(row)
            if labels.is_less(row.label) and before and before[-1].role is Role.TOTAL:
                row.role = Role.TARGET
            self._compare_with_parent(row, before)
        elif any(figure.shape is Shape.PERCENT for figure in figures.values()):
            row.role, row.label = Role.PERCENTAGE, " ".join(row.line.texts)
        elif row.line.is_bare:
            row.role = Role.UNDECIDED
        else:
            last = next((earlier for earlier in reversed(before) if earlier.role is not Role.BLANK), None)
            self._read_words(row, last if last and last.role is Role.ITEM else None)

    def _compare_with_parent(self, row: Row, before: Sequence[Row]) -> None:
        """See a row lettered below a numbered one as its part; what has parts and a number that goes on is no group."""
        last = before[-1] if before else row
        has_parent = last.role is Role.ITEM and (last.reference or "part" in last.doubts)
        if has_parent and _LETTERED.match(row.title) and not row.reference:
            row.doubts.append("part")
        if not _LETTERED.match(last.title):
            return
        group = next((earlier for earlier in reversed(before) if earlier.role is Role.GROUP), None)
        number = next(map(group.text, self.reference), "") if group else ""
        if group and number.isdecimal() and row.reference == str(int(number) + 1):
            group.role = Role.ITEM
            self._name(group)

    def _is_elsewhere(self, places: Sequence[int]) -> bool:
        """Return whether there is a figure for each amount, but not under the headings of figures."""
        money = {column.index for column in self.money}
        return len(places) == len(self.amounts) and not money.issuperset(places)

    def _bare_figures(self, line: Line) -> dict[int, Figure]:
        """Return a figure for each amount, wherever its cells stand; sums tell whether they are a total."""
        figures = (figure_of(line.cells[index]) for index in line.filled[-len(self.amounts) :])
        return dict(zip((column.index for column in self.amounts), figures, strict=True))

    def _read_free(self, row: Row, text: str) -> None:
        row.label = text
        # “15 Trust 0.420” is rather a row whose columns the file does not show than a note.
        is_row = text[:1].isdigit() and any(map(_PARTED_FIGURE.fullmatch, text.split()))
        if labels.is_note(text) and not is_row:
            row.role = Role.NOTE
        elif is_figure_text(text):
            row.role, row.label = Role.UNDECIDED, ""
        elif labels.total_label(text):
            row.role = Role.TOTAL
        else:
            row.role, row.label = Role.GROUP, labels.without_continued(text)

    def _read_words(self, row: Row, item: Row | None) -> None:
        """Read a row without figures; `item` is the one right above it, if that is one."""
        texts = row.line.texts
        if len(texts) == 1:
            self._read_lone(row, item)
            return
        title = row.text(self.title)
        reference = next(map(row.text, self.reference), "")
        details = (Kind.DESCRIPTION, Kind.SECTION, Kind.RISK, Kind.STAFF)
        group = next(filter(None, map(row.text, self._of(*GROUPS))), "")
        if (
            is_reference(reference)
            or (title and any(map(row.text, self._of(*details))))
            or (title and any(map(row.text, self.beside_title)))
            or (title and self._explains_amounts(row))
        ):
            row.role = Role.ITEM
            self._name(row)
        elif item and (not title or _NEW_SENTENCE.match(title)):
            self._continue(row, item)
        elif group and not title:
            row.role, row.label = Role.GROUP, labels.without_continued(group)
        elif labels.total_label(texts[0]) or len(texts) == 2:
            row.role, row.label = Role.GROUP, labels.without_continued(" ".join(texts))
        else:
            row.role, row.label = Role.NOTE, " ".join(texts)

    def _explains_amounts(self, row: Row) -> bool:
        """Return whether words stand where the amounts of a row would, such as “cost neutral”, and head no column."""
        words = [text for text in map(row.text, self.amounts) if text]
        return bool(words) and not any(map(may_head, words))

    def _read_lone(self, row: Row, item: Row | None) -> None:
        index, text = row.line.filled[0], row.line.texts[0]
        cell = row.line.cells[index]
        kind = self.columns[index].kind if index < len(self.columns) else Kind.OTHER
        goes_on = _NEW_SENTENCE.match(text) and (
            (kind is Kind.OTHER and index) or (kind is Kind.TITLE and (index or not cell.bold))
        )
        if item and cell.columns == 1 and (kind in _DETAILS or goes_on):
            self._continue(row, item)
        else:
            self._read_free(row, text)

    def _continue(self, row: Row, item: Row) -> None:
        item.extra.append(row.line)
        row.role, row.label = Role.CONTINUATION, " ".join(row.line.texts)

    def _read_figures(self, row: Row) -> None:
        row.role = Role.ITEM
        self._name(row)
        texts = [text for text in map(row.text, self.labels) if text]
        row.label = row.title or (texts[0] if texts else "")
        is_named = bool(
            row.title and any(map(row.text, self.reference))
        )  # “All” under “Wards” is then no total
        labelled = (row.title, *map(row.text, self.reference)) if is_named else texts
        row.total = next(filter(None, map(labels.total_label, labelled)), None)
        row.is_explained = sum(read_figure(row.text(c)).shape is Shape.WORDS for c in self.explaining) > 1
        if row.total is not None and (is_reference(row.reference) or row.is_explained):
            row.doubts.append("named-total")
        else:
            self._settle_role(row, texts)
        if labels.is_part(row.label):
            row.doubts.append("part")
        if labels.is_measure(row.label) and not row.reference:
            row.doubts.append("measure")
        if labels.is_withdrawn(row.title):
            row.doubts.append("withdrawn")

    def _settle_role(self, row: Row, texts: Sequence[str]) -> None:
        """Tell the role from the words of a row; one that has none, or figures for words, has no role yet."""
        named = (
            [row.title] if row.title else texts
        )  # proposals of the directorate “Resources” are no budget lines
        if row.total is not None and not labels.is_budget_line(row.label):
            row.role = Role.TOTAL
        elif any(map(labels.is_target, named)) and not (
            labels.is_less(row.label) or is_reference(row.reference)
        ):
            row.role = Role.TARGET
        elif any(map(labels.is_budget_line, named)) and not is_reference(row.reference):
            row.role = Role.BUDGET
        elif all(map(is_figure_text, texts)) and not is_reference(row.reference):
            row.label = row.title = row.reference = ""
            self._settle_by_any_label(row)
        elif not (row.title or row.reference or any(map(row.text, self.described))):
            self._settle_by_any_label(row)
        elif any(map(labels.is_agreed, texts[:2])) and not row.reference:
            row.is_agreed = True

    def _settle_by_any_label(self, row: Row) -> None:
        """Look for a total's label where no label is expected: under a column of figures or of short words."""
        row.role = Role.UNDECIDED
        for text in row.line.texts:
            row.total = labels.total_label(text)
            if row.total or labels.is_target(text):
                row.role, row.label = Role.TOTAL if row.total else Role.TARGET, text
                return

    def _name(self, row: Row) -> None:
        reference = _BROKEN_CODE.sub("", next(map(row.text, self.reference), ""))
        is_code = (
            0 < len(reference) <= _LONGEST_CODE
            and " " not in reference
            and labels.total_label(reference) is None
            and read_figure(reference).shape in (Shape.WORDS, Shape.NUMBER)
        )
        row.reference = reference if is_code or references.is_reference(reference) else ""
        title, row.detail = title_and_detail(row.cell(self.title))
        row.title = title[: 4 * _LONGEST_TITLE]
        if any(isinstance(row.cell(column).value, date) for column in self.reference):
            row.reference, reference = "", ""
            row.doubts.append("date")
        for column in self.groups:
            name = self._group(row, column)
            if name:
                row.names.setdefault(column.kind, name)
        if not row.title and reference and (reference.isalpha() or not row.reference):
            row.title, row.reference = reference, ""  # “Adults” in the place of a code is a name

    def _group(self, row: Row, column: Column) -> str:
        """Return the name in a group's column; under a blank or ditto the one above still stands."""
        text = labels.without_continued(row.text(column))
        if labels.total_label(text):
            return ""
        if text and read_figure(text).shape is not Shape.DITTO:
            if column.kind is not Kind.CATEGORY and self.above.get(column.index) != text:
                for other in self.groups:
                    if other.index > column.index:
                        self.above.pop(other.index, None)
            self.above[column.index] = text
            return text
        if column.kind is Kind.CATEGORY and self.has_directions:
            return ""  # savings beside pressures have no cause
        return self.above.get(column.index, "")


def _figure_under(column: Column, cell: Cell) -> Figure:
    """Return the figure in a cell of money, which is no one amount where its words name another year."""
    figure = figure_of(cell)
    named = find_years(cell.text) if figure.shape is Shape.WORDED and column.kind is Kind.YEAR else []
    return replace(figure, shape=Shape.SEVERAL) if named and column.year not in named else figure


def read_rows(table: RawTable, columns: Sequence[Column]) -> list[Row]:
    """Return every row of a table with its role."""
    reader = RowReader(columns)
    rows: list[Row] = []
    for index, line in enumerate(table.body):
        row = Row(line)
        if index in table.repeated:
            row.role = Role.HEADING
        elif table.holds_forms:
            reader.read_form(row)
        else:
            reader.read(row, rows)
        rows.append(row)
    return rows
