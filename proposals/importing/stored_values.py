"""Parsed values as JSON and back, by the types they declare, so that an uploaded document is read once."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from services.values.years import FinancialYear

Value = TypeVar("Value")


def as_plain(value: Any) -> Any:
    """Return a value made of dataclasses, mappings and exact numbers as what JSON holds."""
    if isinstance(value, FinancialYear):
        return value.start
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        return {item.name: as_plain(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, Mapping):
        return [[as_plain(key), as_plain(item)] for key, item in value.items()]
    if isinstance(value, (list, tuple)):
        return [as_plain(item) for item in value]
    if isinstance(value, (Decimal, date)):
        return str(value)
    return value


def from_plain(kind: type[Value], plain: Any) -> Value:
    """Return the value of the type `kind` that `as_plain` made `plain` of."""
    value: Value = _value(kind, plain)
    return value


def _value(kind: Any, plain: Any) -> Any:
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return _one_of(get_args(kind), plain)
    if origin is Literal:
        return plain
    if origin in (tuple, Sequence):
        return _items(kind, plain)
    if origin is Mapping:
        of_keys, of_values = get_args(kind)
        return {_value(of_keys, key): _value(of_values, item) for key, item in plain}
    return _single(kind, plain)


def _one_of(kinds: tuple[Any, ...], plain: Any) -> Any:
    if plain is None:
        return None
    (kind,) = (item for item in kinds if item is not NoneType)
    return _value(kind, plain)


def _items(kind: Any, plain: Any) -> tuple[Any, ...]:
    of_items = get_args(kind)
    if len(of_items) == 1 or of_items[-1] is Ellipsis:
        return tuple(_value(of_items[0], item) for item in plain)
    return tuple(_value(of_item, item) for of_item, item in zip(of_items, plain, strict=True))


def _single(kind: Any, plain: Any) -> Any:
    if kind is FinancialYear:
        return FinancialYear(plain)
    if kind is date:
        return date.fromisoformat(plain)
    if is_dataclass(kind):
        made: Any = kind
        hints = _hints(made)
        return made(**{name: _value(hints[name], item) for name, item in plain.items()})
    return plain if kind in (Any, bool, int, str, float) else kind(plain)


@lru_cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)
