"""One row of an impact table as a proposal; what cannot be read becomes a finding."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from proposals.importing.issues import Issue, Severity
from proposals.importing.parsed import ParsedProposal, ParsedSection
from proposals.importing.tables.checks import check_row
from proposals.importing.tables.columns import OTHER, TITLE, year_in
from proposals.importing.tables.figures import shortened
from proposals.importing.tables.impact_table.cells import counts_deleted_posts, posts_of, risk_of
from proposals.importing.tables.impact_table.groups import Group
from proposals.importing.tables.impact_table.style import HOW, PROPERTY, RISK, SERVICE_IMPACT, STAFF
from proposals.importing.tables.table_reader import Cells, TableRows, cell_of
from proposals.importing.tables.tables import joined

_TOTAL = re.compile(r"\btotal\b", re.IGNORECASE)
_SECTIONS = (HOW, STAFF, PROPERTY, SERVICE_IMPACT, OTHER)


@dataclass
class RowReader(TableRows):
    """Reads the rows of one impact table."""

    _posts_place: str = ""
    _has_minus: bool = False

    def proposal(self, place: str, cells: Cells, group: Group) -> ParsedProposal:
        """Return the proposal that a row states, in its group."""
        title, name = self.texts.title(cell_of(cells, TITLE))
        figures = self.amounts(name, place, cells)
        risk = joined(self.texts.lines(name, cell_of(cells, RISK)))
        if risk and not risk_of(risk):
            message = f"the risk “{shortened(risk)}” is not high, medium or low; it is kept as printed."
            self.add_finding(Severity.NOTE, "risk not told", name, place, message)
        proposal = ParsedProposal(
            title=title,
            place=place,
            references=self.references(name, cells),
            portfolio=group.portfolio,
            service=group.area,
            category=group.category,
            savings=figures.savings,
            total=figures.total,
            profile_complete=bool(self.years) and set(self.years) <= set(figures.savings),
            risk=risk_of(risk),
            risk_as_printed=risk,
            sections=self.others(name, place, cells, _SECTIONS),
        )
        self.issues.extend(check_row(proposal))
        return self._with_posts(proposal)

    def doubts(self) -> list[Issue]:
        """Return the one note that numbers of posts were read as deleted though nothing says so."""
        if not self._posts_place:
            return []
        if self._has_minus:
            message = (
                "some numbers under the impact on staff carry a minus and others do not; all were read as posts "
                "deleted. Those without a minus may be new posts."
            )
            return [Issue(Severity.QUESTION, "posts read as deleted", "", self._posts_place, message)]
        message = "numbers under the impact on staff were read as posts deleted; the heading does not say so."
        return [Issue(Severity.NOTE, "posts read as deleted", "", self._posts_place, message)]

    def _with_posts(self, proposal: ParsedProposal) -> ParsedProposal:
        staff = [section for section in proposal.sections if section.kind == STAFF]
        if len(staff) > 1:
            return self._with_posts_in_columns(proposal, staff)
        change = self._posts(staff[0]) if staff else None
        return proposal if change is None else replace(proposal, fte_change=change)

    def _with_posts_in_columns(
        self, proposal: ParsedProposal, staff: Sequence[ParsedSection]
    ) -> ParsedProposal:
        """Take the posts of several columns: of the one headed as the total, or of one for each year."""
        totals = [section for section in staff if _TOTAL.search(section.heading)]
        counted = totals or staff
        years = {year_in(section.heading) for section in counted}
        changes = [self._posts(section) for section in counted]
        known = [change for change in changes if change is not None]
        if len(known) == len(counted) and (
            len(totals) == 1 or (None not in years and len(years) == len(counted))
        ):
            return replace(proposal, fte_change=sum(known, Decimal(0)))
        if any(known):
            listed = ", ".join(f"“{section.heading}”" for section in staff)
            message = (
                f"posts stand under {listed}; which of them count cannot be told. They are kept as texts."
            )
            self.add_finding(
                Severity.NOTE, "posts not told", shortened(proposal.title), staff[0].place, message
            )
        return proposal

    def _posts(self, staff: ParsedSection) -> Decimal | None:
        change = posts_of(staff.text)
        if change and not counts_deleted_posts(staff.heading, staff.text):
            self._posts_place = self._posts_place or staff.place
        has_minus = staff.text.lstrip()[:1] in "(-\u2010\u2011\u2012\u2013\u2014\u2212"
        self._has_minus = self._has_minus or (bool(change) and has_minus)
        return change
