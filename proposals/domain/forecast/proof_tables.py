"""The tables that prove and explain a case: the bridge between its two gaps, and the bodies against the whole."""

from collections.abc import Iterator

from proposals.domain.forecast.lines import Cell, Relation, Relations, by_column
from proposals.domain.forecast.statement import SUM, Row, Statement, in_part
from proposals.domain.forecast.tables import CaseTables
from services.values.years import FinancialYear

BRIDGE, BODIES = "bridge", "bodies"
BRIDGED, ALL, UNDIVIDED, CHECK = "bridged gap", "all bodies", "undivided budget", "difference of bodies"


class ProofTables(CaseTables):
    """The bridge between the two gaps, and all bodies beside the undivided budget."""

    def all(self) -> Iterator[Statement]:
        """Yield both tables; the lines of the budget are in the ledger already."""
        years = self.inputs.strategy_years
        title = "From the gap if nothing changes to the gap with the programme"
        bridge = Statement(BRIDGE, title, years, tuple(self._bridge(years)))
        yield from in_part("From one gap to the other", [bridge])
        title = "Expenditure of all bodies, beside the undivided budget"
        bodies = Statement(BODIES, title, self.years, tuple(self._together()))
        yield from in_part("All bodies together", [bodies])

    def _bridge(self, years: tuple[FinancialYear, ...]) -> Iterator[Row]:
        """Yield the steps from the gap if nothing changes to the gap with the programme."""
        yield self.row("gap", "Gap if nothing changes", is_total=True)
        words = "the expenditure that moves less the funding that goes with it"
        for body in self.moving:
            label = f"{self.label_of(body)}: expenditure less funding"
            spent, funded = [f"cost moved/{body}"], [f"revised funding/{body}"]
            yield self.total(f"{BRIDGE}/{body}", label, words, spent, funded, columns=years)
        counted = [each for each in self.inputs.components if each.key in self.inputs.counted_components]
        for each in counted:
            yield self.row(f"counted/{each.key}", f"{each.name}: savings")
        steps = [*(f"{BRIDGE}/{body}" for body in self.moving), *(f"counted/{each.key}" for each in counted)]
        if self.inputs.target is not None:
            steps.append("target")
            yield self.row("target")
        label = "Gap with the programme"
        yield self.total(BRIDGED, label, SUM, ["gap", *steps], columns=years, is_total=True)

    def _together(self) -> Iterator[Row]:
        """Yield what each body spends, all together, the undivided budget, and the difference between the two."""
        for body in self.bodies:
            yield self.derive(f"{BODIES}/{body}", self.label_of(body), self._spent_by(body))
        yield self.total(ALL, "All bodies", SUM, [f"{BODIES}/{body}" for body in self.bodies], is_total=True)
        words = "the net expenditure and all uplift so far"
        undivided = by_column(
            self.years,
            lambda year: Relation(
                words, ((1, Cell("base", year)), *self.so_far("uplift of", self.bodies, year))
            ),
        )
        yield self.derive(UNDIVIDED, "Undivided budget", undivided)
        words = "all bodies less the undivided budget"
        yield self.total(CHECK, "Difference", words, [ALL], [UNDIVIDED], is_total=True)

    def _spent_by(self, body: str) -> Relations:
        """Return what a body spends: its base, with all uplift so far of the services it has."""
        words = "the base and all uplift so far of the services that the body has"

        def spent(year: FinancialYear) -> Relation:
            staying = [other for other in self.moving if not self.has_moved(other, year)]
            own = [body, *staying] if body == self.retained else [body] if self.has_moved(body, year) else []
            return Relation(words, ((1, Cell(f"base of/{body}", year)), *self.so_far("uplift of", own, year)))

        return by_column(self.years, spent)
