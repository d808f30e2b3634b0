"""The widths of a table's columns, from their texts. Pure.

Given widths are also quicker to lay out: otherwise all rows of a long table are measured again on each of its pages.
Widths here are in ems, the size of the letters around them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, sqrt

from reports.documents.document import Column, Table

_CAPITAL, _FIGURE, _LETTER, _BOLD = 0.6, 0.5, 0.46, 1.05
_BESIDE = 0.95
_LONGEST_WORD = 16
"""A longer word is broken rather than making its column wider."""


@dataclass(frozen=True)
class ColumnWidths:
    """The widths of the columns of tables that are laid out alike: the least, the usual and that of the longest line.

    In the least no word and no figure is broken.
    """

    least: tuple[float, ...]
    usual: tuple[float, ...]
    longest: tuple[float, ...]

    @classmethod
    def of(cls, tables: Sequence[Table]) -> "ColumnWidths":
        """Return the widths that tables of the same columns ask for."""
        texts = _texts(tables)
        measured = (
            tuple(measure(column, own) for column, own in texts) for measure in (_least, _usual, _longest)
        )
        return cls(*measured)

    @property
    def needed(self) -> float:
        """The least width of the tables."""
        return sum(self.least)

    def shares(self, across: float) -> tuple[int, ...]:
        """Return the parts of a hundred for each column, on a line that wide.

        Figures and references have what they need, and running texts share the rest by their length, so that the
        rows come out as low as they can.
        """
        widths: Sequence[float] = self.least
        for wanted in (self.usual, self.longest):
            widths = _widened(widths, wanted, across)
        return _in_hundredths([width * across / sum(widths) for width in widths], across)


def _widened(widths: Sequence[float], wanted: Sequence[float], across: float) -> list[float]:
    """Return the widths made wider towards what is wanted, by what is left on the line."""
    lacking = [max(0.0, want - width) for width, want in zip(widths, wanted, strict=True)]
    left = max(0.0, across - sum(widths))
    given = min(1.0, left / sum(lacking)) if any(lacking) else 0.0
    return [width + given * lack for width, lack in zip(widths, lacking, strict=True)]


def _in_hundredths(widths: Sequence[float], across: float) -> tuple[int, ...]:
    """Return the widths in whole hundredths, rounded up but for the widest column, which can spare it."""
    shares = [ceil(100 * width / across - 0.2) for width in widths]
    widest = shares.index(max(shares))
    shares[widest] = max(1, 100 - sum(shares) + shares[widest])
    return tuple(shares)


def _texts(tables: Sequence[Table]) -> list[tuple[Column, list[str]]]:
    """Return each column with the texts that stand in it alone."""
    columns = tables[0].columns
    texts: list[list[str]] = [[] for _ in columns]
    for row in (row for table in tables for row in table.rows if row.kind != "group"):
        if row.header is not None and row.header_span == 1:
            texts[0].append(row.header.text)
        for own, cell in zip(texts[len(columns) - len(row.cells) :], row.cells, strict=True):
            own.append(cell.text)
    return list(zip(columns, texts, strict=True))


def _least(column: Column, texts: Sequence[str]) -> float:
    heading = max((_BOLD * _width(word[:_LONGEST_WORD]) for word in column.label.split()), default=0.0)
    words = {
        word if column.align == "number" else word[:_LONGEST_WORD] for text in texts for word in text.split()
    }
    return max([heading, *map(_width, words)]) + _BESIDE


def _usual(column: Column, texts: Sequence[str]) -> float:
    """Return the width that suits the column's texts as a whole; long ones count for more."""
    if column.align == "number" or not texts:
        return 0.0
    lengths = [sum(map(_width, text.split("\n"))) for text in texts]
    usual = sqrt(sum(length * length for length in lengths) / len(lengths))
    return min(usual, _longest(column, texts))


def _longest(column: Column, texts: Sequence[str]) -> float:
    lines = (_width(line) for text in texts for line in text.split("\n"))
    longest = max([_BOLD * _width(column.label), *lines]) if column.align == "text" else 0.0
    return longest + _BESIDE


def _width(text: str) -> float:
    capitals, figures = sum(map(str.isupper, text)), sum(map(str.isdigit, text))
    return capitals * _CAPITAL + figures * _FIGURE + (len(text) - capitals - figures) * _LETTER
