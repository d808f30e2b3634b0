"""The bridge from last year's budget to this year's: what enters each step, by directorate and year.

A change is positive where it adds to the budget. Only the general fund is bridged; every other fund has entries of its
own.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from proposals.domain.direction import SAVING
from proposals.domain.fields import GENERAL_FUND, is_cashable
from proposals.domain.records import ProposalRecord, RoundRecord
from proposals.domain.savings_profile import SavingsProfile, known_by_year
from proposals.domain.stages import Stage
from services.values.wording import listed
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

CAPITAL = "capital"

Changes = Mapping[FinancialYear, int]


@dataclass(frozen=True)
class Entry:
    """A proposal in its step, with the changes that it makes to the budget against the year before.

    Of the capital programme it is what is spent in each year.
    """

    proposal: ProposalRecord
    step: str
    changes: Changes

    @property
    def total(self) -> int:
        """The changes of all years together."""
        return sum(self.changes.values())


@dataclass(frozen=True)
class LeftOut:
    """A proposal or a part of one that does not enter, with the reason as a sentence.

    `change` is what it would have changed in all years together; None where that is not known.
    """

    proposal: ProposalRecord
    reason: str
    change: int | None


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
    budgeted = budgeted_services(record)
    entries: dict[str, list[Entry]] = {}
    left_out: list[LeftOut] = []
    for proposal in record.proposals:
        if reason := _why_left_out(proposal, record, budgeted):
            left_out.append(LeftOut(proposal, reason, None if proposal.total is None else -proposal.total))
        else:
            entries.setdefault(proposal.fund, []).append(_entry(proposal))
            left_out += _parts_left_out(proposal)
    of_general_fund = tuple(entries.pop(GENERAL_FUND, ()))
    return Bridge(
        {budget.directorate_code: budget.directorate for budget in record.base_budgets},
        tuple(_years(record, of_general_fund)),
        of_general_fund,
        {fund: tuple(own) for fund, own in entries.items()},
        tuple(left_out),
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


# What enters, and how much of it


def _why_left_out(proposal: ProposalRecord, record: RoundRecord, budgeted: frozenset[tuple[str, str]]) -> str:
    """Return why nothing of the proposal enters, as a sentence; empty where it does."""
    if proposal.has_ended:
        return f"It has been {Stage(proposal.stage).label}."
    if proposal.in_earlier_plan:
        return "An approved budget has it already."
    if not is_cashable(proposal.kind):
        return "It avoids a cost and releases no money."
    if proposal.council_share == 0:
        return "All of it belongs to other bodies."
    if not proposal.known:
        return "No year is stated for it."
    is_bridged = proposal.fund == GENERAL_FUND
    if is_bridged and (proposal.directorate_code, proposal.service) not in budgeted:
        return f"Its service has no net base budget for {record.base_year}."
    return ""


def _parts_left_out(proposal: ProposalRecord) -> Iterator[LeftOut]:
    """Yield the parts of a proposal that enters which do not: the share of others, and the years not known."""
    share = proposal.council_share
    if share is not None and share < 100:
        others = proposal.profile.total - _own_share(proposal).total
        yield LeftOut(proposal, f"{(100 - share).normalize():f}% of it belongs to other bodies.", -others)
    if unknown := [str(year) for year in proposal.profile.years if year not in proposal.known]:
        yield LeftOut(proposal, f"Its figures for {listed(unknown)} are not known.", None)


def _entry(proposal: ProposalRecord) -> Entry:
    own = _own_share(proposal)
    is_spent = proposal.fund == CAPITAL
    figures = own.capital_and_net_cost if is_spent else own.discrete_after_recurring_cost
    known = known_by_year(figures, proposal.known, adding_up=is_spent)
    sign = 1 if is_spent else -1
    return Entry(proposal, step_of(proposal), {year: sign * (pounds or 0) for year, pounds in known.items()})


def _own_share(proposal: ProposalRecord) -> SavingsProfile:
    """Return the part of the profile that is the council's own."""
    if proposal.council_share is None:
        return proposal.profile
    return proposal.profile.scaled(Fraction(proposal.council_share) / 100)


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
