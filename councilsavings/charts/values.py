"""The figures of a chart, and the chart with its table and its text alternative."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

NOT_KNOWN = "not known"
MOST_SERIES = 6
"""As many patterns as can be told apart."""


class UnevenChart(ValueError):
    """The series given do not make a chart; the message says why."""


@dataclass(frozen=True)
class Point:
    """A figure: what it is of, its amount (None: not known), the amount as printed, the list behind it."""

    label: str
    amount: int | Decimal | None
    printed: str
    address: str = ""

    @property
    def words(self) -> str:
        """The figure as it is written beside its bar, in a table and in an alternative text."""
        return self.printed or (NOT_KNOWN if self.amount is None else f"{self.amount:,}")


@dataclass(frozen=True)
class Series:
    """Figures of one sort, each label once; the label tells the series from others in the chart."""

    label: str
    points: tuple[Point, ...]

    def at(self, label: str) -> Point | None:
        """Return the figure of that label; None where the series has none."""
        return next((point for point in self.points if point.label == label), None)


@dataclass(frozen=True)
class ChartRow:
    """A row of the table beside a chart: its label and one figure a series, None where there is none."""

    label: str
    cells: tuple[Point | None, ...]

    @property
    def address(self) -> str:
        """The address of the list behind the row, where every figure of it leads to the same one."""
        addresses = {cell.address for cell in self.cells if cell}
        return addresses.pop() if len(addresses) == 1 else ""


@dataclass(frozen=True)
class Chart:
    """A drawing, its title, and the text that says the same in words; its figures again for the table beside it."""

    title: str
    alternative: str
    svg: str
    series: tuple[Series, ...] = ()
    unit: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """The headings of the table's figures."""
        return tuple(one.label for one in self.series)

    @property
    def rows(self) -> tuple[ChartRow, ...]:
        """The rows of the table: every figure of the chart, also where the drawing holds the first ones only."""
        return tuple(
            ChartRow(label, tuple(one.at(label) for one in self.series)) for label in labels_of(self.series)
        )


def checked(series: Sequence[Series]) -> tuple[Series, ...]:
    """Return the series as they are. Raises UnevenChart where they cannot be told apart."""
    names = [one.label for one in series]
    if len(series) > MOST_SERIES:
        raise UnevenChart(f"A chart shows at most {MOST_SERIES} series; there are {len(series)}.")
    if len(set(names)) < len(names):
        raise UnevenChart("Two series of a chart have the same name.")
    for one in series:
        labels = [point.label for point in one.points]
        if len(set(labels)) < len(labels):
            raise UnevenChart(f"The series “{one.label}” has two figures of one name.")
    return tuple(series)


def labels_of(series: Sequence[Series]) -> tuple[str, ...]:
    """Return every label once, in the order in which they first come."""
    return tuple(dict.fromkeys(point.label for one in series for point in one.points))
