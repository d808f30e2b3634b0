"""Forms of records with a row of figures for each year, and all records of one kind on one form."""

from collections.abc import Sequence
from copy import copy
from decimal import Decimal
from functools import cached_property
from itertools import chain
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import BaseValidator, MaxValueValidator, MinValueValidator
from django.db import IntegrityError, transaction
from django.forms.boundfield import BoundField

from councilsavings.forms import PageFormMixin, PageFormRenderer
from services.audit.history import RecordedModel
from services.values.limits import LARGEST_AMOUNT
from services.values.years import FinancialYear

_LONGEST_QUOTED = 30
MOST_ROWS = 300


def limits(refusal: str = "The amount is too large.", least: int = -LARGEST_AMOUNT) -> list[BaseValidator]:
    """Return what refuses an amount below the least or too large, in these words."""
    return [MinValueValidator(least, refusal), MaxValueValidator(LARGEST_AMOUNT, refusal)]


class NumberField(forms.DecimalField):
    """A number typed as people write it: 3.5, 3.5%, £39,500."""

    widget = forms.TextInput

    def prepare_value(self, value: Any) -> Any:
        """Show a number with its thousands apart, without zeros at its end, and what was typed as it was typed."""
        return f"{value.normalize():,f}" if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Decimal | None:
        """Return the number; raises ValidationError quoting a text that is none."""
        text = str("" if value is None else value).strip()
        try:
            number: Decimal | None = super().to_python(
                text.removeprefix("£").removesuffix("%").replace(",", "")
            )
        except ValidationError as error:
            quoted = text[:_LONGEST_QUOTED]
            raise ValidationError(f"“{quoted}” is not a number. Enter it as 3.5 or 39,500.") from error
        return number


class YearsForm(PageFormMixin, forms.ModelForm):
    """A form of a record that has a row for each year, which is stored where it says something."""

    row_model: ClassVar[type[RecordedModel]]
    columns: ClassVar[tuple[str, ...]]
    """The fields of a row."""
    cell: ClassVar[str] = "{name}-{year}"
    """The name of the field for a column in a year."""
    related: ClassVar[str] = "years"
    """The name by which the record knows its rows."""

    def __init__(self, *args: Any, years: tuple[FinancialYear, ...], **options: Any) -> None:
        super().__init__(*args, **options)
        self.years = years
        rows = getattr(self.instance, self.related).all() if self.instance.pk else ()
        self.stored = {row.year: row for row in rows}
        for year in years:
            for name in self.columns:
                field = self.year_field(name, year)
                field.initial = self.shown(name, getattr(self.stored.get(year), name, None))
                self.fields[self.name_of(name, year)] = field

    def name_of(self, name: str, year: FinancialYear) -> str:
        """Return the name of the field for a column in a year."""
        return self.cell.format(name=name, year=year.start)

    def year_field(self, name: str, year: FinancialYear) -> forms.Field:
        """Return the field for a column in a year."""
        raise NotImplementedError

    def is_blank(self, name: str, value: Any) -> bool:
        """Return whether a value says nothing, so that no row is stored for it and nothing is shown."""
        return value in (None, "")

    def shown(self, name: str, value: Any) -> Any:
        """Return what the field of a stored value shows."""
        return None if self.is_blank(name, value) else value

    def stated(self, name: str, value: Any) -> Any:
        """Return what is stored of what was typed."""
        return value

    @property
    def about(self) -> list[BoundField]:
        """The fields of the record itself."""
        return [self[name] for name in self._meta.fields or ()]

    @property
    def headings(self) -> list[str]:
        """The headings of the grid's columns."""
        return [str(self.row_model._meta.get_field(name).verbose_name).capitalize() for name in self.columns]

    @property
    def grid(self) -> list[tuple[FinancialYear, list[BoundField]]]:
        """The years with their fields."""
        return [(year, [self[self.name_of(name, year)] for name in self.columns]) for year in self.years]

    @property
    def given(self) -> dict[FinancialYear, dict[str, Any]]:
        """What is to be stored, of the years that say something."""
        found = {}
        for year in self.years:
            typed = {name: self.cleaned_data.get(self.name_of(name, year)) for name in self.columns}
            if not all(self.is_blank(name, value) for name, value in typed.items()):
                found[year] = {name: self.stated(name, value) for name, value in typed.items()}
        return found

    def rows(self) -> tuple[list[Any], list[Any]]:
        """Return the rows to store, and those to delete: years that are not on the form are left alone."""
        given, kept = self.given, []
        for year, values in given.items():
            row = self.stored.get(year) or self.row_model(year=year)
            setattr(row, self.row_model.history_parent, self.instance)
            for name, value in values.items():
                setattr(row, name, value)
            kept.append(row)
        gone = [row for year, row in self.stored.items() if year in self.years and year not in given]
        return kept, gone

    def save(self, commit: bool = True) -> Any:
        """Save the record with its rows."""
        saved = super().save(commit)
        save_rows_of([self])
        return saved


def save_rows_of(grids: Sequence[YearsForm]) -> None:
    """Store the rows of records of one kind together."""
    rows = [grid.rows() for grid in grids]
    if grids:
        manager = grids[0].row_model.objects
        manager.delete_rows(chain.from_iterable(gone for _, gone in rows))
        manager.save_rows(chain.from_iterable(kept for kept, _ in rows))


class RecordFormSet(forms.BaseFormSet):
    """The records of one kind on one form, those that are stored and some to add; all are saved or none."""

    model: ClassVar[type[RecordedModel]]
    refusal: ClassVar[str]
    """The words for what the database refuses of records that are right by themselves."""

    def __init__(self, *args: Any, stored: Sequence[RecordedModel], **options: Any) -> None:
        self.stored = stored
        super().__init__(*args, **options)

    def new(self, number: int) -> RecordedModel:
        """Return the record of a row that is none of the stored."""
        raise NotImplementedError

    def spare(self) -> list[RecordedModel]:
        """Return the records that can be added."""
        return [self.new(len(self.stored))]

    def initial_form_count(self) -> int:
        """Return the number of stored records: rows behind them may stay blank."""
        return super().initial_form_count() if self.is_bound else len(self.stored)

    @cached_property
    def shown(self) -> list[RecordedModel]:
        """The stored records with those that can be added."""
        return [*self.stored, *self.spare()]

    def total_form_count(self) -> int:
        """Return the number of rows."""
        return super().total_form_count() if self.is_bound else len(self.shown)

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """Give each row its record: by the key that was sent, for the stored records may be others by now."""
        options = super().get_form_kwargs(index)
        record: RecordedModel | None
        if self.is_bound:
            key = self.data.get(f"{self.add_prefix(index)}-id", "")
            record = next((each for each in self.stored if str(each.pk) == key), None)
        else:
            record = self.shown[index or 0]
        # A copy: what is typed goes onto it, and is compared with the stored record afterwards.
        instance = copy(record) if record else self.new(index or 0)
        return options | {"instance": instance, "empty_permitted": instance.pk is None}

    @property
    def wanted(self) -> list[Any]:
        """The rows to be stored."""
        return [form for form in self.forms if self._is_wanted(form)]

    def _is_wanted(self, form: Any) -> bool:
        is_told = form.instance.pk is not None or form.has_changed()
        return is_told and not (self.can_delete and self._should_delete_form(form))

    def add_error(self, field: str | None, error: Any) -> None:
        """Add a message about the rows together."""
        self._non_form_errors.append(error)

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Every message with the id of the field that it is about."""
        if not self.is_bound:
            return []
        found = [("", str(error)) for error in self.non_form_errors()]
        for form in self.wanted:
            fields = form.visible_fields()
            found += [(fields[0].focus_id, str(error)) for error in form.non_field_errors()]
            found += [
                (field.focus_id, f"{form.name_before(field)}: {error}")
                for field in fields
                for error in field.errors
            ]
        return found

    def save(self) -> None:
        """Store all records; raises ValidationError where the database refuses what they come to."""
        try:
            with transaction.atomic():
                self.model.objects.delete_rows(
                    form.instance for form in self.deleted_forms if form.instance.pk is not None
                )
                self.write()
        except IntegrityError as error:
            raise ValidationError(self.refusal) from error

    def write(self) -> None:
        """Store the rows that are wanted."""
        raise NotImplementedError


def formset_of(form: type[YearsForm], formset: type[RecordFormSet]) -> Any:
    """Return the class of a form of all records of one kind."""
    return forms.formset_factory(
        form,
        formset=formset,
        can_delete=True,
        max_num=MOST_ROWS,
        absolute_max=MOST_ROWS,
        renderer=PageFormRenderer(),
    )
