"""The headings of the option form, recognised also when misspelt or cut short."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rapidfuzz import fuzz

from proposals.importing.lines import without_hint
from proposals.importing.units import part_unit
from services.values.money import Unit
from services.values.years import FinancialYear, UnreadableYear, find_years

Spelling = Literal["as expected", "misspelt", "cut short"]

_MARKERS = re.compile(r"[*†‡#¹²³]+\s*(?=:?\s*$)")
_NUMBER_BEFORE = re.compile(r"^(?:\d{1,2}|[a-z])[.)]\s+", re.IGNORECASE)
_YEAR_LIKE = re.compile(
    r"\b(?:f\.?y\.?\s*)?(?:\d{4}|\d{2})\s*[/\-\u2010-\u2014]\s*\d{0,4}|\b(?:19|20)\d{2}\b", re.IGNORECASE
)
_LAST_YEAR = re.compile(r"^(?P<label>.*\S)\s+(?P<year>(?:\d{4}|\d{2})[/\-\u2010-\u2014]\d{2,4})$")
_JOINED = re.compile(r"(?:,|\bor|\band|/|\bto)$", re.IGNORECASE)
_AMOUNT_AT_END = re.compile(
    r"^(?P<label>.*\S)\s+(?P<amount>[(\-\u2010-\u2014\u2212]?\s?£?\s?[(\-\u2212]?[\d.][^a-z]*\S*)$", re.I
)
_NOT_WORDS = re.compile(r"[^a-z0-9/ ]+")
_LONE_DASH = re.compile(r"£?\s*[-\u2010-\u2014\u2212]")
_LONGEST_HEADING = 140
_ALIKE = 86  # out of 100: two wrong letters in the shortest heading, not another heading
_SHORTEST_CUT = 8


@dataclass(frozen=True)
class Heading:
    """One heading of a form: the name of its field and its usual wording; `dated` ones carry a base year.

    `other_wordings` are read as well, spelt exactly; a line with one of `never_with` is another heading.
    """

    name: str
    wording: str
    dated: bool = False
    other_wordings: tuple[str, ...] = ()
    never_with: tuple[str, ...] = ()


@dataclass(frozen=True)
class FoundHeading:
    """A line recognised as a heading: how it is spelt, what year and unit it names, what follows on the line."""

    heading: Heading
    spelling: Spelling
    year: FinancialYear | None
    marker: str
    rest: str
    unit: Unit | None = None
    printed: str = ""
    """The heading as it stands in the document."""


def recognise(text: str, candidates: Iterable[Heading]) -> FoundHeading | None:
    """Return which of `candidates` the line is, or None when it is none of them.

    A value on the same line comes as `rest`; beside one, a heading must be spelt exactly.
    """
    listed = tuple(candidates)
    text = _NUMBER_BEFORE.sub("", text.strip())  # “3.” and a tab, where Word numbers the headings
    if "\t" in text:
        label, _, rest = (piece.strip() for piece in text.partition("\t"))
        if len(label) > _LONGEST_HEADING:
            return None
        beside = _match(label, rest, listed)
        return beside if beside and (beside.spelling == "as expected" or rest) else None
    year_beside = _with_year_beside(text, listed)
    if year_beside:
        return year_beside
    for label, rest in _label_and_rest(text):
        # “Income: £ -” holds a figure, though a dash is no word.
        beside = _match(label, rest, listed, exactly=True) if _LONE_DASH.fullmatch(rest) else None
        if beside:
            return beside
    whole = _match(text, "", listed) if len(text) <= _LONGEST_HEADING else None
    if whole:
        return whole
    for label, rest in _label_and_rest(text):
        beside = _match(label, rest, listed, exactly=True)
        if beside:
            return beside
    amount = _AMOUNT_AT_END.match(text) if len(text) <= _LONGEST_HEADING else None
    dated = tuple(heading for heading in listed if heading.dated)
    return _match(amount["label"], amount["amount"], dated, exactly=True) if amount else None


def _label_and_rest(text: str) -> Iterator[tuple[str, str]]:
    """Yield the ways to part the line into a heading and what stands beside it."""
    for mark in (":", "?", " – ", " - "):
        label, found, rest = text.partition(mark)
        if found and rest.strip() and len(label) <= _LONGEST_HEADING:
            yield label.strip(), rest.strip()


def _with_year_beside(text: str, candidates: tuple[Heading, ...]) -> FoundHeading | None:
    """Return an undated heading with a year as its value on the same line, such as “Start year 2018/19”."""
    match = _LAST_YEAR.match(text) if len(text) <= _LONGEST_HEADING else None
    if match is None or _JOINED.search(match["label"].rstrip()):
        return None
    undated = tuple(heading for heading in candidates if not heading.dated)
    found = _match(match["label"], match["year"], undated, exactly=True)
    if found is None:
        return None
    # The question of the form ends in years itself; one year alone there is no answer yet.
    is_question = _plain(match["label"]) == _plain(found.heading.wording)
    return None if is_question and not _YEAR_LIKE.search(match["label"]) else found


def _match(
    text: str, rest: str, candidates: tuple[Heading, ...], *, exactly: bool = False
) -> FoundHeading | None:
    marker = _MARKERS.search(text)
    unmarked, unit = part_unit(_MARKERS.sub("", text).rstrip(" :"))
    words = _plain(unmarked)
    best: tuple[float, Heading, Spelling] | None = None
    for heading in candidates:
        if any(word in words for word in heading.never_with):
            continue
        score, spelling = _likeness(words, heading, exactly=exactly)
        if score and (best is None or score > best[0]):
            best = (score, heading, spelling)
    if best is None:
        return None
    _, heading, spelling = best
    year = _year_in(unmarked) if heading.dated else None
    if heading.dated and year is None and spelling == "as expected" and _YEAR_LIKE.search(unmarked):
        spelling = "cut short"
    return FoundHeading(heading, spelling, year, marker.group().strip() if marker else "", rest, unit, text)


def _year_in(text: str) -> FinancialYear | None:
    """Return the base year that a budget's heading names; at its end 17-18 is a year, too."""
    years = find_years(text)
    if years:
        return years[0]
    match = _LAST_YEAR.match(text)
    try:
        return FinancialYear.parse(match["year"]) if match else None
    except UnreadableYear:
        return None


def _likeness(words: str, heading: Heading, *, exactly: bool) -> tuple[float, Spelling]:
    """Return how alike the two are (0 when too little) and how the first is spelt."""
    wanted = _plain(heading.wording)
    if words == wanted or words in map(_plain, heading.other_wordings):
        return 101.0, "as expected"
    if exactly or not words:
        return 0.0, "misspelt"
    if len(words) >= max(_SHORTEST_CUT, len(wanted) // 3) and wanted.startswith(words):
        return 100.0 * len(words) / len(wanted) + 1, "cut short"
    if not 0.6 < len(words) / len(wanted) < 1.5:
        return 0.0, "misspelt"
    first_words = fuzz.ratio(words.split()[0], wanted.split()[0])
    score = min(fuzz.ratio(words, wanted), first_words + 10)
    return (score, "misspelt") if score >= _ALIKE else (0.0, "misspelt")


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    """Return the text in small letters, without marks, years, a number before it and a list of years at its end."""
    lowered = _NUMBER_BEFORE.sub("", without_hint(text).lower().replace("&", " and "))
    words = _NOT_WORDS.sub(" ", _YEAR_LIKE.sub(" ", lowered)).split()
    words = [word for word in words if word != "/"]
    while words and words[-1] in {"or", "and"}:
        words.pop()
    return " ".join(words)
