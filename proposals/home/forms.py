"""The form in which a person chooses the day since when they want to see what happened."""

from councilsavings.forms import FilterForm
from services.forms.fields import DayField


class SinceForm(FilterForm):
    """A day to look back to, in place of the last visit."""

    since = DayField(label="Show changes since", required=False)
