"""The cookie by which a browser is known to an account: it has signed in there before, or was let in by mail."""

import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from services.accounts.people import person_named

_SALT = "councilsavings.accounts.known_browsers"
LASTS = 90 * 24 * 60 * 60
MOST_ACCOUNTS = 5


def browser_known_to(request: HttpRequest, typed: str) -> str:
    """Return the mark of the browser if it is known to the account of that name; nothing otherwise."""
    person = person_named(typed)
    return _marks(request).get(str(person.pk), "") if person else ""


def make_known(request: HttpRequest, response: HttpResponse, person_id: int) -> None:
    """Let the browser be known to the account from here on."""
    marks = _marks(request)
    marks[str(person_id)] = marks.get(str(person_id)) or secrets.token_urlsafe(12)
    response.set_cookie(
        settings.KNOWN_BROWSER_COOKIE_NAME,
        signing.dumps(dict(list(marks.items())[-MOST_ACCOUNTS:]), salt=_SALT),
        max_age=LASTS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _marks(request: HttpRequest) -> dict[str, str]:
    try:
        marks = signing.loads(
            request.COOKIES.get(settings.KNOWN_BROWSER_COOKIE_NAME, ""), salt=_SALT, max_age=LASTS
        )
    except signing.BadSignature:
        return {}
    return dict(marks)
