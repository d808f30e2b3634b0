"""Understand a document's savings tables as a careful accountant does: read, prove, ask, and drop nothing."""

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal

from proposals.domain.direction import PRESSURE, SAVING
from proposals.importing.files.blocks import Location, SourceDocument
from proposals.importing.understanding import labels
from proposals.importing.understanding.amount_columns import settle_amounts, settle_growth
from proposals.importing.understanding.amounts import RowAmounts
from proposals.importing.understanding.asker import Asker, listed
from proposals.importing.understanding.column_questions import ColumnQuestions
from proposals.importing.understanding.columns import Column, columns_of
from proposals.importing.understanding.corrections import CHOSEN, correct_rows, refused_answers
from proposals.importing.understanding.dating import settle_years
from proposals.importing.understanding.directions import is_list_of_growth, mark_growth
from proposals.importing.understanding.figure_questions import FigureQuestions
from proposals.importing.understanding.findings import Findings, cell_location
from proposals.importing.understanding.groups import groups_above, is_name_of_sheet, place_rows
from proposals.importing.understanding.headings import rules_for
from proposals.importing.understanding.kinds import GROUPS, SECTIONS, Kind
from proposals.importing.understanding.marks import unknown_causes
from proposals.importing.understanding.meetings import names_in_heading
from proposals.importing.understanding.placed import quote_unplaced
from proposals.importing.understanding.posts import PostReader
from proposals.importing.understanding.proofs import find_leading_totals, is_summary_of, prove_rows
from proposals.importing.understanding.proposals import (
    LONGEST_TITLE,
    Stated,
    by_fund,
    growth_beside,
    mixes_recurrence,
    proposal_of,
)
from proposals.importing.understanding.reading import Reading, settle_basis, settle_unit
from proposals.importing.understanding.repeats import compare_words, settle_repeats
from proposals.importing.understanding.row_questions import LEAVE_OUT, PROPOSALS, RowQuestions
from proposals.importing.understanding.rows import Row, RowReader
from proposals.importing.understanding.signs import settle_directions
from proposals.importing.understanding.stream import stream_of
from proposals.importing.understanding.tables import RawTable, free_lines, split_tables
from proposals.importing.understanding.totals import Totals
from proposals.importing.understanding.values import (
    Recurrence,
    Role,
    Understanding,
    UnderstoodColumn,
    UnderstoodRow,
    UnderstoodTable,
)
from proposals.importing.understanding.wholeness import Wholeness
from proposals.importing.units import says_pence
from services.values.money import Sign
from services.values.years import FinancialYear

_LISTED = frozenset({Kind.REFERENCE, Kind.TITLE, *SECTIONS, *GROUPS, Kind.RISK, Kind.RAG, Kind.OFFICER}) - {
    Kind.OTHER
}
_BESIDE = frozenset(
    {Kind.DECISIONS, Kind.SECTION, Kind.STAFF, Kind.PROPERTY, Kind.RISK, Kind.REPORTED, Kind.COMMITTEE}
)
"""What is said beside proposals and beside no other figures."""
_LONGEST_TITLE = 240
_SURE = 0.85
_MANY_TABLES, _SMALL_PART = 8, 4


def understand(
    document: SourceDocument,
    *,
    round_years: Sequence[FinancialYear] = (),
    answers: Mapping[str, str] | None = None,
    mapping: Mapping[str, str] | None = None,
) -> Understanding:
    """Return all that is understood of a document.

    `answers` are a person's answers by the id of a question; `mapping` holds those that the council gave for a
    file alike, which the answers outrank. The years of the round outrank years found in the document.
    """
    return _Work(document, tuple(round_years), {**(mapping or {}), **(answers or {})}).done()


class _Work:
    """The work on one document."""

    def __init__(
        self, document: SourceDocument, round_years: tuple[FinancialYear, ...], answers: dict[str, str]
    ) -> None:
        self.document, self.round_years, self.answers = document, round_years, answers
        self.asker = Asker(answers)
        self.stream = stream_of(document)
        raw, self.outside = split_tables(self.stream.lines)
        self.texts = [*free_lines(self.outside), *(text for table in raw for text in table.context)]
        self.findings = Findings(self.asker)
        self.is_report = False
        self.rows_named: Counter[str] = Counter()
        self.figures = FigureQuestions(self.findings)
        for place, piece in self.stream.markup:
            self.findings.note("markup taken out", place, f"“{piece}” was taken out of the text.")
        self.readings = self._readings(raw)
        for refusal in refused_answers(answers, self.rows_named):
            self.findings.refuse("answer", Location(), refusal)

    def _readings(self, raw: Sequence[RawTable]) -> list[Reading]:
        """Read the tables whose words are those of proposals; quote the others, or ask where there are no more."""
        columns = [settle_amounts(columns_of(table, self.answers), table) for table in raw]
        self.is_report = self._refused_as_report(raw, columns)
        if self.is_report:
            return []
        are_proposals = [
            _speaks_of_proposals(table, found) for table, found in zip(raw, columns, strict=True)
        ]
        readings = []
        for number, (table, found, is_sure) in enumerate(
            zip(raw, columns, are_proposals, strict=True), start=1
        ):
            reading = self._read(table, found, number) if is_sure or not any(are_proposals) else None
            if reading is None:
                self.findings.leave_table(
                    table, "its headings and the words above it are not those of savings proposals"
                )
            elif (is_sure and not _sets_targets(found)) or self._asked_whether_proposals(reading):
                readings.append(reading)
        return readings

    def _refused_as_report(self, raw: Sequence[RawTable], columns: Sequence[Sequence[Column]]) -> bool:
        """Refuse a document of many tables of figures, hardly any row of which stands in a list of proposals."""
        figures = [
            (sum(line.has_figures for line in table.body), _lists_proposals(found))
            for table, found in zip(raw, columns, strict=True)
            if any(column.is_amount for column in found)
        ]
        rows, listed_rows = (
            sum(count for count, _ in figures),
            sum(count for count, lists in figures if lists),
        )
        if len(figures) < _MANY_TABLES or listed_rows * _SMALL_PART > rows:
            return False
        message = (
            f"The document contains {len(figures)} tables of figures with {rows} rows, of which {listed_rows} stand in "
            "a list of proposals. It is a report and no table of savings proposals: copy its list of proposals, if it "
            "has one, into a file of its own."
        )
        self.findings.refuse("report", raw[0].header[0].location, message)
        return True

    def _asked_whether_proposals(self, reading: Reading) -> bool:
        place = reading.location
        text = f"Nothing says what the rows under {listed(reading.raw.headings[:4])} are. Are they proposals?"
        if self.asker.ask("table", "tables", place, text, (PROPOSALS, LEAVE_OUT), PROPOSALS) == PROPOSALS:
            return True
        self.findings.leave_table(reading.raw, "its rows are no proposals, as a person answered")
        return False

    def _read(self, raw: RawTable, columns: list[Column], number: int) -> Reading | None:
        place = raw.header[0].location
        if is_list_of_growth(raw):
            settle_growth(columns, (Kind.GROWTH, Kind.COST))
        kinds = {column.kind for column in columns}
        if Kind.TITLE not in kinds or not any(column.is_amount for column in columns):
            return None
        pence = next((column for column in columns if column.is_amount and says_pence(column.heading)), None)
        if pence:
            message = (
                f"“{pence.heading}” is in pence. Amounts are whole pounds: give the figures in £, £000 or £m."
            )
            self.findings.refuse("pence", place, message)
        context = [*self.texts[:3], *raw.context] if raw.context else self.texts
        years = settle_years(columns, [*context, place.sheet], self.round_years, self.asker, place)
        rows = RowReader(raw, columns, number).rows()
        above = groups_above(raw.context, rows)
        rows[:0] = [Row(raw.above[-1], Role.GROUP, label=name, table=number) for name in above]
        correct_rows(rows, self.answers, self.findings, self.rows_named)
        reading = Reading(raw, columns, rows, years, number)
        settle_unit(reading, self.texts, self.asker)
        ColumnQuestions(self.asker).settle(reading)
        reading.settle_columns()
        find_leading_totals(reading)
        if above and above == raw.context:
            message = (
                f"{listed(above)} above the table was read as the name of the group that its rows stand in."
            )
            self.findings.note("group above", place, message)
        kinds = {column.kind for column in columns}
        earlier = next((text for text in (*raw.context[-2:], place.sheet) if labels.titles_earlier(text)), "")
        if earlier:
            reading.is_earlier = True
            message = f"“{earlier}” was read as saying that an earlier plan has these proposals already."
            self.findings.note("earlier plan", place, message)
        place_rows(rows, bool(kinds & {Kind.DIRECTORATE, Kind.PORTFOLIO}), Kind.SERVICE in kinds)
        return reading

    def _name_by_sheet(self) -> None:
        """Take the names of several sheets for directorates, where nothing else names these."""
        sheets = {reading.location.sheet for reading in self.readings if reading.items}
        if len(sheets) < 2 or not all(map(is_name_of_sheet, sheets)):
            return
        for reading in self.readings:
            if not any(row.names.keys() & {Kind.DIRECTORATE, Kind.PORTFOLIO} for row in reading.items):
                for row in reading.rows:
                    row.names[Kind.DIRECTORATE] = reading.location.sheet

    def done(self) -> Understanding:
        """Return the understanding, every part of the work done in turn."""
        if self.is_report:
            return Understanding(issues=tuple(self.findings.issues), title=": ".join(self.texts[:2]))
        self._name_by_sheet()
        said = [
            text
            for text in (*self.texts, *(r.location.sheet for r in self.readings))
            if len(text) <= _LONGEST_TITLE
        ]
        for reading in self.readings:
            near = [*said[:4], *reading.raw.context, *(c.heading for c in reading.columns if c.is_amount)]
            settle_basis(
                reading,
                any(map(labels.says_cumulative, near)),
                any(map(labels.says_discrete, near)),
                self.asker,
            )
        for reading in self.readings:
            if is_summary_of(reading, Totals(self.readings)):
                for row in reading.items:
                    row.role = Role.SUMMARY
        for reading in self.readings:
            mark_growth(reading, [text for text in self.texts[:3] if len(text) <= _LONGEST_TITLE])
        totals = RowQuestions(self.findings).settle(self.readings)
        settle_directions(
            [r for r in self.readings if r.items],
            said,
            self.asker,
            is_netted=any("less growth" in proof.what for proof in totals.proofs),
            covered=totals.covered,
        )
        Wholeness(self.findings, self.readings, totals).check(self.stream.moved)
        proofs = list(totals.proofs)
        for reading in self.readings:
            proved, wrong = prove_rows(reading)
            proofs += proved
            self.figures.years_against_total(reading, wrong)
        self.figures.settle(self.readings)
        tables, found = self._tables()
        by_year = any(r.columns_of(Kind.YEAR_OF_ROW) for r in self.readings)
        found = settle_repeats(found, self.findings, by_year=by_year)
        compare_words(found, self.findings)
        self.findings.tell_omissions(self.document)
        questions = self.asker.open_questions()
        quote_unplaced(self.readings, found, questions, self.findings)
        unread = [
            *self.findings.unread,
            *self.findings.unread_outside(
                [*self.outside, *(line for r in self.readings for line in r.raw.above)]
            ),
        ]
        title, notes = self._title_and_notes()
        for id_ in self.asker.stopped():
            self.findings.refuse("stopped", Location(), f"The import was stopped by the answer to “{id_}”.")
        return Understanding(
            tables=tuple(tables),
            proofs=tuple(proofs),
            questions=questions,
            unread=tuple(unread),
            issues=tuple(self.findings.issues),
            proposals=tuple(stated.proposal for stated in found),
            title=title,
            notes=notes,
        )

    def _title_and_notes(self) -> tuple[str, tuple[str, ...]]:
        """Return the first lines of the document as its title, and what else it says beside its tables."""
        rows = [row for reading in self.readings for row in reading.rows]
        groups = {row.label for row in rows if row.role is Role.GROUP}
        below = [row.label for row in rows if row.role is Role.NOTE]
        chosen = [issue.message for issue in self.findings.issues if issue.code == CHOSEN]
        notes = [text for text in (*self.texts[2:], *below, *chosen) if text and text not in groups]
        return ": ".join(text for text in self.texts[:2] if text not in groups), tuple(notes)

    def _tables(self) -> tuple[list[UnderstoodTable], list[Stated]]:
        tables: list[UnderstoodTable] = []
        found: list[Stated] = []
        committees = [
            name
            for r in self.readings
            for c in r.columns_of(Kind.COMMITTEE)
            for name in names_in_heading(c.heading)
        ]
        for reading in self.readings:
            posts = PostReader(reading, self.asker)
            posts.settle()
            reading.settle_columns()
            self.findings.note_all(reading, posts.notes)
            rows = []
            years: set[FinancialYear] = set(reading.years)
            for row in reading.rows:
                amounts = self.figures.amounts(reading, row)
                if row.role is Role.ITEM and (amounts.is_known or row.reference or row.title):
                    parsed = proposal_of(reading, row, amounts, posts.posts(row), reading.years, committees)
                    of_funds = by_fund(parsed, amounts)
                    found += [Stated(item, row.line.location) for item in of_funds]
                    if len(of_funds) > 1:
                        message = (
                            f"“{parsed.title[:80]}” has amounts of {len(of_funds)} funds; each is a proposal."
                        )
                        self.findings.note("several funds", row.line.location, message)
                    beside = [Stated(item, row.line.location) for item in growth_beside(parsed, amounts)]
                    found += beside
                    if beside:
                        message = f"“{parsed.title[:80]}” has savings and growth; its growth is a proposal of its own."
                        self.findings.note("growth beside savings", row.line.location, message)
                    if len(row.title) > LONGEST_TITLE:
                        message = (
                            f"the title was cut to “{parsed.title}”; its words are kept as a description."
                        )
                        self.findings.note("title shortened", row.line.location, message)
                    if mixes_recurrence(reading, row):
                        message = f"“{parsed.title[:80]}” has a one-off and a lasting amount; both are read as lasting."
                        self.findings.note("recurring and one-off", row.line.location, message)
                    if not row.title:
                        message = f"“{row.label[:80]}” has no title; “{parsed.title[:80]}” was taken for it."
                        self.findings.note("no title", row.line.location, message)
                    for column, text in unknown_causes(parsed, reading, row):
                        message = (
                            f"“{text[:80]}” under “{column.heading}” of “{parsed.title[:80]}” is not one of the causes "
                            "of pressures here, so no cause is stored. Choose one on the page of the pressure."
                        )
                        self.findings.note("unknown cause", cell_location(row, column), message)
                    fte = parsed.fte_total
                else:
                    fte = posts.posts(row).change if row.figures else None
                years |= set(amounts.savings)
                rows.append(_understood(row, amounts, fte))
            tables.append(_table(reading, rows, sorted(years)))
        return tables, found


def _lists_proposals(columns: Sequence[Column]) -> bool:
    """Return whether a table has a column that lists of proposals have: references, titles or texts."""
    return any(
        column.kind in _LISTED
        and column.confidence >= _SURE
        and not column.said.unit
        and not column.said.is_dated
        for column in columns
    )


def _sets_targets(columns: Sequence[Column]) -> bool:
    """Return whether a table sets targets by directorate, and nothing but their names tells its rows apart."""
    if not any(column.kind is Kind.TARGET for column in columns):
        return False
    titles = [column for column in columns if column.kind is Kind.TITLE]
    rules = rules_for(titles[0].said.core) if titles else []
    return bool(rules) and rules[0].kind in (Kind.DIRECTORATE, Kind.PORTFOLIO)


def _speaks_of_proposals(table: RawTable, columns: Sequence[Column]) -> bool:
    """Return whether a table's headings, or the words right above it, are those of proposals."""
    headings = " ".join(table.headings)
    groups = [line.texts[0] for line in table.body[:200] if len(line.filled) == 1]
    titles = [text for text in table.context[-2:] if not text.endswith(".")]
    near = [*titles, table.header[0].location.sheet, *groups]
    if any(labels.names_other_table(text) for text in table.context[-1:]) and not labels.names_savings(
        headings
    ):
        return False
    named = any(c.kind in (Kind.TITLE, Kind.REFERENCE) and c.confidence >= _SURE for c in columns)
    named = named or sum(c.kind in _BESIDE and c.confidence >= _SURE for c in columns) > 1
    return named or labels.names_savings(headings) or any(map(labels.speaks_of_proposals, near))


def _understood(row: Row, amounts: RowAmounts, fte: Decimal | None) -> UnderstoodRow:
    title = row.title or row.label or " | ".join(row.line.texts)
    direction = "" if row.role is not Role.ITEM else PRESSURE if amounts.is_pressure else SAVING
    return UnderstoodRow(
        row.line.location,
        row.role,
        title,
        row.reference,
        amounts.savings,
        amounts.total,
        fte,
        direction,
        row.id,
    )


def _table(
    reading: Reading, rows: Sequence[UnderstoodRow], years: Sequence[FinancialYear]
) -> UnderstoodTable:
    columns = tuple(
        UnderstoodColumn(
            c.heading,
            c.kind.value,
            c.year,
            c.unit if c.unit else None,
            c.confidence,
            tuple(c.evidence),
            c.key,
        )
        for c in reading.columns
    )
    recurrence = _recurrence(reading)
    sign: Sign = "negative" if reading.sign < 0 else "positive"
    return UnderstoodTable(
        reading.location,
        reading.title,
        reading.unit,
        sign,
        tuple(years),
        reading.basis,
        recurrence,
        columns,
        tuple(rows),
        tuple(reading.evidence),
        reading.decimals,
    )


def _recurrence(reading: Reading) -> Recurrence:
    if reading.columns_of(Kind.RECURRENCE):
        return Recurrence.MIXED
    title = f"{reading.title} {reading.location.sheet}"
    return Recurrence.ONE_OFF if labels.recurrence_of(title) is True else Recurrence.RECURRING
