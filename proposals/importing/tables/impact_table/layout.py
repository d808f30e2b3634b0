"""The layout of a table of impact statements: proposals by portfolio, service area and category, with subtotals."""

from dataclasses import dataclass

from proposals.importing.issues import Issue, Severity
from proposals.importing.lines import DocumentLines, Line, NothingFound, is_page_number
from proposals.importing.parsed import ParsedDocument
from proposals.importing.tables import checks as table_checks
from proposals.importing.tables.columns import AMOUNTS, GROUPS, TITLE
from proposals.importing.tables.figures import FigureReader, shortened
from proposals.importing.tables.impact_table.groups import Groups, total_labels_in
from proposals.importing.tables.impact_table.rows import RowReader
from proposals.importing.tables.impact_table.style import STYLE
from proposals.importing.tables.impact_table.totals import Totals
from proposals.importing.tables.layout import Entry, Layout, free_text, lay_out, not_found
from proposals.importing.tables.sections import is_note, unit_before
from proposals.importing.tables.table_reader import (
    Cells,
    TableEnd,
    TableReader,
    cell_of,
    table_document,
    total_of,
)
from proposals.importing.tables.tables import Row, joined
from proposals.importing.tables.totals import TotalLabel, total_label

_LONGEST_HEADING = 120
_LACKING_TITLE = "has figures or texts but no title"
NOT_FOUND = (
    "No table of impact statements was found. Such a table begins with a row of headings: “Savings Title”, “How to "
    "be achieved”, “2017/18 Saving £000” and the years after it, “Total”, “Risk to delivery”, “Impacts on staff”, "
    "“Impacts on property”, “Impacts to service delivery”; at least the title, a saving and two of how it is "
    "achieved, risk, staff and property are needed."
)


def read_impact_table(document: DocumentLines) -> ParsedDocument:
    """Return the proposals of a table of impact statements, with its subtotals.

    Raises UnreadableDocument when there is no such table. All else that is wrong is a finding.
    """
    layout = lay_out(document, STYLE)
    if layout is None:
        raise NothingFound(not_found(document, STYLE, NOT_FOUND))
    groups = Groups(total_labels_in(entry.row for entry in layout.entries if not entry.is_header))
    before, headings = _parted(layout, groups)
    years = tuple(layout.years)
    said = unit_before(before)
    figures = FigureReader(layout.unit or said, blanks_leave_no_trace=layout.is_one_under_another)
    figures.issues.extend(table_checks.check_units(layout.unit, said, before))
    table = _Table(layout, RowReader(figures, years), groups, Totals(groups, years), pending=list(headings))
    table.read()
    return table_document(document, before, table.rows, table, _end_of(table))


def _parted(layout: Layout, groups: Groups) -> tuple[list[Line], list[Row]]:
    """Return the lines before the table that are its title, and the rows that name the first portfolio and area."""
    free = [row for row in layout.before if row.is_free]
    first = next(
        (
            at
            for at, row in enumerate(free)
            # The document's own title comes first, unless that line can only be the name of a group.
            if (at or len(free) == 1 or groups.can_only_be_group(free_text(row)))
            and groups.is_known(free_text(row))
        ),
        len(free),
    )
    return [line for row in free[:first] for line in row.lines], free[first:]


@dataclass
class _Table(TableReader):
    """The walk through an impact table: what has been read so far."""

    rows: RowReader
    groups: Groups
    totals: Totals
    pending: list[Row]
    """Headings that stand above the next row."""
    label: tuple[TotalLabel, Row] | None = None
    """The label of a total whose figures stand on a line of their own."""
    ends_whole: bool = False

    def read(self) -> None:
        """Read every row."""
        self.left_over.extend(self.layout.surplus)
        for entry in self.layout.entries:
            if not entry.is_header and not entry.is_separator:
                self._entry(entry)
        self._label_without_figures()
        self._below()

    def _entry(self, entry: Entry) -> None:
        if entry.is_other_table:
            self._label_without_figures()
            self.leave_other_table(entry)
            return
        if entry.is_figures_only:
            self._figures(entry)
            return
        if entry.row.is_free:
            self._free(entry)
            return
        self._label_without_figures()
        self.left_over.extend(entry.outside)
        cells = entry.cells
        label = total_of(cells)
        if label is None and not self.pending:
            label = self.unnamed_total(self.rows, self.totals, entry.row.place, cells)
        if label:
            self._total(label, entry.row.place, cells)
        elif cell_of(cells, TITLE):
            self._proposal(entry, cells)
        else:
            self.leave_row_over(entry, "row without title", _LACKING_TITLE)

    def _proposal(self, entry: Entry, cells: Cells) -> None:
        self._enter_groups()
        self.groups.enter_columns({kind: self._group_name(cells, kind) for kind in self._groups_of(cells)})
        self.totals.add(self.rows.proposal(entry.row.place, cells, self.groups.current))
        self.ends_whole = False

    def _total(self, label: TotalLabel, place: str, cells: Cells) -> None:
        self._leave_over_headings()
        figures = self.rows.amounts(label.text, place, cells)
        self.issues.extend(self.totals.total(label, figures))
        self.note_beside_total(label, place, cells)
        self.ends_whole = all(cell for column, cell in cells if column.kind in AMOUNTS)

    def _figures(self, entry: Entry) -> None:
        """Read a row of nothing but figures: the total whose label stands above it."""
        if self.label is None:
            self.leave_row_over(entry, "row without title", _LACKING_TITLE)
            return
        label, row = self.label
        self.label = None
        in_order = [entry.row.cells[position] for position in sorted(entry.row.cells)]
        self._total(label, row.place, list(zip(entry.amounts, in_order, strict=True)))

    def _free(self, entry: Entry) -> None:
        """Take a line that stands by itself: a total's label, a note, a page number or the heading of a group."""
        text = free_text(entry.row)
        label = total_label(text)
        if label:
            self._label_without_figures()
            self.label = (label, entry.row)
        elif is_page_number(text):
            self.left_over.extend(entry.row.lines)
        elif is_note(text):
            self.notes.extend(line.text for line in self.rows.texts.lines("", entry.row.lines))
        elif _is_heading(entry):
            self.pending.append(entry.row)
        else:
            self.left_over.extend(entry.row.lines)

    def _enter_groups(self) -> None:
        cleaned = [(joined(self.rows.texts.lines("", row.lines)), row) for row in self.pending]
        too_many = self.groups.enter([text for text, _ in cleaned if text])
        self.left_over.extend(line for _, row in cleaned[: len(too_many)] for line in row.lines)
        self.pending = []

    @staticmethod
    def _groups_of(cells: Cells) -> list[str]:
        return [kind for kind in GROUPS if any(column.kind == kind for column, _ in cells)]

    def _group_name(self, cells: Cells, kind: str) -> str:
        return joined(self.rows.texts.lines("", cell_of(cells, kind)))

    def _leave_over_headings(self) -> None:
        """Leave headings over under which no row stands."""
        for row in self.pending:
            message = f"no proposal stands under the heading “{shortened(free_text(row))}”."
            self.issues.append(Issue(Severity.QUESTION, "heading without rows", "", row.place, message))
            self.left_over.extend(row.lines)
        self.pending = []

    def _label_without_figures(self) -> None:
        if self.label is None:
            return
        label, row = self.label
        self.label = None
        self.left_over.extend(row.lines)
        message = f"no figures stand beside or below “{shortened(label.text)}”."
        self.issues.append(Issue(Severity.ERROR, "total without figures", "", row.place, message))

    def _below(self) -> None:
        """Keep what stands below the last row: after a total these are notes, otherwise headings without rows."""
        if self.totals.subtotals and self.ends_whole:
            for row in self.pending:
                self.notes.extend(line.text for line in self.rows.texts.lines("", row.lines))
            self.pending = []
        self._leave_over_headings()


def _is_heading(entry: Entry) -> bool:
    text = free_text(entry.row)
    return (
        len(text) <= _LONGEST_HEADING and not text.endswith(".") and any(letter.isalpha() for letter in text)
    )


def _end_of(table: _Table) -> TableEnd:
    """Return what the table comes to; two areas may have a saving of one title."""
    return TableEnd(
        table.totals.proposals,
        table.totals.subtotals,
        table.ends_whole,
        told_apart_by=lambda proposal: (proposal.service, proposal.category, proposal.title.casefold()),
        doubts=table.rows.doubts(),
        missing=lambda _: (*table.totals.check_costs(), *table.totals.check_missing()),
    )
