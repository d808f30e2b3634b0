"""Add up a document's proposals, to be compared with the paper before anything is imported."""

from dataclasses import dataclass
from decimal import Decimal

from proposals.domain.savings_profile import FTEProfile, sum_fte
from proposals.importing.parsed import ParsedDocument
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
        """Return whether any FTE figure is stated."""
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


def plain_totals(document: ParsedDocument, years: tuple[FinancialYear, ...]) -> PlainTotals:
    """Return what the document adds up to; a total that is stated counts where its years are not."""
    discrete: dict[FinancialYear, int] = {}
    for parsed in document.proposals:
        for year, pounds in parsed.savings.items():
            discrete[year] = discrete.get(year, 0) + pounds
    posts = [parsed.fte_by_year(years) for parsed in document.proposals]
    # A year outside the round is an error of its own, and shown all the same.
    of_posts = sorted({*years, *(year for by_year in posts for year in by_year)})
    return PlainTotals(
        dict(sorted(discrete.items())),
        sum(
            sum(parsed.savings.values()) if parsed.total is None else parsed.total
            for parsed in document.proposals
        ),
        sum_fte((FTEProfile.from_years(by_year, of_posts) for by_year in posts), of_posts),
        any(posts),
    )


def printed_totals(document: ParsedDocument, years: tuple[FinancialYear, ...]) -> PrintedTotals:
    """Return the totals in the unit, decimals and sign that the document itself prints.

    Its FTE figures, if any, are of the years they will be stored in, which are the round's.
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
        fte_is_one_figure=any(
            parsed.fte_change is not None and not parsed.fte_changes for parsed in document.proposals
        ),
    )
