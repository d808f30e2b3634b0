"""The savings of the proposals by category, kind, risk, and recurring against one-off; pure values."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from councilsavings.charts import Chart, Point, Series, bar_chart
from proposals.domain.savings_together import share_of_whole
from proposals.overview.making import EXPECTED, HEADLINE, NO_YEAR_IS_KNOWN, NOT_STATED, Maker
from proposals.overview.printing import OverviewTable, Row, Section, count
from proposals.overview.slices import Group, grouped, in_order, largest_first
from services.values.money import Pounds
from services.values.wording import counted, distinct

RISK_ORDER = ("H", "M", "L", "")
RECURRENCE_ORDER = ("recurring", "one-off", "both", "")
RECURRENCE_LABELS = {
    "recurring": "Recurring only",
    "one-off": "One-off only",
    "both": "Recurring and one-off",
    "": "No saving by year",
}
RISK_ADJUSTED_MEANS = (
    "A risk-adjusted saving is the saving multiplied by the percentage that is expected to be delivered."
)


@dataclass(frozen=True)
class Trait:
    """An attribute that tells proposals apart: its section, the heading of its column, and the list's filter for it."""

    filter: str
    anchor: str
    title: str
    heading: str
    terms: tuple[str, ...] = ()
    """The words that are explained in place."""
    nothing: str = ""
    """The words where no proposal states it; empty where the rows make it clear."""


CATEGORY = Trait(
    "category", "categories", "By category", "Category", ("category",), "No proposals have a category."
)
KIND = Trait(
    "kind", "kinds", "By kind of saving", "Kind of saving", (), "No proposals have a kind of saving recorded."
)
RISK = Trait(
    "risk",
    "risks",
    "By risk to delivery",
    "Risk to delivery",
    ("risk to delivery", "deliverability", "risk-adjusted saving"),
    "No proposals have a risk to delivery recorded.",
)
RECURRENCE = Trait(
    "recurrence",
    "recurrence",
    "Recurring and one-off savings",
    "Type of saving",
    ("recurring", "one-off", "full-year effect"),
)


class TraitSections(Maker):
    """The parts with a row for each value of one trait."""

    def by_category(self) -> Section:
        """Return what each of the council's categories saves."""
        groups = largest_first(grouped(self.overview.slices, lambda one: one.category))
        return self._section(CATEGORY, [(group, group.value or "No category") for group in groups])

    def by_kind(self) -> Section:
        """Return what each kind of saving adds up to."""
        groups = largest_first(grouped(self.overview.slices, lambda one: one.kind))
        return self._section(KIND, [(group, self.labels.kind(group.value)) for group in groups])

    def by_risk(self) -> Section:
        """Return what rests on proposals of each risk to delivery, headline and risk-adjusted."""
        groups = in_order(grouped(self.overview.slices, lambda one: one.risk), RISK_ORDER)
        listed = [(group, self.labels.risk(group.value)) for group in groups]
        words = (self._high_risk(groups), RISK_ADJUSTED_MEANS, self._without_percentage())
        return self._section(RISK, listed, words=words, both=True)

    def recurring(self) -> Section:
        """Return what lasts and what is saved once."""
        groups = in_order(grouped(self.overview.slices, lambda one: one.recurrence), RECURRENCE_ORDER)
        listed = [(group, RECURRENCE_LABELS[group.value]) for group in groups]
        if not self.overview.knows_any_year:
            return Section(RECURRENCE.anchor, RECURRENCE.title, (NO_YEAR_IS_KNOWN,))
        totals, printer = self.overview.totals, self.printer
        lasting, once = totals.profile.full_year_effect, totals.profile.one_off_total
        words = (
            f"The full-year effect is {printer.said(lasting)} a year. One-off savings are "
            f"{printer.said(once)}. A one-off saving falls out in the following year, so it is in the total "
            "only if it is in the last year of the round.",
            "Both figures exclude amounts that are not known." if totals.incomplete else "",
        )
        return self._section(RECURRENCE, listed, words=words, chart=self._recurrence_chart())

    def _recurrence_chart(self) -> Chart:
        profile, printer = self.overview.totals.profile, self.printer
        known = self.overview.totals.discrete
        series = [
            Series(
                name,
                tuple(
                    printer.point(str(year), None if known[year] is None else by_year[year])
                    for year in self.overview.years
                ),
            )
            for name, by_year in (
                ("Recurring", profile.recurring_saving),
                ("One-off", profile.one_off_saving),
            )
        ]
        said = f"Full-year effect {printer.in_words(profile.full_year_effect)}."
        return bar_chart("Savings starting in each year", series, alternative=said, unit=printer.unit)

    def _section(
        self,
        trait: Trait,
        listed: Sequence[tuple[Group[str], str]],
        *,
        words: tuple[str, ...] = (),
        both: bool = False,
        chart: Chart | None = None,
    ) -> Section:
        """Return a section with a row for each value of a trait; `both` draws the risk-adjusted figure as well."""
        if trait.nothing and [group.value for group, _ in listed] == [""]:
            return Section(trait.anchor, trait.title, (trait.nothing, *words))
        rows: list[Row] = []
        for group, label in listed:
            address = self.links({trait.filter: [group.value or NOT_STATED]})
            rows.append(self._row(group, distinct(label, [row.label for row in rows]), address))
        everything, printer = self.overview.everything, self.printer
        headings = ("Proposals", printer.headed("Total"), "Share of all", printer.headed(EXPECTED))
        title = f"Savings {trait.title[0].lower()}{trait.title[1:]}"
        table = OverviewTable(
            title, (trait.heading, *headings), tuple(rows), self._row(everything, "All", self.links({}))
        )
        groups = [group for group, _ in listed]
        drawn = chart or self._chart(title, rows, groups, both=both)
        return Section(trait.anchor, trait.title, words, (drawn,), table, trait.terms)

    def _chart(self, title: str, rows: Sequence[Row], groups: Sequence[Group[str]], *, both: bool) -> Chart:
        figures = [(HEADLINE, [group.total for group in groups])]
        expected = [group.expected for group in groups]
        series = [Series(name, self._points(rows, pounds)) for name, pounds in figures]
        if both:
            series.append(Series(EXPECTED, self._points(rows, expected)))
        return bar_chart(title, series, alternative=self.total_in_words, unit=self.printer.unit)

    def _points(self, rows: Sequence[Row], pounds: Sequence[Pounds | None]) -> tuple[Point, ...]:
        return tuple(
            self.printer.point(row.label, amount, row.address)
            for row, amount in zip(rows, pounds, strict=True)
        )

    def _row(self, group: Group[Any], label: str, address: str) -> Row:
        printer, of_all = self.printer, self.overview.everything.total
        share = share_of_whole(group.total, of_all)
        cells = (
            count(group.count),
            printer.saving(group.total),
            printer.share(share),
            printer.saving(group.expected),
        )
        return Row(label, cells, address)

    def _high_risk(self, groups: Sequence[Group[str]]) -> str:
        """Return how much rests on proposals rated high risk, as a sentence."""
        if not any(group.value for group in groups):
            return ""
        high = next((group for group in groups if group.value == "H"), None)
        if high is None:
            return "No proposal is rated high risk."
        of_all = self.overview.everything.total
        share = share_of_whole(high.total, of_all)
        shared = f", {self.printer.share(share).text} of the total," if share is not None else ""
        return (
            f"{self.printer.said(high.total)}{shared} depends on {counted(high.count, 'proposal')} rated "
            "high "
            f"risk; {self.printer.said(high.expected)} of it is expected to be delivered."
        )

    def _without_percentage(self) -> str:
        """Return what the risk-adjusted figures leave out for want of a percentage."""
        without = self.overview.everything.without_percentage
        if not without.count:
            return ""
        return (
            f"{counted(without.count, 'proposal')} of {self.overview.everything.count:,} "
            f"({self.printer.said(without.total)}) {'has' if without.count == 1 else 'have'} no deliverability "
            f"percentage and {'is' if without.count == 1 else 'are'} not in the risk-adjusted figures."
        )
