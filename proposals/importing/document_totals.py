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


class DocumentTotals:
    """The totals of a document: both together, its savings and its pressures apart, and its FTE change.

    In words they are in the unit, decimals and sign that the document itself prints: `headings` of a label per year and
    the total, and texts below them. Its FTE figures, if any, are of the years they will be stored in, which are the
    round's.
    """

    def __init__(self, document: ParsedDocument, years: tuple[FinancialYear, ...]) -> None:
        pressures = [parsed for parsed in document.proposals if parsed.is_pressure]
        savings = [parsed for parsed in document.proposals if not parsed.is_pressure]
        self.net = Amounts.of(document.proposals)
        self.savings = Amounts.of(savings) if savings or not pressures else None
        self.pressures = Amounts.of(pressures) if pressures else None
        posts = [by_year for parsed in document.proposals if (by_year := parsed.fte_by_year(years))]
        # A year outside the round is an error of its own, and shown all the same.
        of_posts = sorted({*years, *(year for by_year in posts for year in by_year)})
        profiles = (FTEProfile.from_years(by_year, of_posts) for by_year in posts)
        self.posts = sum_fte(profiles, of_posts) if posts else None
        self.fte_is_one_figure = any(
            parsed.fte_change is not None and not parsed.fte_changes for parsed in document.proposals
        )
        """Whether an FTE figure is given for all years together; it is held in the year in which the saving begins."""
        self.holds_one_off = any(parsed.one_off for parsed in document.proposals)
        """Whether an amount is of one year alone, which its profile takes back in the next."""
        self._savings_sign: Sign = document.savings_sign
        # Pressures by themselves are positive.
        sign: Sign = "negative" if pressures and not savings else document.savings_sign
        self.style = MoneyStyle(document.unit, document.decimals, sign)
        self.unit = self.style.label
        self._years = sorted({*self.net.discrete, *(of_posts if posts else ())})
        self.headings: Texts = (*map(str, self._years), "Total")

    @property
    def amounts(self) -> list[tuple[str, Texts]]:
        """Savings alone, pressures alone, or both and what they come to: each with its name."""
        rows = {"Savings": self.savings, "Pressures": self.pressures}
        if self.savings and self.pressures:
            rows["Net"] = self.net
        return [(name, self._texts(amounts)) for name, amounts in rows.items() if amounts]

    def _texts(self, amounts: Amounts) -> Texts:
        figures = [*map(amounts.discrete.get, self._years), amounts.total]
        return tuple(
            "" if pounds is None else format_saving(pounds, self.style, bare=True) for pounds in figures
        )

    @property
    def fte(self) -> Texts:
        """The FTE change below each heading; nothing where no FTE figure is stated."""
        if self.posts is None:
            return ()
        figures = [*map(self.posts.discrete.get, self._years), self.posts.total]
        return tuple("" if change is None else format_fte(change) for change in figures)

    def __str__(self) -> str:
        lines = [f"{name} in {self.unit}: {self._listed(texts)}." for name, texts in self.amounts]
        return " ".join([*lines, f"FTE: {self._listed(self.fte)}."] if self.fte else lines)

    def _listed(self, texts: Texts) -> str:
        return ", ".join(
            f"{heading} {text}" for heading, text in zip(self.headings, texts, strict=True) if text
        )

    def contrary_sign(self, council: str, council_sign: Sign) -> str:
        """Return in words that the signs are the document's and not the council's; empty where they agree."""
        if council_sign == self._savings_sign or self.savings is None:
            return ""
        own = f"The signs are the document’s own: it prints a saving as a {self._savings_sign} figure."
        if self.pressures:
            own = (
                f"The savings have the document’s own sign: it prints a saving as a {self._savings_sign} figure. "
                "Pressures have the other sign here, whichever sign the document prints on them."
            )
        return f"{own} {council} prints savings as {council_sign} figures, and so do its pages and appendices here."
