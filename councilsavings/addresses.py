"""Addresses of the same page with something of the query changed: a page has one for every choice that it offers."""

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlencode

from django.http import QueryDict

_NOTHING: Mapping[str, Sequence[str]] = {}


class Variations:
    """The query of an address, to be written again and again; what stays the same is encoded once."""

    def __init__(self, query: QueryDict) -> None:
        self._values = dict(query.lists())
        self._written = {name: _written(name, values) for name, values in self._values.items()}

    def values_of(self, name: str) -> Sequence[str]:
        """Return every value that the address gives the parameter."""
        return self._values.get(name, [])

    def address(self, changed: Mapping[str, Sequence[str]] = _NOTHING, *, without: Iterable[str] = ()) -> str:
        """Return the query without some parameters and then with these values, as “?name=value&…”.

        A changed parameter keeps its place unless it is left out first; one without values goes.
        """
        written = {**self._written}
        for name in without:
            written.pop(name, None)
        written.update((name, _written(name, values)) for name, values in changed.items())
        return f"?{'&'.join(filter(None, written.values()))}"


def _written(name: str, values: Sequence[str]) -> str:
    return urlencode([(name, value) for value in values])
