"""The totals of a set of proposals: stored columns added up by the database, nothing derived."""

from decimal import Decimal
from typing import Any

from django.db.models import (
    BigIntegerField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Sum,
)
from django.db.models.functions import Cast, Round

from proposals.domain.records import Totals
from proposals.domain.savings_profile import (
    AMOUNT_NAMES,
    FTEProfile,
    KnownRuns,
    SavingsProfile,
    YearAmounts,
    by_known_run,
    total_of_set,
)
from proposals.models.querysets import SavingsProposalQuerySet
from proposals.models.years import FTEImpact, YearProfile
from services.values.years import FinancialYear


def totals_of(proposals: SavingsProposalQuerySet, years: tuple[FinancialYear, ...]) -> Totals:
    """Return the totals of the whole set in three queries: stored columns added up, nothing derived."""
    chosen = proposals.order_by().values("pk")
    sums = {name: Sum(name) for name in AMOUNT_NAMES}
    amounts = (
        YearProfile.objects.filter(proposal__in=chosen)
        .order_by()
        .values("year", "proposal__profile_complete")
        .annotate(**sums)
    )
    # SQLite adds decimals up as floats; whole hundredths are exact on every database.
    hundredths = Sum(Cast(Round(F("change") * 100), BigIntegerField()))
    changes = (
        FTEImpact.objects.filter(proposal__in=chosen)
        .order_by()
        .values("year")
        .annotate(hundredths=hundredths)
    )
    by_year: dict[bool, dict[FinancialYear, YearAmounts]] = {True: {}, False: {}}
    for row in amounts:
        is_complete, year = row.pop("proposal__profile_complete"), row.pop("year")
        by_year[is_complete][year] = YearAmounts(**row)
    complete, partial = (SavingsProfile.from_years(by_year[key], years) for key in (True, False))
    counted = (
        proposals.order_by().values("profile_complete").annotate(count=Count("*"), stated=Sum("stated_total"))
    )
    of = {row["profile_complete"]: row for row in counted}
    counts = {key: row["count"] for key, row in of.items()}
    stated = FTEImpact.objects.filter(proposal__in=chosen).values("proposal").distinct().count()
    return Totals(
        count=sum(counts.values()),
        profile=complete + partial,
        fte=FTEProfile.from_years(
            {row["year"]: Decimal(row["hundredths"]).scaleb(-2) for row in changes}, years
        ),
        total=total_of_set(complete, [of[False]["stated"]] if False in of else [], counts.get(True, 0)),
        incomplete=counts.get(False, 0),
        known_years=None if counts.get(True) or not counts else frozenset(by_year[False]),
        fte_stated=None if stated == sum(counts.values()) else stated,
        into_unknown=_into_unknown(chosen) if counts.get(False) else {},
        known_runs=_known_runs(chosen, years) if counts.get(False) else {},
    )


def _into_unknown(chosen: Any) -> dict[FinancialYear, int]:
    """Return the one-off savings that would fall out in a year that is not known, as `one_off_into_unknown` has it."""
    rows = YearProfile.objects.filter(
        proposal__in=chosen, proposal__profile_complete=False, one_off_saving__gt=0
    )
    found: dict[FinancialYear, int] = {}
    before = ExpressionWrapper(F("year") - 1, output_field=IntegerField())
    following = YearProfile.objects.annotate(before=before).filter(
        proposal=OuterRef("proposal"), before=OuterRef("year")
    )
    for year, pounds in rows.order_by().exclude(Exists(following)).values_list("year", "one_off_saving"):
        found[year + 1] = found.get(year + 1, 0) + pounds
    return found


def _known_runs(chosen: Any, years: tuple[FinancialYear, ...]) -> KnownRuns:
    """Return what is held by year of the incomplete proposals, by the years known without a gap."""
    rows = YearProfile.objects.filter(proposal__in=chosen, proposal__profile_complete=False).order_by()
    found: dict[int, dict[FinancialYear, YearAmounts]] = {}
    for key, year, *amounts in rows.values_list("proposal", "year", *AMOUNT_NAMES):
        found.setdefault(key, {})[year] = YearAmounts(*amounts)
    held = ((SavingsProfile.from_years(by_year, years), frozenset(by_year)) for by_year in found.values())
    return by_known_run(held, years)
