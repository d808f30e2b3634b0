"""Middleware: the content security policy, readable addresses, and the acting user."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
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


def one_encoding(get_response: GetResponse) -> GetResponse:
    """Read every request as UTF-8, as all our pages send them, whatever encoding its head names.

    In another one an address says something else than it says to everybody.
    """

    def respond(request: HttpRequest) -> HttpResponse:
        if request.encoding is not None:
            request.encoding = "utf-8"
        return get_response(request)

    return respond


def readable_addresses(get_response: GetResponse) -> GetResponse:
    """Refuse a null character in the admin's addresses, which PostgreSQL takes in no text.

    The lists of the pages say themselves what they cannot read.
    """

    def respond(request: HttpRequest) -> HttpResponse:
        if request.path.startswith(reverse("admin:index")) and _has_null_character(request):
            raise BadRequest("The address holds a character that no text has.")
        return get_response(request)

    return respond


def _has_null_character(request: HttpRequest) -> bool:
    return any("\0" in part for name, values in request.GET.lists() for part in (name, *values))


def content_security_policy(get_response: GetResponse) -> GetResponse:
    """Allow scripts, styles and fonts of this site only; nothing inline."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        return response

    return respond


def private_pages(get_response: GetResponse) -> GetResponse:
    """Keep what a signed-in person sees out of every cache, so that it is gone once they sign out."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not is_for_everybody(response) and request.user.is_authenticated:
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
