"""The units that documents name, in headings, titles, cells and beside years: £, £000, £'000, £,000, £k, £m."""

import re
from functools import lru_cache

from services.values.money import Unit

_QUOTES = "'’‘`´\""
_THOUSANDS = rf"[{_QUOTES},.]?\s?000['’]?s?"
_UNITS: tuple[tuple[str, Unit], ...] = (
    (r"£\s*(?:mn?|millions?)|millions?(?:\s+of\s+pounds)?", "millions"),
    (
        rf"£\s*(?:k|{_THOUSANDS}|thousands?|ths?)|[{_QUOTES},]000['’]?s?|thousands?(?:\s+of\s+pounds)?",
        "thousands",
    ),
    (r"£s?|pounds", "pounds"),
)
_IN = r"(?:(?:all\s+)?(?:figures|amounts|savings)\s+(?:are\s+)?in\s+|in\s+)?"
_ALONE: tuple[tuple[re.Pattern[str], Unit], ...] = tuple(
    (re.compile(rf"[(\[]?\s*{_IN}(?:{pattern})\s*[)\]]?", re.IGNORECASE), unit) for pattern, unit in _UNITS
)
_AT_END: tuple[tuple[re.Pattern[str], Unit], ...] = tuple(
    (
        re.compile(rf"(?P<before>.*?\S)\s*[(\[\s,]\s*(?:in\s+)?(?:{pattern})\s*[)\]]?\s*:?", re.IGNORECASE),
        unit,
    )
    for pattern, unit in _UNITS
)
_BEHIND_NAME = re.compile(
    r"(?P<name>.*?[^\s,:–—-])(?:\s*(?=[(\[])|\s+[–—-]\s*|\s*[,:]\s*)(?P<unit>[(\[]?[^()\[\]]*[)\]]?)\s*:?"
)
LEAST_SAVING = 1_000
"""Pounds: where all figures come to less, their unit is doubtful. No council prints a table of savings below it."""
_FEW_FIGURES = 3  # “£400” below £000 is four hundred thousand; “£40,000” hardly forty million
_LONGEST_LABEL = 200  # letters: a longer text is no label of figures
# Anywhere in a heading, what stands around a unit must tell that it is one.
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
            rf"£\s?\(?(?:k\b|{_THOUSANDS}\b|thousands?\b|ths?\b)|(?<![\w,.])[{_QUOTES},]?000['’]?s?\b"
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
_LONGEST_TEXT = 240


def may_be_pounds(text: str, unit: Unit | None) -> bool:
    """Return whether an amount with a pound sign may be in pounds, though its heading says £000 or £m: “£40,000”."""
    whole = re.match(
        r"[(\-\u2010-\u2014\u2212\s]*£\s*[-\u2212]?(?P<figures>\d[\d,]*)(?:\.\d+)?\s*\)?\s*$", text
    )
    if whole is None or unit not in ("thousands", "millions"):
        return False
    return len(whole["figures"].replace(",", "")) > _FEW_FIGURES


def unit_alone(text: str) -> Unit | None:
    """Return the unit that the text is and nothing else, or None."""
    stripped = text.strip()
    if len(stripped) > _LONGEST_LABEL:
        return None
    return next((unit for pattern, unit in _ALONE if pattern.fullmatch(stripped)), None)


def part_unit(text: str) -> tuple[str, Unit | None]:
    """Return the text without a unit at its end (“Total £m”, “Gross budget 2018/19 (£000)”), and the unit."""
    for pattern, unit in _AT_END if len(text) <= _LONGEST_LABEL else ():
        match = pattern.fullmatch(text)
        if match:
            return match["before"].rstrip(" (["), unit
    return text, None


def name_and_unit(text: str) -> tuple[str, Unit | None]:
    """Return a name without the unit behind it, in brackets or after a dash or comma, and the unit."""
    match = _BEHIND_NAME.fullmatch(text.strip()) if len(text) <= _LONGEST_LABEL else None
    unit = unit_alone(match["unit"]) if match else None
    return (match["name"], unit) if match and unit else (text, None)


@lru_cache(maxsize=4096)
def unit_in(text: str) -> Unit | None:
    """Return the unit that a heading or title names; amounts written in it do not count."""
    if len(text) > _LONGEST_TEXT:
        return None
    plain = _AMOUNT.sub(" ", text)
    return next((unit for unit, pattern in _MARKS if pattern.search(plain)), None)


def says_pence(text: str) -> bool:
    """Return whether a heading says that its figures hold pence."""
    return bool(_PENCE.search(text[:_LONGEST_TEXT]))


def without_unit(text: str) -> str:
    """Return a heading without the units that it names."""
    for _, pattern in _MARKS:
        text = pattern.sub(" ", text)
    return text
