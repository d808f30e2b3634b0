"""The figures of one overview: what its slices add up to, by directorate, year and deliverability; pure values."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from proposals.domain.records import Totals
from proposals.overview.slices import Group, Slice, all_together, pursued
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
    all_slices: tuple[Slice, ...]
    """All chosen proposals, pressures and what is not pursued any more among them."""
    whole: Totals
    """The totals of all chosen proposals, net of pressures."""
    whole_of_directorates: Mapping[int, Totals]
    """The same of each directorate."""
    of_percentages: Mapping[int | None, Totals]
    """The totals of the proposals that are as deliverable as one another, in percent."""
    directorates: Mapping[int, str]
    largest: tuple[LargestProposal, ...]

    @cached_property
    def slices(self) -> tuple[Slice, ...]:
        """The savings that are pursued: all that the sections of savings count."""
        return pursued(self.all_slices).slices

    @property
    def totals(self) -> Totals:
        """The totals of the savings."""
        return self.whole.savings

    @property
    def has_pressures(self) -> bool:
        """Return whether pressures are among the chosen proposals."""
        return self.whole.pressures is not None

    @cached_property
    def everything(self) -> Group[None]:
        """All that are pursued together."""
        return all_together(self.slices)

    @property
    def knows_any_year(self) -> bool:
        """Return whether the saving of any year is known of any proposal."""
        return any(pounds is not None for pounds in self.totals.discrete.values())

    def by_directorate(self) -> tuple[tuple[int, Totals], ...]:
        """Return the totals of the savings of each directorate that has any, by its name."""
        return tuple(
            (key, totals.savings) for key, totals in self.whole_by_directorate() if totals.savings.count
        )

    def whole_by_directorate(self) -> tuple[tuple[int, Totals], ...]:
        """Return the totals of savings and pressures of each directorate, by its name."""
        whole = self.whole_of_directorates
        ordered = sorted(whole, key=lambda key: (self.directorates[key].casefold(), key))
        return tuple((key, whole[key]) for key in ordered)

    def by_deliverability(self) -> dict[int | None, dict[FinancialYear, int]]:
        """Return the discrete savings by deliverability in percent, as far as they are known."""
        return {percent: known_discrete(totals) for percent, totals in self.of_percentages.items()}


def known_discrete(totals: Totals) -> dict[FinancialYear, int]:
    """Return the discrete saving of each year, as far as it is known."""
    return {year: pounds or 0 for year, pounds in totals.discrete.items()}
