"""The month in which a saving begins: it tells the year of an amount without one, and how much of a year is saved."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from proposals.importing.understanding.columns import Column
from proposals.importing.understanding.kinds import Kind
from proposals.importing.understanding.meetings import months_in
from proposals.importing.understanding.stream import Line
from services.values.years import FinancialYear, find_years

_HEADS = re.compile(
    r"\b(?:start(?:s|ing)?|commenc\w+|begin(?:s|ning)?|effective|implement(?:s|ed|ation)?|go(?:es)?[- ]live|"
    r"operational|timescales?|timetable|timing)\b"
)
_NO_START = re.compile(r"\bcosts?\b")
_OF_WHOLE_YEAR = re.compile(
    r"\b(?:full[- ]year|fye|whole year|annual(?:ly|i[sz]ed)?|p\.?a\.?|(?:per|each|every|a) (?:annum|year)|ongoing)"
    r"(?!\w)",
    re.IGNORECASE,
)
_OF_PART = re.compile(r"\b(?:part|in)[- ]year\b", re.IGNORECASE)
_ENDS = re.compile(r"\b(?:end of|by the end|ends?|until)\b|\b(?:2[89]|3[01])(?:st|th)?[ /.]", re.IGNORECASE)
_QUARTER = re.compile(
    r"\b(?:q(?:uarter|tr)?\.?\s?(?P<number>[1-4])|(?P<ordinal>second|third|fourth|last) quarter)\b",
    re.IGNORECASE,
)
_ORDINALS = {"second": 2, "third": 3, "fourth": 4, "last": 4}
_APRIL, _YEAR = 4, 12
_TEXTS = (Kind.OTHER, Kind.NOTES, Kind.YEAR_OF_ROW)


@dataclass(frozen=True)
class Start:
    """When a saving begins: the words that say it, its financial year, and the months of that year that it saves."""

    text: str
    year: FinancialYear
    months: int

    @property
    def is_in_course(self) -> bool:
        """Return whether it begins in the course of its year."""
        return self.months < _YEAR


def columns_of_starts(columns: Sequence[Column]) -> list[Column]:
    """Return the columns that say when savings begin."""
    heads = (c for c in columns if c.kind in _TEXTS and not _NO_START.search(c.said.core))
    return [column for column in heads if _HEADS.search(column.said.core)]


def start_in(line: Line, columns: Sequence[Column]) -> Start | None:
    """Return when the saving of a row begins, None where it names no month or more than one."""
    found = {start.year.start * _YEAR - start.months: start for start in _starts(line, columns)}
    return next(iter(found.values())) if len(found) == 1 else None


def _starts(line: Line, columns: Sequence[Column]) -> Iterator[Start]:
    amounts = [column for column in columns if column.is_amount]
    for column in (*columns_of_starts(columns), *amounts):
        text = line.cells[column.index].text if column.index < len(line.cells) else ""
        for _, (year, month) in months_in(text):
            # “At the end of September” saves from October.
            since_april = (year * _YEAR + month - _APRIL) + bool(_ENDS.search(text))
            yield Start(text, FinancialYear(since_april // _YEAR), _YEAR - since_april % _YEAR)
        if (quarter := _QUARTER.search(text)) and (years := find_years(text)):
            number = int(quarter["number"] or _ORDINALS[quarter["ordinal"].lower()])
            yield Start(text, years[0], _YEAR - 3 * (number - 1))


def says_whole_year(text: str) -> bool:
    """Return whether words say that an amount is that of a whole year, and not of a part of one."""
    return bool(_OF_WHOLE_YEAR.search(text)) and not _OF_PART.search(text)


def is_of_whole_year(column: Column, text: str, *, of_forms: bool) -> bool:
    """Return whether an amount is that of a whole year, as its label or cell says, or as a form names no year of it."""
    said = f"{column.heading} {text}"
    return says_whole_year(said) or (of_forms and not (column.said.is_dated or _OF_PART.search(said)))
