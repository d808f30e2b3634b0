"""Lines of figures by year, each cell with the relation in which it stands to others.

The relation says in words what a cell is, gives a spreadsheet its formula, and shows where a printed table breaks its
own arithmetic.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, NamedTuple

from proposals.domain.rounding import nearest
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
        value: Number = sum(times * figure(cell) for times, cell in self.terms)
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

    def by_year(self, line: str, years: Iterable[FinancialYear]) -> dict[FinancialYear, int]:
        """Return the whole figures of a line in these years."""
        return {year: int(self.figure_of(line, year)) for year in years}

    def relations_of(self, cell: Cell) -> tuple[Relation, ...]:
        """Return the relations of a cell; none where it is an input."""
        return self.lines[cell.line].relations.get(cell.column, ())

    def state(self, key: str, name: str, values: Mapping[FinancialYear, int] | Mapping[str, Number]) -> None:
        """Add a line of inputs, or of figures computed elsewhere."""
        self.lines[key] = Line(key, name, dict(values.items()))

    def derive(
        self,
        key: str,
        name: str,
        relations: Relations,
        *,
        known: Mapping[FinancialYear, int] | None = None,
        zeros: Iterable[Column] = (),
    ) -> None:
        """Add a line that follows from others.

        `known` are figures that have been computed already; the line is zero in those of `zeros` without a relation.
        """
        figures: dict[Column, Number] = dict.fromkeys(zeros, 0)
        figures.update((known or {}).items())
        for column, listed in relations.items():
            if column not in (known or {}):
                # Figures of one line may follow from each other, so each is put down before the next.
                self.lines[key] = Line(key, name, figures)
                figures[column] = listed[0].evaluate(self.figure)
        self.lines[key] = Line(key, name, figures, relations)


def by_column(columns: Iterable[Column], relation_of: Callable[[Any], Relation]) -> Relations:
    """Return the relations of a line that has one in each column."""
    return {column: (relation_of(column),) for column in columns}


def total(words: str, keys: Iterable[str], columns: Iterable[Column], minus: Iterable[str] = ()) -> Relations:
    """Return the relations of a line that is the sum of lines, less others."""
    signed = (*((1, key) for key in keys), *((-1, key) for key in minus))
    return by_column(
        columns, lambda column: Relation(words, tuple((sign, Cell(key, column)) for sign, key in signed))
    )


def same(words: str, key: str, columns: Iterable[Column], times: int = 1) -> Relations:
    """Return the relations of a line that repeats another, or takes it with the other sign."""
    return by_column(columns, lambda column: Relation(words, ((times, Cell(key, column)),)))


def year_before(words: str, key: str, years: Iterable[FinancialYear]) -> Relations:
    """Return the relations of a line that is what a line was in the year before."""
    return by_column(years, lambda year: Relation(words, ((1, Cell(key, year + (-1))),)))


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
    """Return relations that say the same in several ways; each column, in order, has those of the ways that know it."""
    found: dict[Column, tuple[Relation, ...]] = {}
    for way in ways:
        for column, listed in way.items():
            found[column] = (*found.get(column, ()), *listed)
    return dict(sorted(found.items(), key=lambda item: str(item[0])))


def plain(value: Number) -> int | str:
    """Return a whole number as one, and a fraction as a decimal with at most twelve places."""
    fraction = Fraction(value)
    return int(fraction) if fraction.denominator == 1 else exact(fraction)


def exact(value: Fraction) -> str:
    """Return a fraction as a decimal without zeros at its end, rounded at the twelfth place where it has no end."""
    places = 12
    digits = f"{abs(nearest(value * 10**places)):0{places + 1}d}"
    shown = f"{digits[:-places]}.{digits[-places:]}".rstrip("0").rstrip(".")
    return f"-{shown}" if value < 0 else shown
