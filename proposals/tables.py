"""The table of savings proposals: a column per year of the round, figures from the savings profile."""

from decimal import Decimal

import django_tables2
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
from django_tables2 import Column

from councilsavings.tables import FigureColumn, StablyOrderedData, linked
from proposals.models import BudgetRound, SavingsProposal, YearProfile
from proposals.querysets import SavingsProposalQuerySet, fte_of, profile_of
from proposals.records import Totals
from services.money import MoneyStyle, format_fte, format_saving
from services.years import FinancialYear


class SavingColumn(FigureColumn):
    """A column of savings: drawn as the council prints them, exported as pounds."""

    def __init__(self, style: MoneyStyle, **options: object) -> None:
        super().__init__(**options)
        self.style = style

    def render(self, value: int) -> str:
        """Return the saving with the council's unit, decimals and sign."""
        return format_saving(value, self.style, bare=True)

    def value(self, value: int) -> int:
        """Return the pounds."""
        return value


class YearColumn(SavingColumn):
    """The discrete saving of one year."""

    empty_values = ()

    def __init__(self, year: FinancialYear, style: MoneyStyle, **options: object) -> None:
        super().__init__(
            style,
            verbose_name=f"{year} ({style.label})",
            order_by=year_order(year),
            accessor="pk",
            **options,
        )
        self.year = year

    def render(self, record: SavingsProposal) -> str:
        """Return the year's discrete saving as the council prints it."""
        return format_saving(profile_of(record).discrete[self.year], self.style, bare=True)

    def value(self, record: SavingsProposal) -> int:
        """Return the year's discrete saving in pounds."""
        return profile_of(record).discrete[self.year]


class FTEColumn(FigureColumn):
    """The change in posts over the round."""

    def render(self, record: SavingsProposal) -> str:
        """Return the total FTE change with two decimals."""
        return format_fte(fte_of(record).total, record.budget_round.council.money_style)

    def value(self, record: SavingsProposal) -> Decimal:
        """Return the total FTE change."""
        return fte_of(record).total


def with_year_savings(
    proposals: SavingsProposalQuerySet, budget_round: BudgetRound
) -> SavingsProposalQuerySet:
    """Return the proposals with each year's stored discrete saving to sort by; it is not selected."""
    return proposals.alias(
        **{
            year_order(year): Coalesce(
                Subquery(
                    YearProfile.objects.filter(proposal=OuterRef("pk"), year=year).values("discrete_saving")
                ),
                0,
            )
            for year in budget_round.years
        }
    )


def year_order(year: FinancialYear) -> str:
    """Return the name under which rows carry the stored discrete saving of a year, for sorting."""
    return f"saving_{year.start}"


class ProposalTable(django_tables2.Table):
    """Savings proposals of one round with the totals of the whole filtered set."""

    reference = Column(verbose_name="Reference", attrs={"row_header": True}, order_by="canonical_reference")
    title = Column(verbose_name="Title")
    service = Column(verbose_name="Service", order_by="service__name", accessor="service__name")
    directorate = Column(
        verbose_name="Directorate",
        order_by="service__directorate__name",
        accessor="service__directorate__name",
    )

    class Meta:
        per_page = 25

    def __init__(
        self,
        proposals: SavingsProposalQuerySet,
        *,
        budget_round: BudgetRound,
        totals: Totals,
        **options: object,
    ) -> None:
        style = budget_round.council.money_style
        profile = totals.profile
        columns: list[tuple[str, Column]] = [
            (
                f"year_{year.start}",
                YearColumn(year, style, footer=format_saving(profile.discrete[year], style, bare=True)),
            )
            for year in budget_round.years
        ]
        columns.append(
            (
                "total",
                SavingColumn(
                    style,
                    verbose_name=f"Total ({style.label})",
                    accessor="total_saving",
                    footer=format_saving(profile.total, style, bare=True),
                ),
            )
        )
        columns.append(
            (
                "fte",
                FTEColumn(
                    verbose_name="FTE",
                    accessor="total_fte_change",
                    footer=format_fte(totals.fte.total, style),
                ),
            )
        )
        label = f"Total of {totals.count:,} proposal{'' if totals.count == 1 else 's'}"
        super().__init__(StablyOrderedData(proposals), extra_columns=columns, **options)
        self.columns["reference"].column._footer = label
        self.caption = f"{budget_round.name}: savings by discrete year"
        self.empty_text = "No proposals match these filters."

    def render_reference(self, value: str, record: SavingsProposal) -> str:
        """Return the reference as a link to the proposal's page."""
        return linked(record.get_absolute_url(), value)
