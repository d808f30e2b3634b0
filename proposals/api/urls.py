"""Addresses of the interface for machines, and of the pages about it."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path

from proposals.api import pages
from proposals.api.endpoints import api, nothing_here, problem


def _in_words(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Say in JSON, as of every other error, that an address only reads."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            return response
        refusal = problem("This interface only reads: send GET.", HTTPStatus.METHOD_NOT_ALLOWED)
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
    path("v1/", (_patterns, _application, _namespace)),
    path("<path:rest>", nothing_here, name="api-nothing"),
]
