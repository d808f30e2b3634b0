"""The questions about rows: which are proposals, which totals, and which of neither."""

from collections.abc import Sequence

from proposals.importing.in_words import in_pounds
from proposals.importing.understanding import labels
from proposals.importing.understanding.asker import STOP, at, listed
from proposals.importing.understanding.attempts import Attempt, Attempts
from proposals.importing.understanding.figures import read_figure
from proposals.importing.understanding.findings import LONGEST_QUOTE, Findings
from proposals.importing.understanding.kinds import MONEY, SECTIONS, Kind
from proposals.importing.understanding.reading import Reading
from proposals.importing.understanding.rows import Row
from proposals.importing.understanding.totals import Totals
from proposals.importing.understanding.values import Role

ACCEPT = "accept the difference"
PROPOSALS, LEAVE_OUT = "proposals", "leave out"
TOTAL, PROPOSAL = "total", "proposal"
_MOST_OPTIONS = 6
"""A longer list of nothing but rows named “Option 1” and so on is a list of proposals."""


class RowQuestions:
    """Settles what each row is, by the sums and by what a person answers."""

    def __init__(self, findings: Findings) -> None:
        self.findings, self.asker = findings, findings.asker

    def settle(self, readings: Sequence[Reading]) -> Totals:
        """Tell items from totals by the sums, ask of the rows that stay doubtful, and return the totals."""
        attempts = Attempts(readings, names_are_totals=self.asker.answered("named-total") == LEAVE_OUT)
        plain, sums = attempts.best()
        chosen = plain if sums is None or self._are_proposals(plain, sums) else sums
        attempts.take(chosen)
        totals = chosen.totals
        self._differences(totals)
        self._rows_after(totals)
        self._named_totals(totals, readings)
        self._titles_twice(totals, readings)
        rows = [row for reading in readings for row in reading.rows]
        self._ask_rows(
            [row for row in rows if row.role is Role.ITEM and "withdrawn" in row.doubts],
            "withdrawn",
            "is said to be withdrawn or no longer pursued. Is it still proposed?",
            Role.UNDECIDED,
        )
        items = [row for row in rows if row.role is Role.ITEM]
        agreed = [row for row in items if row.is_agreed]
        if len(agreed) < len(items):  # a list of nothing else is the earlier plan itself
            self._ask_rows(
                agreed,
                "agreed",
                "stands under words that say it was agreed earlier. Is it to be imported, marked as already in an "
                "earlier plan?",
                Role.AGREED,
            )
        self._ask_rows(
            [
                row
                for row in rows
                if row.role is Role.ITEM and labels.is_target(row.label) and not row.reference
            ],
            "target-rows",
            "is named like a target but stands in the total. Is it a proposal?",
            Role.TARGET,
            default=PROPOSALS,
        )
        parts = [row for row in rows if row.role is Role.ITEM and "part" in row.doubts]
        self._ask_rows(
            parts,
            "part",
            "is a part of the row above it, as its words say. Is it a proposal of its own?",
            Role.NOTE,
        )
        self._ask_rows(
            [row for reading in readings for row in _options(reading) if id(row) not in totals.covered],
            "options",
            "is one of several options for one proposal. Are all of them proposals? To take one of them, leave "
            "them out here and choose it among the rows.",
            Role.LEFT_OUT,
        )
        self._ask_rows(
            [row for reading in readings for row in reading.items if not _states_figure(reading, row)],
            "no-figures",
            "states no figure. Is it a proposal?",
            Role.NOTE,
            default=PROPOSALS,
        )
        undecided = [row for row in rows if row.role is Role.UNDECIDED and "withdrawn" not in row.doubts]
        self._undecided(undecided)
        for row in rows:
            if row.role in (Role.TARGET, Role.PERCENTAGE, Role.BUDGET):
                self.findings.note(
                    row.role.value,
                    row.line.location,
                    f"“{row.label[:80]}” is no proposal but a {row.role.value}; it is left out.",
                )
        return totals

    def _ask_rows(
        self, rows: Sequence[Row], id_: str, words: str, role: Role, default: str = LEAVE_OUT
    ) -> None:
        rows = [row for row in rows if not row.held]
        if not rows:
            return
        text = f"{listed([row.title or row.label for row in rows])}{at(rows[0].line.location)} {words}"
        answer = self.asker.ask(id_, "rows", rows[0].line.location, text, (PROPOSALS, LEAVE_OUT), default)
        if answer != PROPOSALS:
            for row in rows:
                row.role = role
                self._quote_words(row)

    def _quote_words(self, row: Row) -> None:
        """Quote a row that is left out, where it has words that the question about it does not name."""
        named = row.title or row.label
        if any(text not in named and not read_figure(text).bears_amount for text in row.line.texts if text):
            self.findings.quote(row.line.location, " | ".join(row.line.texts), "the row is left out")

    def _undecided(self, rows: Sequence[Row]) -> None:
        if not rows:
            return
        quoted = listed([" | ".join(row.line.texts) for row in rows])
        at_first = at(rows[0].line.location)
        text = f"{quoted}{at_first} has figures and no title, and sums no rows above. Is it a proposal?"
        answer = self.asker.ask(
            "unnamed-rows", "rows", rows[0].line.location, text, (PROPOSALS, LEAVE_OUT), LEAVE_OUT
        )
        for row in rows:
            if answer == PROPOSALS:
                row.role, row.title = Role.ITEM, row.title or " ".join(row.line.texts)[:LONGEST_QUOTE]

    def _differences(self, totals: Totals) -> None:
        if not totals.differences:
            return
        said = []
        for difference in totals.differences:
            vector = difference.reading.vector(difference.row)
            for column in difference.reading.columns:
                slot = difference.reading.slot(column)
                if (
                    column.is_amount
                    and slot in vector
                    and slot in difference.span.sums
                    and vector[slot] != difference.span.sums[slot]
                ):
                    printed, computed = in_pounds(vector[slot]), in_pounds(difference.span.sums[slot])
                    said.append(
                        f"“{difference.row.label}”, “{column.heading}”: printed {printed}, the rows come to {computed}"
                    )
        if said:
            more = f"; and {len(said) - 6} more" if len(said) > 6 else ""
            first = totals.differences[0].row.line.location
            text = f"Totals differ from their rows: {'; '.join(said[:6])}{more}."
            self.asker.ask("totals", "difference of figures", first, text, (ACCEPT, STOP), STOP)

    def _rows_after(self, totals: Totals) -> None:
        rows = [row for row in totals.after_total if row.role is Role.ITEM]
        self._ask_rows(
            rows,
            "after-total",
            "stands after the total of the table, which does not hold it. Is it a proposal?",
            Role.UNDECIDED,
        )
        for row in rows:
            if row.role is Role.UNDECIDED:
                row.doubts.append("withdrawn")

    def _are_proposals(self, plain: Attempt, sums: Attempt) -> bool:
        """Ask whether rows that come to those above are proposals, unless another total refutes it."""
        if sums.failures < plain.failures:
            return False
        rows = sums.totals.silent
        place = rows[0].line.location
        named = f"{listed([row.title or row.label for row in rows])}{at(place)}"
        text = f"{named} comes to exactly the rows above or below. Is it their total or a proposal?"
        answer = self.asker.ask("total-or-proposal", "rows", place, text, (TOTAL, PROPOSAL), TOTAL)
        return answer == PROPOSAL

    def _named_totals(self, totals: Totals, readings: Sequence[Reading]) -> None:
        """Ask of rows that are named like a total and come to no rows, where neither sum nor reference tells."""
        rows = [
            row
            for reading in readings
            for row in reading.items
            if row.total and id(row) not in totals.covered and not (row.reference and row.total.name)
        ]
        words = "is named like a total, but comes to no rows above it. Is it a proposal?"
        self._ask_rows(rows, "named-total", words, Role.TOTAL, default=PROPOSALS)

    def _titles_twice(self, totals: Totals, readings: Sequence[Reading]) -> None:
        """Ask of rows without references that stand twice with the same words, where no total holds both."""
        first: dict[tuple[object, ...], Row] = {}
        again: list[Row] = []
        for reading in readings:
            if reading.columns_of(Kind.YEAR_OF_ROW):
                continue
            for row in reading.items:
                key = _words_of(reading, row)
                earlier = first.setdefault(key, row)
                is_again = earlier is not row and not (row.reference and earlier.reference)
                if is_again and not {id(row), id(earlier)} <= totals.covered:
                    again.append(row)
        self._ask_rows(
            again,
            "title-twice",
            "stands twice with the same words, and no total tells that both count. Is the later one a proposal?",
            Role.SUMMARY,
            default=PROPOSALS,
        )


def _options(reading: Reading) -> list[Row]:
    """Return the rows named as options, such as “Option A”, that stand below a row without figures."""
    found: list[Row] = []
    parent: Row | None = None
    for row in reading.rows:
        if row.role is Role.ITEM and parent and not row.reference and labels.is_option(row.title):
            found.append(row)
        else:
            parent = row if row.role in (Role.GROUP, Role.ITEM) and not row.figures else None
    return found if len(found) < len(reading.items) or len(reading.items) < _MOST_OPTIONS else []


def _states_figure(reading: Reading, row: Row) -> bool:
    """Return whether something stands under an amount of a row, be it only that no figure is known."""
    return any(row.cell(column).text for column in reading.columns if column.kind in MONEY)


def _words_of(reading: Reading, row: Row) -> tuple[object, ...]:
    """Return what tells a row from others: its title, its groups and the texts beside it."""
    texts = map(row.text, reading.columns_of(*SECTIONS))
    return (row.title.lower(), tuple(sorted(row.names.items())), row.section, tuple(texts))
