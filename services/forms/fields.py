"""Fields of forms: financial years and amounts typed as people write them, and long texts."""

import contextlib
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from services.values.dates import format_day
from services.values.money import MoneyStyle, UnreadableMoney, format_money, parse_money
from services.values.years import FinancialYear, UnreadableYear

INVALID_DAY = "Enter a date, for example 24/09/2027."
INVALID_MOMENT = "Enter a date and time, for example 24/09/2027 12:00."
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


class DayInput(forms.DateInput):
    """The browser's own control for a date, which one without it shows as a text field."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        # A browser sends and expects this form whatever it shows.
        super().__init__({"class": "govuk-input--width-10", **(attrs or {})}, format="%Y-%m-%d")

    def format_value(self, value: Any) -> str | None:
        """Return the date as the control takes it, however it was typed."""
        with contextlib.suppress(ValidationError):
            value = forms.DateField().to_python(value)
        return super().format_value(value)


class DayField(forms.DateField):
    """A date, the same on every form: chosen in the browser, or typed."""

    widget = DayInput
    default_error_messages = {"invalid": INVALID_DAY}

    def in_words(self, value: Any) -> str:
        """Return the date as pages print it, and a text that is none as it was typed."""
        return format_day(value) if isinstance(value, date) else str(value or "")


class MomentInput(forms.DateTimeInput):
    """The browser's own control for a date with a time, which one without it shows as a text field."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        # A browser sends and expects this form whatever it shows.
        super().__init__(
            {"class": "app-moment govuk-input--width-20", **(attrs or {})}, format="%Y-%m-%dT%H:%M"
        )


class MomentField(forms.DateTimeField):
    """A date with a time, chosen in the browser, or typed."""

    widget = MomentInput
    default_error_messages = {"invalid": INVALID_MOMENT}


class PoundsField(forms.Field):
    """An amount typed as people write it (250,000, 250k, 0.25m), as whole pounds."""

    widget = forms.TextInput

    def __init__(self, *, min_value: Any = None, max_value: Any = None, **options: Any) -> None:
        # A model's field hands over the limits of its column; the model itself checks them afterwards.
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        """Show whole pounds with their thousands apart, and what was typed as it was typed."""
        return format_money(value, MoneyStyle(), bare=True) if isinstance(value, int) else value

    def in_words(self, value: Any) -> str:
        """Return the amount with its thousands apart, and a text that is none as it was typed."""
        return "" if value is None else str(self.prepare_value(value))

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
            raise ValidationError(f"{error} Enter it as 250,000, 250k or 0.25m.") from error


class LongTextField(forms.CharField):
    """Text of several paragraphs, kept to the letter: what a browser does to the ends of lines is undone."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"widget": forms.Textarea, **options, "strip": False})

    def to_python(self, value: Any) -> str:
        """Return the text with its lines ended as they are stored."""
        return str(super().to_python(value)).replace("\r\n", "\n").replace("\r", "\n")

    def validate(self, value: str) -> None:
        """Refuse nothing but blanks where a text is needed."""
        super().validate(value if value.strip() else "")
