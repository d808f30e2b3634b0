"""Frozen records as plain JSON values and back, by the types of their fields: nothing is lost on the way.

Pure. A field that a record gained later takes its default when an older value is read; anything that the
record does not know is refused, because dropping it would be silent.
"""

import datetime
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from decimal import Decimal
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from services.values.years import FinancialYear

Record = TypeVar("Record")
_ATOMS = (bool, int, str)


class UnreadableValue(ValueError):
    """A plain value does not make the record that is asked for; the message names the place."""


def to_plain(value: Any, *, with_defaults: bool = True) -> Any:
    """Return the value as what JSON knows: an amount of decimals and a date as text, a year as its first.

    Without `with_defaults`, fields that have their default are left out, as of what is soon read again.
    """
    if value is None or isinstance(value, _ATOMS):
        return value
    if isinstance(value, FinancialYear):
        return value.start
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        defaults = _defaults_of(type(value))
        held = ((name, getattr(value, name)) for name in defaults)
        return {
            name: to_plain(item, with_defaults=with_defaults)
            for name, item in held
            if with_defaults or item != defaults[name]
        }
    if isinstance(value, Mapping):
        # Pairs keep their order in every database and every reader of JSON.
        return [[to_plain(key), to_plain(held, with_defaults=with_defaults)] for key, held in value.items()]
    if isinstance(value, frozenset):
        return sorted(to_plain(item) for item in value)
    if isinstance(value, tuple):
        return [to_plain(item, with_defaults=with_defaults) for item in value]
    raise TypeError(f"A {type(value).__name__} cannot be kept in a snapshot.")


def from_plain(kind: type[Record], plain: Any) -> Record:
    """Return the record of that kind that `plain` was made from; raises UnreadableValue, naming the place."""
    made: Record = _read(kind, plain, kind.__name__)
    return made


def _read(kind: Any, plain: Any, place: str) -> Any:
    if kind in (bool, str):
        return _checked(isinstance(plain, kind), plain, place)
    if kind is FinancialYear:
        return FinancialYear(_checked(_is_int(plain), plain, place))
    if kind is Decimal:
        return Decimal(_checked(isinstance(plain, str), plain, place))
    if kind is datetime.date:
        return datetime.date.fromisoformat(_checked(isinstance(plain, str), plain, place))
    if kind is int:
        return _checked(_is_int(plain), plain, place)
    origin = _origin_of(kind)
    if origin in (Union, UnionType):
        return _read_optional(kind, plain, place)
    if origin is Literal:
        return _checked(plain in get_args(kind), plain, place)
    if is_dataclass(kind):
        return _read_record(kind, _checked(isinstance(plain, dict), plain, place), place)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(plain)
    return _read_many(kind, origin, _checked(isinstance(plain, list), plain, place), place)


def _read_optional(kind: Any, plain: Any, place: str) -> Any:
    choices = get_args(kind)
    if plain is None and NoneType in choices:
        return None
    certain = [choice for choice in choices if choice is not NoneType]
    if set(certain) == {int, Decimal}:
        # A figure of decimals is kept as text.
        certain = [Decimal if isinstance(plain, str) else int]
    (only,) = certain
    return _read(only, plain, place)


def _read_many(kind: Any, origin: Any, plain: list[Any], place: str) -> Any:
    inside = get_args(kind)
    if origin is tuple:
        return tuple(_read(inside[0], item, f"{place}[{number}]") for number, item in enumerate(plain))
    if origin is frozenset:
        return frozenset(_read(inside[0], item, place) for item in plain)
    if origin is not None and issubclass(origin, Mapping):
        return {_read(inside[0], key, place): _read(inside[1], held, f"{place}.{key}") for key, held in plain}
    raise TypeError(f"{place} is a {kind}, which no snapshot keeps.")


def _read_record(kind: Any, plain: Mapping[str, Any], place: str) -> Any:
    known = _fields_of(kind)
    unknown = sorted(plain.keys() - known.keys())
    if unknown:
        raise UnreadableValue(f"{place} has no {', '.join(unknown)}.")
    wanting = [name for name in _required_of(kind) if name not in plain]
    if wanting:
        raise UnreadableValue(f"{place} lacks {', '.join(wanting)}.")
    return kind(**{name: _read(known[name], held, f"{place}.{name}") for name, held in plain.items()})


@cache
def _origin_of(kind: Any) -> Any:
    return get_origin(kind)


@cache
def _fields_of(kind: type[Any]) -> dict[str, Any]:
    """Return the types of the fields."""
    hints = get_type_hints(kind)
    return {item.name: hints[item.name] for item in fields(kind)}


@cache
def _defaults_of(kind: Any) -> dict[str, Any]:
    """Return the default of each field, MISSING for one that has none."""
    return {
        item.name: item.default if item.default_factory is MISSING else item.default_factory()
        for item in fields(kind)
    }


@cache
def _required_of(kind: Any) -> list[str]:
    return [name for name, default in _defaults_of(kind).items() if default is MISSING]


def _is_int(plain: Any) -> bool:
    return isinstance(plain, int) and not isinstance(plain, bool)


def _checked(fits: bool, plain: Any, place: str) -> Any:
    if not fits:
        raise UnreadableValue(f"{place} cannot be {plain!r}.")
    return plain
