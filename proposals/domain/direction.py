"""The direction of a proposal: a saving takes from the budget, a pressure adds to it.

A pressure is stored as a saving below zero, so that sums over both are net. Where it is read or entered by itself
its amounts are positive: the sign turns here and nowhere else.
"""

from dataclasses import replace
from typing import overload

from services.values.money import MoneyStyle, Pounds, format_saving

SAVING, PRESSURE = "saving", "pressure"

NOUNS: dict[str, str] = {SAVING: "saving", PRESSURE: "pressure"}
"""What a sentence calls a proposal of that direction."""

TURNED: frozenset[str] = frozenset({"recurring_saving", "one_off_saving"})
"""The amounts of a year that are stored below zero where they are a pressure; costs are positive in both."""


@overload
def in_own_direction(pounds: int, direction: str) -> int: ...
@overload
def in_own_direction(pounds: int | None, direction: str) -> int | None: ...
def in_own_direction(pounds: int | None, direction: str) -> int | None:
    """Return a saving as its proposal states it: of a pressure, what it adds to the budget is positive.

    It serves every figure that is a saving, also less its costs, but no cost. What was entered or read in its own
    direction is turned back by the same function. None, which is not known, stays so.
    """
    return -pounds if direction == PRESSURE and pounds is not None else pounds


def amount_in_own_direction(name: str, pounds: int, direction: str) -> int:
    """Return the amount of a year of that name, as forms and workbooks state it; costs keep their sign."""
    return in_own_direction(pounds, direction) if name in TURNED else pounds


def format_in_own_direction(pounds: Pounds, direction: str, style: MoneyStyle, *, bare: bool = False) -> str:
    """Return the text of a saving where its proposal is read by itself.

    A saving has the sign that the council prints on savings; a pressure is a positive amount.
    """
    return format_saving(pounds, style_in_own_direction(style, direction), bare=bare)


def style_in_own_direction(style: MoneyStyle, direction: str) -> MoneyStyle:
    """Return the style in which stored savings of that direction are printed where they are read by themselves."""
    return replace(style, savings_sign="negative") if direction == PRESSURE else style
