"""The log of accounts: changes of names, passwords and permissions.

Django changes accounts, groups and permissions by its own models, so its signals are listened to. What a
fixture writes row by row (raw) is not an act of anybody and is left out.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import DatabaseError, connection, models, transaction
from django.db.models.signals import m2m_changed, post_save, pre_delete, pre_save
from django.dispatch import Signal

from services.audit.change_record import ChangeRecord
from services.audit.events import log_row

IDENTITY = ["username", "first_name", "last_name", "email"]
RIGHTS = ["is_active", "is_staff", "is_superuser"]
GROUP_FIELDS = ["name"]

access_changed = Signal()
"""Sent after the password or the rights of a person changed: `person`, and `what`, “password” or “roles”."""

Values = dict[str, Any]
Held = dict[Any, list[str]]
"""The names of what each holder (a person or a group) has, by the holder's key, in order."""


def log_account_event(
    action: str,
    record: models.Model | None = None,
    *,
    text: str = "",
    before: Mapping[str, Any] = {},
    after: Mapping[str, Any] = {},
) -> None:
    """Write to the log, unless the database is so young that it has none yet."""
    change = log_row(action, record, text=text, before=before, after=after)
    try:
        with transaction.atomic():
            change.save(force_insert=True)
    except DatabaseError:
        if _log_is_ready():
            raise


def _log_is_ready() -> bool:
    table = ChangeRecord._meta.db_table
    with connection.cursor() as cursor:
        if table not in connection.introspection.table_names(cursor):
            return False
        held = {column.name for column in connection.introspection.get_table_description(cursor, table)}
    return held >= {item.column for item in ChangeRecord._meta.concrete_fields}


# Accounts and groups themselves


def _fields_of(model: type[models.Model]) -> list[str]:
    return GROUP_FIELDS if issubclass(model, Group) else [*IDENTITY, *RIGHTS]


def _values(record: models.Model) -> Values:
    return {name: getattr(record, name) for name in _fields_of(type(record))}


def _before_saving(
    sender: type[models.Model],
    instance: Any,
    raw: bool,
    update_fields: Iterable[str] | None = None,
    **_: Any,
) -> None:
    watched = {*_fields_of(sender), "password"}
    instance._held_before_saving = None
    # Signing in writes the time of the last sign-in alone, which is no change of the account.
    if raw or instance.pk is None or (update_fields is not None and watched.isdisjoint(update_fields)):
        return
    instance._held_before_saving = sender._base_manager.filter(pk=instance.pk).first()


def _after_saving(
    sender: type[models.Model],
    instance: Any,
    created: bool,
    raw: bool,
    update_fields: Iterable[str] | None = None,
    **_: Any,
) -> None:
    held = instance.__dict__.pop("_held_before_saving", None)
    if raw:
        return
    if created:
        log_account_event("created", instance, after=_values(instance))
    elif held is not None:
        _log_changes(held, instance, update_fields)


def _log_changes(held: Any, instance: Any, update_fields: Iterable[str] | None) -> None:
    old, new = _values(held), _values(instance)
    written = set(old) if update_fields is None else set(update_fields)
    names = [name for name in old if name in written and old[name] != new[name]]
    rights = [name for name in names if name in RIGHTS]
    identity = [name for name in names if name not in RIGHTS]
    for action, changed in (("changed", identity), ("permissions_changed", rights)):
        if changed:
            log_account_event(
                action,
                instance,
                before={name: old[name] for name in changed},
                after={name: new[name] for name in changed},
            )
    if rights:
        _tell_of_change(instance, "roles")
    if _has_new_password(held, instance, update_fields):
        log_account_event("changed", instance, after={"password": "changed"})
        _tell_of_change(instance, "password")


def _tell_of_change(instance: Any, what: str) -> None:
    if not isinstance(instance, Group):
        access_changed.send(sender=type(instance), person=instance, what=what)


def _has_new_password(held: Any, instance: Any, update_fields: Iterable[str] | None) -> bool:
    if getattr(held, "password", None) == getattr(instance, "password", None):
        return False
    if update_fields is None:
        return True
    # Signing in may hash the same password anew, by a stronger method; Django then names no new password.
    return "password" in update_fields and instance._password is not None


def _before_deleting(sender: type[models.Model], instance: Any, **_: Any) -> None:
    held: Values = _values(instance)
    if isinstance(instance, Group):
        held["permissions"] = sorted(_names(instance.permissions.all()))
        held["members"] = sorted(_names(instance.user_set.all()))
    else:
        held["groups"] = sorted(_names(instance.groups.all()))
        held["user_permissions"] = sorted(_names(instance.user_permissions.all()))
    log_account_event("deleted", instance, before=held)


# Who may do what


def _names(records: Iterable[Any]) -> list[str]:
    """Return what people call these: a permission by its words, a person or group by name."""
    return [record.name if hasattr(record, "name") else str(record) for record in records]


def _held_by(through: type[models.Model], field: models.ManyToManyField, holders: Iterable[Any]) -> Held:
    source, target = field.m2m_field_name(), field.m2m_reverse_field_name()
    held: Held = {key: [] for key in holders}
    rows = through._base_manager.filter(**{f"{source}__in": list(held)}).select_related(target)
    for row in rows:
        held[getattr(row, f"{source}_id")].extend(_names([getattr(row, target)]))
    return {key: sorted(names) for key, names in held.items()}


def _watch_holders(field: models.ManyToManyField) -> None:
    """Record what people or groups hold by this field, whichever side of it is changed."""
    through, holder_model = field.remote_field.through, field.model
    source, target = field.m2m_field_name(), field.m2m_reverse_field_name()

    def holders_of(instance: Any, reverse: bool, keys: set[Any] | None) -> list[Any]:
        if not reverse:
            return [instance.pk]
        if keys is not None:
            return sorted(keys)
        return list(through._base_manager.filter(**{target: instance}).values_list(f"{source}_id", flat=True))

    def changed(
        sender: Any, instance: Any, action: str, reverse: bool, pk_set: set[Any] | None, **_: Any
    ) -> None:
        kept = f"_held_before_{field.name}"
        if action.startswith("pre_"):
            holders = holders_of(instance, reverse, pk_set)
            setattr(instance, kept, _held_by(through, field, holders) if pk_set != set() else {})
            return
        before: Held = instance.__dict__.pop(kept, {})
        after = _held_by(through, field, before) if before else {}
        differing = [key for key in before if before[key] != after[key]]
        records = {instance.pk: instance} if not reverse else holder_model._base_manager.in_bulk(differing)
        for key in differing:
            log_account_event(
                "permissions_changed",
                records[key],
                before={field.name: before[key]},
                after={field.name: after[key]},
            )
            _tell_of_change(records[key], "roles")

    m2m_changed.connect(
        changed, sender=through, weak=False, dispatch_uid=f"services.audit.account_events.{field}"
    )


def connect() -> None:
    """Listen to what Django tells of accounts."""
    user_model = get_user_model()
    for model in (user_model, Group):
        uid = f"services.audit.account_events.{model._meta.label_lower}"
        pre_save.connect(_before_saving, sender=model, dispatch_uid=f"{uid}.before")
        post_save.connect(_after_saving, sender=model, dispatch_uid=f"{uid}.after")
        pre_delete.connect(_before_deleting, sender=model, dispatch_uid=f"{uid}.deleted")
    for holder, name in ((user_model, "groups"), (user_model, "user_permissions"), (Group, "permissions")):
        _watch_holders(holder._meta.get_field(name))
