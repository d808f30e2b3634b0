"""The append-only history: who changed which record, when, from what to what.

Every model that people's work lives in derives from `RecordedModel`; saving (alone or many rows at
once), bulk-creating and deleting (cascades included) write a `ChangeRecord` in the same transaction.
What would change rows without a trace is refused. The database refuses to alter or delete a change
record. Events that change no field are written by `services.audit.events.record_event`.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ClassVar

from django.db import models, transaction
from django.db.models.signals import post_delete, pre_delete

from services.audit import saving_rows
from services.audit.actors import Actor, acting, current_actor
from services.audit.events import log_row, text_of, write
from services.audit.stored_values import plain_value

__all__ = ["Actor", "RecordedModel", "RecordedQuerySet", "acting", "connect", "current_actor"]


class RecordedQuerySet(models.QuerySet):
    """A queryset whose bulk operations leave a history or are refused."""

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        """Create the rows and their change records together; refuses what would overwrite rows on the way."""
        if kwargs.get("update_conflicts") or kwargs.get("ignore_conflicts"):
            raise TypeError(
                f"{self.model.__name__} rows cannot be overwritten in bulk: save each row instead."
            )
        with transaction.atomic(using=self.db, savepoint=False):
            created = super().bulk_create(objs, *args, **kwargs)
            write(saving_rows.created_changes(self.model, created))
        return created

    bulk_create.alters_data = True  # type: ignore[attr-defined]

    def save_rows(self, rows: Iterable[Any], held: Mapping[Any, Any] | None = None) -> int:
        """Save these instances with their history, in the same few queries however many they are.

        New rows are inserted, and held rows updated where they really differ from what the database holds;
        the database is untouched by rows that do not. All or nothing. Returns how many rows were written.
        `held` gives the rows as the database holds them, by key, where this transaction has read them under
        a lock already.
        Raises DoesNotExist for a row that has been deleted meanwhile, and TypeError for a model whose own
        `save` would be passed over (`fill_in` is called).
        """
        if self.model.save is not RecordedModel.save:
            raise TypeError(f"{self.model.__name__}.save does more than save: move it into fill_in first.")
        return saving_rows.save_rows(self.model, rows, using=self.db, held=held)

    save_rows.alters_data = True  # type: ignore[attr-defined]

    def delete_rows(self, rows: Iterable[Any]) -> int:
        """Delete these instances, and what goes with them, with their history; returns how many went."""
        keys = [row.pk for row in rows]
        return self.filter(pk__in=keys).delete()[0] if keys else 0

    delete_rows.alters_data = True  # type: ignore[attr-defined]

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete the rows; their change records, and those of a cascade, are written together."""
        with transaction.atomic(using=self.db, savepoint=False), _deletions_together():
            return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]

    def update(self, **values: Any) -> int:
        """Write derived figures only: anything else must be saved row by row, so that history is kept."""
        self._refuse_unrecorded(values)
        return super().update(**values)

    update.alters_data = True  # type: ignore[attr-defined]

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
    confidential: ClassVar[bool] = False
    """True where the history of these rows is confidential, such as that of exempt wording."""
    is_secret: ClassVar[bool] = False
    """True where nobody may learn from the log that such a record exists before the record is opened to others.

    The manager of the model has `opened_by(moment)`; the log tells of no row about the record from before.
    """

    objects = RecordedQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, **options: Any) -> None:
        """Save, and record how the row in the database changed, which is not always what the object holds."""
        # Like Django's own save, it leaves no savepoint: who goes on after an error opens a block of their own.
        with transaction.atomic(savepoint=False):
            self.fill_in()
            held = self._stored_row()
            super().save(**options)
            write(saving_rows.changes_of(self, held, options.get("update_fields")))

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete the row; its change record, and those of a cascade, are written together."""
        with transaction.atomic(savepoint=False), _deletions_together():
            return super().delete(*args, **kwargs)

    def fill_in(self) -> None:
        """Set the fields that follow from others; called before every save, of one row or of many."""

    def _stored_row(self) -> Any:
        """Return the row as it is stored, locked: nobody changes it between reading it and writing over it."""
        if self.pk is None:
            return None
        return type(self)._base_manager.filter(pk=self.pk).select_for_update(no_key=True).first()

    def recorded_values(self) -> dict[str, Any]:
        """Return the recorded fields as plain JSON values; a related record as its key and its text."""
        return self._recorded({item.attname: getattr(self, item.attname) for item in self._recorded_fields()})

    @classmethod
    def _recorded_fields(cls) -> list[models.Field]:
        return [
            item
            for item in cls._meta.concrete_fields
            # A time set by every save says no more than the record's own.
            if not item.primary_key
            and item.name not in cls.derived_fields
            and not getattr(item, "auto_now", False)
        ]

    def _recorded(self, values: dict[str, Any]) -> dict[str, Any]:
        """Return stored values of this row, by the names of their columns, as the log writes them."""
        return {
            item.name: self._recorded_value(item, values[item.attname])
            for item in self._recorded_fields()
            if item.attname in values
        }

    def _recorded_value(self, item: models.Field, value: Any) -> Any:
        if value is None:
            return None
        if item.is_relation:
            return {"id": value, "text": _mentioned(getattr(self, item.name))}
        try:
            return plain_value(value)
        except TypeError:
            return item.value_to_string(self)

    def history_text(self) -> str:
        """Return the name the history gives this row: its text, or of a confidential one its number alone."""
        return f"{self._meta.verbose_name} {self.pk}" if self.confidential else str(self)

    def mentioned_text(self) -> str:
        """Return what the history of another row calls this one, which its readers may not be allowed to see."""
        return self.history_text()

    def history_subject(self) -> tuple[str, int]:
        """Return the model label and key of the record whose timeline this row belongs to."""
        if self.history_parent:
            parent = self._meta.get_field(self.history_parent)
            return parent.related_model._meta.label_lower, getattr(self, parent.attname)
        return self._meta.label_lower, self.pk


def _mentioned(record: models.Model) -> str:
    return record.mentioned_text() if isinstance(record, RecordedModel) else text_of(record)


class _Deletions:
    """The rows that one deletion takes: described before the first goes, recorded when all have gone."""

    def __init__(self) -> None:
        self.going: list[RecordedModel] = []
        self.changes: list[Any] = []

    def describe(self) -> None:
        """Describe the rows while what they belong to is still there."""
        going, self.going = self.going, []
        by_model: dict[type[RecordedModel], list[RecordedModel]] = {}
        for row in going:
            by_model.setdefault(type(row), []).append(row)
        for model, rows in by_model.items():
            saving_rows.load_related(rows, [item for item in model._recorded_fields() if item.is_relation])
        self.changes += [log_row("deleted", row, before=row.recorded_values()) for row in going]


_deletions: ContextVar[_Deletions | None] = ContextVar("deletions", default=None)


@contextmanager
def _deletions_together() -> Iterator[None]:
    if _deletions.get() is not None:  # an outer block writes
        yield
        return
    deletions = _Deletions()
    token = _deletions.set(deletions)
    try:
        yield
    finally:
        _deletions.reset(token)
    deletions.describe()
    write(deletions.changes)


def _note_deletion(sender: type[models.Model], instance: models.Model, **_: Any) -> None:
    deletions = _deletions.get()
    if deletions is not None and isinstance(instance, RecordedModel):
        deletions.going.append(instance)


def _record_deletion(sender: type[models.Model], instance: models.Model, **_: Any) -> None:
    if not isinstance(instance, RecordedModel):
        return
    deletions = _deletions.get()
    if deletions is None:  # taken along by a record that keeps no history
        write([log_row("deleted", instance, before=instance.recorded_values())])
    elif deletions.going:
        deletions.describe()


def connect() -> None:
    """Listen for deletions: a signal is the only place that sees the rows a cascade takes along."""
    pre_delete.connect(_note_deletion, dispatch_uid="services.audit.history.before")
    post_delete.connect(_record_deletion, dispatch_uid="services.audit.history")
