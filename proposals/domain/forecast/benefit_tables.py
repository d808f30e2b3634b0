"""The tables of a programme's benefits and costs: by component, together, with existing plans, in the steady state."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Unpack

from proposals.domain.forecast.component_inputs import CASHABLE, NON_CASHABLE, ComponentInput
from proposals.domain.forecast.inputs import ExistingPlan
from proposals.domain.forecast.lines import either, plain, running, same
from proposals.domain.forecast.printed import initials_of
from proposals.domain.forecast.programme import KIND_WORDS, Component, whole_words
from proposals.domain.forecast.statement import AMOUNT, SO_FAR, SUM, Row, Shown, Statement, in_part
from proposals.domain.forecast.tables import PLANS, PROGRAMME, WITH_PLANS, CaseTables

KIND, WHOSE = "kind/", "whose/"
"""Before the kinds of benefit, and before the bodies that share."""
MARKS = (CASHABLE, NON_CASHABLE)
_NET = "gross benefit less cost"
_CUMULATIVE_NET = "cumulative gross benefit less cumulative cost"
_GROUPS = {"gross": "figures", "cost": "cost"}
_TOGETHER = (("benefit", "enabled", "all benefit"), ("one-off", "capital", "all one-off"))
"""What a programme saves and costs once, what existing plans do beside it, and both together."""


class BenefitTables(CaseTables):
    """The tables of benefits and costs."""

    def all(self) -> Iterator[Statement]:
        """Yield the tables, those from which others take figures first."""
        self._write_steady_state()
        yield from in_part("Steady state", self._steady())
        components = zip(self.programme.components, self.inputs.components, strict=True)
        yield from in_part("Components", (self._component(*each) for each in components))
        yield from in_part("The whole programme", self._together())
        yield from in_part("Kinds of benefit", self._kinds())
        yield from in_part("Whose saving", self._whose())
        yield from in_part("Existing plans", self._plans())

    def _statement(self, key: str, title: str, rows: Sequence[Row], *caption: str) -> Statement:
        return Statement(key, title, self.years, tuple(rows), caption=caption)

    # By year

    def _component(self, component: Component, given: ComponentInput) -> Statement:
        key, name, title = given.key, component.name, f"{component.name}: savings"
        profile = component.expected
        gross, cost = ("total gross benefit",), ("total cost",)
        rows = [
            self.state(f"{key}/gross", "Gross benefit", profile.gross_in_year, wordings=gross),
            self.state(f"{key}/cost", "Cost", profile.cost_in_year, wordings=cost, group="cost"),
            *self._net(key),
        ]
        self.state(f"{key}/recurring cost", name, profile.recurring_cost_in_year)
        if component.probability != 1:
            title = f"{title}, expected at {plain(component.probability * 100)}%"
            in_full = component.profile.gross_in_year
            rows.insert(0, self.state(f"{key}/in full", "Gross benefit if it comes in full", in_full))
        return self._statement(f"{key} savings", title, rows, name)

    def _net(self, key: str) -> list[Row]:
        """Write what follows from a benefit and a cost: net, and added up over the years."""
        gross, cost = f"{key}/gross", f"{key}/cost"
        gross_so_far, cost_so_far, net_so_far = (
            f"{key}/cumulative {part}" for part in ("gross", "cost", "net")
        )
        net = ("net benefit",)
        rows = [
            self.total(f"{key}/net", "Total net benefit", _NET, [gross], [cost], wordings=net, is_total=True)
        ]
        for own, of, words, group in (
            (gross_so_far, gross, "gross benefit", "figures"),
            (cost_so_far, cost, "cost", "cost"),
        ):
            shown = (f"cumulative {words}",)
            rows.append(self.running(own, f"Cumulative total {words}", of, wordings=shown, group=group))
        ways = either(
            self.sum_of(_CUMULATIVE_NET, [gross_so_far], [cost_so_far]),
            running(SO_FAR, net_so_far, f"{key}/net", self.years),
        )
        net, label = ("cumulative net benefit",), "Cumulative total net benefit"
        return [*rows, self.derive(net_so_far, label, ways, wordings=net, is_total=True)]

    def _together(self) -> Iterator[Statement]:
        counted = [each for each in self.inputs.components if each.kind in self.programme.counted]
        whole, plans = whole_words(self.programme), "with existing plans"
        yield self._summed("programme savings", f"{whole}: savings", PROGRAMME, counted)
        if self.inputs.enabled:
            self.state(f"{PLANS}/gross", "Enabled benefit", self.plans.gross_in_year)
            self.state(f"{PLANS}/cost", "Capital cost of existing plans", self.plans.cost_in_year)
            key, title = f"programme savings {plans}", f"{whole} {plans}: savings"
            yield self._summed(key, title, PROGRAMME, counted, with_plans=True)
            for each in self._enabling:
                key, title = f"{each.key} savings {plans}", f"{each.name} {plans}: savings"
                yield replace(self._summed(key, title, each.key, with_plans=True), caption=(each.name,))

    @property
    def _enabling(self) -> list[ComponentInput]:
        """The components that enable the existing plans: those whose body's funding rests on what is saved."""
        reducing = self.inputs.reducing_bodies
        return [each for each in self.inputs.additional if each.receiving_body in reducing]

    def _summed(
        self,
        key: str,
        title: str,
        own: str,
        components: Sequence[ComponentInput] = (),
        *,
        with_plans: bool = False,
    ) -> Statement:
        """Return the table of a benefit and a cost that are sums, of components or of existing plans and a line."""
        line = own + WITH_PLANS if with_plans else own
        addends = [PLANS, own] if with_plans else [each.key for each in components]
        rows: list[Row] = []
        for part, label, sections in (
            ("gross", "Total gross benefit", ("gross benefit", "benefit")),
            ("cost", "Total cost", ("cost",)),
        ):
            rows += self._beside_plans(own, part) if with_plans else ()
            rows += (
                self.row(f"{each.key}/{part}", each.name, group=_GROUPS[part], section=sections)
                for each in components
            )
            wordings = (label.removeprefix("Total "),)
            rows.append(self._sum(line, part, addends, label, wordings=wordings, is_total=True))
        return self._statement(key, title, (*rows, *self._net(line)))

    def _sum(self, line: str, part: str, addends: Sequence[str], label: str, **shown: Unpack[Shown]) -> Row:
        shown["group"] = _GROUPS[part]
        return self.total(f"{line}/{part}", label, SUM, [f"{key}/{part}" for key in addends], **shown)

    def _beside_plans(self, key: str, part: str) -> list[Row]:
        if part == "gross":
            own = self.row(f"{key}/gross", "Additional gross benefit")
            return [self.row(f"{PLANS}/gross", "Enabled benefit"), own]
        plans = self.row(
            f"{PLANS}/cost", "Capital cost of existing plans", wordings=("capital cost",), group="cost"
        )
        return [plans, self.row(f"{key}/cost", "Additional cost", group="cost")]

    def _kinds(self) -> Iterator[Statement]:
        """Yield what each kind of benefit comes to, one beside the other; no line adds them up."""
        rows: list[Row] = []
        for kind in self.programme.kinds if len(self.programme.kinds) > 1 else ():
            keys = [each.key for each in self.inputs.components if each.kind == kind]
            words, line = KIND_WORDS[kind], f"{KIND}{kind}"
            rows += (
                self._sum(line, "gross", keys, f"{words}: gross benefit"),
                self._sum(line, "cost", keys, f"{words}: cost"),
            )
            net, *_added_up = self._net(line)
            rows.append(replace(net, label=f"{words}: net benefit", wordings=()))
        if rows:
            title = "Benefit and cost by kind, never added together"
            yield self._statement("kinds of benefit", title, rows)

    def _whose(self) -> Iterator[Statement]:
        """Yield whose benefit and cost it is, with the check that the bodies are the whole, where somebody says."""
        if not any(each.shares for each in self.inputs.components):
            return
        shared = self.programme.by_body()
        for part, title in (("gross", "Gross benefit"), ("cost", "Cost"), ("net", "Net benefit")):
            rows = []
            for body, profile in shared.items():
                line, label = f"{WHOSE}{body}/{part}", body_words(body)
                if part == "net":
                    pair = ([f"{WHOSE}{body}/{each}"] for each in _GROUPS)
                    rows.append(self.total(line, label, _NET, *pair))
                else:
                    figures = profile.gross_in_year if part == "gross" else profile.cost_in_year
                    rows.append(self.state(line, label, figures))
            every = f"all bodies/{part}"
            whole = f"{PROGRAMME}/{part}"
            words = "all bodies less the whole programme"
            lines = [f"{WHOSE}{body}/{part}" for body in shared]
            rows += [
                self.total(every, "All bodies", SUM, lines, is_total=True),
                self.row(whole, "The whole programme"),
                self.total(
                    f"difference of bodies/{part}", "Difference", words, [every], [whole], is_total=True
                ),
            ]
            group = _GROUPS.get(part, "figures")
            yield self._statement(
                f"{part} by body", f"{title} by body", [replace(row, group=group) for row in rows]
            )

    # Steady state

    def _write_steady_state(self) -> None:
        """Write what each component saves and costs once it runs, its parts, and what all do together."""
        saved, capital = (
            sum(getattr(each, name) for each in self.inputs.plans) for name in ("saving", "capital")
        )
        enabling = self._enabling[:1]
        for each in self.inputs.components:
            key, enables = f"steady/{each.key}", each in enabling
            figures = {"one-off": each.one_off, "recurring": each.recurring or 0}
            figures |= {"enabled": saved if enables else 0, "capital": capital if enables else 0}
            if each.steady_state is not None:
                figures["benefit"] = each.steady_state
            for column, pounds in figures.items():
                self.state(f"{key}/{column}", each.name, {AMOUNT: pounds})
            for column, beside, together in _TOGETHER:
                self._amounts_of(f"{key}/{together}", "Total", [f"{key}/{column}", f"{key}/{beside}"])
            categories = self._parts(
                f"{key}/category", f"{key}/categories", [category[:2] for category in each.categories]
            )
            for mark in MARKS:
                marked = [
                    line
                    for line, category in zip(categories, each.categories, strict=True)
                    if category.mark == mark
                ]
                if marked:
                    self._amounts_of(f"{key}/{mark}", each.name, marked)
            self._parts(f"{key}/one-off part", f"{key}/one-off parts", each.one_off_parts)
        keys = [f"steady/{each.key}" for each in self.inputs.additional]
        whole = f"steady/{PROGRAMME}"
        for column in ("benefit", "enabled", "one-off", "recurring", "capital", *MARKS):
            lines = [f"{key}/{column}" for key in keys]
            if column not in MARKS or any(line in self.ledger.lines for line in lines):
                self._amounts_of(f"{whole}/{column}", "Total", lines)
        for column, beside, together in _TOGETHER:
            down = self.sum_of(SUM, [f"{key}/{together}" for key in keys], columns=[AMOUNT])
            across = self.sum_of(SUM, [f"{whole}/{column}", f"{whole}/{beside}"], columns=[AMOUNT])
            self.derive(f"{whole}/{together}", "Total", either(down, across))

    def _amounts_of(self, key: str, label: str, lines: Sequence[str], **shown: Unpack[Shown]) -> Row:
        """Write the sum of those of the lines that there are."""
        known = [line for line in lines if line in self.ledger.lines]
        return self.total(key, label, SUM, known, columns=[AMOUNT], **shown)

    def _parts(self, line: str, together: str, parts: Sequence[tuple[str, int]]) -> list[str]:
        """Write named amounts, each on a line, and their sum; nothing where there are none."""
        lines = [f"{line} {index}" for index in range(len(parts))]
        for key, (name, pounds) in zip(lines, parts, strict=True):
            self.state(key, name, {AMOUNT: pounds})
        if lines:
            self._amounts_of(together, "Total", lines)
        return lines

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
        marked = {mark: (mark,) for mark in MARKS if f"steady/{PROGRAMME}/{mark}" in self.ledger.lines}
        if marked:
            yield self._by_component("cashable benefits", "Yearly benefit, cashable and not", marked)
        for component in self.inputs.components:
            yield from self._parts_of(component)

    def _by_component(
        self, key: str, title: str, headings: Mapping[str, tuple[str, ...]], group: str = "figures"
    ) -> Statement:
        rows = []
        parts = [(each.key, each.name) for each in self.inputs.additional]
        for part, name in (*parts, (PROGRAMME, "Total")):
            lines = {column: f"steady/{part}/{column}" for column in headings}
            known = {column: line for column, line in lines.items() if line in self.ledger.lines}
            rows.append(Row(name, known, group=group, is_total=part == PROGRAMME))
        return Statement(key, title, tuple(headings), tuple(rows), headings)

    def _parts_of(self, component: ComponentInput) -> Iterator[Statement]:
        """Yield what a component's yearly benefit and its cost are made of."""
        name, key = component.name, f"steady/{component.key}"
        plans = self.inputs.plans if self.ledger.figure_of(f"{key}/enabled", AMOUNT) else ()
        rows = [self._plan_row(plan) for plan in plans]
        if plans:
            rows.append(self.row(f"{key}/enabled", "Enabled benefit sub-total", is_total=True))
        rows += [self.row(f"{key}/category {index}") for index in range(len(component.categories))]
        rows += [
            self.row(f"{key}/{mark}", f"{mark.capitalize()} sub-total", is_total=True)
            for mark in MARKS
            if f"{key}/{mark}" in self.ledger.lines
        ]
        if component.categories:
            if plans:
                rows.append(self.row(f"{key}/categories", "Additional benefit sub-total", is_total=True))
            whole = f"{key}/all benefit" if plans else f"{key}/categories"
            rows.append(self.row(whole, "Grand total", wordings=("total",), is_total=True))
            title = f"{name}: yearly benefit by category"
            yield self._of_amounts(f"{component.key} benefits", title, rows, name)
        shown = ("one off implementation cost",)
        costs = [
            self.row(f"{key}/one-off part {index}", wordings=shown)
            for index in range(len(component.one_off_parts))
        ]
        if plans:
            words = "Capital cost of existing plans"
            costs.insert(0, self.row(f"{key}/capital", words, wordings=("capital cost",)))
        recurring = ("annual recurring cost",)
        costs += [
            self.row(f"{key}/all one-off", "Implementation cost total", is_total=True),
            self.row(f"{key}/recurring", "Recurring cost", wordings=recurring),
        ]
        yield self._of_amounts(f"{component.key} costs", f"{name}: one-off and recurring cost", costs, name)

    def _plan_row(self, plan: ExistingPlan) -> Row:
        wordings = initials_of(plan.name)
        return self.state(f"plan/{plan.key}/benefit", plan.name, {AMOUNT: plan.saving}, wordings=wordings)

    def _of_amounts(self, key: str, title: str, rows: Sequence[Row], caption: str = "") -> Statement:
        return Statement(key, title, (AMOUNT,), tuple(rows), caption=(caption,) if caption else ())

    # Existing plans

    def _plans(self) -> Iterator[Statement]:
        """Yield what the existing plans save, spend and change in activity, and the projects that may be delayed."""
        plans = self.inputs.plans
        if plans:
            rows = [self._plan_row(plan) for plan in plans]
            lines = [row.lines[""] for row in rows]
            words = ("total gross annual benefit",)
            total = self._amounts_of(f"{PLANS}/benefit", "Total", lines, wordings=words, is_total=True)
            yield self._of_amounts("existing plans", "Savings of existing plans", [*rows, total])
        for plan in plans:
            rows = list(self._plan_rows(plan))
            if rows:
                title = f"{plan.name}: activity and expenditure"
                yield Statement(f"{plan.key} activity", title, self.inputs.strategy_years, tuple(rows))
        delayed = self._parts("delayed/project", "delayed/projects", self.inputs.delayed)
        if delayed:
            rows = [*map(self.row, delayed), self.row("delayed/projects", "Total", is_total=True)]
            yield self._of_amounts("delayed projects", "Savings of projects that may be delayed", rows)

    def _plan_rows(self, plan: ExistingPlan) -> Iterator[Row]:
        key, words = f"plan/{plan.key}", ("total expenditure", "expenditure reduction")
        lines = [f"{key}/activity {index}" for index in range(len(plan.activity))]
        for line, (name, amounts) in zip(lines, plan.activity, strict=True):
            yield self.state(line, name, amounts, group="activity")
        if lines:
            own, years = f"{key}/total activity", sorted({year for _, each in plan.activity for year in each})
            yield self.total(
                own, "Total activity", SUM, lines, columns=years, group="activity", is_total=True
            )
        if plan.reduction_by_year:
            self.state(f"{key}/reduction", plan.name, plan.reduction_by_year)
            copied = same(SUM, f"{key}/reduction", plan.reduction_by_year)
            yield self.derive(
                f"{key}/total reduction",
                "Total expenditure adjustment",
                copied,
                wordings=words,
                group="expenditure",
                is_total=True,
            )


def body_words(body: str) -> str:
    """Return the name of a body that has a share, as people read it."""
    words = body.replace("_", " ")
    return f"{words[:1].upper()}{words[1:]}" or "No body named"
