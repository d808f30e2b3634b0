"""What the walk through a table of proposals has in common, whatever the table's style: rows read, and the end."""

import re
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from proposals.domain.references import is_reference
from proposals.importing.findings import Finding, Level
from proposals.importing.lines import DocumentLines, Line
from proposals.importing.parsed import checks as stated_checks
from proposals.importing.parsed.columns import AMOUNTS, GROUPS, OTHER, REFERENCE, TITLE, Column
from proposals.importing.parsed.figures import FigureReader, RowFigures, shortened
from proposals.importing.parsed.layout import Entry, Layout
from proposals.importing.parsed.proposal import StatedDocument, StatedProposal, StatedSection, StatedSubtotal
from proposals.importing.parsed.sections import TextReader, part_title
from proposals.importing.parsed.tables import Cell, joined
from proposals.importing.parsed.totals import TotalLabel, total_label
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
    findings: list[Finding] = field(default_factory=list, kw_only=True)

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
    ) -> tuple[StatedSection, ...]:
        """Return the narrative sections of some kinds, and a cell under the reference that holds none."""
        return tuple(
            self.texts.section(
                name, column if column.kind in kinds else replace(column, kind=OTHER), cell, place
            )
            for column, cell in cells
            if column.kind in kinds or (column.kind == REFERENCE and cell and not is_reference(joined(cell)))
        )

    def add_finding(self, level: Level, code: str, name: str, place: str, message: str) -> None:
        """Keep a finding about a row."""
        self.findings.append(Finding(level, code, name, place, message))


@dataclass
class TableWalk:
    """The walk through a table's rows: what has been found, left over and noted so far."""

    layout: Layout
    findings: list[Finding] = field(default_factory=list, kw_only=True)
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
            self.findings.append(
                Finding(Level.DIFFERENCE, "read as a total", shortened(label.text), place, message)
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
            self.findings.append(Finding(Level.NOTE, "beside a total", shortened(label.text), place, message))

    def leave_other_table(self, entry: Entry) -> None:
        """Leave the rows of another kind of table over, and say once that there is one."""
        if not any(finding.code == "other table" for finding in self.findings):
            message = "another table begins here, with other headings; its figures were not read."
            self.findings.append(Finding(Level.NOTE, "other table", "", entry.row.place, message))
        self.left_over.extend(entry.row.lines)

    def leave_row_over(self, entry: Entry, code: str, lacking: str) -> None:
        """Refuse a row that lacks what every proposal has, and leave its lines over."""
        said = shortened(" | ".join(entry.row.texts))
        message = f"the row {lacking}; it says “{said}”."
        self.findings.append(Finding(Level.ERROR, code, "", entry.row.place, message))
        outside = entry.outside
        self.left_over.extend(line for line in entry.row.lines if line not in outside)


@dataclass(frozen=True)
class TableEnd:
    """What only the style can tell of a table that has been read to its end."""

    proposals: Sequence[StatedProposal]
    subtotals: Sequence[StatedSubtotal]
    ends_whole: bool
    told_apart_by: Callable[[StatedProposal], Hashable]
    """What no two proposals share."""
    doubts: Iterable[Finding] = ()
    missing: Callable[[Sequence[StatedProposal]], Iterable[Finding]] = lambda _: ()
    """What ought to stand in a table of these proposals and does not."""


def table_document(
    document: DocumentLines, before: Sequence[Line], rows: TableRows, walk: TableWalk, end: TableEnd
) -> StatedDocument:
    """Return what was read as one document, its sign settled and its findings in order of their kind."""
    layout = walk.layout
    title, notes_before = part_title(before)
    tables_before = [line for row in layout.before if not row.is_free for line in row.lines]
    left_over = (*tables_before, *walk.left_over)
    settled = stated_checks.settle_sign(end.proposals, end.subtotals)
    unit, decimals = rows.figures.settled()
    findings = [
        *stated_checks.check_columns(layout.columns),
        *stated_checks.check_same_years(layout.headers),
        *_nothing_read(end.proposals, layout),
        *rows.figures.doubts(),
        *end.doubts,
        *rows.figures.findings,
        *rows.texts.findings,
        *rows.findings,
        *walk.findings,
        *settled.findings,
        *stated_checks.check_repeated(
            (end.told_apart_by(proposal), proposal) for proposal in settled.proposals
        ),
        *end.missing(settled.proposals),
        *stated_checks.check_end(document, ends_whole=end.ends_whole, ends_in_header=layout.ends_in_header),
        *stated_checks.check_left_over(left_over),
    ]
    return StatedDocument(
        title=title,
        years=rows.years,
        proposals=settled.proposals,
        subtotals=settled.subtotals,
        savings_sign=settled.sign,
        unit=unit,
        decimals=decimals,
        findings=tuple(findings),
        lines_read=len(document.lines),
        left_over=left_over,
        notes=(*notes_before, *walk.notes),
    )


def _nothing_read(proposals: Sequence[StatedProposal], layout: Layout) -> Iterator[Finding]:
    if not proposals:
        place = layout.entries[0].row.place
        message = "no proposal stands under the headings of the table."
        yield Finding(Level.ERROR, "no proposals", "", place, message)
