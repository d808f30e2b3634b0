"""The table of savings proposals: a column per year of the round, figures from the savings profile."""

from decimal import Decimal

import django_tables2
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce, Lower
from django_tables2 import Column

from councilsavings.tables import FigureColumn, StablyOrderedData, linked
from proposals.models import BudgetRound, SavingsProposal, YearProfile
from proposals.querysets import SavingsProposalQuerySet, discrete_of, fte_is_stated, fte_of, total_of
from proposals.records import NOT_KNOWN, Totals
from services.money import MoneyStyle, format_fte, format_saving
from services.years import FinancialYear

NAME_ORDERS = {
    "title_order": "title",
    "service_order": "service__name",
    "directorate_order": "service__directorate__name",
}


class SavingColumn(FigureColumn):
    """A column of savings: drawn as the council prints them, exported as pounds; the largest comes first."""

    empty_values = ()

    def __init__(self, style: MoneyStyle, heading: str, **options: object) -> None:
        super().__init__(
            verbose_name=f"{heading} ({style.label})", accessor="pk", initial_sort_descending=True, **options
        )
        self.style = style

    def render(self, record: SavingsProposal) -> str:
        """Return the saving with the council's unit, decimals and sign."""
        pounds = self.saving(record)
        return NOT_KNOWN if pounds is None else format_saving(pounds, self.style, bare=True)

    def value(self, record: SavingsProposal) -> int | None:
        """Return the saving in pounds; None where it is not known."""
        return self.saving(record)

    def saving(self, record: SavingsProposal) -> int | None:
        """Return the column's figure of a proposal."""
        raise NotImplementedError


class YearColumn(SavingColumn):
    """The discrete saving of one year."""

    def __init__(self, style: MoneyStyle, year: FinancialYear, **options: object) -> None:
        super().__init__(style, str(year), order_by=year_order(year), **options)
        self.year = year

    def saving(self, record: SavingsProposal) -> int | None:
        """Return the discrete saving of the year."""
        return discrete_of(record)[self.year]


class TotalColumn(SavingColumn):
    """The total saving over the round."""

    def __init__(self, style: MoneyStyle, **options: object) -> None:
        super().__init__(style, "Total", order_by="total_saving", **options)

    def saving(self, record: SavingsProposal) -> int | None:
        """Return the sum of the discrete years, or the stated total where they are not all known."""
        return total_of(record)


class FTEColumn(FigureColumn):
    """The change in posts over the round; the largest reduction comes first."""

    def __init__(self, style: MoneyStyle, **options: object) -> None:
        super().__init__(verbose_name="FTE", accessor="pk", order_by="total_fte_change", **options)
        self.style = style

    def render(self, record: SavingsProposal) -> str:
        """Return the total FTE change with two decimals, or that none was stated."""
        return format_fte(fte_of(record).total, self.style) if fte_is_stated(record) else "Not stated"

    def value(self, record: SavingsProposal) -> Decimal | None:
        """Return the total FTE change, or None where none was stated."""
        return fte_of(record).total if fte_is_stated(record) else None


def with_orders(proposals: SavingsProposalQuerySet, budget_round: BudgetRound) -> SavingsProposalQuerySet:
    """Return the proposals with what columns sort by and rows do not carry; none of it is selected.

    Names sort whatever their capitals, years by their stored discrete saving.
    """
    names = {alias: Lower(path) for alias, path in NAME_ORDERS.items()}
    return proposals.alias(**names, **{year_order(year): _saving_in(year) for year in budget_round.years})


def _saving_in(year: FinancialYear) -> Coalesce:
    rows = YearProfile.objects.filter(proposal=OuterRef("pk"), year=year)
    return Coalesce(Subquery(rows.values("discrete_saving")), 0)


def year_order(year: FinancialYear) -> str:
    """Return the name under which rows carry the stored discrete saving of a year, for sorting."""
    return f"saving_{year.start}"


def _year_name(year: FinancialYear) -> str:
    return f"year_{year.start}"


def sortable_columns(budget_round: BudgetRound) -> frozenset[str]:
    """Return the names by which an address may ask for an order of the round's table."""
    years = map(_year_name, budget_round.years)
    return frozenset([*ProposalTable.base_columns, *years, "total", "fte"])


class ProposalTable(django_tables2.Table):
    """Savings proposals of one round with the totals of the whole filtered set."""

    reference = Column(verbose_name="Reference", attrs={"row_header": True}, order_by="canonical_reference")
    title = Column(verbose_name="Title", order_by="title_order")
    service = Column(verbose_name="Service", order_by="service_order", accessor="service__name")
    directorate = Column(
        verbose_name="Directorate", order_by="directorate_order", accessor="service__directorate__name"
    )

    class Meta:
        empty_text = "No proposals match these filters."

    def __init__(
        self,
        proposals: SavingsProposalQuerySet,
        *,
        budget_round: BudgetRound,
        totals: Totals,
        is_filtered: bool,
        **options: object,
    ) -> None:
        style = budget_round.council.money_style
        discrete = totals.discrete

        def saving(pounds: int | None) -> str:
            return NOT_KNOWN if pounds is None else format_saving(pounds, style, bare=True)

        fte = format_fte(totals.fte.total, style) if totals.fte_is_stated else "Not stated"
        columns: list[tuple[str, Column]] = [
            (_year_name(year), YearColumn(style, year, footer=saving(discrete[year])))
            for year in budget_round.years
        ]
        columns.append(("total", TotalColumn(style, footer=saving(totals.total))))
        columns.append(("fte", FTEColumn(style, footer=fte)))
        rows = StablyOrderedData(with_orders(proposals, budget_round), count=totals.count)
        super().__init__(rows, extra_columns=columns, **options)
        self.columns["reference"].column._footer = _totals_label(totals.count, is_filtered=is_filtered)
        self.caption = f"{budget_round.name}: savings by discrete year"

    def render_reference(self, value: str, record: SavingsProposal) -> str:
        """Return the reference as a link to the proposal's page."""
        return linked(record.get_absolute_url(), value)


def _totals_label(count: int, *, is_filtered: bool) -> str:
    """Return whose totals the last row holds: of the whole filtered set, not of one page."""
    counted = "1 proposal" if count == 1 else f"all {count:,} proposals"
    matching = " that matches the filters" if count == 1 else " that match the filters"
    return f"Total of {counted}{matching if is_filtered else ''}"
