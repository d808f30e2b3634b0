"""A stored scenario as the pure values that are applied to a round's position."""

from fractions import Fraction

from proposals.domain.direction import SAVING
from proposals.domain.forecast.scenario import Scenario as Choices
from proposals.domain.forecast.what_enters import Adjustment, Basis, Item
from proposals.domain.savings_profile import AMOUNT_NAMES, SavingsProfile, YearAmounts
from proposals.domain.stages import Outcome, Stage
from reports.models import Scenario, ScenarioItem

ADDED = "addition"


def choices_of(scenario: Scenario) -> Choices:
    """Return what the scenario chooses, in three queries."""
    items = list(scenario.items.prefetch_related("years").order_by("pk"))
    return Choices(
        basis=Basis(scenario.stage, scenario.delivery, 100 if scenario.percent is None else scenario.percent),
        adjustments={key_of(item): _adjustment(scenario, item) for item in items},
        additions=tuple(_addition(scenario, item) for item in items if item.proposal_id is None),
        parameters={row.key: row.value for row in scenario.parameters.all()},
    )


def key_of(item: ScenarioItem) -> str:
    """Return the key by which a position knows the item."""
    return f"{ADDED}-{item.pk}" if item.proposal_id is None else str(item.proposal_id)


def _adjustment(scenario: Scenario, item: ScenarioItem) -> Adjustment:
    amounts = None if item.proposal_id is None else amounts_of(scenario, item)
    return Adjustment(item.is_included, Fraction(item.share) / 100, item.delay, amounts)


def amounts_of(scenario: Scenario, item: ScenarioItem) -> SavingsProfile | None:
    """Return the item's own amounts; None where it states none."""
    by_year = {
        row.year: YearAmounts(**{name: getattr(row, name, 0) for name in AMOUNT_NAMES})
        for row in item.years.all()
    }
    return SavingsProfile.from_years(by_year, scenario.budget_round.years) if by_year else None


def _addition(scenario: Scenario, item: ScenarioItem) -> Item:
    """Return an addition as a position reads it; it counts whatever stage the scenario counts from."""
    nothing = SavingsProfile.nothing(scenario.budget_round.years)
    return Item(
        key=key_of(item),
        reference="",
        title=item.title,
        directorate=item.directorate.name if item.directorate else "",
        direction=item.direction or SAVING,
        fund=item.fund,
        profile=amounts_of(scenario, item) or nothing,
        stage=Stage.DECIDED,
        outcome=Outcome.APPROVED.value,
        deliverability=item.deliverability,
    )
