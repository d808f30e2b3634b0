"""Programmes: components that save and cost over the years, alone and together.

What is additional, what a programme only enables or makes less risky, and what is in the plan already are kept apart:
nothing adds them up unless it is asked to.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import Literal, NamedTuple

from proposals.domain.rounding import Share, in_proportion
from proposals.domain.savings_profile import SavingsProfile, YearAmounts, sum_profiles
from services.values.years import FinancialYear

BenefitKind = Literal["additional", "enabled", "de-risked", "already in the plan"]
Shares = tuple[tuple[str, Share], ...]
KIND_WORDS: dict[BenefitKind, str] = {
    "additional": "Additional",
    "enabled": "Enabled",
    "de-risked": "De-risked, as expected",
    "already in the plan": "Already in the plan",
}
"""The kinds of benefit in words, in the order in which tables show them."""


@dataclass(frozen=True)
class Component:
    """A part of a programme: what it saves and costs, what kind of benefit that is, and whose.

    `shares` gives the bodies on which the benefit falls; empty where nobody has said. `probability` is that of a
    de-risked benefit.
    """

    name: str
    kind: BenefitKind
    profile: SavingsProfile
    shares: Mapping[str, Share] = field(default_factory=dict)
    probability: Fraction = Fraction(1)

    @property
    def has_figures(self) -> bool:
        """Return whether any year has an amount."""
        return any(amounts != YearAmounts() for amounts in self.profile.amounts)

    @property
    def expected(self) -> SavingsProfile:
        """Return the profile weighted by the probability of the benefit; what it costs is certain."""
        if self.probability == 1:
            return self.profile
        return weighted(self.profile, benefit=self.probability)


@dataclass(frozen=True)
class Programme:
    """Components over the same years, and what they come to together; only what is additional unless more is asked for.

    `counted` are the kinds that are asked for wherever nothing else is said.
    """

    components: tuple[Component, ...]
    years: tuple[FinancialYear, ...]
    counted: tuple[BenefitKind, ...] = ("additional",)

    def consolidated(self, kinds: Iterable[BenefitKind] = ()) -> SavingsProfile:
        """Return the components of the kinds asked for together."""
        wanted = set(kinds) or set(self.counted)
        return sum_profiles((part for (kind, _), part in self._alike.items() if kind in wanted), self.years)

    @cached_property
    def kinds(self) -> tuple[BenefitKind, ...]:
        """Return the kinds of benefit that the components have."""
        return tuple(kind for kind in KIND_WORDS if any(each.kind == kind for each in self.components))

    @cached_property
    def without_figures(self) -> tuple[str, ...]:
        """Return the names of the components that have no figures; they are listed, not left out."""
        return tuple(item.name for item in self.components if not item.has_figures)

    def by_body(self, kinds: Iterable[BenefitKind] = ()) -> dict[str, SavingsProfile]:
        """Return the consolidated profile of each body; what no body is named for stands under an empty name.

        Components that share alike are added up first, so that no pound is lost or gained between the bodies.
        """
        wanted = set(kinds) or set(self.counted)
        parts: dict[str, list[SavingsProfile]] = {}
        for (kind, shares), together in self._alike.items():
            if kind in wanted:
                shared = together.shared_out([share for _, share in shares])
                for (body, _), part in zip(shares, shared, strict=True):
                    parts.setdefault(body, []).append(part)
        return {body: sum_profiles(profiles, self.years) for body, profiles in parts.items()}

    @cached_property
    def _alike(self) -> dict[tuple[BenefitKind, Shares], SavingsProfile]:
        """Return the sums of the components of each kind that share alike: all further sums are made of these few."""
        found: dict[tuple[BenefitKind, Shares], list[SavingsProfile]] = {}
        for item in self.components:
            shares = tuple(item.shares.items()) or (("", 1),)
            found.setdefault((item.kind, shares), []).append(item.expected)
        return {key: sum_profiles(profiles, self.years) for key, profiles in found.items()}


class Value(NamedTuple):
    """What a profile comes to over its years: in pounds, in years, and as the years in which something is reached."""

    gross: int
    cost: int
    net: int
    cost_to_achieve: int
    capital_cost: int
    steady_state_year: FinancialYear | None
    break_even_year: FinancialYear | None
    payback_years: Fraction | None
    net_present_value: int

    @classmethod
    def of(cls, profile: SavingsProfile) -> "Value":
        """Return what the profile comes to."""
        return cls(
            gross=sum(profile.gross_in_year.values()),
            cost=sum(profile.cost_in_year.values()),
            net=sum(profile.net_in_year.values()),
            cost_to_achieve=profile.cost_to_achieve,
            capital_cost=sum(profile.capital_cost.values()),
            steady_state_year=steady_state_year(profile),
            break_even_year=profile.break_even_year,
            payback_years=profile.payback_years,
            net_present_value=profile.net_present_value(),
        )


def whole_words(programme: Programme) -> str:
    """Return what the figures of the components together are called: by the kinds of benefit that they count."""
    words = "The whole programme"
    return f"{words}, with all kinds of benefit" if len(programme.counted) > 1 else words


def steady_state_year(profile: SavingsProfile) -> FinancialYear | None:
    """Return the first year from which the gross saving stays what it is at the end; None where nothing is saved."""
    gross = profile.gross_in_year
    last = list(gross.values())[-1] if gross else 0
    if not last:
        return None
    since: FinancialYear | None = None
    for year, pounds in gross.items():
        since = since or year if pounds == last else None
    return since


def from_levels(
    gross: Mapping[FinancialYear, int],
    cost: Mapping[FinancialYear, int],
    years: Sequence[FinancialYear],
    recurring_from: FinancialYear | None,
) -> SavingsProfile:
    """Return the profile of a saving and a cost that are stated as they stand in each year, all effects to date.

    Cost before `recurring_from` is one-off, from then on it recurs; all is one-off where no year is given.
    """
    amounts: dict[FinancialYear, YearAmounts] = {}
    saved = spent = 0
    for year in years:
        level, cost_level = gross.get(year, 0), cost.get(year, 0)
        recurs = recurring_from is not None and year >= recurring_from
        amounts[year] = YearAmounts(
            recurring_saving=level - saved,
            recurring_cost=cost_level - spent if recurs else 0,
            one_off_cost=0 if recurs else cost_level,
        )
        saved, spent = level, cost_level if recurs else 0
    return SavingsProfile.from_years(amounts, years)


def capitalised(profile: SavingsProfile, capital: int) -> dict[FinancialYear, int]:
    """Return that much of the one-off cost of a profile, or all of it, shared out as the one-off cost falls."""
    one_off = {year: each.one_off_cost for year, each in zip(profile.years, profile.amounts, strict=True)}
    return in_proportion(min(capital, sum(one_off.values())), one_off)


def weighted(
    profile: SavingsProfile,
    *,
    benefit: Fraction = Fraction(1),
    cost: Fraction = Fraction(1),
    delay: int = 0,
) -> SavingsProfile:
    """Return the profile with a share of its benefit, so many years later, and a multiple of its cost."""
    saved, spent = _apart(profile)
    return saved.scaled(benefit).delayed(delay) + spent.scaled(cost)


def within(profile: SavingsProfile, years: Sequence[FinancialYear]) -> SavingsProfile:
    """Return the profile in these years alone; what has begun to recur before the first of them recurs from it."""
    begun = YearAmounts()
    found: dict[FinancialYear, YearAmounts] = {}
    for year, amounts in zip(profile.years, profile.amounts, strict=True):
        if year < years[0]:
            begun += replace(amounts, one_off_saving=0, one_off_cost=0, capital_cost=0)
        elif year in years:
            found[year] = amounts
    found[years[0]] = found.get(years[0], YearAmounts()) + begun
    return SavingsProfile.from_years(found, years)


def _apart(profile: SavingsProfile) -> tuple[SavingsProfile, SavingsProfile]:
    """Return the savings of a profile and its costs."""
    benefit = tuple(
        YearAmounts(recurring_saving=amounts.recurring_saving, one_off_saving=amounts.one_off_saving)
        for amounts in profile.amounts
    )
    cost = tuple(replace(amounts, recurring_saving=0, one_off_saving=0) for amounts in profile.amounts)
    return SavingsProfile(profile.first_year, benefit), SavingsProfile(profile.first_year, cost)
