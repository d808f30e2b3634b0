"""A round's proposals taken together where they are alike, and put together again by one trait: pure values."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Generic, TypeVar

from proposals.domain.direction import PRESSURE, SAVING
from proposals.domain.savings_together import risk_adjusted
from proposals.domain.stages import ENDED

Trait = TypeVar("Trait", bound=Hashable)


@dataclass(frozen=True)
class Slice:
    """Proposals that are alike in every trait below: how many, and what they save together in pounds."""

    directorate: int
    category: str
    kind: str
    risk: str
    recurrence: str
    """recurring, one-off, both, or empty where no saving is stored."""
    deliverability: int | None
    """The part of the saving that is expected to be achieved, in percent; None where it has not been assessed."""
    stage: str
    is_known: bool
    """True if a total is known: added up from the years, or stated."""
    is_complete: bool
    """True if all years are known."""
    has_impacts: bool
    """True if the impact on at least one protected characteristic was answered."""
    count: int
    pounds: int
    corrected: int = 0
    """The number of them that are taken as last published while they are being corrected."""
    direction: str = SAVING
    """Saving or pressure; what a pressure saves is below zero."""

    @property
    def is_pressure(self) -> bool:
        """Return whether they add to the budget: no figure that is called a saving counts them."""
        return self.direction == PRESSURE

    @property
    def has_ended(self) -> bool:
        """Return whether they were withdrawn, rejected, deferred or superseded: no total counts them."""
        return self.stage in ENDED


@dataclass(frozen=True)
class Group(Generic[Trait]):
    """The proposals of one value of a trait."""

    value: Trait
    slices: tuple[Slice, ...]

    @cached_property
    def count(self) -> int:
        """Return how many proposals there are."""
        return sum(one.count for one in self.slices)

    @property
    def corrected(self) -> int:
        """Return how many are taken as last published while they are being corrected."""
        return sum(one.corrected for one in self.slices)

    @cached_property
    def total(self) -> int | None:
        """Return what they save in pounds; None where there are some and of none of them a total is known."""
        known = [one for one in self.slices if one.is_known]
        return sum(one.pounds for one in known) if known or not self.slices else None

    @cached_property
    def expected(self) -> Decimal | None:
        """The risk-adjusted total in pounds, exact to the penny; None where no known total has a percentage."""
        pounds = self._by_deliverability
        return risk_adjusted(pounds) if not self.slices or any(key is not None for key in pounds) else None

    @property
    def without_percentage(self) -> "Group[Trait]":
        """Proposals without an assessment of how much will be achieved: no risk-adjusted figure counts them."""
        return Group(self.value, tuple(one for one in self.slices if one.deliverability is None))

    @property
    def incomplete(self) -> int:
        """Return how many have years that are not known."""
        return sum(one.count for one in self.slices if not one.is_complete)

    @property
    def unknown(self) -> int:
        """Return how many have no total that is known."""
        return sum(one.count for one in self.slices if not one.is_known)

    @property
    def with_impacts(self) -> int:
        """Return how many answer the impact on at least one protected characteristic."""
        return sum(one.count for one in self.slices if one.has_impacts)

    @property
    def _by_deliverability(self) -> dict[int | None, int]:
        pounds: dict[int | None, int] = {}
        for one in self.slices:
            if one.is_known:
                pounds[one.deliverability] = pounds.get(one.deliverability, 0) + one.pounds
        return pounds


def all_together(slices: Iterable[Slice]) -> Group[None]:
    """Return all proposals as one group."""
    return Group(None, tuple(slices))


def pursued(slices: Iterable[Slice]) -> Group[None]:
    """Return the savings that have not ended: those that count towards the target."""
    return all_together(one for one in slices if not one.has_ended and not one.is_pressure)


def grouped(slices: Iterable[Slice], trait: Callable[[Slice], Trait]) -> tuple[Group[Trait], ...]:
    """Return a group for each value of the trait, in the order in which they come."""
    members: dict[Trait, list[Slice]] = {}
    for one in slices:
        members.setdefault(trait(one), []).append(one)
    return tuple(Group(value, tuple(alike)) for value, alike in members.items())


def in_order(groups: Iterable[Group[Trait]], order: Sequence[Trait]) -> tuple[Group[Trait], ...]:
    """Return the groups in a given order of their values; all others come last, as they came."""
    places = {value: place for place, value in enumerate(order)}
    return tuple(sorted(groups, key=lambda group: places.get(group.value, len(places))))


def largest_first(groups: Iterable[Group[Trait]]) -> tuple[Group[Trait], ...]:
    """Return the groups by what they save, the largest first; those that nothing is known of last."""
    return tuple(sorted(groups, key=lambda group: (group.total is None, -(group.total or 0))))
