"""Reading for the overview: the proposals that the list's filters leave, grouped and added up by the database."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Sum

from proposals.domain.direction import PRESSURE, SAVING
from proposals.domain.stages import LIVE
from proposals.filters import ProposalFilter
from proposals.filters.facets import flag
from proposals.filters.filters import TOTAL_IS_KNOWN
from proposals.models import BudgetRound, EqualityImpact, SavingsProposal
from proposals.models.querysets import SavingsProposalQuerySet
from proposals.models.totals import NOTHING, Sums, sums_by
from proposals.overview.figures import LargestProposal, Overview
from proposals.overview.impacts import EqualityMatrix, ImpactCount
from proposals.overview.slices import Slice
from services.models import Characteristic, Directorate

HOW_MANY_LARGEST = 20


def read_overview(chosen: ProposalFilter) -> Overview:
    """Return the overview of the proposals that the filter leaves."""
    years, proposals = chosen.budget_round.years, chosen.qs
    of_directorates: dict[int, Sums] = {}
    of_percentages: dict[int | None, Sums] = {}
    everything = NOTHING
    for (directorate, percent), part in sums_by(proposals, "service__directorate", "deliverability").items():
        of_directorates[directorate] = of_directorates.get(directorate, NOTHING) + part
        of_percentages[percent] = of_percentages.get(percent, NOTHING) + part
        everything += part
    return Overview(
        years,
        _slices(proposals),
        everything.totals(years),
        {key: part.totals(years) for key, part in of_directorates.items()},
        {
            percent: part.totals(years).savings
            for percent, part in of_percentages.items()
            if part.savings.count
        },
        _directorate_names(of_directorates),
        _largest(proposals),
    )


def read_slices(budget_round: BudgetRound, user: Any) -> tuple[Slice, ...]:
    """Return the round's proposals that the person may see, taken together where they are alike."""
    return _slices(SavingsProposal.listed.visible_to(user).filter(budget_round=budget_round))


def _slices(proposals: SavingsProposalQuerySet) -> tuple[Slice, ...]:
    """Return the proposals taken together where they are alike in all that the overview tells apart.

    The values read for each are in the order of the slice's fields, the direction before them.
    """
    impacts = EqualityImpact._base_manager.filter(proposal=OuterRef("pk"))
    rows = (
        proposals.order_by()
        .annotate(is_known=flag(TOTAL_IS_KNOWN), has_impacts=flag(Q(Exists(impacts))))
        .values_list(
            "direction",
            "service__directorate",
            "category",
            "kind",
            "risk_to_delivery",
            "recurrence",
            "deliverability",
            "stage",
            "is_known",
            "profile_complete",
            "has_impacts",
        )
        .annotate(number=Count("*"), pounds=Sum("total_saving"), corrected=Count("published_version_of"))
        .order_by("category", "kind", "service__directorate", "deliverability", "stage", "risk_to_delivery")
    )
    return tuple(
        Slice(*row[:7], *map(bool, row[7:10]), *row[10:], direction=direction) for direction, *row in rows
    )


def _directorate_names(keys: Iterable[int]) -> dict[int, str]:
    """Return the names by key; of several with one name, each with the code that references begin with."""
    rows = list(Directorate.objects.filter(pk__in=list(keys)).values_list("pk", "name", "code"))
    times = Counter(name for _, name, _ in rows)
    return {key: f"{name} ({code})" if times[name] > 1 else name for key, name, code in rows}


def _largest(proposals: SavingsProposalQuerySet) -> tuple[LargestProposal, ...]:
    largest = (
        proposals.filter(TOTAL_IS_KNOWN, direction=SAVING, total_saving__gt=0, stage__in=LIVE)
        .select_related("service__directorate")
        .order_by("-total_saving", "pk")
    )
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
        for one in largest[:HOW_MANY_LARGEST]
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
    seen = SavingsProposal.listed.visible_to(user).filter(budget_round__in=earlier)
    matrix = EqualityMatrix.of([*_impacts(chosen.qs), *(_impacts(seen) if earlier else ())])
    # All nine are asked about, even if nobody has answered.
    named = Characteristic.objects.filter(Q(council__isnull=True) | Q(pk__in=matrix.characteristics))
    return EqualityOverview(
        matrix,
        dict(named.values_list("pk", "name")),
        (budget_round, *(one for one in earlier if one.pk in matrix.rounds)),
    )


def _impacts(proposals: SavingsProposalQuerySet) -> Iterator[ImpactCount]:
    """Yield how many of the proposals have each impact on equality, and what they save.

    Pressures are apart from savings, and those whose total is known from the others.
    """
    rows = (
        proposals.order_by()
        .filter(equality_impacts__isnull=False, stage__in=LIVE)
        .annotate(is_known=flag(TOTAL_IS_KNOWN))
        .values_list(
            *("budget_round", "equality_impacts__characteristic", "equality_impacts__effect"),
            *("is_known", "direction"),
        )
        .annotate(number=Count("*"), pounds=Sum("total_saving"))
    )
    for budget_round, characteristic, effect, is_known, direction, count, pounds in rows:
        yield ImpactCount(
            budget_round, characteristic, effect, bool(is_known), count, pounds, direction == PRESSURE
        )
