"""What a financial case is printed from: its inputs and readings, its name, and how its council prints money."""

from dataclasses import dataclass

from proposals.domain.forecast.case import Case
from services.values.money import MoneyStyle

TITLE = "Financial case"


@dataclass(frozen=True)
class PrintedCase:
    """A case with the names and the style of money that its files show."""

    name: str
    council: str
    style: MoneyStyle
    case: Case
    proposals: tuple[str, ...] = ()
    """The keys of the proposals that its components are made of, of those that its reader sees."""
