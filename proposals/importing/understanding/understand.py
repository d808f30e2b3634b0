"""Understand a document's savings tables as a careful accountant does: read, prove, ask, and drop nothing."""

from collections import Counter
from collections.abc import Mapping, Sequence

from proposals.importing.files.blocks import Block, Location, Omission, SourceDocument, by_row
from proposals.importing.parsed import ParsedProposal
from proposals.importing.understanding import labels
from proposals.importing.understanding.amount_columns import settle_amounts, settle_growth
from proposals.importing.understanding.amounts import amounts_of
from proposals.importing.understanding.column_questions import settle_columns
from proposals.importing.understanding.columns import columns_of
from proposals.importing.understanding.corrections import (
    correct_rows,
    kept_kinds,
    note_columns,
    refused_answers,
)
from proposals.importing.understanding.cut_columns import join_cut_columns
from proposals.importing.understanding.dating import settle_years
from proposals.importing.understanding.directions import is_list_of_growth, mark_growth
from proposals.importing.understanding.figure_questions import ask_about_pence, settle_figures, take_figures
from proposals.importing.understanding.findings import Findings, listed
from proposals.importing.understanding.forms import forms_in
from proposals.importing.understanding.full_year import settle_full_year, settle_part_years
from proposals.importing.understanding.groups import groups_above, place_rows
from proposals.importing.understanding.kinds import Kind
from proposals.importing.understanding.listed import with_lists
from proposals.importing.understanding.marks import unknown_causes
from proposals.importing.understanding.meetings import names_in_heading
from proposals.importing.understanding.name_questions import settle_names
from proposals.importing.understanding.note_marks import take_note_marks
from proposals.importing.understanding.posts import PostReader
from proposals.importing.understanding.proofs import (
    find_leading_totals,
    is_summary_of,
    prove_budgets,
    prove_parts,
    prove_rows,
)
from proposals.importing.understanding.proposal_tables import (
    ask_of_figures_alone,
    ask_whether_proposals,
    lacking,
    lists_directorates,
    report_of,
    sets_targets,
    speaks_of_proposals,
)
from proposals.importing.understanding.proposals import (
    LONGEST_TITLE,
    Stated,
    by_fund,
    ended,
    growth_beside,
    mixes_recurrence,
    proposal_of,
)
from proposals.importing.understanding.reading import Reading, settle_basis
from proposals.importing.understanding.repeats import compare_words, settle_repeats
from proposals.importing.understanding.row_questions import settle_rows
from proposals.importing.understanding.rows import Row, read_rows
from proposals.importing.understanding.sheet_names import name_by_sheet, name_by_title
from proposals.importing.understanding.signs import settle_directions
from proposals.importing.understanding.stream import Stream, stream_of
from proposals.importing.understanding.tables import RawTable, split_tables
from proposals.importing.understanding.ticked_years import take_ticked_years
from proposals.importing.understanding.understood_tables import understood_row, understood_table
from proposals.importing.understanding.unit_columns import take_unit_columns
from proposals.importing.understanding.unit_of_table import settle_unit
from proposals.importing.understanding.unit_parts import parts_by_unit
from proposals.importing.understanding.values import (
    Proof,
    Role,
    Understanding,
    UnderstoodTable,
)
from proposals.importing.understanding.wholeness import check_wholeness, quote_outside, quote_unplaced
from proposals.importing.units import name_and_unit, says_pence
from services.values.years import FinancialYear

_LONGEST_TITLE = 240


def understand(
    document: SourceDocument,
    *,
    round_years: Sequence[FinancialYear] = (),
    answers: Mapping[str, str] | None = None,
    mapping: Mapping[str, str] | None = None,
) -> Understanding:
    """Return all that is understood of a document.

    `answers` are a person's answers by the id of a question; `mapping` holds those that the council gave for a
    file alike: its kinds of columns hold where `answers` say nothing of them, the others are defaults of questions.
    The years of the round outrank years found in the document.
    """
    return _Work(document, tuple(round_years), answers or {}, mapping or {}).done()


class _Work:
    """The work on one document."""

    def __init__(
        self,
        document: SourceDocument,
        round_years: tuple[FinancialYear, ...],
        given: Mapping[str, str],
        mapping: Mapping[str, str],
    ) -> None:
        kept = kept_kinds(mapping, given)
        # An empty answer takes back what was kept.
        answers = {id_: answer for id_, answer in {**kept, **given}.items() if answer}
        self.document, self.round_years, self.answers = document, round_years, answers
        self.findings = Findings(answers, mapping)
        raw = self._tables_in(document.blocks)
        self.texts = [" ".join(line.texts) for line in self.outside if line.filled]
        self.texts += [text for table in raw for text in table.context]
        for place, piece in self.stream.markup:
            self.findings.note("markup taken out", place, f"“{piece}” was taken out of the text.")
        self.readings: list[Reading] = []
        self.tables_not_read: list[Omission] = []
        self.rows_named: Counter[str] = Counter()
        tables = [Reading(table, columns_of(table, answers), self.findings) for table in raw]
        if tables:
            columns = [column for reading in tables for column in reading.columns]
            note_columns(columns, tables[0].location, answers, kept, self.findings)
        for reading in tables:
            settle_amounts(reading)
        self.is_report = bool(message := report_of(tables))
        if self.is_report:
            self.findings.refuse("report", tables[0].location, message)
        if not self.is_report:
            self._read_tables(tables)
        for refusal in refused_answers(answers, self.rows_named):
            self.findings.refuse("answer", Location(), refusal)

    def _tables_in(self, blocks: Sequence[Block]) -> list[RawTable]:
        """Return the tables of the blocks, each of one unit; of forms, the table whose rows they are."""
        if forms := forms_in(blocks):
            self.stream, raw, self.outside = Stream([], forms.markup, []), [forms.table], forms.outside
            for place, text in forms.unplaced:
                self.findings.quote(place, text, "it stands in no section of a form")
        else:
            listed_blocks, items = with_lists(blocks)
            for place, text, why in items:
                self.findings.quote(place, text, why)
            self.stream = stream_of(listed_blocks)
            raw, self.outside = split_tables(self.stream.lines)
        raw, cut = join_cut_columns(raw)
        for place in cut:
            message = (
                "The columns of this table were read as further columns of the table before it, row by row."
            )
            self.findings.note("columns joined", place, message)
        for table in raw:
            take_note_marks(table)
            take_ticked_years(table, self.findings)
            take_unit_columns(table)
        return [part for table in raw for part in parts_by_unit(table)]

    def _read_tables(self, tables: Sequence[Reading]) -> None:
        """Read the tables whose words are those of proposals; quote the others, or ask where there are no more."""
        are_proposals = [speaks_of_proposals(reading) for reading in tables]
        for reading, is_sure in zip(tables, are_proposals, strict=True):
            why = (
                lacking(reading)
                if is_sure
                else "its headings and the words above it are not those of savings proposals"
            )
            if (is_sure or not any(are_proposals)) and self._read(reading):
                if (is_sure and not sets_targets(reading)) or ask_whether_proposals(reading):
                    self.readings.append(reading)
                    continue
                why = "its rows are no proposals, as a person answered"
            ask_of_figures_alone(reading)
            headings = listed([heading for heading in reading.raw.headings if heading.strip()])
            self.tables_not_read.append(Omission(reading.location, headings, why))
            for line in (*reading.raw.header, *reading.raw.body):
                if line.filled:
                    text = " | ".join(line.texts)
                    self.findings.quote(line.location, text, f"the table was not read: {why}")

    def _read(self, reading: Reading) -> bool:
        """Read the columns and rows of a table; return whether it has what a table of savings has."""
        raw, columns, place = reading.raw, reading.columns, reading.location
        if is_list_of_growth(reading):
            settle_growth(reading, (Kind.GROWTH, Kind.COST))
        amounts = [column for column in columns if column.is_amount]
        if not amounts or not reading.columns_of(Kind.TITLE):
            return False
        if raw.holds_forms:
            settle_names(reading)
        pence = next((column for column in amounts if says_pence(column.heading)), None)
        if pence:
            message = (
                f"“{pence.heading}” is in pence. Amounts are whole pounds: give the figures in £, £000 or £m."
            )
            self.findings.refuse("pence", place, message)
        context = [*self.texts[:3], *raw.context] if raw.context else self.texts
        settle_years(reading, [*context, place.sheet], self.round_years)
        reading.rows = rows = read_rows(raw, columns)
        is_named = raw.holds_forms or raw.goes_on
        above = [] if is_named else groups_above(raw.context, rows, is_apart=self._is_apart(reading))
        rows[:0] = [Row(raw.above[-1], Role.GROUP, label=name) for name in above]
        correct_rows(rows, self.answers, self.findings, self.rows_named)
        settle_unit(reading, self.texts)
        ask_about_pence(reading)
        settle_columns(reading)
        find_leading_totals(reading)
        if above and above == raw.context:
            message = (
                f"{listed(above)} above the table was read as the name of the group that its rows stand in."
            )
            self.findings.note("group above", place, message)
        earlier = next((text for text in (*raw.context[-2:], place.sheet) if labels.titles_earlier(text)), "")
        if earlier:
            reading.is_earlier = True
            message = f"“{earlier}” was read as saying that an earlier plan has these proposals already."
            self.findings.note("earlier plan", place, message)
        has_directorates = bool(reading.columns_of(Kind.DIRECTORATE, Kind.PORTFOLIO))
        place_rows(rows, has_directorates, bool(reading.columns_of(Kind.SERVICE)))
        return True

    def _is_apart(self, reading: Reading) -> bool:
        """Return whether the words above a table are of it alone, as is a name with its unit below another table."""
        above = [name_and_unit(text)[1] for text in reading.raw.context[-1:]]
        follows = any(earlier.location.sheet == reading.location.sheet for earlier in self.readings)
        return bool(reading.raw.apart) or (follows and any(above))

    def done(self) -> Understanding:
        """Return the understanding, every part of the work done in turn."""
        if self.is_report:
            return Understanding(issues=tuple(self.findings.issues), title=": ".join(self.texts[:2]))
        proofs = self._settle_rows_and_figures()
        tables, found = self._tables()
        by_year = any(r.columns_of(Kind.YEAR_OF_ROW) for r in self.readings)
        found = settle_repeats(found, self.findings, by_year=by_year)
        compare_words(found, self.findings)
        for omission in by_row(self.document.omissions):
            said = f"{omission.reason}: “{omission.text[:80]}”" if omission.text else omission.reason
            self.findings.note("left out", omission.location, said)
        quote_unplaced(self.readings, found, self.findings)
        quote_outside(self.readings, self.outside, self.findings)
        self.findings.refuse_stopped()
        rows = [row for reading in self.readings for row in reading.rows]
        groups = {row.label for row in rows if row.role is Role.GROUP}
        below = [row.label for row in rows if row.role is Role.NOTE]
        return Understanding(
            tables=tuple(tables),
            proofs=tuple(proofs),
            questions=self.findings.open_questions(),
            unread=tuple(self.findings.unread),
            tables_not_read=tuple(self.tables_not_read),
            issues=tuple(self.findings.issues),
            proposals=tuple(stated.proposal for stated in found),
            title=": ".join(text for text in self.texts[:2] if text not in groups),
            notes=tuple(text for text in (*self.texts[2:], *below) if text and text not in groups),
        )

    def _settle_rows_and_figures(self) -> list[Proof]:
        """Tell what every row is, and the basis, sign and figures of every table; return what proves it."""
        name_by_sheet(self.readings)
        name_by_title(self.readings, self.texts[:3], self.findings)
        sheets = (reading.location.sheet for reading in self.readings)
        said = [text for text in (*self.texts, *sheets) if len(text) <= _LONGEST_TITLE]
        for reading in self.readings:
            headings = (column.heading for column in reading.columns if column.is_amount)
            settle_basis(reading, [*said[:4], *reading.raw.context, *headings])
        for reading in self.readings:
            if is_summary_of(reading, self.readings):
                for row in reading.items:
                    row.role = Role.SUMMARY
            elif lists_directorates(reading) and not ask_whether_proposals(reading):
                for row in reading.items:
                    row.role = Role.LEFT_OUT
                    self.findings.quote(row.location, row.words, "it is no proposal, as a person answered")
        for reading in self.readings:
            mark_growth(reading, [text for text in self.texts[:3] if len(text) <= _LONGEST_TITLE])
        take_figures(self.readings)
        totals = settle_rows(self.readings, self.findings)
        for reading in self.readings:
            reading.proved = totals.proved
        is_netted = any("less growth" in proof.what for proof in totals.proofs)
        with_items = [reading for reading in self.readings if reading.items]
        settle_directions(with_items, said, is_netted=is_netted, covered=totals.covered)
        check_wholeness(self.readings, totals, self.stream.moved, self.findings)
        proofs = list(totals.proofs)
        for reading in self.readings:
            proofs += [*prove_rows(reading), *prove_parts(reading), *prove_budgets(reading)]
        settle_figures(self.readings, self.findings)
        settle_full_year(self.readings)
        settle_part_years(self.readings)
        return proofs

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
            posts = PostReader(reading)
            rows = []
            years: set[FinancialYear] = set(reading.years)
            for row in reading.rows:
                amounts = ended(reading, row, amounts_of(reading, row))
                if row.role is Role.ITEM and (amounts.is_known or row.reference or row.title):
                    parsed = proposal_of(reading, row, amounts, posts.posts(row), committees)
                    of_funds, beside = by_fund(parsed, amounts), list(growth_beside(parsed, amounts))
                    found += [Stated(item, row.location) for item in (*of_funds, *beside)]
                    fte = parsed.fte_total
                    if len(of_funds) > 1:
                        message = (
                            f"“{parsed.title[:80]}” has amounts of several funds; each of them is a proposal. A "
                            "reference is made for those after the first, as the document prints none."
                        )
                        self.findings.note("several funds", row.location, message)
                    if beside:
                        message = (
                            f"“{parsed.title[:80]}” has savings and growth; its growth is a proposal of its own. A "
                            "reference is made for it, as the document prints none."
                        )
                        self.findings.note("growth beside savings", row.location, message)
                    self._note_proposal(reading, row, parsed)
                else:
                    fte = posts.posts(row).change if row.figures else None
                years |= set(amounts.savings)
                rows.append(understood_row(row, amounts, fte))
            tables.append(understood_table(reading, rows, sorted(years)))
        return tables, found

    def _note_proposal(self, reading: Reading, row: Row, parsed: ParsedProposal) -> None:
        """Say what of a row was read otherwise than it is printed."""
        note, title = self.findings.note, parsed.title[:80]
        if len(row.title) > LONGEST_TITLE:
            message = f"the title was cut to “{parsed.title}”; its words are kept as a description."
            note("title shortened", row.location, message)
        for column in reading.columns_of(Kind.REFERENCE) if "date" in row.doubts else ():
            why = "a date stands where a reference would; Excel makes dates of references such as 1/2"
            self.findings.quote(row.place_of(column), row.text(column), why)
        if mixes_recurrence(reading, row):
            message = f"“{title}” has a one-off and a lasting amount; both are read as lasting."
            note("recurring and one-off", row.location, message)
        if not row.title:
            message = f"“{row.label[:80]}” has no title; “{title}” was taken for it."
            note("no title", row.location, message)
        if parsed.is_pressure and not (row.is_growth or reading.is_growth):
            message = f"“{title}” takes back more than it saves, so it was read as a pressure and no saving."
            note("read as a pressure", row.location, message)
        for column, text in unknown_causes(parsed, reading, row):
            message = (
                f"“{text[:80]}” under “{column.heading}” of “{title}” is not one of the causes of pressures here, so "
                "no cause is stored. Choose one on the page of the pressure."
            )
            note("unknown cause", row.place_of(column), message)
