"""Lines of figures by year, each cell with the relation in which it stands to others.

The relation says in words what a cell is, gives a spreadsheet its formula, and shows where a printed table breaks its
own arithmetic.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from proposals.domain.forecast.position import nearest
from services.values.years import FinancialYear

Column = FinancialYear | str
Number = int | Fraction


class Cell(NamedTuple):
    """The address of a figure: its line, and its year or other column."""

    line: str
    column: Column


class Relation(NamedTuple):
    """A sum of other cells, each taken so many times; of it a percentage, or its percentage of another cell.

    It is rounded to a multiple of a step where one is given.
    """

    words: str
    terms: tuple[tuple[Number, Cell], ...]
    step: int = 0
    half_to_even: bool = False
    percent: Cell | None = None
    percent_of: Cell | None = None

    def evaluate(self, figure: Callable[[Cell], Number]) -> Number:
        """Return what the relation comes to with these figures."""
        value = sum((times * figure(cell) for times, cell in self.terms), Fraction(0))
        if self.percent is not None:
            value *= Fraction(figure(self.percent)) / 100
        if self.percent_of is not None:
            whole = figure(self.percent_of)
            value = Fraction(value) * 100 / whole if whole else Fraction(0)
        if self.step:
            return nearest(value, self.step, half_to_even=self.half_to_even)
        return int(value) if value.denominator == 1 else value


Relations = Mapping[Column, tuple[Relation, ...]]
"""The relations of each column: the one it is computed by, then others that say the same."""


@dataclass(frozen=True)
class Line:
    """A line of figures: pounds, unless its columns say otherwise."""

    key: str
    name: str
    values: Mapping[Column, Number]
    relations: Relations = field(default_factory=dict)


class Ledger:
    """The lines of a forecast by key, in the order in which they follow from one another."""

    def __init__(self) -> None:
        self.lines: dict[str, Line] = {}

    def figure(self, cell: Cell) -> Number:
        """Return the figure of a cell; zero where the line has none in that column."""
        return self.lines[cell.line].values.get(cell.column, 0)

    def figure_of(self, line: str, column: Column) -> Number:
        """Return the figure of a line in a column; zero where it has none."""
        return self.figure(Cell(line, column))

    def relations_of(self, cell: Cell) -> tuple[Relation, ...]:
        """Return the relations of a cell; none where it is an input."""
        return self.lines[cell.line].relations.get(cell.column, ())

    def state(self, key: str, name: str, values: Mapping[FinancialYear, int] | Mapping[str, Number]) -> None:
        """Add a line of inputs, or of figures computed elsewhere."""
        figures: dict[Column, Number] = {}
        for column, figure in values.items():
            figures[column] = figure
        self.lines[key] = Line(key, name, figures)

    def derive(
        self,
        key: str,
        name: str,
        relations: Relations,
        values: Mapping[FinancialYear, int] | None = None,
    ) -> None:
        """Add a line that follows from others; `values` are its figures where they have been computed already."""
        figures: dict[Column, Number] = {}
        for year, pounds in (values or {}).items():
            figures[year] = pounds
        for column, listed in relations.items():
            if column not in figures:
                # Figures of one line may follow from each other, so each is put down before the next.
                self.lines[key] = Line(key, name, figures)
                figures[column] = listed[0].evaluate(self.figure)
        self.lines[key] = Line(key, name, figures, relations)


def total(words: str, keys: Iterable[str], columns: Iterable[Column], minus: Iterable[str] = ()) -> Relations:
    """Return the relations of a line that is the sum of lines, less others."""
    plus, less = tuple(keys), tuple(minus)
    return {
        column: (
            Relation(
                words,
                (*((1, Cell(key, column)) for key in plus), *((-1, Cell(key, column)) for key in less)),
            ),
        )
        for column in columns
    }


def same(words: str, key: str, columns: Iterable[Column], times: int = 1) -> Relations:
    """Return the relations of a line that repeats another, or takes it with the other sign."""
    return {column: (Relation(words, ((times, Cell(key, column)),)),) for column in columns}


def running(words: str, own: str, of: str, years: Sequence[FinancialYear]) -> Relations:
    """Return the relations of a line that adds another up over the years, in both ways to say so."""
    found: dict[Column, tuple[Relation, ...]] = {}
    terms = tuple((1, Cell(of, year)) for year in years)
    for index, (year, this) in enumerate(zip(years, terms, strict=True)):
        every = Relation(words, terms[: index + 1])
        found[year] = (
            (every,) if index == 0 else (Relation(words, ((1, Cell(own, years[index - 1])), this)), every)
        )
    return found


def either(*ways: Relations) -> Relations:
    """Return relations that say the same in several ways; each column has those of the ways that know it."""
    found: dict[Column, tuple[Relation, ...]] = {}
    for way in ways:
        for column, listed in way.items():
            found[column] = (*found.get(column, ()), *listed)
    return found
