"""Addresses of the same list arranged otherwise."""

from django.http import QueryDict

from councilsavings.addresses import Variations
from proposals.listing.arrangement import ALL, GROUP, OPENED, PAGE, PARAMETERS, PIVOT, SORT


def sorted_by(query: Variations, order: str) -> str:
    """Return the address of the list in that order, from its first page."""
    return query.address({SORT: [order]}, without=(SORT, PAGE))


def opening(query: Variations, key: str) -> str:
    """Return the address of the list with one more group open."""
    return query.address({OPENED: [*query.values_of(OPENED), key]}, without=(PAGE,))


def closing(query: Variations, key: str, opened: frozenset[str]) -> str:
    """Return the address of the list with all of the open groups open but that one."""
    return query.address({OPENED: sorted(opened - {key})}, without=(PAGE, OPENED))


def all_open(query: Variations) -> str:
    """Return the address of the list with every group open."""
    return query.address({OPENED: [ALL]}, without=(PAGE, OPENED))


def all_closed(query: Variations) -> str:
    """Return the address of the list with no group open."""
    return query.address(without=(PAGE, OPENED))


def ungrouped(query: Variations) -> str:
    """Return the address of the list without groups."""
    return query.address(without=(PAGE, OPENED, GROUP))


def unarranged(query: Variations) -> str:
    """Return the address of the list with the usual columns, order and pages."""
    return query.address(without=PARAMETERS)


def kept_beside_arrangement(query: QueryDict) -> list[tuple[str, str]]:
    """Return the part of the address that the form of the arrangement does not send itself."""
    return _without(query, PARAMETERS - PIVOT)


def kept_beside_pivot(query: QueryDict) -> list[tuple[str, str]]:
    """Return the part of the address that the form of the pivot table does not send itself."""
    return _without(query, PIVOT)


def _without(query: QueryDict, names: frozenset[str]) -> list[tuple[str, str]]:
    return [(name, value) for name, values in query.lists() if name not in names for value in values]
