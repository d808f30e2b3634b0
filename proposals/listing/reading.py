"""Reading the rows of a list: the few fields that columns print, in a constant number of queries for each batch."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from proposals.domain.records import BaseBudgetRecord, ProposalRecord
from proposals.domain.savings_profile import AMOUNT_NAMES, FTEProfile, SavingsProfile, YearAmounts
from proposals.listing.rows import ListedProposal
from proposals.models import FTEImpact, ProposalCommittee, SavingsProposal, YearProfile
from services.values.years import FinancialYear

AT_ONCE = 2_000
"""The number of proposals that are read together."""

_FIELDS = (
    "pk",
    "published_version_of",
    "reference",
    "title",
    "service__name",
    "service__directorate__code",
    "service__directorate__name",
    "start_year",
    "category",
    "kind",
    "risk_to_delivery",
    "deliverability",
    "consultation_only",
    "profile_complete",
    "stated_total",
    "stage",
    "outcome",
    "impact_on_residents",
    "delivery_status",
    "service__portfolio__name",
    "base_budget__year",
    "base_budget__gross",
    "base_budget__income",
)


def rows_with(
    keys: Sequence[int], years: tuple[FinancialYear, ...], *, with_committees: bool = False
) -> Iterator[ListedProposal]:
    """Yield the proposals with these keys in their order, their records without texts.

    The keys must be of proposals that the person may see: nothing is narrowed here.
    """
    waiting = iter(keys)
    while batch := list(islice(waiting, AT_ONCE)):
        rows = SavingsProposal.versions.filter(pk__in=batch).order_by().values_list(*_FIELDS)
        found = {row[0]: row for row in rows}
        amounts, posts = _amounts_of(batch), _posts_of(batch)
        committees = _committees_of(batch) if with_committees else {}
        for key in batch:
            if key in found:  # unless deleted meanwhile
                record = _record(
                    found[key], amounts.get(key, {}), posts.get(key), committees.get(key, ()), years
                )
                yield ListedProposal(key, record, version_of=found[key][1])


def _amounts_of(keys: Sequence[int]) -> dict[int, dict[FinancialYear, YearAmounts]]:
    rows = YearProfile.objects.filter(proposal__in=keys).order_by()
    found: dict[int, dict[FinancialYear, YearAmounts]] = {}
    for key, year, *amounts in rows.values_list("proposal", "year", *AMOUNT_NAMES):
        found.setdefault(key, {})[year] = YearAmounts(*amounts)
    return found


def _posts_of(keys: Sequence[int]) -> dict[int, dict[FinancialYear, Any]]:
    rows = FTEImpact.objects.filter(proposal__in=keys).order_by()
    found: dict[int, dict[FinancialYear, Any]] = {}
    for key, year, change in rows.values_list("proposal", "year", "change"):
        found.setdefault(key, {})[year] = change
    return found


def _committees_of(keys: Iterable[int]) -> dict[int, tuple[str, ...]]:
    rows = ProposalCommittee.objects.filter(proposal__in=keys).order_by("proposal", "position", "pk")
    found: dict[int, list[str]] = {}
    for key, name in rows.values_list("proposal", "committee__name"):
        found.setdefault(key, []).append(name)
    return {key: tuple(names) for key, names in found.items()}


def _record(
    row: Sequence[Any],
    amounts: dict[FinancialYear, YearAmounts],
    posts: dict[FinancialYear, Any] | None,
    committees: tuple[str, ...],
    years: tuple[FinancialYear, ...],
) -> ProposalRecord:
    (_, _, reference, title, service, code, directorate, start_year, category, kind, risk, *more) = row[
        : len(_FIELDS)
    ]
    deliverability, consultation_only, complete, stated, stage, outcome, *more = more
    residents, delivery, portfolio, *budget = more
    budget_year, gross, income = budget
    return ProposalRecord(
        reference=reference,
        title=title,
        service=service,
        directorate_code=code,
        directorate=directorate,
        start_year=start_year,
        base_budget=None if budget_year is None else BaseBudgetRecord(budget_year, gross, income),
        profile=SavingsProfile.from_years(amounts, years),
        fte=FTEProfile.from_years(posts or {}, years),
        fte_is_stated=posts is not None,
        portfolio=portfolio or "",
        category=category,
        kind=kind,
        risk=risk,
        deliverability=deliverability,
        consultation_only=consultation_only,
        profile_complete=complete,
        known_years=frozenset(amounts),
        stated_total=stated,
        committees=committees,
        stage=stage,
        outcome=outcome,
        is_corrected=row[1] is not None,
        impact_on_residents=residents,
        delivery_status=delivery,
    )
