"""Sums of rows: which rows a printed total is the sum of."""

from bisect import bisect_left
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

Slot = Hashable
Amount = int | Decimal
Vector = Mapping[Slot, Amount]
Key = TypeVar("Key", bound=Hashable)
Figure = TypeVar("Figure", int, Decimal, Amount)
_FEWEST_FOR_ROUNDING = 5
_HALF_A_PENNY = Decimal("0.005")


@dataclass(frozen=True)
class Span:
    """A run of rows that a total may be of, in words, and the sums of its columns."""

    what: str
    count: int
    sums: Vector
    start: int = 0
    rows: Sequence[object] = ()
    """The rows themselves, where they are no run of the ledger."""


class Ledger:
    """The items read so far, added up as they come, so that any run of them is summed at once."""

    def __init__(self, slots: Iterable[Slot]) -> None:
        self._sums: dict[Slot, list[Amount]] = {slot: [0] for slot in slots}
        self._holes: dict[Slot, list[int]] = {slot: [] for slot in self._sums}
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def add(self, vector: Vector, holes: Iterable[Slot] = ()) -> None:
        """Take an item in; `holes` are the columns whose figure cannot be read."""
        for slot, sums in self._sums.items():
            sums.append(sums[-1] + vector.get(slot, 0))
        for slot in holes:
            if slot in self._holes:
                self._holes[slot].append(self._count)
        self._count += 1

    def span(self, start: int, what: str) -> Span:
        """Return the items from one on."""
        sums = {
            slot: values[-1] - values[start]
            for slot, values in self._sums.items()
            if bisect_left(self._holes[slot], start) == len(self._holes[slot])
        }
        return Span(what, self._count - start, sums, start)


def agrees(printed: Vector, sums: Vector, steps: Mapping[Slot, int], count: int) -> bool:
    """Return whether every printed figure that can be compared is the sum, and one of them is not zero.

    A column whose figures were rounded one by one may differ by a step where many rows are added.
    """
    shared = [slot for slot in printed if slot in sums]
    if not any(printed[slot] or sums[slot] for slot in shared):
        return False
    return all(_same(printed[slot], sums[slot], steps.get(slot, 0), count) for slot in shared)


def _same(printed: Amount, summed: Amount, step: int, count: int) -> bool:
    difference = abs(Decimal(printed) - Decimal(summed))
    return difference < _HALF_A_PENNY or (count >= _FEWEST_FOR_ROUNDING and 0 < step >= difference)


def added(vectors: Iterable[Mapping[Key, Figure]]) -> dict[Key, Figure]:
    """Return figures by slot or by year, those of one key added up."""
    sums: dict[Key, Figure] = {}
    for vector in vectors:
        for key, figure in vector.items():
            sums[key] = sums[key] + figure if key in sums else figure
    return sums
