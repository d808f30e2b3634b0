"""The register of assumptions and what a change of it moves, as tables."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.urls import reverse

from proposals.domain.forecast.assumptions import UNITS
from proposals.models import Assumption
from proposals.overview.printing import Cell, OverviewTable, Row
from reports.budgets.moved import MovedFigure
from services.values.dates import format_day
from services.values.money import MoneyStyle, format_money

_HEADINGS = (
    "Assumption",
    "Area",
    "Parameter",
    "Value",
    "Source",
    "Owner",
    "Date",
    "Review date",
)


def register_table(assumptions: Sequence[Assumption], *, may_change: bool) -> OverviewTable:
    """Return the register; each row leads to its form for who may change it."""
    rows = tuple(
        Row(
            each.text,
            tuple(Cell(text, is_figure=False) for text in _texts(each)),
            reverse("budget:assumption", args=[each.budget_round_id, each.pk]) if may_change else "",
        )
        for each in assumptions
    )
    return OverviewTable("Assumptions", _HEADINGS, rows, words=frozenset(_HEADINGS))


def _texts(each: Assumption) -> tuple[str, ...]:
    review = _day(each.review_on)
    return (
        each.area,
        each.get_key_display() if each.key else "",
        _values(each),
        each.source,
        each.owner,
        _day(each.stated_on),
        f"{review} (overdue)" if each.is_overdue else review,
    )


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

    rows = tuple(
        Row(
            each.line,
            (
                Cell(each.table, is_figure=False),
                Cell(each.column, is_figure=False),
                money(each.before),
                money(each.after),
            ),
        )
        for each in figures
    )
    return OverviewTable(
        "Figures that change",
        ("Line", "Table", "Year or figure", "Before", "After"),
        rows,
        words=frozenset({"Table", "Year or figure"}),
    )
