"""The layout of a scrutiny committee's summary: one table of services, savings, decisions, impact and reports.

A first-year and a total figure say nothing of the years between, so these are left out, not set to nought.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from proposals.importing.lines import DocumentLines, Line, NothingFound, is_page_number
from proposals.importing.parsed import ParsedDocument
from proposals.importing.tables import checks as table_checks
from proposals.importing.tables.columns import TITLE
from proposals.importing.tables.committee_summary.cells import names_in_heading, part_committee
from proposals.importing.tables.committee_summary.rows import RowReader
from proposals.importing.tables.committee_summary.style import COMMITTEE, STYLE
from proposals.importing.tables.committee_summary.totals import TotalRows
from proposals.importing.tables.figures import FigureReader
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
from proposals.importing.tables.tables import Cell, joined
from services.values.years import find_years

_LONGEST_HEADING = 80
_LONGEST_TITLE_LINE = 400
_NAMES_COMMITTEE = re.compile(r"\b(?:committee|panel|commission|board)$", re.IGNORECASE)
NOT_FOUND = (
    "No summary of savings for a committee was found. Such a table begins with a row of headings: “Service”, "
    "“Saving Identified 2018/19”, “Total Saving Identified”, “Decisions Needed”, “Impact”, “Date Reported to "
    "Cabinet” and the committee; at least the service, a saving and two of the last four are needed."
)


def read_committee_summary(document: DocumentLines) -> ParsedDocument:
    """Return the proposals of a scrutiny committee's summary.

    Raises UnreadableDocument when there is no such table. All else that is wrong is a finding.
    """
    layout = lay_out(document, STYLE)
    if layout is None:
        raise NothingFound(not_found(document, STYLE, NOT_FOUND))
    before = [line for row in layout.before if row.is_free for line in row.lines]
    in_title = [year for line in before for year in find_years(line.text[:_LONGEST_TITLE_LINE])]
    years = table_checks.years_between([*layout.years, *in_title])
    said = unit_before(before)
    figures = FigureReader(layout.unit or said, blanks_leave_no_trace=layout.is_one_under_another)
    figures.issues.extend(table_checks.check_units(layout.unit, said, before))
    rows = RowReader(figures, years, frozenset(_known_committees(layout)))
    summary = _Summary(layout, rows, TotalRows(years))
    summary.begin(before)
    summary.read()
    return table_document(document, before, rows, summary, _end_of(summary))


def _known_committees(layout: Layout) -> Iterator[str]:
    """Yield the names of committees that stand alone somewhere: in a heading or in a cell."""
    for column in layout.columns:
        if column.kind == COMMITTEE:
            yield from names_in_heading(column.heading)
    for entry in layout.entries:
        for column, cell in () if entry.is_header else entry.cells:
            if column.kind == COMMITTEE and len(cell) == 1 and len(cell[0].text) <= _LONGEST_HEADING:
                yield cell[0].text


@dataclass
class _Summary(TableReader):
    """The walk through a summary's rows: what has been read so far."""

    rows: RowReader
    totals: TotalRows
    ends_in_total: bool = False
    filled: list[list[str]] = field(default_factory=list)
    """For each proposal the headings of its cells that hold something."""

    def read(self) -> None:
        """Read every row."""
        self.left_over.extend(self.layout.surplus)
        body = [entry for entry in self.layout.entries if not entry.is_header and not entry.is_separator]
        for entry in body:
            if entry.is_other_table:
                self.leave_other_table(entry)
            elif entry.row.is_free and _is_beside_table(entry):
                self._beside(entry.row.lines)
            else:
                self._row(entry)

    def begin(self, before: Sequence[Line]) -> None:
        """Take the last line before the table as the heading over its rows, where it names a committee."""
        if before and _committee_in(before[-1].text):
            self.totals.begin(before[-1].text)

    def _row(self, entry: Entry) -> None:
        self.left_over.extend(entry.outside)
        cells, below = _parted(entry)
        title = cell_of(cells, TITLE)
        label = total_of(cells) or self.unnamed_total(self.rows, self.totals, entry.row.place, cells)
        self.ends_in_total = label is not None
        if label:
            figures = self.rows.amounts(label.text, entry.row.place, cells)
            self.issues.extend(self.totals.total(label, figures))
            self.note_beside_total(label, entry.row.place, cells)
        elif title:
            moved = not entry.is_word and self.layout.is_one_under_another
            proposal = self.rows.proposal(entry.row.place, cells, cells_may_have_moved=moved)
            if not proposal.committees and not any(column.kind == COMMITTEE for column, _ in cells):
                proposal = replace(proposal, committees=_committee_in(self.totals.heading))
            self.totals.add(proposal)
            self.filled.append([column.heading for column, cell in cells if cell])
        else:
            self.leave_row_over(entry, "row without service", "has no service")
        if below:
            self._beside(below)

    def _beside(self, lines: Sequence[Line]) -> None:
        """Keep what stands beside the table: a note, a heading over the rows that follow, or a line left over."""
        for line in lines:
            text = joined(self.rows.texts.lines("", (line,)))
            if is_page_number(text) or not text:
                self.left_over.append(line)
            elif is_note(text) or text.endswith("."):
                self.notes.append(text)
            elif len(text) <= _LONGEST_HEADING:
                self.notes.append(text)
                self.totals.begin(text)
            else:
                self.left_over.append(line)


def _committee_in(heading: str) -> tuple[str, ...]:
    """Return the committee that a heading over the rows names, where that is all it says."""
    return (heading,) if _NAMES_COMMITTEE.search(heading) else ()


def _is_beside_table(entry: Entry) -> bool:
    """Return whether a line is a heading or note beside the table, not a row that holds a service alone."""
    text = free_text(entry.row)
    in_word_table = entry.is_word and entry.row.lines[0].column is not None
    return not in_word_table or is_note(text) or "committee" in text.lower()


def _parted(entry: Entry) -> tuple[Cells, Cell]:
    """Return the row's cells, and what stands in the committee's cell of a text but is a note or heading below it."""
    cells = entry.cells
    column, cell = cells[-1]
    if entry.is_word or not cell or column.kind != COMMITTEE:
        return cells, ()
    committee, below = part_committee(cell)
    return [*cells[:-1], (column, committee)], below


def _end_of(summary: _Summary) -> TableEnd:
    """Return what the summary comes to; a service may stand under two committees."""
    return TableEnd(
        summary.totals.proposals,
        summary.totals.subtotals,
        _ends_whole(summary),
        doubts=summary.rows.doubts(),
        told_apart_by=lambda proposal: (proposal.title.casefold(), proposal.committees),
        missing=lambda proposals: table_checks.check_last_row(proposals, summary.filled),
    )


def _ends_whole(summary: _Summary) -> bool:
    """Return whether the last row ends with a total, or with a committee that the summary names elsewhere, too."""
    proposals = summary.totals.proposals
    earlier = {name for proposal in proposals[:-1] for name in proposal.committees}
    return summary.ends_in_total or bool(proposals and set(proposals[-1].committees[-1:]) & earlier)
