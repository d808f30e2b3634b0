"""The questions about figures: cells of amounts that hold none, and years that do not come to their total."""

from collections.abc import Iterator, Sequence

from proposals.importing.files.blocks import Location
from proposals.importing.in_words import in_pounds
from proposals.importing.understanding.amounts import RowAmounts, amounts_of
from proposals.importing.understanding.asker import STOP, at, listed
from proposals.importing.understanding.columns import Column
from proposals.importing.understanding.figures import (
    Figure,
    Shape,
    is_finer_than,
    unit_in_cell,
    whole_pounds,
)
from proposals.importing.understanding.findings import Findings, cell_location
from proposals.importing.understanding.kinds import MONEY, Kind
from proposals.importing.understanding.reading import Reading
from proposals.importing.understanding.row_questions import ACCEPT
from proposals.importing.understanding.rows import Row
from proposals.importing.understanding.values import Role

_MOST_SINGLE = 2
RIGHT = "correct"
TAKE, BLANK = "take the figures", "leave blank"


class FigureQuestions:
    """Settles the figures of each row, by what a person answers where a cell holds none that can be read."""

    def __init__(self, findings: Findings) -> None:
        self.findings, self.asker = findings, findings.asker
        self._overrides: dict[int, dict[int, int]] = {}

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

    def settle(self, readings: Sequence[Reading]) -> None:
        """Ask or quote every cell of an amount that holds no amount that can be read."""
        problems: list[tuple[Reading, Row, Column, Figure]] = []
        for reading in readings:
            for row in reading.items:
                problems.extend(
                    (reading, row, column, figure) for column, figure in self._problems(reading, row)
                )
        self._ask_fractions(readings)
        unclear = [problem for problem in problems if problem[3].shape is Shape.ABOUT]
        broken = [problem for problem in problems if problem[3].shape is not Shape.ABOUT]
        self._ask_about(unclear)
        if len(broken) > _MOST_SINGLE:
            self._ask_together(broken)
        else:
            for reading, row, column, figure in broken:
                self._ask_figure(reading, row, column, figure)

    def _ask_fractions(self, readings: Sequence[Reading]) -> None:
        """Ask of figures with more decimals than others of their unit have: they may be in another one."""
        found = [cell for reading in readings for cell in _finer_than_others(reading)]
        if found:
            place = cell_location(*found[0])
            texts = listed([row.text(column) for row, column in found])
            text = f"{texts}{at(place)} has more decimals than figures in this unit have. Is it correct?"
            self.asker.ask("fractions", "figures", place, text, (RIGHT, STOP), STOP)

    def _problems(self, reading: Reading, row: Row) -> Iterator[tuple[Column, Figure]]:
        """Yield the savings of a row that cannot be read or are only near; quote what else is no amount."""
        for column in reading.columns:
            if column.kind not in MONEY:
                continue
            figure = row.figures.get(column.index)
            where, text = cell_location(row, column), row.text(column)
            if figure is None and column.is_amount and any(map(str.isdigit, text)):
                yield column, Figure(Shape.WORDS)
            elif text and (figure is None or figure.shape is Shape.UNSTATED):
                self.findings.quote(where, text, f"no figure is stated under “{column.heading}”")
            elif figure is None or figure.shape is Shape.PERCENT:
                continue
            elif (
                figure.in_pounds and column.said.unit and unit_in_cell(text) != column.said.unit
            ) or figure.shape is Shape.WORDED:
                self._note_read(reading, column, figure, where, text)
            elif column.is_amount and (reading.amount(column, figure) is None or figure.shape is Shape.ABOUT):
                yield column, figure
            elif reading.amount(column, figure) is None:
                self.findings.quote(where, text, f"it is no one amount under “{column.heading}”")

    def _note_read(
        self, reading: Reading, column: Column, figure: Figure, where: Location, text: str
    ) -> None:
        read = in_pounds(reading.amount(column, figure) or 0)
        self.findings.note("amount in words", where, f"“{text}” under “{column.heading}” was read as {read}.")

    def _ask_about(self, problems: Sequence[tuple[Reading, Row, Column, Figure]]) -> None:
        if not problems:
            return
        texts = [row.text(column) for _, row, column, _ in problems]
        place = cell_location(problems[0][1], problems[0][2])
        text = f"{listed(texts)}{at(place)}: are these figures correct?"
        if self.asker.ask("about", "figures", place, text, (TAKE, BLANK), TAKE) == BLANK:
            for reading, row, column, _ in problems:
                del row.figures[column.index]
                reading.cache.pop(id(row), None)

    def _ask_figure(self, reading: Reading, row: Row, column: Column, figure: Figure) -> None:
        place, shown = cell_location(row, column), row.text(column)
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
        self.findings.quote(place, shown, f"{why}, under “{column.heading}”")
        pounds = whole_pounds(answer)
        if pounds is not None:
            self._overrides.setdefault(id(row), {})[column.index] = pounds

    def _ask_together(self, problems: Sequence[tuple[Reading, Row, Column, Figure]]) -> None:
        for _, row, column, figure in problems:
            why = _WHY.get(figure.shape, "is no amount")
            self.findings.quote(
                cell_location(row, column), row.text(column), f"{why}, under “{column.heading}”"
            )
        texts = [
            f"{row.text(column)} ({row.reference or row.title}, {column.heading})"
            for _, row, column, _ in problems
        ]
        place = cell_location(problems[0][1], problems[0][2])
        text = f"{len(problems)} cells hold no amount that can be read: {listed(texts)}. Are they to be left blank?"
        self.asker.ask("figures", "figures", place, text, (BLANK, STOP), STOP)

    def amounts(self, reading: Reading, row: Row) -> RowAmounts:
        """Return a row's amounts, with what a person answered of its cells."""
        if row.role in (Role.HEADING, Role.BLANK, Role.NOTE, Role.CONTINUATION) or not row.figures:
            return RowAmounts()
        return amounts_of(reading, row, self._overrides.get(id(row), {}))


_WHY = {
    Shape.OVERFLOW: "shows no figure, as its column is too narrow",
    Shape.ERROR: "is an error of a formula",
    Shape.SEVERAL: "holds several amounts",
    Shape.PENCE: "is in pence",
    Shape.NUMBER: "has pence",
    Shape.DITTO: "stands for the figure above",
    Shape.PERCENT: "is a percentage",
}


def _finer_than_others(reading: Reading) -> list[tuple[Row, Column]]:
    """Return the cells that show more decimals than their unit is printed with, where most do not."""
    cells = [
        (row, column, is_finer_than(row.figures[column.index], column.unit or reading.unit or "pounds"))
        for row in reading.items
        for column in reading.columns
        if column.is_amount and column.index in row.figures
    ]
    finer = [(row, column) for row, column, is_finer in cells if is_finer]
    return finer if 2 * len(finer) <= len(cells) else []


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
