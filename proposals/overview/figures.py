"""The figures of one overview: what its slices add up to, by directorate, year and deliverability; pure values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from proposals.overview.slices import Group, Slice, all_together, grouped
from proposals.records import Totals, added_up
from proposals.savings_profile import FTEProfile, SavingsProfile, YearAmounts, sum_fte, sum_profiles
from services.years import FinancialYear


@dataclass(frozen=True)
class YearSlice:
    """The amounts by year of proposals that are alike: of one directorate, as deliverable, known in full or not."""

    directorate: int
    deliverability: int | None
    is_complete: bool
    by_year: dict[FinancialYear, YearAmounts]
    discrete: dict[FinancialYear, int]
    """The discrete savings of the years that are known, as each proposal's own row holds it."""

    def profile(self, years: tuple[FinancialYear, ...]) -> SavingsProfile:
        """Return the amounts as one profile over these years."""
        return SavingsProfile.from_years(self.by_year, years)

    def into_unknown(self, years: tuple[FinancialYear, ...]) -> dict[FinancialYear, int]:
        """Return the one-offs that would fall out in years that are not known: what the profile has too little."""
        if self.is_complete:
            return {}
        return {
            year: self.discrete.get(year, 0) - pounds
            for year, pounds in self.profile(years).discrete.items()
            if self.discrete.get(year, 0) != pounds
        }

    def known_discrete(self, years: tuple[FinancialYear, ...]) -> dict[FinancialYear, int]:
        """Return the discrete saving of each year, as far as it is known."""
        left_out = self.into_unknown(years)
        discrete = self.profile(years).discrete
        return {year: pounds + left_out.get(year, 0) for year, pounds in discrete.items()}


@dataclass(frozen=True)
class LargestProposal:
    """One of the proposals that save most."""

    key: int
    reference: str
    title: str
    directorate: str
    total: int
    risk: str
    deliverability: int | None
    address: str


@dataclass(frozen=True)
class Overview:
    """The chosen proposals of a round, read in a fixed number of queries however many they are."""

    years: tuple[FinancialYear, ...]
    slices: tuple[Slice, ...]
    year_slices: tuple[YearSlice, ...]
    fte: dict[int, FTEProfile]
    directorates: dict[int, str]
    largest: tuple[LargestProposal, ...]

    @cached_property
    def everything(self) -> Group[None]:
        """All chosen proposals together."""
        return all_together(self.slices)

    @cached_property
    def totals(self) -> Totals:
        """The totals of all chosen proposals."""
        return self._totals(self.everything, self.year_slices, self.fte.values())

    @property
    def knows_any_year(self) -> bool:
        """Whether the saving of any year is known of any proposal."""
        return any(pounds is not None for pounds in self.totals.discrete.values())

    def by_directorate(self) -> tuple[tuple[int, Totals], ...]:
        """Return the totals of each directorate, by its name."""
        groups = {group.value: group for group in grouped(self.slices, lambda one: one.directorate)}
        ordered = sorted(groups, key=lambda key: (self.directorates[key].casefold(), key))
        return tuple((key, self._totals_of(key, groups[key])) for key in ordered)

    def by_deliverability(self) -> dict[int | None, dict[FinancialYear, int]]:
        """Return the known discrete savings of the proposals that are as deliverable as one another, in percent."""
        found: dict[int | None, dict[FinancialYear, int]] = {}
        for one in self.year_slices:
            found[one.deliverability] = added_up(
                [found.get(one.deliverability, {}), one.known_discrete(self.years)]
            )
        return found

    def _totals_of(self, directorate: int, group: Group[int]) -> Totals:
        own = [one for one in self.year_slices if one.directorate == directorate]
        fte = [self.fte[directorate]] if directorate in self.fte else []
        return self._totals(group, own, fte)

    def _totals(
        self, group: Group[Any], year_slices: Sequence[YearSlice], fte: Iterable[FTEProfile]
    ) -> Totals:
        has_complete = any(one.is_complete for one in group.slices)
        partly = frozenset(year for one in year_slices if not one.is_complete for year in one.by_year)
        return Totals(
            count=group.count,
            profile=sum_profiles((one.profile(self.years) for one in year_slices), self.years),
            fte=sum_fte(fte, self.years),
            total=group.total,
            incomplete=group.incomplete,
            known_years=None if has_complete or not group.count else partly,
            fte_stated=None if group.with_fte == group.count else group.with_fte,
            into_unknown=added_up(one.into_unknown(self.years) for one in year_slices),
        )
