"""A row as a new instance with the same values."""

from collections.abc import Iterable
from typing import Any

from django.db import models


def fresh(row: models.Model, without: Iterable[str] = ("id",), **changes: Any) -> Any:
    """Return a new instance with the stored values of `row` but for those columns, and with these changes.

    It refers to the related records that `row` has loaded, so that nobody loads them again.
    """
    left_out = {*without, *(f"{name}_id" for name in changes), *changes}
    values = {
        name: getattr(row, name)
        for item in row._meta.concrete_fields
        if item.attname not in left_out
        for name in [item.name if item.is_relation and item.is_cached(row) else item.attname]
    }
    return type(row)(**values, **changes)
