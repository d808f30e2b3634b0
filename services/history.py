"""The append-only history: who changed which record, when, from what to what.

Every model that people's work lives in derives from `RecordedModel`; saving, bulk-creating and
deleting (cascades included) write a `ChangeRecord` in the same transaction. What would change rows
without a trace is refused. The database refuses to alter or delete a change record.
"""

import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import models, transaction
from django.db.models.signals import post_delete

from services.change_record import ChangeRecord
from services.years import FinancialYear


@dataclass(frozen=True)
class Actor:
    """Who is acting, why, and the one operation that the changes belong to."""

    user_id: int | None = None
    name: str = "system"
    reason: str = ""
    operation: uuid.UUID = field(default_factory=uuid.uuid4)


_actor: ContextVar[Actor | None] = ContextVar("actor", default=None)


@contextmanager
def acting(
    user: AbstractBaseUser | AnonymousUser | None = None, name: str = "", reason: str = ""
) -> Iterator[Actor]:
    """Put this person's (or programme's) name on every change made inside the block.

    Inside an outer block, what is not named here is taken from it.
    """
    outer = _actor.get() or Actor()
    known = user is not None and user.pk is not None
    actor = Actor(
        user_id=user.pk if known else outer.user_id,
        name=name or (_name_of(user) if known else outer.name),
        reason=reason or outer.reason,
    )
    token = _actor.set(actor)
    try:
        yield actor
    finally:
        _actor.reset(token)


def current_actor() -> Actor:
    """Return who is acting now; outside any block it is the system."""
    return _actor.get() or Actor()


def _name_of(user: Any) -> str:
    return user.get_full_name() or user.get_username()


class RecordedQuerySet(models.QuerySet):
    """A queryset whose bulk operations leave a history or are refused."""

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        """Create the rows and their change records together; refuses what would overwrite rows on the way."""
        if kwargs.get("update_conflicts") or kwargs.get("ignore_conflicts"):
            raise TypeError(
                f"{self.model.__name__} rows cannot be overwritten in bulk: save each row instead."
            )
        with transaction.atomic(using=self.db):
            created = super().bulk_create(objs, *args, **kwargs)
            _write([_change("created", row, after=row.recorded_values()) for row in created])
        return created

    def update(self, **values: Any) -> int:
        """Write derived figures only: anything else must be saved row by row, so that history is kept."""
        self._refuse_unrecorded(values)
        return super().update(**values)

    def bulk_update(self, objs: Iterable[Any], fields: Iterable[str], batch_size: int | None = None) -> int:
        """Write derived figures only, as `update` does."""
        self._refuse_unrecorded(fields)
        return super().bulk_update(objs, fields, batch_size)

    bulk_update.alters_data = True  # type: ignore[attr-defined]

    def _refuse_unrecorded(self, names: Iterable[str]) -> None:
        recorded = set(names) - self.model.derived_fields
        if recorded:
            raise TypeError(
                f"{self.model.__name__}.{', '.join(sorted(recorded))} would change without a history: "
                "save each row instead."
            )


class RecordedModel(models.Model):
    """A model whose every change is kept."""

    derived_fields: ClassVar[frozenset[str]] = frozenset()
    """Fields computed from other records; they are not part of the history."""
    history_parent: ClassVar[str] = ""
    """The foreign key to the record whose timeline this row belongs to; empty for a record of its own."""

    objects = RecordedQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and record how the row in the database changed, which is not always what the object holds."""
        with transaction.atomic():
            old = self._stored_row()
            super().save(*args, **kwargs)
            new = self._stored_row()
            if old is None:
                _write([_change("created", self, after=self._created_values(new))])
                return
            changed = [
                item
                for item in self._recorded_fields()
                if getattr(old, item.attname) != getattr(new, item.attname)
            ]
            if changed:
                before = {item.name: old._recorded_value(item) for item in changed}
                after = {item.name: new._recorded_value(item) for item in changed}
                _write([_change("changed", self, before=before, after=after)])

    def _stored_row(self) -> Any:
        return None if self.pk is None else type(self)._base_manager.filter(pk=self.pk).first()

    def _created_values(self, stored: Any) -> dict[str, Any]:
        """Return the values as stored; related records come from this object, which has them loaded."""
        return {
            item.name: (self if item.is_relation else stored)._recorded_value(item)
            for item in self._recorded_fields()
        }

    def recorded_values(self) -> dict[str, Any]:
        """Return the recorded fields as plain JSON values; a related record as its key and its text."""
        return {item.name: self._recorded_value(item) for item in self._recorded_fields()}

    def _recorded_fields(self) -> list[models.Field]:
        return [
            item
            for item in self._meta.concrete_fields
            if not item.primary_key and item.name not in self.derived_fields
        ]

    def _recorded_value(self, item: models.Field) -> Any:
        value = getattr(self, item.attname)
        if value is None:
            return None
        if item.is_relation:
            return {"id": value, "text": str(getattr(self, item.name))}
        if isinstance(value, FinancialYear | Decimal | uuid.UUID):
            return str(value)
        if isinstance(value, str | int | bool | list | dict):
            return value
        return item.value_to_string(self)

    def history_subject(self) -> tuple[str, int]:
        """Return the model label and key of the record whose timeline this row belongs to."""
        if self.history_parent:
            parent = self._meta.get_field(self.history_parent)
            return parent.related_model._meta.label_lower, getattr(self, parent.attname)
        return self._meta.label_lower, self.pk


def _change(
    action: str, row: RecordedModel, before: dict[str, Any] | None = None, after: dict[str, Any] | None = None
) -> ChangeRecord:
    actor = current_actor()
    subject_type, subject_id = row.history_subject()
    return ChangeRecord(
        actor_id=actor.user_id,
        actor_name=actor.name[:200],
        reason=actor.reason,
        operation=actor.operation,
        action=action,
        record_type=row._meta.label_lower,
        record_id=row.pk,
        record_text=str(row)[:300],
        subject_type=subject_type,
        subject_id=subject_id,
        before=before or {},
        after=after or {},
    )


def _write(changes: list[ChangeRecord]) -> None:
    ChangeRecord.objects.bulk_create(changes)


def _record_deletion(sender: type[models.Model], instance: models.Model, **_: Any) -> None:
    if isinstance(instance, RecordedModel):
        _write([_change("deleted", instance, before=instance.recorded_values())])


def connect() -> None:
    """Listen for deletions: a signal is the only place that sees the rows a cascade takes along."""
    post_delete.connect(_record_deletion, dispatch_uid="services.history")
