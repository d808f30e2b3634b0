"""A stored scenario as the pure values that are applied to a round's position."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from django.db.models import F

from proposals.domain.direction import SAVING
from proposals.domain.forecast.scenario import Scenario as Choices
from proposals.domain.forecast.what_enters import Adjustment, Basis, Item
from proposals.domain.savings_profile import SavingsProfile, YearAmounts
from proposals.domain.stages import Outcome, Stage
from reports.models import Scenario, ScenarioItem, ScenarioParameter
from reports.models.scenarios import STATED_AMOUNTS

ADDED = "addition"


@dataclass(frozen=True)
class StoredScenario:
    """A scenario with its rows, read once."""

    scenario: Scenario
    items: tuple[ScenarioItem, ...]
    years: Mapping[int, Sequence[Any]]
    """The amounts of each item that states any: a row for each year."""
    parameters: Mapping[str, Decimal]

    @property
    def amendments(self) -> int:
        """Return the number of amendments that a protocol's limit counts."""
        return len(self.items) + len(self.parameters)

    @property
    def additions(self) -> tuple[ScenarioItem, ...]:
        """Return the savings and pressures that exist in the scenario only."""
        return tuple(item for item in self.items if item.proposal_id is None)

    @property
    def by_proposal(self) -> dict[str, ScenarioItem]:
        """Return the items that treat a proposal otherwise, by its key."""
        return {key_of(item): item for item in self.items if item.proposal_id is not None}

    @cached_property
    def choices(self) -> Choices:
        """The scenario as it is applied to a position."""
        scenario = self.scenario
        percent = 100 if scenario.percent is None else scenario.percent
        amounts = {item.pk: amounts_of(scenario, self.years.get(item.pk, ())) for item in self.items}
        nothing = SavingsProfile.nothing(scenario.budget_round.years)
        return Choices(
            basis=Basis(scenario.stage, scenario.delivery, percent),
            adjustments={key_of(item): _adjustment(item, amounts[item.pk]) for item in self.items},
            additions=tuple(_addition(item, amounts[item.pk] or nothing) for item in self.additions),
            parameters=self.parameters,
        )


def read_scenarios(scenarios: Sequence[Scenario]) -> list[StoredScenario]:
    """Return the scenarios with their rows, in two queries however many they are."""
    items: dict[int, dict[int, ScenarioItem]] = {each.pk: {} for each in scenarios}
    years: dict[int, list[ScenarioItem]] = {}
    parameters: dict[int, dict[str, Decimal]] = {each.pk: {} for each in scenarios}
    amounts = {name: F(f"years__{name}") for name in ("year", *STATED_AMOUNTS)}
    # A row for each year of an item: a related manager for each of hundreds of items takes longer than the position.
    rows = ScenarioItem.objects.filter(scenario__in=scenarios).annotate(**amounts)
    for row in rows.select_related("directorate").order_by("pk"):
        items[row.scenario_id].setdefault(row.pk, row)
        if row.year is not None:
            years.setdefault(row.pk, []).append(row)
    for parameter in ScenarioParameter.objects.filter(scenario__in=scenarios):
        parameters[parameter.scenario_id][parameter.key] = parameter.value
    return [
        StoredScenario(each, tuple(items[each.pk].values()), years, parameters[each.pk]) for each in scenarios
    ]


def read_scenario(scenario: Scenario) -> StoredScenario:
    """Return the scenario with its rows."""
    (found,) = read_scenarios([scenario])
    return found


def key_of(item: ScenarioItem) -> str:
    """Return the key by which a position knows the item."""
    return f"{ADDED}-{item.pk}" if item.proposal_id is None else str(item.proposal_id)


def _adjustment(item: ScenarioItem, amounts: SavingsProfile | None) -> Adjustment:
    own = None if item.proposal_id is None else amounts
    return Adjustment(item.is_included, Fraction(item.share) / 100, item.delay, own)


def amounts_of(scenario: Scenario, rows: Iterable[Any]) -> SavingsProfile | None:
    """Return the amounts that these rows of an item state; None where there is none."""
    by_year = {row.year: YearAmounts(**{name: getattr(row, name) for name in STATED_AMOUNTS}) for row in rows}
    return SavingsProfile.from_years(by_year, scenario.budget_round.years) if by_year else None


def _addition(item: ScenarioItem, profile: SavingsProfile) -> Item:
    """Return an addition as a position reads it; it counts whatever stage the scenario counts from."""
    return Item(
        key=key_of(item),
        reference="",
        title=item.title,
        directorate=item.directorate.name if item.directorate else "",
        direction=item.direction or SAVING,
        fund=item.fund,
        profile=profile,
        stage=Stage.DECIDED,
        outcome=Outcome.APPROVED.value,
        deliverability=item.deliverability,
    )
