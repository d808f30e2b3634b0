"""What the overview asks the database: stored columns counted and added up, one query for each sort of figure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import BigIntegerField, Case, Count, Exists, F, OuterRef, Q, Sum, Value, When
from django.db.models.functions import Cast, Round

from proposals.models import BudgetRound, EqualityImpact, FTEImpact, SavingsProposal, YearProfile
from proposals.overview.figures import LargestProposal, Overview, YearSlice
from proposals.overview.impacts import EqualityMatrix, ImpactCount
from proposals.overview.slices import Slice
from proposals.querysets import SavingsProposalQuerySet
from proposals.savings_profile import AMOUNT_NAMES, FTEProfile, YearAmounts
from services.models import Characteristic
from services.years import FinancialYear

HOW_MANY_LARGEST = 20

TOTAL_IS_KNOWN = Q(profile_complete=True) | Q(stated_total__isnull=False)
_RECURS = Exists(YearProfile.objects.filter(~Q(recurring_saving=0), proposal=OuterRef("pk")))
_ONCE = Exists(YearProfile.objects.filter(~Q(one_off_saving=0), proposal=OuterRef("pk")))
_DIRECTORATE = ("service__directorate", "service__directorate__name", "service__directorate__code")
_ALIKE = (
    *_DIRECTORATE,
    "category",
    "kind",
    "risk_to_delivery",
    "deliverability",
    "stage",
    "profile_complete",
)


def read_overview(budget_round: BudgetRound, proposals: SavingsProposalQuerySet) -> Overview:
    """Return the overview of the chosen proposals of the round, in four queries."""
    alike = _alike(proposals)
    return Overview(
        budget_round.years,
        tuple(map(_slice, alike)),
        _year_slices(proposals),
        _fte(proposals, budget_round.years),
        _directorate_names({tuple(row[name] for name in _DIRECTORATE) for row in alike}),
        _largest(proposals),
    )


def read_slices(proposals: SavingsProposalQuerySet) -> tuple[Slice, ...]:
    """Return the proposals taken together where they are alike, in one query."""
    return tuple(map(_slice, _alike(proposals)))


def _alike(proposals: SavingsProposalQuerySet) -> list[dict[str, Any]]:
    """Return how many proposals are alike in all that the overview tells apart, and what they save together."""
    rows = (
        proposals.order_by()
        .annotate(
            recurs=_RECURS,
            once=_ONCE,
            total_is_known=Case(When(TOTAL_IS_KNOWN, then=Value(True)), default=Value(False)),
            states_fte=Exists(FTEImpact.objects.filter(proposal=OuterRef("pk"))),
            has_impacts=Exists(EqualityImpact.objects.filter(proposal=OuterRef("pk"))),
        )
        .values(*_ALIKE, "recurs", "once", "total_is_known", "states_fte", "has_impacts")
        .annotate(count=Count("*"), pounds=Sum("total_saving"))
        .order_by("category", "kind")
    )
    return list(rows)


def _slice(row: Mapping[str, Any]) -> Slice:
    return Slice(
        directorate=row["service__directorate"],
        category=row["category"],
        kind=row["kind"],
        risk=row["risk_to_delivery"],
        recurrence=_recurrence(row["recurs"], row["once"]),
        deliverability=row["deliverability"],
        stage=row["stage"],
        is_known=row["total_is_known"],
        is_complete=row["profile_complete"],
        states_fte=row["states_fte"],
        has_impacts=row["has_impacts"],
        count=row["count"],
        pounds=row["pounds"],
    )


def _recurrence(recurs: bool, once: bool) -> str:
    return {(True, False): "recurring", (False, True): "one-off", (True, True): "both"}.get(
        (recurs, once), ""
    )


def _year_slices(proposals: SavingsProposalQuerySet) -> tuple[YearSlice, ...]:
    alike = ("proposal__service__directorate", "proposal__deliverability", "proposal__profile_complete")
    rows = (
        YearProfile.objects.filter(proposal__in=proposals.order_by().values("pk"))
        .order_by()
        .values_list(*alike, "year")
        .annotate(**{name: Sum(name) for name in AMOUNT_NAMES}, discrete=Sum("discrete_saving"))
    )
    found: dict[tuple[int, int | None, bool], tuple[dict[Any, YearAmounts], dict[Any, int]]] = {}
    for *traits, year, recurring, one_off, cost, one_off_cost, capital, discrete in rows:
        amounts, known = found.setdefault(tuple(traits), ({}, {}))
        amounts[year] = YearAmounts(recurring, one_off, cost, one_off_cost, capital)
        known[year] = discrete
    return tuple(YearSlice(*traits, *figures) for traits, figures in found.items())


def _fte(proposals: SavingsProposalQuerySet, years: Sequence[FinancialYear]) -> dict[int, FTEProfile]:
    # SQLite adds decimals up as floats; whole hundredths are exact on every database.
    hundredths = Sum(Cast(Round(F("change") * 100), BigIntegerField()))
    rows = (
        FTEImpact.objects.filter(proposal__in=proposals.order_by().values("pk"))
        .order_by()
        .values_list("proposal__service__directorate", "year")
        .annotate(hundredths=hundredths)
    )
    found: dict[int, dict[FinancialYear, Decimal]] = {}
    for directorate, year, number in rows:
        found.setdefault(directorate, {})[year] = Decimal(number).scaleb(-2)
    return {key: FTEProfile.from_years(by_year, years) for key, by_year in found.items()}


def _directorate_names(directorates: set[tuple[Any, ...]]) -> dict[int, str]:
    """Return the names by key; of two with one name, each with the code that references begin with."""
    names = [name for _, name, _ in directorates]
    return {key: name if names.count(name) == 1 else f"{name} ({code})" for key, name, code in directorates}


def _largest(proposals: SavingsProposalQuerySet) -> tuple[LargestProposal, ...]:
    listed = (
        proposals.filter(TOTAL_IS_KNOWN, total_saving__gt=0)
        .select_related("service__directorate")
        .order_by("-total_saving", "pk")[:HOW_MANY_LARGEST]
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
        for one in listed
    )


@dataclass(frozen=True)
class EqualityOverview:
    """The equality matrix with the names of its characteristics and its rounds, this round first."""

    matrix: EqualityMatrix
    characteristics: dict[int, str]
    rounds: tuple[BudgetRound, ...]


def read_equality(
    budget_round: BudgetRound, rounds: Sequence[BudgetRound], proposals: SavingsProposalQuerySet, user: Any
) -> EqualityOverview:
    """Return the impacts of the chosen proposals, and of all that the person may see of earlier rounds.

    `rounds` are those that the person may see. Two queries.
    """
    earlier = [
        one
        for one in rounds
        if one.council_id == budget_round.council_id and one.first_year < budget_round.first_year
    ]
    seen = SavingsProposal.objects.visible_to(user).filter(budget_round__in=earlier)
    counted = Q(proposal__in=proposals.order_by().values("pk"))
    if earlier:
        counted |= Q(proposal__in=seen.order_by().values("pk"))
    known = Q(proposal__profile_complete=True) | Q(proposal__stated_total__isnull=False)
    rows = (
        EqualityImpact.objects.filter(counted)
        .order_by()
        .values_list("proposal__budget_round", "characteristic", "effect")
        .annotate(
            is_known=Case(When(known, then=Value(True)), default=Value(False)),
            count=Count("*"),
            pounds=Sum("proposal__total_saving"),
        )
    )
    matrix = EqualityMatrix.of(ImpactCount(*row) for row in rows)
    # All nine are asked about, whether anybody has answered or not.
    named = Characteristic.objects.filter(Q(council__isnull=True) | Q(pk__in=matrix.characteristics))
    return EqualityOverview(
        matrix,
        dict(named.values_list("pk", "name")),
        (budget_round, *(one for one in earlier if one.pk in matrix.rounds)),
    )
