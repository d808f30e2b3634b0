"""The proposals that components of a financial case are made of: read for its reader each time, and never stored."""

import copy
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from proposals.domain.fields import PRESSURE
from proposals.domain.forecast.component_inputs import ComponentInput
from proposals.domain.forecast.inputs import ForecastInputs
from proposals.domain.forecast.programme import within
from proposals.domain.forecast.what_enters import Item
from proposals.domain.references import canonical_reference
from proposals.domain.savings_profile import sum_profiles
from proposals.models import BudgetRound, SavingsProposal
from proposals.models.querysets import SavingsProposalQuerySet
from proposals.permissions.proposals import READABLE
from reports.budgets.plan_reading import items_among
from services.models import Council
from services.values.years import FinancialYear

Items = dict[str, Item]


def seen_by(reader: Any) -> SavingsProposalQuerySet:
    """Return the proposals that the reader may see: what has been published where nobody is signed in."""
    if reader is None:
        return SavingsProposal.listed.filter(READABLE)
    return SavingsProposal.listed.visible_to(reader)


def with_proposals(
    inputs: ForecastInputs, council: Council, reader: Any
) -> tuple[ForecastInputs, tuple[str, ...]]:
    """Return the inputs with the figures of every component that is made of proposals, and the keys of those read."""
    wanted: dict[str, list[str]] = {}
    for each in inputs.components:
        if each.proposals:
            wanted.setdefault(each.proposals.round_name.lower(), []).extend(each.proposals.references)
    if not wanted:
        return inputs, ()
    rounds: dict[str, Items] = {
        name: _items(council, name, references, reader) for name, references in wanted.items()
    }
    notes = list(inputs.notes)
    components = tuple(
        _component(number, each, rounds[each.proposals.round_name.lower()], inputs.case_years, notes)
        if each.proposals
        else each
        for number, each in enumerate(inputs.components, start=1)
    )
    for name, references in wanted.items():
        times = Counter(map(canonical_reference, references))
        notes += [
            f"{item.reference} {item.title} is in more than one component. Is it to be counted more than once?"
            for reference, item in rounds[name].items()
            if times[reference] > 1
        ]
    read = tuple(item.key for items in rounds.values() for item in items.values())
    return replace(inputs, components=components, notes=tuple(notes)), read


def readable_values(values: Any, council: Council, reader: Any) -> Any:
    """Return the plain values of a file without the references that the reader may not know of."""
    found = copy.deepcopy(values)
    for component in found["components"].values():
        group = component.get("proposals") if isinstance(component, dict) else None
        if group:
            seen = _items(council, group["round"], group["references"], reader)
            group["references"] = [each for each in group["references"] if canonical_reference(each) in seen]
            if not group["references"]:
                component["proposals"] = {"round": group["round"], "references": [NOT_SHOWN]}
    return found


NOT_SHOWN = "not shown"
"""In place of references of which the reader may see none."""


def _items(council: Council, round_name: str, references: Iterable[str], reader: Any) -> Items:
    """Return those of a round's proposals that the reader sees, by reference; nothing for a round that is not there."""
    budget_round = BudgetRound.objects.filter(council=council, name__iexact=round_name.strip()).first()
    if budget_round is None:
        return {}
    named = seen_by(reader).filter(canonical_reference__in=[canonical_reference(each) for each in references])
    return {canonical_reference(item.reference): item for item in items_among(budget_round, named).items}


def _component(
    number: int,
    component: ComponentInput,
    items: Items,
    years: tuple[FinancialYear, ...],
    notes: list[str],
) -> ComponentInput:
    references = component.proposals.references if component.proposals else ()
    found = (items.get(canonical_reference(each)) for each in references)
    seen = [item for item in found if item]
    name = component.name or _name(number, seen, len(references))
    if len(seen) < len(references):
        notes.append(
            f"{name}: a proposal that it is made of cannot be read by you, so these figures are without it."
        )
    counted = [each for each in seen if _is_counted(each, notes)]
    profile = within(sum_profiles((each.profile for each in counted), years), years)
    return replace(
        component,
        name=name,
        profile=profile,
        steady_state=profile.gross_in_year[years[-1]],
        one_off=profile.cost_to_achieve,
        recurring=profile.recurring_cost_in_year[years[-1]],
    )


def _name(number: int, seen: list[Item], of: int) -> str:
    """Return the name of a component that the inputs do not name: what a reader does not see is not in it."""
    if of == 1 and seen:
        return f"{seen[0].reference} {seen[0].title}"
    return f"Component {number}"


def _is_counted(item: Item, notes: list[str]) -> bool:
    """Return whether the figures of a proposal can be counted, with a question where they cannot or not wholly."""
    name = f"{item.reference} {item.title}"
    if item.direction == PRESSURE:
        notes.append(f"{name} is a pressure and no benefit, so it is not counted. Which component bears it?")
        return False
    if item.known_years is not None:
        notes.append(f"The years of {name} are not known, so it has no figures here. Which years are they?")
        return False
    if item.council_share is not None and item.council_share < 100:
        others = f"{(100 - item.council_share).normalize():f}%"
        notes.append(f"{others} of {name} belongs to other bodies, and all of it is counted. Whose is it?")
    return True
