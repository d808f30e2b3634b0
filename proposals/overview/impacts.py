"""The equality matrix: how many proposals affect each group, how severely, and what they save; pure values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

NEGATIVE = ("negative_low", "negative_medium", "negative_high")
"""The effects on people that harm them, mildest first."""


@dataclass(frozen=True)
class ImpactCell:
    """The proposals of a round with one effect on the people of one characteristic; pounds None: not known."""

    count: int = 0
    pounds: int | None = 0

    def __add__(self, other: "ImpactCell") -> "ImpactCell":
        if not self.count or not other.count:
            return self if self.count else other
        known = [cell.pounds for cell in (self, other) if cell.pounds is not None]
        return ImpactCell(self.count + other.count, sum(known) if known else None)


@dataclass(frozen=True)
class ImpactCount:
    """The counts from the database: one round, characteristic and effect, of proposals with a total known or not."""

    budget_round: int
    characteristic: int
    effect: str
    is_known: bool
    count: int
    pounds: int
    is_pressure: bool = False


@dataclass(frozen=True)
class EqualityMatrix:
    """Effects of savings on the people of each protected characteristic, in one or several rounds of a council."""

    cells: dict[tuple[int, int, str], ImpactCell]
    with_pressures: frozenset[int] = frozenset()
    """The rounds in which pressures have such effects as well, which no cell counts."""

    @classmethod
    def of(cls, counts: Iterable[ImpactCount]) -> "EqualityMatrix":
        """Return the matrix of what was counted."""
        cells: dict[tuple[int, int, str], ImpactCell] = {}
        with_pressures: set[int] = set()
        for one in counts:
            if one.is_pressure:
                with_pressures.add(one.budget_round)
                continue
            key = (one.budget_round, one.characteristic, one.effect)
            cell = ImpactCell(one.count, one.pounds if one.is_known else None)
            cells[key] = cells.get(key, ImpactCell()) + cell
        return cls(cells, frozenset(with_pressures))

    @property
    def rounds(self) -> frozenset[int]:
        """The rounds in which any impact was answered."""
        return frozenset(budget_round for budget_round, _, _ in self.cells)

    @property
    def characteristics(self) -> frozenset[int]:
        """The characteristics that were asked about."""
        return frozenset(characteristic for _, characteristic, _ in self.cells)

    def at(self, rounds: Iterable[int], characteristic: int, effects: Sequence[str]) -> ImpactCell:
        """Return the proposals of these rounds with any of the effects; one answers a characteristic once."""
        found = ImpactCell()
        for budget_round in rounds:
            for effect in effects:
                found += self.cells.get((budget_round, characteristic, effect), ImpactCell())
        return found
