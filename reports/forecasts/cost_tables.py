"""The cost to achieve of a round: its tables, and the chart of costs beside savings."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from councilsavings.charts import Chart, stacked_chart
from proposals.domain.capital_receipts import EarlierProject, ReceiptsProject
from proposals.domain.costs import COST_KINDS, FUNDERS, CostSchedule, cost_differences
from proposals.domain.direction import SAVING
from proposals.domain.records import Totals
from proposals.domain.savings_profile import SavingsProfile, added_up, sum_profiles
from proposals.domain.savings_together import share_of_whole
from proposals.domain.stages import ENDED
from proposals.models import BudgetRound, SavingsProposal
from proposals.models.records import costs_of, profile_of
from proposals.overview.printing import Columns, OverviewTable, Row, YearPrinter, table_of
from services.db.rows_together import Rows
from services.values.years import FinancialYear


def cost_page(budget_round: BudgetRound, user: Any) -> dict[str, Any]:
    """Return what the page prints of the costs of the proposals that the person sees and that have not ended."""
    seen = SavingsProposal.listed.visible_to(user).filter(budget_round=budget_round)
    proposals = list(seen.exclude(stage__in=ENDED).with_related().with_rows(Rows("costs_to_achieve")))
    printer = CostPrinter(budget_round.council.money_style, budget_round.years)
    schedule = CostSchedule(budget_round.years, tuple(cost for each in proposals for cost in costs_of(each)))
    totals = seen.filter(direction=SAVING).totals(budget_round.years)
    return {
        "chart": printer.chart(totals),
        "tables": printer.tables(schedule) if schedule.costs else (),
        "differing": printer.differing(proposals),
        "caveat": totals.caveat,
    }


class CostPrinter(YearPrinter):
    """Prints costs by year as one council does."""

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
        rows = tuple(self.costs_and_total(names[key], by_year) for key, by_year in amounts.items())
        return OverviewTable(
            caption, self.headings(heading, "Total"), rows, self.costs_and_total("Total", schedule.total)
        )

    def _capital(self, schedule: CostSchedule) -> OverviewTable:
        share = share_of_whole(sum(schedule.capital.values()), sum(schedule.total.values()))
        shares = [share_of_whole(schedule.capital[year], schedule.total[year]) for year in self.years]
        rows = (
            self.costs_and_total("Revenue", schedule.revenue),
            self.costs_and_total("Capital", schedule.capital),
            Row(
                "Capital as a share",
                tuple(map(self.share, (*shares, share))),
            ),
        )
        return OverviewTable(
            "Revenue and capital",
            self.headings("Part", "Total"),
            rows,
            self.costs_and_total("Total", schedule.total),
        )

    def differing(self, proposals: Sequence[SavingsProposal]) -> OverviewTable | None:
        """Return the proposals of which not all cost is scheduled by kind and funder; None where there is none."""
        found = [
            (each, difference)
            for each in proposals
            for difference in cost_differences(costs_of(each), profile_of(each))
        ]
        columns: Columns = {
            "Proposal": lambda pair: str(pair[0]),
            "Year": lambda pair: str(pair[1].year),
            self.headed("One-off cost"): lambda pair: self.cost(pair[1].one_off_cost),
            self.headed("Scheduled revenue"): lambda pair: self.cost(pair[1].revenue),
            self.headed("Capital cost"): lambda pair: self.cost(pair[1].capital_cost),
            self.headed("Scheduled capital"): lambda pair: self.cost(pair[1].capital),
        }
        caption = "Costs that are not scheduled by kind and funder in full"
        table = table_of(caption, columns, found, lambda pair: pair[0].get_absolute_url())
        return table if found else None

    def receipts(self, projects: Sequence[ReceiptsProject]) -> tuple[OverviewTable, ...]:
        """Return what receipts and others pay for each project, and what it is expected to save, by year."""
        parts: tuple[tuple[str, Callable[[ReceiptsProject], Mapping[FinancialYear, int]]], ...] = (
            ("Cost paid from capital receipts", lambda each: each.from_receipts),
            ("Cost paid from other sources", lambda each: each.from_others),
        )
        headings = self.headings("Project", "Total")
        costs = tuple(
            OverviewTable(
                caption,
                headings,
                tuple(
                    self.costs_and_total(f"{each.reference} {each.title}", paid(each)) for each in projects
                ),
                self.costs_and_total("Total", added_up(paid(each) for each in projects)),
            )
            for caption, paid in parts
        )
        return (*costs, self._expected(projects))

    def _expected(self, projects: Sequence[ReceiptsProject]) -> OverviewTable:
        savings = sum_profiles((each.profile for each in projects), self.years)

        def row(label: str, profile: SavingsProfile) -> Row:
            amounts = [profile.gross_in_year[year] for year in self.years]
            return Row(label, tuple(self.saving(each) for each in (*amounts, profile.full_year_effect)))

        headings = self.headings("Project", "Full-year effect")
        rows = tuple(row(f"{each.reference} {each.title}", each.profile) for each in projects)
        return OverviewTable("Saving expected in each year", headings, rows, row("Total", savings))

    def earlier(self, projects: Sequence[EarlierProject]) -> OverviewTable:
        """Return what projects of earlier rounds promised, and what has come of it."""
        columns: Columns = {
            "Project": lambda each: f"{each.reference} {each.title}",
            "Round": lambda each: each.budget_round,
            self.headed("Paid from capital receipts"): lambda each: self.cost(each.from_receipts),
            self.headed("Saving a year as planned"): lambda each: self.saving(each.planned_saving),
            self.headed("Saving a year as expected now"): lambda each: self.saving(each.current_saving),
            "Delivery status": lambda each: each.delivery or "Not recorded",
            "Note": lambda each: each.note,
        }
        return table_of("Projects of earlier rounds", columns, projects)

    def chart(self, totals: Totals) -> Chart:
        """Return savings above zero, costs below it, and what is left of the savings after revenue costs."""
        cost, saving = totals.in_year_cost, totals.in_year
        capital = totals.profile.capital_cost
        net = {
            year: None if (cost[year] is None or saving[year] is None) else saving[year] - (cost[year] or 0)
            for year in self.years
        }
        series = [
            self.series("Savings", saving),
            self.series("Revenue cost", {year: _negative(pounds) for year, pounds in cost.items()}),
        ]
        if any(capital.values()):
            series.append(
                self.series("Capital cost", {year: _negative(pounds) for year, pounds in capital.items()})
            )
        return stacked_chart(
            "Savings and costs in each year",
            series,
            self.series("Savings less revenue cost", net),
            alternative="Savings are shown above zero and costs below it; the line is savings less revenue cost.",
            unit=self.unit,
        )


def _negative(pounds: int | None) -> int | None:
    return None if pounds is None else -pounds
