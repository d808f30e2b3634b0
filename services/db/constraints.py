"""Constraints of models, each with its name among those of its model and its message in plain words."""

from collections.abc import Iterable
from typing import Any

from django.db.models import CheckConstraint, Q, UniqueConstraint

from services.values.years import EARLIEST_START, LATEST_START


def check(name: str, words: str, condition: Q) -> CheckConstraint:
    """Return the constraint of that name, which says the words where the condition does not hold."""
    return CheckConstraint(condition=condition, name=_named(name), violation_error_message=words)


def known(
    field: str, what: str, values: Iterable[Any], *, blank: bool = False, name: str = ""
) -> CheckConstraint:
    """Return the constraint that a field has one of these values, or none where it may be blank."""
    listed = ["", *values] if blank else list(values)
    return check(f"known_{name or field}", f"Choose {what} from the list.", Q(**{f"{field}__in": listed}))


def unique(name: str, words: str, *expressions: Any, **options: Any) -> UniqueConstraint:
    """Return the constraint of that name, which says the words where another row has the same values."""
    return UniqueConstraint(*expressions, **options, name=_named(name), violation_error_message=words)


def sensible_year() -> CheckConstraint:
    """Return the constraint that the year of a row can be one."""
    return check("sensible_year", "The year is out of range.", Q(year__range=(EARLIEST_START, LATEST_START)))


def _named(name: str) -> str:
    return f"%(app_label)s_%(class)s_{name}"
