"""The units that head a form's figures (£, £000, £m), found alone, in a heading or beside a year."""

import re

from services.values.money import Unit

_QUOTES = "'’‘"
_UNITS: tuple[tuple[str, Unit], ...] = (
    (r"£\s*(?:mn?|millions?)|millions?", "millions"),
    (rf"£\s*(?:k|[{_QUOTES}]?000s?|thousands?)|[{_QUOTES}]000s?|thousands?", "thousands"),
    (r"£s?|pounds", "pounds"),
)
_ALONE: tuple[tuple[re.Pattern[str], Unit], ...] = tuple(
    (re.compile(rf"[(\[]?\s*(?:in\s+)?(?:{pattern})\s*[)\]]?", re.IGNORECASE), unit)
    for pattern, unit in _UNITS
)
_AT_END: tuple[tuple[re.Pattern[str], Unit], ...] = tuple(
    (
        re.compile(rf"(?P<before>.*?\S)\s*[(\[\s,]\s*(?:in\s+)?(?:{pattern})\s*[)\]]?\s*:?", re.IGNORECASE),
        unit,
    )
    for pattern, unit in _UNITS
)
LEAST_SAVING = 1_000
"""Pounds: where all figures come to less, their unit is doubtful. No council prints a table of savings below it."""
_FEW_FIGURES = 3  # “£400” below £000 is four hundred thousand; “£40,000” hardly forty million
_LONGEST_LABEL = 200  # letters: a longer text is no label of figures


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
