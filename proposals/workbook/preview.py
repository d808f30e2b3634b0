"""The totals before and after, and the summary, that the preview of a workbook prints."""

from proposals.domain.records import NOT_KNOWN, Totals
from proposals.workbook.plan import WorkbookPlan
from services.values.money import MoneyStyle, format_fte, format_saving
from services.values.wording import counted

MOST_ERRORS_SHOWN = 200


def preview_totals(plan: WorkbookPlan) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the totals before and after by year and in all, printed as the council prints money, by their labels."""
    style = plan.budget_round.council.money_style
    net = " less pressures" if plan.has_pressures else ""
    return (
        (f"Current savings{net} ({style.label})", _savings(plan.before, style)),
        (f"Savings{net} after import ({style.label})", _savings(plan.after, style)),
        ("Current FTE", _fte(plan.before)),
        ("FTE after import", _fte(plan.after)),
    )


def _savings(totals: Totals, style: MoneyStyle) -> tuple[str, ...]:
    return tuple(
        NOT_KNOWN if pounds is None else format_saving(pounds, style, bare=True)
        for pounds in (*totals.discrete.values(), totals.total)
    )


def _fte(totals: Totals) -> tuple[str, ...]:
    return tuple(format_fte(change) for change in (*totals.fte.discrete.values(), totals.fte.total))


def describe_plan(plan: WorkbookPlan) -> str:
    """Return what the plan changes: “3 cells of 2 proposals change, 1 proposal is new”; nothing for nothing."""
    words = []
    if plan.changed:
        cells = counted(plan.cells, "cell")
        words.append(f"{cells} of {counted(len(plan.changed), 'proposal')} changed")
    if plan.created:
        words.append(f"{counted(len(plan.created), 'proposal')} new")
    return ", ".join(words)
