"""Writing to the append-only log: rows for changes of records, and events that change no field."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeAlias

from django.db import models
from django.dispatch import Signal

from services.audit.actors import current_actor
from services.audit.change_record import ChangeRecord
from services.audit.stored_values import plain_value

JSON: TypeAlias = str | int | float | bool | list["JSON"] | dict[str, "JSON"] | None
Subject: TypeAlias = tuple[str, int | None]
"""The label of a model and the key of the record whose timeline a row belongs to."""

event_recorded = Signal()
"""Sent with each event of the log, as `change`."""


def record_event(
    action: str,
    record: models.Model | None = None,
    *,
    subject: Subject | None = None,
    text: str = "",
    details: Mapping[str, JSON] = {},
    reason: str = "",
) -> ChangeRecord:
    """Write one event by the current actor, its details kept in `after`, and return it.

    `subject` is whose timeline it belongs to, the record's own unless given; `text` names what it is about
    in place of the record's name. Raises ValueError for an action that the log does not know.
    """
    change = log_row(action, record, subject=subject, text=text, after=details, reason=reason)
    waiting = _waiting.get()
    if waiting is None:
        change.save(force_insert=True)
    else:
        waiting.append(change)
    event_recorded.send(sender=ChangeRecord, change=change)
    return change


def log_row(
    action: str,
    record: models.Model | None = None,
    *,
    subject: Subject | None = None,
    text: str = "",
    before: Mapping[str, Any] = {},
    after: Mapping[str, Any] = {},
    reason: str = "",
) -> ChangeRecord:
    """Return a row of the log by the current actor, not yet written."""
    if action not in ChangeRecord.Action.values:
        raise ValueError(f"The log knows no event “{action}”.")
    actor = current_actor()
    subject_type, subject_id = subject or subject_of(record)
    return ChangeRecord(
        actor_id=actor.user_id,
        actor_name=actor.name[:200],
        reason=reason or actor.reason,
        operation=actor.operation,
        action=action,
        record_type=record._meta.label_lower if record else "",
        record_id=record.pk if record else None,
        record_text=(text or (text_of(record) if record else ""))[:300],
        subject_type=subject_type,
        subject_id=subject_id,
        before=plain_value(dict(before)),
        after=plain_value(dict(after)),
        confidential=getattr(record, "confidential", False),
    )


_waiting: ContextVar[list[ChangeRecord] | None] = ContextVar("waiting", default=None)


@contextmanager
def written_together() -> Iterator[None]:
    """Write all that the block adds to the log in one query at its end; where the block fails, nothing.

    For a step inside one transaction that changes many kinds of rows.
    """
    if _waiting.get() is not None:  # an outer block writes
        yield
        return
    waiting: list[ChangeRecord] = []
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    write(waiting)


def write(rows: Iterable[ChangeRecord]) -> None:
    """Add the rows to the log in one query."""
    waiting = _waiting.get()
    if waiting is None:
        ChangeRecord.objects.bulk_create(rows)
    else:
        waiting.extend(rows)


def text_of(record: models.Model) -> str:
    """Return the name the log gives the record, which quotes nothing confidential."""
    named = getattr(record, "history_text", None)
    return str(named() if named else record)


def subject_of(record: models.Model | None) -> Subject:
    """Return whose timeline an event about the record belongs to; of no record, nobody's."""
    if record is None:
        return "", None
    own = getattr(record, "history_subject", None)
    return own() if own else (record._meta.label_lower, record.pk)
