"""The units that documents name: £, £000, £'000, £,000, £k, £m, in headings, titles and number formats."""

import re
from functools import lru_cache

from services.values.money import Unit

_QUOTES = "'’‘`´"
_MARKS: tuple[tuple[Unit, re.Pattern[str]], ...] = (
    (
        "millions",
        re.compile(
            r"£\s?\(?(?:mn?|millions?)\b|\bin millions?\b|\(\s*millions?\s*\)|(?<![\w£])millions?$|£\s?m(?=illion|\b)",
            re.IGNORECASE,
        ),
    ),
    (
        "thousands",
        re.compile(
            rf"£\s?\(?(?:k\b|[{_QUOTES},.]?\s?000['’]?s?\b|thousands?\b|ths?\b)|(?<![\w,.])[{_QUOTES},]?000['’]?s?\b"
            rf"|\bin thousands?\b|\(\s*(?:thousands?|k)\s*\)|(?<![\w£])thousands?$",
            re.IGNORECASE,
        ),
    ),
    (
        "pounds",
        re.compile(
            r"£s?(?![\w(]|\s?\d)|\(£s?\)|\bin (?:whole )?pounds\b|\(\s*pounds\s*\)|\bGBP\b|£(?=\s*$)",
            re.IGNORECASE,
        ),
    ),
)
_PENCE = re.compile(r"\bpence\b|\(p\)|£\.p\b|£p\b", re.IGNORECASE)
_AMOUNT = re.compile(r"£\s?(?!000)\d[\d,.]*\s?(?:k|mn?|bn|million|thousand|billion)?\b", re.IGNORECASE)
_LONGEST = 240


@lru_cache(maxsize=4096)
def unit_in(text: str) -> Unit | None:
    """Return the unit that a heading or title names; amounts written in it do not count."""
    if len(text) > _LONGEST:
        return None
    plain = _AMOUNT.sub(" ", text)
    return next((unit for unit, pattern in _MARKS if pattern.search(plain)), None)


def says_pence(text: str) -> bool:
    """Return whether a heading says that its figures hold pence."""
    return bool(_PENCE.search(text[:_LONGEST]))


def without_unit(text: str) -> str:
    """Return a heading without the units that it names."""
    for _, pattern in _MARKS:
        text = pattern.sub(" ", text)
    return text
