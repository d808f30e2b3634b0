"""Printed tables: their cells as figures, with the precision they are printed to, and the words of their labels."""

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache

from services.values.money import UnreadableMoney, parse_money
from services.values.years import FinancialYear, heading_years

MILLION, THOUSAND = 1_000_000, 1_000
_TAG = re.compile(r"<[^<>]{0,40}>")
_NOTE_MARKS = re.compile(r"[*†‡]+\s*$")
_DECIMALS = re.compile(r"\.(\d+)")
_WORD = re.compile(r"[^\W_]+")
_FILLERS = frozenset(
    {"a", "an", "and", "for", "from", "in", "of", "on", "s", "the", "to", "with", "m", "000"}
)
_SAME = {"saving": "benefit", "spending": "expenditure", "spend": "expenditure", "resource": "income"}
"""Words of which councils use the one or the other."""


@dataclass(frozen=True)
class PrintedRow:
    """A row of a printed table: where it stands, its unit in words, its label, and its cells as printed."""

    line: int
    unit: str
    label: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class PrintedFigure:
    """A printed figure in pounds or units, how many of them one in print is, and the step it is printed to."""

    text: str
    value: Fraction
    worth: int
    step: Fraction


@dataclass(frozen=True)
class PrintedTable:
    """A printed table: its number, its caption, the headings of its columns after the label's, and its rows."""

    number: str
    caption: str
    headings: tuple[str, ...]
    rows: tuple[PrintedRow, ...]

    @cached_property
    def figures(self) -> dict[int, dict[int, PrintedFigure]]:
        """The figures of each row that has any, by the places of row and column."""
        found: dict[int, dict[int, PrintedFigure]] = {}
        for place, row in enumerate(self.rows):
            for column, (text, heading) in enumerate(zip(row.cells, self.headings, strict=False)):
                figure = figure_in(text, row.unit, heading)
                if figure is not None:
                    found.setdefault(place, {})[column] = figure
        return found

    @property
    def sections(self) -> list[str]:
        """For each row the last label above it that stands over a row without figures."""
        found, section = [], ""
        for row in self.rows:
            if not any(cell.strip() for cell in row.cells):
                section = row.label
            found.append(section)
        return found


@lru_cache(maxsize=16384)
def figure_in(text: str, unit: str, heading: str) -> PrintedFigure | None:
    """Return the figure that a cell prints; None where it prints none, as in a blank cell or one of words."""
    plain = _NOTE_MARKS.sub("", _TAG.sub("", text)).strip().removesuffix("%").strip()
    worth = unit_of(unit, heading)
    try:
        # Read in millionths, so that every decimal that a table prints is a whole number.
        value = Fraction(parse_money(plain, "millions"), MILLION) * worth
    except UnreadableMoney:
        return None
    decimals = _DECIMALS.search(plain)
    step = Fraction(worth, 10 ** len(decimals[1])) if decimals else Fraction(worth)
    return PrintedFigure(text.strip(), value, worth, step)


def unit_of(unit: str, heading: str) -> int:
    """Return how many pounds one in the column is; one where it counts something else."""
    if "%" in heading or "per cent" in heading.lower():
        return 1
    for text in (heading, unit):
        folded = text.lower().replace("’", "'").replace(" ", "")
        if "£m" in folded or "£(m)" in folded or "£million" in folded:
            return MILLION
        if "£000" in folded or "£'000" in folded or "£k" in folded:
            return THOUSAND
    return 1


def initials_of(name: str) -> tuple[str, ...]:
    """Return the abbreviations in which print may give a name: of its last three words with a capital, and of more."""
    letters = "".join(word[0] for word in _WORD.findall(name) if word[0].isupper())
    return tuple(letters[start:] for start in range(len(letters) - 2))


@lru_cache(maxsize=4096)
def words_of(text: str) -> tuple[str, ...]:
    """Return the words that tell a label from others: in one case, singular, without note marks and fillers."""
    folded = _TAG.sub("", text).lower().replace("’", "'").replace("'s", "")
    words = (_singular(word) for word in _WORD.findall(folded))
    return tuple(_SAME.get(word, word) for word in words if word not in _FILLERS)


@lru_cache(maxsize=1024)
def year_of(heading: str) -> FinancialYear | None:
    """Return the financial year that heads a column; None where it names none, or several."""
    found = set(heading_years(heading.replace("*", "")))
    return found.pop() if len(found) == 1 else None


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
