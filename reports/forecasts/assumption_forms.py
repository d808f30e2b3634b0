"""The form of an assumption, with the values of the years that differ."""

from typing import Any

from django import forms

from councilsavings.forms import name_no_choice
from proposals.domain.forecast.assumptions import PARAMETERS, ParameterValue
from proposals.models import Assumption, AssumptionYear
from reports.forecasts.grid_forms import NumberField, YearsForm, limits
from services.forms.fields import DayField
from services.values.years import FinancialYear

_LIMITS = limits("The value is too large.")
_NUMBER = {"class": "govuk-input--width-10", "inputmode": "decimal"}


class AssumptionForm(YearsForm):
    """An assumption of a round."""

    row_model = AssumptionYear
    columns = ("value",)
    cell = "year-{year}"

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
        field_classes = {"value": NumberField, "stated_on": DayField, "review_on": DayField}
        widgets = {"text": forms.Textarea(attrs={"rows": 3}), "value": forms.TextInput(attrs=_NUMBER)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_no_choice(self, "key", "unit")
        self.fields["value"].validators = [*self.fields["value"].validators, *_LIMITS]

    def year_field(self, name: str, year: FinancialYear) -> forms.Field:
        """Return the field for the value of a year."""
        return NumberField(
            label=f"Value in {year}",
            required=False,
            max_digits=17,
            decimal_places=4,
            validators=_LIMITS,
            widget=forms.TextInput(attrs=_NUMBER),
        )

    def clean(self) -> dict[str, Any]:
        """Take the unit from the parameter, and refuse values that it cannot have."""
        cleaned: dict[str, Any] = dict(super().clean() or {})
        parameter = PARAMETERS.get(cleaned.get("key") or "")
        if parameter:
            cleaned["unit"] = parameter.unit
        for year, row in self.given.items():
            name = self.name_of("value", year)
            if parameter and not parameter.by_year:
                self.add_error(name, f"“{parameter.label}” is the same in every year.")
            elif parameter and not parameter.smallest <= row["value"] <= parameter.largest:
                self.add_error(name, parameter.refusal)
            elif not parameter and cleaned.get("value") is None:
                self.add_error(name, "Enter the value of the other years first.")
        return cleaned

    @property
    def parameter(self) -> tuple[str, ParameterValue | None]:
        """The parameter that the form sets, with its value; an empty key for none."""
        key, value = self.cleaned_data["key"], self.cleaned_data["value"]
        by_year = {year: row["value"] for year, row in self.given.items()}
        return key, ParameterValue(value, by_year) if key else None
