"""The form in which a person chooses the day since when they want to see what happened."""

from django import forms

from councilsavings.forms import FilterForm


class SinceForm(FilterForm):
    """A day to look back to, in place of the last visit."""

    since = forms.DateField(
        label="Show changes since",
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "govuk-input--width-10"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Write the date as 14/09/2017."},
    )
