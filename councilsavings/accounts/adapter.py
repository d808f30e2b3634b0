"""Adapt django-allauth to the accounts of this service."""

from datetime import timedelta
from math import ceil
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest

from councilsavings.accounts.known_browsers import browser_known_to
from councilsavings.accounts.sealing import seal, unseal
from services.accounts.delays import OF_A_NAME, Attempt, count_attempt, counts_of, forgive
from services.accounts.people import person_named
from services.accounts.security_events import Kind, logger, record_security_event, source_of

WRONG = "The username or password is incorrect. Passwords are case sensitive."
WARN_AT = OF_A_NAME.free
"""Failures under one name at which its person and the administrators are told."""


class AccountAdapter(DefaultAccountAdapter):
    """Accounts that administrators invite people to, with delays that grow in place of the library's lock-out."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": WRONG,
        "email_password_mismatch": WRONG,
        "incorrect_password": "The password is incorrect.",
        "account_inactive": "This account is switched off. Ask your system administrator.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse: people are invited."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the attempt; raises ValidationError for one that comes too early."""
        typed = typed_name(credentials)
        address = source_of(request).address or ""
        attempt = count_attempt(counts_of(typed, address, browser_known_to(request, typed)))
        request._sign_in_attempt = attempt  # type: ignore[attr-defined]
        if attempt.is_delayed:
            record_security_event(
                Kind.SIGN_IN_DELAYED,
                request,
                account=person_named(typed),
                typed=typed,
                detail=f"{attempt.wait}",
            )
            raise ValidationError(_come_back_in(attempt.wait), code="too_many_login_attempts")
        if attempt.failures_of_name == WARN_AT:
            self._warn(request, typed)

    def _warn(self, request: HttpRequest, typed: str) -> None:
        person = person_named(typed)
        source = source_of(request)
        logger.warning(
            "%d attempts to sign in under one name failed; the latest came from %s. Account: %s",
            WARN_AT,
            source.address,
            person.pk if person else "none",
        )
        if person and person.email and person.is_active:
            self.send_mail("account/email/many_failures", person.email, {"user": person, "source": source})

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Return the person whose name and password these are, and forgive the attempt; None for others."""
        user = super().authenticate(request, **credentials)
        attempt: Attempt | None = getattr(request, "_sign_in_attempt", None)
        if user is not None and attempt is not None:
            forgive(attempt)
        return user

    def _rollback_login_failed_rl_usage(self) -> None:
        """Leave the library's own count alone: nothing is counted there."""

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Return whether the password is asked for again before what matters most."""
        return bool(settings.PASSWORD_ASKED_AGAIN)

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """Send the link, unless the person signs in elsewhere."""
        if settings.LOCAL_ACCOUNTS or user.is_superuser:
            super().send_password_reset_mail(user, email, context)

    def save_user(self, request: HttpRequest, user: Any, form: Form, commit: bool = True) -> Any:
        """Refuse: nobody makes an account of their own."""
        raise ValidationError("You need an invitation.")

    def get_http_user_agent(self, request: HttpRequest) -> str:
        """Return the browser and the system, as mails name them."""
        return source_of(request).agent or "an unknown browser"


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of second factors sealed with the installation's key, so that a copy of the database opens none."""

    def encrypt(self, text: str) -> str:
        """Return the text sealed."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Return what was sealed."""
        return unseal(encrypted_text)


def typed_name(credentials: dict[str, Any]) -> str:
    """Return the name or e-mail address that was typed."""
    return str(credentials.get("username") or credentials.get("email") or "")


def _come_back_in(wait: timedelta) -> str:
    seconds = ceil(wait.total_seconds())
    when = f"{seconds} seconds" if seconds < 90 else f"{ceil(seconds / 60)} minutes"
    return (
        f"There have been too many attempts. Try again in {when}, or select “Forgotten your password?” to "
        "set a new password."
    )
