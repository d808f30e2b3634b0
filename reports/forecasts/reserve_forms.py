"""The form of a round's reserves: each with its years in a grid, all saved together."""

from collections import Counter
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from councilsavings.forms import name_no_choice
from proposals.models import BudgetRound
from reports.forecasts.grid_forms import RecordFormSet, YearsForm, formset_of, limits
from reports.models import Reserve, ReserveYear
from services.forms.fields import PoundsField
from services.values.years import FinancialYear

_REASON = "other_use_reason"
_NOT_AN_AMOUNT = "Enter a positive amount or 0, below £1,000,000,000,000."


class ReserveForm(YearsForm):
    """A reserve with a row of the grid for each year."""

    row_model = ReserveYear
    columns = ("for_the_gap", "other_use", _REASON, "contributions")
    cell = "{year}-{name}"

    id = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Reserve
        fields = ["name", "opening_balance", "minimum", "minimum_reason", "takes_the_gap", "pays"]
        field_classes = {"opening_balance": PoundsField, "minimum": PoundsField}
        widgets = {
            "opening_balance": forms.TextInput(attrs={"class": "govuk-input--width-10"}),
            "minimum": forms.TextInput(attrs={"class": "govuk-input--width-10"}),
            "minimum_reason": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial["id"] = self.instance.pk
        name_no_choice(self, "pays")

    def year_field(self, name: str, year: FinancialYear) -> forms.Field:
        """Return a field for an amount, or for the reason of a use."""
        label = f"{self.headings[self.columns.index(name)]}, {year}"
        width = "" if name == _REASON else "govuk-input--width-10"
        widget = forms.TextInput(attrs={"aria-label": label, "class": width})
        if name == _REASON:
            longest = ReserveYear._meta.get_field(name).max_length
            return forms.CharField(label=label, required=False, widget=widget, max_length=longest)
        return PoundsField(
            label=label, required=False, widget=widget, validators=limits(_NOT_AN_AMOUNT, least=0)
        )

    def is_blank(self, name: str, value: Any) -> bool:
        """Return whether a value says nothing: that none is planned for the gap is said by zero."""
        return value in (None, "") or (value == 0 and name != "for_the_gap")

    def stated(self, name: str, value: Any) -> Any:
        """Return what is stored of what was typed."""
        return ReserveYear._meta.get_field(name).get_default() if value is None else value

    @property
    def label_of_years(self) -> str:
        """The name of the grid."""
        return f"Years of {self.instance.name if self.instance.pk else 'the new reserve'}"

    def name_before(self, field: BoundField) -> str:
        """Return the name of a field in a message above the form."""
        return f"{self.instance.name if self.instance.pk else 'New reserve'}: {field.label}"


class ReserveRows(RecordFormSet):
    """All reserves of a round."""

    model = Reserve
    refusal = "Two reserves swap places. Change one of them first, save, then change the other."

    def __init__(self, *args: Any, budget_round: BudgetRound, **options: Any) -> None:
        self.budget_round = budget_round
        super().__init__(*args, **options)

    def new(self, number: int) -> Reserve:
        """Return a reserve to add."""
        return Reserve(budget_round=self.budget_round)

    def clean(self) -> None:
        """Refuse two reserves of one name, two that take the gap, and two that pay the same costs."""
        for name, message in (
            ("name", "This round already has a reserve of that name."),
            ("takes_the_gap", "Only one reserve can take the rest of the gap."),
            ("pays", "Only one reserve can pay these costs."),
        ):
            given = [(form, str(form.cleaned_data.get(name) or "").strip().lower()) for form in self.wanted]
            counted = Counter(value for _, value in given if value)
            for form, value in given:
                if counted[value] > 1:
                    form.add_error(name, message)

    def write(self) -> None:
        """Store the reserves; a tick that moves from one reserve to another is taken away first."""
        for form in sorted(self.wanted, key=lambda form: (form.instance.takes_the_gap, form.instance.pays)):
            if form.has_changed():
                form.save()


ReserveFormSet = formset_of(ReserveForm, ReserveRows)
