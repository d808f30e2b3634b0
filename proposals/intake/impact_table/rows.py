"""One row of an impact table as a proposal; what cannot be read becomes a finding."""

from dataclasses import dataclass, replace

from proposals.intake.findings import Finding, Level
from proposals.intake.impact_table.cells import counts_deleted_posts, posts_of, risk_of
from proposals.intake.impact_table.groups import Group
from proposals.intake.impact_table.style import HOW, PROPERTY, RISK, SERVICE_IMPACT, STAFF
from proposals.intake.stated.checks import check_row
from proposals.intake.stated.columns import TITLE
from proposals.intake.stated.figures import shortened
from proposals.intake.stated.layout import OTHER
from proposals.intake.stated.proposal import StatedProposal
from proposals.intake.stated.tables import joined
from proposals.intake.stated.walk import Cells, TableRows, cell_of

_SECTIONS = (HOW, STAFF, PROPERTY, SERVICE_IMPACT, OTHER)


@dataclass
class RowReader(TableRows):
    """Reads the rows of one impact table."""

    _posts_place: str = ""

    def proposal(self, place: str, cells: Cells, group: Group) -> StatedProposal:
        """Return the proposal that a row states, in its group."""
        title, name = self.texts.title(cell_of(cells, TITLE))
        figures = self.amounts(name, place, cells)
        risk = joined(self.texts.lines(name, cell_of(cells, RISK)))
        if risk and not risk_of(risk):
            message = f"the risk “{shortened(risk)}” is not high, medium or low; it is kept as printed."
            self.add_finding(Level.NOTE, "risk not told", name, place, message)
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
