"""The database and form fields of a financial year, stored as the year in which it begins."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from services.years import FinancialYear, UnreadableYear


class FinancialYearFormField(forms.CharField):
    """A financial year typed as people write it: 2018/19, 18/19, 2018-19."""

    def prepare_value(self, value: Any) -> Any:
        """Show a year as 2018/19."""
        return str(value) if isinstance(value, FinancialYear) else value

    def to_python(self, value: Any) -> FinancialYear | None:
        """Return the year typed; raises ValidationError quoting a text that names none."""
        if value in self.empty_values:
            return None
        if isinstance(value, FinancialYear):
            return value
        try:
            return FinancialYear.parse(str(value))
        except UnreadableYear as error:
            raise ValidationError(str(error)) from error


class FinancialYearField(models.PositiveSmallIntegerField):
    """A FinancialYear in Python, the number of the year it begins in the database."""

    description = "Financial year"

    def from_db_value(
        self, value: int | None, expression: object, connection: object
    ) -> FinancialYear | None:
        """Return the stored year as a FinancialYear."""
        return None if value is None else FinancialYear(value)

    def to_python(self, value: Any) -> FinancialYear | None:
        """Return the year that `value` is or writes; raises ValidationError otherwise."""
        if value is None or isinstance(value, FinancialYear):
            return value
        try:
            text = str(value)
            return FinancialYear(int(text)) if text.isdigit() else FinancialYear.parse(text)
        except UnreadableYear as error:
            raise ValidationError(str(error)) from error

    def get_prep_value(self, value: Any) -> int | None:
        """Return the number that the database keeps."""
        year = self.to_python(value)
        return None if year is None else year.start

    def value_to_string(self, obj: models.Model) -> str:
        """Return the year as a fixture writes it."""
        return str(self.value_from_object(obj))

    def run_validators(self, value: Any) -> None:
        """A FinancialYear was checked when it was made; number validators do not apply to it."""

    def formfield(self, **kwargs: Any) -> forms.Field:
        """Return the form field that reads every way of writing a year."""
        # The admin offers a number's widget for what the database keeps as one; 2018/19 is typed as text.
        kwargs.update(widget=forms.TextInput(attrs={"size": 8}))
        kwargs.pop("min_value", None)
        return super(models.IntegerField, self).formfield(**{"form_class": FinancialYearFormField, **kwargs})
