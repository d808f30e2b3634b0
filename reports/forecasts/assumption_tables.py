"""The register of assumptions and what a change of it moves, as tables."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.urls import reverse

from proposals.domain.forecast.assumptions import UNITS
from proposals.models import Assumption
from proposals.overview.printing import Cell, Columns, OverviewTable, table_of
from reports.budgets.moved import MovedFigure
from services.values.dates import format_day
from services.values.money import MoneyStyle, format_money


def register_table(assumptions: Sequence[Assumption], *, may_change: bool) -> OverviewTable:
    """Return the register; each row leads to its form for who may change it."""

    def address_of(each: Assumption) -> str:
        return reverse("budget:assumption", args=[each.budget_round_id, each.pk]) if may_change else ""

    columns: Columns = {
        "Assumption": lambda each: each.text,
        "Area": lambda each: each.area,
        "Parameter": lambda each: each.get_key_display() if each.key else "",
        "Value": _values,
        "Source": lambda each: each.source,
        "Owner": lambda each: each.owner,
        "Date": lambda each: _day(each.stated_on),
        "Review date": lambda each: f"{_day(each.review_on)}{' (overdue)' if each.is_overdue else ''}",
    }
    return table_of("Assumptions", columns, assumptions, address_of)


def _day(day: date | None) -> str:
    return format_day(day) if day else ""


def _values(each: Assumption) -> str:
    if each.value is None:
        return ""
    differing = "; ".join(f"{row.year} {printed_value(row.value, each.unit)}" for row in each.years.all())
    value = printed_value(each.value, each.unit)
    return f"{value}; {differing}" if differing else value


def printed_value(value: Decimal, unit: str) -> str:
    """Return a value with its unit, as exact as it is: “3.5%”, “£39,500”, “1,200”."""
    number = f"{abs(value).normalize():,f}"
    sign = "-" if value < 0 else ""
    return (
        f"{sign}£{number}"
        if unit == "pounds"
        else f"{sign}{number}{UNITS['percent'] if unit == 'percent' else ''}"
    )


def moved_table(figures: Sequence[MovedFigure], style: MoneyStyle) -> OverviewTable:
    """Return every figure that differs, before and after, in pounds: a small change would round away."""

    def money(pounds: int | None) -> Cell:
        return Cell("None" if pounds is None else format_money(pounds, style.in_pounds()))

    columns: Columns = {
        "Line": lambda each: each.line,
        "Table": lambda each: each.table,
        "Year or figure": lambda each: each.column,
        "Before": lambda each: money(each.before),
        "After": lambda each: money(each.after),
    }
    return table_of("Figures that change", columns, figures)
