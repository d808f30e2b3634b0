"""Addresses of accounts. The library's pages for people who make their own account are left out."""

from collections.abc import Callable
from typing import Any

from allauth.account import views as account
from allauth.usersessions import views as sessions
from django.contrib.auth.views import LogoutView
from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, path, re_path
from django.utils.module_loading import import_string

from councilsavings.accounts.views import (
    AccountPage,
    EndSessionPage,
    NoticesPage,
    SignOutEverywherePage,
    new_password,
    nothing_here,
    sign_in,
)

SECOND_FACTOR_PAGES = (
    ("", "base.views.index", "index"),
    ("code/", "base.views.authenticate", "authenticate"),
    ("confirm/", "base.views.reauthenticate", "reauthenticate"),
    ("app/", "totp.views.activate_totp", "activate_totp"),
    ("app/remove/", "totp.views.deactivate_totp", "deactivate_totp"),
    ("recovery-codes/", "recovery_codes.views.view_recovery_codes", "view_recovery_codes"),
    ("recovery-codes/new/", "recovery_codes.views.generate_recovery_codes", "generate_recovery_codes"),
    ("recovery-codes/download/", "recovery_codes.views.download_recovery_codes", "download_recovery_codes"),
    ("passkeys/", "webauthn.views.list_webauthn", "list_webauthn"),
    ("passkeys/add/", "webauthn.views.add_webauthn", "add_webauthn"),
    ("passkeys/sign-in/", "webauthn.views.login_webauthn", "login_webauthn"),
    ("passkeys/confirm/", "webauthn.views.reauthenticate_webauthn", "reauthenticate_webauthn"),
    ("passkeys/<int:pk>/name/", "webauthn.views.edit_webauthn", "edit_webauthn"),
    ("passkeys/<int:pk>/remove/", "webauthn.views.remove_webauthn", "remove_webauthn"),
)
"""Route, view and name of each page that the library has for second factors."""


def lazily(name: str) -> Callable[..., HttpResponseBase]:
    """Return the view of that name, which is loaded when somebody opens its page.

    The libraries behind passkeys and single sign-on take half a second to load, which every command would pay.
    """

    def view(request: HttpRequest, **arguments: Any) -> HttpResponseBase:
        answer: HttpResponseBase = import_string(name)(request, **arguments)
        return answer

    return view


signed_out = LogoutView.as_view(template_name="registration/signed_out.html")

urlpatterns: list[URLPattern] = [
    path("sign-in/", sign_in, name="login"),
    path("sign-in/", sign_in, name="account_login"),
    path("sign-out/", signed_out, name="logout"),
    path("sign-out/", signed_out, name="account_logout"),
    path("account/", AccountPage.as_view(), name="account"),
    path("account/notices/", NoticesPage.as_view(), name="account_notices"),
    path("account/password/", account.password_change, name="account_change_password"),
    path("account/password/forgotten/", account.password_reset, name="account_reset_password"),
    path("account/password/sent/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^account/password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        new_password,
        name="account_reset_password_from_key",
    ),
    path(
        "account/password/changed/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("account/confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("account/inactive/", account.account_inactive, name="account_inactive"),
    path("account/sessions/", sessions.list_usersessions, name="usersessions_list"),
    path("account/sessions/<int:pk>/end/", EndSessionPage.as_view(), name="account-session-end"),
    path("account/sessions/end-all/", SignOutEverywherePage.as_view(), name="account-sign-out-everywhere"),
    *(
        path(f"account/second-factor/{route}", lazily(f"allauth.mfa.{view}"), name=f"mfa_{name}")
        for route, view, name in SECOND_FACTOR_PAGES
    ),
    # The library asks for these addresses where it draws pages; nobody makes an account or joins two here.
    path("account/sign-up/", nothing_here, name="account_signup"),
    path("account/single-sign-on/sign-up/", nothing_here, name="socialaccount_signup"),
    path("account/single-sign-on/accounts/", nothing_here, name="socialaccount_connections"),
    path(
        "account/single-sign-on/cancelled/",
        lazily("allauth.socialaccount.views.login_cancelled"),
        name="socialaccount_login_cancelled",
    ),
    path(
        "account/single-sign-on/error/",
        lazily("allauth.socialaccount.views.login_error"),
        name="socialaccount_login_error",
    ),
    path(
        "account/single-sign-on/<slug:provider_id>/",
        lazily("councilsavings.accounts.openid_connect.login"),
        name="openid_connect_login",
    ),
    path(
        "account/single-sign-on/<slug:provider_id>/back/",
        lazily("councilsavings.accounts.openid_connect.callback"),
        name="openid_connect_callback",
    ),
]
