"""The form of a round's reserves: each with its years in a grid, all saved together."""

from collections import Counter
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.forms.boundfield import BoundField

from councilsavings.forms import PageFormMixin, PageFormRenderer, add_errors, name_no_choice
from proposals.models import BudgetRound
from reports.models import Reserve, ReserveYear
from services.forms.fields import PoundsField
from services.values.years import FinancialYear

_AMOUNTS = ("for_the_gap", "other_use", "contributions")
_REASON = "other_use_reason"
_COLUMNS = ("for_the_gap", "other_use", _REASON, "contributions")


class ReserveForm(PageFormMixin, forms.ModelForm):
    """A reserve with a row of the grid for each year."""

    years: tuple[FinancialYear, ...] = ()

    class Meta:
        model = Reserve
        fields = ["name", "opening_balance", "minimum", "minimum_reason", "takes_the_gap", "pays"]
        field_classes = {"opening_balance": PoundsField, "minimum": PoundsField}
        widgets = {
            "opening_balance": forms.TextInput(attrs={"class": "govuk-input--width-10"}),
            "minimum": forms.TextInput(attrs={"class": "govuk-input--width-10"}),
            "minimum_reason": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, years: tuple[FinancialYear, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.years = years
        name_no_choice(self, "pays")
        self.stored = {row.year: row for row in self.instance.years.all()} if self.instance.pk else {}
        for year in years:
            row = self.stored.get(year) or ReserveYear(year=year)
            for name in _COLUMNS:
                self.fields[self._name(year, name)] = self._field(year, name, getattr(row, name))

    @staticmethod
    def _name(year: FinancialYear, name: str) -> str:
        return f"{year.start}-{name}"

    @staticmethod
    def _field(year: FinancialYear, name: str, value: Any) -> forms.Field:
        item = ReserveYear._meta.get_field(name)
        label = f"{str(item.verbose_name).capitalize()}, {year}"
        width = "" if name == _REASON else "govuk-input--width-10"
        widget = forms.TextInput(attrs={"aria-label": label, "class": width})
        options = {"label": label, "required": False, "widget": widget, "initial": value or None}
        if name == _REASON:
            return forms.CharField(max_length=item.max_length, **options)
        return PoundsField(**options)

    @property
    def about(self) -> list[BoundField]:
        """The fields of the reserve itself."""
        return [self[name] for name in self.Meta.fields]

    @property
    def headings(self) -> list[str]:
        """The headings of the grid's columns."""
        return [str(ReserveYear._meta.get_field(name).verbose_name).capitalize() for name in _COLUMNS]

    @property
    def grid(self) -> list[tuple[FinancialYear, list[BoundField]]]:
        """The rows of the grid: each year with its fields."""
        return [(year, [self[self._name(year, name)] for name in _COLUMNS]) for year in self.years]

    def clean(self) -> dict[str, Any]:
        """Refuse what the rows of the years cannot store."""
        super().clean()
        self.rows = []
        for year in self.years:
            row = self.stored.get(year) or ReserveYear(year=year)
            self.rows.append(row)
            for name in _AMOUNTS:
                self._put(row, name, self.cleaned_data.get(self._name(year, name)))
            row.other_use_reason = self.cleaned_data.get(self._name(year, _REASON)) or ""
        return dict(self.cleaned_data)

    def _put(self, row: ReserveYear, name: str, pounds: int | None) -> None:
        item = ReserveYear._meta.get_field(name)
        value = pounds if item.null or pounds is not None else 0
        try:
            setattr(row, name, item.clean(value, row))
        except ValidationError:
            self.add_error(
                self._name(row.year, name), "Enter a positive amount or 0, below £1,000,000,000,000."
            )

    def save(self, commit: bool = True) -> Reserve:
        """Save the reserve with its years; a year without anything is not stored."""
        reserve: Reserve = super().save(commit)
        for row in self.rows:
            row.reserve = reserve
            says_something = row.for_the_gap is not None or row.other_use or row.contributions
            if says_something or row.other_use_reason:
                row.save()
            elif row.pk:
                row.delete()
        return reserve


class ReserveFormSet(forms.BaseModelFormSet):
    """All reserves of a round."""

    budget_round: BudgetRound

    def clean(self) -> None:
        """Refuse two reserves of one name, two that take the gap, and two that pay the same costs."""
        super().clean()
        kept = [form for form in self.forms if form.has_changed() or form.instance.pk]
        kept = [form for form in kept if not self._should_delete_form(form)]
        for name, message in (
            ("name", "This round already has a reserve of that name."),
            ("takes_the_gap", "Only one reserve can take the rest of the gap."),
            ("pays", "Only one reserve can pay these costs."),
        ):
            given = [(form, _compared(form, name)) for form in kept]
            counted = Counter(value for _, value in given if value)
            for form, value in given:
                if value and counted[value] > 1:
                    form.add_error(name, message)

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Every message with the id of the field that it is about."""
        found = [("", str(error)) for error in self.non_form_errors()]
        for form in self.forms if self.is_bound else ():
            name = form.instance.name if form.instance.pk else "New reserve"
            found += [
                (bound.focus_id, f"{name}: {bound.label}: {error}")
                for bound in form.visible_fields()
                for error in bound.errors
            ]
        return found

    def save_all(self) -> bool:
        """Save everything or nothing; return whether it was saved."""
        try:
            with transaction.atomic():
                for form in self.deleted_forms:
                    if form.instance.pk:
                        form.instance.delete()
                # A tick that moves from one reserve to another is taken away first.
                changed = [
                    form for form in self.forms if form.has_changed() and form not in self.deleted_forms
                ]
                for form in sorted(
                    changed, key=lambda form: (form.instance.takes_the_gap, form.instance.pays)
                ):
                    form.instance.budget_round = self.budget_round
                    form.save()
        except IntegrityError:
            add_errors(
                self.forms[0],
                ValidationError(
                    "Two reserves swap places. Change one of them first, save, then change the other."
                ),
            )
            return False
        return True


def _compared(form: ReserveForm, name: str) -> Any:
    value = form.cleaned_data.get(name)
    return value.strip().lower() if isinstance(value, str) else value


def reserve_formset(
    budget_round: BudgetRound, years: tuple[FinancialYear, ...], data: Any = None
) -> ReserveFormSet:
    """Return the form of a round's reserves, with one blank reserve to add."""
    formset_class = forms.modelformset_factory(
        Reserve,
        form=ReserveForm,
        formset=ReserveFormSet,
        extra=1,
        can_delete=True,
        renderer=PageFormRenderer(),
    )
    stored = Reserve.objects.filter(budget_round=budget_round).select_related("budget_round__council")
    formset: ReserveFormSet = formset_class(
        data, queryset=stored.prefetch_related("years"), form_kwargs={"years": years}, prefix="reserves"
    )
    formset.budget_round = budget_round
    return formset
