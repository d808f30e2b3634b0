"""The position of a round as lines with their relations, and the tables made of them, fund by fund."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from proposals.domain.fields import FUNDS
from proposals.domain.forecast.lines import Ledger, same
from proposals.domain.forecast.position import ByYear
from proposals.domain.forecast.round_position import (
    GAP_TO_TARGET,
    STEPS_TO_GAP,
    FundPosition,
    RoundPosition,
)
from proposals.domain.forecast.statement import SAVING, SUM, Row, Statement, TableWriter, in_part
from proposals.domain.savings_profile import negated
from services.values.wording import distinct, within_sentence
from services.values.years import FinancialYear


def position_ledger(position: RoundPosition) -> tuple[Ledger, tuple[Statement, ...]]:
    """Return the lines of every fund's position, and its tables: each figure is stated or follows from others."""
    ledger = Ledger()
    tables: list[Statement] = []
    for fund in position.funds.values():
        planned = tuple(year for year in fund.years if year not in position.plan.beyond)
        tables += in_part(FUNDS[fund.fund], _FundTables(ledger, fund).tables(planned))
    return ledger, tuple(tables)


class _FundTables(TableWriter):
    """The tables of one fund, whose lines are written as the tables that show them are made."""

    def __init__(self, ledger: Ledger, fund: FundPosition) -> None:
        super().__init__(ledger, fund.years)
        self.fund = fund
        self.prefix = f"{fund.fund}/"

    def tables(self, planned: tuple[FinancialYear, ...]) -> Iterator[Statement]:
        """Yield the tables: what each proposal comes to first, then expenditure, income, the gap and the bridge."""
        fund = self.fund
        # A pressure is a saving below zero; here each proposal is an amount above zero.
        pressures = ((each.item.name, negated(each.by_year)) for each in fund.pressures)
        savings = ((each.item.name, each.by_year) for each in fund.savings)
        spent = self._listed("pressures", "Total pressures", pressures)
        if fund.pressures:
            yield self._statement("pressures", "Pressures, all effects to date", spent)
        saved = [replace(row, group=SAVING) for row in self._listed("savings", "Total savings", savings)]
        if fund.savings:
            yield self._statement("savings", "Savings net of recurring cost, all effects to date", saved)
        yield self._statement("expenditure", "Expenditure", self._expenditure())
        income = _by_name((each.line.name, each.by_year) for each in fund.income)
        yield self._statement("income", "Income", self._listed("income", "Total income", income))
        yield self._statement("gap", "Gap", self._gap())
        bridge = self._statement("bridge", "From the base budget to the gap", self._bridge())
        yield replace(bridge, columns=planned)
        if fund.targets:
            yield self._statement("targets", "Savings targets by directorate", self._targets())

    def _statement(self, name: str, title: str, rows: Iterable[Row]) -> Statement:
        titled = f"{FUNDS[self.fund.fund]}: {within_sentence(title)}"
        return Statement(self.prefix + name, titled, self.years, tuple(rows))

    def _listed(self, name: str, label: str, lines: Iterable[tuple[str, ByYear]]) -> list[Row]:
        """Write stated lines and their total."""
        rows = [self.state(f"{name}/{place}", *line) for place, line in enumerate(lines)]
        parts = [f"{name}/{place}" for place in range(len(rows))]
        return [*rows, self.total(name, label, SUM, parts, is_total=True)]

    def _expenditure(self) -> Iterator[Row]:
        base, uplift = (
            _by_name((each.line.name, each.by_year) for each in lines)
            for lines in (self.fund.base, self.fund.uplift)
        )
        yield from self._listed("base", "Base budget", base)
        yield from self._listed("uplift", "Uplift that begins in the year", uplift)
        yield self.running("uplift to date", "Uplift, all effects to date", "uplift", is_total=True)
        yield self.row("pressures", "Pressures, all effects to date", is_total=True)
        words, parts = "base budget, uplift and pressures", ["base", "uplift to date", "pressures"]
        yield self.total("expenditure", "Expenditure before savings", words, parts, is_total=True)

    def _gap(self) -> Iterator[Row]:
        nothing, proposals = "Gap if nothing is done", "Gap with the proposals"
        words = "expenditure less income"
        yield self.row("expenditure", "Expenditure before savings")
        yield self.row("income", "Income")
        yield self.total("gap", nothing, words, ["expenditure"], ["income"], is_total=True)
        yield self.row("savings", "Savings, net of recurring cost", group=SAVING)
        words = "the gap less the savings"
        yield self.total("gap with", proposals, words, ["gap"], ["savings"], is_total=True)
        for name, label in (("gap", nothing), ("gap with", proposals)):
            yield self.running(f"{name} to date", f"{label}, added up over the years", name, is_total=True)

    def _bridge(self) -> Iterator[Row]:
        """Yield the steps from the base budget to the gap."""
        for name in ("savings", "income"):
            taken_off = same("taken off", self.prefix + name, self.years, times=-1)
            self.derive(f"less {name}", f"Less {name}", taken_off)
        steps = ["base", "uplift to date", "pressures", "less savings", "less income"]
        for label, name in zip(STEPS_TO_GAP, steps, strict=True):
            yield self.row(name, label)
        yield self.total("bridged gap", "Gap with the proposals", SUM, steps, is_total=True)

    def _targets(self) -> Iterator[Row]:
        words = "the target less what is proposed"
        for place, line in enumerate(self.fund.target_lines):
            asked, proposed, label = f"target/{place}", f"proposed/{place}", f"{line.directorate}: "
            yield self.state(asked, f"{label}target", line.target, group=SAVING)
            yield self.state(proposed, f"{label}proposed", line.proposed, group=SAVING)
            missing = f"{label}{GAP_TO_TARGET}"
            yield self.total(f"missing/{place}", missing, words, [asked], [proposed], is_total=True)


def _by_name(lines: Iterable[tuple[str, ByYear]]) -> Iterator[tuple[str, ByYear]]:
    """Yield the lines; those that share a name are numbered."""
    found: list[str] = []
    for name, by_year in lines:
        found.append(distinct(name, found))
        yield found[-1], by_year
