"""Addresses of the same list arranged otherwise."""

from django.http import QueryDict

from councilsavings.addresses import Variations
from proposals.listing.arrangement import ALL, GROUP, OPENED, PAGE, PARAMETERS, SORT


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
    """Return the part of the address that is not the arrangement of the list."""
    return [(name, value) for name, values in query.lists() if name not in PARAMETERS for value in values]
