"""Check that a document is whole: every cell has its place, every group its rows and total, and it is not cut short."""

import json
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from proposals.importing.files.blocks import Location
from proposals.importing.understanding.figures import Shape, paragraphs_of, read_figure
from proposals.importing.understanding.findings import STOP, Findings, at, listed
from proposals.importing.understanding.groups import same_name
from proposals.importing.understanding.kinds import Kind
from proposals.importing.understanding.labels import is_risk, total_label
from proposals.importing.understanding.meetings import reports_in
from proposals.importing.understanding.proposals import Stated
from proposals.importing.understanding.reading import Reading
from proposals.importing.understanding.rows import Row
from proposals.importing.understanding.stream import Line
from proposals.importing.understanding.totals import Totals
from proposals.importing.understanding.values import Role, as_json

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


def check_wholeness(
    readings: Sequence[Reading], totals: Totals, moved: Sequence[tuple[Location, str]], findings: Findings
) -> None:
    """Ask, say and quote what seems to be missing of the tables, has no place in them, or may have moved."""
    for reading in readings:
        _quote_empty_groups(reading)
        _quote_surplus(reading)
        _note_short_cells(reading)
        _note_totals(reading)
    _ask_missing_subtotals(readings, totals, findings)
    if readings:
        _ask_cut_short(readings[-1])
    if moved and readings:
        texts, place = listed([text[:60] for _, text in moved]), moved[0][0]
        text = (
            f"Something is blank beside {texts}{at(place)}. Does each of these stand under its own heading?"
        )
        findings.ask("moved-cells", "texts", place, text, (RIGHT, STOP), STOP)


def quote_unplaced(readings: Sequence[Reading], found: Sequence[Stated], findings: Findings) -> None:
    """Quote, whole and with its place, every row that became no proposal and has words that stand nowhere else."""
    taken = {stated.location for stated in found}
    rows = [
        row
        for reading in readings
        for row in reading.rows
        if row.role in (Role.ITEM, Role.UNDECIDED, Role.LEFT_OUT) and row.location not in taken
    ]
    if not rows:
        return
    said = (
        *(stated.proposal for stated in found),
        *findings.open_questions(),
        *findings.issues,
        *findings.unread,
    )
    everything = json.dumps(as_json(said), ensure_ascii=False)
    for row in rows:
        if any(json.dumps(word, ensure_ascii=False)[1:-1] not in everything for word in _words(row)):
            findings.quote(row.location, row.words, "the row became no proposal")


def _words(row: Row) -> list[str]:
    texts = (text for cell in row.line.cells for text in paragraphs_of(cell))
    return [text for text in texts if read_figure(text).shape is Shape.WORDS]


def quote_outside(readings: Sequence[Reading], outside: Sequence[Line], findings: Findings) -> None:
    """Quote the figures that stand in no table."""
    for line in (*outside, *(line for reading in readings for line in reading.raw.above)):
        is_bare = len(line.texts) == 1 and read_figure(line.texts[0]).bears_amount
        if line.has_figures and (is_bare or not line.is_paragraph):
            findings.quote(line.location, " | ".join(line.texts), "it stands in no table of proposals")


def _quote_empty_groups(reading: Reading) -> None:
    """Quote the headings of groups that no rows stand under, up to the next of their rank or one further out."""
    open_: list[Row] = []
    empty: list[Row] = []
    for row in reading.rows:
        if row.role is Role.GROUP and not row.figures:
            empty += [heading for heading in open_ if heading.rank >= row.rank]
            open_ = [*(heading for heading in open_ if heading.rank < row.rank), row]
        elif row.figures or row.role is Role.ITEM:
            open_ = []
    for heading in (*empty, *open_):
        reading.findings.quote(heading.location, heading.label, "no rows stand under this heading")


def _quote_surplus(reading: Reading) -> None:
    """Quote the cells beyond the headings of the table."""
    for row in reading.rows:
        for index in row.line.filled:
            if index >= len(reading.columns):
                cell = row.line.cells[index]
                reading.findings.quote(cell.location, cell.text, "no heading stands over it")


def _note_short_cells(reading: Reading) -> None:
    """Say of a risk or a meeting that it cannot be told; its words are kept as printed."""
    note = reading.findings.note
    for row in reading.items:
        for column in reading.columns_of(Kind.RISK)[:1]:
            text = row.text(column)
            if text and not is_risk(text.rstrip(".")):
                message = f"the risk “{text[:80]}” is not high, medium or low; it is kept as printed."
                note("risk not told", row.place_of(column), message)
        for column in reading.columns_of(Kind.REPORTED):
            for report in reports_in(row.text(column)):
                if report.month is None:
                    message = f"“{report.meeting[:80]}” names no month and year of a meeting."
                    note("meeting not told", row.place_of(column), message)


def _note_totals(reading: Reading) -> None:
    """Quote totals without figures, and say what stands beside rows that are no proposals, or is unknown in them."""
    names = {name for row in reading.rows for name in row.groups}
    for row in reading.rows:
        if row.role is Role.TOTAL and not row.figures:
            reading.findings.quote(row.location, row.label, "the total has no figures")
        elif names and row.total and row.total.is_sub and not _names_one(row.total.name, names):
            message = f"“{row.label}” is the total of no group that is named so."
            reading.findings.note("total of no group", row.location, message)
        known = {row.label, row.title, *row.names.values()}
        words = [
            text
            for text in (row.line.texts if row.role in _NO_PROPOSALS else ())
            if text not in known and read_figure(text).shape is Shape.WORDS and total_label(text) is None
        ]
        if words:
            quoted = ", ".join(f"“{text}”" for text in words)
            message = f"beside “{row.label[:60] or row.role.value}” stands {quoted}."
            reading.findings.note("beside a total", row.location, message)


def _names_one(name: str, groups: Collection[str]) -> bool:
    return not name or any(same_name(group, name) for group in groups)


def _ask_missing_subtotals(readings: Sequence[Reading], totals: Totals, findings: Findings) -> None:
    """Ask whether a group is whole that has no subtotal where the others have one, and no total holds its rows."""
    groups = [group for reading in readings for group in _groups(reading)]
    have_total = [any(row.role in (Role.TOTAL, Role.SUBTOTAL) for row in rows) for _, rows in groups]
    lacking = [
        heading
        for (heading, rows), has_total in zip(groups, have_total, strict=True)
        if not has_total
        and any(row.role is Role.ITEM for row in rows)
        and not any(id(row) in totals.covered for row in rows)
    ]
    if lacking and any(have_total):
        place = lacking[0].location
        names = listed([heading.label for heading in lacking])
        text = f"{names}{at(place)} has no subtotal, though other groups have. Are its rows complete?"
        findings.ask("missing-subtotal", "totals", place, text, (COMPLETE, STOP), STOP)


def _is_of_list(row: Row) -> bool:
    """Return whether a row is an item of a list, which states what it has in one place and lacks nothing."""
    return len(row.line.cells) > 1 and len({cell.location for cell in row.line.cells}) == 1


def _ask_cut_short(reading: Reading) -> None:
    """Ask whether the document is whole where it ends in headings, or in a row that lacks what others have."""
    rows = [row for row in reading.rows if row.role not in (Role.BLANK, Role.NOTE)]
    why = ""
    if rows and rows[-1].role is Role.HEADING:
        why = "the document ends with the headings of a table"
    elif (
        rows
        and rows[-1].role is Role.ITEM
        and (missing := _lacking(reading, rows[-1]))
        and not _is_of_list(rows[-1])
    ):
        why = f"the last row has nothing under {listed(missing)}, as other rows have"
    if why:
        text = f"The document may be cut short: {why}. Is it complete?"
        reading.ask("cut-short", "wholeness", text, (COMPLETE, STOP), STOP, rows[-1].location)


def _lacking(reading: Reading, last: Row) -> list[str]:
    """Return the headings of the cells that the last row lacks and most others have."""
    others = [row for row in reading.items if row is not last]
    if len(others) < _FEWEST_ROWS - 1:
        return []
    counts = Counter(column.index for row in others for column in reading.columns if row.text(column))
    # Only what is missing from some column on is a cut; a blank cell between others is none.
    end = max((column.index for column in reading.columns if last.text(column)), default=0)
    return [c.heading for c in reading.columns if c.index > end and counts[c.index] > _MOST_OF * len(others)]


def _groups(reading: Reading) -> Iterator[tuple[Row, list[Row]]]:
    """Yield the innermost groups of a table: each heading with the rows up to the next."""
    starts = [index for index, row in enumerate(reading.rows) if row.role is Role.GROUP]
    for start, end in pairwise([*starts, len(reading.rows)]):
        yield reading.rows[start], reading.rows[start + 1 : end]
