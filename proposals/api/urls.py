"""Addresses of the interface for machines, and of the pages about it."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from math import ceil
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path

from proposals.api import pages
from proposals.api.endpoints import api, beginning, nothing_here, problem
from proposals.api.limits import AN_ADDRESS, ASKED_TOO_OFTEN, PerAddress

_of_address = PerAddress(AN_ADDRESS)


def _in_words(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Say in JSON, as of every other error, that an address only reads, or that it was asked too often."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # Before any token is looked up, so that guessing tokens is counted as well.
        if not _of_address.allow_request(request):
            refusal = problem(ASKED_TOO_OFTEN, HTTPStatus.TOO_MANY_REQUESTS)
            refusal["Retry-After"] = str(ceil(_of_address.wait() or 1))
            return refusal
        response = view(request, *args, **kwargs)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            return response
        refusal = problem("This API is read only. Send a GET request.", HTTPStatus.METHOD_NOT_ALLOWED)
        refusal["Allow"] = "GET"
        return refusal

    return answer


_patterns, _application, _namespace = api.urls
for _pattern in _patterns:
    _pattern.callback = _in_words(_pattern.callback)

urlpatterns = [
    path("", pages.DescriptionPage.as_view(), name="api"),
    path("tokens/", pages.TokensPage.as_view(), name="api-tokens"),
    path("tokens/<int:pk>/withdraw/", pages.WithdrawTokenPage.as_view(), name="api-token-withdraw"),
    path("v1/", _in_words(beginning), name="api-beginning"),
    path("v1/", (_patterns, _application, _namespace)),
    path("<path:rest>", nothing_here, name="api-nothing"),
]
