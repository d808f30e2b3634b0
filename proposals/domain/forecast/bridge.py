"""The bridge from last year's budget to this year's: what enters each step, by directorate and year.

What enters is what enters the medium-term position, as changes against the year before: positive where they add to the
budget. Only the general fund is bridged, from services that have a base budget; every other fund has entries of its
own, and the capital programme what is spent in each year.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from proposals.domain.direction import SAVING
from proposals.domain.fields import CAPITAL, FUNDS, GENERAL_FUND
from proposals.domain.forecast.position import ByYear
from proposals.domain.forecast.what_enters import Basis, Item, LeftOut, what_enters
from proposals.domain.records import ProposalRecord, RoundRecord
from proposals.domain.savings_profile import SavingsProfile, negated, yearly_changes
from proposals.domain.stages import Stage
from services.values.years import FinancialYear

STEPS: dict[str, str] = {
    "base_change": "Base changes",
    "pay": "Inflation: pay",
    "price": "Inflation: prices and contracts",
    "demand": "Pressures: demand",
    "new_burden": "Pressures: new burdens",
    "loss_of_grant": "Pressures: loss of grant or other funding",
    "other": "Pressures: other",
    "investment": "Investment",
    SAVING: "Savings",
}
"""The steps in their order, by the cause of a pressure, with their names."""


@dataclass(frozen=True)
class Entry:
    """A proposal in its step, with the changes that it makes to the budget against the year before.

    Of the capital programme it is what is spent in each year.
    """

    proposal: ProposalRecord
    step: str
    changes: ByYear

    @property
    def total(self) -> int:
        """The changes of all years together."""
        return sum(self.changes.values())


@dataclass(frozen=True)
class BridgeYear:
    """The bridge to the budget of one year, each figure by the code of its directorate."""

    year: FinancialYear
    opening: Mapping[str, int]
    steps: Mapping[str, Mapping[str, int]]

    @cached_property
    def closing(self) -> dict[str, int]:
        """The budget of the year: what was there before, and every step."""
        return {
            code: pounds + sum(step.get(code, 0) for step in self.steps.values())
            for code, pounds in self.opening.items()
        }


@dataclass(frozen=True)
class Bridge:
    """The bridges of a round, one year after another, what is behind them, and what is not in them."""

    directorates: Mapping[str, str]
    """The directorates that have a base budget: their names by code."""
    years: tuple[BridgeYear, ...]
    entries: tuple[Entry, ...]
    other_funds: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()


def bridge_of(record: RoundRecord) -> Bridge:
    """Return the bridge over all years of the round, from the net base budgets of its services."""
    proposals = {str(place): proposal for place, proposal in enumerate(record.proposals)}
    items = [item_of(key, proposal) for key, proposal in proposals.items()]
    entered, left_out = what_enters(items, record.years, Basis(), {}, with_capital=True)
    budgeted = budgeted_services(record)
    entries: dict[str, list[Entry]] = {fund: [] for fund in FUNDS}
    without_budget: dict[str, LeftOut] = {}
    for each in entered:
        proposal = proposals[each.item.key]
        if proposal.fund == GENERAL_FUND and (proposal.directorate_code, proposal.service) not in budgeted:
            words = f"Its service has no net base budget for {record.base_year}."
            without_budget[each.item.key] = LeftOut(each.item, "no base budget", words, each.by_year)
        else:
            changes = _changes(each.item, each.by_year)
            entries[proposal.fund].append(Entry(proposal, step_of(proposal), changes))
    left_out = [each for each in left_out if each.item.key not in without_budget]
    return Bridge(
        {budget.directorate_code: budget.directorate for budget in record.base_budgets},
        tuple(_years(record, entries[GENERAL_FUND])),
        tuple(entries[GENERAL_FUND]),
        {fund: tuple(own) for fund, own in entries.items() if own and fund != GENERAL_FUND},
        tuple(sorted((*left_out, *without_budget.values()), key=lambda each: int(each.item.key))),
    )


def budgeted_services(record: RoundRecord) -> frozenset[tuple[str, str]]:
    """Return the services that have a base budget, each by its directorate's code and its name."""
    return frozenset((budget.directorate_code, budget.service) for budget in record.base_budgets)


def step_of(proposal: ProposalRecord) -> str:
    """Return the step that the proposal enters; a pressure without a cause is among the other ones."""
    return (proposal.pressure_category or "other") if proposal.is_pressure else SAVING


def by_step(entries: Iterable[Entry]) -> dict[str, tuple[Entry, ...]]:
    """Return the entries of each step that has any, in the order of the steps."""
    listed_entries = tuple(entries)
    found = {step: tuple(each for each in listed_entries if each.step == step) for step in STEPS}
    return {step: own for step, own in found.items() if own}


def change_left_out(left_out: LeftOut) -> int | None:
    """Return what it would have changed in all years together; None where that is not known."""
    if left_out.is_known:
        return sum(_changes(left_out.item, left_out.by_year).values())
    stated = left_out.item.stated_total
    return None if stated is None or left_out.is_part else -stated


def item_of(key: str, proposal: ProposalRecord) -> Item:
    """Return the proposal as a position reads it."""
    nothing = SavingsProfile.nothing(proposal.profile.years)
    is_stated = bool(proposal.known_years) or proposal.profile != nothing
    return Item(
        key=key,
        reference=proposal.reference,
        title=proposal.title,
        directorate=proposal.directorate,
        direction=proposal.direction,
        fund=proposal.fund,
        profile=proposal.profile,
        kind=proposal.kind,
        stage=Stage(proposal.stage or Stage.DRAFT),
        known_years=None if proposal.profile_complete and is_stated else proposal.known_years,
        stated_total=proposal.stated_total,
        council_share=proposal.council_share,
        in_earlier_plan=proposal.in_earlier_plan,
    )


def _changes(item: Item, by_year: ByYear) -> dict[FinancialYear, int]:
    """Return what an item adds to the budget of each year against the year before, or spends in each on capital."""
    return negated(by_year if item.fund == CAPITAL else yearly_changes(by_year))


# From year to year


def _years(record: RoundRecord, entries: Sequence[Entry]) -> Iterator[BridgeYear]:
    opening = _by_directorate((each.directorate_code, each.net) for each in record.base_budgets)
    for year in record.years:
        steps = {
            step: _by_directorate(
                (each.proposal.directorate_code, each.changes[year]) for each in entries if each.step == step
            )
            for step in STEPS
        }
        bridge = BridgeYear(year, opening, steps)
        yield bridge
        opening = bridge.closing


def _by_directorate(figures: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Return the sums of pounds by the code of their directorate."""
    sums: dict[str, int] = {}
    for code, pounds in figures:
        sums[code] = sums.get(code, 0) + pounds
    return sums
