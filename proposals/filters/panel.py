"""The panel of filters as it is drawn: groups of fields, each choice with how many rows it would give.

HTML is made here and not in a template: a hundred and fifty choices take a template several times as long as the
whole rest of the page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.safestring import SafeString

from proposals.filters.bands import NOT_STATED
from proposals.filters.choices import Choice
from proposals.filters.form import SEVERAL, ProposalFilterForm
from services.values.wording import listed

Counts = Mapping[str, Mapping[str, int]]

_TELLING = ("start_year", "risk", "size", "fte")
"""The filters by which a reader asks what may not be known at all."""


@dataclass(frozen=True)
class Group:
    """Fields under one heading; `chosen` counts the choices made in them."""

    title: str
    chosen: int
    has_errors: bool
    fields: SafeString


class FilterPanel:
    """The filter form of a list with the counts of its choices, ready to draw."""

    def __init__(
        self, form: ProposalFilterForm, choices: Mapping[str, Sequence[Choice]], counts: Counts
    ) -> None:
        self.form, self.choices, self.counts = form, choices, counts

    @cached_property
    def chosen(self) -> Mapping[str, frozenset[str]]:
        """The values that the address gives each field, readable or not."""
        return {name: frozenset(_given(self.form, name)) for name in self.form.fields}

    @property
    def search(self) -> SafeString:
        """The field for the text, which comes before the groups."""
        return SafeString(self._text("text", self.form.fields["text"]))

    @cached_property
    def groups(self) -> list[Group]:
        """The groups that offer anything."""
        groups = []
        for title, names in self.form.groups:
            # Safe: every text in it was escaped where it was put in.
            fields = SafeString("".join(filter(None, map(self._field, names))))
            if fields:
                chosen = sum(len(self.chosen[name]) for name in names)
                has_errors = any(name in self.form.errors for name in names)
                groups.append(Group(title, chosen, has_errors, fields))
        return groups

    @property
    def chosen_count(self) -> int:
        """The number of choices that the address makes."""
        return sum(map(len, self.chosen.values()))

    @property
    def not_stated(self) -> str:
        """The labels of what no proposal states, so that nobody looks for a filter that is not offered."""
        return listed(
            str(self.form.fields[name].label)
            for name in _TELLING
            if {choice.key for choice in self._drawn(name)} == {NOT_STATED}
        )

    def _drawn(self, name: str) -> list[Choice]:
        """Return the choices of a field that some proposal has, or that are made."""
        chosen = self.chosen[name]
        return [choice for choice in self.choices[name] if choice.is_held or choice.key in chosen]

    def _field(self, name: str) -> str:
        """Return one field, or nothing where there is nothing to choose."""
        field = self.form.fields[name]
        if not isinstance(field, forms.ChoiceField):
            return self._text(name, field)
        # A single choice tells nothing apart, unless it asks for what rows do not store, as an edition does.
        fewest = 2 if name in self.counts else 1
        if len(self._drawn(name)) < fewest and not self.chosen[name]:
            return ""
        draw = self._checkboxes if name in SEVERAL else self._select
        return draw(name, field)

    def _checkboxes(self, name: str, field: forms.ChoiceField) -> str:
        counts, chosen = self.counts[name], self.chosen[name]
        items = "".join(
            '<div class="govuk-checkboxes__item">'
            f'<input class="govuk-checkboxes__input" type="checkbox" name="{name}" id="id_{name}_{place}" '
            f'value="{escape(choice.key)}"{" checked" if choice.key in chosen else ""}>'
            f'<label class="govuk-label govuk-checkboxes__label" for="id_{name}_{place}">{escape(choice.words)} '
            f'<span class="app-filter__count">({counts.get(choice.key, 0):,})</span></label></div>'
            for place, choice in enumerate(self._drawn(name))
        )
        described, notes = self._notes(name, field)
        error = " govuk-form-group--error" if name in self.form.errors else ""
        return (
            f'<div class="govuk-form-group{error}"><fieldset class="govuk-fieldset"{described}>'
            f'<legend class="govuk-fieldset__legend">{escape(str(field.label))}</legend>{notes}'
            f'<div class="govuk-checkboxes govuk-checkboxes--small app-filter__choices" id="id_{name}">{items}</div>'
            "</fieldset></div>"
        )

    def _select(self, name: str, field: forms.ChoiceField) -> str:
        counts, chosen = self.counts.get(name), self.chosen[name]
        options = "".join(
            f'<option value="{escape(choice.key)}"{" selected" if choice.key in chosen else ""}>'
            f"{escape(choice.words)}{f' ({counts.get(choice.key, 0):,})' if counts is not None else ''}</option>"
            for choice in self._drawn(name)
        )
        described, notes = self._notes(name, field)
        error = name in self.form.errors
        return (
            f'<div class="govuk-form-group{" govuk-form-group--error" if error else ""}">'
            f'<label class="govuk-label" for="id_{name}">{escape(str(field.label))}</label>{notes}'
            f'<select class="govuk-select{" govuk-select--error" if error else ""}" name="{name}" '
            f'id="id_{name}"{described}{" aria-invalid=true" if error else ""}>'
            f'<option value="">Any</option>{options}</select></div>'
        )

    def _text(self, name: str, field: forms.Field) -> str:
        described, notes = self._notes(name, field)
        error = name in self.form.errors
        widget: Any = field.widget
        kind = escape(str(widget.attrs.get("type", widget.input_type)))
        extra = escape(f" {widget.attrs.get('class', '')}".rstrip())
        modes = "".join(
            f' {key}="{escape(str(value))}"'
            for key, value in widget.attrs.items()
            if key not in {"type", "class"}
        )
        value = str(widget.format_value(self.form[name].value()) or "") if self.form.is_bound else ""
        value_said = f' value="{escape(value)}"' if value else ""
        return (
            f'<div class="govuk-form-group{" govuk-form-group--error" if error else ""}">'
            f'<label class="govuk-label" for="id_{name}">{escape(str(field.label))}</label>{notes}'
            f'<input class="govuk-input{extra}{" govuk-input--error" if error else ""}" type="{kind}" name="{name}" '
            f'id="id_{name}"{modes}{value_said}'
            f"{described}{' aria-invalid=true' if error else ''}></div>"
        )

    def _notes(self, name: str, field: forms.Field) -> tuple[str, str]:
        """Return what describes a field: the attribute that points there, and the hint and error themselves."""
        ids, notes = [], ""
        if field.help_text:
            ids.append(f"id_{name}_helptext")
            notes += f'<div id="{ids[-1]}" class="govuk-hint">{escape(str(field.help_text))}</div>'
        if name in self.form.errors:
            ids.append(f"id_{name}_error")
            words = "<br>".join(
                f'<span class="govuk-visually-hidden">Error:</span> {escape(str(error))}'
                for error in self.form.errors[name]
            )
            notes += f'<p id="{ids[-1]}" class="govuk-error-message">{words}</p>'
        return (f' aria-describedby="{" ".join(ids)}"' if ids else ""), notes


def _given(form: forms.Form, name: str) -> list[str]:
    if not form.is_bound:
        return []
    data = form.data
    values = data.getlist(name) if isinstance(data, QueryDict) else [data.get(name)]
    return [str(value) for value in values if value not in ("", None)]
