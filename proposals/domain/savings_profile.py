"""The savings profile: the one computation behind every figure on every page, export and appendix.

Frozen values in, frozen values out; exact arithmetic; no Django, no database.

Sign convention: a saving is positive, a cost is positive in its own column, an FTE reduction is
negative. Money is whole pounds. Nothing is rounded but where a rule says so (scaling, present value).

Per year of a proposal: recurring saving and recurring cost are *changes* that begin in that year and
stay (a negative recurring saving is a reversal); one-off saving and one-off cost happen in that year
only; capital cost is shown separately and enters no revenue figure.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cached_property
from itertools import accumulate, takewhile
from math import lcm
from operator import add, attrgetter, sub
from typing import TypeVar

from services.values.years import FinancialYear, years_from

GREEN_BOOK_DISCOUNT_RATE = Decimal("0.035")
"""The social time preference rate for years 0 to 30: HM Treasury, The Green Book, annex A6."""

_HUNDREDTH = Decimal("0.01")

Share = Fraction | Decimal | int
Number = TypeVar("Number", int, Decimal)


class UnusableProfile(ValueError):
    """The years or shares given do not make a profile; the message explains why."""


@dataclass(frozen=True)
class YearAmounts:
    """The five amounts of one year, in whole pounds."""

    recurring_saving: int = 0
    one_off_saving: int = 0
    recurring_cost: int = 0
    one_off_cost: int = 0
    capital_cost: int = 0

    def __add__(self, other: "YearAmounts") -> "YearAmounts":
        return YearAmounts(*map(add, _all_amounts(self), _all_amounts(other)))

    def __sub__(self, other: "YearAmounts") -> "YearAmounts":
        return YearAmounts(*map(sub, _all_amounts(self), _all_amounts(other)))


_NOTHING = YearAmounts()
AMOUNT_NAMES: tuple[str, ...] = tuple(item.name for item in fields(YearAmounts))
_all_amounts = attrgetter(*AMOUNT_NAMES)


@dataclass(frozen=True)
class SavingsProfile:
    """The amounts of consecutive financial years, and every figure that follows from them.

    Every figure by year is a mapping from each of the profile's years, in order, to whole pounds.
    """

    first_year: FinancialYear
    amounts: tuple[YearAmounts, ...] = field(default=())

    @classmethod
    def from_years(
        cls, by_year: Mapping[FinancialYear, YearAmounts], years: Sequence[FinancialYear] = ()
    ) -> "SavingsProfile":
        """Return the profile of `by_year`, with zero in the years of the span that it leaves out.

        The span runs from the first to the last of `by_year` and `years` together.
        Raises UnusableProfile when both are empty.
        """
        span = _span([*by_year, *years])
        return cls(span[0], tuple(by_year.get(year, _NOTHING) for year in span))

    @classmethod
    def nothing(cls, years: Sequence[FinancialYear]) -> "SavingsProfile":
        """Return a profile of zeros over `years`."""
        return cls.from_years({}, years)

    @property
    def years(self) -> tuple[FinancialYear, ...]:
        """The profile's years, in order."""
        return years_from(self.first_year, len(self.amounts))

    # Stored amounts by year

    @property
    def recurring_saving(self) -> dict[FinancialYear, int]:
        """The recurring saving that begins in each year."""
        return self._by_year(self._column("recurring_saving"))

    @property
    def one_off_saving(self) -> dict[FinancialYear, int]:
        """The saving of each year that is made in that year only."""
        return self._by_year(self._column("one_off_saving"))

    @property
    def capital_cost(self) -> dict[FinancialYear, int]:
        """Capital cost by year, shown next to the revenue figures and never in them."""
        return self._by_year(self._column("capital_cost"))

    # Savings

    @property
    def discrete(self) -> dict[FinancialYear, int]:
        """The change in the budget against the year before: r[y] + o[y] − o[y−1].

        A one-off saving falls out again in the year after it.
        """
        return self._by_year(self._discrete)

    @property
    def capital_and_net_cost(self) -> dict[FinancialYear, int]:
        """What is spent in each year: capital cost, and in-year cost less in-year saving."""
        net = self.net_in_year
        return {year: cost - net[year] for year, cost in self.capital_cost.items()}

    @property
    def total(self) -> int:
        """The sum of the discrete years, in pounds."""
        return sum(self._discrete)

    @cached_property
    def _discrete(self) -> tuple[int, ...]:
        recurring, one_off = self._column("recurring_saving"), self._column("one_off_saving")
        falling_out = [0, *one_off[:-1]]
        return tuple(r + o - out for r, o, out in zip(recurring, one_off, falling_out, strict=True))

    @property
    def gross_in_year(self) -> dict[FinancialYear, int]:
        """The saving in each year, all effects to date: the recurring so far and that year's one-off."""
        lasting = accumulate(self._column("recurring_saving"))
        return self._by_year(map(add, lasting, self._column("one_off_saving")))

    @property
    def cost_in_year(self) -> dict[FinancialYear, int]:
        """The cost of delivery in each year: the recurring so far and that year's one-off."""
        lasting = accumulate(self._column("recurring_cost"))
        return self._by_year(map(add, lasting, self._column("one_off_cost")))

    @property
    def net_in_year(self) -> dict[FinancialYear, int]:
        """Gross in-year saving less in-year cost."""
        cost = self.cost_in_year
        return {year: gross - cost[year] for year, gross in self.gross_in_year.items()}

    @property
    def cumulative_gross(self) -> dict[FinancialYear, int]:
        """Gross in-year savings added up over the years."""
        return _running_total(self.gross_in_year)

    @property
    def cumulative_cost(self) -> dict[FinancialYear, int]:
        """In-year costs added up over the years."""
        return _running_total(self.cost_in_year)

    @property
    def cumulative_net(self) -> dict[FinancialYear, int]:
        """Net in-year savings added up over the years."""
        return _running_total(self.net_in_year)

    @property
    def full_year_effect(self) -> int:
        """The lasting yearly saving once every year's change has taken hold: Σ recurring saving."""
        return sum(self._column("recurring_saving"))

    @property
    def cost_to_achieve(self) -> int:
        """The one-off cost of delivery over all years: Σ one-off cost; capital is shown separately."""
        return sum(self._column("one_off_cost"))

    @property
    def one_off_total(self) -> int:
        """The one-off saving of all years together: Σ one-off saving; none of it lasts."""
        return sum(self._column("one_off_saving"))

    @property
    def has_costs(self) -> bool:
        """Return whether any year has a revenue cost, recurring or one-off."""
        return any(year.recurring_cost or year.one_off_cost for year in self.amounts)

    # Value for money

    @property
    def break_even_year(self) -> FinancialYear | None:
        """The first year from which the cumulative net saving is zero or more for good; None if never."""
        since: FinancialYear | None = None
        for year, net in self.cumulative_net.items():
            since = None if net < 0 else since or year
        return since

    @property
    def payback_years(self) -> Fraction | None:
        """Years from the start of the first until the cumulative net saving is zero or more for good.

        Counted to the part of the break-even year in which the balance is reached, the year's net
        saving taken as even through the year (HM Treasury, The Green Book: payback period). Zero
        when the cost never runs ahead of the saving; None if it is never paid back.
        """
        break_even = self.break_even_year
        if break_even is None:
            return None
        whole_years = break_even - self.first_year
        if whole_years == 0:
            return Fraction(0)
        owed = -self.cumulative_net[break_even + (-1)]
        return whole_years + Fraction(owed, self.net_in_year[break_even])

    def net_present_value(self, rate: Decimal = GREEN_BOOK_DISCOUNT_RATE) -> int:
        """Return today's value of the net in-year savings, in whole pounds rounded half up.

        The first year is undiscounted (year 0), as in HM Treasury's Green Book; `rate` is a share
        (0.035 is 3.5%).
        """
        factor = 1 / (1 + Fraction(rate))
        value = sum((net * factor**step for step, net in enumerate(self.net_in_year.values())), Fraction(0))
        return _half_up(value)

    @property
    def first_revenue_year(self) -> FinancialYear | None:
        """The first year with a saving or a recurring cost; None where there is none in any year."""
        for year, amounts in zip(self.years, self.amounts, strict=True):
            if amounts.recurring_saving or amounts.one_off_saving or amounts.recurring_cost:
                return year
        return None

    def net_of_recurring_cost(
        self, years: Sequence[FinancialYear], share: Share = 1, delivered: Share = 1
    ) -> dict[FinancialYear, int]:
        """Return what the profile takes off the budget in each of these years, all effects to date.

        The recurring saving so far and the year's one-off saving, less the recurring cost so far. One-off cost is
        the cost to achieve and is paid for apart. What recurs carries on after the profile's last year. Of every
        amount a `share` counts, rounded half up; of savings only what is `delivered`, for a saving that comes in part
        costs as much as one that comes in full.
        """
        of_savings = (Fraction(share) * Fraction(delivered)).as_integer_ratio()
        recurring = _shares(self._column("recurring_saving"), of_savings)
        one_off = _shares(self._column("one_off_saving"), of_savings)
        cost = _shares(self._column("recurring_cost"), Fraction(share).as_integer_ratio())
        lasting = list(accumulate(map(sub, recurring, cost)))
        in_year = list(map(add, lasting, one_off))
        carried_on = lasting[-1] if lasting else 0
        found = {}
        for year in years:
            index = year.start - self.first_year.start
            is_before, is_within = index < 0, index < len(in_year)
            found[year] = 0 if is_before else in_year[index] if is_within else carried_on
        return found

    # Putting profiles together and taking them apart

    def delayed(self, years: int) -> "SavingsProfile":
        """Return the same amounts, each so many years later."""
        return replace(self, first_year=self.first_year + years)

    def over(self, years: Sequence[FinancialYear]) -> "SavingsProfile":
        """Return the same profile with zero in those of `years` that it did not cover."""
        return SavingsProfile.from_years(dict(zip(self.years, self.amounts, strict=True)), years)

    def __add__(self, other: "SavingsProfile") -> "SavingsProfile":
        """Return the profile of both together, over the years of both.

        Its figures are the sums of the two profiles' figures over those same years.
        """
        if not self.amounts or not other.amounts:
            return self if self.amounts else other
        span = _span([*self.years, *other.years])
        mine, theirs = self.over(span), other.over(span)
        return SavingsProfile(span[0], tuple(map(add, mine.amounts, theirs.amounts)))

    def shared_out(self, shares: Sequence[Share]) -> tuple["SavingsProfile", ...]:
        """Return one profile per share; together they are this one to the pound (largest remainder).

        Raises UnusableProfile when the shares are negative or do not add up to one.
        """
        parts = {
            name: [_shared_out(amount, shares) for amount in self._column(name)] for name in AMOUNT_NAMES
        }
        return tuple(
            SavingsProfile(
                self.first_year,
                tuple(
                    YearAmounts(*(parts[name][year][index] for name in AMOUNT_NAMES))
                    for year in range(len(self.amounts))
                ),
            )
            for index in range(len(shares))
        )

    def scaled(self, share: Share) -> "SavingsProfile":
        """Return `share` of every amount, each rounded half up to the pound.

        Parts of a whole come from `shared_out`, which loses no pound between them.
        """
        exact = Fraction(share)

        def scale(amounts: YearAmounts) -> YearAmounts:
            return YearAmounts(*_shares(list(_all_amounts(amounts)), (exact.numerator, exact.denominator)))

        return SavingsProfile(self.first_year, tuple(map(scale, self.amounts)))

    def _column(self, name: str) -> list[int]:
        return [getattr(amounts, name) for amounts in self.amounts]

    def _by_year(self, values: Iterable[int]) -> dict[FinancialYear, int]:
        return dict(zip(self.years, values, strict=True))


@dataclass(frozen=True)
class FTEProfile:
    """The change in full-time equivalents that begins in each of consecutive years; a reduction is negative.

    Figures are exact decimals with at most two places; UnusableProfile refuses a finer one.
    """

    first_year: FinancialYear
    changes: tuple[Decimal, ...] = ()

    def __post_init__(self) -> None:
        finer = [change for change in self.changes if change != _to_the_hundredth(change)]
        if finer:
            raise UnusableProfile(f"An FTE change of {finer[0]} has more than 2 decimal places.")

    @classmethod
    def from_years(
        cls, by_year: Mapping[FinancialYear, Decimal], years: Sequence[FinancialYear] = ()
    ) -> "FTEProfile":
        """Return the profile of `by_year`, with zero in the years of the span that it leaves out.

        Every change is brought to two decimals: SQLite adds decimals up as binary fractions.
        """
        span = _span([*by_year, *years])
        return cls(span[0], tuple(_to_the_hundredth(by_year.get(year, Decimal(0))) for year in span))

    @classmethod
    def nothing(cls, years: Sequence[FinancialYear]) -> "FTEProfile":
        """Return a profile of zeros over `years`."""
        return cls.from_years({}, years)

    @property
    def years(self) -> tuple[FinancialYear, ...]:
        """The profile's years, in order."""
        return years_from(self.first_year, len(self.changes))

    @property
    def discrete(self) -> dict[FinancialYear, Decimal]:
        """The change that begins in each year."""
        return dict(zip(self.years, self.changes, strict=True))

    @property
    def in_year(self) -> dict[FinancialYear, Decimal]:
        """The change in each year, all effects to date."""
        return _running_total(self.discrete)

    @property
    def total(self) -> Decimal:
        """The sum of the changes: the lasting effect."""
        return sum(self.changes, Decimal("0.00"))

    def over(self, years: Sequence[FinancialYear]) -> "FTEProfile":
        """Return the same profile with zero in those of `years` that it did not cover."""
        return FTEProfile.from_years(self.discrete, years)

    def __add__(self, other: "FTEProfile") -> "FTEProfile":
        """Return the profile of both together, over the years of both."""
        if not self.changes or not other.changes:
            return self if self.changes else other
        span = _span([*self.years, *other.years])
        return FTEProfile(span[0], tuple(map(add, self.over(span).changes, other.over(span).changes)))

    def shared_out(self, shares: Sequence[Share]) -> tuple["FTEProfile", ...]:
        """Return one profile per share; together they are this one to the hundredth (largest remainder)."""
        parts = [_shared_out(int(change.scaleb(2)), shares) for change in self.changes]
        return tuple(
            FTEProfile(self.first_year, tuple(Decimal(year[index]).scaleb(-2) for year in parts))
            for index in range(len(shares))
        )

    def scaled(self, share: Share) -> "FTEProfile":
        """Return `share` of every change, each rounded half up to the hundredth."""
        hundredths = (_half_up(Fraction(change) * 100 * Fraction(share)) for change in self.changes)
        return FTEProfile(self.first_year, tuple(Decimal(number).scaleb(-2) for number in hundredths))


def sum_profiles(profiles: Iterable[SavingsProfile], years: Sequence[FinancialYear]) -> SavingsProfile:
    """Return the profile of all together, over at least `years`.

    The same as adding them one by one, in one pass: thousands of profiles make no profile in between.
    """
    sums: dict[FinancialYear, tuple[int, ...]] = {}
    nothing = (0,) * len(AMOUNT_NAMES)
    for profile in profiles:
        for year, amounts in zip(profile.years, profile.amounts, strict=True):
            sums[year] = tuple(map(add, sums.get(year, nothing), _all_amounts(amounts)))
    return SavingsProfile.from_years({year: YearAmounts(*stored) for year, stored in sums.items()}, years)


def sum_fte(profiles: Iterable[FTEProfile], years: Sequence[FinancialYear]) -> FTEProfile:
    """Return the FTE profile of all together, over at least `years`."""
    sums: dict[FinancialYear, Decimal] = {}
    for profile in profiles:
        for year, change in zip(profile.years, profile.changes, strict=True):
            sums[year] = sums.get(year, Decimal("0.00")) + change
    return FTEProfile.from_years(sums, years)


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
    return _half_up(Fraction(posts) * Fraction(pounds_per_fte))


def share_of_total(part: int, total: int) -> Fraction | None:
    """Return what share of a total a part is, exactly; None where there is no total above zero to share."""
    return Fraction(part, total) if total > 0 else None


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


def running_totals(figures: Mapping[FinancialYear, int]) -> dict[FinancialYear, int]:
    """Return the figures of the years added up so far."""
    return dict(zip(figures, accumulate(figures.values()), strict=True))


def negated(figures: Mapping[FinancialYear, int]) -> dict[FinancialYear, int]:
    """Return the figures of the years with the opposite sign."""
    return {year: -pounds for year, pounds in figures.items()}


def added_up(
    figures: Iterable[Mapping[FinancialYear, int]], years: Iterable[FinancialYear] | None = None
) -> dict[FinancialYear, int]:
    """Return the sums of figures by year: of these years, or of every year that has a figure."""
    sums = dict.fromkeys(() if years is None else years, 0)
    for by_year in figures:
        for year, pounds in by_year.items():
            if years is None or year in sums:
                sums[year] = sums.get(year, 0) + pounds
    return sums


def yearly_changes(figures: Mapping[FinancialYear, int]) -> dict[FinancialYear, int]:
    """Return the change of each year against the one before: what `running_totals` would add up to these."""
    before = (0, *figures.values())
    return {year: pounds - last for (year, pounds), last in zip(figures.items(), before, strict=False)}


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


def share_of_net_budget(saving: int, net: int) -> Fraction | None:
    """Return the saving as a share of the net budget, exactly (1/4 is 25%); both in pounds.

    None where the net budget is not above zero: a service that earns more than it costs has nothing to take
    a share of.
    """
    return Fraction(saving, net) if net > 0 else None


def share_of_whole(part: int | None, whole: int | None) -> Fraction | None:
    """Return the part as a share of the whole, exactly; both in pounds.

    None where one of them is not known, or the whole is not above zero: there is nothing to take a share of.
    """
    return Fraction(part, whole) if part is not None and whole is not None and whole > 0 else None


def _span(years: Sequence[FinancialYear]) -> tuple[FinancialYear, ...]:
    if not years:
        raise UnusableProfile("A profile needs at least one financial year.")
    first, last = min(years), max(years)
    return years_from(first, last - first + 1)


def _running_total(by_year: Mapping[FinancialYear, Number]) -> dict[FinancialYear, Number]:
    return dict(zip(by_year, accumulate(by_year.values()), strict=True))


def _to_the_hundredth(change: Decimal) -> Decimal:
    return change.quantize(_HUNDREDTH, rounding=ROUND_HALF_UP)


def _half_up(value: Fraction) -> int:
    """Return the nearest whole number, a half going away from zero."""
    return _shares([value.numerator], (1, value.denominator))[0]


def _shares(amounts: list[int], share: tuple[int, int]) -> list[int]:
    """Return a share, given as numerator and denominator, of each amount, a half going away from zero.

    Without fractions in between: thousands of amounts are scaled while a person waits.
    """
    times, over = share
    if times == over:
        return amounts
    return [
        (2 * each * times + over) // (2 * over) if each >= 0 else -((over - 2 * each * times) // (2 * over))
        for each in amounts
    ]


def _shared_out(amount: int, shares: Sequence[Share]) -> list[int]:
    """Return whole parts of `amount` in proportion to `shares`, adding up to it (largest remainder).

    Equal remainders go to the earlier share.
    """
    exact = [Fraction(share) for share in shares]
    # Whole numbers over one denominator: sums of fractions take ten times as long.
    whole = lcm(*(share.denominator for share in exact))
    weights = [share.numerator * (whole // share.denominator) for share in exact]
    if sum(weights) != whole or any(weight < 0 for weight in weights):
        raise UnusableProfile("Shares must not be negative and must add up to one.")
    magnitude, sign = abs(amount), -1 if amount < 0 else 1
    parts = [magnitude * weight // whole for weight in weights]
    by_remainder = sorted(range(len(parts)), key=lambda index: -(magnitude * weights[index] % whole))
    for index in by_remainder[: magnitude - sum(parts)]:
        parts[index] += 1
    return [sign * part for part in parts]
