"""The totals before and after, and the summary, that the preview of a workbook prints."""

from dataclasses import dataclass

from proposals.domain.records import NOT_KNOWN, Totals
from proposals.workbook.plan import WorkbookPlan
from services.values.money import MoneyStyle, format_fte, format_saving
from services.values.wording import counted

MOST_ERRORS_SHOWN = 200


@dataclass(frozen=True)
class TotalsRow:
    """A row of the table of totals, every figure printed."""

    label: str
    figures: tuple[str, ...]


@dataclass(frozen=True)
class PreviewTotals:
    """The totals of the proposals of the workbook before and after."""

    headings: tuple[str, ...]
    rows: tuple[TotalsRow, ...]
    caveat: str


def preview_totals(plan: WorkbookPlan) -> PreviewTotals:
    """Return the totals before and after, printed as the council prints money."""
    style = plan.budget_round.council.money_style
    net = " less pressures" if plan.has_pressures else ""
    return PreviewTotals(
        headings=(*map(str, plan.budget_round.years), "Total"),
        rows=(
            TotalsRow(f"Current savings{net} ({style.label})", _savings(plan.before, style)),
            TotalsRow(f"Savings{net} after import ({style.label})", _savings(plan.after, style)),
            TotalsRow("Current FTE", _fte(plan.before)),
            TotalsRow("FTE after import", _fte(plan.after)),
        ),
        caveat=plan.after.caveat,
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
