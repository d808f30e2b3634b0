"""What the tables of a financial case share: the case, its ledger, and what its bodies are called."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Unpack

from proposals.domain.forecast.inputs import ForecastInputs
from proposals.domain.forecast.lines import Cell, Column, Ledger, Relations
from proposals.domain.forecast.printed import initials_of
from proposals.domain.forecast.programme import Programme
from proposals.domain.forecast.statement import Row, Shown, TableWriter
from proposals.domain.savings_profile import SavingsProfile
from services.values.years import FinancialYear

PROGRAMME, PLANS = "the programme", "the existing plans"
"""Beside the keys of components, none of which has a blank in it."""
WITH_PLANS = "/with plans"
IN_YEAR, CUMULATIVE = "In-year surplus/(deficit)", "Cumulative surplus/(deficit)"
GAP, CUMULATIVE_GAP = ("in year gap", "budget gap", "funding gap"), ("cumulative gap",)
"""The two lines of a position's gap, and other wordings of them."""
_CAPITALS = re.compile(r"\b[A-Z]{2,6}\b")


class CaseTables(TableWriter):
    """The tables of one case, whose lines are written as the tables that show them are made.

    `names` are what the council is called in print beside its name in the inputs.
    """

    def __init__(
        self,
        ledger: Ledger,
        years: tuple[FinancialYear, ...],
        inputs: ForecastInputs,
        chosen: Mapping[str, str],
        programme: Programme,
        plans: SavingsProfile,
        names: Sequence[str],
    ) -> None:
        super().__init__(ledger, years)
        self.inputs = inputs
        self.chosen = chosen
        self.programme = programme
        self.plans = plans
        self.names = (*names, *(short for name in names for short in initials_of(name)))
        self.retained, self.moving = inputs.retained, tuple(inputs.go_live)
        self.bodies = inputs.bodies

    def wordings_of(self, body: str) -> tuple[str, ...]:
        """Return the wordings by which a body is known in print, by the component of its name first."""
        words = body.replace("_", " ")
        named = tuple(each.name for each in self.inputs.components if each.key.startswith(body))
        if body != self.retained:
            return (*named, words.capitalize(), words)
        short = tuple(found for name in named for found in _CAPITALS.findall(name))
        own = (*named, words.capitalize(), *self.names, *short)
        return (*own, "retained services", "direct service provision")

    def label_of(self, body: str) -> str:
        """Return what a body is called."""
        return self.wordings_of(body)[0]

    def body_row(self, body: str, line: str, before: str = "", **shown: Unpack[Shown]) -> Row:
        """Return the row of a body, with words before its name where the table has them."""
        label, *wordings = (f"{before} {each}".strip() for each in self.wordings_of(body))
        shown["wordings"] = tuple(wordings)
        return self.row(f"{line}/{body}", label, **shown)

    def by_body(
        self,
        line: str,
        relations_of: Callable[[str], Relations],
        bodies: Iterable[str] | None = None,
        *,
        before: str = "",
        zeros: Iterable[Column] = (),
        **shown: Unpack[Shown],
    ) -> list[Row]:
        """Write a line for each body, zero in the years without a relation; return their rows."""
        rows = []
        for body in self.bodies if bodies is None else bodies:
            self.derive(f"{line}/{body}", body, relations_of(body), zeros=zeros or self.years)
            rows.append(self.body_row(body, line, before, **shown))
        return rows

    def has_moved(self, body: str, year: FinancialYear) -> bool:
        """Return whether the body has taken its services over by that year."""
        return body in self.inputs.go_live and year >= self.inputs.go_live[body]

    def so_far(self, line: str, bodies: Iterable[str], year: FinancialYear) -> tuple[tuple[int, Cell], ...]:
        """Return the terms of the lines of these bodies in all years until this one."""
        years = [past for past in self.years if past <= year]
        return tuple((1, Cell(f"{line}/{body}", past)) for body in bodies for past in years)
