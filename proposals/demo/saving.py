"""Saving the demonstration's records, which are checked as those of a form are."""

from typing import TypeVar

from django.db.models import Model

Record = TypeVar("Record", bound=Model)


def save_checked(record: Record) -> Record:
    """Save the record and return it; raises ValidationError where a form would refuse it."""
    record.full_clean()
    record.save()
    return record
