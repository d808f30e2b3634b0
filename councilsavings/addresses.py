"""Addresses: short ones that last, and those of the same page with something of the query changed."""

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.urls import reverse

_NOTHING: Mapping[str, Sequence[str]] = {}


def site_of(request: HttpRequest) -> str:
    """Return where the site is: at the address that the settings name, else at the one that was asked."""
    return settings.SITE_ADDRESS or f"{request.scheme}://{request.get_host()}"


def printed_address(name: str, key: object) -> str:
    """Return the short address of that name in full, for paper; empty while the settings name no site."""
    site: str = settings.SITE_ADDRESS
    return site and f"{site}{reverse(name, args=[key])}"


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
