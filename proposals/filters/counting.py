"""Counting by columns: which rows the filters leave, and what each choice would leave beside the others."""

from collections.abc import Collection, Iterable, Mapping
from functools import reduce
from operator import and_

import numpy as np

from proposals.filters.columns import Column, Mask, Pairs, Rows

IMPACT = "impact"
"""The column of impacts on equality: each pair of a characteristic and an effect is one value."""

Counts = dict[str, dict[str, int]]


def impact_key(value: tuple[int, str]) -> str:
    """Return the key of an impact: its characteristic and its effect."""
    characteristic, effect = value
    return f"{characteristic} {effect}"


def impact_keys(
    column: Column, characteristics: Collection[str], effects: Collection[str], no_impact: Collection[str]
) -> set[str]:
    """Return the impacts that are on a chosen characteristic and of a chosen effect.

    Of no effect chosen, every one that touches somebody; of no characteristic, on whomever.
    """
    found = set()
    for key in column.keys:
        characteristic, effect = key.split(" ")
        if characteristics and characteristic not in characteristics:
            continue
        if effect in effects if effects else effect not in no_impact:
            found.add(key)
    return found


def left_by(seen: Rows, masks: Iterable[Mask]) -> Rows:
    """Return the seen rows that are in all of the masks."""
    return Rows(reduce(and_, masks, seen.mask))


def counts_of(columns: Mapping[str, Column], seen: Rows, masks: Mapping[str, Mask]) -> Counts:
    """Return how many of the seen rows each value would leave, beside all filters but its own.

    `masks` holds the rows that each filter leaves, by its name.
    """
    left = left_by(seen, masks.values())
    counts = {}
    for name, column in columns.items():
        if name != IMPACT:
            rows = beside(seen, masks, name) if name in masks else left
            counts[name] = dict(zip(column.keys, column.counts(rows).tolist(), strict=True))
    return counts


def beside(seen: Rows, masks: Mapping[str, Mask], left_out: str) -> Rows:
    """Return the rows that all filters but one leave."""
    return left_by(seen, [mask for name, mask in masks.items() if name != left_out])


def impact_counts(
    column: Pairs,
    rows: Rows,
    characteristics: Collection[str],
    effects: Collection[str],
    no_impact: Collection[str],
) -> Counts:
    """Return how many rows each characteristic would leave with the effects chosen, and the other way round."""
    found = dict(zip(column.keys, column.counts(rows).tolist(), strict=True))
    by_characteristic: dict[str, int] = {}
    by_effect: dict[str, int] = {}
    for key, count in found.items():
        characteristic, effect = key.split(" ")
        by_characteristic.setdefault(characteristic, 0)
        # A proposal has one impact on a characteristic, so these add up; it may have an effect several times.
        if effect in effects if effects else effect not in no_impact:
            by_characteristic[characteristic] += count
        if effect not in by_effect:
            wanted = impact_keys(column, characteristics, {effect}, ())
            by_effect[effect] = int(np.count_nonzero(column.where(wanted) & rows.mask))
    return {"characteristic": by_characteristic, "effect": by_effect}
