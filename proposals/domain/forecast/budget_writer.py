"""What the writers of the lines of a budget share."""

from collections.abc import Mapping
from fractions import Fraction

from proposals.domain.forecast.bodies import Division
from proposals.domain.forecast.inputs import ForecastInputs
from proposals.domain.forecast.lines import (
    Column,
    Ledger,
    Number,
    Relations,
)
from proposals.domain.forecast.position import Position
from services.values.years import FinancialYear

SUM = "the sum of its parts"
AS_ABOVE = "the same figure as in the line it is taken from"
SO_FAR = "the yearly figures added up so far"


class BudgetWriter:
    """What the writers of the budget's lines share: the ledger, the inputs, and the readings chosen."""

    def __init__(
        self,
        ledger: Ledger,
        inputs: ForecastInputs,
        chosen: Mapping[str, str],
        position: Position,
        division: Division,
    ) -> None:
        self.ledger = ledger
        self.inputs = inputs
        self.chosen = chosen
        self.position = position
        self.division = division
        self.retained = inputs.retained
        self.moving = tuple(inputs.go_live)
        self.years = inputs.position_years

    def with_zeros(
        self, key: str, name: str, relations: Relations, values: Mapping[FinancialYear, int] | None = None
    ) -> None:
        """Write a line that is zero in the years for which there is no relation; `values` are known already."""
        self.ledger.derive(key, name, relations, values)
        line = self.ledger.lines[key]
        filled: dict[Column, Number] = {year: line.values.get(year, 0) for year in self.years}
        self.ledger.lines[key] = type(line)(key, name, filled, relations)


def plain(value: Fraction) -> Number:
    """Return a fraction that is a whole number as one."""
    return int(value) if value.denominator == 1 else value
