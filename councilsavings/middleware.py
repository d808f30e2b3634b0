"""Middleware: the security headers, what is refused, and the acting user."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, QueryDict, UnreadablePostError
from django.utils.cache import add_never_cache_headers

from services.audit.history import acting

GetResponse = Callable[[HttpRequest], HttpResponse]

CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)

UNUSED_BY_PAGES = (
    "camera",
    "display-capture",
    "geolocation",
    "microphone",
    "midi",
    "payment",
    "serial",
    "usb",
)
PERMISSIONS_POLICY = ", ".join(
    [
        *(f"{feature}=()" for feature in UNUSED_BY_PAGES),
        "publickey-credentials-create=(self)",
        "publickey-credentials-get=(self)",
    ]
)
SECURITY_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Permissions-Policy": PERMISSIONS_POLICY,
    "Cross-Origin-Resource-Policy": "same-origin",
}

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_LARGEST_KEY = 2**63 - 1


def one_encoding(get_response: GetResponse) -> GetResponse:
    """Read every request as UTF-8, as all our pages send them, whatever encoding its head names.

    In another one an address says something else than it says to everybody.
    """

    def respond(request: HttpRequest) -> HttpResponse:
        if request.encoding is not None:
            request.encoding = "utf-8"
        return get_response(request)

    return respond


class StorableText:
    """Refuse, at one place for all pages, text that no database can store: a null character or half a character.

    The address, its query and the cookies are read before anything else; what a form sends, and the names of its
    files, once it is known which page they are for.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Refuse an address, a query or a cookie that no database can store."""
        refuse_unstorable([request.path_info, *request.COOKIES.values(), *_texts(request.GET)])
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: Any, _args: Any, parts: Mapping[str, Any]) -> None:
        """Refuse a form that no database can store; raises Http404 for a number of a record that none can have."""
        if any(isinstance(part, int) and part > _LARGEST_KEY for part in parts.values()):
            raise Http404
        # Whoever hangs up while sending gets no answer; Django's own check of the form says the same of it.
        with suppress(UnreadablePostError):
            refuse_unstorable(_texts(request.POST))
            files = [file for name in request.FILES for file in request.FILES.getlist(name)]
            refuse_unstorable(text for file in files for text in (file.name or "", file.content_type or ""))


def _texts(sent: QueryDict) -> Iterator[str]:
    return (part for name, values in sent.lists() for part in (name, *values))


def refuse_unstorable(texts: Iterable[str]) -> None:
    """Raise BadRequest for text with a null character or half of a surrogate pair."""
    if any(_UNSTORABLE.search(text) for text in texts):
        raise BadRequest("The request contains a character that is not valid.")


def security_headers(get_response: GetResponse) -> GetResponse:
    """Allow scripts, styles and fonts of this site only, nothing inline, no device, and no other site to embed it."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in SECURITY_HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return respond


def brings_session(request: HttpRequest) -> bool:
    """Return whether the browser sent a session: signed in, or with a message that waits to be shown."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def private_pages(get_response: GetResponse) -> GetResponse:
    """Keep what is meant for one browser out of every cache, so that it is gone once its person signs out.

    This stands outside all that sets cookies: no cache hands one browser's cookie to another.
    """

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        is_for_one = brings_session(request) or "Authorization" in request.headers
        if response.cookies or (is_for_one and not is_for_everybody(response)):
            add_never_cache_headers(response)
        return response

    return respond


def is_for_everybody(response: HttpResponse) -> bool:
    """Return whether the answer is the same whoever asks, and for ever: a colour or a logo named by its mark.

    A page that the public may keep is not: to who is signed in it shows their name, and perhaps more.
    """
    return "immutable" in response.headers.get("Cache-Control", "")


def acting_user(get_response: GetResponse) -> GetResponse:
    """Put the signed-in person's name on every change that the request makes."""

    def respond(request: HttpRequest) -> HttpResponse:
        with acting(user=request.user):
            return get_response(request)

    return respond
