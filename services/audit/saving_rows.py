"""Saving many rows of one model with their history, in the same few queries however many they are."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import models, transaction

from services.audit.change_record import ChangeRecord
from services.audit.events import log_row, write
from services.audit.stored_values import NotCertain, as_stored

Row = Any
Values = dict[str, Any]


def save_rows(
    model: type[Any], rows: Iterable[Row], *, using: str, held: Mapping[Any, Row] | None = None
) -> int:
    """Insert the new rows, update those that differ from the stored ones, record both; return how many.

    One read of what is held, one update, one insert, one insert into the log; one more read where what the
    database made of a value cannot be told without it, and one for each related record not loaded yet.
    Who has read the rows already, in this transaction and under a lock, hands them over as `held`.
    """
    wanted = list(rows)
    _refuse_what_cannot_be_saved_so(model, wanted)
    with transaction.atomic(using=using, savepoint=False):
        for row in wanted:
            row.fill_in()
            row._prepare_related_fields_for_save(operation_name="save_rows")
        known = _held_rows(model, wanted, using) if held is None else dict(held)
        gone = [row for row in wanted if row.pk not in known and not row._state.adding]
        if not gone:
            return _write_rows(model, wanted, known, using)
    # Outside the block, so that whoever catches this can go on in a transaction of their own.
    raise model.DoesNotExist(f"{gone[0]} has been deleted meanwhile. Nothing was saved.")


def _write_rows(model: type[Any], rows: Sequence[Row], held: dict[Any, Row], using: str) -> int:
    new = [row for row in rows if row.pk not in held]
    changed = [row for row in rows if row.pk in held and differs(row, held[row.pk])]
    _update(model, changed, held, using)
    models.QuerySet(model, using=using).bulk_create(new)
    altered, changes = _changes_of(model, changed, held)
    write([*created_changes(model, new), *changes])
    return len(new) + altered


def created_changes(model: type[Any], rows: Sequence[Row]) -> list[ChangeRecord]:
    """Return the change records of rows just inserted, not yet written."""
    stored = _values_held_now(model, rows)
    load_related(rows, [item for item in model._recorded_fields() if item.is_relation])
    return [
        log_row("created", row, after=row._recorded(values)) for row, values in zip(rows, stored, strict=True)
    ]


def changes_of(row: Row, held: Row | None, only: Iterable[str] | None) -> list[ChangeRecord]:
    """Return the change records of a row just saved, of these fields where not of all, not yet written."""
    if held is None:
        return created_changes(type(row), [row])
    return _changes_of(type(row), [row], {row.pk: held}, only)[1]


def load_related(rows: Sequence[Row], fields: Iterable[models.Field]) -> None:
    """Load the records that the rows refer to by these fields, in a query each at most."""
    names = {item.name for item in fields}
    if rows and names:
        models.prefetch_related_objects(rows, *sorted(names))


def _refuse_what_cannot_be_saved_so(model: type[Any], rows: Sequence[Row]) -> None:
    strangers = [row for row in rows if type(row) is not model]
    if strangers:
        raise TypeError(f"{strangers[0]!r} is not a {model.__name__}.")
    keys = [row.pk for row in rows if row.pk is not None]
    if len(keys) != len(set(keys)):
        raise ValueError(f"The same {model._meta.verbose_name} is to be saved twice at once.")


def _held_rows(model: type[Any], rows: Sequence[Row], using: str) -> dict[Any, Row]:
    """Return the rows as the database holds them, locked until the transaction ends."""
    keys = [row.pk for row in rows if row.pk is not None]
    if not keys:
        return {}
    found = model._base_manager.using(using).filter(pk__in=keys).order_by("pk")
    return {row.pk: row for row in found.select_for_update(no_key=True)}


def _own_fields(model: type[models.Model]) -> list[models.Field]:
    return [item for item in model._meta.concrete_fields if not item.primary_key]


def _telling_fields(model: type[models.Model]) -> list[models.Field]:
    # A time set by every save is a consequence of a change, not one.
    return [item for item in _own_fields(model) if not getattr(item, "auto_now", False)]


def _is_different(item: models.Field, row: Row, held: Row) -> bool:
    if item.attname not in row.__dict__:  # not loaded, so not changed
        return False
    try:
        return bool(as_stored(item, row.__dict__[item.attname]) != getattr(held, item.attname))
    except NotCertain:
        return True


def differs(row: Row, held: Row) -> bool:
    """Return whether saving `row` would change the row `held`, as it was read from the database."""
    return any(_is_different(item, row, held) for item in _telling_fields(type(row)))


def _update(model: type[Any], rows: Sequence[Row], held: dict[Any, Row], using: str) -> None:
    fields = _own_fields(model)
    for row in rows:
        for item in fields:
            if item.attname in row.__dict__:
                item.pre_save(row, add=False)
    names = [item.name for item in fields if any(_is_different(item, row, held[row.pk]) for row in rows)]
    if names:
        models.QuerySet(model, using=using).bulk_update(rows, names)


def _changes_of(
    model: type[Any], rows: Sequence[Row], held: dict[Any, Row], only: Iterable[str] | None = None
) -> tuple[int, list[ChangeRecord]]:
    """Return how many of the rows just updated did change, and their change records, not yet written."""
    stored = _values_held_now(model, rows, held, only)
    differences = [
        [
            item
            for item in _telling_fields(model)
            if getattr(held[row.pk], item.attname) != values[item.attname]
        ]
        for row, values in zip(rows, stored, strict=True)
    ]
    related = {item for items in differences for item in items if item.is_relation}
    load_related([held[row.pk] for row in rows], related)
    parent = [model._meta.get_field(model.history_parent)] if model.history_parent else []
    load_related(rows, [*related, *parent])
    recorded = set(model._recorded_fields())
    changes = []
    for row, values, items in zip(rows, stored, differences, strict=True):
        names = [item.attname for item in items if item in recorded]
        if names:
            old = held[row.pk]
            before = old._recorded({name: getattr(old, name) for name in names})
            after = row._recorded({name: values[name] for name in names})
            changes.append(log_row("changed", row, before=before, after=after))
    return sum(1 for items in differences if items), changes


def _values_held_now(
    model: type[Any],
    rows: Sequence[Row],
    held: dict[Any, Row] | None = None,
    only: Iterable[str] | None = None,
) -> list[Values]:
    """Return what the database now holds of each row just written, read only where it cannot be told."""
    try:
        return [_certain_values(row, held[row.pk] if held else None, only) for row in rows]
    except NotCertain:
        stored = model._base_manager.in_bulk([row.pk for row in rows])
        return [
            {item.attname: getattr(stored[row.pk], item.attname) for item in _own_fields(model)}
            for row in rows
        ]


def _certain_values(row: Row, held: Row | None, only: Iterable[str] | None) -> Values:
    values = {}
    for item in _own_fields(type(row)):
        is_written = only is None or item.name in only or item.attname in only
        if is_written and item.attname in row.__dict__:
            values[item.attname] = as_stored(item, row.__dict__[item.attname])
        elif held is not None:
            values[item.attname] = getattr(held, item.attname)
        else:
            raise NotCertain
    return values
