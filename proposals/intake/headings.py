"""The headings of the option form, recognised also when misspelt or cut short."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz

from services.years import FinancialYear, find_years

Spelling = Literal["as expected", "misspelt", "cut short"]

_MARKERS = re.compile(r"[*†‡]+\s*$")
_YEAR_AT_END = re.compile(r"\b(?:\d{4}|\d{2})\s*[/–-]\s*\d{0,4}\s*$")
_NOT_WORDS = re.compile(r"[^a-z0-9/ ]+")
_LONGEST_HEADING = 140
_ALIKE = 86  # out of 100: two wrong letters in the shortest heading, not another heading
_SHORTEST_CUT = 8


@dataclass(frozen=True)
class Heading:
    """One heading of a form: the name of its field and its usual wording; `dated` ones carry a base year."""

    name: str
    wording: str
    dated: bool = False

    @property
    def words(self) -> str:
        """The wording in the form in which lines are compared."""
        return _plain(self.wording)


@dataclass(frozen=True)
class FoundHeading:
    """A line recognised as a heading: how it is spelt, the base year it names, and what follows on the line."""

    heading: Heading
    spelling: Spelling
    year: FinancialYear | None
    marker: str
    rest: str


def recognise(text: str, candidates: Iterable[Heading]) -> FoundHeading | None:
    """Return which of `candidates` the line is, or None when it is none of them."""
    if len(text) > _LONGEST_HEADING:
        return None
    whole = _match(text, "", candidates)
    if whole or ":" not in text:
        return whole
    label, rest = text.split(":", 1)
    beside = _match(label, rest.strip(), candidates)
    return beside if beside and beside.spelling == "as expected" else None


def _match(text: str, rest: str, candidates: Iterable[Heading]) -> FoundHeading | None:
    marker = _MARKERS.search(text)
    unmarked = _MARKERS.sub("", text)
    years = find_years(unmarked)
    words = _plain(unmarked)
    undated = _plain(_YEAR_AT_END.sub("", unmarked.rstrip(" :?")))
    best: tuple[float, FoundHeading] | None = None
    for heading in candidates:
        compared = undated if heading.dated else words
        score, spelling = _likeness(compared, heading.words)
        if heading.dated and spelling != "cut short" and not years:
            if undated == words:
                continue  # “Income” alone, without a year, is no heading
            spelling = "cut short"
        if score and (best is None or score > best[0]):
            year = years[0] if heading.dated and years else None
            mark = marker.group().strip() if marker else ""
            best = (score, FoundHeading(heading, spelling, year, mark, rest))
    return best[1] if best else None


def _likeness(words: str, wanted: str) -> tuple[float, Spelling]:
    """Return how alike the two are (0 when too little) and how the first is spelt."""
    if words == wanted:
        return 101.0, "as expected"
    if len(words) >= max(_SHORTEST_CUT, len(wanted) // 3) and wanted.startswith(words):
        return 100.0 * len(words) / len(wanted) + 1, "cut short"
    if not words or not 0.6 < len(words) / len(wanted) < 1.5:
        return 0.0, "misspelt"
    first_words = fuzz.ratio(words.split()[0], wanted.split()[0])
    score = min(fuzz.ratio(words, wanted), first_words + 10)
    return (score, "misspelt") if score >= _ALIKE else (0.0, "misspelt")


def _plain(text: str) -> str:
    """Return the text in small letters, without marks, years and a list of years at its end."""
    lowered = text.lower().replace("’", "'")
    for year in find_years(lowered):
        lowered = lowered.replace(str(year), " ")
    words = _NOT_WORDS.sub(" ", lowered).split()
    while words and words[-1] in {"or", "and", "to/"}:
        words.pop()
    return " ".join(words)
