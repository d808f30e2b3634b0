"""A stored scenario as the pure values that are applied to a round's position."""

from collections.abc import Iterable
from fractions import Fraction

from proposals.domain.fields import SAVING
from proposals.domain.forecast.scenario import Scenario as Choices
from proposals.domain.forecast.what_enters import Adjustment, Basis, Item
from proposals.domain.savings_profile import AMOUNT_NAMES, SavingsProfile, YearAmounts
from proposals.domain.stages import Outcome, Stage
from reports.models import Scenario, ScenarioItem, ScenarioYear

ADDED = "addition"


def choices_of(scenario: Scenario) -> Choices:
    """Return what the scenario chooses, in a few queries however many there are."""
    items = list(scenario.items.select_related("directorate").order_by("pk"))
    # One lot of rows: a related manager for each of hundreds of items takes longer than the position.
    years: dict[int, list[ScenarioYear]] = {}
    for row in ScenarioYear.objects.filter(item__scenario=scenario):
        years.setdefault(row.item_id, []).append(row)
    amounts = {item.pk: amounts_of(scenario, years.get(item.pk, ())) for item in items}
    return Choices(
        basis=Basis(scenario.stage, scenario.delivery, 100 if scenario.percent is None else scenario.percent),
        adjustments={key_of(item): _adjustment(item, amounts[item.pk]) for item in items},
        additions=tuple(
            _addition(item, amounts[item.pk] or SavingsProfile.nothing(scenario.budget_round.years))
            for item in items
            if item.proposal_id is None
        ),
        parameters={row.key: row.value for row in scenario.parameters.all()},
    )


def key_of(item: ScenarioItem) -> str:
    """Return the key by which a position knows the item."""
    return f"{ADDED}-{item.pk}" if item.proposal_id is None else str(item.proposal_id)


def _adjustment(item: ScenarioItem, amounts: SavingsProfile | None) -> Adjustment:
    own = None if item.proposal_id is None else amounts
    return Adjustment(item.is_included, Fraction(item.share) / 100, item.delay, own)


def amounts_of(scenario: Scenario, rows: Iterable[ScenarioYear]) -> SavingsProfile | None:
    """Return the amounts that these rows of an item state; None where there is none."""
    by_year = {
        row.year: YearAmounts(**{name: getattr(row, name, 0) for name in AMOUNT_NAMES}) for row in rows
    }
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
