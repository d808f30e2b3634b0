"""One row of an impact table as a proposal; what cannot be read becomes a finding."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from proposals.intake.findings import Finding, Level
from proposals.intake.impact_table.cells import counts_deleted_posts, posts_of, risk_of
from proposals.intake.impact_table.groups import Group
from proposals.intake.impact_table.style import HOW, PROPERTY, RISK, SERVICE_IMPACT, STAFF
from proposals.intake.stated.checks import check_row
from proposals.intake.stated.columns import AMOUNTS, TITLE, Column
from proposals.intake.stated.figures import FigureReader, RowFigures, shortened
from proposals.intake.stated.layout import OTHER
from proposals.intake.stated.proposal import StatedProposal
from proposals.intake.stated.sections import TextReader
from proposals.intake.stated.tables import Cell, joined
from services.years import FinancialYear

_SECTIONS = (HOW, STAFF, PROPERTY, SERVICE_IMPACT, OTHER)

Cells = Sequence[tuple[Column, Cell]]


def cell_of(cells: Cells, kind: str) -> Cell:
    """Return the cell under the first column of a kind, empty where there is none."""
    return next((cell for column, cell in cells if column.kind == kind), ())


@dataclass
class RowReader:
    """Reads the rows of one impact table."""

    figures: FigureReader
    years: tuple[FinancialYear, ...]
    texts: TextReader = field(default_factory=TextReader)
    findings: list[Finding] = field(default_factory=list)
    _posts_place: str = ""

    def amounts(self, name: str, place: str, cells: Cells) -> RowFigures:
        """Return the row's figures in pounds as printed."""
        clean = [(column, self.texts.cell(name, cell)) for column, cell in cells if column.kind in AMOUNTS]
        return self.figures.read(name, place, clean)

    def proposal(self, place: str, cells: Cells, group: Group) -> StatedProposal:
        """Return the proposal that a row states, in its group."""
        title, name = self.texts.title(cell_of(cells, TITLE))
        figures = self.amounts(name, place, cells)
        risk = joined(self.texts.lines(name, cell_of(cells, RISK)))
        if risk and not risk_of(risk):
            message = f"the risk “{shortened(risk)}” is not high, medium or low; it is kept as printed."
            self._add(Level.NOTE, "risk not told", name, place, message)
        proposal = StatedProposal(
            title=title,
            place=place,
            portfolio=group.portfolio,
            service=group.area,
            category=group.category,
            savings=figures.savings,
            total=figures.total,
            profile_complete=bool(self.years) and set(self.years) <= set(figures.savings),
            risk=risk_of(risk),
            risk_as_printed=risk,
            sections=tuple(
                self.texts.section(name, column, cell, place)
                for column, cell in cells
                if column.kind in _SECTIONS
            ),
        )
        self.findings.extend(check_row(proposal))
        return self._with_posts(proposal)

    def doubts(self) -> list[Finding]:
        """Return the one note that numbers of posts were read as deleted though nothing says so."""
        if not self._posts_place:
            return []
        message = "numbers under the impact on staff were read as posts deleted; the heading does not say so."
        return [Finding(Level.NOTE, "posts read as deleted", "", self._posts_place, message)]

    def _with_posts(self, proposal: StatedProposal) -> StatedProposal:
        staff = next((section for section in proposal.sections if section.kind == STAFF), None)
        change = posts_of(staff.text) if staff else None
        if staff and change and not counts_deleted_posts(staff.heading, staff.text):
            self._posts_place = self._posts_place or staff.place
        return proposal if change is None else replace(proposal, fte_change=change)

    def _add(self, level: Level, code: str, name: str, place: str, message: str) -> None:
        self.findings.append(Finding(level, code, name, place, message))
