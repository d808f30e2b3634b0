"""The renderer of forms on the pages, and the sign-in form.

The look belongs to a form, not to the project: a form that inherits `PageForm` (or mixes in
`PageFormMixin`) names `PageFormRenderer` as its `default_renderer`. The setting FORM_RENDERER stays
Django's own `TemplatesSetting`, so the admin, whose forms never ask, keeps its widgets and classes.
For the same reason nothing under templates/ is named django/forms/…: that would change every form.

A formset hands its own renderer to its forms: call `formset_factory(…, renderer=PageFormRenderer())`.
Widgets of several parts (SplitDateTimeWidget, SelectDateWidget) are not for pages: Django gives the
parts no labels.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.renderers import BaseRenderer, TemplatesSetting
from django.forms.widgets import Input

# A subclass stands before its base: the first match names the class that the style sheet knows.
WIDGET_CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxSelectMultiple, "govuk-checkboxes__input"),
    (forms.RadioSelect, "govuk-radios__input"),
    (forms.CheckboxInput, "govuk-checkboxes__input"),
    (forms.Select, "govuk-select"),
    (forms.Textarea, "govuk-textarea"),
    (forms.FileInput, "govuk-file-upload"),
    (Input, "govuk-input"),
)
# What to do about a field that was left empty, where its form has no words of its own; told by the widget's kind.
TO_DO_WITH_EMPTY: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxSelectMultiple, "Choose at least one."),
    (forms.RadioSelect, "Choose one."),
    (forms.CheckboxInput, "Tick the box."),
    (forms.Select, "Choose one from the list."),
    (forms.FileInput, "Choose a file."),
    (Input, "This field is required."),
    (forms.Textarea, "This field is required."),
)
CLASSES_WITH_ERROR_LOOK = frozenset({"govuk-select", "govuk-textarea", "govuk-file-upload", "govuk-input"})


def what_to_do_with(widget: forms.Widget) -> str:
    """Return what somebody is told to do who left the widget empty that has to be filled in."""
    return next(
        (words for kind, words in TO_DO_WITH_EMPTY if isinstance(widget, kind)), "This field is required."
    )


class PageBoundField(BoundField):
    """A form field that knows its style sheet classes and where an error link should land."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """Return Django's attributes of the widget with the classes of its kind added."""
        widget = widget or self.field.widget
        built = super().build_widget_attrs(attrs, widget)
        if isinstance(widget, forms.RadioSelect) and not isinstance(widget, forms.CheckboxSelectMultiple):
            # ARIA knows no invalid radio button; the group's fieldset carries the error instead.
            built.pop("aria-invalid", None)
        classes = [widget.attrs.get("class", ""), built.get("class", ""), self._kind_class(widget)]
        if any(classes):
            built["class"] = " ".join(filter(None, classes))
        return built

    def _kind_class(self, widget: forms.Widget) -> str:
        for kind, name in WIDGET_CLASSES:
            if isinstance(widget, kind) and not widget.is_hidden:
                return f"{name} {name}--error" if self.errors and name in CLASSES_WITH_ERROR_LOOK else name
        return ""

    @property
    def focus_id(self) -> str:
        """The id of the first control of the field, where a link in the error summary leads."""
        widget = self.field.widget
        if isinstance(widget, forms.RadioSelect):
            options = self.subwidgets
            return str(options[0].id_for_label) if options else self.auto_id
        return self.id_for_label or self.auto_id

    @property
    def is_single_checkbox(self) -> bool:
        """Return whether the label belongs behind the control."""
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def says_optional(self) -> bool:
        """Return whether the label ends in “(optional)”; a required field is the rule and says nothing."""
        return (
            getattr(self.form, "marks_optional", False)
            and not self.field.required
            and not self.field.disabled
            and not self.is_single_checkbox
            and not self._has_always_a_choice
        )

    @property
    def _has_always_a_choice(self) -> bool:
        """Return whether one of the radio buttons is chosen from the first and none of them means nothing."""
        return (
            type(self.field.widget) is forms.RadioSelect
            and bool(self.initial)
            and all(value != "" for value, _ in self.field.widget.choices)
        )


class PageFormRenderer(TemplatesSetting):
    """Draw labels, hints, errors and grouped choices with the templates in components/forms/."""

    form_template_name = "components/forms/form.html"
    field_template_name = "components/forms/field.html"
    bound_field_class = PageBoundField
    widget_templates = {
        "django/forms/widgets/radio.html": "components/forms/radios.html",
        "django/forms/widgets/checkbox_select.html": "components/forms/checkboxes.html",
        "django/forms/widgets/number.html": "components/forms/number.html",
        "django/forms/widgets/clearable_file_input.html": "components/forms/clearable_file.html",
    }

    def get_template(self, template_name: str) -> Any:
        """Return the page's template of that name, or Django's where the page has none."""
        return super().get_template(self.widget_templates.get(template_name, template_name))


class PageFormMixin:
    """A mixin that makes any Django form look like the pages; it goes before the form in the bases."""

    fields: dict[str, forms.Field]

    default_renderer: BaseRenderer | type[BaseRenderer] | None = PageFormRenderer
    # The browser's own bubbles speak before ours, in other words, and vanish: errors come from us.
    use_required_attribute = False
    marks_optional = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if field.error_messages["required"] == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = what_to_do_with(field.widget)


class PageForm(PageFormMixin, forms.Form):
    """A form on a page."""


def name_no_choice(form: forms.BaseForm, *names: str, words: str = "None") -> None:
    """Say in words that nothing is chosen, where Django draws a line."""
    for name in names:
        field = form.fields[name]
        field.choices = [(value, words if value == "" else label) for value, label in field.choices]


def save_own_fields(form: forms.ModelForm) -> Any:
    """Save the record: of a stored one the form's own fields only, so that nothing else is put back as it was read."""
    record = form.instance
    is_new = record._state.adding
    record.save(
        update_fields=None if is_new else [name for name in form._meta.fields or () if name in form.fields]
    )
    return record


def add_errors(form: PageForm, error: ValidationError) -> None:
    """Put each message at its field, and a message about no field of the form above it."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, problems in error.error_dict.items():
        form.add_error(name if name in form.fields else None, problems)


class FilterForm(PageFormMixin, forms.Form):
    """A form that narrows a list; every field is optional, so none says it."""

    marks_optional = False
