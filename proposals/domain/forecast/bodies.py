"""A budget divided between bodies: shares that move in a year, the uplift that goes along, the funding that follows.

Whatever moves, the bodies together spend what the undivided budget would have spent.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from proposals.domain.forecast.position import ByYear, UnusableForecast
from proposals.domain.savings_profile import SavingsProfile, Share, YearAmounts, running_totals
from services.values.years import FinancialYear

UpliftBefore = Literal["moves with the services", "stays with the council"]
FundedUplift = Literal["all uplift since the base year", "uplift of that year only", "none"]


@dataclass(frozen=True)
class Transfer:
    """A share of the base budget that another body takes over in a year."""

    body: str
    share: Share
    year: FinancialYear


@dataclass(frozen=True)
class Division:
    """A budget by year, and how it is divided between the body that keeps the rest and those that take a share over.

    `uplift` gives, for each body, the changes in cost that begin in a year and stay.
    """

    years: tuple[FinancialYear, ...]
    base: ByYear
    retained: str
    uplift: Mapping[str, ByYear]
    transfers: tuple[Transfer, ...] = ()
    uplift_before: UpliftBefore = "moves with the services"
    _moved: Mapping[str, Transfer] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        moved = {transfer.body: transfer for transfer in self.transfers}
        if len(moved) < len(self.transfers) or self.retained in moved:
            raise UnusableForecast("A body can take over one share of a budget, and not the rest as well.")
        if (
            any(transfer.share < 0 for transfer in self.transfers)
            or sum(transfer.share for transfer in self.transfers) > 1
        ):
            raise UnusableForecast(
                "The shares that move must not be negative, nor more than the whole together."
            )
        unknown = set(self.uplift) - {self.retained, *moved}
        if unknown:
            raise UnusableForecast(f"There is uplift for {', '.join(sorted(unknown))}, which is no body.")
        object.__setattr__(self, "_moved", moved)

    @property
    def bodies(self) -> tuple[str, ...]:
        """Return the body that keeps the rest, then the others in the order given."""
        return (self.retained, *self._moved)

    @cached_property
    def _shares(self) -> Mapping[str, ByYear]:
        """Return the base of every body as though all had moved: together the whole, to the pound."""
        rest = 1 - sum(transfer.share for transfer in self.transfers)
        shares: Sequence[Share] = (rest, *(transfer.share for transfer in self.transfers))
        whole = SavingsProfile.from_years({year: YearAmounts(self.base.get(year, 0)) for year in self.years})
        parts = whole.shared_out(shares)
        return {
            body: {year: part.recurring_saving[year] for year in self.years}
            for body, part in zip(self.bodies, parts, strict=True)
        }

    def has_moved(self, body: str, year: FinancialYear) -> bool:
        """Return whether the body has taken its services over by that year."""
        return body in self._moved and year >= self._moved[body].year

    def base_of(self, body: str) -> dict[FinancialYear, int]:
        """Return the body's base budget by year; what has not moved yet is with the body that keeps the rest."""
        if body != self.retained:
            shares = self._shares[body]
            return {year: shares[year] if self.has_moved(body, year) else 0 for year in self.years}
        return {
            year: self._shares[body][year]
            + sum(self._shares[other][year] for other in self._moved if not self.has_moved(other, year))
            for year in self.years
        }

    def uplift_of(self, body: str) -> dict[FinancialYear, int]:
        """Return the uplift in the body's expenditure in each year, all effects to date, as it bears it."""
        if body != self.retained:
            return self._borne(body)
        found = self._to_date(body)
        for other in self._moved:
            borne = self._borne(other)
            for year, pounds in self._to_date(other).items():
                found[year] += pounds - borne[year]
        return found

    def expenditure_of(self, body: str) -> dict[FinancialYear, int]:
        """Return the body's base budget with the uplift that it bears."""
        uplift = self.uplift_of(body)
        return {year: base + uplift[year] for year, base in self.base_of(body).items()}

    def difference_to_whole(self) -> dict[FinancialYear, int]:
        """Return by how much the bodies together differ from the undivided budget in each year: zero if all is well."""
        undivided = dict.fromkeys(self.years, 0)
        for body in self.bodies:
            for year, pounds in self._to_date(body).items():
                undivided[year] += pounds
        parts = [self.expenditure_of(body) for body in self.bodies]
        return {
            year: sum(part[year] for part in parts) - self.base.get(year, 0) - undivided[year]
            for year in self.years
        }

    def funding_of(
        self,
        body: str,
        *,
        uplift: FundedUplift = "all uplift since the base year",
        reductions: ByYear | None = None,
    ) -> dict[FinancialYear, int]:
        """Return what the council pays the body: the first full year's expenditure, less `reductions` afterwards.

        Later uplift is the body's own.
        """
        transfer = self._moved[body]
        if transfer.year not in self.years:
            return dict.fromkeys(self.years, 0)
        first = self._shares[body][transfer.year]
        if uplift == "all uplift since the base year":
            first += self._to_date(body)[transfer.year]
        elif uplift == "uplift of that year only":
            first += self.uplift.get(body, {}).get(transfer.year, 0)
        taken = reductions or {}
        return {
            year: 0 if year < transfer.year else first - (taken.get(year, 0) if year > transfer.year else 0)
            for year in self.years
        }

    def _to_date(self, body: str) -> dict[FinancialYear, int]:
        by_year = self.uplift.get(body, {})
        return running_totals({year: by_year.get(year, 0) for year in self.years})

    def _borne(self, body: str) -> dict[FinancialYear, int]:
        """Return the uplift that a body which takes services over bears, all effects to date."""
        first = self._moved[body].year
        to_date = self._to_date(body)
        before = 0
        if self.uplift_before == "stays with the council":
            before = max((pounds for year, pounds in to_date.items() if year == first + (-1)), default=0)
        return {year: pounds - before if year >= first else 0 for year, pounds in to_date.items()}
