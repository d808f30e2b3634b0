"""The columns of a council's table, told from the words of their headings, also where these are misspelt."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from proposals.importing.lines import is_list_item
from proposals.importing.units import part_unit, unit_alone
from services.values.money import Unit
from services.values.years import FinancialYear, UnreadableYear, find_years

YEAR, TOTAL, TITLE, REFERENCE = "year", "total", "title", "reference"
PORTFOLIO, AREA, CATEGORY = "portfolio", "service area", "category"
OTHER = "other"
AMOUNTS = (YEAR, TOTAL)
GROUPS = (PORTFOLIO, AREA, CATEGORY)
"""Columns that say in each row what a table without them says in headings between its rows."""
_LONGEST_HEADING = 120
_WORD = re.compile(r"[a-z]+")
_NEAR, _FAR = 5, 10  # letters: from here on one letter, and from here on two, may be wrong
# “Net budget 2018/19”, “FTE 2018/19” and “% of 2018/19” are no savings of that year …
_NO_SAVING = re.compile(
    r"%|\b(?:budgets?|baseline|base|costs?|expenditure|spend(?:ing)?|outturn|actuals?|forecasts?|capital|funding|grants?|"
    r"investments?|pressures?|growth|reserves?|per ?cent(?:age)?|ftes?|wtes?|posts?|staff|headcount|"
    r"redundanc(?:y|ies))(?!\w)",
    re.IGNORECASE,
)
# … but “Budget reduction 2018/19” and “Cost avoidance 2018/19” are.
_SAVES = re.compile(
    r"\b(?:savings?|reductions?|income|avoidance|efficienc(?:y|ies)|benefits?|cuts?|changes?|impacts?)\b",
    re.IGNORECASE,
)
_SHARE = re.compile(r"%|\bper ?cent(?:age)?\b", re.IGNORECASE)
_COSTS = re.compile(r"\b(?:growth|pressures?|investments?|bids?|unavoidable)\b", re.IGNORECASE)
_FULL_YEAR = re.compile(r"\bfull[ -]year\b|\bfye\b", re.IGNORECASE)
_NTH_YEAR = re.compile(
    r"\b(?:(?:year|yr)\s*(?P<figure>[1-9])|(?P<ordinal>1st|2nd|3rd|4th|5th|first|second|third|fourth|fifth)\s+(?:year|yr))\b",
    re.IGNORECASE,
)
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}
_TOTAL = re.compile(r"\btotal\b", re.IGNORECASE)
_UP_TO_YEAR = re.compile(r"\btotal\b.*\b(?:by|to|until)\s+(?:f\.?y\.?\s*)?\d", re.IGNORECASE)
_ADDS_UP = re.compile(r"\bcumulative|\brunning total|\bto date\b", re.IGNORECASE)
_IN_YEAR = re.compile(r"\bin[ -]year\b", re.IGNORECASE)


@dataclass(frozen=True)
class ColumnRule:
    """A kind of column, known by any of its words in a heading, or as a whole; the first rule that fits counts."""

    kind: str
    words: frozenset[str]
    whole: re.Pattern[str] | None = None


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

    @property
    def nth_year(self) -> int | None:
        """Which of a document's years the heading names by its number: 2 for “Year 2”."""
        match = _NTH_YEAR.search(self.heading)
        if match is None:
            return None
        ordinal = (match["ordinal"] or "").lower()
        return int(match["figure"] or _ORDINALS.get(ordinal) or ordinal[0])

    @property
    def adds_up(self) -> bool:
        """Whether the heading says that its figures hold those of the years before."""
        return bool(_ADDS_UP.search(self.heading))

    @property
    def is_in_year(self) -> bool:
        """Whether the heading says “in year”: what all changes to date come to, or just the change of that year."""
        return bool(_IN_YEAR.search(self.heading))


def rule(kind: str, words: str, whole: str = "") -> ColumnRule:
    """Return the rule for a kind of column: words parted by spaces, or a pattern of whole headings."""
    return ColumnRule(kind, frozenset(words.split()), re.compile(whole, re.IGNORECASE) if whole else None)


REFERENCE_RULE = rule(
    REFERENCE,
    "",
    r"(?:(?:savings?|proposal|option|budget|item|line)\s+)?(?:ref(?:erence|s)?|no|number|id|code)\.?(?:\s+(?:no|number|code))?\.?",
)
GROUP_RULES = (
    rule(PORTFOLIO, "", r"portfolio(?:\s+area)?|directorates?|departments?"),
    rule(
        CATEGORY,
        "",
        r"categor(?:y|ies)|(?:savings?\s+)?(?:type|category|theme)|(?:type|category|theme) of savings?",
    ),
)
NAME_RULE = rule(
    TITLE,
    "",
    r"(?:description|details?|name|nature|summary|title) of (?:the )?(?:proposed )?(?:budget )?savings?"
    r"|(?:proposed |budget )?savings? (?:description|details?|names?|lines?|items?|measures?|initiatives?)",
)
AREA_RULE = rule(AREA, "", r"service(?:\s+(?:area|name|unit|team))?s?|divisions?|teams?|business units?")


def column_of(heading: str, place: str, rules: Sequence[ColumnRule]) -> Column | None:
    """Return the column that a heading stands over, or None where no rule knows it.

    What names two years is no heading of a column but a title, unless it is a total: “Savings 2018/19 to 2020/21”.
    """
    is_span = len(set(find_years(heading))) > 1
    if not may_head(heading) or (is_span and not _TOTAL.search(heading)):
        return None
    year = None if is_span or _UP_TO_YEAR.search(heading) else year_in(heading)
    unit = unit_in(heading)
    words = _WORD.findall(heading.lower())
    for known in rules:
        if known.whole and known.whole.fullmatch(" ".join(heading.split()).rstrip(" :")):
            return Column(known.kind, heading, place)
        is_dated = known.kind == YEAR and (year is not None or bool(_NTH_YEAR.search(heading)))
        found = "" if is_dated else _first_alike(words, known.words)
        if known.kind == TOTAL and year is not None:
            continue  # “Total saving 2018/19” is what is saved in that year
        if found is None:
            continue
        is_amount = known.kind in AMOUNTS
        if is_amount and _is_no_saving(heading):
            return Column(OTHER, heading, place)
        dated = year if known.kind == YEAR else None
        return Column(known.kind, heading, place, dated, unit if is_amount else None, found)
    return None


def names_costs(name: str) -> bool:
    """Return whether a group’s name says that its rows are no savings but growth, pressures or investments."""
    return bool(_COSTS.search(name)) and not _SAVES.search(name)


def _is_no_saving(heading: str) -> bool:
    """Return whether a heading of figures says that these are no savings but a budget, a cost, posts or a share."""
    if _SHARE.search(heading) or (_FULL_YEAR.search(heading) and year_in(heading) is None):
        return True  # what a full year saves is a saving of no year
    return bool(_NO_SAVING.search(heading) and not _SAVES.search(heading))


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
