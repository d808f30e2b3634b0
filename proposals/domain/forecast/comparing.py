"""The comparison of printed tables with a computed case: each cell that differs, with its class, its fault and why.

A difference is what a cell does wrong itself (its own relation does not hold between the printed figures) and what it
carries from the cells that it is made of. `rounding` is within half a unit of what is printed, times the number of
addends where the cell is a sum; `rule` is another named reading of the inputs; everything else is an `error`.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from proposals.domain.forecast.case import Case
from proposals.domain.forecast.lines import Cell, Number, Relation, exact
from proposals.domain.forecast.matching import PrintedCell, match_tables
from proposals.domain.forecast.printed import PrintedTable
from proposals.domain.forecast.readings import HALF, TO_EVEN
from proposals.domain.rounding import nearest

Kind = Literal["rounding", "rule", "error"]
_ROUNDED = "Rounding explains the difference."
_GRAVITY: dict[Kind, int] = {"rounding": 0, "rule": 1, "error": 2}


@dataclass(frozen=True)
class Difference:
    """A printed cell that differs from the computed one, in the unit and sign in which it is printed."""

    cell: PrintedCell
    computed: Fraction
    kind: Kind
    own: bool
    carries: tuple[str, ...]
    why: str

    @property
    def roots(self) -> tuple[str, ...]:
        """Return the cells at fault: this one where it breaks its own relation, and those that it carries."""
        return ((self.cell.key,) if self.own else ()) + self.carries


@dataclass(frozen=True)
class Comparison:
    """How many printed cells were compared, and those that differ in the order of print."""

    cells: int
    differences: tuple[Difference, ...]
    compared: tuple[str, ...]
    not_compared: tuple[str, ...]


def compare_tables(case: Case, tables: Sequence[PrintedTable]) -> Comparison:
    """Return how the printed tables differ from the case."""
    printed = match_tables(tables, case.tables, case.ledger)
    found = _Comparing(case, printed).differences()
    compared = {cell.table for cell in printed}
    return Comparison(
        len(printed),
        tuple(found),
        tuple(table.number for table in tables if table.number in compared),
        tuple(table.number for table in tables if table.number not in compared),
    )


@dataclass(frozen=True)
class _Own:
    """What a cell does itself: the relation that fits best, what it comes to in print, and the cells it uses."""

    relation: Relation | None
    comes_to: Number
    used: tuple[PrintedCell, ...]
    holds: bool
    addends: int = 1


class _Comparing:
    """One comparison."""

    def __init__(self, case: Case, printed: Sequence[PrintedCell]) -> None:
        self.case = case
        self.printed = printed
        self.at: dict[Cell, list[PrintedCell]] = defaultdict(list)
        for each in printed:
            self.at[each.cell].append(each)
        self.home: dict[str, str] = {}
        for statement in case.tables:
            for row in statement.rows:
                for line in row.lines.values():
                    self.home.setdefault(line, statement.key)
        self.found: dict[str, Difference | None] = {}
        self.unprinted: dict[tuple[Cell, str], tuple[Number, list[PrintedCell]]] = {}

    def differences(self) -> list[Difference]:
        """Return the cells that differ, in the order of print."""
        return [difference for each in self.printed if (difference := self.difference_at(each)) is not None]

    def difference_at(self, each: PrintedCell) -> Difference | None:
        """Return how a printed cell differs from the computed one; None if it does not."""
        if each.key not in self.found:
            self.found[each.key] = None  # no relation leads back to where it began
            self.found[each.key] = self._difference(each)
        return self.found[each.key]

    def _difference(self, each: PrintedCell) -> Difference | None:
        computed = self.case.ledger.figure(each.cell)
        if each.value == computed:
            return None
        own = self._own(each)
        carried = [found for used in own.used if (found := self.difference_at(used)) is not None]
        kind, sentence = self._kind(each, own, carried)
        # What is merely rounded elsewhere is told only of a cell that nothing else moves, and what is wrong elsewhere
        # is not in a cell that is right but for rounding, unless the cell follows from it.
        is_rounded = kind == "rounding"
        told = [
            found
            for found in carried
            if (found.kind == "rounding") == is_rounded or (is_rounded and own.holds)
        ]
        # Where a fault is carried on, the cell at fault is named, not the ones between.
        roots = tuple(dict.fromkeys(root for found in told for root in found.roots))
        shown = Fraction(each.sign * computed) / each.figure.worth
        why = self._words(each, own, sentence, roots)
        return Difference(each, shown, kind, not own.holds, roots, why)

    # A cell's own relation

    def _own(self, each: PrintedCell) -> _Own:
        """Return the first of the cell's relations that holds between the printed figures, or the first of all."""
        relations = self.case.ledger.relations_of(each.cell)
        if not relations:
            computed = self.case.ledger.figure(each.cell)
            return _Own(None, computed, (), holds=each.value == computed)
        tried = [self._tried(each, relation) for relation in relations]
        return next((own for own in tried if own.holds), tried[0])

    def _tried(self, each: PrintedCell, relation: Relation) -> _Own:
        comes_to, used = self._comes_to(relation, each)
        # What is not printed is not rounded either, but what it is made of may be.
        addends = sum(len(self._from_print(cell, each)[1]) for _, cell in relation.terms)
        return _Own(relation, comes_to, tuple(used), comes_to == each.value, addends)

    def _comes_to(self, relation: Relation, beside: PrintedCell) -> tuple[Number, list[PrintedCell]]:
        """Return what a relation comes to from printed figures, and those of them that it uses."""
        used: list[PrintedCell] = []

        def figure(cell: Cell) -> Number:
            comes_to, behind = self._from_print(cell, beside)
            used.extend(behind)
            return comes_to

        return relation.evaluate(figure), used

    def _from_print(self, cell: Cell, beside: PrintedCell) -> tuple[Number, list[PrintedCell]]:
        """Return the printed figure of a cell, or what it comes to from printed figures where it is not printed."""
        found = self._print_of(cell, beside)
        if found is not None:
            return found.value, [found]
        key = (cell, beside.table)
        if key not in self.unprinted:
            relations = self.case.ledger.relations_of(cell)
            computed = self.case.ledger.figure(cell)
            self.unprinted[key] = self._comes_to(relations[0], beside) if relations else (computed, [])
        return self.unprinted[key]

    def _print_of(self, cell: Cell, beside: PrintedCell) -> PrintedCell | None:
        """Return where a cell is printed: in the same table, else in the one in which it arises, else anywhere."""
        prints = self.at.get(cell, [])
        same = [each for each in prints if each.table == beside.table]
        home = [each for each in prints if each.statement == self.home.get(cell.line)]
        return next(iter(same or home or prints), None)

    # Its class

    def _kind(self, each: PrintedCell, own: _Own, carried: Sequence[Difference]) -> tuple[Kind, str]:
        """Return the class of the difference, and in a sentence what explains it or the cell's own part of it."""
        if abs(each.value - self.case.ledger.figure(each.cell)) <= each.figure.step / 2:
            return "rounding", _ROUNDED
        kinds: set[Kind] = {found.kind for found in carried}
        sentence = ""
        if not own.holds:
            own_kind, sentence = self._own_kind(each, own)
            kinds.add(own_kind)
        kind: Kind = max(kinds, key=lambda kind: _GRAVITY[kind], default="error")
        return kind, _ROUNDED if kind == "rounding" else sentence

    def _own_kind(self, each: PrintedCell, own: _Own) -> tuple[Kind, str]:
        part = abs(each.value - own.comes_to)
        half = each.figure.step / 2
        if part <= half:
            return "rounding", "Rounding explains its own part of the difference."
        readings = self._readings(each)
        if readings:
            return "rule", f"The printed figure follows another rule: {' or '.join(readings)}."
        if part <= half * own.addends:
            return "rounding", "Rounding of its parts explains its own part of the difference."
        return "error", ""

    def _readings(self, each: PrintedCell) -> list[str]:
        """Return the other readings by which the cell follows from what is printed, where it does not by the chosen."""
        if self._follows(each, self.case):
            return []
        return [
            f"“{other.choice}” for {other.about.replace('_', ' ')}"
            for other in self.case.by_other_readings
            if self._follows(each, other.case)
        ]

    def _follows(self, each: PrintedCell, case: Case) -> bool:
        """Return whether a relation of the cell gives what is printed, as these readings have it."""
        figures = (
            self._figures_as_read(each, case, exact=False),
            self._figures_as_read(each, case, exact=True),
        )
        relations = case.ledger.relations_of(each.cell)
        comes_to = [relation.evaluate(figure) for relation in relations for figure in figures]
        comes_to += [] if relations else [case.ledger.figure(each.cell)]
        to_even = self.case.chosen[HALF] == TO_EVEN
        steps = {nearest(Fraction(value) / each.figure.step, half_to_even=to_even) for value in comes_to}
        return each.value / each.figure.step in steps

    def _figures_as_read(self, each: PrintedCell, case: Case, *, exact: bool) -> Callable[[Cell], Number]:
        """Return what gives the printed figure of a cell; by these readings what it comes to, where it is not printed.

        With `exact` a printed figure stands for the one that these readings give, if that may be what is printed.
        """
        known: dict[Cell, Number] = {}

        def figure(cell: Cell) -> Number:
            if cell not in known:
                found, computed = self._print_of(cell, each), case.ledger.figure(cell)
                relations = case.ledger.relations_of(cell)
                if found is None:
                    known[cell] = relations[0].evaluate(figure) if relations else computed
                else:
                    stands = exact and abs(found.value - computed) <= found.figure.step / 2
                    known[cell] = computed if stands else found.value
            return known[cell]

        return figure

    # In words

    def _words(self, each: PrintedCell, own: _Own, sentence: str, roots: Sequence[str]) -> str:
        computed = each.sign * self.case.ledger.figure(each.cell)
        difference = each.figure.value - computed
        said = [
            f"Printed {in_print(each.figure.value, each)}, computed {in_print(computed, each)}: "
            f"{in_print(abs(difference), each)} {'more' if difference > 0 else 'less'}."
        ]
        said += [self._relation_words(each, own), *filter(None, [sentence])]
        if roots:
            begins = "It also contains" if not own.holds else "It repeats"
            said.append(f"{begins} the difference in {', '.join(roots)}.")
        return " ".join(said)

    def _relation_words(self, each: PrintedCell, own: _Own) -> str:
        if own.relation is None:
            return "The figure is an input of the programme, and is not printed as it was given."
        shown = in_print(each.sign * own.comes_to, each)
        words = own.relation.words
        if own.holds:
            return f"Its relation holds between the printed figures: {words}, which comes to {shown}."
        return f"It breaks its relation: {words}, which comes to {shown} from the printed figures."


def in_print(value: Number, each: PrintedCell) -> str:
    """Return a figure in the unit in which the cell is printed, as an exact decimal."""
    return exact(Fraction(value) / each.figure.worth)


def as_json(comparison: Comparison) -> Mapping[str, object]:
    """Return the comparison as plain values: how many cells were compared, and those that differ."""
    return {
        "cells": comparison.cells,
        "differences": [
            {
                "table": each.cell.table,
                "line": each.cell.line,
                "column": each.cell.heading,
                "printed": each.cell.figure.text,
                "computed": exact(each.computed),
                "class": each.kind,
                "own": each.own,
                "carries": list(each.carries),
                "why": each.why,
            }
            for each in comparison.differences
        ],
    }
