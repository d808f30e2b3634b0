"""Amounts as the messages of an import print them: whole pounds, a pressure positive in its own direction."""

from decimal import Decimal

from proposals.domain.direction import PRESSURE
from services.values.money import MoneyStyle, format_money


def in_pounds(pounds: int | Decimal | None) -> str:
    """Return an amount in whole pounds, empty where none is known."""
    return "" if pounds is None else format_money(int(pounds), MoneyStyle())


def in_own_words(pounds: int | None, direction: str) -> str:
    """Return a saving in whole pounds, and what a pressure adds to the budget as a positive amount."""
    return in_pounds(-pounds if direction == PRESSURE and pounds is not None else pounds)
