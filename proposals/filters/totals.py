"""Figures from columns: the totals of a set of rows, added up as the database would, and the amounts of a few rows."""

from collections.abc import Sequence
from decimal import Decimal

import numpy as np

from proposals.domain.records import Totals
from proposals.domain.savings_profile import (
    AMOUNT_NAMES,
    FTEProfile,
    KnownRuns,
    SavingsProfile,
    YearAmounts,
    by_known_run,
    total_of_set,
)
from proposals.filters.columns import Amounts, Columns, Rows
from services.values.years import FinancialYear


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
        into_unknown=_into_unknown(amounts, partial),
        known_runs=_known_runs(amounts, partial, years),
    )


def _known_runs(amounts: Amounts, partial: Rows, years: tuple[FinancialYear, ...]) -> KnownRuns:
    """Return what is held by year of the incomplete rows, by the years known without a gap."""
    if not partial.count:
        return {}
    # Incomplete ones are held year by year in few ways: each is one sum.
    held, numbers = np.unique(amounts.held[partial.places], axis=0, return_inverse=True)
    found = []
    for number, which in enumerate(held.tolist()):
        known = frozenset(
            FinancialYear(year) for year, is_held in zip(amounts.years, which, strict=True) if is_held
        )
        mask = np.zeros(len(partial.mask), dtype=np.bool_)
        mask[partial.places[numbers.reshape(-1) == number]] = True
        if known:
            found.append((_profile(amounts, Rows(mask), years), known))
    return by_known_run(found, years)


def _into_unknown(amounts: Amounts, partial: Rows) -> dict[FinancialYear, int]:
    """Return the one-off savings that would fall out in a year that is not known, as `one_off_into_unknown` has it."""
    if not partial.count:
        return {}
    each, one_off = len(AMOUNT_NAMES), AMOUNT_NAMES.index("one_off_saving")
    found = {}
    for place, year in enumerate(amounts.years[1:], start=1):
        if amounts.years[place - 1] == year - 1:
            before = amounts.pounds[partial.places, (place - 1) * each + one_off]
            pounds = int(before[~amounts.held[partial.places, place]].sum())
            if pounds:
                found[FinancialYear(year)] = pounds
    return found


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


ByYear = dict[FinancialYear, YearAmounts]
PostsByYear = dict[FinancialYear, Decimal]


def amounts_of(columns: Columns, keys: Sequence[int]) -> dict[int, tuple[ByYear, PostsByYear | None]]:
    """Return what the proposals with these keys hold by year: amounts, and posts where any were stated.

    A key that the columns do not have is left out.
    """
    found = {}
    amounts, each = columns.amounts, len(AMOUNT_NAMES)
    years = [FinancialYear(year) for year in amounts.years]
    for key, place in columns.places_of(keys).items():
        pounds, held = amounts.pounds[place].tolist(), amounts.held[place].tolist()
        by_year = {
            year: YearAmounts(*pounds[at * each : (at + 1) * each])
            for at, year in enumerate(years)
            if held[at]
        }
        posts = None
        if amounts.posts_stated[place]:
            hundredths = amounts.posts[place].tolist()
            posts = {
                year: Decimal(change).scaleb(-2)
                for year, change in zip(years, hundredths, strict=True)
                if change
            }
        found[key] = (by_year, posts)
    return found
