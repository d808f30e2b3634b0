"""Money: the one reader and the one formatter. Pounds are whole numbers everywhere in between.

Sign convention: the number is what it is. Whether a council prints a saving with a minus is said in
its `MoneyStyle.savings_sign`, which flips the sign on the way out and nowhere else.
Rounding: half up (away from zero), on display only. Totals are rounded after adding up, and a difference is taken
between figures as they are printed, so that a reader who takes one from the other comes to it.
"""

import re
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Literal, overload

Unit = Literal["pounds", "thousands", "millions"]
Pounds = int | Decimal
"""Whole pounds, or what is derived from them to the penny."""
Sign = Literal["positive", "negative"]
NegativeStyle = Literal["minus", "brackets"]

POUNDS_IN: dict[Unit, int] = {"pounds": 1, "thousands": 1_000, "millions": 1_000_000}
UNIT_LABEL: dict[Unit, str] = {"pounds": "£", "thousands": "£000", "millions": "£m"}
_UNIT_SUFFIX: dict[Unit, str] = {"pounds": "", "thousands": "k", "millions": "m"}
_SUFFIXES: dict[str, int] = {
    "k": 1_000,
    "thousand": 1_000,
    "m": 1_000_000,
    "mn": 1_000_000,
    "million": 1_000_000,
    "bn": 1_000_000_000,
    "billion": 1_000_000_000,
}
_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2212"
# No group of thousands begins with a zero: "0,083" is a slip for 0.083, not £83.
_NUMBER = r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+"
_AMOUNT = re.compile(
    rf"""
    (?P<open>\()?\s*
    (?P<sign>[{_DASHES}+])?\s*£?\s*(?P<inner_sign>[{_DASHES}+])?\s*
    (?P<number>{_NUMBER})\s*
    (?P<suffix>{"|".join(sorted(_SUFFIXES, key=len, reverse=True))})?\s*
    (?P<close>\))?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LONGEST_FIGURE = 60  # letters, single spaces among them
_TOO_LARGE = 10**24  # pounds, or hundredths of a post: Decimal prints 28 figures, and no amount has as many
_NOTHING = re.compile(rf"£?\s*[{_DASHES}]")
_FTE = re.compile(rf"(?P<open>\()?\s*(?P<sign>[{_DASHES}+])?\s*(?P<number>{_NUMBER})\s*(?P<close>\))?")


class UnreadableMoney(ValueError):
    """The text is not one amount of money in whole pounds; the message quotes it."""


class UnreadableFTE(ValueError):
    """The text is not one number of full-time equivalents; the message quotes it."""


@dataclass(frozen=True)
class MoneyStyle:
    """The way a council prints money: unit, decimals, the sign of a saving, and the minus sign."""

    unit: Unit = "pounds"
    decimals: int = 0
    savings_sign: Sign = "positive"
    negative_style: NegativeStyle = "minus"

    @property
    def label(self) -> str:
        """The unit as it heads a column: £, £000 or £m."""
        return UNIT_LABEL[self.unit]

    @property
    def rounding_note(self) -> str:
        """The remark on rounded figures above their total; empty where rounding loses no pound."""
        step = Decimal(POUNDS_IN[self.unit]).scaleb(-self.decimals)
        if step <= 1:
            return ""
        return (
            f"Figures are rounded to the nearest £{step.to_integral_value():,}, totals after they are added up, so "
            "rounded figures may not add up exactly."
        )

    def in_pounds(self) -> "MoneyStyle":
        """Return the same signs with whole pounds as the unit."""
        return replace(self, unit="pounds", decimals=0)


def parse_money(text: str, unit: Unit = "pounds") -> int:
    """Return the whole pounds that `text` writes; a bare number is in `unit`.

    Reads £0.083m, -£0.494m, £3,100K, (83.5) and 1,125.5 in £000; a lone dash ("£ -") is zero. A
    suffix (k, m, million …) outranks `unit`.
    Raises UnreadableMoney, quoting the text, for anything else: a blank, words, commas out of place,
    a fraction of a pound.
    """
    stripped = _single_spaced(text)
    if _NOTHING.fullmatch(stripped):
        return 0
    match = _AMOUNT.fullmatch(stripped) if len(stripped) <= _LONGEST_FIGURE else None
    if match is None:
        raise UnreadableMoney(f"“{_shortened(stripped)}” is not an amount of money.")
    negative = _is_negative(match, UnreadableMoney, stripped)
    multiplier = _SUFFIXES[match["suffix"].lower()] if match["suffix"] else POUNDS_IN[unit]
    pounds = Fraction(match["number"].replace(",", "")) * multiplier
    if pounds.denominator != 1:
        raise UnreadableMoney(f"“{stripped}” is not a whole number of pounds.")
    if pounds >= _TOO_LARGE:
        raise UnreadableMoney(f"“{stripped}” is too large to be an amount of money.")
    return -int(pounds) if negative else int(pounds)


def parse_fte(text: str) -> Decimal:
    """Return the full-time equivalents that `text` writes, signed, with at most two decimals.

    A lone dash is zero. Raises UnreadableFTE, quoting the text, for anything else.
    """
    stripped = _single_spaced(text)
    if _NOTHING.fullmatch(stripped) and "£" not in stripped:
        return Decimal("0.00")
    match = _FTE.fullmatch(stripped) if len(stripped) <= _LONGEST_FIGURE else None
    if match is None:
        raise UnreadableFTE(f"“{_shortened(stripped)}” is not a number of full-time equivalents.")
    hundredths = Fraction(match["number"].replace(",", "")) * 100
    if hundredths.denominator != 1:
        raise UnreadableFTE(f"“{stripped}” has more than 2 decimal places.")
    if hundredths >= _TOO_LARGE:
        raise UnreadableFTE(f"“{stripped}” is too large to be a number of full-time equivalents.")
    number = int(hundredths)
    return Decimal(-number if _is_negative(match, UnreadableFTE, stripped) else number).scaleb(-2)


def _single_spaced(text: str) -> str:
    # The patterns try every way to share a run of spaces out, so no run may be long.
    return " ".join(text.split())


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_FIGURE else f"{text[:_LONGEST_FIGURE]}…"


def _is_negative(match: re.Match[str], error: type[ValueError], text: str) -> bool:
    groups = match.groupdict()
    signs = [sign for sign in (groups["sign"], groups.get("inner_sign")) if sign]
    bracketed = bool(groups["open"])
    if bracketed != bool(groups["close"]) or len(signs) + bracketed > 1:
        raise error(f"“{text}” has brackets or signs that do not match.")
    return bracketed or bool(signs and signs[0] != "+")


def format_money(pounds: Pounds, style: MoneyStyle, *, bare: bool = False) -> str:
    """Return `pounds` in the council's unit and decimals: “£0.083m”, “-£0.494m”, “(£83.5k)”.

    With `bare` the symbol and suffix are left to the column heading: “0.083”, “(83.5)”.
    """
    number = _rounded(Decimal(pounds) / POUNDS_IN[style.unit], style.decimals)
    magnitude = f"{abs(number):,.{style.decimals}f}"
    dressed = magnitude if bare else f"£{magnitude}{_UNIT_SUFFIX[style.unit]}"
    return _with_sign(dressed, negative=number < 0, style=style.negative_style)


def as_printed(pounds: Pounds, style: MoneyStyle) -> Decimal:
    """Return in pounds what the printed figure says."""
    return _rounded(Decimal(pounds) / POUNDS_IN[style.unit], style.decimals) * POUNDS_IN[style.unit]


def printed_difference(pounds: Pounds, other: Pounds, style: MoneyStyle) -> Decimal:
    """Return by how much the first figure is more than the other, both as they are printed."""
    return as_printed(pounds, style) - as_printed(other, style)


def format_saving(pounds: Pounds, style: MoneyStyle, *, bare: bool = False) -> str:
    """Return a saving (stored positive) with the sign the council prints on savings."""
    return format_money(printed_saving(pounds, style), style, bare=bare)


@overload
def printed_saving(pounds: int, style: MoneyStyle) -> int: ...
@overload
def printed_saving(pounds: Pounds, style: MoneyStyle) -> Pounds: ...
def printed_saving(pounds: Pounds, style: MoneyStyle) -> Pounds:
    """Return a saving (stored positive) in pounds with the sign the council prints on savings."""
    return -pounds if style.savings_sign == "negative" else pounds


def format_fte(change: Decimal, style: MoneyStyle | None = None) -> str:
    """Return an FTE change with two decimals, a reduction as negative: “-2.00”."""
    number = _rounded(change, 2)
    negative_style = style.negative_style if style else "minus"
    return _with_sign(f"{abs(number):,.2f}", negative=number < 0, style=negative_style)


def format_share(share: Fraction) -> str:
    """Return a share as a percentage with one decimal, rounded half up: “25.0%” for a quarter."""
    return f"{in_percent(share):,.1f}%"


def format_percent(percent: Decimal) -> str:
    """Return a percentage as exact as it is, without zeros at its end: “3.5%”, “2%”."""
    return f"{percent.normalize():f}%"


def in_percent(share: Fraction) -> Decimal:
    """Return a share in percent with one decimal, rounded half up."""
    # Whole tenths of a percent, by exact division: a quotient of decimals would be rounded twice.
    tenths = (2000 * abs(share).numerator + share.denominator) // (2 * share.denominator)
    return Decimal(tenths if share >= 0 else -tenths).scaleb(-1)


def _rounded(number: Decimal, decimals: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def _with_sign(magnitude: str, *, negative: bool, style: NegativeStyle) -> str:
    if not negative:
        return magnitude
    return f"({magnitude})" if style == "brackets" else f"-{magnitude}"
