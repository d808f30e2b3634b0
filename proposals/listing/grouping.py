"""A list in groups with their subtotals: by directorate, committee, category or risk, each proposal in one group.

Proposals of two committees are a group of their own, so that the groups add up to the whole.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    F,
    IntegerField,
    OuterRef,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, Round

from proposals.listing.reading import IN_GROUP
from proposals.matters import RISK_LEVELS
from proposals.models import FTEImpact, ProposalCommittee, SavingsProposal, YearProfile
from proposals.querysets import SavingsProposalQuerySet
from proposals.records import Totals
from proposals.savings_profile import AMOUNT_NAMES, FTEProfile, SavingsProfile, YearAmounts, total_of_set
from services.models import Committee, Directorate
from services.wording import listed
from services.years import FinancialYear

MOST_COMMITTEES = 62
"""How many committees the proposals of one list can go to and still be grouped: a bit of a number for each."""

NO_COMMITTEE, NO_CATEGORY, NO_RISK = "No committee stated", "No category stated", "No risk stated"
BLANK = "-"
"""The group of those that state nothing, in an address."""


class TooManyCommittees(ValueError):
    """The proposals go to more committees than can be told apart in groups."""


@dataclass(frozen=True)
class ListGroup:
    """Some of the listed proposals under one name, with their totals; `key` names it in an address."""

    key: str
    name: str
    totals: Totals


@dataclass(frozen=True)
class Grouping:
    """How a list falls into groups: what the database tells them by, and what each is called."""

    expression: Callable[[str], Combinable]
    """Made with the way to the proposal: nothing for proposals, “proposal__” for what belongs to one."""
    names: Mapping[Any, str]
    """The groups in the order in which they stand, by what the database says."""


def key_in_address(value: Any) -> str:
    """Return the name that an address has for the group of which the database says `value`."""
    return BLANK if value in (None, "", 0) else str(value)


def grouping_of(name: str, proposals: SavingsProposalQuerySet) -> Grouping:
    """Return the grouping of that name for these proposals; see `GROUPINGS` for the names.

    Raises TooManyCommittees.
    """
    return _GROUPINGS[name](proposals)


def groups_of(
    grouping: Grouping, proposals: SavingsProposalQuerySet, years: tuple[FinancialYear, ...]
) -> tuple[ListGroup, ...]:
    """Return the groups that have proposals, each with its totals: four queries, stored columns added up."""
    totals = _totals_by(grouping.expression, proposals, years)
    return tuple(
        ListGroup(key_in_address(value), name, totals[value])
        for value, name in grouping.names.items()
        if value in totals
    )


def in_groups(
    grouping: Grouping, ordered: SavingsProposalQuerySet, opened: Iterable[str] | None = None
) -> SavingsProposalQuerySet:
    """Return the ordered proposals group by group; rows carry as `in_group` what the database says of it.

    `opened` keeps to the groups with these keys.
    """
    ranks = {value: rank for rank, value in enumerate(grouping.names)}
    rank = Case(
        *(When(in_group=value, then=Value(place)) for value, place in ranks.items()),
        default=Value(len(ranks)),
        output_field=IntegerField(),
    )
    rows = ordered.annotate(**{IN_GROUP: grouping.expression("")})
    if opened is not None:
        wanted = frozenset(opened)
        rows = rows.filter(in_group__in=[value for value in ranks if key_in_address(value) in wanted])
    return rows.alias(group_rank=rank).order_by("group_rank", *ordered.query.order_by)


def _by_directorate(proposals: SavingsProposalQuerySet) -> Grouping:
    chosen = Directorate.objects.filter(pk__in=proposals.order_by().values("service__directorate"))
    names = {row.pk: row.name for row in chosen}
    return Grouping(lambda way: F(f"{way}service__directorate"), _by_name(names))


def _by_category(proposals: SavingsProposalQuerySet) -> Grouping:
    stated = proposals.order_by().values_list("category", flat=True).distinct()
    names = {value: value or NO_CATEGORY for value in stated}
    return Grouping(lambda way: F(f"{way}category"), _by_name(names))


def _by_risk(proposals: SavingsProposalQuerySet) -> Grouping:
    return Grouping(lambda way: F(f"{way}risk_to_delivery"), {**RISK_LEVELS, "": NO_RISK})


def _by_committee(proposals: SavingsProposalQuerySet) -> Grouping:
    links = ProposalCommittee.objects.filter(proposal__in=proposals.order_by().values("pk"))
    committees = list(Committee.objects.filter(pk__in=links.order_by().values("committee")))
    if len(committees) > MOST_COMMITTEES:
        raise TooManyCommittees(
            f"These proposals go to more than {MOST_COMMITTEES} committees, too many to group by. "
            "Narrow the list first."
        )
    bits = {committee.pk: 1 << place for place, committee in enumerate(committees)}

    def expression(way: str) -> Combinable:
        # A sum of bits tells every set of committees apart, so that no proposal is in two groups.
        of_proposal = ProposalCommittee.objects.filter(proposal=OuterRef(f"{way}pk")).order_by()
        bit = Case(
            *(When(committee=key, then=Value(bit)) for key, bit in bits.items()),
            default=Value(0),
            output_field=BigIntegerField(),
        )
        summed = of_proposal.values("proposal").annotate(bits=Sum(bit)).values("bits")
        return Coalesce(Cast(Subquery(summed), BigIntegerField()), 0)

    by_bit = {bits[committee.pk]: committee.name for committee in committees}
    seen = proposals.order_by().annotate(set=expression("")).values_list("set", flat=True).distinct()
    names = {value: _committees_in_words(value, by_bit) for value in seen}
    return Grouping(expression, _by_name(names))


def _committees_in_words(value: int, by_bit: Mapping[int, str]) -> str:
    members = sorted((name for bit, name in by_bit.items() if value & bit), key=str.casefold)
    return listed(members) or NO_COMMITTEE


def _by_name(names: Mapping[Any, str]) -> dict[Any, str]:
    """Return the groups by name whatever its capitals; what states nothing comes last."""
    return dict(
        sorted(names.items(), key=lambda item: (item[0] in ("", 0), item[1].casefold(), str(item[0])))
    )


_GROUPINGS: dict[str, Callable[[SavingsProposalQuerySet], Grouping]] = {
    "directorate": _by_directorate,
    "committee": _by_committee,
    "category": _by_category,
    "risk": _by_risk,
}


def _totals_by(
    expression: Callable[[str], Combinable],
    proposals: SavingsProposalQuerySet,
    years: tuple[FinancialYear, ...],
) -> dict[Any, Totals]:
    chosen = proposals.order_by().values("pk")
    amounts = _amounts_by(expression, chosen)
    posts = _posts_by(expression, chosen)
    counted: dict[Any, dict[bool, Mapping[str, Any]]] = {}
    rows = SavingsProposal.objects.filter(pk__in=chosen).order_by().annotate(in_group=expression(""))
    for row in rows.values("in_group", "profile_complete").annotate(
        count=Count("*"), stated=Sum("stated_total")
    ):
        counted.setdefault(row["in_group"], {})[row["profile_complete"]] = row
    return {
        value: _totals(of, amounts.get(value, {}), posts.get(value, _NO_POSTS), years)
        for value, of in counted.items()
    }


def _amounts_by(
    expression: Callable[[str], Combinable], chosen: Any
) -> dict[Any, dict[bool, dict[FinancialYear, YearAmounts]]]:
    rows = (
        YearProfile.objects.filter(proposal__in=chosen).order_by().annotate(in_group=expression("proposal__"))
    )
    sums = {name: Sum(name) for name in AMOUNT_NAMES}
    found: dict[Any, dict[bool, dict[FinancialYear, YearAmounts]]] = {}
    for row in rows.values("in_group", "year", "proposal__profile_complete").annotate(**sums):
        group, year, complete = row.pop("in_group"), row.pop("year"), row.pop("proposal__profile_complete")
        found.setdefault(group, {}).setdefault(complete, {})[year] = YearAmounts(**row)
    return found


_NO_POSTS: tuple[dict[FinancialYear, Decimal], int] = ({}, 0)


def _posts_by(
    expression: Callable[[str], Combinable], chosen: Any
) -> dict[Any, tuple[dict[FinancialYear, Decimal], int]]:
    """Return each group's change in posts by year, and how many of its proposals state one."""
    rows = (
        FTEImpact.objects.filter(proposal__in=chosen).order_by().annotate(in_group=expression("proposal__"))
    )
    # Whole hundredths: SQLite adds decimals up as floats.
    hundredths = Sum(Cast(Round(F("change") * 100), BigIntegerField()))
    changes: dict[Any, dict[FinancialYear, Decimal]] = {}
    for group, year, total in rows.values_list("in_group", "year").annotate(hundredths=hundredths):
        changes.setdefault(group, {})[year] = Decimal(total).scaleb(-2)
    stating = rows.values_list("in_group").annotate(stating=Count("proposal", distinct=True))
    return {group: (changes.get(group, {}), count) for group, count in stating}


def _totals(
    counted: Mapping[bool, Mapping[str, Any]],
    amounts: Mapping[bool, Mapping[FinancialYear, YearAmounts]],
    posts: tuple[Mapping[FinancialYear, Decimal], int],
    years: Sequence[FinancialYear],
) -> Totals:
    complete, partial = (SavingsProfile.from_years(amounts.get(key, {}), years) for key in (True, False))
    counts = {key: int(row["count"]) for key, row in counted.items()}
    stated = [counted[False]["stated"]] if False in counted else []
    changes, stating = posts
    count = sum(counts.values())
    return Totals(
        count=count,
        profile=complete + partial,
        fte=FTEProfile.from_years(changes, years),
        total=total_of_set(complete, stated, counts.get(True, 0)),
        incomplete=counts.get(False, 0),
        known_years=None if counts.get(True) else frozenset(amounts.get(False, {})),
        fte_stated=None if stating == count else stating,
    )
