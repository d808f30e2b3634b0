"""The medium-term position of a round as JSON: whole pounds by year, a pressure as a saving below zero."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from ninja import Schema

from proposals.domain.forecast.plan import PlanLine
from proposals.domain.forecast.position import ByYear, Position
from proposals.domain.forecast.round_position import FundPosition, RoundPosition, cumulative_gap, gap
from proposals.domain.forecast.what_enters import Entered, LeftOut
from proposals.models import BudgetRound

Amounts = dict[str, int]


class YearOut(Schema):
    """A year, and whether it lies beyond the years of the round."""

    year: str
    extrapolated: bool


class LineOut(Schema):
    """A line of the plan, with the years in which a rule gave its figure."""

    name: str
    category: str
    directorate: str
    certainty: str
    by_year: Amounts
    by_rule: list[str]


class SideOut(Schema):
    """The position without savings, or with them."""

    expenditure: Amounts
    income: Amounts
    savings: Amounts
    gap: Amounts
    cumulative_gap: Amounts


class TargetOut(Schema):
    """A directorate's target beside what each year saves anew."""

    directorate: str
    target: Amounts
    proposed: Amounts


class FundOut(Schema):
    """The position of one fund: its lines, what enters and what it comes to."""

    fund: str
    base: list[LineOut]
    uplift: list[LineOut]
    pressures: dict[str, Amounts]
    income: list[LineOut]
    do_nothing: SideOut
    with_proposals: SideOut
    targets: list[TargetOut]


class EnteredOut(Schema):
    """A proposal with what it takes off the budget in each year, all effects to date."""

    reference: str
    title: str
    directorate: str
    direction: str
    fund: str
    by_year: Amounts
    per_band_d: dict[str, str | None]


class LeftOutOut(Schema):
    """A proposal, or a part of one, that does not enter, with the reason."""

    reference: str
    title: str
    fund: str
    reason: str
    words: str
    part: bool
    stated_total: int | None
    by_year: Amounts


class PositionOut(Schema):
    """The medium-term position of a round."""

    council: str
    round: str
    stage: str
    delivery: str
    percent: int
    years: list[YearOut]
    funds: list[FundOut]
    entered: list[EnteredOut]
    left_out: list[LeftOutOut]


def position_json(position: RoundPosition, budget_round: BudgetRound) -> dict[str, Any]:
    """Return the position as plain values."""
    basis = position.basis
    return {
        "council": budget_round.council.slug,
        "round": budget_round.name,
        "stage": basis.stage,
        "delivery": basis.delivery,
        "percent": basis.percent,
        "years": [
            {"year": str(year), "extrapolated": year in position.plan.beyond} for year in position.plan.years
        ],
        "funds": [_fund(fund) for fund in position.funds.values()],
        "entered": [
            {
                **_item(each),
                "directorate": each.item.directorate,
                "direction": each.item.direction,
                "per_band_d": _texts(position.figures.per_band_d(each.by_year)),
            }
            for each in position.entered
        ],
        "left_out": [
            {
                **_item(each),
                "reason": each.reason,
                "words": each.words,
                "part": each.is_part,
                "stated_total": each.item.stated_total,
            }
            for each in position.left_out
        ],
    }


def _fund(fund: FundPosition) -> dict[str, Any]:
    return {
        "fund": fund.fund,
        "base": _lines(fund.base),
        "uplift": _lines(fund.uplift),
        "pressures": {category: _amounts(by_year) for category, by_year in fund.do_nothing.pressures.items()},
        "income": _lines(fund.income),
        "do_nothing": _side(fund.do_nothing),
        "with_proposals": _side(fund.with_proposals),
        "targets": [
            {
                "directorate": line.directorate,
                "target": _amounts(line.target),
                "proposed": _amounts(line.proposed),
            }
            for line in fund.target_lines
        ],
    }


def _side(position: Position) -> dict[str, Amounts]:
    return {
        "expenditure": _amounts(position.expenditure),
        "income": _amounts(position.total_income),
        "savings": {str(year): position.savings.get(year, 0) for year in position.years},
        "gap": _amounts(gap(position)),
        "cumulative_gap": _amounts(cumulative_gap(position)),
    }


def _lines(lines: Iterable[PlanLine]) -> list[dict[str, Any]]:
    return [
        {
            "name": each.line.name,
            "category": each.line.category,
            "directorate": each.line.directorate,
            "certainty": each.line.certainty,
            "by_year": _amounts(each.by_year),
            "by_rule": [str(year) for year in sorted(each.by_rule)],
        }
        for each in lines
    ]


def _item(each: Entered | LeftOut) -> dict[str, Any]:
    return {
        "reference": each.item.reference,
        "title": each.item.title,
        "fund": each.item.fund,
        "by_year": _amounts(each.by_year),
    }


def _amounts(by_year: ByYear) -> Amounts:
    return {str(year): pounds for year, pounds in by_year.items()}


def _texts(by_year: Mapping[Any, Decimal | None]) -> dict[str, str | None]:
    return {str(year): None if pounds is None else str(pounds) for year, pounds in by_year.items()}
