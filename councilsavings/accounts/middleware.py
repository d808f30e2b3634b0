"""Limit the session of every signed-in person, and ask for the second factor."""

import time
from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.module_loading import import_string

from councilsavings.accounts.known_browsers import make_known
from councilsavings.accounts.reauthentication import signed_in_elsewhere

GetResponse = Callable[[HttpRequest], HttpResponse]

_SIGNED_IN_AT, _SEEN_AT, _IDLE_LIMIT, _SECOND_FACTOR = (
    "signed_in_at",
    "seen_at",
    "idle_limit",
    "second_factor",
)
WRITTEN_EVERY = 60
"""Seconds for which the time of the last request is not written anew."""
OPEN_WITHOUT_SECOND_FACTOR = (
    "/account/",
    "/sign-out/",
    "/sign-in/",
    "/accessibility/",
    "/cookies/",
    "/words/",
)
"""Addresses on the way to a second factor, and those for everybody."""


def begin_session(sender: Any, request: HttpRequest | None, user: Any, **_: Any) -> None:
    """Note when the session began and how long it may stand idle: less for who works with unpublished figures."""
    if request is None or not hasattr(request, "session"):
        return
    now = int(time.time())
    is_staff = user.is_staff or second_factor_is_required(user)
    request.session[_SIGNED_IN_AT] = request.session[_SEEN_AT] = now
    request.session[_IDLE_LIMIT] = settings.STAFF_IDLE_SECONDS if is_staff else settings.SESSION_COOKIE_AGE
    request.session.pop(_SECOND_FACTOR, None)
    request._signed_in_just_now = user.pk  # type: ignore[attr-defined]


def second_factor_is_required(user: Any) -> bool:
    """Return whether the person's roles ask for a second factor."""
    return bool(import_string(settings.SECOND_FACTOR_RULE)(user))


def connect() -> None:
    """Listen to people signing in."""
    user_logged_in.connect(begin_session, dispatch_uid="councilsavings.accounts.middleware.begin_session")


def session_limits(get_response: GetResponse) -> GetResponse:
    """End a session that stood idle too long, or that began too long ago."""

    def respond(request: HttpRequest) -> HttpResponse:
        session = request.session
        if _SIGNED_IN_AT in session:
            now = int(time.time())
            idle = now - session.get(_SEEN_AT, 0) > session.get(_IDLE_LIMIT, 0)
            if idle or now - session[_SIGNED_IN_AT] > settings.SESSION_COOKIE_AGE:
                logout(request)
                messages.info(
                    request, "Your session ended, so you have been signed out. Sign in to continue."
                )
            elif now - session[_SEEN_AT] >= WRITTEN_EVERY:
                session[_SEEN_AT] = now
        response = get_response(request)
        person_id = getattr(request, "_signed_in_just_now", None)
        if person_id is not None:
            make_known(request, response, person_id)
        return response

    return respond


def second_factor(get_response: GetResponse) -> GetResponse:
    """Lead whoever needs a second factor and has none to the page on which they set one up."""

    def respond(request: HttpRequest) -> HttpResponse:
        if settings.SECOND_FACTOR_REQUIRED and not request.path.startswith(OPEN_WITHOUT_SECOND_FACTOR):
            user = request.user
            if user.is_authenticated and not _has_what_is_required(request):
                messages.info(request, "Your role requires a second factor. Set one up to continue.")
                return redirect("mfa_index")
        return get_response(request)

    return respond


def _has_what_is_required(request: HttpRequest) -> bool:
    if _SECOND_FACTOR not in request.session:
        if not (
            is_mfa_enabled(request.user)
            or signed_in_elsewhere(request)
            or not second_factor_is_required(request.user)
        ):
            return False
        request.session[_SECOND_FACTOR] = True
    return True
