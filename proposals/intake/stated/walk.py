"""What the walk through a table of proposals has in common, whatever the table's style: rows read, and the end."""

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from proposals.intake.findings import Finding, Level
from proposals.intake.lines import DocumentLines, Line
from proposals.intake.stated import checks as stated_checks
from proposals.intake.stated.columns import AMOUNTS, GROUPS, OTHER, REFERENCE, TITLE, Column
from proposals.intake.stated.figures import FigureReader, RowFigures, shortened
from proposals.intake.stated.layout import Entry, Layout
from proposals.intake.stated.proposal import StatedDocument, StatedProposal, StatedSection, StatedSubtotal
from proposals.intake.stated.sections import TextReader, part_title
from proposals.intake.stated.tables import Cell, joined
from proposals.intake.stated.totals import TotalLabel, total_label
from proposals.references import is_reference
from services.years import FinancialYear

Cells = Sequence[tuple[Column, Cell]]
_LABELLED = (TITLE, REFERENCE, "service", *GROUPS)  # the columns that the label of a total can stand under


def cell_of(cells: Cells, kind: str) -> Cell:
    """Return the cell under the first column of a kind, empty where there is none."""
    return next((cell for column, cell in cells if column.kind == kind), ())


def total_of(cells: Cells) -> TotalLabel | None:
    """Return the label of a total, where the row holds that and figures and nothing else.

    It stands under the title, or wherever the names of groups and services stand.
    """
    kinds = {column.kind for column, cell in cells if cell}
    texts = [(column, cell) for column, cell in cells if cell and column.kind not in AMOUNTS]
    if not kinds & set(AMOUNTS) or len(texts) != 1 or texts[0][0].kind not in _LABELLED:
        return None
    return total_label(joined(texts[0][1]))


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
