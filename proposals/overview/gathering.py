"""Taking a round's proposals together from its columns in memory: pure arrays, without Django or a database."""

from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proposals.domain.records import Totals
from proposals.filters.columns import Columns, Flags, OneValue, Pairs, Rows, Whole
from proposals.filters.facets import NOT_STATED
from proposals.filters.totals import totals_of
from proposals.overview.impacts import ImpactCount
from proposals.overview.slices import Slice
from services.values.years import FinancialYear

_NO_PERCENTAGE = -1
_TRAITS = ("directorate", "category", "kind", "risk", "stage", "recurrence")
_CODED = len(_TRAITS)


def slices_of(columns: Columns, rows: Rows) -> tuple[Slice, ...]:
    """Return the rows taken together where they are alike in all that the overview tells apart."""
    if not rows.count:
        return ()
    places = rows.places
    has_impacts = np.zeros(len(columns.keys), dtype=np.bool_)
    has_impacts[_pairs(columns, "impact").rows] = True
    traits = [
        *(_one_value(columns, name).codes for name in _TRAITS[:-1]),
        _flags(columns, _TRAITS[-1]).flags.argmax(axis=1),
        _percentages(columns),
        columns.known["total"],
        columns.amounts.complete,
        has_impacts,
    ]
    first, slice_of_row, counts = _alike([trait[places] for trait in traits])
    pounds = np.zeros(len(first), dtype=np.int64)
    np.add.at(pounds, slice_of_row, columns.figures["total"][places])
    codes, figures = traits[:_CODED], traits[_CODED:]
    words = (
        [keys[code] for code in code_of[places[first]].tolist()]
        for keys, code_of in zip(_keys(columns), codes, strict=True)
    )
    kept = (figure[places[first]].tolist() for figure in figures)
    return tuple(
        Slice(
            int(directorate),
            category,
            kind,
            risk,
            recurrence,
            None if percentage == _NO_PERCENTAGE else percentage,
            stage,
            *figures_and_flags,
        )
        for directorate, category, kind, risk, stage, recurrence, percentage, *figures_and_flags in sorted(
            zip(*words, *kept, counts.tolist(), pounds.tolist(), strict=True), key=itemgetter(1, 2)
        )
    )


def _keys(columns: Columns) -> Iterator[list[str]]:
    """Return the values of the traits that columns hold as codes; what is not stated is an empty text."""
    for name in _TRAITS:
        yield ["" if key == NOT_STATED else key for key in columns.by_name[name].keys]


def _alike(traits: Sequence[NDArray[Any]]) -> tuple[Whole, Whole, Whole]:
    """Return of the sets of rows that are alike in all traits: a row of each, each row's set, and their sizes."""
    group = np.zeros(len(traits[0]), dtype=np.int64)
    for trait in traits:
        # Numbered anew after each trait, so that the numbers stay below that of the rows squared.
        _, codes = np.unique(trait, return_inverse=True)
        _, group = np.unique(group * (int(codes.max()) + 1) + codes, return_inverse=True)
    _, first, counts = np.unique(group, return_index=True, return_counts=True)
    return first, group, counts


def totals_by_directorate(
    columns: Columns, rows: Rows, years: tuple[FinancialYear, ...]
) -> dict[int, Totals]:
    """Return the totals of the rows of each directorate that has any, by its key."""
    column = columns.by_name["directorate"]
    return {
        int(key): totals_of(columns.amounts, rows & column.where({key}), years)
        for key, count in zip(column.keys, column.counts(rows).tolist(), strict=True)
        if count
    }


def totals_by_percentage(
    columns: Columns, rows: Rows, years: tuple[FinancialYear, ...]
) -> dict[int | None, Totals]:
    """Return the totals of the rows that are as deliverable as one another, in percent."""
    percentages = _percentages(columns)
    return {
        None if percentage == _NO_PERCENTAGE else percentage: totals_of(
            columns.amounts, rows & (percentages == percentage), years
        )
        for percentage in np.unique(percentages[rows.places]).tolist()
    }


def _percentages(columns: Columns) -> Whole:
    return np.where(columns.known["deliverability"], columns.figures["deliverability"], _NO_PERCENTAGE)


def largest_in(columns: Columns, rows: Rows, how_many: int) -> list[int]:
    """Return the primary keys of the rows that save most, the largest first, of equal ones the earliest."""
    totals = columns.figures["total"]
    places = (rows & (columns.known["total"] & (totals > 0))).places
    chosen = places[np.argsort(-totals[places], kind="stable")[:how_many]]
    return [int(key) for key in columns.keys[chosen]]


def impacts_in(budget_round: int, columns: Columns, rows: Rows) -> Iterator[ImpactCount]:
    """Yield how many of the rows have each impact on equality, and what they save, totals known or not apart."""
    impacts = _pairs(columns, "impact")
    listed = rows.mask[impacts.rows]
    is_known, totals = columns.known["total"][impacts.rows], columns.figures["total"][impacts.rows]
    for known in (True, False):
        chosen = listed & (is_known == known)
        codes = impacts.codes[chosen]
        counts = np.bincount(codes, minlength=len(impacts.keys))
        pounds = np.zeros(len(impacts.keys), dtype=np.int64)
        np.add.at(pounds, codes, totals[chosen])
        for key, count, saving in zip(impacts.keys, counts.tolist(), pounds.tolist(), strict=True):
            if count:
                characteristic, effect = key.split(" ")
                yield ImpactCount(budget_round, int(characteristic), effect, known, count, saving)


# Each name in the columns has one kind of column: see the facets that they are read from.


def _one_value(columns: Columns, name: str) -> OneValue:
    column = columns.by_name[name]
    assert isinstance(column, OneValue)
    return column


def _flags(columns: Columns, name: str) -> Flags:
    column = columns.by_name[name]
    assert isinstance(column, Flags)
    return column


def _pairs(columns: Columns, name: str) -> Pairs:
    column = columns.by_name[name]
    assert isinstance(column, Pairs)
    return column
