"""The base of the admin's forms: amounts typed as people write them, named rows, plain error messages."""

from typing import Any, ClassVar

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import models
from django.forms.models import BaseInlineFormSet

from services.forms.fields import DayField, DayInput, LongTextField, PoundsField

TYPED_BY_PEOPLE: dict[type[models.Field], dict[str, Any]] = {
    models.BigIntegerField: {"form_class": PoundsField, "widget": forms.TextInput(attrs={"size": 12})},
    models.DateField: {"form_class": DayField, "widget": DayInput},
    models.TextField: {"form_class": LongTextField, "widget": AdminTextareaWidget},
}
"""The `formfield_overrides` of an admin page: amounts in pounds, dates, and texts of several paragraphs."""


class RowForm(forms.ModelForm):
    """A row below a record: every field says what it is, for those who do not see the column's heading."""

    key_field: ClassVar[str] = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            # The admin wraps the list of a relation, and copies its attributes for the wrapper alone.
            widget = getattr(field.widget, "widget", field.widget)
            widget.attrs.setdefault("aria-label", str(field.label))
            field.error_messages["min_value"] = "Enter a positive amount or 0."

    def validate_constraints(self) -> None:
        """Leave it to the set of rows to find two of a kind, which it says beside the field."""
        exclude = {*self._get_validation_exclusions(), *filter(None, [self.key_field])}
        try:
            self.instance.validate_constraints(exclude=exclude)
        except forms.ValidationError as error:
            self._update_errors(error)


class RowFormSet(BaseInlineFormSet):
    """The rows below a record, of which no two may have the same `key_field`."""

    key_field: ClassVar[str] = ""

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        """Name the box that deletes a row."""
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            row = str(form.instance) if form.instance.pk else "this row"
            form.fields["DELETE"].widget.attrs["aria-label"] = f"Delete {row}"

    def clean(self) -> None:
        """Report a row that repeats a stored one, or one above it, beside its field.

        A key that another row gives up in the same step counts as held: the database would refuse the
        order in which they are saved. Without a key field, two of a kind are found as Django finds them.
        """
        if not self.key_field:
            super().clean()
            return
        held = {form.initial.get(self.key_field): form for form in self.initial_forms}
        seen: set[Any] = set()
        for form in self.forms:
            key = getattr(form, "cleaned_data", {}).get(self.key_field)
            if not key or self._should_delete_form(form):
                continue
            if key in seen or held.get(key, form) is not form:
                form.add_error(self.key_field, self.repeated(form, key))
            seen.add(key)

    def repeated(self, form: forms.ModelForm, key: Any) -> str:
        """Return the words for a row that repeats another."""
        field = form.fields[self.key_field]
        shown = dict(getattr(field, "choices", ())).get(key, key)
        return f"There is already a row for {shown}. Change the existing row."
