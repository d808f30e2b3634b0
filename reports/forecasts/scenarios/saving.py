"""Writing a scenario's choices."""

from collections.abc import Mapping
from decimal import Decimal

from reports.forecasts.scenarios.forms import Choice
from reports.models import Scenario, ScenarioItem, ScenarioParameter, ScenarioYear


def save_choices(scenario: Scenario, choices: Mapping[str, Choice]) -> None:
    """Store the choices about proposals, and forget those that leave a proposal as it is."""
    stored = {str(item.proposal_id): item for item in scenario.items.filter(proposal__in=[*choices])}
    revalued = set(ScenarioYear.objects.filter(item__in=stored.values()).values_list("item", flat=True))
    kept, gone = [], []
    for key, choice in choices.items():
        item = stored.get(key) or ScenarioItem(scenario=scenario, proposal_id=int(key))
        item.is_included, item.share, item.delay = choice.is_included, choice.share, choice.delay
        if choice != Choice() or item.pk in revalued:
            kept.append(item)
        elif item.pk:
            gone.append(item)
    ScenarioItem.objects.delete_rows(gone)
    ScenarioItem.objects.save_rows(kept)


def choice_of(item: ScenarioItem) -> Choice:
    """Return the stored choice about a proposal."""
    return Choice(item.is_included, item.share, item.delay)


def save_parameters(scenario: Scenario, values: Mapping[str, Decimal]) -> None:
    """Store the values of assumptions, and forget those that the scenario states no longer."""
    stored = {row.key: row for row in scenario.parameters.all()}
    ScenarioParameter.objects.delete_rows(row for key, row in stored.items() if key not in values)
    rows = []
    for key, value in values.items():
        row = stored.get(key) or ScenarioParameter(scenario=scenario, key=key)
        row.value = value
        rows.append(row)
    ScenarioParameter.objects.save_rows(rows)
