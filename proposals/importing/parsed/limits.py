"""What of a stated proposal cannot be kept, said before anything is written: texts and figures too large."""

from collections.abc import Iterator

from proposals.importing.findings import Finding, Level
from proposals.importing.parsed.proposal import StatedProposal
from services.values.limits import LARGEST_AMOUNT, LARGEST_FTE
from services.values.money import MoneyStyle, format_money
from services.values.years import FinancialYear

_QUOTED = 100


def check_stated(stated: StatedProposal, years: tuple[FinancialYear, ...]) -> Iterator[Finding]:
    """Yield what is missing, outside the round's `years`, or too long or too large to be kept."""

    def error(code: str, message: str) -> Finding:
        return Finding(Level.ERROR, code, stated.title[:_QUOTED], stated.place, message)

    if not stated.title.strip():
        yield error("title missing", "the title is missing.")
    for name, most, texts in _texts(stated):
        for text in texts:
            if len(text) > most:
                yield error("too long", f"the {name} “{text[:_QUOTED]}…” is longer than {most:,} letters.")
    span = f"{years[0]} to {years[-1]}"
    for year in (year for year in stated.savings if year not in years):
        yield error("year outside the round", f"{year} is not a year of the round ({span}).")
    amounts = (*stated.savings.values(), stated.total or 0)
    for pounds in (pounds for pounds in amounts if abs(pounds) > LARGEST_AMOUNT):
        yield error(
            "too large",
            f"{format_money(pounds, MoneyStyle())} is more than a council's budget can hold.",
        )
    if stated.fte_change is not None and abs(stated.fte_change) > LARGEST_FTE:
        yield error("too large", f"{stated.fte_change:,} full-time equivalents are too many.")


def _texts(stated: StatedProposal) -> Iterator[tuple[str, int, tuple[str, ...]]]:
    yield "title", 300, (stated.title,)
    yield "reference", 60, stated.references
    yield "service", 300, (stated.service,)
    yield "portfolio", 200, (stated.portfolio,)
    yield "category", 200, (stated.category,)
    yield "saving as printed", 300, (f"{stated.headline_label}: {stated.headline}",)
    yield "risk", 100, (stated.risk_as_printed,)
    yield "senior officer", 300, (stated.senior_responsible_officer,)
    yield "risk", 1000, stated.risks
    yield "dependency", 1000, stated.dependencies
    yield "committee", 200, stated.committees
    yield "meeting", 200, tuple(report.meeting for report in stated.reported)
    yield "agenda item", 40, tuple(report.item for report in stated.reported)
    yield "appendix", 40, tuple(report.appendix for report in stated.reported)
