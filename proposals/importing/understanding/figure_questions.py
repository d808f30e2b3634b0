"""The questions about figures: cells of amounts that hold none, and years that do not come to their total."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from proposals.importing.files.blocks import Location
from proposals.importing.in_words import in_pounds
from proposals.importing.understanding.columns import Column
from proposals.importing.understanding.figures import Figure, Shape, is_finer_than, whole_pounds
from proposals.importing.understanding.findings import STOP, Findings, at, listed
from proposals.importing.understanding.kinds import MONEY, Kind
from proposals.importing.understanding.reading import Reading, row_sums
from proposals.importing.understanding.rows import Row
from proposals.importing.understanding.values import Basis, Role

_MOST_SINGLE = 2
RIGHT = "correct"
ROUND = "round to whole pounds"
TAKE, BLANK = "take the figures", "leave blank"
_WHY = {
    Shape.OVERFLOW: "shows no figure, as its column is too narrow",
    Shape.ERROR: "is an error of a formula",
    Shape.FORMULA: "is a formula whose result is not stored in the file",
    Shape.SEVERAL: "is not one amount for the year",
    Shape.PENCE: "is in pence",
    Shape.NUMBER: "has pence",
    Shape.DITTO: "stands for the figure above",
    Shape.PERCENT: "is a percentage",
}


_NOT_SHOWN = (Shape.FORMULA, Shape.OVERFLOW)


@dataclass(frozen=True)
class _Problem:
    """A cell of savings that holds no amount that can be read, or one that is only near."""

    reading: Reading
    row: Row
    column: Column
    shape: Shape

    @property
    def place(self) -> Location:
        """Return where the cell stands."""
        return self.row.place_of(self.column)

    @property
    def text(self) -> str:
        """Return what the cell shows."""
        return self.row.text(self.column)

    @property
    def why(self) -> str:
        """Return what is wrong with it."""
        return _WHY.get(self.shape, "is no amount")

    @property
    def id(self) -> str:
        """The id of the question for its amount."""
        return f"figure:{self.row.reference or self.row.name}:{self.column.heading}"

    @property
    def answer(self) -> str:
        """What a person answered to it."""
        return self.reading.findings.answered(self.id)

    def take(self, pounds: int) -> None:
        """Take an amount for the cell."""
        self.row.figures[self.column.index] = Figure(Shape.NUMBER, Decimal(pounds), "pounds")
        self.reading.forget(self.row)

    def quote(self) -> None:
        """Quote the cell as not read."""
        self.reading.findings.quote(self.place, self.text, f"{self.why}, under “{self.column.heading}”")


def ask_about_pence(reading: Reading) -> None:
    """Ask whether amounts with pence are to be rounded; until a person says so they cannot be read."""
    cells = _with_pence(reading)
    if not cells:
        return
    place = cells[0][0].place_of(cells[0][1])
    texts = listed([row.text(column) for row, column in cells])
    text = f"There are amounts with pence: {texts}{at(place)}. Is each of them to be rounded to whole pounds?"
    if reading.ask("pence", "figures", text, (ROUND, STOP), STOP, place) == ROUND:
        message = f"Amounts with pence were rounded to whole pounds: {texts}. A person chose this."
        reading.findings.note("pence rounded", place, message)
        reading.take_pence(exact=True)


def _round_pence(reading: Reading) -> None:
    are_whole = reading.basis is Basis.DISCRETE and reading.shows_all_years
    proved = {id(row) for row, stated, added, _ in row_sums(reading) if are_whole and stated == added}
    reading.take_pence(exact=False)
    for row, column in _with_pence(reading):
        figure = row.figures[column.index]
        rounded = figure.number.quantize(Decimal(1), ROUND_HALF_UP)
        row.figures[column.index] = replace(figure, number=rounded)
        reading.forget(row)
    for row, _, added, _ in row_sums(reading):
        total = reading.columns_of(Kind.TOTAL)[0]
        printed = row.figures.get(total.index)
        if id(row) in proved and row.role is Role.ITEM and printed and total.unit == "pounds":
            # A total that its years come to is what the rounded years come to.
            row.figures[total.index] = replace(printed, number=Decimal(added))
            reading.forget(row)


def _with_pence(reading: Reading) -> list[tuple[Row, Column]]:
    """Return the cells of money that cannot be read because they have pence."""
    return [
        (row, column)
        for row in reading.rows
        if reading.holes(row)
        for column in reading.columns_of(*MONEY)
        if (figure := row.figures.get(column.index))
        and figure.shape in (Shape.NUMBER, Shape.ABOUT)
        and reading.amount(column, figure) is None
    ]


def settle_figures(readings: Sequence[Reading], findings: Findings) -> None:
    """Ask or quote every cell of an amount that holds no amount that can be read."""
    for reading in readings:
        ask_about_pence(reading)
        if reading.has_exact_pence:
            _round_pence(reading)
    problems = [
        problem for reading in readings for row in reading.items for problem in _problems(reading, row)
    ]
    finer = [cell for reading in readings for cell in _finer_than_others(reading)]
    if finer:
        place = finer[0][0].place_of(finer[0][1])
        texts = listed([row.text(column) for row, column in finer])
        text = f"{texts}{at(place)} has more decimals than figures in this unit have. Is it correct?"
        findings.ask("fractions", "figures", place, text, (RIGHT, STOP), STOP)
    _ask_about([problem for problem in problems if problem.shape is Shape.ABOUT])
    for problem in problems:
        if problem.shape is Shape.NUMBER:  # the question about pence is open
            problem.quote()
    broken = [problem for problem in problems if problem.shape not in (Shape.ABOUT, Shape.NUMBER)]
    if len(broken) > _MOST_SINGLE:
        _ask_together(broken)
    else:
        for problem in broken:
            _ask_figure(problem)


def _note_unknown(reading: Reading, row: Row, column: Column) -> None:
    """Say of a proposal's amount that the document leaves it open, as “TBC” does."""
    if column.is_amount and row.role is Role.ITEM and column.index in row.figures:
        message = (
            f"“{row.text(column)}” under “{column.heading}” of “{row.name[:80]}” states no amount, so this is kept as "
            "not known."
        )
        reading.findings.note("amount not known", row.place_of(column), message)


def _problems(reading: Reading, row: Row) -> Iterator[_Problem]:
    """Yield the savings of a row that cannot be read or are only near; quote what else is no amount."""
    holes = reading.holes(row)
    for column in reading.columns_of(*MONEY):
        figure = row.figures.get(column.index)
        if figure and figure.shape is Shape.NUMBER and not figure.in_pounds and column.slot not in holes:
            continue  # as most are
        text = row.text(column)
        if figure is None and (column.is_amount or column.held) and any(map(str.isdigit, text)):
            yield _Problem(reading, row, column, Shape.WORDS)
        elif text and (figure is None or figure.shape is Shape.UNSTATED):
            why = f"no figure is stated under “{column.heading}”"
            reading.findings.quote(row.place_of(column), text, why)
            _note_unknown(reading, row, column)
        elif figure is None:
            continue
        elif figure.shape is Shape.PERCENT:
            why = f"a percentage and no amount stands under “{column.heading}”"
            reading.findings.quote(row.place_of(column), text, why)
        elif note := _note_of(_Problem(reading, row, column, figure.shape), figure):
            reading.findings.note(*note)
        elif (column.is_amount or column.held) and (
            reading.amount(column, figure) is None or figure.shape is Shape.ABOUT
        ):
            yield _Problem(reading, row, column, figure.shape)
        elif reading.amount(column, figure) is None:
            why = f"it is no one amount under “{column.heading}”"
            reading.findings.quote(row.place_of(column), text, why)


def _is_given_by_years(reading: Reading, row: Row, column: Column) -> bool:
    """Return whether a cell is the total of years that can all be read, so that nothing is missing without it."""
    slots = {year.slot for year in reading.columns_of(Kind.YEAR)}
    are_changes = reading.basis is Basis.DISCRETE and reading.shows_all_years
    are_known = slots.isdisjoint(reading.holes(row)) and not slots.isdisjoint(reading.vector(row))
    are_amounts = all(
        year.index in row.figures or not row.text(year) for year in reading.columns_of(Kind.YEAR)
    )
    return column.kind is Kind.TOTAL and are_changes and are_known and are_amounts


def _note_of(cell: _Problem, figure: Figure) -> tuple[str, Location, str] | None:
    """Return what is noted of a cell that needs no question: an amount in words, or a total that its years give."""
    said = f"“{cell.text}” under “{cell.column.heading}”"
    if cell.shape in _NOT_SHOWN and _is_given_by_years(cell.reading, cell.row, cell.column):
        return "total not shown", cell.place, f"{said} {cell.why}; the years give the total."
    if _is_in_words(cell.column, figure) and not cell.answer:
        read = in_pounds(cell.reading.amount(cell.column, figure) or 0)
        return "amount in words", cell.place, f"{said} was read as {read}."
    return None


def _is_in_words(column: Column, figure: Figure) -> bool:
    """Return whether words or a unit other than the column's stand beside an amount that can be read."""
    is_other_unit = figure.in_pounds and column.said.unit and figure.said_unit != column.said.unit
    return bool(is_other_unit) or figure.shape is Shape.WORDED


def _ask_about(problems: Sequence[_Problem]) -> None:
    if not problems:
        return
    place = problems[0].place
    text = f"{listed([problem.text for problem in problems])}{at(place)}: are these figures correct?"
    if problems[0].reading.ask("about", "figures", text, (TAKE, BLANK), TAKE, place) == BLANK:
        for problem in problems:
            del problem.row.figures[problem.column.index]
            problem.reading.forget(problem.row)


def _ask_figure(problem: _Problem) -> None:
    reading, row, column = problem.reading, problem.row, problem.column
    name, place = row.reference or row.name, problem.place
    implied = _implied(reading, row, column)
    default = in_pounds(implied)
    text = (
        f"“{problem.text}” under “{column.heading}” of “{name}”{at(place)} {problem.why}. Which amount is it, in "
        "pounds?"
    )
    if implied is not None:
        text += f" The total of the row leaves {default}."
    said = reading.ask(problem.id, "figures", text, (), default, place, is_supported=implied is not None)
    if _take_answer(problem):
        return
    problem.quote()
    pounds = whole_pounds(said)
    # What words stand for is no amount until a person says it.
    if pounds is not None and problem.shape is not Shape.WORDS:
        problem.take(pounds)


def take_figures(readings: Sequence[Reading]) -> None:
    """Take the figures that a person gave for cells that hold none, before any sum is tried."""
    for reading in readings:
        for row in reading.items:
            for column in reading.columns_of(*MONEY):
                figure = row.figures.get(column.index)
                shape = figure.shape if figure else Shape.WORDS
                is_unread = figure is None or reading.amount(column, figure) is None
                if is_unread and row.text(column) and shape not in (Shape.ABOUT, Shape.NUMBER):
                    _take_answer(_Problem(reading, row, column, shape))


def _take_answer(problem: _Problem) -> bool:
    """Take the amount that a person gave for a cell, and say so; return whether one was given."""
    reading, row, column = problem.reading, problem.row, problem.column
    pounds = whole_pounds(problem.answer)
    if pounds is None:
        return False
    implied = _implied(reading, row, column)
    message = (
        f"“{problem.text}” under “{column.heading}” was read as {in_pounds(pounds)}. A person chose this."
    )
    if implied not in (None, pounds):
        message += f" The total of the row leaves {in_pounds(implied)}."
    reading.findings.note("figure chosen", problem.place, message)
    problem.take(pounds)
    return True


def _ask_together(problems: Sequence[_Problem]) -> None:
    for problem in problems:
        problem.quote()
    texts = [f"{p.text} ({p.row.reference or p.row.title}, {p.column.heading})" for p in problems]
    text = (
        f"{len(problems)} cells hold no amount that can be read: {listed(texts)}. Are they to be left blank?"
    )
    problems[0].reading.ask("figures", "figures", text, (BLANK, STOP), STOP, problems[0].place)


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
    stated = vector.get(totals[0].slot)
    others = [vector.get(other.slot) for other in years if other is not column]
    if stated is None or None in others:
        return None
    return int(stated - sum(other or 0 for other in others))
