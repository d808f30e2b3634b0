"""The tables that prove and explain a case: the bridge between its two gaps, and the bodies against the whole."""

from collections.abc import Iterator, Sequence

from proposals.domain.forecast.budget_writer import SUM
from proposals.domain.forecast.case import Case
from proposals.domain.forecast.lines import Cell, Column, Relation, Relations, total
from proposals.domain.forecast.statement import Row, Statement, in_part
from proposals.domain.forecast.statements import statements_of
from proposals.domain.forecast.tables import Tables
from services.values.years import FinancialYear

BRIDGE, BODIES = "bridge", "bodies"
BRIDGED, ALL, UNDIVIDED, CHECK = "bridged gap", "all bodies", "undivided budget", "difference of bodies"


def case_tables(case: Case, names: Sequence[str] = ()) -> tuple[Statement, ...]:
    """Return every table of the case: those that a document prints, then the bridge and the bodies."""
    return (*statements_of(case, names), *SummaryTables(case, names).all())


class SummaryTables(Tables):
    """The bridge between the two gaps, and all bodies beside the undivided budget."""

    def all(self) -> Iterator[Statement]:
        """Yield both tables, with their lines written into the case's ledger."""
        yield from in_part("From one gap to the other", (self._bridge(),))
        yield from in_part("All bodies together", (self._bodies(),))

    def _bridge(self) -> Statement:
        """Return the steps from the gap if nothing changes to the gap with the programme."""
        years, derive = self.inputs.strategy_years, self.case.ledger.derive
        moving = self.inputs.go_live
        rows = [Row("Gap if nothing changes", {"": "gap"}, is_total=True)]
        steps = []
        for body in moving:
            words = "the expenditure that moves less the funding that goes with it"
            key = f"{BRIDGE}/{body}"
            moved = total(words, [f"cost moved/{body}"], years, minus=[f"revised funding/{body}"])
            derive(key, f"{self.label_of(body)}: expenditure less funding", moved)
            steps.append(key)
        steps += [f"counted/{key}" for key in self.inputs.counted_components]
        if self.inputs.target is not None:
            steps.append("target")
        rows += [Row(self._label_of_step(key), {"": key}) for key in steps]
        derive(BRIDGED, "Gap with the programme", total(SUM, ["gap", *steps], years))
        rows.append(Row("Gap with the programme", {"": BRIDGED}, is_total=True))
        title = "From the gap if nothing changes to the gap with the programme"
        return Statement(BRIDGE, title, years, tuple(rows))

    def _label_of_step(self, key: str) -> str:
        line = self.lines[key]
        return f"{line.name}: savings" if key.startswith("counted/") else line.name

    def _bodies(self) -> Statement:
        """Return what each body spends, all together, the undivided budget, and the difference between the two."""
        years, derive, division = self.inputs.position_years, self.case.ledger.derive, self.case.division
        keys = []
        for body in self.bodies:
            key = f"{BODIES}/{body}"
            derive(key, self.label_of(body), self._spent_by(body), division.expenditure_of(body))
            keys.append(key)
        derive(ALL, "All bodies", total(SUM, keys, years))
        words = "the net expenditure and all uplift so far"
        undivided: dict[Column, tuple[Relation, ...]] = {
            year: (Relation(words, ((1, Cell("base", year)), *self._uplift(self.bodies, year))),)
            for year in years
        }
        derive(UNDIVIDED, "Undivided budget", undivided)
        check = total("all bodies less the undivided budget", [ALL], years, minus=[UNDIVIDED])
        derive(CHECK, "Difference", check)
        rows = (
            *(Row(self.lines[key].name, {"": key}) for key in keys),
            Row("All bodies", {"": ALL}, is_total=True),
            Row("Undivided budget", {"": UNDIVIDED}),
            Row("Difference", {"": CHECK}, is_total=True),
        )
        return Statement(BODIES, "Expenditure of all bodies, beside the undivided budget", years, rows)

    def _spent_by(self, body: str) -> Relations:
        """Return the relations of what a body spends: its base, with all uplift so far of the services it has."""
        words = "the base and all uplift so far of the services that the body has"
        found: dict[Column, tuple[Relation, ...]] = {}
        for year in self.inputs.position_years:
            has = [body] if body == self.inputs.retained or self.case.division.has_moved(body, year) else []
            if body == self.inputs.retained:
                has += [
                    other for other in self.inputs.go_live if not self.case.division.has_moved(other, year)
                ]
            terms = ((1, Cell(f"base of/{body}", year)), *self._uplift(has, year))
            found[year] = (Relation(words, terms),)
        return found

    def _uplift(self, bodies: Sequence[str], year: FinancialYear) -> tuple[tuple[int, Cell], ...]:
        so_far = [past for past in self.inputs.position_years if past <= year]
        return tuple((1, Cell(f"uplift of/{body}", past)) for body in bodies for past in so_far)
