"""What caches may keep of public pages: those between the service and its readers, and that of the process itself.

All that a public page shows is in records whose every change is written down in the log, so a process keeps it by the
newest row of the log: a page made before a change is not found after it. It is kept for a minute at most.
"""

import time
from collections.abc import Callable
from functools import lru_cache, wraps
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import resolve
from django.utils.cache import patch_cache_control
from django.utils.http import quote_etag
from django.views.generic import View

from councilsavings.middleware import brings_session
from services.audit.change_record import ChangeRecord

A_MINUTE = 60
"""The seconds for which a cache may show what is public before it asks again: a correction has to be seen soon."""
PAGES_KEPT = 64
"""In each process; a page has some ten to a few hundred thousand bytes."""
LONGEST_QUERY = 300
"""The characters of a query whose page is kept; a person's search is shorter."""

Respond = Callable[..., HttpResponse]


def shared(response: HttpResponse) -> HttpResponse:
    """Let caches keep what is public; where a session came with the request, the middleware forbids it."""
    options: dict[str, Any] = {"public": True, "max_age": A_MINUTE, "must_revalidate": True}
    patch_cache_control(response, **options)
    return response


class _RequestOfNobody(HttpRequest):
    """A request without cookies and headers: nothing of one reader's can come into a page for all."""

    def __init__(self, site: tuple[str, str], address: str, query: str) -> None:
        super().__init__()
        self._scheme, host = site
        self.method, self.path, self.path_info = "GET", address, address
        self.META = {"HTTP_HOST": host, "QUERY_STRING": query, "REQUEST_METHOD": "GET", "PATH_INFO": address}
        self.GET = QueryDict(query)
        self.user = AnonymousUser()
        self.resolver_match = resolve(address)

    def _get_scheme(self) -> str:
        return self._scheme


def shared_page(get: Respond) -> Respond:
    """Serve what this method of a view answers from what is kept, to who brings no session.

    The method answers with a page or raises Http404, which is not kept.
    """

    @wraps(get)
    def serve(view: View, request: HttpRequest, *args: Any, **parts: Any) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if brings_session(request) or len(query) > LONGEST_QUERY:
            return get(view, request, *args, **parts)
        site = (request.scheme or "", request.get_host())
        made = _made(get, type(view), site, request.path, query, tuple(parts.items()), _state())
        status, content, headers = made
        return HttpResponse(content, status=status, headers=dict(headers))

    return serve


def _state() -> tuple[Any, ...]:
    newest = ChangeRecord.objects.order_by("-pk").values_list("pk", "operation").first()
    return (newest, settings.SITE_ADDRESS, int(time.time() // A_MINUTE))


@lru_cache(maxsize=PAGES_KEPT)
def _made(
    get: Respond,
    kind: type[View],
    site: tuple[str, str],
    address: str,
    query: str,
    parts: tuple[tuple[str, Any], ...],
    _state: tuple[Any, ...],
) -> tuple[int, bytes, tuple[tuple[str, str], ...]]:
    request = _RequestOfNobody(site, address, query)
    view = kind()
    view.setup(request, **dict(parts))
    response = get(view, request, **dict(parts))
    tag = quote_etag(sha256(response.content).hexdigest())
    return response.status_code, response.content, (*response.headers.items(), ("ETag", tag))
