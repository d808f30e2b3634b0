"""What a change of assumptions moves: every figure of the budget that differs, before and after."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from proposals.domain.fields import FUNDS
from proposals.domain.forecast.assumptions import Assumptions
from proposals.domain.forecast.position import ByYear
from proposals.domain.forecast.reserves import Reserves
from proposals.domain.forecast.round_position import RoundPosition
from proposals.models import SavingsProposal
from proposals.models.records import fte_of, profile_of

Figures = Mapping[tuple[str, str, str], int]
"""Whole pounds by table, line and column."""


@dataclass(frozen=True)
class MovedFigure:
    """A figure that differs."""

    table: str
    line: str
    column: str
    before: int | None
    after: int | None


def moved(before: Figures, after: Figures) -> tuple[MovedFigure, ...]:
    """Return the figures that differ, in their order; None where one of both has no such figure."""
    return tuple(
        MovedFigure(*key, before.get(key), after.get(key))
        for key in dict.fromkeys([*before, *after])
        if before.get(key) != after.get(key)
    )


def figures_of_position(position: RoundPosition) -> Figures:
    """Return the lines of the position of each fund, and its gaps."""
    found: dict[tuple[str, str, str], int] = {}
    for fund, each in position.funds.items():
        lines: list[tuple[str, ByYear]] = [
            *((line.line.name, line.by_year) for line in (*each.base, *each.uplift, *each.income)),
            ("Expenditure if nothing is done", each.do_nothing.expenditure),
            ("Gap if nothing is done", each.do_nothing.gap),
            ("Gap with the proposals", each.with_proposals.gap),
            ("Gap with the proposals, added up", each.with_proposals.cumulative_gap),
        ]
        for name, by_year in lines:
            found |= {(f"Position: {FUNDS[fund]}", name, str(year)): by_year[year] for year in by_year}
    return found


def figures_of_reserves(reserves: Reserves) -> Figures:
    """Return the closing balances of each reserve."""
    return {
        ("Reserves", f"{each.name}: closing balance", str(year)): pounds
        for each in reserves.reserves
        for year, pounds in each.closing.items()
    }


def figures_of_proposals(proposals: Iterable[SavingsProposal], assumptions: Assumptions) -> Figures:
    """Return the net present value of each proposal with costs whose years are known, and what its posts cost."""
    found: dict[tuple[str, str, str], int] = {}
    for each in proposals:
        profile = profile_of(each)
        if each.profile_complete and profile.has_costs:
            value = profile.net_present_value(assumptions.discount_rate)
            found["Proposals", str(each), "Net present value"] = value
        cost = assumptions.cost_of_posts(fte_of(each))
        if cost is not None:
            found["Proposals", str(each), "Annual pay cost of the posts"] = cost
    return found
