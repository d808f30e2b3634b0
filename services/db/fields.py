"""Fields of models: accounts, financial years, colours and web addresses."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

from services.forms.fields import FinancialYearFormField
from services.values.colours import LEAST_CONTRAST, UnreadableColour, contrast_with_white, read_colour
from services.values.years import FinancialYear, UnreadableYear


def account_field(**options: Any) -> models.ForeignKey:
    """Return the field of an account without a link in the database: the name beside it stays when the account goes."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        null=True,
        related_name="+",
        **options,
    )


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


class ColourField(models.CharField):
    """A colour that white text can be read on, stored as # and six figures; blank where none is chosen."""

    description = "Colour behind white text"

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"max_length": 7, **options})

    def to_python(self, value: Any) -> str | None:
        """Return the colour as it is stored; raises ValidationError for what is none, or is too light."""
        if value in (None, ""):
            return value
        try:
            colour = read_colour(str(value))
        except UnreadableColour as error:
            raise ValidationError(str(error)) from error
        if (contrast := contrast_with_white(colour)) < LEAST_CONTRAST:
            raise ValidationError(
                f"The contrast of white text on {colour} is only {contrast:.1f} to 1, and {LEAST_CONTRAST} "
                "to 1 is needed. Choose a darker colour."
            )
        return colour

    def formfield(self, **options: Any) -> forms.Field:
        """Return a form field that leaves length and form of the text to be judged here, in words."""
        return super().formfield(**{"max_length": None, **options})


class WebAddressField(models.URLField):
    """The address of a page elsewhere; typed without a scheme it means https."""

    def formfield(self, **options: Any) -> forms.Field:
        """Return a form field that completes an address so."""
        return super().formfield(**{"assume_scheme": "https", **options})
