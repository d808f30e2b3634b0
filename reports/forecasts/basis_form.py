"""The form that chooses what a medium-term position counts."""

from typing import Any

from django import forms

from councilsavings.forms import FilterForm
from proposals.domain.fields import FUNDS, GENERAL_FUND, REVENUE_FUNDS
from proposals.domain.forecast.what_enters import DELIVERIES, FIRST_STAGE, STAGES_COUNTED, Basis

POUNDS, BAND_D = "pounds", "band_d"


class BasisForm(FilterForm):
    """The proposals that count, how much of their savings, and the fund that is shown."""

    stage = forms.ChoiceField(label="Proposals counted", choices=list(STAGES_COUNTED.items()), required=False)
    delivery = forms.ChoiceField(label="Savings counted", choices=list(DELIVERIES.items()), required=False)
    percent = forms.IntegerField(
        label="Percentage of every saving",
        min_value=0,
        max_value=100,
        required=False,
        error_messages={
            "invalid": "Enter a whole percentage, for example 75.",
            "min_value": "Enter a percentage from 0 to 100.",
            "max_value": "Enter a percentage from 0 to 100.",
        },
    )
    fund = forms.ChoiceField(
        label="Fund", choices=[(fund, FUNDS[fund]) for fund in REVENUE_FUNDS], required=False
    )
    unit = forms.ChoiceField(
        label="Amounts of proposals",
        choices=((POUNDS, "Pounds"), (BAND_D, "Pounds per Band D dwelling")),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the percentage where one is to be counted."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        is_missing = cleaned.get("percent") is None and "percent" not in self.errors
        if cleaned.get("delivery") == "percentage" and is_missing:
            self.add_error("percent", "Enter the percentage of every saving that is to be counted.")
        return cleaned

    @property
    def basis(self) -> Basis:
        """The basis that is asked for; everything in full where nothing is."""
        asked, percent = self.cleaned_data, self.cleaned_data["percent"]
        return Basis(
            asked["stage"] or FIRST_STAGE,
            asked["delivery"] or "headline",
            100 if percent is None else percent,
        )

    @property
    def fund_shown(self) -> str:
        """The fund that is asked for; the general fund where none is."""
        return self.cleaned_data["fund"] or GENERAL_FUND
