"""Fields of what this system holds: financial years in the database and forms, amounts and long texts in forms."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from services.colours import LEAST_CONTRAST, UnreadableColour, contrast_with_white, read_colour
from services.money import MoneyStyle, UnreadableMoney, format_money, parse_money
from services.years import FinancialYear, UnreadableYear

LONGEST_AMOUNT = 30  # far longer than any budget; thousands of figures would stop the reading of it


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


class PoundsField(forms.Field):
    """An amount typed as people write it (250,000, 250k, 0.25m), as whole pounds."""

    widget = forms.TextInput

    def __init__(self, *, min_value: Any = None, max_value: Any = None, **options: Any) -> None:
        # A model's field hands over the limits of its column; the model itself checks them afterwards.
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        """Show whole pounds with their thousands apart, and what was typed as it was typed."""
        return format_money(value, MoneyStyle(), bare=True) if isinstance(value, int) else value

    def to_python(self, value: Any) -> int | None:
        """Return the pounds; raises ValidationError quoting a text that is no amount."""
        text = "" if value in self.empty_values else str(value).strip()
        if not text:
            return None
        if len(text) > LONGEST_AMOUNT:
            raise ValidationError("This is too long for an amount of money.")
        try:
            return parse_money(text)
        except UnreadableMoney as error:
            raise ValidationError(f"{error} Write it as 250,000 or 250k or 0.25m.") from error


class LongTextField(forms.CharField):
    """Text of several paragraphs, kept to the letter: what a browser does to the ends of lines is undone."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"widget": forms.Textarea, **options, "strip": False})

    def to_python(self, value: Any) -> str:
        """Return the text with its lines ended as they are held."""
        return str(super().to_python(value)).replace("\r\n", "\n").replace("\r", "\n")

    def validate(self, value: str) -> None:
        """Refuse nothing but blanks where a text is needed."""
        super().validate(value if value.strip() else "")


class ColourField(models.CharField):
    """A colour that white text can be read on, held as # and six figures; blank where none is chosen."""

    description = "Colour behind white text"

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"max_length": 7, **options})

    def to_python(self, value: Any) -> str | None:
        """Return the colour as it is held; raises ValidationError for what is none, or is too light."""
        if value in (None, ""):
            return value
        try:
            colour = read_colour(str(value))
        except UnreadableColour as error:
            raise ValidationError(str(error)) from error
        if (contrast := contrast_with_white(colour)) < LEAST_CONTRAST:
            raise ValidationError(
                f"White text stands out from {colour} only {contrast:.1f} to 1, and {LEAST_CONTRAST} to 1 is the "
                "least that everybody can read: choose a darker colour."
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
