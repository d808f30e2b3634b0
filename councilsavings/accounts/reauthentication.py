"""The password asked again before what matters most."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

View = Callable[..., HttpResponseBase]


def password_asked_again(view: View) -> View:
    """Let the view be opened by who gave their password, a code or a passkey lately; others are asked first."""

    @wraps(view)
    def respond(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and settings.PASSWORD_ASKED_AGAIN and not _gave_it_lately(request):
            return _ask(request)
        return view(request, *args, **kwargs)

    return respond


class AskedAgainMixin:
    """A page before which the password is asked again; it stands before the view in the bases."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask for the password unless it was given lately."""
        return password_asked_again(super().dispatch)(request, *args, **kwargs)  # type: ignore[misc]


def signed_in_elsewhere(request: HttpRequest) -> bool:
    """Return whether the session began by single sign-on, whose provider asks for the second factor."""
    return any(
        record.get("method") == "socialaccount"
        for record in get_authentication_records(request, request.user)
    )


def _gave_it_lately(request: HttpRequest) -> bool:
    if did_recently_reauthenticate(request):
        return True
    given = [record["at"] for record in get_authentication_records(request, request.user)]
    return bool(given) and time.time() - max(given) < app_settings.REAUTHENTICATION_TIMEOUT


def _ask(request: HttpRequest) -> HttpResponse:
    if get_adapter().get_reauthentication_methods(request.user):
        raise ReauthenticationRequired
    # Without a password of their own here, the person gives it where they sign in.
    address = reverse("openid_connect_login", args=[settings.SINGLE_SIGN_ON_ID])
    return redirect(
        f"{address}?{urlencode({'next': request.get_full_path(), 'auth_params': 'prompt=login'})}"
    )
