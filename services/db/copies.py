"""A row as a new instance with the same values."""

from collections.abc import Iterable
from typing import Any

from django.db import models


def fresh(row: models.Model, without: Iterable[str] = ("id",), **changes: Any) -> Any:
    """Return a new instance with the stored values of `row` but for those columns, and with these changes."""
    left_out = {*without, *(f"{name}_id" for name in changes), *changes}
    values = {
        item.attname: getattr(row, item.attname)
        for item in row._meta.concrete_fields
        if item.attname not in left_out
    }
    return type(row)(**values, **changes)
