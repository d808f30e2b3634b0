"""The form of the comparison: the two versions, and which changes to show."""

from typing import Any

from django import forms

from councilsavings.forms import FilterForm
from proposals.changes import CHANGE_KINDS, Changes, NotComparable, compare
from reports.appendices.forms import AppendixForm
from reports.comparing.sides import NOW, Choice, Side, UnknownSide, choices_for, rounds_for, side_of

BEFORE, AFTER, KIND, DIRECTORATE = "before", "after", "kind", "directorate"
ADDED, WITHDRAWN = "added", "withdrawn"
SHOWN: dict[str, str] = {ADDED: "Added", WITHDRAWN: "Withdrawn, or not carried forward", **CHANGE_KINDS}
"""The kinds of change that the page can show."""

_NOTHING_CHOSEN: Choice = ("", "Choose")
_UNKNOWN = (
    "There is no such round or edition, or you do not have permission to view it. Choose one from the list."
)
_AS_NOW: Choice = (NOW, "The current version of the earlier edition’s proposals")


class CompareForm(FilterForm):
    """Two rounds or editions; once both are good, `changes` is what changed between them."""

    before = forms.ChoiceField(
        label="Earlier",
        error_messages={
            "required": "Choose the earlier round or edition.",
            "invalid_choice": _UNKNOWN,
        },
    )
    after = forms.ChoiceField(
        label="Later",
        error_messages={"required": "Choose the later round or edition.", "invalid_choice": _UNKNOWN},
    )
    kind = forms.ChoiceField(
        label="Changes to show",
        required=False,
        choices=[("", "All changes"), *SHOWN.items()],
        error_messages={"invalid_choice": "“%(value)s” is no kind of change: choose one from the list."},
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.rounds = rounds_for(user)
        self.groups = choices_for(user, self.rounds)
        self.sides: tuple[Side, Side] | None = None
        self.changes: Changes | None = None
        now = [("Current version", [_AS_NOW])] if user.is_authenticated else []
        self._field(BEFORE).choices = [_NOTHING_CHOSEN, *self.groups]
        self._field(AFTER).choices = [_NOTHING_CHOSEN, *now, *self.groups]

    @property
    def can_compare(self) -> bool:
        """Return whether there is anything to compare at all."""
        listed = [choice for _, choices in self.groups for choice in choices]
        return len(listed) > 1 or (len(listed) == 1 and bool(self.user.is_authenticated))

    def clean(self) -> dict[str, Any]:
        """Read both sides and compare them, or say at the later one why they cannot be compared."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        before, after = cleaned.get(BEFORE), cleaned.get(AFTER)
        if not before or not after:
            return cleaned
        if before == after:
            self.add_error(AFTER, "Choose two different rounds or editions.")
            return cleaned
        try:
            self.sides = self._sides(before, after)
            earlier, later = self.sides
            self.changes = compare(
                earlier.record, later.record, is_successor=earlier.budget_round != later.budget_round
            )
        except UnknownSide:
            self.add_error(
                AFTER,
                "To compare with the current version of the proposals, choose an edition as the earlier "
                "version.",
            )
        except NotComparable as error:
            self.add_error(AFTER, f"Choose two of the same council. {error}")
        return cleaned

    def _sides(self, before: str, after: str) -> tuple[Side, Side]:
        earlier = side_of(self.user, before, self.rounds)
        return earlier, side_of(self.user, after, self.rounds, earlier)

    def _field(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        return field


class ChangesAppendixForm(AppendixForm):
    """The words on the cover of an appendix of changes."""

    style = None  # there is one kind only
