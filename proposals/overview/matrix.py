"""The equality matrix as tables: the groups affected and how severely, in this round and in earlier ones."""

from collections.abc import Sequence
from dataclasses import dataclass

from proposals.overview.impacts import NEGATIVE, EqualityMatrix, ImpactCell
from proposals.overview.printing import Links, Printer
from services.values.wording import counted


@dataclass(frozen=True)
class MatrixRound:
    """A round of the matrix: its key, its name, and its list's addresses."""

    key: int
    name: str
    links: Links


@dataclass(frozen=True)
class MatrixPart:
    """A round's proposals in a cell: how many, what they save, and the list of them."""

    name: str
    count: str
    saving: str
    address: str
    words: str
    """The accessible name of the link, where it is read alone."""


@dataclass(frozen=True)
class MatrixEntry:
    """A cell: what it adds up to, and the parts of the rounds that have any."""

    count: str
    saving: str
    parts: tuple[MatrixPart, ...]
    is_empty: bool


@dataclass(frozen=True)
class MatrixRow:
    """The effects on the people of one characteristic."""

    characteristic: str
    entries: tuple[MatrixEntry, ...]


@dataclass(frozen=True)
class MatrixTable:
    """A table of characteristics by effects; `is_cumulative` where its cells add rounds up."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    is_cumulative: bool


@dataclass(frozen=True)
class Matrices:
    """Makes the tables of one matrix."""

    matrix: EqualityMatrix
    characteristics: dict[int, str]
    effects: dict[str, str]
    printer: Printer

    def of(self, rounds: Sequence[MatrixRound]) -> MatrixTable:
        """Return the table of these rounds together, each cell leading to the lists of each round."""
        columns = [
            *((label, (effect,)) for effect, label in self.effects.items()),
            ("any negative", NEGATIVE),
        ]
        names = " and ".join([rounds[0].name, *(["earlier rounds"] if len(rounds) > 1 else [])])
        return MatrixTable(
            f"Impact on people by protected characteristic: {names} ({self.printer.unit})",
            tuple(label.capitalize() for label, _ in columns),
            tuple(
                MatrixRow(
                    name,
                    tuple(
                        self._entry(rounds, key, f"{name}, {label}", effects) for label, effects in columns
                    ),
                )
                for key, name in self.characteristics.items()
            ),
            len(rounds) > 1,
        )

    def _entry(
        self, rounds: Sequence[MatrixRound], characteristic: int, named: str, effects: Sequence[str]
    ) -> MatrixEntry:
        cells = {one: self.matrix.at([one.key], characteristic, effects) for one in rounds}
        together = self.matrix.at([one.key for one in rounds], characteristic, effects)
        parts = tuple(
            self._part(one, cell, named, one.links(self._choices(characteristic, effects)))
            for one, cell in cells.items()
            if cell.count
        )
        return MatrixEntry(f"{together.count:,}", self._saving(together), parts, not together.count)

    @staticmethod
    def _choices(characteristic: int, effects: Sequence[str]) -> dict[str, Sequence[str]]:
        return {"characteristic": [str(characteristic)], "effect": effects}

    def _part(self, one: MatrixRound, cell: ImpactCell, named: str, address: str) -> MatrixPart:
        words = f"{named}: {counted(cell.count, 'proposal')}, {self.printer.in_words(cell.pounds)}"
        return MatrixPart(one.name, f"{cell.count:,}", self._saving(cell), address, f"{words}, {one.name}")

    def _saving(self, cell: ImpactCell) -> str:
        return self.printer.saving(cell.pounds).text
