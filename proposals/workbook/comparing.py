"""Compare three states of every cell: at the download, in the workbook, and as it is stored now.

Pure. What the person did not touch stays as it is stored; what they changed is taken; where somebody else
changed the same cell meanwhile it is a conflict, and the stored value stays unless the person decides otherwise.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from proposals.workbook.cells import printed
from proposals.workbook.columns import KEY, PROPOSALS, REFERENCE, SheetColumn
from proposals.workbook.reading import CellError, RowKey, SheetRow, Texts, WorkbookContent
from proposals.workbook.sheets import address
from services.values.changes import ChangedBy, FieldChange, changed_by


@dataclass(frozen=True)
class Decisions:
    """The person's decisions about the workbook: whether blanks erase, and which conflicts it wins."""

    blanks_erase: bool = False
    take_mine: frozenset[str] = frozenset()
    """The codes of the conflicts in which the workbook's value is taken."""


@dataclass(frozen=True, kw_only=True)
class PlannedCell(FieldChange):
    """A cell that would change, as people read it, and where it is in the workbook."""

    sheet: str
    cell: str


@dataclass(frozen=True, kw_only=True)
class CellConflict(PlannedCell):
    """A cell that two people changed: `before` is stored now, `after` is the workbook's, both made of `original`."""

    code: str
    reference: str
    original: str
    takes_mine: bool


class CellChange(NamedTuple):
    """A cell that would change: its row and column, and its text before and after."""

    row: SheetRow
    column: SheetColumn
    before: str
    after: str

    @property
    def planned(self) -> PlannedCell:
        """The change as people read it."""
        return planned_cell(self.row, self.column, self.before, self.after)


@dataclass
class Comparison:
    """The differences between a workbook and what is stored."""

    content: WorkbookContent
    decisions: Decisions
    changes: list[CellChange] = field(default_factory=list)
    new_rows: list[SheetRow] = field(default_factory=list)
    conflicts: list[CellConflict] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)
    blanks_left: int = 0
    """The number of cells that were emptied in the workbook and stay as they are stored."""
    gone: int = 0
    """The number of proposals of the download that no longer exist, and were not changed in the workbook."""
    changed_by_others: set[RowKey] = field(default_factory=set)

    def read(self, stored: Mapping[RowKey, Texts]) -> None:
        """Compare every row; `stored` are the stored texts, by sheet and number."""
        for row in self.content.rows:
            if not row.key:
                self.new_rows.append(row)
                continue
            original = self.content.originals.get((row.sheet, row.key))
            now = stored.get((row.sheet, row.key))
            if original is None:
                message = (
                    f"The number “{row.key[:20]}” is not one of this download: it was changed, or the row was "
                    f"copied from another workbook.{self._number_of(row)}"
                )
                self.errors.append(error_in(row, KEY, "Number", message))
            elif now is None and all(text == original.get(key, "") for key, text in row.texts.items()):
                self.gone += row.sheet == PROPOSALS
            elif now is None:
                named = original.get(REFERENCE, row.key)
                message = f"{named} has been deleted since the download, or is no longer yours to see."
                self.errors.append(error_in(row, "", "", message))
            else:
                self._read_row(row, original, now)

    def _number_of(self, row: SheetRow) -> str:
        """Return, as a sentence, which number the download gave the proposal whose reference is in the row."""
        reference = row.texts.get(REFERENCE)
        numbers = [
            key
            for (sheet, key), texts in self.content.originals.items()
            if sheet == row.sheet == PROPOSALS and reference and texts.get(REFERENCE) == reference
        ]
        return f" {reference} was number {numbers[0]}: put that back." if len(numbers) == 1 else ""

    def _read_row(self, row: SheetRow, original: Texts, stored: Texts) -> None:
        for column in self.content.columns[row.sheet]:
            if column.key == KEY or column.key not in row.texts:
                continue
            mine, was, now = row.texts[column.key], original.get(column.key, ""), stored.get(column.key, "")
            changed = changed_by(was, now, mine)
            if changed in {ChangedBy.OTHERS, ChangedBy.BOTH} and not column.lock:
                self.changed_by_others.add((row.sheet, row.key))
            if changed in {ChangedBy.NOBODY, ChangedBy.OTHERS}:
                continue
            if column.lock:
                self.errors.append(error_in(row, column.key, column.heading, _locked(column, was)))
            elif not mine and not self.decisions.blanks_erase:
                self.blanks_left += 1
            elif mine != now and (now == was or self._is_decided(CellChange(row, column, now, mine), was)):
                self.changes.append(CellChange(row, column, now, mine))

    def _is_decided(self, change: CellChange, was: str) -> bool:
        """Note the conflict about a cell, and return whether the workbook's value is to be used all the same."""
        row, column = change.row, change.column
        code = f"{row.sheet}:{row.key}:{column.key}"
        conflict = CellConflict(
            **vars(change.planned),
            code=code,
            reference=row.texts.get(REFERENCE, ""),
            original=printed(was, column),
            takes_mine=code in self.decisions.take_mine,
        )
        self.conflicts.append(conflict)
        return conflict.takes_mine


def _locked(column: SheetColumn, was: str) -> str:
    if column.kind == "computed":
        return "This figure is calculated and cannot be entered. Change the years instead."
    return f"This cell is locked and was “{was}”: put that back." if was else "This cell is locked: empty it."


def planned_cell(row: SheetRow, column: SheetColumn, before: str, after: str) -> PlannedCell:
    """Return the change of a cell of the row, as people read it."""
    cell = address(row.number, row.columns[column.key])
    return PlannedCell(
        column.heading, printed(before, column), printed(after, column), sheet=row.sheet, cell=cell
    )


def error_in(row: SheetRow, key: str, heading: str, message: str) -> CellError:
    """Return an error of a row, at the column of that key where one is named."""
    return CellError(row.sheet, row.number, row.columns.get(key, 0), heading, message)


def references_downloaded(content: WorkbookContent) -> dict[str, str]:
    """Return the references of the download, each with the number of its proposal."""
    return {
        texts.get(REFERENCE, ""): number
        for (sheet, number), texts in content.originals.items()
        if sheet == PROPOSALS
    }
