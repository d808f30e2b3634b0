"""Signing in, out, and failing to: the log keeps who was here, the security events from where."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

from services.accounts.people import person_named
from services.accounts.security_events import Kind, record_security_event
from services.audit.account_events import log_account_event
from services.audit.actors import acting
from services.audit.change_record import ChangeRecord
from services.audit.events import event_recorded

TAKING_AWAY = frozenset({"exported", "downloaded_exempt", "viewed_exempt"})
_UID = "services.accounts.sign_in_events"


def _signed_in(sender: Any, request: Any, user: Any, **_: Any) -> None:
    with acting(user=user):
        log_account_event("signed_in", user)
        if request is not None:
            record_security_event(Kind.SIGNED_IN, request, account=user)


def _signed_out(sender: Any, request: Any, user: Any, **_: Any) -> None:
    if user is not None:
        with acting(user=user):
            log_account_event("signed_out", user)
            record_security_event(Kind.SIGNED_OUT, request, account=user)


def _failed(sender: Any, credentials: Mapping[str, Any], request: Any = None, **_: Any) -> None:
    typed = str(credentials.get("username") or credentials.get("email") or "")
    # A form refuses such text before it comes here; a program need not.
    typed = typed.encode("utf-8", "replace").decode("utf-8").replace("\x00", "\ufffd")
    record_security_event(Kind.SIGN_IN_FAILED, request, account=person_named(typed), typed=typed)


def _taken_away(sender: Any, change: ChangeRecord, **_: Any) -> None:
    if change.action in TAKING_AWAY:
        # Not when this module is loaded: the library reads settings of apps that are not there yet.
        from allauth.core import context

        account = change.actor_id and get_user_model()(pk=change.actor_id, username=change.actor_name[:150])
        detail = f"{change.get_action_display()}: {change.record_text}"
        record_security_event(Kind.EXPORTED, context.request, account=account or None, detail=detail)


def connect() -> None:
    """Listen to what Django tells of signing in."""
    user_logged_in.connect(_signed_in, dispatch_uid=f"{_UID}.in")
    user_logged_out.connect(_signed_out, dispatch_uid=f"{_UID}.out")
    event_recorded.connect(_taken_away, dispatch_uid=f"{_UID}.taken_away")
    user_login_failed.connect(_failed, dispatch_uid=f"{_UID}.failed")
