"""What a document's proposals add up to, to hold against the paper before anything is imported."""

from dataclasses import dataclass
from decimal import Decimal

from proposals.domain.records import Totals
from proposals.domain.savings_profile import FTEProfile, SavingsProfile, YearAmounts, sum_fte, sum_profiles
from proposals.importing.option_pages.layout import OptionDocument
from proposals.importing.parsed.proposal import StatedDocument
from services.values.money import MoneyStyle, Sign, format_fte, format_saving
from services.values.years import FinancialYear


@dataclass(frozen=True)
class PrintedTotals:
    """The totals as the document prints its figures: a label and a text per year, then the total."""

    headings: tuple[str, ...]
    savings: tuple[str, ...]
    fte: tuple[str, ...]
    unit: str
    savings_sign: Sign
    fte_is_one_figure: bool = False
    """Whether an FTE figure is given for all years together; it is held in the year in which the saving begins."""

    @property
    def has_fte(self) -> bool:
        """Whether any FTE figure is stated."""
        return any(self.fte)

    def __str__(self) -> str:
        savings = ", ".join(
            f"{heading} {text}" for heading, text in zip(self.headings, self.savings, strict=True) if text
        )
        fte = ", ".join(
            f"{heading} {text}" for heading, text in zip(self.headings, self.fte, strict=True) if text
        )
        return f"Savings in {self.unit}: {savings}." + (f" FTE: {fte}." if fte else "")

    def contrary_sign(self, council: str, council_sign: Sign) -> str:
        """Return in words that the signs are the document's and not the council's; empty where they agree."""
        if council_sign == self.savings_sign:
            return ""
        return (
            f"The signs are the document’s own: it prints a saving as a {self.savings_sign} figure. {council} "
            f"prints savings as {council_sign} figures, and so do its pages and appendices here."
        )


@dataclass(frozen=True)
class PlainTotals:
    """What a document adds up to: pounds by the years it states (savings positive), in all, and its FTE change."""

    discrete: dict[FinancialYear, int]
    total: int
    fte: FTEProfile
    fte_is_stated: bool = True

    @property
    def fte_total(self) -> Decimal:
        """The FTE change over all years."""
        return self.fte.total


def plain_totals(document: OptionDocument | StatedDocument, years: tuple[FinancialYear, ...]) -> PlainTotals:
    """Return what the document adds up to; a total that is stated counts where its years are not."""
    if isinstance(document, OptionDocument):
        totals = document_totals(document, years)
        return PlainTotals(totals.profile.discrete, totals.profile.total, totals.fte)
    discrete: dict[FinancialYear, int] = {}
    for proposal in document.proposals:
        for year, pounds in proposal.savings.items():
            discrete[year] = discrete.get(year, 0) + pounds
    posts = [proposal.fte_by_year(years) for proposal in document.proposals]
    return PlainTotals(
        dict(sorted(discrete.items())),
        sum(
            sum(proposal.savings.values()) if proposal.total is None else proposal.total
            for proposal in document.proposals
        ),
        sum_fte((FTEProfile.from_years(by_year, years) for by_year in posts), years),
        any(posts),
    )


def document_totals(document: OptionDocument, years: tuple[FinancialYear, ...]) -> Totals:
    """Return the totals of all forms over `years`, savings positive."""
    profile = sum_profiles(
        (
            SavingsProfile.from_years(
                {
                    year: YearAmounts(recurring_saving=pounds)
                    for year, pounds in form.savings(document.savings_sign).items()
                },
                years,
            )
            for form in document.forms
        ),
        years,
    )
    posts = (FTEProfile.from_years(form.fte, years) for form in document.forms)
    return Totals(len(document.forms), profile, sum_fte(posts, years), profile.total)


def printed_totals(
    document: OptionDocument | StatedDocument, years: tuple[FinancialYear, ...]
) -> PrintedTotals:
    """Return the totals in the unit, decimals and sign that the document itself prints."""
    if isinstance(document, StatedDocument):
        return _printed_stated(document, years)
    totals = document_totals(document, years)
    style = MoneyStyle(document.unit, document.decimals, document.savings_sign)
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
        savings_sign=document.savings_sign,
    )


def _printed_stated(document: StatedDocument, years: tuple[FinancialYear, ...]) -> PrintedTotals:
    """Return the totals of the years that the document states, and in all.

    Its FTE figures, if any, are of the years they will be held in, which are the round's.
    """
    totals = plain_totals(document, years)
    posts = totals.fte.discrete if totals.fte_is_stated else {}
    shown = sorted({*totals.discrete, *posts})
    fte_total = format_fte(totals.fte_total) if totals.fte_is_stated else ""
    style = MoneyStyle(document.unit, document.decimals, document.savings_sign)
    return PrintedTotals(
        headings=(*map(str, shown), "Total"),
        savings=(
            *(
                format_saving(totals.discrete[year], style, bare=True) if year in totals.discrete else ""
                for year in shown
            ),
            format_saving(totals.total, style, bare=True),
        ),
        fte=(*(format_fte(posts[year]) if year in posts else "" for year in shown), fte_total),
        unit=style.label,
        savings_sign=document.savings_sign,
        fte_is_one_figure=totals.fte_is_stated,
    )
