"""Addresses of the same list arranged otherwise."""

from django.http import QueryDict

from proposals.listing.arrangement import ALL, GROUP, OPENED, PAGE, PARAMETERS, SORT


def sorted_by(query: QueryDict, order: str) -> str:
    """Return the address of the list in that order, from its first page."""
    changed = _copy_without(query, SORT, PAGE)
    changed[SORT] = order
    return f"?{changed.urlencode()}"


def opening(query: QueryDict, key: str) -> str:
    """Return the address of the list with one more group open."""
    changed = _copy_without(query, PAGE)
    changed.appendlist(OPENED, key)
    return f"?{changed.urlencode()}"


def closing(query: QueryDict, key: str, opened: frozenset[str]) -> str:
    """Return the address of the list with all of the open groups open but that one."""
    changed = _copy_without(query, PAGE, OPENED)
    changed.setlist(OPENED, sorted(opened - {key}))
    return f"?{changed.urlencode()}"


def all_open(query: QueryDict) -> str:
    """Return the address of the list with every group open."""
    changed = _copy_without(query, PAGE, OPENED)
    changed[OPENED] = ALL
    return f"?{changed.urlencode()}"


def all_closed(query: QueryDict) -> str:
    """Return the address of the list with no group open."""
    return f"?{_copy_without(query, PAGE, OPENED).urlencode()}"


def ungrouped(query: QueryDict) -> str:
    """Return the address of the list without groups."""
    return f"?{_copy_without(query, PAGE, OPENED, GROUP).urlencode()}"


def unarranged(query: QueryDict) -> str:
    """Return the address of the list with the usual columns, order and pages."""
    return f"?{_copy_without(query, *PARAMETERS).urlencode()}"


def kept_beside_arrangement(query: QueryDict) -> list[tuple[str, str]]:
    """Return what the address says beside the arrangement of the list."""
    return [(name, value) for name, values in query.lists() if name not in PARAMETERS for value in values]


def _copy_without(query: QueryDict, *names: str) -> QueryDict:
    # Django's own copy is a deep one and takes ten times as long; a list has an address for each heading.
    changed = QueryDict(mutable=True)
    for name, values in query.lists():
        if name not in names:
            changed.setlist(name, list(values))
    return changed
