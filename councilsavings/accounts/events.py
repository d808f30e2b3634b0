"""Recording that a person changed how they sign in, as the library tells it."""

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.http import HttpRequest

from services.accounts.security_events import Kind, record_security_event

_CHANGES = {
    password_changed: "password changed",
    password_set: "password set",
    password_reset: "password set by a link",
    authenticator_added: "second factor added",
    authenticator_removed: "second factor removed",
    authenticator_reset: "recovery codes replaced",
}


def _recorder(words: str) -> Any:
    def record(sender: Any, request: HttpRequest, user: Any, authenticator: Any = None, **_: Any) -> None:
        detail = f"{words}: {authenticator.get_type_display()}" if authenticator is not None else words
        record_security_event(Kind.ACCOUNT_CHANGED, request, account=user, detail=detail)

    return record


def connect() -> None:
    """Listen to the library."""
    for signal, words in _CHANGES.items():
        uid = f"councilsavings.accounts.events.{words}"
        signal.connect(_recorder(words), weak=False, dispatch_uid=uid)
