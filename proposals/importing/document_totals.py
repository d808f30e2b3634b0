"""Add up a document's proposals, to be compared with the paper before anything is imported."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from proposals.domain.fte_profile import FTEProfile, sum_fte
from proposals.importing.parsed import ParsedDocument, ParsedProposal
from services.values.money import MoneyStyle, Sign, format_fte, format_saving
from services.values.years import FinancialYear

Texts = tuple[str, ...]


@dataclass(frozen=True)
class PrintedTotals:
    """The totals as the document prints its figures: a label and a text per year, then the total."""

    headings: Texts
    amounts: tuple[tuple[str, Texts], ...]
    """Savings alone, pressures alone, or both and what they come to: each with its name."""
    fte: Texts
    unit: str
    savings_sign: Sign
    has_savings: bool = True
    fte_is_one_figure: bool = False
    """Whether an FTE figure is given for all years together; it is held in the year in which the saving begins."""

    @property
    def has_fte(self) -> bool:
        """Return whether any FTE figure is stated."""
        return any(self.fte)

    def __str__(self) -> str:
        lines = [f"{name} in {self.unit}: {self._listed(texts)}." for name, texts in self.amounts]
        return " ".join([*lines, f"FTE: {self._listed(self.fte)}."] if self.has_fte else lines)

    def _listed(self, texts: Texts) -> str:
        return ", ".join(
            f"{heading} {text}" for heading, text in zip(self.headings, texts, strict=True) if text
        )

    def contrary_sign(self, council: str, council_sign: Sign) -> str:
        """Return in words that the signs are the document's and not the council's; empty where they agree."""
        if council_sign == self.savings_sign or not self.has_savings:
            return ""
        own = f"The signs are the document’s own: it prints a saving as a {self.savings_sign} figure."
        if len(self.amounts) > 1:
            own = (
                f"The savings have the document’s own sign: it prints a saving as a {self.savings_sign} figure. "
                "Pressures have the other sign here, whichever sign the document prints on them."
            )
        return f"{own} {council} prints savings as {council_sign} figures, and so do its pages and appendices here."


@dataclass(frozen=True)
class Amounts:
    """What some proposals add up to: pounds by the years they state (savings positive), and in all."""

    discrete: dict[FinancialYear, int]
    total: int

    @classmethod
    def of(cls, proposals: Sequence[ParsedProposal]) -> "Amounts":
        """Return the sums of proposals; a total that is stated counts where its years are not."""
        discrete: Counter[FinancialYear] = Counter()
        for parsed in proposals:
            discrete.update(parsed.savings)
        totals = (sum(item.savings.values()) if item.total is None else item.total for item in proposals)
        return cls(dict(sorted(discrete.items())), sum(totals))


@dataclass(frozen=True)
class PlainTotals:
    """What a document adds up to: both together, its savings and its pressures apart, and its FTE change."""

    net: Amounts
    savings: Amounts | None
    pressures: Amounts | None
    fte: FTEProfile | None
    """None where no FTE figure is stated."""


def plain_totals(document: ParsedDocument, years: tuple[FinancialYear, ...]) -> PlainTotals:
    """Return what the document adds up to."""
    pressures = [parsed for parsed in document.proposals if parsed.is_pressure]
    savings = [parsed for parsed in document.proposals if not parsed.is_pressure]
    posts = [by_year for parsed in document.proposals if (by_year := parsed.fte_by_year(years))]
    # A year outside the round is an error of its own, and shown all the same.
    of_posts = sorted({*years, *(year for by_year in posts for year in by_year)})
    profiles = (FTEProfile.from_years(by_year, of_posts) for by_year in posts)
    return PlainTotals(
        Amounts.of(document.proposals),
        Amounts.of(savings) if savings or not pressures else None,
        Amounts.of(pressures) if pressures else None,
        sum_fte(profiles, of_posts) if posts else None,
    )


def style_of(document: ParsedDocument) -> MoneyStyle:
    """Return the unit, decimals and sign that a document prints; pressures by themselves are positive."""
    is_of_pressures = bool(document.proposals) and all(parsed.is_pressure for parsed in document.proposals)
    sign: Sign = "negative" if is_of_pressures else document.savings_sign
    return MoneyStyle(document.unit, document.decimals, sign)


def printed_totals(document: ParsedDocument, years: tuple[FinancialYear, ...]) -> PrintedTotals:
    """Return the totals in the unit, decimals and sign that the document itself prints.

    Pressures by themselves are positive. Its FTE figures, if any, are of the years they will be stored in, which
    are the round's.
    """
    totals = plain_totals(document, years)
    posts = totals.fte.discrete if totals.fte else {}
    shown = sorted({*totals.net.discrete, *posts})
    style = style_of(document)

    def texts(amounts: Amounts) -> Texts:
        by_year = [
            format_saving(amounts.discrete[year], style, bare=True) if year in amounts.discrete else ""
            for year in shown
        ]
        return (*by_year, format_saving(amounts.total, style, bare=True))

    rows = {"Savings": totals.savings, "Pressures": totals.pressures}
    if totals.savings and totals.pressures:
        rows["Net"] = totals.net
    return PrintedTotals(
        headings=(*map(str, shown), "Total"),
        amounts=tuple((name, texts(amounts)) for name, amounts in rows.items() if amounts),
        fte=(
            *(format_fte(posts[year]) if year in posts else "" for year in shown),
            format_fte(totals.fte.total) if totals.fte else "",
        ),
        unit=style.label,
        savings_sign=document.savings_sign,
        has_savings=totals.savings is not None,
        fte_is_one_figure=any(
            parsed.fte_change is not None and not parsed.fte_changes for parsed in document.proposals
        ),
    )
