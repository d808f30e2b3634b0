"""Amounts as the messages of an import print them: in pounds, a pressure positive in its own direction."""

from decimal import Decimal

from proposals.domain.direction import in_own_direction
from services.values.money import MoneyStyle, format_money


def in_pounds(pounds: int | Decimal | None) -> str:
    """Return an amount in pounds, with its pence where it has any; empty where none is known."""
    if pounds is None:
        return ""
    return format_money(pounds, MoneyStyle(decimals=0 if pounds == int(pounds) else 2))


def in_own_words(pounds: int | None, direction: str) -> str:
    """Return a saving in whole pounds, and what a pressure adds to the budget as a positive amount."""
    return in_pounds(in_own_direction(pounds, direction))
