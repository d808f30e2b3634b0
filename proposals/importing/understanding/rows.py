"""The rows of a table: what each is as far as its words, its cells and its look tell, before any sum is tried."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from proposals.importing.files.blocks import Cell
from proposals.importing.understanding import labels
from proposals.importing.understanding.columns import Column, is_reference
from proposals.importing.understanding.figures import Figure, Shape, figure_of, read_figure, visible
from proposals.importing.understanding.headings import is_figure_text
from proposals.importing.understanding.held import Held
from proposals.importing.understanding.kinds import AMOUNTS, GROUPS, LABELS, MONEY, POSTS, Kind
from proposals.importing.understanding.stream import Line
from proposals.importing.understanding.tables import RawTable
from proposals.importing.understanding.values import Role

_NEW_SENTENCE = re.compile(r"^[a-z(&,]|^(?:and|or|of|for|to|in|with)\b")
_PLAIN_REFERENCE = re.compile(r"(?=.*\d)[\w&/.,+ \u2010-\u2014-]{1,40}")
_LONGEST_TITLE = 300
_LONGEST_CODE = 12
_NO_CELL = Cell()


@dataclass
class Row(Held):
    """A row with its role, its words, its figures by the position of their column, and its groups."""

    line: Line
    role: Role
    id: str = ""
    """The id by which a person corrects its role."""
    label: str = ""
    title: str = ""
    reference: str = ""
    figures: dict[int, Figure] = field(default_factory=dict)
    total: labels.TotalLabel | None = None
    names: dict[Kind, str] = field(default_factory=dict)
    """The names of its groups, from columns or from the headings above."""
    section: str = ""
    rank: int = 0
    """How far in a group's heading stands: the outermost have the least."""
    is_growth: bool = False
    is_agreed: bool = False
    is_bold: bool = False
    is_explained: bool = False
    """Texts stand beside its figures, as they do of proposals: how it is done, and what follows from it."""
    table: int = 0
    doubts: list[str] = field(default_factory=list)
    extra: list[Line] = field(default_factory=list)
    """The continuation rows below it."""

    def cell(self, column: Column) -> Cell:
        """Return the row's cell of a column, a blank one where the row ends before it."""
        cells = self.line.cells
        return cells[column.index] if column.index < len(cells) else _NO_CELL

    def text(self, column: Column) -> str:
        """Return what stands in the row's cell of a column."""
        cell = self.cell(column)
        return "" if cell.covered else visible(cell.text)


class RowReader:
    """Reads the rows of one table."""

    def __init__(self, table: RawTable, columns: Sequence[Column], number: int) -> None:
        self.table, self.columns, self.number = table, columns, number
        self.money = [column for column in columns if column.kind in MONEY or column.kind in POSTS]
        self.amounts = [column for column in columns if column.kind in AMOUNTS]
        self.by_kind: dict[Kind, list[Column]] = {}
        for column in columns:
            self.by_kind.setdefault(column.kind, []).append(column)
        self.title = next(iter(self.by_kind.get(Kind.TITLE, ())), None)
        self.reference = next(iter(self.by_kind.get(Kind.REFERENCE, ())), None)
        self.labels = [column for column in columns if column.kind in LABELS]
        self.above: dict[int, str] = {}

    def rows(self) -> list[Row]:
        """Return every row of the table with its role."""
        rows: list[Row] = []
        for index, line in enumerate(self.table.body):
            row = Row(line, Role.HEADING) if index in self.table.repeated else self._row(line, rows)
            row.table = self.number
            rows.append(row)
        return rows

    def _row(self, line: Line, before: list[Row]) -> Row:
        if not line.filled:
            return Row(line, Role.BLANK)
        if line.is_paragraph:
            return self._free(line, line.texts[0])
        figures = self._figures(line)
        bears = any(figure.bears_amount or figure.shape is Shape.NIL for figure in figures.values())
        bold = any(line.cells[index].bold for index in line.filled)
        if line.is_bare and self._is_elsewhere(line.filled):
            return self._bare(line, Role.UNDECIDED)
        if line.is_total and self._is_elsewhere(line.filled[1:]):
            row = self._bare(line, Role.TOTAL)
            row.label, row.total, row.is_bold = line.texts[0], labels.total_label(line.texts[0]), bold
            return row
        stands_for = [figures[c.index].shape for c in self.amounts if c.index in figures]
        if not figures or not (bears or Shape.UNSTATED in stands_for or Shape.DITTO in stands_for):
            row = self._without_figures(
                line, before, has_percent=any(f.shape is Shape.PERCENT for f in figures.values())
            )
        else:
            row = self._with_figures(line, figures)
        row.is_bold = bold
        return row

    def _figures(self, line: Line) -> dict[int, Figure]:
        found = {}
        for column in self.money:
            if column.index < len(line.cells):
                cell = line.cells[column.index]
                if cell.text and not cell.covered:
                    figure = figure_of(cell)
                    if figure.shape not in (Shape.WORDS, Shape.BLANK):
                        found[column.index] = figure
        return found

    def _free(self, line: Line, text: str) -> Row:
        if labels.is_note(text):
            return Row(line, Role.NOTE, label=text)
        if is_figure_text(text):
            return Row(line, Role.UNDECIDED)
        if labels.total_label(text):
            return Row(line, Role.TOTAL, label=text)
        return Row(line, Role.GROUP, label=labels.without_continued(text), is_bold=line.cells[0].bold)

    def _without_figures(self, line: Line, before: list[Row], *, has_percent: bool) -> Row:
        if has_percent:
            return Row(line, Role.PERCENTAGE, label=" ".join(line.texts))
        if line.is_bare:
            return Row(line, Role.UNDECIDED)
        last = next((row for row in reversed(before) if row.role is not Role.BLANK), None)
        item = last if last and last.role is Role.ITEM else None
        if len(line.filled) == 1:
            return self._lone(line, item)
        title, reference = self._text(line, self.title), self._text(line, self.reference)
        if (reference and is_reference(reference)) or (
            title
            and any(
                self._text(line, c)
                for c in self.columns
                if c.kind in (Kind.DESCRIPTION, Kind.SECTION, Kind.RISK, Kind.STAFF)
            )
        ):
            return self._named(Row(line, Role.ITEM), line)
        if not title and item:
            return self._continued(line, item)
        if title and item and _NEW_SENTENCE.match(title):
            return self._continued(line, item)
        groups = [self._text(line, column) for column in self.columns if column.kind in GROUPS]
        if not title and any(groups):
            return Row(line, Role.GROUP, label=labels.without_continued(next(filter(None, groups))))
        if labels.total_label(line.texts[0]) or len(line.texts) == 2:
            return Row(line, Role.GROUP, label=labels.without_continued(" ".join(line.texts)))
        return Row(line, Role.NOTE, label=" ".join(line.texts))

    def _is_elsewhere(self, places: Sequence[int]) -> bool:
        """Return whether there is a figure for each amount, but not under the headings of figures."""
        money = {column.index for column in self.money}
        return len(places) == len(self.amounts) and not money.issuperset(places)

    def _bare(self, line: Line, role: Role) -> Row:
        """Return a row of a figure for each amount, wherever its cells stand; sums tell whether it is a total."""
        figures = (figure_of(line.cells[index]) for index in line.filled[-len(self.amounts) :])
        under = (column.index for column in self.amounts)
        return Row(line, role, figures=dict(zip(under, figures, strict=True)))

    def _lone(self, line: Line, item: Row | None) -> Row:
        index = line.filled[0]
        cell, text = line.cells[index], line.texts[0]
        kind = self.columns[index].kind if index < len(self.columns) else Kind.OTHER
        is_wide = cell.columns > 1
        details = (
            Kind.DESCRIPTION,
            Kind.SECTION,
            Kind.STAFF,
            Kind.PROPERTY,
            Kind.DECISIONS,
            Kind.NOTES,
            Kind.RISK,
        )
        if (
            not is_wide
            and item
            and (
                kind in details or (kind in (Kind.TITLE, Kind.OTHER) and index and _NEW_SENTENCE.match(text))
            )
        ):
            return self._continued(line, item)
        if not is_wide and item and kind is Kind.TITLE and _NEW_SENTENCE.match(text) and not cell.bold:
            return self._continued(line, item)
        return self._free(line, text)

    def _continued(self, line: Line, item: Row) -> Row:
        item.extra.append(line)
        return Row(line, Role.CONTINUATION, label=" ".join(line.texts))

    def _with_figures(self, line: Line, figures: dict[int, Figure]) -> Row:
        row = self._named(Row(line, Role.ITEM, figures=figures), line)
        texts = [text for column in self.labels if (text := self._text(line, column))]
        row.label = row.title or (texts[0] if texts else "")
        is_named = bool(row.reference and row.title)  # “All” under “Wards” is then no total
        for text in (row.title, row.reference) if is_named else texts:
            row.total = row.total or labels.total_label(text)
        row.is_explained = self._is_explained(line)
        if row.total is not None and (is_reference(row.reference) or row.is_explained):
            row.doubts.append("named-total")
        else:
            self._settle_role(row, texts)
        if row.role is Role.UNDECIDED:
            self._label_beside(row, line)
        if labels.is_part(row.label):
            row.doubts.append("part")
        if labels.is_withdrawn(row.title):
            row.doubts.append("withdrawn")
        return row

    def _settle_role(self, row: Row, texts: Sequence[str]) -> None:
        """Tell the role from the words of a row; one that has none, or figures for words, has no role yet."""
        if row.total is not None and not labels.is_budget_line(row.label):
            row.role = Role.TOTAL
        elif any(map(labels.is_target, texts)):
            row.role = Role.TARGET
        elif any(map(labels.is_budget_line, texts)):
            row.role = Role.BUDGET
        elif all(map(is_figure_text, texts)) and not is_reference(row.reference):
            row.role = Role.UNDECIDED
            row.label = row.title = row.reference = ""
        elif not (row.title or row.reference or self._described(row.line)):
            row.role = Role.UNDECIDED
        elif any(map(labels.is_agreed, texts[:2])) and not row.reference:
            row.is_agreed = True

    def _is_explained(self, line: Line) -> bool:
        kinds = (Kind.DESCRIPTION, Kind.SECTION, Kind.RISK, Kind.PROPERTY, Kind.DECISIONS)
        columns = [column for kind in kinds for column in self.by_kind.get(kind, ())]
        texts = [self._text(line, column) for column in columns]
        return sum(read_figure(text).shape is Shape.WORDS for text in texts) > 1

    def _described(self, line: Line) -> bool:
        return any(self._text(line, column) for column in self.by_kind.get(Kind.DESCRIPTION, ()))

    def _label_beside(self, row: Row, line: Line) -> None:
        """Look for a total's label where no label is expected: under a column of figures or of short words."""
        for text in line.texts:
            label = labels.total_label(text)
            if label:
                row.total, row.role, row.label = label, Role.TOTAL, text
                return
            if labels.is_target(text):
                row.role, row.label = Role.TARGET, text

    def _named(self, row: Row, line: Line) -> Row:
        reference = self._text(line, self.reference)
        is_code = (
            0 < len(reference) <= _LONGEST_CODE
            and " " not in reference
            and labels.total_label(reference) is None
            and read_figure(reference).shape in (Shape.WORDS, Shape.NUMBER)
        )
        row.reference = reference if is_code or _PLAIN_REFERENCE.fullmatch(reference) else ""
        row.title = self._text(line, self.title)[: 4 * _LONGEST_TITLE]
        for kind in GROUPS:
            for column in self.by_kind.get(kind, ()):
                name = self._name(line, column)
                if name:
                    row.names.setdefault(kind, name)
        if not row.title and reference and not row.reference:
            row.title = reference
        return row

    def _name(self, line: Line, column: Column) -> str:
        """Return the name in a group's column; under a blank or ditto the one above still stands."""
        text = labels.without_continued(self._text(line, column))
        if labels.total_label(text):
            return ""
        if text and figure_of(Cell(text=text)).shape is not Shape.DITTO:
            if column.kind is not Kind.CATEGORY and self.above.get(column.index) != text:
                for other in self.columns:
                    if other.kind in GROUPS and other.index > column.index:
                        self.above.pop(other.index, None)
            self.above[column.index] = text
            return text
        if column.kind is Kind.CATEGORY and Kind.DIRECTION in self.by_kind:
            return ""  # savings beside pressures have no cause
        return self.above.get(column.index, "")

    @staticmethod
    def _text(line: Line, column: Column | None) -> str:
        if column is None or column.index >= len(line.cells):
            return ""
        cell = line.cells[column.index]
        return "" if cell.covered else visible(cell.text)
