"""The headings of columns: whether a text can head one, and which kind it heads."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from proposals.importing.understanding.figures import amounts_in, is_in_words, read_figure, visible
from proposals.importing.understanding.kinds import EITHER, FIGURES, PLAIN_TOTAL, RULES, SAVES, Kind, Rule
from proposals.importing.units import unit_in, without_unit
from services.values.years import FinancialYear, calendar_year, heading_years, nth_year, without_years

_LONGEST = 140
_HINT = re.compile(r"\([^)]*(?:max|words|please|e\.g|i\.e|see|delete|incl)[^)]*\)", re.IGNORECASE)
_LIST_ITEM = re.compile(r"^\s*(?:[-•·*]|\(?[a-z0-9]\)|\d+\.)\s+\S", re.IGNORECASE)
_OF_PIVOT = re.compile(r"^sum of\b")
_COMES_FROM = re.compile(
    r"\b(?:[bc]/?f(?:wd)?|(?:brought|carried)[- ](?:forward|over)|slipp(?:ed|age)|rolled[- ]\w+|undelivered)\b.{0,20}"
    r"\bfrom\b",
    re.IGNORECASE,
)
"""What says that a year is the one that amounts were first planned for, and not theirs."""
_UNDERSCORE, _YEARS_JOINED = re.compile(r"(?<=\w)_(?=\w)"), re.compile(r"(?<=\d)_(?=\d)")
_RUN_ON = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SPELLED = [
    "reference",
    "proposal",
    "description",
    "directorate",
    "department",
    "service",
    "saving",
    "savings",
    "portfolio",
    "committee",
    "budget",
    "category",
    "impact",
    "officer",
    "reduction",
    "efficiency",
    "growth",
    "income",
    "expenditure",
    "comments",
    "delivery",
    "vacant",
    "property",
    "decisions",
    "reported",
]
_NEAR = 6
_MOST_WORDS, _FEW_WORDS = 12, 4
_PLAIN_FIGURE = re.compile(r"\(?-?(?!(?:199|20[0-3])\d\b)\d[\d,]*(?:\.\d+)?\)?")


@dataclass(frozen=True)
class Heading:
    """A heading's words without years and units, and the years and unit that it names."""

    text: str
    core: str
    years: tuple[FinancialYear, ...]
    unit: str | None
    calendar: int | None
    nth: int | None

    @property
    def is_dated(self) -> bool:
        """Return whether it names a year in any way."""
        return bool(self.years) or self.calendar is not None or self.nth is not None


@lru_cache(maxsize=8192)
def heading_of(text: str) -> Heading:
    """Return what a heading says."""
    short = visible(_UNDERSCORE.sub(" ", _YEARS_JOINED.sub("/", text)))[:_LONGEST]
    years = () if _COMES_FROM.search(short) else tuple(heading_years(short))
    rest = without_years(without_unit(short))
    core = _plain(rest)
    return Heading(
        short, core, years, unit_in(short), calendar_year(_plain(without_unit(short))), nth_year(short)
    )


def _plain(text: str) -> str:
    words = _HINT.sub(" ", _RUN_ON.sub(" ", text)).lower().replace("’", "'")
    words = re.sub(r"[:;*†\"“”]|\(\s*\)|^\W+(?=\w)", " ", words)
    return _OF_PIVOT.sub("", " ".join(words.split()).strip(" -–—/,.()[]&")).strip()


@lru_cache(maxsize=8192)
def rules_for(core: str) -> tuple[Rule, ...]:
    """Return the rules that a heading fits, in their order; a slip of spelling is forgiven where none fits."""
    found = tuple(rule for rule in RULES if rule.fits(core))
    if found or not core:
        return found
    mended = " ".join(_mended(word) for word in core.split())
    return tuple(rule for rule in RULES if rule.fits(mended)) if mended != core else ()


def _mended(word: str) -> str:
    if len(word) < _NEAR or word in _SPELLED:
        return word
    near = (known for known in _SPELLED if OSA.distance(word, known) <= 1 + (len(known) > 9))
    return next(near, word)


@lru_cache(maxsize=16384)
def may_head(text: str) -> bool:
    """Return whether a text can be a heading of a column: a year, a unit, or words that a rule knows."""
    if (
        len(text) > _LONGEST
        or _LIST_ITEM.match(text)
        or (text.endswith((".", ";")) and not text.lower().endswith(("ref.", "no.", "p.a.")))
    ):
        return False
    heading = heading_of(text)
    words = heading.core.split()
    if rules_for(heading.core):
        return len(words) <= _MOST_WORDS
    if len(set(heading.years)) > 1:
        return False
    if not words:
        return bool(heading.is_dated or heading.unit)
    if heading.is_dated:
        return heading.nth is not None or len(words) == 1
    return heading.unit is not None and len(words) <= _FEW_WORDS


@lru_cache(maxsize=16384)
def heads_figures(text: str) -> bool:
    """Return whether a text can be a heading of figures: it names a year, a unit, or a kind of amount."""
    if not may_head(text):
        return False
    heading = heading_of(text)
    return (
        heading.is_dated
        or heading.unit is not None
        or any(rule.holds == FIGURES for rule in rules_for(heading.core))
    )


@lru_cache(maxsize=16384)
def is_figure_text(text: str) -> bool:
    """Return whether a text is a figure of a row and not the year that heads a column."""
    figure = read_figure(text)
    if len(text) > _LONGEST or not figure.bears_amount or is_in_words(text, figure):
        return False
    if _PLAIN_FIGURE.fullmatch(text) or any(pounds for _, pounds in amounts_in(text)):
        return True
    heading = heading_of(text)
    return not heading.years and heading.calendar is None and not (heading.unit and not heading.core)


def kind_of(heading: Heading, numbers: float | None) -> tuple[Kind | None, float]:
    """Return the kind that a heading has over cells with this share of numbers, and how sure that is.

    `numbers` is None where every cell is blank.
    """
    for rule in rules_for(heading.core):
        if heading.unit and numbers and (rule.holds == EITHER or rule.kind is Kind.PERCENTAGE):
            continue  # “Staffing £000” is money and no posts
        fits = numbers is None or rule.holds == EITHER or (numbers >= 0.5) == (rule.holds == FIGURES)
        if fits and rule.kind is Kind.TOTAL and not _totals_savings(heading.core):
            return Kind.AMOUNT, 0.3
        if fits:
            return rule.kind, rule.confidence if numbers is not None else 0.7
    if (heading.is_dated or heading.unit) and (numbers is None or numbers >= 0.5):
        return Kind.SAVING, 0.9 if heading.is_dated else 0.8
    return None, 0.0


def _totals_savings(core: str) -> bool:
    """Return whether a total can be that of the savings: it says so, or does not say of what it is."""
    return bool(SAVES.search(core)) or all(
        word in PLAIN_TOTAL or word[0].isdigit() for word in re.findall(r"[\w-]+", core)
    )


def join_headings(parts: Sequence[str]) -> str:
    """Return the heading that several rows of headings make of a column, a repetition left out."""
    kept: list[str] = []
    for part in parts:
        if part and part not in kept:
            kept.append(part)
    return " ".join(kept)
