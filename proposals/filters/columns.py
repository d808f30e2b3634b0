"""Columns of a round's proposals in memory, to count and add up by: pure arrays, without Django or a database.

Every proposal is a row, in the order of the primary keys; a set of rows is a mask. Amounts are whole pounds and
posts whole hundredths, in 64-bit integers: a hundred thousand proposals of the largest amount there may be stay
far below what these hold.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Whole = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Rows:
    """A set of rows: as a mask, and where that is quicker as their places."""

    mask: Mask

    @cached_property
    def places(self) -> Whole:
        """The places of the rows, in order."""
        return np.flatnonzero(self.mask)

    @cached_property
    def count(self) -> int:
        """How many rows there are."""
        return int(np.count_nonzero(self.mask))

    def __and__(self, other: "Rows | Mask") -> "Rows":
        return Rows(self.mask & (other.mask if isinstance(other, Rows) else other))


class Column(Protocol):
    """What the choices of one filter are counted by."""

    @property
    def keys(self) -> tuple[str, ...]:
        """The values that rows have, as an address writes them."""
        ...

    def where(self, chosen: Collection[str]) -> Mask:
        """Return the rows that have any of the chosen values."""
        ...

    def counts(self, rows: Rows) -> Whole:
        """Return, for each of the keys, how many of the rows have it."""
        ...


def keys_in(column: Column, rows: Rows) -> list[str]:
    """Return the keys that any of the rows has."""
    return [key for key, count in zip(column.keys, column.counts(rows).tolist(), strict=True) if count]


@dataclass(frozen=True)
class OneValue:
    """A column in which every row has one value: a directorate, a stage."""

    keys: tuple[str, ...]
    codes: NDArray[np.int32]

    @classmethod
    def of(cls, values: Iterable[Any], key_of: Callable[[Any], str]) -> "OneValue":
        """Return the column of the values; `key_of` gives each distinct value its key."""
        listed = list(values)
        distinct = list(dict.fromkeys(listed))
        places = {value: place for place, value in enumerate(distinct)}
        codes = np.fromiter((places[value] for value in listed), dtype=np.int32, count=len(listed))
        return cls(tuple(key_of(value) for value in distinct), codes)

    def where(self, chosen: Collection[str]) -> Mask:
        """Return the rows that have any of the chosen values."""
        wanted = np.fromiter((key in chosen for key in self.keys), dtype=np.bool_, count=len(self.keys))
        return wanted[self.codes] if len(wanted) else np.zeros(len(self.codes), dtype=np.bool_)

    def counts(self, rows: Rows) -> Whole:
        """Return, for each of the keys, how many of the rows have it."""
        return np.bincount(self.codes[rows.places], minlength=len(self.keys)).astype(np.int64)


@dataclass(frozen=True)
class Flags:
    """A column in which a row may have several of a few values, or none: what of posts changes."""

    keys: tuple[str, ...]
    flags: Mask
    """A row for each proposal, a column for each key."""

    def where(self, chosen: Collection[str]) -> Mask:
        """Return the rows that have any of the chosen values."""
        wanted = [place for place, key in enumerate(self.keys) if key in chosen]
        return np.asarray(self.flags[:, wanted].any(axis=1), dtype=np.bool_)

    def counts(self, rows: Rows) -> Whole:
        """Return, for each of the keys, how many of the rows have it."""
        return np.asarray(self.flags[rows.places].sum(axis=0), dtype=np.int64)


@dataclass(frozen=True)
class Pairs:
    """A column in which a row may have any number of values: its committees, the years it saves in.

    `rows` and `codes` stand side by side, no pair of them twice. A key `none`, where there is one, stands for
    the rows that have no value at all.
    """

    keys: tuple[str, ...]
    rows: Whole
    codes: NDArray[np.int32]
    size: int
    none: str = ""

    @classmethod
    def of(cls, pairs: Iterable[tuple[int, Any]], key_of: Any, size: int, none: str = "") -> "Pairs":
        """Return the column of the pairs of a row and a value."""
        listed = list(dict.fromkeys(pairs))
        distinct = list(dict.fromkeys(value for _, value in listed))
        places = {value: place for place, value in enumerate(distinct)}
        rows = np.fromiter((row for row, _ in listed), dtype=np.int64, count=len(listed))
        codes = np.fromiter((places[value] for _, value in listed), dtype=np.int32, count=len(listed))
        keys = tuple(key_of(value) for value in distinct)
        return cls((*keys, none) if none else keys, rows, codes, size, none)

    def where(self, chosen: Collection[str]) -> Mask:
        """Return the rows that have any of the chosen values."""
        wanted = np.fromiter((key in chosen for key in self.keys), dtype=np.bool_, count=len(self.keys))
        mask = np.zeros(self.size, dtype=np.bool_)
        mask[self.rows[wanted[self.codes]]] = True
        if self.none and self.none in chosen:
            mask |= self._without_value
        return mask

    def counts(self, rows: Rows) -> Whole:
        """Return, for each of the keys, how many of the rows have it."""
        found = np.bincount(self.codes[rows.mask[self.rows]], minlength=len(self.keys)).astype(np.int64)
        if self.none:
            found[self.keys.index(self.none)] = np.count_nonzero(rows.mask & self._without_value)
        return found

    @cached_property
    def _without_value(self) -> Mask:
        mask = np.ones(self.size, dtype=np.bool_)
        mask[self.rows] = False
        return mask


@dataclass(frozen=True)
class Amounts:
    """What totals are added up from, as it is stored: amounts and posts by year, and what was stated instead.

    `pounds` has, for each row, the five amounts of the first year, then of the second, and so on.
    """

    years: tuple[int, ...]
    pounds: Whole
    posts: Whole
    """Hundredths of a post that change, by row and year."""
    held: Mask
    """Whether the row holds amounts of the year at all."""
    posts_stated: Mask
    complete: Mask
    stated: Whole
    is_stated: Mask


@dataclass(frozen=True)
class Columns:
    """All columns of a round's proposals, whoever may see them."""

    keys: Whole
    """The primary keys, ascending."""
    by_name: Mapping[str, Column]
    figures: Mapping[str, Whole]
    """Figures to compare with bounds; of rows in which they are not known, see `known`."""
    known: Mapping[str, Mask]
    published: Mask
    """Which rows everybody may read."""
    amounts: Amounts
    labels: Mapping[str, Mapping[str, Any]]
    """The words beside the keys of a column, where the database holds them."""

    def rows_of(self, keys: Whole) -> Rows:
        """Return the rows with these primary keys; those that are none of the round's are left out."""
        mask = np.zeros(len(self.keys), dtype=np.bool_)
        mask[self.in_order(keys)] = True
        return Rows(mask)

    def in_order(self, keys: Whole) -> Whole:
        """Return the places of the rows with these primary keys, in the order of the keys."""
        if not len(self.keys):
            return np.zeros(0, dtype=np.int64)
        places: Whole = np.searchsorted(self.keys, keys).clip(max=len(self.keys) - 1)
        found: Whole = places[self.keys[places] == keys]
        return found

    def places_of(self, keys: Sequence[int]) -> dict[int, int]:
        """Return the place of each of these primary keys that the columns have."""
        places = self.in_order(np.array(keys, dtype=np.int64))
        return dict(zip(self.keys[places].tolist(), places.tolist(), strict=True))

    def between(self, name: str, least: int | None, most: int | None) -> Mask:
        """Return the rows whose figure is known and within the bounds, both included."""
        figures = self.figures[name]
        mask = self.known[name].copy()
        # Bounds beyond what the figures can hold would not compare with them.
        edge = np.iinfo(np.int64)
        if least is not None:
            mask &= figures >= least if least <= edge.max else False
        if most is not None:
            mask &= figures <= most if most >= edge.min else False
        return mask
