"""The tables of a programme's benefits and costs."""

from collections.abc import Iterator, Mapping, Sequence

from proposals.domain.forecast.benefits import (
    KIND,
    MARKS,
    PARTS_OF_BODIES,
    PLANS,
    PROGRAMME,
    WHOSE,
    WITH_PLANS,
    with_plans,
)
from proposals.domain.forecast.component_inputs import ComponentInput
from proposals.domain.forecast.printed import initials_of
from proposals.domain.forecast.programme import whole_words
from proposals.domain.forecast.results import plain
from proposals.domain.forecast.statement import AMOUNT, Row, Statement, in_part
from proposals.domain.forecast.tables import Tables


class BenefitTables(Tables):
    """The tables of benefits and costs: by component, together, with existing plans, in the steady state."""

    def all(self) -> Iterator[Statement]:
        """Yield the tables, those from which others take figures first."""
        yield from in_part("Steady state", self._steady())
        yield from in_part("Components", map(self._component, self.inputs.components))
        yield from in_part("The whole programme", self._together())
        yield from in_part("Kinds of benefit", self._kinds())
        yield from in_part("Whose saving", self._bodies())
        yield from in_part("Existing plans", self._plans())

    def _together(self) -> Iterator[Statement]:
        yield self._consolidated()
        if self.inputs.enabled:
            yield self._consolidated_with_plans()
            for key in with_plans(self.inputs):
                yield self._component_with_plans(key, self.lines[f"{key}/gross"].name)

    def _figure_rows(self, key: str, *, plural: bool) -> Iterator[Row]:
        gross, cost = ("Total gross benefit", "Total cost") if plural else ("Gross benefit", "Cost")
        yield Row(gross, {"": f"{key}/gross"}, ("total gross benefit", "gross benefit"), is_total=plural)
        yield Row(cost, {"": f"{key}/cost"}, ("total cost", "cost"), "cost", is_total=plural)
        yield from self._net_rows(key)

    def _net_rows(self, key: str) -> Iterator[Row]:
        yield Row("Total net benefit", {"": f"{key}/net"}, ("net benefit",), is_total=True)
        yield Row(
            "Cumulative total gross benefit", {"": f"{key}/cumulative gross"}, ("cumulative gross benefit",)
        )
        yield Row("Cumulative total cost", {"": f"{key}/cumulative cost"}, ("cumulative cost",), "cost")
        yield Row(
            "Cumulative total net benefit",
            {"": f"{key}/cumulative net"},
            ("cumulative net benefit",),
            is_total=True,
        )

    def _component(self, component: ComponentInput) -> Statement:
        key, name, title = component.key, component.name, f"{component.name}: savings"
        rows = tuple(self._figure_rows(key, plural=False))
        if f"{key}/in full" in self.lines:
            title = f"{title}, expected at {plain(component.probability * 100)}%"
            rows = (Row("Gross benefit if it comes in full", {"": f"{key}/in full"}), *rows)
        return Statement(f"{key} savings", title, self.inputs.case_years, rows, caption=(name,))

    def _kinds(self) -> Iterator[Statement]:
        """Yield what each kind of benefit comes to, one beside the other."""
        rows = []
        for kind in self.case.programme.kinds:
            for part, words in (("gross", "gross benefit"), ("cost", "cost"), ("net", "net benefit")):
                line = f"{KIND}{kind}/{part}"
                if line in self.lines:
                    label = f"{self.lines[f'{KIND}{kind}/gross'].name}: {words}"
                    group = "cost" if part == "cost" else "figures"
                    rows.append(Row(label, {"": line}, group=group, is_total=part == "net"))
        if rows:
            title = "Benefit and cost by kind, never added together"
            yield Statement("kinds of benefit", title, self.inputs.case_years, tuple(rows))

    def _bodies(self) -> Iterator[Statement]:
        """Yield whose benefit and cost it is, with the check that the bodies are the whole."""
        words = ("Gross benefit", "Cost", "Net benefit")
        for part, title in zip(PARTS_OF_BODIES, words, strict=True):
            ending = f"/{part}"
            own = [line for line in self.lines if line.startswith(WHOSE) and line.endswith(ending)]
            if not own:
                return
            lines = (
                *((self.lines[line].name, line, False) for line in own),
                ("All bodies", f"all bodies{ending}", True),
                ("The whole programme", f"{PROGRAMME}{ending}", False),
                ("Difference", f"difference of bodies{ending}", True),
            )
            group = "cost" if part == "cost" else "figures"
            rows = tuple(Row(label, {"": line}, group=group, is_total=last) for label, line, last in lines)
            yield Statement(f"{part} by body", f"{title} by body", self.inputs.case_years, rows)

    def _breakdown(self) -> tuple[list[Row], list[Row]]:
        gross, cost = (
            [
                Row(each.name, {"": f"{each.key}/{part}"}, (each.name,), group, section)
                for each in self.inputs.components
                if each.kind in self.case.programme.counted
            ]
            for part, group, section in (
                ("gross", "figures", ("gross benefit", "benefit")),
                ("cost", "cost", ("cost",)),
            )
        )
        return gross, cost

    def _consolidated(self) -> Statement:
        gross, cost = self._breakdown()
        total_gross, total_cost, *net = self._figure_rows(PROGRAMME, plural=True)
        rows = (*gross, total_gross, *cost, total_cost, *net)
        title = f"{whole_words(self.case.programme)}: savings"
        return Statement("programme savings", title, self.inputs.case_years, rows)

    def _consolidated_with_plans(self) -> Statement:
        gross, cost = self._breakdown()
        total_gross, total_cost, *net = self._figure_rows(PROGRAMME + WITH_PLANS, plural=True)
        rows = (*self._beside_plans(PROGRAMME, "gross"), *gross, total_gross)
        rows = (*rows, *self._beside_plans(PROGRAMME, "cost"), *cost, total_cost, *net)
        return Statement(
            "programme savings with existing plans",
            f"{whole_words(self.case.programme)} with existing plans: savings",
            self.inputs.case_years,
            rows,
        )

    def _component_with_plans(self, key: str, name: str) -> Statement:
        total_gross, total_cost, *net = self._figure_rows(key + WITH_PLANS, plural=True)
        rows = (
            *self._beside_plans(key, "gross"),
            total_gross,
            *self._beside_plans(key, "cost"),
            total_cost,
            *net,
        )
        title = f"{name} with existing plans: savings"
        return Statement(
            f"{key} savings with existing plans", title, self.inputs.case_years, rows, caption=(name,)
        )

    def _beside_plans(self, key: str, part: str) -> tuple[Row, ...]:
        if part == "gross":
            return (
                Row("Enabled benefit", {"": f"{PLANS}/gross"}, ("enabled benefit",)),
                Row("Additional gross benefit", {"": f"{key}/gross"}, ("additional gross benefit",)),
            )
        return (
            Row("Capital cost of existing plans", {"": f"{PLANS}/cost"}, ("capital cost",), "cost"),
            Row("Additional cost", {"": f"{key}/cost"}, ("additional cost",), "cost"),
        )

    # Steady state

    def _steady(self) -> Iterator[Statement]:
        """Yield the tables of the steady state: benefits, costs, both with existing plans, and each component's."""
        benefit = ("gross annual benefit", "annual benefit", "gross benefit")
        one_off, recurring = ("implementation cost", "one off cost"), ("recurring cost", "annual cost")
        yield self._by_component("steady benefits", "Gross yearly benefit", {"benefit": benefit})
        costs = {"one-off": one_off, "recurring": recurring}
        yield self._by_component("steady costs", "One-off and recurring cost", costs, group="cost")
        if self.inputs.plans:
            together = {
                "benefit": benefit,
                "enabled": ("benefit de risked", "benefit enabled", "de risked", "enabled"),
                "all benefit": ("total gross annual benefit", "total benefit"),
            }
            yield self._by_component("all steady benefits", "Yearly benefit with existing plans", together)
            all_costs = {
                "one-off": one_off,
                "capital": ("capital cost",),
                "all one-off": ("total implementation cost", "total one off cost"),
                "recurring": recurring,
            }
            yield self._by_component("all steady costs", "Cost with existing plans", all_costs, group="cost")
        marked = {mark: (mark,) for mark in MARKS if any(line.endswith(f"/{mark}") for line in self.lines)}
        if marked:
            yield self._by_component("cashable benefits", "Yearly benefit, cashable and not", marked)
        for component in self.inputs.components:
            yield from self._parts_of(component.key, component.name, len(component.categories))

    def _by_component(
        self, key: str, title: str, headings: Mapping[str, tuple[str, ...]], group: str = "figures"
    ) -> Statement:
        rows = []
        parts = [(each.key, each.name) for each in self.inputs.additional]
        for part, name in (*parts, (PROGRAMME, "Total")):
            lines = {column: f"steady/{part}/{column}" for column in headings}
            known = {column: line for column, line in lines.items() if line in self.lines}
            rows.append(Row(name, known, (name,), group, is_total=part == PROGRAMME))
        return Statement(key, title, tuple(headings), tuple(rows), headings)

    def _parts_of(self, key: str, name: str, categories: int) -> Iterator[Statement]:
        enables = bool(self.case.ledger.figure_of(f"steady/{key}/enabled", AMOUNT))
        plans = [f"plan/{plan.key}/benefit" for plan in self.inputs.plans] if enables else []
        own = [f"steady/{key}/category {index}" for index in range(categories)]
        rows = [
            self._amount(self.lines[line].name, line, *initials_of(self.lines[line].name)) for line in plans
        ]
        if plans:
            rows.append(self._amount("Enabled benefit sub-total", f"steady/{key}/enabled", is_total=True))
        rows += [self._amount(self.lines[line].name, line) for line in own]
        rows += [
            self._amount(f"{mark.capitalize()} sub-total", f"steady/{key}/{mark}", is_total=True)
            for mark in MARKS
            if f"steady/{key}/{mark}" in self.lines
        ]
        if plans and own:
            rows.append(
                self._amount("Additional benefit sub-total", f"steady/{key}/categories", is_total=True)
            )
        whole = f"steady/{key}/all benefit" if plans else f"steady/{key}/categories"
        if own:
            rows.append(self._amount("Grand total", whole, "total", is_total=True))
            yield self._amounts(f"{key} benefits", f"{name}: yearly benefit by category", rows, name)
        parts = [line for line in self.lines if line.startswith(f"steady/{key}/one-off part ")]
        costs = [self._amount(self.lines[line].name, line, "one off implementation cost") for line in parts]
        if plans:
            costs.insert(
                0, self._amount("Capital cost of existing plans", f"steady/{key}/capital", "capital cost")
            )
        whole = f"steady/{key}/all one-off"
        costs.append(
            self._amount("Implementation cost total", whole, "implementation cost total", is_total=True)
        )
        costs.append(self._amount("Recurring cost", f"steady/{key}/recurring", "annual recurring cost"))
        yield self._amounts(f"{key} costs", f"{name}: one-off and recurring cost", costs, name)

    def _amount(self, label: str, line: str, *wordings: str, is_total: bool = False) -> Row:
        return Row(label, {AMOUNT: line}, (label, *wordings), is_total=is_total)

    def _amounts(self, key: str, title: str, rows: Sequence[Row], caption: str = "") -> Statement:
        return Statement(key, title, (AMOUNT,), tuple(rows), caption=(caption,) if caption else ())

    def _plans(self) -> Iterator[Statement]:
        if self.inputs.plans:
            rows = [
                self._amount(plan.name, f"plan/{plan.key}/benefit", *initials_of(plan.name))
                for plan in self.inputs.plans
            ]
            rows.append(
                self._amount("Total", f"{PLANS}/benefit", "total gross annual benefit", is_total=True)
            )
            yield self._amounts("existing plans", "Savings of existing plans", rows)
        for plan in self.inputs.plans:
            rows = [
                Row(name, {"": f"plan/{plan.key}/activity {index}"}, (name,), "activity")
                for index, (name, _) in enumerate(plan.activity)
            ]
            if rows:
                total = {"": f"plan/{plan.key}/total activity"}
                rows.append(Row("Total activity", total, ("total activity",), "activity", is_total=True))
            if plan.reduction_by_year:
                total = {"": f"plan/{plan.key}/total reduction"}
                wordings = ("total expenditure", "expenditure reduction")
                rows.append(
                    Row("Total expenditure adjustment", total, wordings, "expenditure", is_total=True)
                )
            if rows:
                title = f"{plan.name}: activity and expenditure"
                yield Statement(f"{plan.key} activity", title, self.inputs.strategy_years, tuple(rows))
        if self.inputs.delayed:
            rows = [
                self._amount(name, f"delayed/project {index}", name)
                for index, (name, _) in enumerate(self.inputs.delayed)
            ]
            rows.append(self._amount("Total", "delayed/projects", "total", is_total=True))
            yield self._amounts("delayed projects", "Savings of projects that may be delayed", rows)
