"""Error messages of form fields, which name the field and say what to write."""

from typing import TypeVar

from django import forms

from services.values.wording import within_sentence

Kind = TypeVar("Kind", bound=forms.Field)

_CHOSEN = (forms.ChoiceField, forms.ModelChoiceField)
_DJANGOS_OWN = {
    str(message)
    for kind in (
        forms.Field,
        forms.IntegerField,
        forms.DecimalField,
        forms.DateField,
        forms.ChoiceField,
        forms.ModelChoiceField,
    )
    for message in kind.default_error_messages.values()
}


def in_own_words(field: Kind) -> Kind:
    """Give a field messages that name it, such as “Give the title.”, where it has none of its own; return it."""
    label = within_sentence(str(field.label or "value"))
    words = {
        "required": f"Choose the {label}." if isinstance(field, _CHOSEN) else f"Enter the {label}.",
        "max_length": "Enter %(limit_value)d characters or fewer. You have entered %(show_value)d.",
        "invalid_choice": f"Choose the {label} from the list.",
        **_when_invalid(field),
    }
    for code, message in words.items():
        held = field.error_messages.get(code)
        if held is None or str(held) in _DJANGOS_OWN:
            field.error_messages[code] = message
    return field


class OwnWordsForm(forms.Form):
    """A form whose fields say what is wrong in words that name them."""

    def full_clean(self) -> None:
        """Check the form, each field with messages in its own words."""
        for field in self.fields.values():
            in_own_words(field)
        super().full_clean()


def _when_invalid(field: forms.Field) -> dict[str, str]:
    if isinstance(field, forms.DateField):
        return {"invalid": "Enter a date, for example 24/09/2027."}
    if isinstance(field, forms.IntegerField):
        return {
            "invalid": "Enter a whole number.",
            "min_value": "Enter %(limit_value)s or more.",
            "max_value": "Enter %(limit_value)s or less.",
        }
    return {}
