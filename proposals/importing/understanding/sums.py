"""Sums of rows: which rows a printed total is the sum of."""

from bisect import bisect_left
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

Slot = Hashable
Amount = int | Decimal
Vector = Mapping[Slot, Amount]
_MOST_STARTS = 14
_FEWEST_FOR_ROUNDING = 5


@dataclass(frozen=True)
class Span:
    """A run of rows that a total may be of, in words, and the sums of its columns."""

    what: str
    count: int
    sums: Vector
    is_whole: bool = False
    start: int = 0
    rows: Sequence[object] = ()
    """The rows themselves, where they are no run of the ledger."""


@dataclass
class Ledger:
    """The items read so far, added up as they come, so that any run of them is summed at once."""

    slots: Sequence[Slot]
    _sums: dict[Slot, list[Amount]] = field(default_factory=dict)
    _count: int = 0
    _holes: dict[Slot, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._sums = {slot: [0] for slot in self.slots}
        self._holes = {slot: [] for slot in self.slots}

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

    def span(self, start: int, what: str, end: int | None = None) -> Span:
        """Return the items from one on, up to another or the last."""
        last = self._count if end is None else end
        sums = {}
        for slot, values in self._sums.items():
            holes = self._holes[slot]
            if holes and bisect_left(holes, start) != bisect_left(holes, last):
                continue
            sums[slot] = values[last] - values[start]
        return Span(what, last - start, sums, is_whole=start == 0, start=start)


def agrees(printed: Vector, sums: Vector, steps: Mapping[Slot, int], count: int) -> bool:
    """Return whether every printed figure that can be compared is the sum, and one of them is not zero.

    A column whose figures were rounded one by one may differ by a step where many rows are added.
    """
    shared = [slot for slot in printed if slot in sums]
    if not shared or not any(printed[slot] or sums[slot] for slot in shared):
        return False
    return all(_same(printed[slot], sums[slot], steps.get(slot, 0), count) for slot in shared)


def _same(printed: Amount, summed: Amount, step: int, count: int) -> bool:
    if printed == summed:
        return True
    return count >= _FEWEST_FOR_ROUNDING and step > 0 and abs(Decimal(printed) - Decimal(summed)) <= step


def differing(printed: Vector, sums: Vector) -> Iterator[tuple[Slot, Amount, Amount]]:
    """Yield the figures that differ, with what was printed and what the rows come to."""
    for slot, figure in printed.items():
        if slot in sums and figure != sums[slot]:
            yield slot, figure, sums[slot]


def scaled(vector: Vector, factor: Decimal | int) -> dict[Slot, Amount]:
    """Return a vector of figures times a factor."""
    return {slot: figure * factor for slot, figure in vector.items()}
