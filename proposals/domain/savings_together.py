"""What savings come to together, as far as they are known, and the shares and risk of them.

Frozen values in, frozen values out; the figures of each come from its profile.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import takewhile

from proposals.domain.rounding import nearest
from proposals.domain.savings_profile import SavingsProfile, sum_profiles
from services.values.years import FinancialYear


def total_saving(profile: SavingsProfile, stated: int | None, *, is_complete: bool) -> int | None:
    """Return a proposal's total saving in pounds.

    The sum of the discrete years where all are known; otherwise what was stated, None where nothing was.
    """
    return profile.total if is_complete else stated


def start_year(profile: SavingsProfile, stated: FinancialYear | None = None) -> FinancialYear | None:
    """Return the first year in which the saving changes; `stated` where no year's saving is known."""
    return next((year for year, pounds in profile.discrete.items() if pounds), stated)


def total_of_set(complete: SavingsProfile, stated: Sequence[int | None], profiles: int) -> int | None:
    """Return what a set saves in pounds: its `profiles` complete ones together, and the others' stated totals.

    None where there are others only, and not one states a total.
    """
    known = [pounds for pounds in stated if pounds is not None]
    return complete.total + sum(known) if known or profiles or not stated else None


def total_of_all(totals: Sequence[int | None]) -> int | None:
    """Return what proposals save together in pounds: the known totals; None where there are none but unknown ones."""
    known = [pounds for pounds in totals if pounds is not None]
    return sum(known) if known or not totals else None


def risk_adjusted(savings: Mapping[int | None, int]) -> Decimal:
    """Return in pounds what is expected of savings given by deliverability in percent: exact to the penny.

    One without a percentage (None) is not in it: nobody has said how much of it will come.
    """
    assessed = ((pounds, percent) for percent, pounds in savings.items() if percent is not None)
    return Decimal(sum(pounds * percent for pounds, percent in assessed)).scaleb(-2)


def risk_adjusted_by_year(
    discrete: Mapping[int | None, Mapping[FinancialYear, int]], years: Sequence[FinancialYear]
) -> dict[FinancialYear, Decimal]:
    """Return the discrete saving expected of each year, of discrete savings given by deliverability in percent."""
    return {
        year: risk_adjusted({percent: by_year.get(year, 0) for percent, by_year in discrete.items()})
        for year in years
    }


def pay_cost(posts: Decimal, pounds_per_fte: Decimal) -> int:
    """Return what full-time equivalents cost in a year, in whole pounds rounded half up."""
    return nearest(Fraction(posts) * Fraction(pounds_per_fte))


def known_by_year(
    figures: Mapping[FinancialYear, int], known: frozenset[FinancialYear], *, adding_up: bool = False
) -> dict[FinancialYear, int | None]:
    """Return the figures of the known years, None for the others.

    A figure that adds up over the years (`adding_up`) is known only while every year so far is.
    """
    shown: dict[FinancialYear, int | None] = {}
    is_known = True
    for year, pounds in figures.items():
        is_known = year in known and (is_known or not adding_up)
        shown[year] = pounds if is_known else None
    return shown


KnownRuns = Mapping[frozenset[FinancialYear], SavingsProfile]
"""Profiles of which not every year is known, added up by the years known without a gap from the first."""


def known_run(years: Sequence[FinancialYear], known: frozenset[FinancialYear]) -> frozenset[FinancialYear]:
    """Return the years that are known without a gap from the first: those in which figures that add up are known."""
    return frozenset(takewhile(known.__contains__, years))


def by_known_run(
    profiles: Iterable[tuple[SavingsProfile, frozenset[FinancialYear]]], years: Sequence[FinancialYear]
) -> KnownRuns:
    """Return the sums of profiles whose years are not all known, by the years known without a gap."""
    found: dict[frozenset[FinancialYear], list[SavingsProfile]] = {}
    for profile, known in profiles:
        if known:
            found.setdefault(known_run(profile.years, known), []).append(profile)
    return {run: sum_profiles(listed, years) for run, listed in found.items()}


def without_unknown(
    profile: SavingsProfile,
    runs: KnownRuns,
    figures_of: Callable[[SavingsProfile], Mapping[FinancialYear, int]],
) -> dict[FinancialYear, int]:
    """Return in-year figures of profiles together, without what is not known in a year.

    `profile` is the sum of all, `runs` those among them of which not every year is known: what such a one saves
    goes into the years of its run, and is not carried on into years of which nothing is known.
    """
    figures = dict(figures_of(profile))
    for run, partial in runs.items():
        for year, pounds in figures_of(partial + SavingsProfile.nothing(profile.years)).items():
            if year not in run:
                figures[year] -= pounds
    return figures


def one_off_into_unknown(
    profile: SavingsProfile, known: frozenset[FinancialYear]
) -> dict[FinancialYear, int]:
    """Return the one-off savings that would fall out in a year of the profile that is not known, by that year.

    What is not known is in no year's total, so a sum of profiles by year has to leave this out.
    """
    following = zip(profile.years[1:], profile.amounts, strict=False)
    return {
        year: before.one_off_saving
        for year, before in following
        if before.one_off_saving and year not in known
    }


def net_budget(gross: int, income: int) -> int:
    """Return the net budget in pounds, gross less income: negative if a service earns more than it costs."""
    return gross - income


def share_of_whole(part: int | None, whole: int | None) -> Fraction | None:
    """Return the part as a share of the whole, exactly; both in pounds.

    None where one of them is not known, or the whole is not above zero: there is nothing to take a share of.
    """
    return Fraction(part, whole) if part is not None and whole is not None and whole > 0 else None
