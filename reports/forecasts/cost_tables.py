"""The cost to achieve of a round: its tables, and the chart of costs beside savings."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from councilsavings.charts import Chart, Point, Series, stacked_chart
from proposals.domain.capital_receipts import EarlierProject, ReceiptsProject
from proposals.domain.costs import COST_KINDS, FUNDERS, CostSchedule, cost_differences
from proposals.domain.fields import SAVING
from proposals.domain.records import Totals, added_up
from proposals.domain.savings_profile import SavingsProfile, share_of_whole, sum_profiles
from proposals.domain.stages import ENDED
from proposals.models import BudgetRound, SavingsProposal
from proposals.models.records import costs_of, profile_of
from proposals.overview.printing import Cell, OverviewTable, Printer, Row
from services.db.rows_together import Rows
from services.values.money import MoneyStyle, format_money, format_share
from services.values.years import FinancialYear


@dataclass(frozen=True)
class CostPage:
    """What the page of the cost to achieve prints."""

    chart: Chart
    tables: tuple[OverviewTable, ...]
    differing: OverviewTable | None
    caveat: str


def cost_page(budget_round: BudgetRound, user: Any) -> CostPage:
    """Return the costs to achieve of the proposals that the person sees, those that have ended left out."""
    seen = SavingsProposal.listed.visible_to(user).filter(budget_round=budget_round)
    proposals = list(seen.exclude(stage__in=ENDED).with_related().with_rows(Rows("costs_to_achieve")))
    printer = CostPrinter(budget_round.years, budget_round.council.money_style)
    schedule = CostSchedule(budget_round.years, tuple(cost for each in proposals for cost in costs_of(each)))
    totals = seen.filter(direction=SAVING).totals(budget_round.years)
    return CostPage(
        chart=printer.chart(totals),
        tables=printer.tables(schedule) if schedule.costs else (),
        differing=printer.differing(proposals),
        caveat=totals.caveat,
    )


@dataclass(frozen=True)
class CostPrinter:
    """Prints costs by year as one council does."""

    years: tuple[FinancialYear, ...]
    style: MoneyStyle

    def tables(self, schedule: CostSchedule) -> tuple[OverviewTable, ...]:
        """Return the costs by kind and by funder, with how much of them is capital."""
        return (
            self._table("Cost to achieve by kind", "Kind", COST_KINDS, schedule.by_kind, schedule),
            self._table("Cost to achieve by funder", "Funder", FUNDERS, schedule.by_funder, schedule),
            self._capital(schedule),
        )

    def _table(
        self,
        caption: str,
        heading: str,
        names: Mapping[str, str],
        amounts: Mapping[str, Mapping[FinancialYear, int]],
        schedule: CostSchedule,
    ) -> OverviewTable:
        rows = tuple(self.row(names[key], by_year) for key, by_year in amounts.items())
        return OverviewTable(caption, self._headings(heading), rows, self.row("Total", schedule.total))

    def _capital(self, schedule: CostSchedule) -> OverviewTable:
        share = share_of_whole(sum(schedule.capital.values()), sum(schedule.total.values()))
        shares = [share_of_whole(schedule.capital[year], schedule.total[year]) for year in self.years]
        rows = (
            self.row("Revenue", schedule.revenue),
            self.row("Capital", schedule.capital),
            Row(
                "Capital as a share",
                tuple(Cell("–" if each is None else format_share(each)) for each in (*shares, share)),
            ),
        )
        return OverviewTable(
            "Revenue and capital", self._headings("Part"), rows, self.row("Total", schedule.total)
        )

    def _headings(self, first: str) -> tuple[str, ...]:
        return (
            first,
            *(f"{year} ({self.style.label})" for year in self.years),
            f"Total ({self.style.label})",
        )

    def row(self, label: str, by_year: Mapping[FinancialYear, int], address: str = "") -> Row:
        """Return the amounts of the years and their total under a label."""
        amounts = [by_year.get(year, 0) for year in self.years]
        cells = tuple(Cell(format_money(each, self.style, bare=True)) for each in (*amounts, sum(amounts)))
        return Row(label, cells, address)

    def differing(self, proposals: Sequence[SavingsProposal]) -> OverviewTable | None:
        """Return the proposals of which not all cost is scheduled by kind and funder; None where there is none."""
        printer = Printer(self.style)
        rows = []
        for each in proposals:
            profile = profile_of(each)
            for found in cost_differences(costs_of(each), profile):
                pounds = (found.one_off_cost, found.revenue, found.capital_cost, found.capital)
                cells = (Cell(str(found.year), is_figure=False), *(printer.cost(amount) for amount in pounds))
                rows.append(Row(str(each), cells, each.get_absolute_url()))
        if not rows:
            return None
        headings = (
            "Proposal",
            "Year",
            printer.headed("One-off cost"),
            printer.headed("Scheduled revenue"),
            printer.headed("Capital cost"),
            printer.headed("Scheduled capital"),
        )
        return OverviewTable(
            "Costs that are not scheduled by kind and funder in full",
            headings,
            tuple(rows),
            words=frozenset({"Year"}),
        )

    def receipts(self, projects: Sequence[ReceiptsProject]) -> tuple[OverviewTable, ...]:
        """Return what receipts and others pay for each project, and what it is expected to save, by year."""
        parts: tuple[tuple[str, Callable[[ReceiptsProject], Mapping[FinancialYear, int]]], ...] = (
            ("Cost paid from capital receipts", lambda each: each.from_receipts),
            ("Cost paid from other sources", lambda each: each.from_others),
        )
        headings = self._headings("Project")
        costs = tuple(
            OverviewTable(
                caption,
                headings,
                tuple(self.row(f"{each.reference} {each.title}", paid(each)) for each in projects),
                self.row("Total", added_up(paid(each) for each in projects)),
            )
            for caption, paid in parts
        )
        return (*costs, self._expected(projects))

    def _expected(self, projects: Sequence[ReceiptsProject]) -> OverviewTable:
        printer = Printer(self.style)
        savings = sum_profiles((each.profile for each in projects), self.years)

        def row(label: str, profile: SavingsProfile) -> Row:
            amounts = [profile.gross_in_year[year] for year in self.years]
            return Row(label, tuple(printer.saving(each) for each in (*amounts, profile.full_year_effect)))

        headings = (*self._headings("Project")[:-1], printer.headed("Full-year effect"))
        rows = tuple(row(f"{each.reference} {each.title}", each.profile) for each in projects)
        return OverviewTable("Saving expected in each year", headings, rows, row("Total", savings))

    def earlier(self, projects: Sequence[EarlierProject]) -> OverviewTable:
        """Return what projects of earlier rounds promised, and what has come of it."""
        printer = Printer(self.style)
        rows = tuple(
            Row(
                f"{each.reference} {each.title}",
                (
                    Cell(each.budget_round, is_figure=False),
                    printer.cost(each.from_receipts),
                    printer.saving(each.planned_saving),
                    printer.saving(each.current_saving),
                    Cell(each.delivery or "Not recorded", is_figure=False),
                    Cell(each.note, is_figure=False),
                ),
            )
            for each in projects
        )
        headings = (
            "Project",
            "Round",
            printer.headed("Paid from capital receipts"),
            printer.headed("Saving a year as planned"),
            printer.headed("Saving a year as expected now"),
            "Delivery status",
            "Note",
        )
        words = frozenset({"Round", "Delivery status", "Note"})
        return OverviewTable("Projects of earlier rounds", headings, rows, words=words)

    def chart(self, totals: Totals) -> Chart:
        """Return savings above zero, costs below it, and what is left of the savings after revenue costs."""
        cost, saving = totals.in_year_cost, totals.in_year
        capital = totals.profile.capital_cost
        net = {
            year: None if (cost[year] is None or saving[year] is None) else saving[year] - (cost[year] or 0)
            for year in self.years
        }
        series = [
            self._series("Savings", saving),
            self._series("Revenue cost", {year: _negative(pounds) for year, pounds in cost.items()}),
        ]
        if any(capital.values()):
            series.append(
                self._series("Capital cost", {year: _negative(pounds) for year, pounds in capital.items()})
            )
        return stacked_chart(
            "Savings and costs in each year",
            series,
            self._series("Savings less revenue cost", net),
            alternative="Savings are shown above zero and costs below it; the line is savings less revenue cost.",
            unit=self.style.label,
        )

    def _series(self, label: str, by_year: Mapping[FinancialYear, int | None]) -> Series:
        return Series(
            label,
            tuple(
                Point(
                    str(year), pounds, "" if pounds is None else format_money(pounds, self.style, bare=True)
                )
                for year, pounds in by_year.items()
            ),
        )


def _negative(pounds: int | None) -> int | None:
    return None if pounds is None else -pounds
