"""Describe a row of the log in words: the field and its values before and after. It asks no database."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from services.audit.change_record import ChangeRecord
from services.values.changes import FieldChange, removed_and_added
from services.values.dates import format_day, format_moment
from services.values.money import MoneyStyle, format_fte, format_money

# What Django calls these means little to the people who read the log.
_OTHER_LABELS = {
    "first_name": "first name",
    "is_active": "may sign in",
    "is_staff": "may use the admin",
    "is_superuser": "has all permissions",
    "user_permissions": "individual permissions",
    "sha256": "SHA-256",
}


def words_of(change: ChangeRecord) -> list[FieldChange]:
    """Return what the row says changed, or the details of an event; fields that were empty are left out.

    Of lists, such as the roles of a person, what was added and what was taken away. Confidential wording is
    not left out: who reads the row must be allowed to.
    """
    model = _model_of(change.record_type)
    rows: list[FieldChange] = []
    for name in _in_order(model, dict.fromkeys([*change.before, *change.after])):
        row = _row(model, name, change.before.get(name), change.after.get(name))
        is_change = name in change.before and name in change.after
        rows += row if is_change else [replace(each, is_change=False) for each in row]
    return [row for row in rows if row.before or row.after]


def kind_of(record_type: str) -> str:
    """Return what the pages call a kind of record, such as “savings proposal”."""
    model = _model_of(record_type)
    return str(model._meta.verbose_name) if model else record_type


def _model_of(record_type: str) -> type[models.Model] | None:
    try:
        return apps.get_model(record_type)
    except (LookupError, ValueError):
        return None


def _in_order(model: type[models.Model] | None, names: Iterable[str]) -> list[str]:
    """Return the names in the order of the record's fields: a database may hold them in another."""
    places = {item.name: place for place, item in enumerate(model._meta.get_fields())} if model else {}
    return sorted(names, key=lambda name: places.get(name, len(places)))


def _field_of(model: type[models.Model] | None, name: str) -> models.Field | None:
    if model is None:
        return None
    try:
        found = model._meta.get_field(name)
    except FieldDoesNotExist:  # the detail of an event, or a field that has gone since
        return None
    return found if isinstance(found, models.Field) else None


def _row(model: type[models.Model] | None, name: str, before: Any, after: Any) -> list[FieldChange]:
    item = _field_of(model, name)
    label = _OTHER_LABELS.get(name) or str(item.verbose_name if item else name.replace("_", " "))
    if isinstance(before, list) and isinstance(after, list):
        removed, added = removed_and_added(before, after)
        return [
            FieldChange(f"{label} removed", _in_words(item, removed), "", is_change=False),
            FieldChange(f"{label} added", "", _in_words(item, added), is_change=False),
        ]
    return [FieldChange(label, _in_words(item, before), _in_words(item, after))]


def _in_words(item: models.Field | None, value: Any) -> str:
    if value is None or value == "":
        return ""
    if item is not None and item.choices:
        return str(dict(item.flatchoices).get(value, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return format_money(value, MoneyStyle(), bare=not isinstance(item, models.BigIntegerField))
    if isinstance(value, list):
        return _joined(_in_words(None, held) for held in value)
    if isinstance(value, dict):
        return _of_mapping(value)
    return _of_text(item, str(value))


def _of_mapping(value: dict[str, Any]) -> str:
    if value.keys() == {"id", "text"}:  # a related record
        return str(value["text"])
    return "; ".join(f"{name.replace('_', ' ')}: {_in_words(None, held)}" for name, held in value.items())


def _of_text(item: models.Field | None, text: str) -> str:
    if isinstance(item, models.DateTimeField) and (moment := parse_datetime(text)):
        if timezone.is_aware(moment):
            moment = timezone.localtime(moment)
        return format_moment(moment)
    if isinstance(item, models.DateField) and (day := parse_date(text)):
        return format_day(day)
    if isinstance(item, models.DecimalField):
        try:
            number = Decimal(text)
        except InvalidOperation:
            return text
        return format_fte(number) if item.decimal_places == 2 else f"{number.normalize():,f}"
    return text


def _joined(texts: Iterable[str]) -> str:
    return ", ".join(text for text in texts if text)
