"""The form of an assumption, with the values of the years that differ."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField

from councilsavings.forms import PageFormMixin, name_no_choice
from proposals.domain.forecast.assumptions import PARAMETERS, ParameterValue
from proposals.models import Assumption, AssumptionYear
from services.forms.fields import DayField
from services.values.limits import LARGEST_AMOUNT
from services.values.years import FinancialYear

_LONGEST_NUMBER = 30


class ValueField(forms.Field):
    """A number as people write it: 3.5, 3.5%, £39,500."""

    widget = forms.TextInput(attrs={"class": "govuk-input--width-10", "inputmode": "decimal"})

    def __init__(self, *, max_digits: int = 17, decimal_places: int = 4, **options: Any) -> None:
        for name in ("min_value", "max_value"):
            options.pop(name, None)
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        """Show a number without zeros at its end, and what was typed as it was typed."""
        return f"{value.normalize():,f}" if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Decimal | None:
        """Return the number; raises ValidationError quoting a text that is none."""
        text = "" if value in self.empty_values else str(value).strip()
        if not text:
            return None
        bare = text.removeprefix("£").removesuffix("%").replace(",", "").strip()
        try:
            number = Decimal(bare) if len(text) <= _LONGEST_NUMBER else Decimal("NaN")
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite():
            raise ValidationError(f"“{text[:_LONGEST_NUMBER]}” is not a number. Enter it as 3.5 or 39,500.")
        if abs(number) > LARGEST_AMOUNT:
            raise ValidationError("The value is too large.")
        if number != round(number, 4):
            raise ValidationError(f"“{text}” has more than 4 decimal places.")
        return number


class AssumptionForm(PageFormMixin, forms.ModelForm):
    """An assumption of a round."""

    class Meta:
        model = Assumption
        fields = [
            "area",
            "text",
            "key",
            "value",
            "unit",
            "source",
            "owner",
            "stated_on",
            "review_on",
        ]
        field_classes = {"value": ValueField, "stated_on": DayField, "review_on": DayField}
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_no_choice(self, "key", "unit")
        stored = self.instance.years.all() if self.instance.pk else []
        self.stored = {row.year: row for row in stored}
        for year in self.years:
            row = self.stored.get(year)
            self.fields[self._name(year)] = ValueField(
                label=f"Value in {year}", required=False, initial=row.value if row else None
            )

    @property
    def years(self) -> tuple[FinancialYear, ...]:
        """The years of the round."""
        years: tuple[FinancialYear, ...] = self.instance.budget_round.years
        return years

    @staticmethod
    def _name(year: FinancialYear) -> str:
        return f"year-{year.start}"

    @property
    def about(self) -> list[BoundField]:
        """The fields of the assumption itself."""
        return [self[name] for name in self.Meta.fields]

    @property
    def by_year(self) -> list[BoundField]:
        """The fields of the years that differ."""
        return [self[self._name(year)] for year in self.years]

    def clean(self) -> dict[str, Any]:
        """Take the unit from the parameter, and refuse values that it cannot have."""
        cleaned: dict[str, Any] = dict(super().clean() or {})
        parameter = PARAMETERS.get(cleaned.get("key") or "")
        given = {year: cleaned.get(self._name(year)) for year in self.years}
        if parameter:
            cleaned["unit"] = parameter.unit
            for year, value in given.items():
                if value is None:
                    continue
                if not parameter.by_year:
                    self.add_error(self._name(year), f"“{parameter.label}” is the same in every year.")
                elif not parameter.smallest <= value <= parameter.largest:
                    self.add_error(self._name(year), parameter.refusal)
        elif cleaned.get("value") is None:
            for year in (year for year, value in given.items() if value is not None):
                self.add_error(self._name(year), "Enter the value of the other years first.")
        return cleaned

    @property
    def parameter(self) -> tuple[str, ParameterValue | None]:
        """The parameter that the form sets, with its value; an empty key for none."""
        key, value = self.cleaned_data["key"], self.cleaned_data["value"]
        return key, ParameterValue(value, self._given()) if key else None

    def _given(self) -> dict[FinancialYear, Decimal]:
        values = {year: self.cleaned_data.get(self._name(year)) for year in self.years}
        return {year: value for year, value in values.items() if value is not None}

    def save(self, commit: bool = True) -> Assumption:
        """Save the assumption with the values of its years; years of which none is given are not stored."""
        assumption: Assumption = super().save(commit)
        given = self._given()
        for year, row in self.stored.items():
            if year in self.years and year not in given:
                row.delete()
        for year, value in given.items():
            row = self.stored.get(year) or AssumptionYear(year=year)
            row.assumption, row.value = assumption, value
            row.save()
        return assumption
