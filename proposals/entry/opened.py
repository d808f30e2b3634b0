"""The state of a proposal's page when it was opened: a short digest of each field, in the page, signed.

Digests are enough to tell which fields a person touched and which somebody else changed meanwhile, and they
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
"""The name of the hidden field that contains the digests."""

Digests = Mapping[str, str]
_SALT = "proposals.entry.opened"


def digest_of(text: str) -> str:
    """Return the digest of a text."""
    return hashlib.blake2b(text.encode(), digest_size=6).hexdigest()


NOTHING = digest_of("")


def text_of(bound: BoundField) -> str:
    """Return the value of a field in words, the same however it was typed and whatever a browser made of it."""
    if isinstance(bound.field.widget, forms.CheckboxInput):
        return "yes" if bound.value() else ""
    text = "\n".join(bound.shown.splitlines()).strip()
    if isinstance(bound.field, forms.MultipleChoiceField):
        return ", ".join(sorted(text.split(", ")))
    return text


def stored_fields(entry: EntryForms) -> Iterator[tuple[str, forms.Form, Any]]:
    """Yield the key, the form and the field of everything that represents a stored value; new rows do not."""
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
    """Return the key of a stored row of a list, such as “risks:12”."""
    return f"{str(form.prefix).rsplit('-', 1)[0]}:{key}"


def reason_key(code: str) -> str:
    """Return the key of the reason given for a warning, which is the name of its field."""
    return f"reason-{code}"


def signed_digests(entry: EntryForms) -> str:
    """Return the digests of a page as it is stored, signed for its proposal."""
    digests = {key: digest_of(text_of(bound)) for key, _, bound in stored_fields(entry)}
    # A field that was empty need not be listed.
    told = {key: digest for key, digest in digests.items() if digest != NOTHING}
    told |= {
        reason_key(row.code): digest_of(row.reason.strip()) for row in entry.stored_rows["warning_reasons"]
    }
    rows = (form for listed in entry.lists.values() for form in listed.forms if form.row is not None)
    told |= {row_key(form, form.row.pk): "" for form in rows}
    return signing.dumps(told, salt=f"{_SALT}.{entry.proposal.pk}", compress=True)


def digests_in(data: Any, pk: int) -> Digests | None:
    """Return the digests that the page of this proposal sent; None where it sent none that can be trusted."""
    try:
        digests = signing.loads(str(data.get(OPENED, "")), salt=f"{_SALT}.{pk}")
    except signing.BadSignature:
        return None
    return digests if isinstance(digests, dict) else None
