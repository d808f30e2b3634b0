"""End the sessions of a person whose roles changed or who left."""

from typing import Any

from django.db.models.signals import post_delete, post_save

from services.accounts.security_events import Kind, record_security_event
from services.audit.account_events import access_changed
from services.audit.actors import current_actor
from services.models.people import Assignment

PASSWORD = "password"  # noqa: S105 (what changed)
ROLES = "roles"


def end_sessions(person_id: int) -> int:
    """End all sessions that the person has, and return how many there were."""
    from allauth.usersessions.models import UserSession  # not before the apps are loaded

    sessions = list(UserSession.objects.filter(user_id=person_id))
    for session in sessions:
        session.end()
    return len(sessions)


def _end_sessions(sender: Any, person: Any, what: str, **_: Any) -> None:
    # A new password ends the other sessions by itself, and the person's own goes on.
    if what == PASSWORD or current_actor().user_id == person.pk:
        return
    ended = end_sessions(person.pk)
    if ended:
        record_security_event(Kind.SESSIONS_ENDED, None, account=person, detail=f"{ended}: the roles changed")


def _assignment_changed(sender: Any, instance: Assignment, raw: bool = False, **_: Any) -> None:
    if not raw:
        access_changed.send(sender=type(instance.user), person=instance.user, what=ROLES)


def connect() -> None:
    """Listen to changes of accounts and of what roles cover."""
    uid = "services.accounts.lifecycle"
    access_changed.connect(_end_sessions, dispatch_uid=f"{uid}.sessions")
    post_save.connect(_assignment_changed, sender=Assignment, dispatch_uid=f"{uid}.assigned")
    post_delete.connect(_assignment_changed, sender=Assignment, dispatch_uid=f"{uid}.unassigned")
