"""The labels of totals: “Sub Total - Efficiency Savings”, “Grand total”, “Education total”."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process

_ALIKE = 86  # out of 100, as for headings
_LONGEST_LABEL = 200
_MOST_NAMES = 300  # more groups than any document has: time would grow with their square
_BEFORE = re.compile(
    r"(?P<kind>sub|grand|overall)?[\s-]*totals?\b(?:\s+savings?)?\s*[:–—-]*\s*(?:(?:for|of)\s+)?(?P<name>.*)",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"(?P<name>.+?)\s*[:–—-]*\s*\(?(?P<kind>sub|grand|overall)?[\s-]*totals?\)?\s*:?", re.IGNORECASE
)
# What councils call a total beside the word itself.
_LIKE_TOTAL = re.compile(
    r"\b(?:sum|net position|overall|all (?:savings|proposals)|(?:carried|brought) forward|[cb]/?f(?:wd)?|combined)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class TotalLabel:
    """What a total's label says: the name of what it is of, and whether it is a subtotal or the grand total."""

    text: str
    name: str
    is_sub: bool
    is_grand: bool


def total_label(text: str) -> TotalLabel | None:
    """Return what the label of a total says, or None for any other text."""
    short = text.strip()
    if not short or len(short) > _LONGEST_LABEL:
        return None
    match = _BEFORE.fullmatch(short) or _BEHIND.fullmatch(short)
    if match is None:
        return None
    kind = (match["kind"] or "").lower()
    return TotalLabel(short, match["name"].strip(), kind == "sub", kind in ("grand", "overall"))


def may_name_total(text: str) -> bool:
    """Return whether a text could be what a total is called, though the word is not in it: “Carried forward”."""
    return bool(_LIKE_TOTAL.search(text[:_LONGEST_LABEL]))


class NameIndex:
    """Names to be found again, capitals and, where they are not too many, a slip of spelling forgiven."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._found: dict[str, str] = {}
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        """Take a name in; the last one of a spelling is the one that is found."""
        if _plain(name):
            self._found[_plain(name)] = name

    def find(self, name: str) -> str | None:
        """Return the name that is the same, or None."""
        plain = _plain(name)
        if plain in self._found or not plain:
            return self._found.get(plain)
        if len(self._found) > _MOST_NAMES:
            return None
        alike = process.extractOne(plain, self._found.keys(), scorer=fuzz.ratio, score_cutoff=_ALIKE)
        return self._found[alike[0]] if alike else None


def same_name(one: str, other: str) -> bool:
    """Return whether two names are the same, capitals and a slip of spelling forgiven."""
    first, second = _plain(one), _plain(other)
    return bool(first) and bool(second) and (first == second or fuzz.ratio(first, second) >= _ALIKE)


def _plain(name: str) -> str:
    return " ".join(name.lower().replace("&", " and ").replace("’", "'").split())
