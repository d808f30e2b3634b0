"""Match a document's proposal to a stored one by its name: spelling is forgiven, and nothing is guessed.

Names are compared in three ways, the surest first: the same letters and figures, additions in brackets
aside; the same words, misspelt at most a little; and the same first part before a dash, or the same words
but for “service” or “team”, which count only where the figures agree as well. Two that fit equally well are
never told apart here.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import lru_cache

from rapidfuzz import fuzz

from services.values.years import FinancialYear

_BRACKETS = re.compile(r"\s*\([^()]*\)")
_PARTS = re.compile(r"\s+[-–—]\s*|\s*[–—]\s+|\s*:\s+")
_FIGURES = re.compile(r"\d+")
_MARKS = re.compile(r"[\W_]+")
_ALIKE, _WORDS_ALIKE = 88, 75
_LONGEST_COMPARED = 300


_GENERAL = frozenset({"the", "a", "service", "services", "team", "teams", "department", "unit", "section"})
_CACHED = 20_000


class Fit(IntEnum):
    """The degrees to which two names fit, the surest last."""

    NOT = 0
    PARTLY = 1
    SPELLING = 2
    SAME = 3


@dataclass(frozen=True)
class Named:
    """A proposal by the names it may be known under, and its figures in pounds where they are known."""

    names: tuple[str, ...]
    savings: Mapping[FinancialYear, int] = field(default_factory=dict)
    total: int | None = None

    def agrees_with(self, other: "Named") -> bool:
        """Return whether the totals are the same, and so is every year that both state."""
        if self.total is None or self.total != other.total:
            return False
        shared = set(self.savings) & set(other.savings)
        return all(self.savings[year] == other.savings[year] for year in shared)


@lru_cache(_CACHED)
def plain(text: str) -> str:
    """Return the letters and figures of a text in small letters, “&” as “and”."""
    return _MARKS.sub("", text.replace("&", " and ").casefold())


def fit_of(one: Named, other: Named) -> Fit:
    """Return how well the best-fitting names of the two fit."""
    return max(
        (_fit(mine, theirs) for mine in one.names for theirs in other.names if mine and theirs),
        default=Fit.NOT,
    )


def pair_up(
    rows: Sequence[Named], stored: Sequence[Named]
) -> tuple[dict[int, int], dict[int, tuple[int, ...]]]:
    """Return the certain pairs, and for each uncertain row the stored ones it may be; all by their places.

    A row that fits two equally well, or shares its best with another row, is unsure, and so is one whose
    first part alone fits while its figures do not agree.
    """
    fits = {
        (row, place): fit
        for row, named in enumerate(rows)
        for place, other in enumerate(stored)
        if (fit := fit_of(named, other))
    }
    pairs: dict[int, int] = {}
    unsure: dict[int, tuple[int, ...]] = {}
    for fit in (Fit.SAME, Fit.SPELLING, Fit.PARTLY):
        settled = {*pairs, *unsure}
        taken = set(pairs.values())
        positions_of: dict[int, list[int]] = {}
        rows_of: dict[int, list[int]] = {}
        for (row, place), found in fits.items():
            if found == fit and row not in settled and place not in taken:
                positions_of.setdefault(row, []).append(place)
                rows_of.setdefault(place, []).append(row)
        for row, places in positions_of.items():
            alone = len(places) == 1 and len(rows_of[places[0]]) == 1
            if alone and (fit > Fit.PARTLY or rows[row].agrees_with(stored[places[0]])):
                pairs[row] = places[0]
            else:
                unsure[row] = tuple(places)
    taken = set(pairs.values())
    left = {row: tuple(place for place in places if place not in taken) for row, places in unsure.items()}
    return pairs, {row: places for row, places in left.items() if places}


def _fit(one: str, other: str) -> Fit:
    if len(one) > _LONGEST_COMPARED or len(other) > _LONGEST_COMPARED:
        return Fit.SAME if plain(one) == plain(other) else Fit.NOT
    bare_one, bare_other = _without_brackets(one), _without_brackets(other)
    same = {plain(one), plain(bare_one)} & {plain(other), plain(bare_other)} - {""}
    # Two additions that differ tell two proposals apart: “Libraries (north)”, “Libraries (south)”.
    both_added = bare_one != one and bare_other != other
    if plain(one) == plain(other) or (same and not both_added):
        return Fit.SAME
    if both_added:
        return Fit.NOT
    if _misspelt(bare_one, bare_other):
        return Fit.SPELLING
    partly = _first_part_is(one, other) or _first_part_is(other, one) or _same_but_general(one, other)
    return Fit.PARTLY if partly else Fit.NOT


@lru_cache(_CACHED)
def _without_brackets(name: str) -> str:
    return " ".join(_BRACKETS.sub(" ", name).split())


def _misspelt(one: str, other: str) -> bool:
    """Return whether the words are the same but for slips: each begins alike, and the figures are the same."""
    mine, theirs = _words(one), _words(other)
    if len(mine) != len(theirs) or not mine:
        return False
    pairs = list(zip(mine, theirs, strict=True))
    if any(word[0] != twin[0] for word, twin in pairs) or _FIGURES.findall(one) != _FIGURES.findall(other):
        return False
    whole = fuzz.ratio(" ".join(mine), " ".join(theirs), score_cutoff=_ALIKE)
    return bool(whole) and all(fuzz.ratio(word, twin) >= _WORDS_ALIKE for word, twin in pairs)


@lru_cache(_CACHED)
def _words(name: str) -> tuple[str, ...]:
    return tuple(word for word in map(plain, name.replace("&", " and ").split()) if word)


def _first_part_is(longer: str, shorter: str) -> bool:
    first = _first_part(longer)
    if not first:
        return False
    return plain(first) == plain(_without_brackets(shorter)) or _misspelt(first, _without_brackets(shorter))


@lru_cache(_CACHED)
def _first_part(name: str) -> str:
    parts = _PARTS.split(_without_brackets(name), maxsplit=1)
    return parts[0] if len(parts) > 1 and plain(parts[0]) else ""


def _same_but_general(one: str, other: str) -> bool:
    mine, theirs = _telling_words(one), _telling_words(other)
    return bool(mine) and mine == theirs


@lru_cache(_CACHED)
def _telling_words(name: str) -> tuple[str, ...]:
    return tuple(word for word in _words(_without_brackets(name)) if word not in _GENERAL)
