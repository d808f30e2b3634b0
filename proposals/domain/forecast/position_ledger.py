"""The position of a round as lines with their relations, and the tables made of them, fund by fund."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from proposals.domain.fields import FUNDS
from proposals.domain.forecast.lines import Ledger, running, same, total
from proposals.domain.forecast.position import ByYear
from proposals.domain.forecast.round_position import (
    GAP_TO_TARGET,
    STEPS_TO_GAP,
    FundPosition,
    RoundPosition,
)
from proposals.domain.forecast.statement import SAVING, Row, Statement, in_part
from proposals.domain.forecast.what_enters import Entered
from proposals.domain.savings_profile import negated
from services.values.wording import distinct, within_sentence

_SUM = "the sum of its parts"
_SO_FAR = "the yearly figures added up so far"


def position_ledger(position: RoundPosition) -> tuple[Ledger, tuple[Statement, ...]]:
    """Return the lines of every fund's position, and its tables: each figure is stated or follows from others."""
    ledger = Ledger()
    tables: list[Statement] = []
    for fund in position.funds.values():
        written = in_part(FUNDS[fund.fund], _FundLines(ledger, position, fund).tables())
        tables.extend(written)
    return ledger, tuple(tables)


class _FundLines:
    """The lines of one fund, written into a ledger as the tables that show them are made."""

    def __init__(self, ledger: Ledger, position: RoundPosition, fund: FundPosition) -> None:
        self.ledger = ledger
        self.fund = fund
        self.years = fund.years
        self.planned = [year for year in fund.years if year not in position.plan.beyond]

    def tables(self) -> Iterator[Statement]:
        """Yield the tables: what each proposal comes to first, then expenditure, income, the gap and the bridge."""
        proposals = (
            ("pressures", "Pressures, all effects to date", self.fund.pressures, -1),
            ("savings", "Savings net of recurring cost, all effects to date", self.fund.savings, 1),
        )
        for key, title, entered, sign in proposals:
            table = self._proposals(key, title, entered, sign)
            if entered:
                yield table
        yield self._expenditure()
        yield self._income()
        yield self._gap()
        yield self._bridge()
        if self.fund.targets:
            yield self._targets()

    def _key(self, name: str) -> str:
        return f"{self.fund.fund}/{name}"

    def _statement(self, name: str, title: str, rows: Sequence[Row]) -> Statement:
        return Statement(self._key(name), self._titled(title), self.years, tuple(rows))

    def _titled(self, title: str) -> str:
        return f"{FUNDS[self.fund.fund]}: {within_sentence(title)}"

    def _row(self, label: str, name: str, *, is_total: bool = False) -> Row:
        return Row(label, {"": self._key(name)}, is_total=is_total)

    def _state(self, name: str, label: str, by_year: ByYear) -> Row:
        self.ledger.state(self._key(name), label, {year: by_year.get(year, 0) for year in self.years})
        return self._row(label, name)

    def _total(
        self, name: str, label: str, words: str, plus: Sequence[str], minus: Sequence[str] = ()
    ) -> Row:
        keys, less = map(self._key, plus), map(self._key, minus)
        self.ledger.derive(self._key(name), label, total(words, keys, self.years, minus=less))
        return self._row(label, name, is_total=True)

    def _running(self, name: str, label: str, of: str) -> Row:
        added = running(_SO_FAR, self._key(name), self._key(of), self.years)
        self.ledger.derive(self._key(name), label, added)
        return self._row(label, name, is_total=True)

    def _proposals(self, name: str, title: str, entered: Sequence[Entered], sign: int) -> Statement:
        """Return the proposals of a direction, each as an amount above zero, and their total."""
        rows = [
            self._state(
                f"{name}/{place}",
                each.item.name,
                each.by_year if sign > 0 else negated(each.by_year),
            )
            for place, each in enumerate(entered)
        ]
        parts = [f"{name}/{place}" for place in range(len(entered))]
        rows.append(self._total(name, f"Total {name}", _SUM, parts))
        if name == "savings":
            rows = [replace(row, group=SAVING) for row in rows]
        return self._statement(name, title, rows)

    def _lines(self, name: str, stated: Mapping[str, ByYear]) -> tuple[list[Row], list[str]]:
        parts = [f"{name}/{place}" for place in range(len(stated))]
        rows = [
            self._state(part, label, by_year)
            for part, (label, by_year) in zip(parts, stated.items(), strict=True)
        ]
        return rows, parts

    def _expenditure(self) -> Statement:
        base, base_parts = self._lines(
            "base", _by_name((each.line.name, each.by_year) for each in self.fund.base)
        )
        uplift, parts = self._lines(
            "uplift", _by_name((each.line.name, each.by_year) for each in self.fund.uplift)
        )
        rows = (
            *base,
            self._total("base", "Base budget", _SUM, base_parts),
            *uplift,
            self._total("uplift", "Uplift that begins in the year", _SUM, parts),
            self._running("uplift to date", "Uplift, all effects to date", "uplift"),
            self._row("Pressures, all effects to date", "pressures", is_total=True),
            self._total(
                "expenditure",
                "Expenditure before savings",
                "base budget, uplift and pressures",
                ["base", "uplift to date", "pressures"],
            ),
        )
        return self._statement("expenditure", "Expenditure", rows)

    def _income(self) -> Statement:
        rows, parts = self._lines(
            "income", _by_name((each.line.name, each.by_year) for each in self.fund.income)
        )
        rows.append(self._total("income", "Total income", _SUM, parts))
        return self._statement("income", "Income", rows)

    def _gap(self) -> Statement:
        words = "expenditure less income"
        rows = (
            self._row("Expenditure before savings", "expenditure"),
            self._row("Income", "income"),
            self._total("gap", "Gap if nothing is done", words, ["expenditure"], ["income"]),
            replace(self._row("Savings, net of recurring cost", "savings"), group=SAVING),
            self._total(
                "gap with", "Gap with the proposals", "the gap less the savings", ["gap"], ["savings"]
            ),
            self._running("gap to date", "Gap if nothing is done, added up over the years", "gap"),
            self._running("gap with to date", "Gap with the proposals, added up over the years", "gap with"),
        )
        return self._statement("gap", "Gap", rows)

    def _bridge(self) -> Statement:
        """Return the steps from the base budget to the gap of each planned year."""
        for name in ("savings", "income"):
            words = "taken off"
            self.ledger.derive(
                self._key(f"less {name}"), f"Less {name}", same(words, self._key(name), self.years, times=-1)
            )
        steps = ["base", "uplift to date", "pressures", "less savings", "less income"]
        rows = [self._row(label, name) for label, name in zip(STEPS_TO_GAP, steps, strict=True)]
        rows.append(self._total("bridged gap", "Gap with the proposals", _SUM, steps))
        title = self._titled("From the base budget to the gap")
        return Statement(self._key("bridge"), title, tuple(self.planned), tuple(rows))

    def _targets(self) -> Statement:
        rows = []
        for place, line in enumerate(self.fund.target_lines):
            asked, proposed = f"target/{place}", f"proposed/{place}"
            rows += [
                replace(self._state(asked, f"{line.directorate}: target", line.target), group=SAVING),
                replace(self._state(proposed, f"{line.directorate}: proposed", line.proposed), group=SAVING),
                self._total(
                    f"missing/{place}",
                    f"{line.directorate}: {GAP_TO_TARGET}",
                    "the target less what is proposed",
                    [asked],
                    [proposed],
                ),
            ]
        return self._statement("targets", "Savings targets by directorate", rows)


def _by_name(lines: Iterator[tuple[str, ByYear]]) -> dict[str, ByYear]:
    """Return the lines by name; those that share a name are numbered, so that none is lost."""
    found: dict[str, ByYear] = {}
    for name, by_year in lines:
        found[distinct(name, list(found))] = by_year
    return found
