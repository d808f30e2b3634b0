"""The figures of one overview: what its slices add up to, by directorate, year and deliverability; pure values."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from proposals.domain.records import Totals
from proposals.overview.slices import Group, Slice, all_together
from services.values.years import FinancialYear


@dataclass(frozen=True)
class LargestProposal:
    """A proposal among those that save most."""

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
    """The chosen proposals of a round, taken together as its sections print them."""

    years: tuple[FinancialYear, ...]
    slices: tuple[Slice, ...]
    """The proposals that are pursued."""
    ended: Group[None]
    """Those that are not pursued any more, which no figure of the sections counts."""
    totals: Totals
    """The totals of all chosen proposals."""
    of_directorates: Mapping[int, Totals]
    of_percentages: Mapping[int | None, Totals]
    """The totals of the proposals that are as deliverable as one another, in percent."""
    directorates: Mapping[int, str]
    largest: tuple[LargestProposal, ...]

    @cached_property
    def everything(self) -> Group[None]:
        """All that are pursued together."""
        return all_together(self.slices)

    @property
    def knows_any_year(self) -> bool:
        """Return whether the saving of any year is known of any proposal."""
        return any(pounds is not None for pounds in self.totals.discrete.values())

    def by_directorate(self) -> tuple[tuple[int, Totals], ...]:
        """Return the totals of each directorate, by its name."""
        ordered = sorted(self.of_directorates, key=lambda key: (self.directorates[key].casefold(), key))
        return tuple((key, self.of_directorates[key]) for key in ordered)

    def by_deliverability(self) -> dict[int | None, dict[FinancialYear, int]]:
        """Return the discrete savings by deliverability in percent, as far as they are known."""
        return {percent: known_discrete(totals) for percent, totals in self.of_percentages.items()}


def known_discrete(totals: Totals) -> dict[FinancialYear, int]:
    """Return the discrete saving of each year, as far as it is known."""
    return {year: pounds or 0 for year, pounds in totals.discrete.items()}
