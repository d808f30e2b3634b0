"""Constraints of models, each with its name among those of its model and its message in plain words."""

from collections.abc import Iterable
from typing import Any

from django.db.models import CheckConstraint, Q, UniqueConstraint

from services.values.years import EARLIEST_START, LATEST_START


def check(name: str, words: str, condition: Q) -> CheckConstraint:
    """Return the constraint of that name, which says the words where the condition does not hold."""
    return CheckConstraint(condition=condition, name=_named(name), violation_error_message=words)


def known(field: str, words: str, choices: Iterable[object]) -> CheckConstraint:
    """Return the constraint that the field has one of these values."""
    return check(f"known_{field}", words, Q(**{f"{field}__in": list(choices)}))


def unique(name: str, words: str, *expressions: Any, **options: Any) -> UniqueConstraint:
    """Return the constraint of that name, which says the words where another row has the same values."""
    return UniqueConstraint(*expressions, **options, name=_named(name), violation_error_message=words)


def sensible_year() -> CheckConstraint:
    """Return the constraint that the year of a row can be one."""
    return check("sensible_year", "The year is out of range.", Q(year__range=(EARLIEST_START, LATEST_START)))


def _named(name: str) -> str:
    return f"%(app_label)s_%(class)s_{name}"
