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
        elif _is_in_words(column, figure):
            read = in_pounds(reading.amount(column, figure) or 0)
            message = f"“{text}” under “{column.heading}” was read as {read}."
            reading.findings.note("amount in words", row.place_of(column), message)
        elif (column.is_amount or column.held) and (
            reading.amount(column, figure) is None or figure.shape is Shape.ABOUT
        ):
            yield _Problem(reading, row, column, figure.shape)
        elif reading.amount(column, figure) is None:
            why = f"it is no one amount under “{column.heading}”"
            reading.findings.quote(row.place_of(column), text, why)


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
    default = "" if implied is None else f"£{implied:,}"
    text = (
        f"“{problem.text}” under “{column.heading}” of “{name}”{at(place)} {problem.why}. Which amount is it, in "
        "pounds?"
    )
    if implied is not None:
        text += f" The total of the row leaves {default}."
    id_ = f"figure:{name}:{column.heading}"
    said = reading.ask(id_, "figures", text, (), default, place, is_supported=implied is not None)
    pounds = whole_pounds(said)
    is_answered = whole_pounds(reading.findings.answered(id_)) is not None
    if pounds is not None and is_answered:
        message = (
            f"“{problem.text}” under “{column.heading}” was read as {in_pounds(pounds)}. A person chose this."
        )
        reading.findings.note("figure chosen", place, message)
    else:
        problem.quote()
    is_certain = problem.shape is not Shape.WORDS or is_answered
    if pounds is not None and is_certain:  # what words stand for is none until a person says it
        row.figures[column.index] = Figure(Shape.NUMBER, Decimal(pounds), "pounds")
        reading.forget(row)


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
