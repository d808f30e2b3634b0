"""A list in groups with their totals: by directorate, committee, category or a rating, each proposal in one group.

Proposals of two committees are a group of their own, so that the groups add up to the whole.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Subquery
from django.db.models.expressions import Combinable

from proposals.domain.records import Totals
from proposals.filters.bands import NOT_STATED
from proposals.filters.choices import in_order
from proposals.filters.facets import RowFacet
from proposals.filters.filters import BY_NAME
from proposals.models.querysets import SavingsProposalQuerySet
from proposals.models.totals import NOTHING, Joined, Sums, sums_by
from services.models import Committee
from services.values.wording import listed
from services.values.years import FinancialYear

NOTHING_STATED = {
    "committee": "No committee stated",
    "pressure_category": "No cause stated",
    "category": "No category stated",
    "risk": "No risk stated",
    "residents": "Impact on residents not rated",
    "public_consultation": "Public consultation not stated",
    "delivery": "No delivery status",
    "ward": "No ward stated",
}


Groups = tuple[dict[Any, str], list[tuple[str, str]]]
"""The key of the group of each value, and the groups in order, each by its key and name."""


@dataclass(frozen=True)
class ListGroup:
    """Some of the listed proposals under one name, with their totals; `key` names it in an address."""

    key: str
    name: str
    totals: Totals


@dataclass(frozen=True)
class Grouping:
    """The grouping of a list: its groups, and the group of each value that the database groups by."""

    name: str
    groups: tuple[ListGroup, ...]
    group_of: Mapping[Any, str]

    def keys_by_group(self, proposals: SavingsProposalQuerySet) -> dict[str, list[int]]:
        """Return the keys of the proposals, in their order, by the key of their group; groups in theirs.

        A proposal that is in none of them, because it changed meanwhile, is left out.
        """
        found: dict[str, list[int]] = {group.key: [] for group in self.groups}
        for key, value in proposals.annotate(group=value_of(self.name)).values_list("pk", "group"):
            if value in self.group_of:
                found[self.group_of[value]].append(key)
        return found


def grouping_of(name: str, proposals: SavingsProposalQuerySet, years: tuple[FinancialYear, ...]) -> Grouping:
    """Return the groups that the proposals fall into, in order, those that state nothing last.

    `name` is one of `arrangement.GROUPINGS`.
    """
    facet = BY_NAME[name]
    sums = sums_by(proposals.annotate(group=value_of(name)), "group", *facet.paths_of_labels)
    group_of, names = groups_of(name, sums)
    by_group: dict[str, Sums] = {}
    for (value, *_), part in sums.items():
        by_group[group_of[value]] = by_group.get(group_of[value], NOTHING) + part
    return Grouping(
        name,
        tuple(ListGroup(key, words, by_group[key].totals(years)) for key, words in names),
        group_of,
    )


def value_of(name: str) -> Combinable:
    """Return the expression that the database groups by; of a facet of rows, all values of a proposal together."""
    facet = BY_NAME[name]
    if isinstance(facet, RowFacet):
        held = facet.held.filter(proposal=OuterRef("pk")).order_by().values("proposal")
        return Subquery(held.annotate(values=Joined(facet.path)).values("values"))
    return facet.value


def groups_of(name: str, found: Iterable[tuple[Any, ...]]) -> Groups:
    """Return the group of each value, each with its labels, and the groups in order by key and name."""
    facet = BY_NAME[name]
    group_of, named = _sets(found) if isinstance(facet, RowFacet) else _values(facet, found)
    return group_of, [(key, NOTHING_STATED[name] if key == NOT_STATED else words) for key, words in named]


def _values(facet: Any, found: Iterable[tuple[Any, ...]]) -> Groups:
    group_of = {value: facet.key_of(value) for value, *_ in found}
    labels = {
        group_of[value]: facet.label_of(*words) for value, *words in found if words and value is not None
    }
    choices = in_order(facet.name, group_of.values(), labels)
    return group_of, [(choice.key, choice.words) for choice in choices if choice.is_held]


def _sets(found: Iterable[tuple[Any, ...]]) -> Groups:
    """Return the same of sets of committees; databases write the members of a set in any order."""
    members = {value: {int(key) for key in value.split(",")} if value else set() for (value,) in found}
    names = dict(Committee.objects.filter(pk__in=set().union(*members.values())).values_list("pk", "name"))
    group_of, words = {}, {}
    for value, keys in members.items():
        ordered = sorted(keys, key=lambda key: (names[key].casefold(), str(key)))
        group_of[value] = ".".join(map(str, ordered)) or NOT_STATED
        words[group_of[value]] = listed(names[key] for key in ordered)
    return group_of, sorted(
        words.items(), key=lambda group: (group[0] == NOT_STATED, group[1].casefold(), group[0])
    )
