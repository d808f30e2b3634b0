"""The medium-term position of a round as JSON: whole pounds by year, a pressure as a saving below zero."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from pydantic import AliasPath, BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo

from proposals.domain.forecast.position import ByYear
from proposals.domain.forecast.round_position import RoundPosition
from proposals.models import BudgetRound
from services.values.years import FinancialYear


def _by_text(by_year: Mapping[FinancialYear, Any]) -> dict[str, Any]:
    return {str(year): pounds for year, pounds in by_year.items()}


def _in_order(years: Iterable[FinancialYear]) -> list[str]:
    return [str(year) for year in sorted(years)]


def _per_band_d(by_year: ByYear, info: ValidationInfo) -> dict[str, str | None]:
    """Return pounds of the Band D rate, by the position that is written."""
    rates = info.context["position"].figures.per_band_d(by_year) if info.context else {}
    return {str(year): None if pounds is None else str(pounds) for year, pounds in rates.items()}


def _of(*path: str) -> Any:
    """Return a field that is read from an attribute of an attribute, or of another name."""
    return Field(validation_alias=AliasPath(*path))


Amounts = Annotated[dict[str, int], BeforeValidator(_by_text)]


class _Out(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class YearOut(_Out):
    """A year, and whether it lies beyond the years of the round."""

    year: str
    extrapolated: bool


class LineOut(_Out):
    """A line of the plan, with the years in which a rule gave its figure."""

    name: str = _of("line", "name")
    category: str = _of("line", "category")
    directorate: str = _of("line", "directorate")
    certainty: str = _of("line", "certainty")
    by_year: Amounts
    by_rule: Annotated[list[str], BeforeValidator(_in_order)]


class SideOut(_Out):
    """The position without savings, or with them."""

    expenditure: Amounts
    income: Amounts = _of("total_income")
    savings: Amounts
    gap: Amounts
    cumulative_gap: Amounts


class TargetOut(_Out):
    """A directorate's target beside what each year saves anew."""

    directorate: str
    target: Amounts
    proposed: Amounts


class FundOut(_Out):
    """The position of one fund: its lines, what enters and what it comes to."""

    fund: str
    base: list[LineOut]
    uplift: list[LineOut]
    pressures: dict[str, Amounts] = _of("do_nothing", "pressures")
    income: list[LineOut]
    do_nothing: SideOut
    with_proposals: SideOut
    targets: list[TargetOut] = _of("target_lines")


class ItemOut(_Out):
    """A proposal with amounts of each year, all effects to date."""

    reference: str = _of("item", "reference")
    title: str = _of("item", "title")
    fund: str = _of("item", "fund")
    by_year: Amounts


class EnteredOut(ItemOut):
    """A proposal with what it takes off the budget in each year, all effects to date."""

    directorate: str = _of("item", "directorate")
    direction: str = _of("item", "direction")
    per_band_d: Annotated[dict[str, str | None], BeforeValidator(_per_band_d)] = _of("by_year")


class LeftOutOut(ItemOut):
    """A proposal, or a part of one, that does not enter, with the reason."""

    reason: str
    words: str
    part: bool = _of("is_part")
    stated_total: int | None = _of("item", "stated_total")


class PositionOut(_Out):
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
    plan = position.plan
    values = {
        "council": budget_round.council.slug,
        "round": budget_round.name,
        **vars(position.basis),
        "years": [{"year": str(year), "extrapolated": year in plan.beyond} for year in plan.years],
        "funds": list(position.funds.values()),
        "entered": position.entered,
        "left_out": position.left_out,
    }
    written: PositionOut = PositionOut.model_validate(values, context={"position": position})
    return written.model_dump()
