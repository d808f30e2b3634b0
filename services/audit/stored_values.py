"""The value that the database will hold, worked out without a query, and its form in the log.

Reading a row back after every save would cost a query. For values of the type that the database itself
gives, the answer is known; for anything else (a text for an amount, an expression) it is not, and the
row is read.
"""

import datetime
import uuid
from collections.abc import Callable
from decimal import Decimal
from enum import Enum
from typing import Any

from django.db import models

from services.db.fields import FinancialYearField
from services.values.years import FinancialYear

# SQLite keeps decimals as binary fractions, which are exact to fifteen figures.
_CERTAIN_FIGURES = 15


class NotCertain(Exception):
    """Only the database can tell what it holds of the value."""


def as_stored(item: models.Field, value: Any) -> Any:
    """Return `value` as a read of the row would give it; raises NotCertain where that cannot be told."""
    if value is None:
        return None
    if item.is_relation:
        return as_stored(item.target_field, value)
    if isinstance(value, Enum):
        value = value.value
    for kind, reading in _READINGS:
        if isinstance(item, kind):
            return reading(item, value)
    raise NotCertain


def _of_type(*types: type) -> Callable[[models.Field, Any], Any]:
    def reading(item: models.Field, value: Any) -> Any:
        # Exactly of the type: True is an integer to Python, and a datetime a date.
        if type(value) not in types:
            raise NotCertain
        return value

    return reading


def _decimal(item: models.DecimalField, value: Any) -> Decimal:
    if type(value) is not Decimal or not value.is_finite():
        raise NotCertain
    places = item.decimal_places or 0
    if len(value.as_tuple().digits) + places > _CERTAIN_FIGURES:
        raise NotCertain
    stored = value.quantize(Decimal(1).scaleb(-places))
    if stored != value:
        raise NotCertain
    return stored


def _moment(item: models.DateTimeField, value: Any) -> datetime.datetime:
    if type(value) is not datetime.datetime or value.tzinfo is None:
        raise NotCertain
    return value.astimezone(datetime.UTC)


# The first kind that fits counts: a year is a number to the database, a moment a date to Django.
_READINGS: list[tuple[type[models.Field], Callable[[Any, Any], Any]]] = [
    (FinancialYearField, _of_type(FinancialYear)),
    (models.IntegerField, _of_type(int)),
    (models.BooleanField, _of_type(bool)),
    (models.FileField, _of_type()),
    (models.CharField, _of_type(str)),
    (models.TextField, _of_type(str)),
    (models.DecimalField, _decimal),
    (models.DateTimeField, _moment),
    (models.DateField, _of_type(datetime.date)),
    (models.UUIDField, _of_type(uuid.UUID)),
]


def plain_value(value: Any) -> Any:
    """Return `value` as JSON can hold it: years and decimals as they are printed, moments as ISO 8601.

    Raises TypeError for what has no plain form.
    """
    if isinstance(value, Enum):
        value = value.value
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, FinancialYear | Decimal | uuid.UUID):
        return str(value)
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(key): plain_value(held) for key, held in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain_value(held) for held in value]
    raise TypeError(f"The log cannot hold a {type(value).__name__}.")
