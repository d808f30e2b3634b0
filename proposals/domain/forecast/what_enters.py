"""The savings and pressures that enter a budget, and those that do not, with the reason.

What enters is cashable revenue, of the fund that it is charged to, the council's own share, net of recurring cost.
One-off cost is the cost to achieve and does not enter. The position of a round and its budget bridge both rest on it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Literal, NamedTuple

from proposals.domain.direction import PRESSURE, SAVING
from proposals.domain.fields import CAPITAL, NOT_CASHABLE
from proposals.domain.forecast.plan import Years
from proposals.domain.forecast.position import ByYear
from proposals.domain.forecast.programme import weighted
from proposals.domain.savings_profile import SavingsProfile, negated
from proposals.domain.savings_together import known_run
from proposals.domain.stages import APPROVED, ENDED, PUBLISHED, Stage
from services.values.years import FinancialYear

StageCounted = Literal["approved", "published", "all"]
Delivery = Literal["headline", "risk-adjusted", "percentage"]

STAGES_COUNTED: dict[StageCounted, str] = {
    "all": "All that have not ended",
    "published": "Published proposals",
    "approved": "Approved proposals",
}
"""The proposals that a basis can count, in words."""
FIRST_STAGE: StageCounted = "all"
"""The proposals that a position and a new scenario count until somebody chooses."""
DELIVERIES: dict[Delivery, str] = {
    "headline": "In full",
    "risk-adjusted": "Risk-adjusted",
    "percentage": "At a percentage",
}
"""How much of a saving a basis can count, in words."""

_WHOLE = Fraction(1)


@dataclass(frozen=True)
class Item:
    """A saving or pressure as a position reads it; a pressure's amounts are savings below zero."""

    key: str
    reference: str
    title: str
    directorate: str
    direction: str
    fund: str
    profile: SavingsProfile
    category: str = ""
    """The cause of a pressure; the council's own category of a saving."""
    kind: str = ""
    stage: Stage = Stage.DRAFT
    outcome: str = ""
    known_years: frozenset[FinancialYear] | None = None
    """The years that are known; None where all are."""
    stated_total: int | None = None
    deliverability: int | None = None
    council_share: Decimal | None = None
    """In percent; None where all of it is the council's."""
    in_earlier_plan: bool = False

    @property
    def name(self) -> str:
        """The reference and the title; an addition of a scenario may have no reference."""
        return f"{self.reference} {self.title}".strip()


@dataclass(frozen=True)
class Adjustment:
    """A change that a scenario makes to an item: left out, taken in part, later, or with other amounts."""

    included: bool = True
    share: Fraction | Decimal = _WHOLE
    delay: int = 0
    amounts: SavingsProfile | None = None
    """Amounts in place of the item's own; all of their years are known."""
    delivered: Fraction = _WHOLE
    """The part that is delivered of what the basis takes to be; costs are met in full."""
    cost: Fraction = _WHOLE
    """The multiple of its costs."""

    def profile_of(self, item: Item) -> SavingsProfile:
        """Return the amounts of the item before they are shared or delayed."""
        profile = item.profile if self.amounts is None else self.amounts
        return profile if self.cost == 1 else weighted(profile, cost=self.cost)


UNCHANGED = Adjustment()


@dataclass(frozen=True)
class Basis:
    """The stage from which items count, and how much of a saving is taken to be delivered."""

    stage: StageCounted = FIRST_STAGE
    delivery: Delivery = "headline"
    percent: int = 100
    """The part of every saving that is delivered, where `delivery` is a percentage."""

    def counts(self, item: Item) -> bool:
        """Return whether the item has come to the stage."""
        if self.stage == "approved":
            return item.stage is Stage.DECIDED and item.outcome in APPROVED
        return self.stage == "all" or item.stage in PUBLISHED

    def delivered(self, item: Item) -> Fraction | None:
        """Return the share of the item that counts as delivered; None where nobody has assessed it.

        A pressure counts in full: nobody expects it to fail to come.
        """
        if item.direction == PRESSURE or self.delivery == "headline":
            return _WHOLE
        percent = item.deliverability if self.delivery == "risk-adjusted" else self.percent
        return None if percent is None else Fraction(percent, 100)


class Entered(NamedTuple):
    """An item with what it takes off the budget in each year, all effects to date; a pressure is below zero."""

    item: Item
    by_year: ByYear


Reason = Literal[
    "ended",
    "left out",
    "stage",
    "earlier plan",
    "another fund",
    "capital",
    "not cashable",
    "another body",
    "no base budget",
    "no year",
    "unknown years",
    "beyond",
    "not assessed",
]


@dataclass(frozen=True)
class LeftOut:
    """An item, or a part of one, that does not enter; its amounts are what would have entered."""

    item: Item
    reason: Reason
    words: str
    by_year: ByYear = field(default_factory=dict)
    """Empty where no year is known."""
    is_part: bool = False
    """True if the rest of the item enters."""

    @property
    def name(self) -> str:
        """The name of the item, with the remark that it is a part of it."""
        return f"{self.item.name} (part)" if self.is_part else self.item.name

    @property
    def is_known(self) -> bool:
        """Return whether its amounts are known: not known is not zero."""
        return self.reason not in {"no year", "unknown years"}


_NOT_ASSESSED: tuple[Reason, str] = "not assessed", "Its deliverability has not been assessed."


def what_enters(
    items: Iterable[Item],
    years: Years,
    basis: Basis,
    adjustments: Mapping[str, Adjustment],
    *,
    with_capital: bool = False,
) -> tuple[list[Entered], list[LeftOut]]:
    """Return what enters and what does not; every item is in one of them, and one of which a part enters is in both.

    What is charged to the capital programme enters `with_capital` alone, by what it spends in each year.
    """
    entered: list[Entered] = []
    left_out: list[LeftOut] = []
    for item in items:
        adjustment = adjustments.get(item.key, UNCHANGED)
        effect = _effect_of(item, adjustment, is_spending=with_capital and item.fund == CAPITAL)
        delivered = basis.delivered(item)
        refusal = _refusal(item, adjustment, basis, effect) or effect.refusal(item, years)
        if refusal or delivered is None:
            reason, words = refusal or _NOT_ASSESSED
            left_out.append(LeftOut(item, reason, words, effect.over(years, Fraction(adjustment.share))))
            continue
        share = Fraction(adjustment.share)
        delivered *= adjustment.delivered
        own = effect.over(years, share * _own_share(item), delivered)
        entered.append(Entered(item, own))
        if item.council_share is not None and item.council_share < 100:
            whole = effect.over(years, share, delivered)
            others = {year: whole[year] - pounds for year, pounds in own.items()}
            words = f"{(100 - item.council_share).normalize():f}% of it belongs to other bodies."
            left_out.append(LeftOut(item, "another body", words, others, is_part=True))
        unknown = effect.unknown_in(years)
        if unknown:
            words = f"Its figures from {unknown[0]} are not known and count as zero."
            left_out.append(LeftOut(item, "unknown years", words, is_part=True))
    return entered, left_out


class _Effect(NamedTuple):
    """The amounts of an item as adjusted, and the years in which they are known; None where in all."""

    profile: SavingsProfile
    known: frozenset[FinancialYear] | None
    is_spending: bool
    """True if what is spent in each year counts, capital and one-off cost with it."""

    def over(self, years: Years, share: Fraction, delivered: Fraction = _WHOLE) -> dict[FinancialYear, int]:
        """Return a share of what the item takes off the budget in each year; zero where that is not known."""
        if self.is_spending:
            spent = self.profile.scaled(share).over(years).capital_and_net_cost
            by_year = negated({year: spent[year] for year in years})
        else:
            by_year = self.profile.net_of_recurring_cost(years, share, delivered)
        if self.known is None:
            return by_year
        return {year: pounds if year in self.known else 0 for year, pounds in by_year.items()}

    def unknown_in(self, years: Years) -> list[FinancialYear]:
        """Return the years of which nothing is known."""
        return [] if self.known is None else [year for year in years if year not in self.known]

    def refusal(self, item: Item, years: Years) -> tuple[Reason, str] | None:
        """Return the reason for which the amounts do not enter these years, with its words."""
        if self.known is not None and not self.known:
            if item.known_years:
                return "unknown years", f"Its figures from {self.profile.first_year} are not known."
            return "no year", "No year is stated for it."
        revenue = self.profile.first_revenue_year
        if revenue is None and not self.is_spending and any(self.profile.capital_cost.values()):
            return "capital", "It is capital expenditure only."
        if revenue is not None and revenue > years[-1]:
            return "beyond", f"It begins in {revenue}, after the last year."
        return None


def _effect_of(item: Item, adjustment: Adjustment, *, is_spending: bool) -> _Effect:
    known = item.known_years if adjustment.amounts is None else None
    if known is not None:
        # What adds up over the years is known only while every year so far is.
        known = frozenset(year + adjustment.delay for year in known_run(item.profile.years, known))
    return _Effect(adjustment.profile_of(item).delayed(adjustment.delay), known, is_spending)


def _refusal(item: Item, adjustment: Adjustment, basis: Basis, effect: _Effect) -> tuple[Reason, str] | None:
    """Return the reason for which an item does not enter in any year, with its words."""
    if item.stage in ENDED:
        return "ended", f"It has been {item.stage.label}."
    if not adjustment.included:
        return "left out", "The scenario leaves it out."
    if not basis.counts(item):
        return "stage", f"It has not been {basis.stage}."
    if item.in_earlier_plan:
        return "earlier plan", "An approved budget has it already."
    if item.fund == CAPITAL and not effect.is_spending:
        return "capital", "It belongs to the capital programme, and the position is revenue."
    if item.direction == SAVING and item.kind in NOT_CASHABLE:
        return "not cashable", "It avoids a cost and releases no money."
    if item.council_share == 0:
        return "another body", "All of it belongs to other bodies."
    return None


def _own_share(item: Item) -> Fraction:
    return _WHOLE if item.council_share is None else Fraction(item.council_share) / 100
