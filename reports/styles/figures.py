"""Figures as the styles print them: from the savings profile, in the council's unit, signs and decimals."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from proposals.domain.direction import NOUNS, SAVING
from proposals.domain.exemption import NOT_STATED
from proposals.domain.records import ProposalRecord, RoundRecord, Totals
from proposals.domain.savings_profile import SavingsProfile, YearAmounts
from reports.documents.document import Cell, Column, Paragraph, Row, Table
from reports.styles.cells import fte_cell, money_cell, saving_cell
from services.values.money import MoneyStyle
from services.values.years import FinancialYear

YEARS_ACROSS_A_PAGE = 6
"""With more years a proposal prints them as rows."""

COST_LABELS: dict[str, str] = {
    "one_off_cost": "One-off cost",
    "recurring_cost": "Recurring cost",
    "capital_cost": "Capital cost",
}


@dataclass(frozen=True)
class YearSeries:
    """A line of figures, already printed: a label, its unit, a figure for each year, and their total."""

    label: str
    unit: str
    by_year: dict[FinancialYear, Cell]
    total: Cell

    @property
    def column(self) -> Column:
        """The line as a column of its figures; its label names the unit wherever it stands."""
        return Column(self.label, self.unit, "number")


def notes_on_totals(round_record: RoundRecord, *, prints_fte: bool = False) -> Iterator[Paragraph]:
    """Return what has to be said before totals: what they are of, the sign, and what is not in them."""
    if round_record.selection:
        # Subtotals of a part must not be taken for those of the whole round.
        yield Paragraph(f"{round_record.selection} Totals and subtotals are of these only.")
    if round_record.direction == SAVING and round_record.money_style.savings_sign == "negative":
        fte = ", and so is a reduction in FTE" if prints_fte else ""
        yield Paragraph(f"A saving is printed as a negative figure{fte}.")
    if round_record.totals.caveat:
        yield Paragraph(round_record.totals.caveat)
    if note := round_record.money_style.rounding_note:
        yield Paragraph(note)


def savings_by_year(totals: Totals, style: MoneyStyle) -> tuple[Cell, ...]:
    """Return the totals of each year and over all years as printed; not known where no proposal's is."""
    return tuple(saving_cell(saving, style) for saving in (*totals.discrete.values(), totals.total))


def total_fte(totals: Totals, style: MoneyStyle) -> Cell:
    """Return the total change in posts as printed; not stated where no proposal states one."""
    return fte_cell(totals.fte.total, style) if totals.fte_is_stated else Cell(NOT_STATED)


# One proposal's figures


def savings_series(proposal: ProposalRecord, style: MoneyStyle) -> YearSeries:
    """Return the proposal's saving, or pressure, by discrete year."""
    return YearSeries(
        NOUNS[proposal.direction].capitalize(),
        style.label,
        {year: saving_cell(saving, style) for year, saving in proposal.discrete.items()},
        saving_cell(proposal.total, style),
    )


def cost_series(profile: SavingsProfile, style: MoneyStyle) -> Iterator[YearSeries]:
    """Return a line for each kind of cost that the proposal has in any year."""
    totals = sum(profile.amounts, YearAmounts())
    for name, label in COST_LABELS.items():
        costs = {
            year: getattr(amounts, name) for year, amounts in zip(profile.years, profile.amounts, strict=True)
        }
        if any(costs.values()):
            yield YearSeries(
                label,
                style.label,
                {year: money_cell(cost, style) for year, cost in costs.items()},
                money_cell(getattr(totals, name), style),
            )


def fte_series(proposal: ProposalRecord, style: MoneyStyle) -> YearSeries:
    """Return the proposal's change in full-time equivalents by year."""

    def shown(change: Decimal) -> Cell:
        return fte_cell(change, style) if proposal.fte_is_stated else Cell(NOT_STATED)

    by_year = {year: shown(change) for year, change in proposal.fte.discrete.items()}
    return YearSeries("Change in FTE", "", by_year, shown(proposal.fte.total))


# Figures by year, whichever way the years run


def year_table(caption: str, series: list[YearSeries], footnote: str) -> Table:
    """Return the lines as a table: years as columns, or as rows when they are too many for the page."""
    too_many = len(series[0].by_year) > YEARS_ACROSS_A_PAGE
    columns, rows = _years_down(series) if too_many else _years_across(series)
    return Table(caption, columns, rows, footnotes=(footnote,) if footnote else ())


def _years_across(series: list[YearSeries]) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
    headings = [*map(str, series[0].by_year), "Total"]
    columns = (Column("Financial year"), *(Column(heading, align="number") for heading in headings))
    rows = (Row("item", Cell(line.column.label), (*line.by_year.values(), line.total)) for line in series)
    return columns, tuple(rows)


def _years_down(series: list[YearSeries]) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
    columns = (Column("Financial year"), *(line.column for line in series))
    rows = (
        Row("item", Cell(str(year)), tuple(line.by_year[year] for line in series))
        for year in series[0].by_year
    )
    return columns, (*rows, Row("total", Cell("Total"), tuple(line.total for line in series)))
