"""What the overview is read from: the columns that the round's list is counted by, and a few names and titles."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from proposals.filters import ProposalFilter
from proposals.filters.facets import Label
from proposals.models import BudgetRound, SavingsProposal
from proposals.overview.figures import LargestProposal, Overview
from proposals.overview.gathering import (
    impacts_in,
    largest_in,
    slices_of,
    totals_by_directorate,
    totals_by_percentage,
)
from proposals.overview.impacts import EqualityMatrix
from proposals.overview.slices import Slice
from services.models import Characteristic, Directorate

HOW_MANY_LARGEST = 20


def read_overview(chosen: ProposalFilter) -> Overview:
    """Return the overview of the proposals that the filter leaves."""
    columns, rows, years = chosen.columns, chosen.rows, chosen.budget_round.years
    of_directorates = totals_by_directorate(columns, rows, years)
    return Overview(
        years,
        slices_of(columns, rows),
        chosen.totals,
        of_directorates,
        totals_by_percentage(columns, rows, years),
        _directorate_names(columns.labels["directorate"], of_directorates),
        _largest(chosen),
    )


def read_slices(budget_round: BudgetRound, user: Any) -> tuple[Slice, ...]:
    """Return the round's proposals that the person may see, taken together where they are alike."""
    seen = _seen(budget_round, user)
    return slices_of(seen.columns, seen.rows)


def _seen(budget_round: BudgetRound, user: Any) -> ProposalFilter:
    """Return the filter that leaves all of the round that the person may see."""
    visible = SavingsProposal.objects.visible_to(user).filter(budget_round=budget_round)
    return ProposalFilter(queryset=visible, budget_round=budget_round)


def _directorate_names(labels: Mapping[str, Label], keys: Iterable[int]) -> dict[int, str]:
    """Return the names by key; of several with one name, each with the code that references begin with."""
    names = {key: labels[str(key)].words for key in keys}
    times = Counter(names.values())
    shared = [key for key, name in names.items() if times[name] > 1]
    codes = dict(Directorate.objects.filter(pk__in=shared).values_list("pk", "code")) if shared else {}
    return {key: f"{name} ({codes[key]})" if key in codes else name for key, name in names.items()}


def _largest(chosen: ProposalFilter) -> tuple[LargestProposal, ...]:
    keys = largest_in(chosen.columns, chosen.rows, HOW_MANY_LARGEST)
    # Asked among what the person may see: what is printed was theirs to see when it was read.
    found = chosen.queryset.filter(pk__in=keys).select_related("service__directorate").in_bulk()
    return tuple(
        LargestProposal(
            one.pk,
            one.reference,
            one.title,
            one.service.directorate.name,
            one.total_saving,
            one.risk_to_delivery,
            one.deliverability,
            one.get_absolute_url(),
        )
        for one in (found[key] for key in keys if key in found)
    )


@dataclass(frozen=True)
class EqualityOverview:
    """The equality matrix with the names of its characteristics and its rounds, this round first."""

    matrix: EqualityMatrix
    characteristics: dict[int, str]
    rounds: tuple[BudgetRound, ...]


def read_equality(chosen: ProposalFilter, rounds: Sequence[BudgetRound], user: Any) -> EqualityOverview:
    """Return the impacts of the chosen proposals, and of all that the person may see of earlier rounds.

    `rounds` are those that the person may see.
    """
    budget_round = chosen.budget_round
    earlier = [
        one
        for one in rounds
        if one.council_id == budget_round.council_id and one.first_year < budget_round.first_year
    ]
    matrix = EqualityMatrix.of(
        count
        for each in (chosen, *(_seen(one, user) for one in earlier))
        for count in impacts_in(each.budget_round.pk, each.columns, each.rows)
    )
    # All nine are asked about, whether anybody has answered or not.
    named = Characteristic.objects.filter(Q(council__isnull=True) | Q(pk__in=matrix.characteristics))
    return EqualityOverview(
        matrix,
        dict(named.values_list("pk", "name")),
        (budget_round, *(one for one in earlier if one.pk in matrix.rounds)),
    )
