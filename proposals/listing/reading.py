"""Reading the rows of a list: the few fields that columns print, in a constant number of queries for each batch."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from itertools import islice
from typing import Any

from django.db.models import QuerySet

from proposals.domain.fields import STORED
from proposals.domain.fte_profile import FTEProfile
from proposals.domain.proposal_parts import BaseBudgetRecord, EqualityRecord
from proposals.domain.records import ProposalRecord
from proposals.domain.savings_profile import AMOUNT_NAMES, SavingsProfile, YearAmounts
from proposals.listing.rows import ListedProposal
from proposals.models import ProposalCommittee, SavingsProposal
from services.db.statements import rows_of
from services.values.years import FinancialYear

AT_ONCE = 2_000
"""The number of proposals that are read together."""

_FIELDS = (
    "pk",
    "published_version_of",
    "reference",
    "service__name",
    "service__directorate__code",
    "service__directorate__name",
    "service__portfolio__name",
    "stage",
    "outcome",
    "base_budget__year",
    "base_budget__gross",
    "base_budget__income",
    "equality__screening",
    "equality__status",
    *(item.model_name for item in STORED),
)

_BY_YEAR = """
SELECT 0, proposal_id, year, {amounts}
FROM proposals_yearprofile WHERE proposal_id IN ({keys})
UNION ALL
SELECT 1, proposal_id, year, CAST(ROUND(change * 100) AS bigint), {zeros}
FROM proposals_fteimpact WHERE proposal_id IN ({keys})
"""
"""The amounts of each year, and the changes in posts in whole hundredths: integers, as the amounts are."""


def rows_with(
    keys: Sequence[int], years: tuple[FinancialYear, ...], *, with_committees: bool = False
) -> Iterator[ListedProposal]:
    """Yield the proposals with these keys in their order, their records without texts.

    The keys must be of proposals that the person may see: nothing is narrowed here.
    """
    waiting = iter(keys)
    while batch := list(islice(waiting, AT_ONCE)):
        found = {row["pk"]: row for row in _rows().filter(pk__in=batch)}
        amounts, posts = _by_year(batch)
        committees = _committees_of(batch) if with_committees else {}
        for key in batch:
            if key in found:  # unless deleted meanwhile
                record = _record(
                    found[key], amounts.get(key, {}), posts.get(key), committees.get(key, ()), years
                )
                yield ListedProposal(key, record, version_of=found[key]["published_version_of"])


@cache
def _rows() -> QuerySet:
    """Return the query of the fields, whose paths are looked up once."""
    return SavingsProposal.versions.order_by().values(*_FIELDS)


def _by_year(
    keys: Sequence[int],
) -> tuple[dict[int, dict[FinancialYear, YearAmounts]], dict[int, dict[FinancialYear, Decimal]]]:
    """Return the amounts and the changes in posts of each year by proposal, read in one query."""
    savings: dict[int, dict[FinancialYear, YearAmounts]] = {}
    posts: dict[int, dict[FinancialYear, Decimal]] = {}
    statement = _BY_YEAR.format(
        amounts=", ".join(AMOUNT_NAMES),
        zeros=", ".join("0" for _ in AMOUNT_NAMES[1:]),
        keys=", ".join(["%s"] * len(keys)),
    )
    for is_posts, key, year, *amounts in rows_of((statement, (*keys, *keys))):
        if is_posts:
            posts.setdefault(key, {})[FinancialYear(year)] = Decimal(amounts[0]).scaleb(-2)
        else:
            savings.setdefault(key, {})[FinancialYear(year)] = YearAmounts(*amounts)
    return savings, posts


def _committees_of(keys: Iterable[int]) -> dict[int, tuple[str, ...]]:
    rows = ProposalCommittee.objects.filter(proposal__in=keys).order_by("proposal", "position", "pk")
    found: dict[int, list[str]] = {}
    for key, name in rows.values_list("proposal", "committee__name"):
        found.setdefault(key, []).append(name)
    return {key: tuple(names) for key, names in found.items()}


def _record(
    row: Mapping[str, Any],
    amounts: dict[FinancialYear, YearAmounts],
    posts: dict[FinancialYear, Any] | None,
    committees: tuple[str, ...],
    years: tuple[FinancialYear, ...],
) -> ProposalRecord:
    budget_year, screening = row["base_budget__year"], row["equality__screening"]
    plain: dict[str, Any] = {item.name: row[item.model_name] for item in STORED}
    return ProposalRecord(
        **plain,
        reference=row["reference"],
        service=row["service__name"],
        directorate_code=row["service__directorate__code"],
        directorate=row["service__directorate__name"],
        base_budget=None
        if budget_year is None
        else BaseBudgetRecord(budget_year, row["base_budget__gross"], row["base_budget__income"]),
        profile=SavingsProfile.from_years(amounts, years),
        fte=FTEProfile.from_years(posts or {}, years),
        fte_is_stated=posts is not None,
        portfolio=row["service__portfolio__name"] or "",
        known_years=frozenset(amounts),
        committees=committees,
        equality=None if screening is None else EqualityRecord(screening, row["equality__status"]),
        stage=row["stage"],
        outcome=row["outcome"],
        is_corrected=row["published_version_of"] is not None,
    )
