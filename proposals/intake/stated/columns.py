"""The columns of a council's table, told from the words of their headings, also where these are misspelt."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from proposals.intake.lines import is_list_item
from proposals.intake.units import part_unit, unit_alone
from services.money import Unit
from services.years import FinancialYear, UnreadableYear, find_years

YEAR, TOTAL, TITLE = "year", "total", "title"
AMOUNTS = (YEAR, TOTAL)
_LONGEST_HEADING = 120
_WORD = re.compile(r"[a-z]+")
_NEAR, _FAR = 5, 10  # letters: from here on one letter, and from here on two, may be wrong


@dataclass(frozen=True)
class ColumnRule:
    """A kind of column, known by any of its words in a heading; the first rule that fits counts."""

    kind: str
    words: frozenset[str]


@dataclass(frozen=True)
class Column:
    """One column of a table: its kind, its printed heading, and for figures their year and unit.

    `doubt` is a word of the heading that was taken for another one, empty where it is spelt as expected.
    """

    kind: str
    heading: str
    place: str
    year: FinancialYear | None = None
    unit: Unit | None = None
    doubt: str = ""


def rule(kind: str, words: str) -> ColumnRule:
    """Return the rule for a kind of column, its words parted by spaces."""
    return ColumnRule(kind, frozenset(words.split()))


def column_of(heading: str, place: str, rules: Sequence[ColumnRule]) -> Column | None:
    """Return the column that a heading stands over, or None where no rule knows it.

    What names two years is no heading of a column but a title: “Savings 2018/19 to 2020/21”.
    """
    if not may_head(heading) or len(set(find_years(heading))) > 1:
        return None
    year = year_in(heading)
    unit = unit_in(heading)
    words = _WORD.findall(heading.lower())
    for known in rules:
        if known.kind == YEAR and year is not None:
            return Column(YEAR, heading, place, year, unit)
        found = _first_alike(words, known.words)
        if found is not None:
            is_amount = known.kind in AMOUNTS
            return Column(known.kind, heading, place, None, unit if is_amount else None, found)
    return None


def may_head(text: str) -> bool:
    """Return whether a text can be a column's heading: short, and neither a sentence nor an item of a list."""
    return len(text) <= _LONGEST_HEADING and not text.endswith((".", ",", ";")) and not is_list_item(text)


def year_in(heading: str) -> FinancialYear | None:
    """Return the financial year that heads a column, also where it is written 17-18."""
    found = find_years(heading)
    if found:
        return found[0]
    for word in heading.split():
        try:
            return FinancialYear.parse(word.strip("()[]:,"))
        except UnreadableYear:
            continue
    return None


def unit_in(heading: str) -> Unit | None:
    """Return the unit that a heading names anywhere: “17/18 Saving £000”, “£m saving”."""
    at_end = part_unit(heading)[1] or unit_alone(heading)
    if at_end:
        return at_end
    words = heading.split() if len(heading) <= _LONGEST_HEADING else []
    named = (unit_alone(word.strip("()[]:,")) for word in words if any(mark in word for mark in "£0"))
    return next((unit for unit in named if unit), None)


def _first_alike(words: Iterable[str], wanted: frozenset[str]) -> str | None:
    """Return "" when a word is spelt as wanted, the word itself when it is nearly, None when none is."""
    listed = list(words)
    if any(word in wanted or word.removesuffix("s") in wanted for word in listed):
        return ""
    return next((word for word in listed if _alike(word, wanted)), None)


@lru_cache(maxsize=8192)
def _alike(word: str, wanted: frozenset[str]) -> bool:
    return any(
        min(OSA.distance(word, other), OSA.distance(word.removesuffix("s"), other))
        <= (2 if len(other) >= _FAR else 1)
        for other in wanted
        if len(other) >= _NEAR and abs(len(word) - len(other)) <= 2
    )


def is_header(columns: Mapping[int, Column | None], needed: Callable[[set[str]], bool]) -> bool:
    """Return whether the cells are a table's header: mostly known headings, with the kinds that are needed."""
    known = [column.kind for column in columns.values() if column]
    kinds = set(known)
    enough = len(known) >= max(3, len(columns) * 0.6)
    return enough and TITLE in kinds and bool(kinds & set(AMOUNTS)) and needed(kinds)
