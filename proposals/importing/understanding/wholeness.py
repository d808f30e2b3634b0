"""Check that a document is whole: every cell has its place, every group its rows and total, and it is not cut short."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from proposals.importing.files.blocks import Location
from proposals.importing.understanding.asker import STOP, at, listed
from proposals.importing.understanding.figures import Shape, read_figure
from proposals.importing.understanding.findings import Findings, cell_location
from proposals.importing.understanding.groups import same_name
from proposals.importing.understanding.kinds import Kind
from proposals.importing.understanding.labels import is_risk, total_label
from proposals.importing.understanding.meetings import reports_in
from proposals.importing.understanding.reading import Reading
from proposals.importing.understanding.rows import Row
from proposals.importing.understanding.totals import Totals
from proposals.importing.understanding.values import Role

_NO_PROPOSALS = (
    Role.TOTAL,
    Role.SUBTOTAL,
    Role.TARGET,
    Role.BUDGET,
    Role.PERCENTAGE,
    Role.SUMMARY,
    Role.AGREED,
)
COMPLETE, RIGHT = "complete", "yes, it does"
_FEWEST_ROWS, _MOST_OF = 3, 0.8  # what most rows of a table have is told from a few of them


class Wholeness:
    """Asks, says and quotes what seems to be missing of a document, or has no place in it."""

    def __init__(self, findings: Findings, readings: Sequence[Reading], totals: Totals) -> None:
        self.findings, self.asker = findings, findings.asker
        self.readings, self.totals = readings, totals

    def check(self, moved: Sequence[tuple[Location, str]]) -> None:
        """Check every table, the texts that may have moved, and the end of the last table."""
        for reading in self.readings:
            self._empty_groups(reading)
            self._surplus(reading)
            self._short_cells(reading)
            self._totals(reading)
            self._beside_others(reading)
        self._missing_subtotals()
        if self.readings:
            self._end(self.readings[-1])
        if moved and self.readings:
            texts, place = listed([text[:60] for _, text in moved]), moved[0][0]
            text = f"Something is blank beside {texts}{at(place)}. Does each of these stand under its own heading?"
            self.asker.ask("moved-cells", "texts", place, text, (RIGHT, STOP), STOP)

    def _empty_groups(self, reading: Reading) -> None:
        """Quote the headings of groups that no rows stand under."""
        for index, row in enumerate(reading.rows):
            if row.role is Role.GROUP and not row.figures and not _rows_under(reading, index):
                self.findings.quote(row.line.location, row.label, "no rows stand under this heading")

    def _surplus(self, reading: Reading) -> None:
        """Quote the cells beyond the headings of the table."""
        for row in reading.rows:
            for index in row.line.filled:
                if index >= len(reading.columns):
                    cell = row.line.cells[index]
                    self.findings.quote(cell.location, cell.text, "no heading stands over it")

    def _short_cells(self, reading: Reading) -> None:
        """Say of a risk or a meeting that it cannot be told; its words are kept as printed."""
        for row in reading.items:
            for column in reading.columns_of(Kind.RISK)[:1]:
                text = row.text(column)
                if text and not is_risk(text.rstrip(".")):
                    message = f"the risk “{text[:80]}” is not high, medium or low; it is kept as printed."
                    self.findings.note("risk not told", cell_location(row, column), message)
            for column in reading.columns_of(Kind.REPORTED):
                for report in reports_in(row.text(column)):
                    if report.month is None:
                        message = f"“{report.meeting[:80]}” names no month and year of a meeting."
                        self.findings.note("meeting not told", cell_location(row, column), message)

    def _totals(self, reading: Reading) -> None:
        """Quote totals without figures, and say of those that name no group of the table."""
        names = {
            name for row in reading.rows for name in (*row.names.values(), *row.section.split("/")) if name
        }
        for row in reading.rows:
            if row.role is Role.TOTAL and not row.figures:
                self.findings.quote(row.line.location, row.label, "the total has no figures")
            elif row.total and row.total.is_sub and names and not _names_one(row.total.name, names):
                message = f"“{row.label}” is the total of no group that is named so."
                self.findings.note("total of no group", row.line.location, message)

    def _missing_subtotals(self) -> None:
        """Ask whether a group is whole that has no subtotal where the others have one, and no total holds its rows."""
        groups = [group for reading in self.readings for group in _groups(reading)]
        if not any(_has_total(rows) for _, rows in groups):
            return
        lacking = [
            heading
            for heading, rows in groups
            if not _has_total(rows)
            and any(row.role is Role.ITEM for row in rows)
            and not any(id(row) in self.totals.covered for row in rows)
        ]
        if lacking:
            place = lacking[0].line.location
            names = listed([heading.label for heading in lacking])
            text = f"{names}{at(place)} has no subtotal, though other groups have. Are its rows complete?"
            self.asker.ask("missing-subtotal", "totals", place, text, (COMPLETE, STOP), STOP)

    def _beside_others(self, reading: Reading) -> None:
        """Say what words stand in a row that is no proposal, beside its label and its groups."""
        for row in reading.rows:
            if row.role not in _NO_PROPOSALS:
                continue
            known = {row.label, row.title, *row.names.values()}
            words = [
                text
                for text in row.line.texts
                if text not in known and read_figure(text).shape is Shape.WORDS and total_label(text) is None
            ]
            if words:
                quoted = ", ".join(f"“{text}”" for text in words)
                message = f"beside “{row.label[:60] or row.role.value}” stands {quoted}."
                self.findings.note("beside a total", row.line.location, message)

    def _end(self, reading: Reading) -> None:
        """Ask whether the document is whole where it ends in headings, or in a row that lacks what others have."""
        rows = [row for row in reading.rows if row.role not in (Role.BLANK, Role.NOTE)]
        last = rows[-1] if rows else None
        why = ""
        if last is not None and last.role is Role.HEADING:
            why = "the document ends with the headings of a table"
        elif last is not None and last.role is Role.ITEM:
            missing = _lacking(reading, last)
            why = f"the last row has nothing under {listed(missing)}, as other rows have" if missing else ""
        if last is not None and why:
            text = f"The document may be cut short: {why}. Is it complete?"
            self.asker.ask("cut-short", "wholeness", last.line.location, text, (COMPLETE, STOP), STOP)


def _names_one(name: str, groups: Collection[str]) -> bool:
    return not name or any(same_name(group, name) for group in groups)


def _lacking(reading: Reading, last: Row) -> list[str]:
    """Return the headings of the cells that the last row lacks and most others have."""
    items = reading.items
    if len(items) < _FEWEST_ROWS:
        return []
    counts = Counter(column.index for row in items[:-1] for column in reading.columns if row.text(column))
    usual = [index for index, count in counts.items() if count > _MOST_OF * (len(items) - 1)]
    filled = [column.index for column in reading.columns if last.text(column)]
    # Only what is missing from some column on is a cut; a blank cell between others is none.
    return [reading.columns[i].heading for i in sorted(usual) if i > max(filled, default=0)]


def _has_total(rows: Sequence[Row]) -> bool:
    return any(row.role in (Role.TOTAL, Role.SUBTOTAL) for row in rows)


def _rows_under(reading: Reading, index: int) -> list[Row]:
    """Return the rows under a heading, up to the next of its rank or one further out."""
    rank = reading.rows[index].rank
    below: list[Row] = []
    for row in reading.rows[index + 1 :]:
        if row.role is Role.GROUP and not row.figures and row.rank <= rank:
            break
        if row.figures or row.role is Role.ITEM:
            below.append(row)
    return below


def _groups(reading: Reading) -> Iterator[tuple[Row, list[Row]]]:
    """Yield the innermost groups of a table: each heading with the rows up to the next."""
    heading: Row | None = None
    rows: list[Row] = []
    for row in reading.rows:
        if row.role is Role.GROUP:
            if heading is not None:
                yield heading, rows
            heading, rows = row, []
        else:
            rows.append(row)
    if heading is not None:
        yield heading, rows
