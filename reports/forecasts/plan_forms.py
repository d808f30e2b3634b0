"""The form of a section of the plan: a row for each line, a column for each year of the round."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.formsets import DELETION_FIELD_NAME

from proposals.domain.fields import CERTAINTIES, FUNDS, PRESSURE_CATEGORIES, REVENUE_FUNDS
from proposals.domain.forecast.assumptions import Assumptions
from proposals.domain.forecast.plan import COUNCIL_TAX, INCOME_KINDS
from proposals.domain.forecast.position import UnusableForecast
from proposals.models.assumptions import assumptions_of
from reports.budgets.plan_reading import Names, amount_line, directorate_names, plan_of
from reports.forecasts.grid_forms import (
    NumberField,
    RecordFormSet,
    YearsForm,
    formset_of,
    limits,
    save_rows_of,
)
from reports.models import MediumTermPlan, PlanAmount, PlanLine
from reports.models.plans import RATE_KEYS, TAX_PARTS
from services.admin.scope import as_key
from services.forms.fields import PoundsField
from services.models import Directorate
from services.values.years import FinancialYear

Section = PlanLine.Section
LARGEST_RATE = 100
"""In percent a year."""
SPARE_ROWS = 3
REMOVE = "Remove"
_RULE = ("rule", "rule_value", "rate_key")
_COLUMNS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    Section.BASE: (("directorate",), (*_RULE, "fund")),
    Section.UPLIFT: (("name", "category", "growth_on"), (*_RULE, "fund", "directorate")),
    Section.COUNCIL_TAX: ((), _RULE),
    Section.INCOME: (("name", "category"), (*_RULE, "fund", "certainty", "last_year")),
    Section.TARGETS: (("directorate",), ("fund",)),
}
"""The columns before the years and behind them; a target has no rule, and every part of council tax stays.

Those before the years are needed, but for a cost that grows.
"""
_CATEGORIES: Mapping[str, Mapping[str, str]] = {
    Section.UPLIFT: PRESSURE_CATEGORIES,
    Section.INCOME: {kind: words for kind, words in INCOME_KINDS.items() if kind != COUNCIL_TAX},
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
}
"""The headings of the columns that are no years."""


class LineForm(YearsForm):
    """A row: one line of the plan with its amounts; a new row without an amount or a name is left alone."""

    marks_optional = False
    row_model, related = PlanAmount, "amounts"
    columns = ("amount",)
    cell = "year_{year}"

    id = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = PlanLine
        fields = tuple(LABELS)
        field_classes = {"growth_on": PoundsField, "rule_value": NumberField}

    def __init__(
        self, *args: Any, rows: "SectionRows", number: int, instance: PlanLine, **options: Any
    ) -> None:
        self.section, self.number = rows, number
        super().__init__(*args, instance=instance, years=rows.years, **options)
        self.initial["id"] = instance.pk
        before, behind = _COLUMNS[rows.section]
        offered: dict[str, Any] = {
            "directorate": [(str(key), name) for key, name in rows.names.items()],
            "fund": [(fund, FUNDS[fund]) for fund in REVENUE_FUNDS],
            "category": list(_CATEGORIES.get(rows.section, {}).items()),
            "certainty": list(CERTAINTIES.items()),
            "rate_key": list(RATE_KEYS.items()),
        }
        for name, choices in offered.items():
            no_choice = [] if name == "fund" else [("", "")]
            self.fields[name] = forms.ChoiceField(choices=[*no_choice, *choices], required=False)
        self.fields["rule_value"].required = False
        for name in before:
            self.fields[name].required = name != "growth_on"
            self.fields[name].error_messages["required"] = "This is needed."
        by_year = {self.name_of("amount", year): str(year) for year in self.years}
        kept = ("id", *before, *by_year, *behind)
        self.fields = {name: self.fields[name] for name in kept}
        for name in kept:
            self.label_field(name, by_year.get(name) or LABELS.get(name, ""))

    def label_field(self, name: str, label: str) -> None:
        """Give a field its label: the name of its row and that of its column."""
        field = self.fields[name]
        field.label = field.widget.attrs["aria-label"] = f"{self.title}, {label}"

    @cached_property
    def title(self) -> str:
        """The row as its messages name it: as it is typed, or by its number."""
        typed = str(self.data.get(self.add_prefix("name"), "")) if self.is_bound else ""
        key = str(self.data.get(self.add_prefix("directorate"), "")) if self.is_bound else ""
        of_directorate = self.section.names.get(as_key(key), "")
        return typed.strip()[:60] or of_directorate or self.instance.title or f"Row {self.number + 1}"

    def has_changed(self) -> bool:
        """Return whether a new row has a name or an amount; one that is stored is always looked at."""
        told = ("name", "growth_on", *(self.name_of("amount", year) for year in self.years))
        return self.instance.pk is not None or any(
            str(self[name].value() or "").strip() for name in told if name in self.fields
        )

    def clean_directorate(self) -> Directorate | None:
        """Return the directorate chosen."""
        key = self.cleaned_data["directorate"]
        return self.section.directorates[int(key)] if key else None

    def clean_rule_value(self) -> Decimal:
        """Return the step or rate; zero where none is given."""
        return self.cleaned_data["rule_value"] or Decimal(0)

    @property
    def by_year(self) -> dict[FinancialYear, Decimal]:
        """The amounts that were typed."""
        return {year: row["amount"] for year, row in self.given.items()}

    def stated(self, name: str, value: Any) -> Decimal:
        """Return an amount as it is stored."""
        return Decimal(value)

    def _get_validation_exclusions(self) -> set[str]:
        """Let the constraints look at the plan and section as well, which the page gives."""
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded - {"plan", "section", "directorate", "name", "category"}

    def _post_clean(self) -> None:
        """Compute the line for the years of the plan, so that what cannot be computed is said at once."""
        super()._post_clean()  # type: ignore[misc]
        if self.errors:
            return
        if self.instance.rule == "grow by a rate" and not -100 <= self.instance.rule_value <= LARGEST_RATE:
            self.add_error("rule_value", f"Enter a rate from -100% to {LARGEST_RATE}%.")
            return
        if self.instance.growth_on is not None and self.by_year:
            self.add_error("growth_on", "Enter either a cost that grows or amounts by year.")
            return
        self._refuse_negative_income()
        if self.errors or self.section.section in {Section.COUNCIL_TAX, Section.TARGETS}:
            return
        try:
            amount_line(self.instance, self.by_year, self.section.names).over(
                self.section.plan.years, self.section.assumptions
            )
        except UnusableForecast as fault:
            self.add_error(None, f"{self.title}: {fault}")

    def _refuse_negative_income(self) -> None:
        """Refuse a grant or rates below zero; other income may be, such as a deficit of the collection fund."""
        category = self.instance.category
        if self.section.section != Section.INCOME or category == "other":
            return
        for year, amount in self.by_year.items():
            if amount < 0:
                refusal = f"{INCOME_KINDS[category]} cannot be below zero. Enter a deficit as other income."
                self.add_error(self.name_of("amount", year), refusal)

    @property
    def _is_tax(self) -> bool:
        return self.section.section == Section.COUNCIL_TAX

    def year_field(self, name: str, year: FinancialYear) -> forms.Field:
        """Return a field for pounds, or for a figure of council tax."""
        widget = forms.TextInput(attrs={"inputmode": "decimal"})
        if not self._is_tax:
            return PoundsField(required=False, validators=limits(), widget=widget)
        most = 100 if self.instance.category == "collection" else None
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

    def shown(self, name: str, value: Any) -> Any:
        """Return a stored figure as its field shows it: whole pounds, or a figure of council tax."""
        return value if value is None or self._is_tax else int(value)

    def name_before(self, field: BoundField) -> str:
        """Return the name of a field in a message above the form."""
        return str(field.label)


class SectionRows(RecordFormSet):
    """The lines of a section of the plan, with the lines that can be added."""

    model = PlanLine
    refusal = "Two rows would have the same name and fund. Change one of them first."

    def __init__(self, *args: Any, plan: MediumTermPlan, section: str, **options: Any) -> None:
        self.plan, self.section = plan, section
        self.can_delete = section != Section.COUNCIL_TAX
        super().__init__(*args, **options)

    @property
    def years(self) -> tuple[FinancialYear, ...]:
        """The years for which amounts are entered: those of the round; later ones follow by rule."""
        return self.plan.budget_round.years

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings of all columns behind the first."""
        before, behind = ((LABELS[name] for name in names) for names in _COLUMNS[self.section])
        return (*before, *map(str, self.years), *behind, *((REMOVE,) if self.can_delete else ()))

    @cached_property
    def directorates(self) -> dict[int, Directorate]:
        """The directorates of the council."""
        return Directorate.objects.filter(council=self.plan.budget_round.council).in_bulk()

    @cached_property
    def names(self) -> Names:
        """The names of the directorates."""
        return directorate_names(self.plan.budget_round.council)

    @cached_property
    def assumptions(self) -> Assumptions:
        """The parameters from which a rule can read its rate."""
        return assumptions_of(self.plan.budget_round)

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """Hand the section to each row."""
        return super().get_form_kwargs(index) | {"rows": self, "number": index}

    def add_fields(self, form: Any, index: int | None) -> None:
        """Name the control that removes a row."""
        super().add_fields(form, index)
        if self.can_delete:
            form.label_field(DELETION_FIELD_NAME, REMOVE)

    def new(self, number: int) -> PlanLine:
        """Return a line to add; those of council tax are its parts."""
        is_tax = self.section == Section.COUNCIL_TAX and number < len(TAX_PARTS)
        part = list(TAX_PARTS)[number] if is_tax else ""
        return PlanLine(plan=self.plan, section=self.section, category=part, position=number)

    def spare(self) -> list[Any]:
        """Return the missing parts of council tax, or the directorates without a line and some blank lines."""
        own = {"plan": self.plan, "section": self.section}
        if self.section == Section.COUNCIL_TAX:
            stored = {line.category for line in self.stored}
            return [PlanLine(**own, category=part) for part in TAX_PARTS if part not in stored]
        found = []
        if self.section in {Section.BASE, Section.TARGETS}:
            with_line = {line.directorate_id for line in self.stored}
            missing = (each for key, each in self.directorates.items() if key not in with_line)
            found = [PlanLine(**own, directorate=each) for each in missing]
        return [*found, *(self.new(len(self.stored) + number) for number in range(SPARE_ROWS))]

    def clean(self) -> None:
        """Refuse two lines of one name and fund, and council tax that cannot be computed."""
        if any(self.errors):
            return
        seen: set[tuple[str, str]] = set()
        is_tax = self.section == Section.COUNCIL_TAX
        problems = []
        for form in self.wanted:
            line = form.instance
            name = (line.fund, line.category if is_tax else line.title.casefold())
            if name in seen:
                problems.append(f"{form.title}: there are two rows of this name and fund.")
            seen.add(name)
        if is_tax:
            lines = [(form.instance, form.by_year) for form in self.wanted]
            try:
                plan_of(self.plan, lines, self.assumptions, self.names).figures()
            except UnusableForecast as fault:
                problems.append(str(fault))
        if problems:
            raise ValidationError(problems)

    def differences(self) -> list[tuple[str, str, str]]:
        """Return the cells that somebody else has stored otherwise: their names, what is stored, what was typed."""
        by_key = {line.pk: line for line in self.stored}
        found = []
        for form in self.forms:
            if form.instance.pk is not None:
                stored = LineForm(rows=self, number=form.number, instance=by_key[form.instance.pk])
                for cell in stored.visible_fields():
                    now, typed = (_text(each[cell.name]) for each in (stored, form))
                    if now != typed:
                        found.append((str(form[cell.name].label), now, typed))
        sent = {form.instance.pk for form in self.forms}
        return [*found, *((line.title, "added", "") for key, line in by_key.items() if key not in sent)]

    def write(self) -> None:
        """Store the lines with their amounts, new ones behind the others."""
        rows, last = self.wanted, max((line.position for line in self.stored), default=0)
        for form in rows:
            if form.instance.pk is None:
                last += 1
                form.instance.position = last
        PlanLine.objects.save_rows(form.instance for form in rows)
        save_rows_of(rows)


SectionFormSet = formset_of(LineForm, SectionRows)


def _text(cell: BoundField) -> str:
    value = cell.value()
    return str(cell.field.prepare_value(value) if value is not None else "").strip()
