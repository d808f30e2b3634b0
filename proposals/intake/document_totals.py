"""What a document's forms add up to, to hold against the paper before anything is imported."""

from dataclasses import dataclass

from proposals.intake.option_pages import OptionDocument
from proposals.records import Totals
from proposals.savings_profile import FTEProfile, SavingsProfile, YearAmounts, sum_fte, sum_profiles
from services.money import MoneyStyle, format_fte, format_saving
from services.years import FinancialYear


@dataclass(frozen=True)
class PrintedTotals:
    """The totals as the document prints its figures: a label and a text per year, then the total."""

    headings: tuple[str, ...]
    savings: tuple[str, ...]
    fte: tuple[str, ...]
    unit: str

    def __str__(self) -> str:
        savings = ", ".join(
            f"{heading} {text}" for heading, text in zip(self.headings, self.savings, strict=True)
        )
        fte = ", ".join(f"{heading} {text}" for heading, text in zip(self.headings, self.fte, strict=True))
        return f"Savings in {self.unit}: {savings}. FTE: {fte}."


def document_totals(document: OptionDocument, years: tuple[FinancialYear, ...]) -> Totals:
    """Return the totals of all forms over `years`, savings positive."""
    profiles = (
        SavingsProfile.from_years(
            {
                year: YearAmounts(recurring_saving=pounds)
                for year, pounds in form.savings(document.savings_sign).items()
            },
            years,
        )
        for form in document.forms
    )
    posts = (FTEProfile.from_years(form.fte, years) for form in document.forms)
    return Totals(len(document.forms), sum_profiles(profiles, years), sum_fte(posts, years))


def printed_totals(document: OptionDocument, years: tuple[FinancialYear, ...]) -> PrintedTotals:
    """Return the totals in the unit, decimals and sign that the document itself prints."""
    totals = document_totals(document, years)
    style = MoneyStyle(
        unit=document.forms[0].unit,
        decimals=max(form.decimals for form in document.forms),
        savings_sign=document.savings_sign,
    )
    # A year outside the round is an error of its own; one table of figures may still lack it.
    shown = sorted({*totals.profile.years, *totals.fte.years})
    profile, fte = totals.profile.over(shown), totals.fte.over(shown)
    return PrintedTotals(
        headings=(*map(str, shown), "Total"),
        savings=tuple(
            format_saving(pounds, style, bare=True) for pounds in (*profile.discrete.values(), profile.total)
        ),
        fte=tuple(format_fte(change) for change in (*fte.discrete.values(), fte.total)),
        unit=style.label,
    )
