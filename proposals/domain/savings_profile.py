"""The savings profile: the one computation behind every figure on every page, export and appendix.

Frozen values in, frozen values out; exact arithmetic; no Django, no database.

Sign convention: a saving is positive, a cost is positive in its own column, an FTE reduction is
negative. Money is whole pounds. Nothing is rounded but where a rule says so (scaling, present value).

Per year of a proposal: recurring saving and recurring cost are *changes* that begin in that year and
stay (a negative recurring saving is a reversal); one-off saving and one-off cost happen in that year
only; capital cost is shown separately and enters no revenue figure.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import accumulate
from operator import add, attrgetter, sub
from typing import TypeVar

from proposals.domain.rounding import Share, UnusableProfile, nearest, scaled, shared_out
from services.values.years import FinancialYear, years_from

GREEN_BOOK_DISCOUNT_RATE = Decimal("0.035")
"""The social time preference rate for years 0 to 30: HM Treasury, The Green Book, annex A6."""

Number = TypeVar("Number", int, Decimal)


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
        span = span_of([*by_year, *years])
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
    def recurring_cost_in_year(self) -> dict[FinancialYear, int]:
        """The recurring cost in each year, all effects to date."""
        return self._by_year(accumulate(self._column("recurring_cost")))

    @property
    def cumulative_gross(self) -> dict[FinancialYear, int]:
        """Gross in-year savings added up over the years."""
        return running_totals(self.gross_in_year)

    @property
    def cumulative_net(self) -> dict[FinancialYear, int]:
        """Net in-year savings added up over the years."""
        return running_totals(self.net_in_year)

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

    @property
    def recurrence(self) -> str:
        """“recurring”, “one-off” or “both”, as the savings are; empty where no year has one."""
        return _kinds(
            {"recurring": self._column("recurring_saving"), "one-off": self._column("one_off_saving")}
        )

    @property
    def investment(self) -> str:
        """“revenue”, “capital” or “both”, as the costs are; empty where no year has one."""
        costs = (*self._column("recurring_cost"), *self._column("one_off_cost"))
        return _kinds({"revenue": costs, "capital": self._column("capital_cost")})

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
        return nearest(value)

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
        recurring = scaled(self._column("recurring_saving"), of_savings)
        one_off = scaled(self._column("one_off_saving"), of_savings)
        cost = scaled(self._column("recurring_cost"), Fraction(share).as_integer_ratio())
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
        span = span_of([*self.years, *other.years])
        mine, theirs = self.over(span), other.over(span)
        return SavingsProfile(span[0], tuple(map(add, mine.amounts, theirs.amounts)))

    def shared_out(self, shares: Sequence[Share]) -> tuple["SavingsProfile", ...]:
        """Return one profile per share; together they are this one to the pound (largest remainder).

        Raises UnusableProfile when the shares are negative or do not add up to one.
        """
        parts = {name: [shared_out(amount, shares) for amount in self._column(name)] for name in AMOUNT_NAMES}
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
            return YearAmounts(*scaled(list(_all_amounts(amounts)), (exact.numerator, exact.denominator)))

        return SavingsProfile(self.first_year, tuple(map(scale, self.amounts)))

    def _column(self, name: str) -> list[int]:
        return [getattr(amounts, name) for amounts in self.amounts]

    def _by_year(self, values: Iterable[int]) -> dict[FinancialYear, int]:
        return dict(zip(self.years, values, strict=True))


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


def _kinds(amounts: Mapping[str, Sequence[int]]) -> str:
    """Return the name of the amounts that are not all zero, or that both are not."""
    kinds = [name for name, pounds in amounts.items() if any(pounds)]
    return "both" if len(kinds) > 1 else "".join(kinds)


def running_totals(figures: Mapping[FinancialYear, Number]) -> dict[FinancialYear, Number]:
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


def span_of(years: Sequence[FinancialYear]) -> tuple[FinancialYear, ...]:
    """Return the years from the first to the last of these; raises UnusableProfile where there are none."""
    if not years:
        raise UnusableProfile("A profile needs at least one financial year.")
    first, last = min(years), max(years)
    return years_from(first, last - first + 1)
