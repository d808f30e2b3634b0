"""The totals of a set of rows, added up from columns as the database would add them up."""

from decimal import Decimal

from proposals.filters.columns import Amounts, Rows
from proposals.records import Totals
from proposals.savings_profile import AMOUNT_NAMES, FTEProfile, SavingsProfile, YearAmounts, total_of_set
from services.years import FinancialYear


def totals_of(amounts: Amounts, rows: Rows, years: tuple[FinancialYear, ...]) -> Totals:
    """Return the totals of the rows over `years` and what other years they hold; sums, and nothing derived."""
    complete = Rows(rows.mask & amounts.complete)
    partial = Rows(rows.mask & ~amounts.complete)
    of_complete, of_partial = (_profile(amounts, each, years) for each in (complete, partial))
    stated = partial & amounts.is_stated
    stated_total = [int(amounts.stated[stated.places].sum())] if stated.count else []
    not_stated = [None] if partial.count and not stated.count else []
    posts = int((rows.mask & amounts.posts_stated).sum())
    return Totals(
        count=rows.count,
        profile=of_complete + of_partial,
        fte=_posts(amounts, rows, years),
        total=total_of_set(of_complete, [*stated_total, *not_stated], complete.count),
        incomplete=partial.count,
        known_years=None if complete.count or not partial.count else _held_years(amounts, partial),
        fte_stated=None if posts == rows.count else posts,
    )


def _profile(amounts: Amounts, rows: Rows, years: tuple[FinancialYear, ...]) -> SavingsProfile:
    each = len(AMOUNT_NAMES)
    sums = amounts.pounds[rows.places].sum(axis=0).tolist() if rows.count else []
    by_year = {
        FinancialYear(year): YearAmounts(*sums[place * each : (place + 1) * each])
        for place, year in enumerate(amounts.years)
        if sums and _counts(amounts, rows, year, place, years)
    }
    return SavingsProfile.from_years(by_year, years)


def _counts(amounts: Amounts, rows: Rows, year: int, place: int, years: tuple[FinancialYear, ...]) -> bool:
    # A year outside the round is part of the totals only where a proposal of the set holds it.
    return FinancialYear(year) in years or bool(amounts.held[rows.places, place].any())


def _posts(amounts: Amounts, rows: Rows, years: tuple[FinancialYear, ...]) -> FTEProfile:
    sums = amounts.posts[rows.places].sum(axis=0).tolist()
    by_year = {
        FinancialYear(year): Decimal(hundredths).scaleb(-2)
        for year, hundredths in zip(amounts.years, sums, strict=True)
        if hundredths or FinancialYear(year) in years
    }
    return FTEProfile.from_years(by_year, years)


def _held_years(amounts: Amounts, rows: Rows) -> frozenset[FinancialYear]:
    held = amounts.held[rows.places].any(axis=0).tolist()
    return frozenset(
        FinancialYear(year) for year, is_held in zip(amounts.years, held, strict=True) if is_held
    )
