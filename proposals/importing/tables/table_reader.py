"""What the walk through a table of proposals has in common, whatever the table's style: rows read, and the end."""

import re
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from proposals.domain.references import is_reference
from proposals.importing.issues import Issue, Severity
from proposals.importing.lines import DocumentLines, Line
from proposals.importing.parsed import ParsedDocument, ParsedProposal, ParsedSection, ParsedSubtotal
from proposals.importing.tables import checks as table_checks
from proposals.importing.tables.columns import AMOUNTS, GROUPS, OTHER, REFERENCE, TITLE, Column
from proposals.importing.tables.figures import FigureReader, RowFigures, shortened
from proposals.importing.tables.layout import Entry, Layout
from proposals.importing.tables.sections import TextReader, part_title
from proposals.importing.tables.tables import Cell, joined
from proposals.importing.tables.totals import TotalLabel, total_label
from services.values.years import FinancialYear

Cells = Sequence[tuple[Column, Cell]]
_FIGURE = re.compile(
    r"[(+\u2010-\u2014\u2212-]?\s?£?\d[\d.,]{0,15}\)?\s*(?:%|k|m|ftes?|wtes?|posts?|staff)?"
    r"|[\u2010-\u2014\u2212*-]|n/?a|nil|none|tbc",
    re.IGNORECASE,
)
_LABELLED = (TITLE, REFERENCE, "service", *GROUPS)  # the columns that the label of a total can stand under


def cell_of(cells: Cells, kind: str) -> Cell:
    """Return the cell under the first column of a kind, empty where there is none."""
    return next((cell for column, cell in cells if column.kind == kind), ())


def total_of(cells: Cells) -> TotalLabel | None:
    """Return the label of a total, where the row holds that and figures and no words.

    It stands under the title, or wherever the names of groups and services stand.
    """
    named = [cell for column, cell in cells if cell and column.kind in _LABELLED]
    labels = [(cell, label) for cell in named if (label := total_label(joined(cell)))]
    return labels[0][1] if labels and _is_of_figures(cells, labels[0][0]) else None


def _is_of_figures(cells: Cells, name: Cell) -> bool:
    """Return whether a row holds figures, and beside them no words but a name and what it is merged with."""
    texts = [(column, cell) for column, cell in cells if cell and cell is not name]
    has_amounts = any(column.kind in AMOUNTS for column, _ in texts)
    return has_amounts and all(
        column.kind in (*AMOUNTS, *GROUPS) or _FIGURE.fullmatch(joined(cell)) for column, cell in texts
    )


class RowsSoFar(Protocol):
    """What knows the sums of the rows read so far."""

    def looks_like_total(self, title: str, figures: RowFigures) -> TotalLabel | None:
        """Return the label of a row that no word calls a total, where it can be nothing else."""


@dataclass
class TableRows:
    """Reads the rows of one table; a style says what its rows state beside figures and texts."""

    figures: FigureReader
    years: tuple[FinancialYear, ...]
    texts: TextReader = field(default_factory=TextReader, kw_only=True)
    issues: list[Issue] = field(default_factory=list, kw_only=True)

    def amounts(self, name: str, place: str, cells: Cells) -> RowFigures:
        """Return the row's figures in pounds as printed."""
        clean = [(column, self.texts.cell(name, cell)) for column, cell in cells if column.kind in AMOUNTS]
        return self.figures.read(name, place, clean)

    def references(self, name: str, cells: Cells) -> tuple[str, ...]:
        """Return the reference that the row prints, where its cell holds a figure and no words."""
        printed = joined(self.texts.lines(name, cell_of(cells, REFERENCE)))
        return (printed,) if is_reference(printed) else ()

    def others(
        self, name: str, place: str, cells: Cells, kinds: Collection[str]
    ) -> tuple[ParsedSection, ...]:
        """Return the narrative sections of some kinds, and a cell under the reference that holds none."""
        return tuple(
            self.texts.section(
                name, column if column.kind in kinds else replace(column, kind=OTHER), cell, place
            )
            for column, cell in cells
            if column.kind in kinds or (column.kind == REFERENCE and cell and not is_reference(joined(cell)))
        )

    def add_finding(self, severity: Severity, code: str, name: str, place: str, message: str) -> None:
        """Keep a finding about a row."""
        self.issues.append(Issue(severity, code, name, place, message))


@dataclass
class TableReader:
    """The walk through a table's rows: what has been found, left over and noted so far."""

    layout: Layout
    issues: list[Issue] = field(default_factory=list, kw_only=True)
    left_over: list[Line] = field(default_factory=list, kw_only=True)
    notes: list[str] = field(default_factory=list, kw_only=True)

    def unnamed_total(
        self, rows: "TableRows", so_far: RowsSoFar, place: str, cells: Cells
    ) -> TotalLabel | None:
        """Return the label of a row of figures alone that come to what stands above, and say that it was one."""
        name = cell_of(cells, TITLE)
        if not _is_of_figures(cells, name) or any(
            column.kind == REFERENCE and cell for column, cell in cells
        ):
            return None
        figures = FigureReader(rows.figures.unit).read("", place, cells)
        label = so_far.looks_like_total(joined(name), figures)
        if label:
            message = (
                "the row holds nothing but figures, which are a total of rows above it: it was read as that, not as a "
                "saving of its own. Call it a total if it is one."
            )
            self.issues.append(
                Issue(Severity.QUESTION, "read as a total", shortened(label.text), place, message)
            )
        return label

    def note_beside_total(self, label: TotalLabel, place: str, cells: Cells) -> None:
        """Keep in a note what stands beside a total and its amounts, such as its posts."""
        beside = [
            f"“{column.heading}”: {joined(cell)}"
            for column, cell in cells
            if cell and column.kind not in (*AMOUNTS, *_LABELLED) and any(c.isdigit() for c in joined(cell))
        ]
        if beside:
            message = f"beside the total stands {', '.join(beside)}; it is not held against the rows."
            self.issues.append(Issue(Severity.NOTE, "beside a total", shortened(label.text), place, message))

    def leave_other_table(self, entry: Entry) -> None:
        """Leave the rows of another kind of table over, and say once that there is one."""
        if not any(issue.code == "other table" for issue in self.issues):
            message = "another table begins here, with other headings; its figures were not read."
            self.issues.append(Issue(Severity.NOTE, "other table", "", entry.row.place, message))
        self.left_over.extend(entry.row.lines)

    def leave_row_over(self, entry: Entry, code: str, lacking: str) -> None:
        """Refuse a row that lacks what every proposal has, and leave its lines over."""
        said = shortened(" | ".join(entry.row.texts))
        message = f"the row {lacking}; it says “{said}”."
        self.issues.append(Issue(Severity.ERROR, code, "", entry.row.place, message))
        outside = entry.outside
        self.left_over.extend(line for line in entry.row.lines if line not in outside)


@dataclass(frozen=True)
class TableEnd:
    """What only the style can tell of a table that has been read to its end."""

    proposals: Sequence[ParsedProposal]
    subtotals: Sequence[ParsedSubtotal]
    ends_whole: bool
    told_apart_by: Callable[[ParsedProposal], Hashable]
    """What no two proposals share."""
    doubts: Iterable[Issue] = ()
    missing: Callable[[Sequence[ParsedProposal]], Iterable[Issue]] = lambda _: ()
    """What ought to stand in a table of these proposals and does not."""


def table_document(
    document: DocumentLines, before: Sequence[Line], rows: TableRows, walk: TableReader, end: TableEnd
) -> ParsedDocument:
    """Return what was read as one document, its sign settled and its findings in order of their kind."""
    layout = walk.layout
    title, notes_before = part_title(before)
    tables_before = [line for row in layout.before if not row.is_free for line in row.lines]
    left_over = (*tables_before, *walk.left_over)
    settled = table_checks.settle_sign(end.proposals, end.subtotals)
    unit, decimals = rows.figures.settled()
    issues = [
        *table_checks.check_columns(layout.columns),
        *table_checks.check_same_years(layout.headers),
        *_nothing_read(end.proposals, layout),
        *rows.figures.doubts(),
        *end.doubts,
        *rows.figures.issues,
        *rows.texts.issues,
        *rows.issues,
        *walk.issues,
        *settled.issues,
        *table_checks.check_repeated(
            (end.told_apart_by(proposal), proposal) for proposal in settled.proposals
        ),
        *end.missing(settled.proposals),
        *table_checks.check_end(document, ends_whole=end.ends_whole, ends_in_header=layout.ends_in_header),
        *table_checks.check_left_over(left_over),
    ]
    return ParsedDocument(
        title=title,
        years=rows.years,
        proposals=settled.proposals,
        subtotals=settled.subtotals,
        savings_sign=settled.sign,
        unit=unit,
        decimals=decimals,
        issues=tuple(issues),
        lines_read=len(document.lines),
        left_over=left_over,
        notes=(*notes_before, *walk.notes),
    )


def _nothing_read(proposals: Sequence[ParsedProposal], layout: Layout) -> Iterator[Issue]:
    if not proposals:
        place = layout.entries[0].row.place
        message = "no proposal stands under the headings of the table."
        yield Issue(Severity.ERROR, "no proposals", "", place, message)
