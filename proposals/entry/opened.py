"""What a proposal's page held when it was opened: a short mark for each field, carried by the page, signed.

Marks are enough to tell which fields a person touched and which somebody else changed meanwhile, and they
take far less of the page than the texts.
"""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.core import signing
from django.forms.boundfield import BoundField

from proposals.entry.entry_forms import EntryForms
from proposals.entry.rows import RowForm

OPENED = "opened"
"""The name of the hidden field that carries the marks."""

Marks = Mapping[str, str]
_SALT = "proposals.entry.opened"


def mark_of(text: str) -> str:
    """Return the mark of a text."""
    return hashlib.blake2b(text.encode(), digest_size=6).hexdigest()


NOTHING = mark_of("")


def text_of(bound: BoundField) -> str:
    """Return what a field holds in words, the same however it was typed and whatever a browser made of it."""
    if isinstance(bound.field.widget, forms.CheckboxInput):
        return "yes" if bound.value() else ""
    text = "\n".join(bound.shown.splitlines()).strip()
    if isinstance(bound.field, forms.MultipleChoiceField):
        return ", ".join(sorted(text.split(", ")))
    return text


def held_fields(entry: EntryForms) -> Iterator[tuple[str, forms.Form, Any]]:
    """Yield the key, the form and the field of all that stands for something held; new rows do not."""
    for form in entry.all_forms():
        if isinstance(form, RowForm):
            if form.row is None:
                continue
            prefix = row_key(form, form.row.pk)
            for bound in form.visible_fields():
                yield f"{prefix}:{bound.name}", form, bound
        else:
            for bound in form.visible_fields():
                yield str(bound.html_name), form, bound


def row_key(form: RowForm, key: object) -> str:
    """Return what a held row of a list goes by, such as “risks:12”."""
    return f"{str(form.prefix).rsplit('-', 1)[0]}:{key}"


def reason_key(code: str) -> str:
    """Return what the reason given for a warning goes by, which is the name of its field."""
    return f"reason-{code}"


def signed_marks(entry: EntryForms) -> str:
    """Return the marks of a page as it is stored, signed for its proposal."""
    marks = {key: mark_of(text_of(bound)) for key, _, bound in held_fields(entry)}
    # What held nothing need not be said.
    told = {key: mark for key, mark in marks.items() if mark != NOTHING}
    told |= {reason_key(row.code): mark_of(row.reason.strip()) for row in entry.held["warning_reasons"]}
    told |= {f"{row_key(form, form.row.pk)}": "" for form in _held_rows(entry)}
    return signing.dumps(told, salt=f"{_SALT}.{entry.proposal.pk}", compress=True)


def marks_in(data: Any, pk: int) -> Marks | None:
    """Return the marks that the page of this proposal carried; None where it carried none that can be trusted."""
    try:
        marks = signing.loads(str(data.get(OPENED, "")), salt=f"{_SALT}.{pk}")
    except signing.BadSignature:
        return None
    return marks if isinstance(marks, dict) else None


def _held_rows(entry: EntryForms) -> Iterator[RowForm]:
    for listed in entry.lists.values():
        yield from (form for form in listed.forms if form.row is not None)
