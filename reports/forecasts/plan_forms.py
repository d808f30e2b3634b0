"""The form of a section of the plan: a row for each line, a column for each year of the round."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator

from councilsavings.forms import PageFormMixin
from proposals.domain.fields import CERTAINTIES, FUNDS, PRESSURE_CATEGORIES, REVENUE_FUNDS
from proposals.domain.forecast.assumptions import Assumptions
from proposals.domain.forecast.plan import COUNCIL_TAX, INCOME_KINDS
from proposals.domain.forecast.position import UnusableForecast
from reports.budgets.plan_reading import amount_line
from reports.models import MediumTermPlan, PlanLine
from reports.models.plans import RATE_KEYS
from services.admin.scope import as_key
from services.forms.fields import PoundsField
from services.models import Directorate
from services.values.limits import LARGEST_AMOUNT
from services.values.years import FinancialYear

Section = PlanLine.Section
LARGEST_RATE = 100
"""In percent a year."""
_TOO_LARGE = "The amount is too large."
_LIMITS = [MinValueValidator(-LARGEST_AMOUNT, _TOO_LARGE), MaxValueValidator(LARGEST_AMOUNT, _TOO_LARGE)]
_RULE = ("rule", "rule_value", "rate_key")
_COLUMNS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    Section.BASE: (("directorate",), (*_RULE, "fund", "remove")),
    Section.UPLIFT: (("name", "category", "growth_on"), (*_RULE, "fund", "directorate", "remove")),
    Section.COUNCIL_TAX: ((), _RULE),
    Section.INCOME: (("name", "category"), (*_RULE, "fund", "certainty", "last_year", "remove")),
    Section.TARGETS: (("directorate",), ("fund", "remove")),
}
"""The columns before the years and behind them; a target has no rule, and every part of council tax stays."""
_CATEGORIES: Mapping[str, Mapping[str, str]] = {
    Section.UPLIFT: PRESSURE_CATEGORIES,
    Section.INCOME: {kind: words for kind, words in INCOME_KINDS.items() if kind != COUNCIL_TAX},
}
_REQUIRED: Mapping[str, tuple[str, ...]] = {
    Section.BASE: ("directorate",),
    Section.UPLIFT: ("name", "category"),
    Section.COUNCIL_TAX: (),
    Section.INCOME: ("name", "category"),
    Section.TARGETS: ("directorate",),
}
LABELS: Mapping[str, str] = {
    "name": "Name",
    "directorate": "Directorate",
    "fund": "Fund",
    "category": "Category",
    "growth_on": "Cost that grows (£)",
    "certainty": "Certainty",
    "last_year": "Last year",
    "rule": "Rule for the other years",
    "rule_value": "Step or rate in %",
    "rate_key": "Rate from assumption",
    "remove": "Remove",
}
"""The headings of the columns that are no years."""


class NumberField(forms.DecimalField):
    """A number typed as people write it, with commas between thousands."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> Decimal | None:
        """Return the number; raises ValidationError quoting a text that is none."""
        text = str("" if value is None else value).strip()
        try:
            number: Decimal | None = super().to_python(text.replace(",", ""))
        except ValidationError as error:
            raise ValidationError(f"“{text[:30]}” is not a number.") from error
        return number

    def prepare_value(self, value: Any) -> Any:
        """Show a number with its thousands apart, without zeros behind its decimals."""
        return f"{value.normalize():,f}" if isinstance(value, Decimal) else value


@dataclass(frozen=True)
class Grid:
    """The things that the rows of a section have in common."""

    plan: MediumTermPlan
    section: str
    directorates: Mapping[int, Directorate]
    names: Mapping[int | None, str]
    assumptions: Assumptions

    @property
    def years(self) -> tuple[FinancialYear, ...]:
        """The years for which amounts are entered: those of the round; later ones follow by rule."""
        return self.plan.budget_round.years

    @property
    def before(self) -> tuple[str, ...]:
        """The columns before the years."""
        return _COLUMNS[self.section][0]

    @property
    def behind(self) -> tuple[str, ...]:
        """The columns behind the years."""
        return _COLUMNS[self.section][1]

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings of all columns behind the first."""
        return (
            *(LABELS[name] for name in self.before),
            *map(str, self.years),
            *(LABELS[name] for name in self.behind),
        )


class LineForm(PageFormMixin, forms.ModelForm):
    """A row: one line of the plan with its amounts; a new row without an amount or a name is left alone."""

    marks_optional = False

    class Meta:
        model = PlanLine
        fields = (
            "name",
            "directorate",
            "fund",
            "category",
            "growth_on",
            "certainty",
            "last_year",
            "rule",
            "rule_value",
            "rate_key",
        )
        field_classes = {"growth_on": PoundsField, "rule_value": NumberField}

    id = forms.CharField(required=False, widget=forms.HiddenInput)
    remove = forms.BooleanField(required=False)

    def __init__(self, grid: Grid, number: int, *, instance: PlanLine, data: Any = None) -> None:
        self.grid, self.number = grid, number
        stated = {} if instance.pk is None else {row.year: row.amount for row in instance.amounts.all()}
        initial = {"id": instance.pk, **{_name_of(year): amount for year, amount in stated.items()}}
        if grid.section != Section.COUNCIL_TAX:
            initial |= {_name_of(year): int(amount) for year, amount in stated.items()}
        is_new = instance.pk is None
        super().__init__(
            data, prefix=f"line-{number}", instance=instance, initial=initial, empty_permitted=is_new
        )
        self._build()

    def _build(self) -> None:
        grid = self.grid
        offered: dict[str, Any] = {
            "directorate": [(str(key), name) for key, name in grid.names.items()],
            "fund": [(fund, FUNDS[fund]) for fund in REVENUE_FUNDS],
            "category": list(_CATEGORIES.get(grid.section, {}).items()),
            "certainty": list(CERTAINTIES.items()),
            "rate_key": list(RATE_KEYS.items()),
        }
        for name, choices in offered.items():
            no_choice = [] if name == "fund" else [("", "")]
            self.fields[name] = forms.ChoiceField(choices=[*no_choice, *choices], required=False)
        for year in grid.years:
            self.fields[_name_of(year)] = _amount_field(grid.section, self.instance.category)
        self.fields["rule_value"].required = False
        for name in _REQUIRED[grid.section]:
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = "This is needed."
        kept = ("id", *grid.before, *map(_name_of, grid.years), *grid.behind)
        self.fields = {name: self.fields[name] for name in kept}
        for name, field in self.fields.items():
            field.label = f"{self.title}, {LABELS.get(name) or name.replace('year_', '')}"
            field.widget.attrs["aria-label"] = field.label
        for year in grid.years:
            field = self.fields[_name_of(year)]
            field.label = field.widget.attrs["aria-label"] = f"{self.title}, {year}"

    @cached_property
    def title(self) -> str:
        """The row as its messages name it: as it is typed, or by its number."""
        typed = str(self.data.get(self.add_prefix("name"), "")) if self.is_bound else ""
        key = str(self.data.get(self.add_prefix("directorate"), "")) if self.is_bound else ""
        of_directorate = self.grid.names.get(as_key(key), "")
        return typed.strip()[:60] or of_directorate or self.instance.title or f"Row {self.number + 1}"

    def has_changed(self) -> bool:
        """Return whether a new row has a name or an amount; one that is stored is always looked at."""
        told = ("name", "growth_on", *map(_name_of, self.grid.years))
        return self.instance.pk is not None or any(
            str(self[name].value() or "").strip() for name in told if name in self.fields
        )

    def clean_directorate(self) -> Directorate | None:
        """Return the directorate chosen."""
        key = self.cleaned_data["directorate"]
        return self.grid.directorates[int(key)] if key else None

    def clean_rule_value(self) -> Decimal:
        """Return the step or rate; zero where none is given."""
        return self.cleaned_data["rule_value"] or Decimal(0)

    @property
    def is_removed(self) -> bool:
        """Return whether the line is to go."""
        return bool(self.cleaned_data.get("remove"))

    @property
    def stated(self) -> dict[FinancialYear, Decimal]:
        """The amounts that were typed."""
        typed = {year: self.cleaned_data.get(_name_of(year)) for year in self.grid.years}
        return {year: Decimal(amount) for year, amount in typed.items() if amount is not None}

    def _get_validation_exclusions(self) -> set[str]:
        """Let the constraints look at the plan and section as well, which the page gives."""
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded - {"plan", "section", "directorate", "name", "category"}

    def _post_clean(self) -> None:
        """Compute the line for the years of the plan, so that what cannot be computed is said at once."""
        if self.is_removed:
            return
        super()._post_clean()  # type: ignore[misc]
        if self.errors:
            return
        if self.instance.rule == "grow by a rate" and not -100 <= self.instance.rule_value <= LARGEST_RATE:
            self.add_error("rule_value", f"Enter a rate from -100% to {LARGEST_RATE}%.")
            return
        if self.instance.growth_on is not None and self.stated:
            self.add_error("growth_on", "Enter either a cost that grows or amounts by year.")
            return
        self._refuse_negative_income()
        if self.errors or self.grid.section in {Section.COUNCIL_TAX, Section.TARGETS}:
            return
        try:
            amount_line(self.instance, self.stated, self.grid.names).over(
                self.grid.plan.years, self.grid.assumptions
            )
        except UnusableForecast as fault:
            self.add_error(None, f"{self.title}: {fault}")

    def _refuse_negative_income(self) -> None:
        """Refuse a grant or rates below zero; other income may be, such as a deficit of the collection fund."""
        category = self.instance.category
        if self.grid.section != Section.INCOME or category == "other":
            return
        for year, amount in self.stated.items():
            if amount < 0:
                refusal = f"{INCOME_KINDS[category]} cannot be below zero. Enter a deficit as other income."
                self.add_error(_name_of(year), refusal)


def _name_of(year: FinancialYear) -> str:
    return f"year_{year.start}"


def _amount_field(section: str, category: str) -> forms.Field:
    widget = forms.TextInput(attrs={"inputmode": "decimal"})
    if section == Section.COUNCIL_TAX:
        most = 100 if category == "collection" else None
        refusal = "Enter zero or more." if most is None else f"Enter a percentage from 0 to {most}."
        return NumberField(
            required=False,
            max_digits=13,
            decimal_places=4,
            min_value=0,
            max_value=most,
            widget=widget,
            error_messages=dict.fromkeys(("min_value", "max_value"), refusal),
        )
    return PoundsField(required=False, validators=_LIMITS, widget=widget)
