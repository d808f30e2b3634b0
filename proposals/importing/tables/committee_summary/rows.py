"""One row of a scrutiny committee's summary as a proposal; what cannot be read becomes a finding."""

from dataclasses import dataclass, replace

from proposals.importing.issues import Issue, Severity
from proposals.importing.parsed import ParsedProposal, ParsedReport
from proposals.importing.tables.checks import check_row
from proposals.importing.tables.columns import CATEGORY, OTHER, PORTFOLIO, TITLE
from proposals.importing.tables.committee_summary.cells import committee_names, reports_in, split_consultation
from proposals.importing.tables.committee_summary.style import COMMITTEE, DECISIONS, IMPACT, REPORTED, SERVICE
from proposals.importing.tables.figures import RowFigures
from proposals.importing.tables.table_reader import Cells, TableRows, cell_of
from proposals.importing.tables.tables import Cell, joined

_SECTIONS = (DECISIONS, IMPACT, OTHER)
_TEXTS = (DECISIONS, IMPACT)


@dataclass
class RowReader(TableRows):
    """Reads the rows of one summary; `known` are the committees that stand alone somewhere in it."""

    known: frozenset[str]
    _differing_place: str = ""

    def proposal(self, place: str, cells: Cells, *, cells_may_have_moved: bool) -> ParsedProposal:
        """Return the proposal that a row states.

        `cells_may_have_moved` is true where blank cells left no trace, so that a text may stand under its neighbour.
        """
        printed, name = self.texts.title(cell_of(cells, TITLE))
        title, consultation_only = split_consultation(printed)
        figures = self.amounts(name, place, cells)
        if cells_may_have_moved:
            self._check_texts(name, place, cells)
        proposal = ParsedProposal(
            title=title,
            place=place,
            references=self.references(name, cells),
            portfolio=joined(self.texts.lines(name, cell_of(cells, PORTFOLIO))),
            category=joined(self.texts.lines(name, cell_of(cells, CATEGORY))),
            service=joined(self.texts.lines(name, cell_of(cells, SERVICE))),
            savings=figures.savings,
            total=figures.total,
            profile_complete=self._states_every_year(figures),
            sections=self.others(name, place, cells, _SECTIONS),
            committees=self._committees(name, cell_of(cells, COMMITTEE)),
            reported=self._reported(name, cells),
            consultation_only=consultation_only,
        )
        if len(self.years) == 1 and figures.savings and not proposal.profile_complete:
            self._differing_place = self._differing_place or place
        self.issues.extend(check_row(proposal))
        return proposal

    def _states_every_year(self, figures: RowFigures) -> bool:
        """Return whether no year is left out: the one year of a table may be the first of several."""
        if not self.years or not set(self.years) <= set(figures.savings):
            return False
        return len(self.years) > 1 or figures.total in (None, sum(figures.savings.values()))

    def doubts(self) -> list[Issue]:
        """Return the one note that totals differ from the one year that the summary names."""
        if not self._differing_place:
            return []
        message = (
            f"the summary names {self.years[0]} alone; where a total differs from it, what is saved in the years "
            "after it was read as not stated."
        )
        return [Issue(Severity.NOTE, "other years not stated", "", self._differing_place, message)]

    def _check_texts(self, name: str, place: str, cells: Cells) -> None:
        """Say that one of two neighbouring texts is blank and nothing in the file tells which."""
        texts = [(column, cell) for column, cell in cells if column.kind in _TEXTS]
        blank = [column.heading for column, cell in texts if not cell]
        filled = [(column.heading, cell) for column, cell in texts if cell]
        if blank and filled:
            heading, cell = filled[0]
            message = f"one text is missing; the other was read as “{heading}”, but may be “{blank[0]}”."
            self.add_finding(Severity.QUESTION, "cell missing", name, cell[0].place, message)

    def _committees(self, name: str, cell: Cell) -> tuple[str, ...]:
        return committee_names([line.text for line in self.texts.lines(name, cell)], self.known)

    def _reported(self, name: str, cells: Cells) -> tuple[ParsedReport, ...]:
        lines = self.texts.lines(name, cell_of(cells, REPORTED))
        reports = reports_in(joined(lines))
        for report in reports:
            if report.month is None:
                message = f"“{report.meeting}” names no month and year of a meeting such as “Sept 17”."
                self.add_finding(Severity.NOTE, "meeting not told", name, lines[0].place, message[:300])
        to_cabinet = any(
            "cabinet" in column.heading.lower() for column, _ in cells if column.kind == REPORTED
        )
        return tuple(replace(report, body="Cabinet") for report in reports) if to_cabinet else reports
