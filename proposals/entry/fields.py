"""Fields that the forms of a proposal's page share, typed as people write them, with their messages."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField

from councilsavings.forms import PageBoundField
from proposals.entry.renderer import EntryRenderer
from services.forms.error_messages import OwnWordsForm
from services.forms.fields import LONGEST_AMOUNT, LongTextField, PoundsField
from services.values.limits import LARGEST_AMOUNT, LARGEST_FTE
from services.values.money import UnreadableFTE, format_fte, parse_fte, plain_number

LONGEST_TEXT = 100_000
"""Characters of one narrative text: fifty printed pages."""


class EntryBoundField(PageBoundField):
    """A field whose hint, errors and warnings are next to it under ids of their own."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """Return Django's attributes of the widget, described by hint, errors and warnings."""
        built = super().build_widget_attrs(attrs, widget)
        if not (widget or self.field.widget).is_hidden and self.auto_id:
            hint = f"{self.auto_id}_helptext " if self.field.help_text else ""
            built["aria-describedby"] = f"{hint}{self.auto_id}_error {self.auto_id}_warnings"
        return built

    @property
    def is_long(self) -> bool:
        """Return whether the field is for a text of several paragraphs."""
        return isinstance(self.field.widget, forms.Textarea)

    @property
    def word_count(self) -> int:
        """Return the number of words in the field as it is shown."""
        return len(str(self.value() or "").split())

    @property
    def shown(self) -> str:
        """The value of the field, in the words that the page prints."""
        value = self.value()
        if self.errors:
            return str(value or "")
        if self.form.is_bound:
            value = self.form.cleaned_data.get(self.name, value)
        return str(self.field.in_words(value) if hasattr(self.field, "in_words") else _in_words(self, value))


def _in_words(bound: BoundField, value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None or value == "":
        return ""
    choices = getattr(bound.field, "choices", None)
    if isinstance(bound.field, forms.ModelChoiceField):
        chosen = value if hasattr(value, "pk") else bound.field.queryset.filter(pk=value).first()
        return str(chosen or "")
    if choices is not None:
        listed = {str(key): str(label) for key, label in choices}
        many = value if isinstance(value, list | tuple) else [value]
        return ", ".join(listed.get(str(item), str(item)) for item in many)
    return str(bound.field.prepare_value(value))


class EntryForm(OwnWordsForm):
    """A form that is one part of the page."""

    bound_field_class = EntryBoundField
    default_renderer = EntryRenderer
    use_required_attribute = False


class AmountField(PoundsField):
    """An amount in whole pounds typed as 0.906m, 906k or 906,000; blank is None."""

    def __init__(self, *, may_be_negative: bool = False, **options: Any) -> None:
        super().__init__(required=False, **options)
        self.may_be_negative = may_be_negative
        self.widget.attrs.update({"inputmode": "text", "autocomplete": "off", "spellcheck": "false"})

    def clean(self, value: Any) -> int | None:
        """Return the pounds; raises ValidationError for what is no amount, too large, or wrongly negative."""
        pounds: int | None = super().clean(value)
        if pounds is None:
            return None
        if pounds < 0 and not self.may_be_negative:
            raise ValidationError("Enter a positive amount or 0.")
        if abs(pounds) > LARGEST_AMOUNT:
            raise ValidationError("This amount is too large.")
        return pounds


class ShareField(forms.DecimalField):
    """A percentage from 0 to 100 with at most two decimals, typed with or without its sign; blank is None."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            required=False,
            min_value=0,
            max_value=100,
            decimal_places=2,
            widget=forms.TextInput(attrs={"inputmode": "decimal"}),
            error_messages={
                **dict.fromkeys(("invalid", "min_value", "max_value"), "Enter a percentage from 0 to 100."),
                "max_decimal_places": "Enter a percentage with at most 2 decimal places.",
            },
            **options,
        )

    def prepare_value(self, value: Any) -> Any:
        """Show a number without zeros at its end, and what was typed as it was typed."""
        return plain_number(value) if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Decimal | None:
        """Return the percentage; raises ValidationError for a text that is none."""
        share: Decimal | None = super().to_python(str(value or "").strip().removesuffix("%").strip())
        return share


class FTEField(forms.Field):
    """A change in full-time equivalents with at most two decimals; a reduction is negative, blank is None."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, **options)
        self.widget.attrs.update({"inputmode": "text", "autocomplete": "off", "spellcheck": "false"})

    def prepare_value(self, value: Any) -> Any:
        """Show a number with two decimals, and what was typed as it was typed."""
        return format_fte(value) if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Decimal | None:
        """Return the change; raises ValidationError quoting a text that is none."""
        text = "" if value in self.empty_values else str(value).strip()
        if not text:
            return None
        if len(text) > LONGEST_AMOUNT:
            raise ValidationError("This is too long for a number of FTE posts.")
        try:
            change = parse_fte(text)
        except UnreadableFTE as error:
            raise ValidationError(
                f"{error} Enter a reduction as a negative number, for example -2.5."
            ) from error
        if abs(change) > LARGEST_FTE:
            raise ValidationError("This number of posts is too large.")
        return change


class _NarrativeField(LongTextField):
    """A text of several paragraphs; blanks alone are nothing."""

    def to_python(self, value: Any) -> str:
        """Return the text, empty where it is only blanks."""
        text = super().to_python(value)
        return text if text.strip() else ""


def long_text(label: str, *, rows: int = 4, **options: Any) -> forms.CharField:
    """Return a field for a text of several paragraphs."""
    widget = forms.Textarea(attrs={"rows": rows, "cols": 60})
    return _NarrativeField(
        label=label, required=False, max_length=LONGEST_TEXT, **{"widget": widget, **options}
    )


def short_text(label: str, longest: int, **options: Any) -> forms.CharField:
    """Return a field for a text on one line, of at most `longest` characters."""
    return forms.CharField(label=label, required=False, max_length=longest, **options)


REASON = "change_reason"
"""The name of the field that asks why the page is changed."""


class ReasonForm(EntryForm):
    """The reason for changing what was signed off or is published; required where the change is material."""

    change_reason = long_text(
        "Reason for the change",
        rows=2,
        help_text="Required for a material change. It is recorded in the history, so do not include exempt "
        "information.",
    )

    @property
    def text(self) -> str:
        """The reason as it was given, without blanks around it."""
        return str(self.cleaned_data.get(REASON, "")).strip() if self.is_bound else ""
