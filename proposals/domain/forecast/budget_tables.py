"""The tables of the council's budget, and of what becomes of it with the programme."""

from collections.abc import Iterator

from proposals.domain.forecast.statement import SHARE, Row, Statement, in_part
from proposals.domain.forecast.tables import Tables

_IN_YEAR = ("in year surplus deficit", "in year gap", "budget gap", "funding gap")
_CUMULATIVE = ("cumulative surplus deficit", "cumulative gap")
_OPENING = ("opening balance", "opening reserves", "balance brought forward", "balance at 1 April")
_USE = ("planned drawdown", "planned use", "budget shortfall", "drawdown", "use of reserves")
_CLOSING = ("closing balance", "closing reserves", "balance carried forward", "balance at 31 March")


class BudgetTables(Tables):
    """The tables of uplift, position, what moves, funding, the position with the programme, and reserves."""

    def all(self) -> Iterator[Statement]:
        """Yield the tables, those from which others take figures first."""
        yield from in_part(
            "The budget if nothing changes", (self._categories(), self._uplift(), self._do_nothing())
        )
        moving = (self._budgets(), self._allocation(), self._council(), self._funding())
        yield from in_part("Services that move", moving)
        yield from in_part("The position with the programme", (self._retained(), self._revised()))
        yield from in_part("Reserves", self._reserves())

    def _categories(self) -> Statement:
        rows = []
        for key, (name, _) in self.inputs.uplift.items():
            rows.append(Row(name, {"": f"uplift/{key}"}, (name,), is_total=True))
            for body in self.bodies:
                rows.append(self.body_row(body, f"uplift/{key}", "figures", section=(name,)))
        rows.append(Row("Total", {"": "uplift"}, ("total",), is_total=True))
        return Statement("uplift by category", "Uplift by category", self.inputs.strategy_years, tuple(rows))

    def _uplift(self) -> Statement:
        rows = [self.body_row(body, "uplift of", "figures") for body in self.bodies]
        rows.append(Row("Total uplift", {"": "uplift"}, ("total uplift",), is_total=True))
        return Statement("uplift by body", "Uplift by body", self.inputs.strategy_years, tuple(rows))

    def _do_nothing(self) -> Statement:
        rows = (
            Row("Net expenditure", {"": "base"}, ("net expenditure",), "expenditure"),
            Row("Uplift (in-year)", {"": "uplift"}, ("uplift in year",), "expenditure"),
            Row("Uplift (cumulative)", {"": "cumulative uplift"}, ("uplift cumulative",), "expenditure"),
            Row(
                "Total expenditure", {"": "expenditure"}, ("total expenditure",), "expenditure", is_total=True
            ),
            *(
                Row(name, {"": f"income/{key}"}, (name,), "income")
                for key, (name, _) in self.inputs.income.items()
            ),
            Row("Total income", {"": "income"}, ("total income",), "income", is_total=True),
            *self._gap_rows(),
        )
        title = "The position if nothing changes"
        return Statement("do nothing", title, self.inputs.strategy_years, rows, against=("revised",))

    def _gap_rows(self, section: tuple[str, ...] = ()) -> tuple[Row, ...]:
        cumulative = "Cumulative surplus/(deficit)"
        return (
            Row("In-year surplus/(deficit)", {"": "gap"}, _IN_YEAR, "gap", section, is_total=True),
            Row(cumulative, {"": "cumulative gap"}, _CUMULATIVE, "gap", section, is_total=True),
        )

    def _budgets(self) -> Statement:
        year = str(self.inputs.base_year)
        rows = [
            Row(self.label_of(body), {year: f"budget/{body}", SHARE: f"share/{body}"}, self.wordings_of(body))
            for body in self.bodies
        ]
        rows.append(Row("Total", {year: "budget", SHARE: "share"}, ("total",), is_total=True))
        headings = {year: ("net expenditure", "budget"), SHARE: ("overall budget", "share", "per cent")}
        return Statement(
            "base budgets", "Base budgets", (self.inputs.base_year, SHARE), tuple(rows), headings
        )

    def _allocation(self) -> Statement:
        rows = [self.body_row(body, "base of", "figures") for body in self.bodies]
        rows.append(
            Row("Total expenditure", {"": "base of all"}, ("total expenditure", "total"), is_total=True)
        )
        years = (self.inputs.base_year, *self.inputs.position_years)
        return Statement(
            "allocation", "Base net expenditure by body", years, tuple(rows), caption=("allocation",)
        )

    def _council(self) -> Statement:
        base, uplift, spent = ("net expenditure",), ("uplift",), ("total expenditure",)
        in_year, cumulative = ("uplift in year", "uplift expenditure in year"), ("uplift cumulative",)
        rows = (
            *(self.body_row(body, "council base", "figures", section=base) for body in self.bodies),
            *(self.body_row(body, "council uplift", "figures", section=uplift) for body in self.bodies),
            Row("Uplift (in-year)", {"": "council uplift"}, in_year, is_total=True),
            Row("Uplift (cumulative)", {"": "council cumulative uplift"}, cumulative, is_total=True),
            *(self.body_row(body, "council expenditure", "figures", section=spent) for body in self.bodies),
            Row("Total expenditure", {"": "council expenditure"}, ("total expenditure",), is_total=True),
        )
        return Statement("council expenditure", "The council's expenditure", self.inputs.position_years, rows)

    def _funding(self) -> Statement:
        own = Row(
            f"Funding for {self.label_of(self.inputs.retained)}",
            {"": "retained funding"},
            tuple(f"funding {each}" for each in self.wordings_of(self.inputs.retained)),
        )
        rows = [Row("Base funding", {"": "base funding"}, ("base funding",), is_total=True), own]
        reduced = [body for body in self.inputs.go_live if self._any(f"reduction/{body}")]
        rows += [self.body_row(body, "funding", "figures") for body in self.inputs.go_live]
        if reduced:
            words = ("adjustment funding", "adjustment", "reduction")
            rows.append(Row("Adjustment of funding", {"": "reduction"}, words))
        rows += [self.body_row(body, "revised funding", "figures", "revised") for body in reduced]
        rows.append(Row("Total", {"": "funding"}, ("total",), is_total=True))
        return Statement(
            "funding", "Funding by body", self.inputs.position_years, tuple(rows), caption=("funding",)
        )

    def _any(self, line: str) -> bool:
        return any(self.lines[line].values.values())

    def _retained(self) -> Statement:
        own = self.inputs.retained
        counted = [each for each in self.inputs.components if each.key in self.inputs.counted_components]
        rows = (
            Row("Expenditure", {"": f"council expenditure/{own}"}, ("expenditure",), "expenditure"),
            Row("Funding", {"": "retained funding"}, ("funding",), "income"),
            *(
                Row(f"{each.name} savings", {"": f"counted/{each.key}"}, (f"{each.name} savings",), "savings")
                for each in counted
            ),
            Row("Surplus/(deficit)", {"": "surplus"}, ("surplus deficit",), "gap", is_total=True),
            Row("Additional savings", {"": "target"}, ("additional savings",), "savings"),
            Row(
                "Revised surplus/(deficit)",
                {"": "revised/gap"},
                ("revised surplus deficit",),
                "gap",
                is_total=True,
            ),
        )
        return Statement(
            "retained services", "Position of the retained services", self.inputs.position_years, rows
        )

    def _revised(self) -> Statement:
        moving = tuple(self.inputs.go_live)
        income, spent = "Revised income of retained services", "Expenditure on retained services"
        names = self.wordings_of(self.inputs.retained)
        rows = (
            Row("Net expenditure", {"": "base"}, ("net expenditure",), "expenditure"),
            Row("Uplift (cumulative)", {"": "cumulative uplift"}, ("uplift cumulative",), "expenditure"),
            Row(
                "Total expenditure", {"": "expenditure"}, ("total expenditure",), "expenditure", is_total=True
            ),
            *(self.body_row(body, "cost moved", "cost moved", "transfer of costs") for body in moving),
            Row("Expected savings", {"": "expected savings"}, ("expected savings",), "savings"),
            Row(
                spent,
                {"": "retained expenditure"},
                (spent, *(f"{each} expenditure" for each in names)),
                "expenditure",
                is_total=True,
            ),
            Row("Total income", {"": "income"}, ("total income",), "income", is_total=True),
            *(
                self.body_row(body, "revised funding", "funding moved", "transfer of funding")
                for body in moving
            ),
            Row(
                income,
                {"": "retained income"},
                (income, "revised income", *(f"revised {each} income" for each in names)),
                "income",
                is_total=True,
            ),
            Row("In-year surplus/(deficit)", {"": "revised/gap"}, _IN_YEAR, "gap", is_total=True),
            Row(
                "Cumulative surplus/(deficit)",
                {"": "revised/cumulative gap"},
                _CUMULATIVE,
                "gap",
                is_total=True,
            ),
            *self._gap_rows(("do nothing", "current forecast")),
        )
        return Statement(
            "revised position", "The position with the programme", self.inputs.strategy_years, rows
        )

    def _reserves(self) -> Iterator[Statement]:
        captions: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
            "reserves": ((), ("revised", "model", "programme")),
            "revised/reserves": (("revised",), ()),
        }
        for key, (caption, against) in captions.items():
            if f"{key}/use" not in self.lines:
                continue
            rows = (
                Row("Opening balance", {"": f"{key}/opening"}, _OPENING, "balance"),
                Row("Planned use", {"": f"{key}/use"}, _USE, "use"),
                Row("Closing balance", {"": f"{key}/closing"}, _CLOSING, "balance", is_total=True),
            )
            is_revised = key != "reserves"
            years = self.inputs.position_years if is_revised else self.inputs.strategy_years
            title = "Reserves with the programme" if is_revised else "Reserves if nothing changes"
            yield Statement(key, title, years, rows, caption=caption, against=against)
