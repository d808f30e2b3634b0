"""What has to be asked, said or quoted of a document's rows, so that nothing is guessed or dropped silently."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from proposals.importing.files.blocks import Location, SourceDocument
from proposals.importing.understanding import labels
from proposals.importing.understanding.amounts import RowAmounts, amounts_of
from proposals.importing.understanding.asker import STOP, Asker, at, listed
from proposals.importing.understanding.columns import Column, column_id
from proposals.importing.understanding.dating import ADD_UP
from proposals.importing.understanding.figures import (
    Figure,
    Shape,
    figure_of,
    pounds_of,
    read_figure,
    visible,
)
from proposals.importing.understanding.kinds import MONEY, Kind
from proposals.importing.understanding.proofs import Totals
from proposals.importing.understanding.reading import Reading, row_sums
from proposals.importing.understanding.rows import Row
from proposals.importing.understanding.stream import Line
from proposals.importing.understanding.tables import RawTable
from proposals.importing.understanding.values import Issue, Role, Severity, Unread
from services.values.money import MoneyStyle, format_money

_STYLE = MoneyStyle()
_LONGEST_QUOTE = 200
_MOST_SINGLE = 2
_NEAR = Decimal("0.05")
ACCEPT = "accept the difference"
PROPOSALS, LEAVE_OUT = "proposals", "leave out"
TAKE, BLANK = "take the figures", "leave blank"
TOTAL = "total"


class Checker:
    """Collects what is said and asked of a document."""

    def __init__(self, asker: Asker) -> None:
        self.asker = asker
        self.issues: list[Issue] = []
        self.unread: list[Unread] = []
        self._overrides: dict[int, dict[int, int]] = {}

    def leave_table(self, raw: RawTable, why: str) -> None:
        """Quote the rows of a table that was not read."""
        for line in raw.body:
            if line.has_figures:
                self._quote(line.location, " | ".join(line.texts), f"the table was not read: {why}")

    def refuse(self, code: str, location: Location, message: str) -> None:
        """Keep an error, which stops the import."""
        self.issues.append(Issue(Severity.ERROR, code, location, message))

    def note(self, code: str, location: Location, message: str) -> None:
        """Keep a note."""
        self.issues.append(Issue(Severity.NOTE, code, location, message))

    def note_all(self, reading: Reading, messages: Iterable[str]) -> None:
        """Keep notes about a table."""
        for message in messages:
            self.note("posts", reading.location, message)

    def _quote(self, location: Location, text: str, why: str) -> None:
        self.unread.append(Unread(location, text[:_LONGEST_QUOTE], why))

    def unread_outside(self, outside: Sequence[Line]) -> Iterator[Unread]:
        """Yield the figures that stand in no table."""
        for line in outside:
            bare = line.is_paragraph and len(line.texts) == 1 and read_figure(line.texts[0]).bears_amount
            if line.has_figures and (not line.is_paragraph or bare):
                yield Unread(
                    line.location,
                    " | ".join(line.texts)[:_LONGEST_QUOTE],
                    "it stands in no table of proposals",
                )

    # Rows

    def settle_rows(self, totals: Totals, readings: Sequence[Reading]) -> None:
        """Tell items from totals by the sums, and ask of the rows that stay doubtful."""
        best = _best_attempt(totals, readings)
        totals.proofs, totals.differences = best.proofs, best.differences
        totals.after_total, totals.doubtful = best.after_total, best.doubtful
        self._differences(totals)
        self._rows_after(totals)
        self._silent_totals(totals)
        rows = [row for reading in readings for row in reading.rows]
        self._ask_rows(
            [row for row in rows if row.role is Role.ITEM and "withdrawn" in row.doubts],
            "withdrawn",
            "is said to be withdrawn or no longer pursued. Is it still proposed?",
            Role.UNDECIDED,
        )
        self._ask_rows(
            [row for row in rows if row.role is Role.ITEM and row.is_agreed],
            "agreed",
            "stands under words that say it was agreed earlier. Is it a proposal of this round?",
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
        undecided = [row for row in rows if row.role is Role.UNDECIDED and "withdrawn" not in row.doubts]
        self._undecided(undecided)
        for row in rows:
            if row.role in (Role.TARGET, Role.PERCENTAGE, Role.BUDGET):
                self.note(
                    row.role.value,
                    row.line.location,
                    f"“{row.label[:80]}” is no proposal but a {row.role.value}; it is left out.",
                )

    def _ask_rows(
        self, rows: Sequence[Row], id_: str, words: str, role: Role, default: str = LEAVE_OUT
    ) -> None:
        if not rows:
            return
        text = f"{listed([row.title or row.label for row in rows])}{at(rows[0].line.location)} {words}"
        answer = self.asker.ask(id_, "rows", rows[0].line.location, text, (PROPOSALS, LEAVE_OUT), default)
        if answer != PROPOSALS:
            for row in rows:
                row.role = role

    def _undecided(self, rows: Sequence[Row]) -> None:
        if not rows:
            return
        quoted = listed([" | ".join(row.line.texts) for row in rows])
        text = f"{quoted}{at(rows[0].line.location)} has figures and no name, and sums no rows above. Is it a proposal?"
        answer = self.asker.ask(
            "unnamed-rows", "rows", rows[0].line.location, text, (PROPOSALS, LEAVE_OUT), LEAVE_OUT
        )
        for row in rows:
            if answer == PROPOSALS:
                row.role, row.title = Role.ITEM, row.title or " ".join(row.line.texts)[:_LONGEST_QUOTE]

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

    def _silent_totals(self, totals: Totals) -> None:
        rows = [row for row in totals.doubtful if row.role is Role.ITEM]
        if not rows:
            return
        named = f"{listed([row.title for row in rows])}{at(rows[0].line.location)}"
        text = f"{named} comes to exactly the rows above. Is it their total or a proposal?"
        if (
            self.asker.ask(
                "total-or-proposal", "rows", rows[0].line.location, text, (TOTAL, "proposal"), "proposal"
            )
            == TOTAL
        ):
            for row in rows:
                row.role = Role.SUBTOTAL

    # Figures

    def years_against_total(self, reading: Reading, wrong: Sequence[tuple[Row, int, int]]) -> None:
        """Ask where the years of a row do not come to its printed total."""
        years = {column.year for column in reading.columns_of(Kind.YEAR)}
        if not wrong or len(years) < 2 or set(reading.years) - years:
            return
        said = [
            f"“{row.title or row.label}”: total {in_pounds(stated)}, the years come to {in_pounds(added)}"
            for row, stated, added in wrong
        ]
        more = f"; and {len(said) - 6} more" if len(said) > 6 else ""
        text = f"The years of a row do not come to its total: {'; '.join(said[:6])}{more}."
        self.asker.ask(
            "years-total", "difference of figures", wrong[0][0].line.location, text, (ACCEPT, STOP), STOP
        )

    def unknown_columns(self, reading: Reading) -> None:
        """Ask what the figures of a column are that no heading explains, unless sums tell."""
        for column in reading.columns_of(Kind.AMOUNT):
            proved = _proved_kind(reading, column)
            if proved is not None:
                column.kind = proved
                column.evidence.append("its sums, or its numbering of the rows")
                continue
            name = column.heading or f"column {column.index + 1}, which has no heading"
            shown = [
                visible(row.line.cells[column.index].text)
                for row in reading.items[:3]
                if column.index < len(row.line.cells)
            ]
            text = f"What are the figures under “{name}” ({', '.join(shown)} …)?"
            choices = tuple(
                k.value for k in (Kind.OTHER, Kind.SAVING, Kind.TOTAL, Kind.COST, Kind.BASE, Kind.FTE)
            )
            answer = self.asker.ask(
                column_id(column.heading), "columns", reading.location, text, choices, Kind.OTHER.value
            )
            column.kind = Kind(answer)

    def columns_of_one_year(self, reading: Reading) -> None:
        """Ask whether several columns of one year add up, unless the total of each row proves that they do."""
        years = reading.columns_of(Kind.YEAR)
        shared = [column for column in years if sum(other.year == column.year for other in years) > 1]
        for column in reading.columns_of(Kind.FULL_YEAR):
            self._dated_full_year(reading, column)
        sums = list(row_sums(reading))
        if not shared or (sums and all(stated == added for _, stated, added, _ in sums)):
            return
        names = list(dict.fromkeys(column.said.core or column.heading for column in shared))
        text = f"Do the columns {listed(names)} of one year add up, or does only one of them count?"
        answer = self.asker.ask("amount-columns", "columns", reading.location, text, (ADD_UP, *names), ADD_UP)
        for column in shared:
            if answer not in (ADD_UP, column.said.core or column.heading):
                column.kind = Kind.OTHER

    def _dated_full_year(self, reading: Reading, column: Column) -> None:
        """Ask whether a full-year effect that names a year of its own is the saving of that year."""
        if column.year and column.year not in {other.year for other in reading.columns_of(Kind.YEAR)}:
            text = f"Is “{column.heading}” the further saving of {column.year}, or only the full-year effect?"
            choices = (Kind.FULL_YEAR.value, Kind.YEAR.value)
            id_ = column_id(column.heading)
            column.kind = Kind(self.asker.ask(id_, "columns", reading.location, text, choices, choices[0]))

    def settle_figures(self, readings: Sequence[Reading]) -> None:
        """Ask or quote every cell of an amount that holds no amount that can be read."""
        problems: list[tuple[Reading, Row, Column, Figure]] = []
        for reading in readings:
            for row in reading.items:
                problems.extend(
                    (reading, row, column, figure) for column, figure in self._problems(reading, row)
                )
        unclear = [problem for problem in problems if problem[3].shape is Shape.ABOUT]
        broken = [problem for problem in problems if problem[3].shape is not Shape.ABOUT]
        self._ask_about(unclear)
        if len(broken) > _MOST_SINGLE:
            self._ask_together(broken)
        else:
            for reading, row, column, figure in broken:
                self._ask_figure(reading, row, column, figure)

    def _problems(self, reading: Reading, row: Row) -> Iterator[tuple[Column, Figure]]:
        for column in reading.columns:
            if column.kind not in MONEY:
                continue
            figure = row.figures.get(column.index)
            where = _cell_location(row, column)
            text = _cell_text(row, column)
            if figure is None:
                if any(character.isdigit() for character in text) and column.is_amount:
                    yield column, Figure(Shape.WORDS)
                continue
            if figure.shape is Shape.UNSTATED:
                self._quote(where, text, f"no figure is stated under “{column.heading}”")
            elif figure.shape is Shape.WORDED:
                read = in_pounds(reading.amount(column, figure) or 0)
                self.note("amount in words", where, f"“{text}” under “{column.heading}” was read as {read}.")
            elif reading.amount(column, figure) is None or figure.shape is Shape.ABOUT:
                if column.is_amount:
                    yield column, figure
                elif figure.shape is not Shape.PERCENT:
                    self._quote(where, text, f"it is no one amount under “{column.heading}”")

    def _ask_about(self, problems: Sequence[tuple[Reading, Row, Column, Figure]]) -> None:
        if not problems:
            return
        texts = [_cell_text(row, column) for _, row, column, _ in problems]
        place = _cell_location(problems[0][1], problems[0][2])
        text = f"{listed(texts)}{at(place)}: are these figures to be taken as they stand?"
        if self.asker.ask("about", "figures", place, text, (TAKE, BLANK), TAKE) == BLANK:
            for reading, row, column, _ in problems:
                del row.figures[column.index]
                reading.cache.pop(id(row), None)

    def _ask_figure(self, reading: Reading, row: Row, column: Column, figure: Figure) -> None:
        place, shown = _cell_location(row, column), _cell_text(row, column)
        name = row.reference or row.title or row.label
        implied = _implied(reading, row, column)
        default = "" if implied is None else f"£{implied:,}"
        why = _WHY.get(figure.shape, "is no amount")
        text = (
            f"“{shown}” under “{column.heading}” of “{name}”{at(place)} {why}. Which amount is it, in pounds?"
        )
        if implied is not None:
            text += f" The total of the row leaves {default}."
        answer = self.asker.ask(f"figure:{name}:{column.heading}", "figures", place, text, (), default)
        self._quote(place, shown, f"{why}, under “{column.heading}”")
        given = read_figure(answer)
        pounds = pounds_of(given, "pounds") if given.is_number else None
        if pounds is not None:
            self._overrides.setdefault(id(row), {})[column.index] = pounds

    def _ask_together(self, problems: Sequence[tuple[Reading, Row, Column, Figure]]) -> None:
        for _, row, column, figure in problems:
            why = _WHY.get(figure.shape, "is no amount")
            self._quote(
                _cell_location(row, column), _cell_text(row, column), f"{why}, under “{column.heading}”"
            )
        texts = [
            f"{_cell_text(row, column)} ({row.reference or row.title}, {column.heading})"
            for _, row, column, _ in problems
        ]
        place = _cell_location(problems[0][1], problems[0][2])
        text = f"{len(problems)} cells hold no amount that can be read: {listed(texts)}. Are they to be left blank?"
        self.asker.ask("figures", "figures", place, text, (BLANK, STOP), STOP)

    def amounts(self, reading: Reading, row: Row) -> RowAmounts:
        """Return a row's amounts, with what a person answered of its cells."""
        if row.role in (Role.HEADING, Role.BLANK, Role.NOTE, Role.CONTINUATION) or not row.figures:
            return RowAmounts()
        return amounts_of(reading, row, self._overrides.get(id(row), {}))

    def tell_omissions(self, document: SourceDocument) -> None:
        """Say what the file holds that was not taken for content."""
        for omission in document.omissions:
            said = f"{omission.reason}: “{omission.text[:80]}”" if omission.text else omission.reason
            self.note("left out", omission.location, said)


_WHY = {
    Shape.OVERFLOW: "shows no figure, as its column is too narrow",
    Shape.ERROR: "is an error of a formula",
    Shape.SEVERAL: "holds several amounts",
    Shape.PENCE: "is in pence",
    Shape.NUMBER: "has pence",
    Shape.DITTO: "stands for the figure above",
    Shape.PERCENT: "is a percentage",
}


def _best_attempt(totals: Totals, readings: Sequence[Reading]) -> Totals:
    """Hold the totals with the doubtful rows in and out, and keep the way in which most of them are proved."""
    rows = [row for reading in readings for row in reading.rows]
    before = {id(row): row.role for row in rows}
    groups = [
        ([row for row in rows if row.role is Role.ITEM and "part" in row.doubts], Role.NOTE),
        ([row for row in rows if row.role is Role.ITEM and "withdrawn" in row.doubts], Role.UNDECIDED),
        ([row for row in rows if row.role is Role.ITEM and row.is_agreed], Role.AGREED),
        ([row for row in rows if row.role is Role.TARGET], Role.ITEM),
        ([row for row in rows if row.role is Role.BUDGET], Role.ITEM),
    ]
    ways: list[list[tuple[list[Row], Role]]] = [[], *([group] for group in groups if group[0])]
    best: Totals | None = None
    best_roles: dict[int, Role] = {}
    for way in ways:
        for row in rows:
            row.role = before[id(row)]
        for changed, role in way:
            for row in changed:
                row.role = role
        attempt = Totals(totals.readings)
        attempt.hold()
        if best is None or (len(attempt.differences), 0) < (len(best.differences), 0):
            best, best_roles = attempt, {id(row): row.role for row in rows}
        if not best.differences:
            break
    for row in rows:
        row.role = best_roles.get(id(row), row.role)
        if row.role is Role.UNDECIDED and "withdrawn" in row.doubts:
            row.role = Role.ITEM
    return best or totals


def _proved_kind(reading: Reading, column: Column) -> Kind | None:
    """Return what a column is where sums prove it: the total of the years, or what a cost is still taken from."""
    if _is_numbering(reading, column):
        return Kind.OTHER
    years, costs = reading.columns_of(Kind.YEAR), reading.columns_of(Kind.COST)
    telling = []
    for row in reading.items:
        vector = reading.vector(row)
        figure = vector.get(reading.slot(column))
        if figure:
            added = sum(int(vector.get(reading.slot(year), 0)) for year in years)
            spent = sum(abs(int(vector.get(reading.slot(cost), 0))) for cost in costs)
            telling.append((int(figure) == added, abs(int(figure)) - spent == abs(added)))
    if not telling or not years:
        return None
    if all(total for total, _ in telling) and len(years) > 1 and not reading.columns_of(Kind.TOTAL):
        return Kind.TOTAL
    return Kind.OTHER if costs and all(before for _, before in telling) else None


def _is_numbering(reading: Reading, column: Column) -> bool:
    """Return whether a column only numbers the rows."""
    numbers = [
        figure_of(row.line.cells[column.index]).number
        for row in reading.items
        if column.index < len(row.line.cells)
    ]
    return len(numbers) > 1 and all(later - earlier == 1 for earlier, later in itertools.pairwise(numbers))


def _implied(reading: Reading, row: Row, column: Column) -> int | None:
    """Return what the row's total leaves for the one year whose figure cannot be read."""
    years, totals = reading.columns_of(Kind.YEAR), reading.columns_of(Kind.TOTAL)
    if column.kind is not Kind.YEAR or len(totals) != 1:
        return None
    vector = reading.vector(row)
    stated = vector.get(reading.slot(totals[0]))
    others = [vector.get(reading.slot(other)) for other in years if other is not column]
    if stated is None or None in others:
        return None
    return int(stated - sum(other or 0 for other in others))


def _cell_text(row: Row, column: Column) -> str:
    return visible(row.line.cells[column.index].text) if column.index < len(row.line.cells) else ""


def _cell_location(row: Row, column: Column) -> Location:
    place = row.line.cells[column.index].location if column.index < len(row.line.cells) else row.line.location
    return place if place.row or place.line else replace(row.line.location, column=column.index + 1)


def in_pounds(figure: int | Decimal) -> str:
    """Return an amount as messages print it."""
    return format_money(int(figure), _STYLE)
