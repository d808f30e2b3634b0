"""The forms of scenarios: their names and basis, the choices about proposals, additions, amounts, assumptions."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MinValueValidator
from django.utils import timezone

from councilsavings.forms import PageForm, PageFormMixin
from proposals.domain.amounts import LABELS_OF
from proposals.domain.direction import amount_in_own_direction
from proposals.domain.fields import DIRECTIONS
from proposals.domain.forecast.assumptions import PARAMETERS, UNITS, Assumptions, ParameterValue
from proposals.domain.forecast.what_enters import Item
from proposals.domain.savings_profile import YearAmounts
from proposals.models.rounds import LONGEST_ROUND
from reports.forecasts.assumption_tables import printed_value
from reports.forecasts.grid_forms import YearsForm, limits
from reports.models import Scenario, ScenarioItem, ScenarioYear
from reports.models.scenarios import STATED_AMOUNTS, WHOLE
from services.forms.fields import PoundsField
from services.models import Directorate
from services.values.money import plain_number
from services.values.years import FinancialYear


class ScenarioForm(PageFormMixin, forms.ModelForm):
    """A scenario's name, what it counts, and whether others see it."""

    is_shared = forms.BooleanField(
        label="Share it with everybody who can view the round’s budget",
        required=False,
        help_text="Until you share it, nobody else can see that it exists.",
    )

    class Meta:
        model = Scenario
        fields = ("name", "description", "stage", "delivery", "percent", "is_shared")
        widgets = {
            "description": forms.Textarea(attrs={"rows": 3}),
            "stage": forms.RadioSelect,
            "delivery": forms.RadioSelect,
        }
        help_texts = {"stage": "The medium-term position begins with all that have not ended as well."}
        error_messages = {"name": {"required": "Enter a name for the scenario."}}

    def __init__(self, *args: Any, is_alternative: bool = False, **options: Any) -> None:
        """Leave sharing out of an alternative budget, which is released instead."""
        super().__init__(*args, **options)
        if is_alternative:
            del self.fields["is_shared"]
        elif self.instance.pk:
            self.initial["is_shared"] = self.instance.shared_at is not None

    def clean(self) -> dict[str, Any]:
        """Ask for the percentage where every saving has the same one, and forget it elsewhere."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("delivery") != "percentage":
            cleaned["percent"] = None
        elif cleaned.get("percent") is None and "percent" not in self.errors:
            self.add_error("percent", "Enter the percentage of every saving that is delivered.")
        return cleaned

    def save(self, commit: bool = True) -> Scenario:
        """Save the scenario; sharing opens it from now on, and taking it back closes it."""
        if "is_shared" in self.fields:
            shared = self.instance.shared_at or timezone.now()
            self.instance.shared_at = shared if self.cleaned_data["is_shared"] else None
        saved: Scenario = super().save(commit)
        return saved


@dataclass(frozen=True)
class Choice:
    """The choice about one proposal."""

    is_included: bool = True
    share: Decimal = WHOLE
    delay: int = 0


class ChoicesForm(PageForm):
    """The choices about the proposals of one page, and the assumptions, blank where they are the register’s."""

    marks_optional = False

    def __init__(
        self,
        *args: Any,
        items: Sequence[Item],
        chosen: Mapping[str, Choice],
        register: Assumptions,
        values: Mapping[str, Decimal],
        **options: Any,
    ) -> None:
        """Ask for the choices about these items, and for the assumptions that the register states."""
        super().__init__(*args, **options)
        self.items, self.register = items, register
        for item in items:
            self._add_row(item, chosen.get(item.key, Choice()))
        for key, stated in register.stated.items():
            self.fields[f"assumption-{key}"] = _assumption_field(key, stated, values.get(key))

    def _add_row(self, item: Item, choice: Choice) -> None:
        name = item.reference or item.title
        refusal = "Enter a share from 0 to 100."
        fields = {
            "included": forms.BooleanField(
                required=False, label=f"{name}: include", initial=choice.is_included
            ),
            "share": forms.DecimalField(
                min_value=0,
                max_value=100,
                decimal_places=2,
                label=f"{name}: share in percent",
                initial=plain_number(choice.share),
                widget=forms.NumberInput(attrs={"class": "govuk-input--width-4", "step": "any"}),
                error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), refusal),
            ),
            "delay": forms.IntegerField(
                min_value=0,
                max_value=LONGEST_ROUND,
                label=f"{name}: delay in years",
                initial=choice.delay,
                widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
                error_messages=dict.fromkeys(
                    ("required", "invalid", "min_value", "max_value"),
                    f"Enter a delay from 0 to {LONGEST_ROUND} years.",
                ),
            ),
        }
        for part, field in fields.items():
            field.widget.attrs["aria-label"] = field.label
            self.fields[f"{part}-{item.key}"] = field

    @property
    def rows(self) -> Iterator[tuple[Item, Any, Any, Any]]:
        """The items with their controls."""
        for item in self.items:
            yield item, *(self[f"{part}-{item.key}"] for part in ("included", "share", "delay"))

    @property
    def assumptions(self) -> list[Any]:
        """The controls of assumptions."""
        return [self[f"assumption-{key}"] for key in self.register.stated]

    @property
    def refusals(self) -> list[str]:
        """Return what is refused, each in its words once, however many rows it stands in."""
        return list(dict.fromkeys(error for errors in self.errors.values() for error in errors))

    @property
    def choices(self) -> dict[str, Choice]:
        """Return the choices by the key of the item."""
        return {
            item.key: Choice(
                *(self.cleaned_data[f"{part}-{item.key}"] for part in ("included", "share", "delay"))
            )
            for item in self.items
        }

    @property
    def values(self) -> dict[str, Decimal]:
        """Return the values that the scenario states of assumptions."""
        found = {key: self.cleaned_data[f"assumption-{key}"] for key in self.register.stated}
        return {key: value for key, value in found.items() if value is not None}


def _assumption_field(key: str, stated: ParameterValue, value: Decimal | None) -> forms.DecimalField:
    parameter = PARAMETERS[key]
    bounds = {"min_value": parameter.smallest, "max_value": parameter.largest}
    in_register = printed_value(stated.value, parameter.unit)
    differs = ", and differs by year" if stated.by_year else ""
    return forms.DecimalField(
        label=f"{parameter.label} ({UNITS[parameter.unit]})",
        required=False,
        help_text=f"It is {in_register} in the register{differs}.",
        initial=None if value is None else plain_number(value),
        decimal_places=4,
        error_messages=dict.fromkeys(("invalid", *bounds), parameter.refusal),
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-5", "step": "any"}),
        **bounds,
    )


class AdditionForm(PageFormMixin, forms.ModelForm):
    """A saving or pressure that exists in the scenario only."""

    class Meta:
        model = ScenarioItem
        fields = ("direction", "title", "fund", "directorate", "deliverability")
        widgets = {"direction": forms.RadioSelect}
        error_messages = {"title": {"required": "Enter a title."}}

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the directorates of the round's council."""
        super().__init__(*args, **options)
        council = self.instance.scenario.budget_round.council_id
        self.fields["directorate"].queryset = Directorate.objects.filter(council=council)
        self.fields["directorate"].empty_label = "No directorate"
        self.fields["direction"].choices = list(DIRECTIONS.items())
        self.fields["direction"].required = self.fields["title"].required = True
        self.fields["direction"].error_messages["required"] = "Choose saving or pressure."


class AmountsForm(YearsForm):
    """The amounts of an item by year, in the direction of the item: a pressure's are typed above zero."""

    row_model = ScenarioYear
    columns = STATED_AMOUNTS

    class Meta:
        model = ScenarioItem
        fields = ()

    def __init__(
        self,
        *args: Any,
        direction: str,
        instead: Mapping[FinancialYear, YearAmounts] | None = None,
        **options: Any,
    ) -> None:
        """Ask for the amounts of each year; those `instead` are shown where none are stored."""
        self.direction = direction
        super().__init__(*args, **options)
        for year, row in (instead or {}).items() if not self.stored else ():
            for name in self.columns:
                self.initial[self.name_of(name, year)] = self.shown(name, getattr(row, name))

    @property
    def headings(self) -> list[str]:
        """The headings of the columns, in the direction of the item."""
        return [LABELS_OF[self.direction][name] for name in self.columns]

    def year_field(self, name: str, year: FinancialYear) -> forms.Field:
        """Return the field of an amount; a one-off cost below zero is refused."""
        label = f"{LABELS_OF[self.direction][name]} {year}"
        validators = limits("This amount is too large.")
        if name == "one_off_cost":
            validators[0] = MinValueValidator(0, "Enter a one-off cost as a positive amount.")
        widget = forms.TextInput(attrs={"aria-label": label, "class": "govuk-input--width-10"})
        return PoundsField(label=label, required=False, validators=validators, widget=widget)

    def is_blank(self, name: str, value: Any) -> bool:
        """Return whether there is no amount."""
        return not value

    def shown(self, name: str, value: Any) -> Any:
        """Return a stored amount in the direction of the item."""
        return amount_in_own_direction(name, value, self.direction) if value else None

    def stated(self, name: str, value: Any) -> int:
        """Return an amount with the sign that is stored."""
        return amount_in_own_direction(name, value or 0, self.direction)
