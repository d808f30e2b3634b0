"""Merge what two people changed of the same proposal since its page was opened, field by field.

A field that this person did not touch takes what is stored now; one that only they touched keeps what they
typed; one that both changed keeps what they typed too, and is shown with both, to be decided by them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django import forms

from proposals.domain.amounts import TOLD_OTHERWISE
from proposals.entry.describe import part_of
from proposals.entry.entry_forms import EntryForms, label_of
from proposals.entry.equality import CommitteesForm
from proposals.entry.grid import YearForm
from proposals.entry.identity import ProposalForm
from proposals.entry.opened import (
    NOTHING,
    Digests,
    digest_of,
    reason_key,
    row_key,
    stored_fields,
    text_of,
)
from proposals.entry.rows import RowForm
from proposals.models import SavingsProposal
from services.admin.scope import as_key
from services.audit.change_words import words_of
from services.models import ChangeRecord
from services.values.changes import ChangedBy, FieldChange, changed_by

MOST_SHOWN = 50
NOT_THERE = "(nothing)"
DELETED = "(deleted)"
SOMEBODY = "somebody else"
_DELETE = "DELETE"


@dataclass(frozen=True)
class ChangeSince:
    """A change that somebody else made: who, when, of what, and the fields."""

    who: str
    at: datetime
    what: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, kw_only=True)
class MergedField(FieldChange):
    """A field that is stored (`before`) otherwise than it was typed (`after`): who changed it, and its position."""

    section: str
    who: str = ""
    focus_id: str = ""


@dataclass
class Merged:
    """The typed page with the changes of others taken over, and the fields by who changed them."""

    data: Any
    both: list[MergedField] = field(default_factory=list)
    taken: list[MergedField] = field(default_factory=list)
    yours: list[MergedField] = field(default_factory=list)

    @property
    def is_same(self) -> bool:
        """Return whether nothing that was typed differs from what is stored now."""
        return not (self.both or self.taken or self.yours)


class LogSince:
    """The rows of the log about a proposal since its page was made; nothing exempt is among them."""

    def __init__(self, proposal: SavingsProposal, seen: int) -> None:
        rows = _log_of(proposal).public().filter(pk__gt=seen, action__in=["created", "changed", "deleted"])
        self._turned = TOLD_OTHERWISE[proposal.direction]
        self._rows: list[ChangeRecord] = list(rows.order_by("pk"))

    def changes(self) -> list[ChangeSince]:
        """Return the first changes, oldest first."""
        return [
            ChangeSince(
                row.actor_name,
                row.at,
                f"{row.record_text} {row.get_action_display()}",
                tuple(item.shortened() for item in words_of(row, self._turned)),
            )
            for row in self._rows[:MOST_SHOWN]
        ]

    def who_changed(self, record: Any, name: str) -> str:
        """Return who changed a field of the record last; where the log does not say, who changed anything."""
        told = [
            row.actor_name
            for row in self._rows
            if record is not None
            and (row.record_type, row.record_id) == (record._meta.label_lower, record.pk)
            and (row.action != "changed" or name in row.after)
        ]
        return told[-1] if told else self._anybody()

    def who_deleted(self, key: str) -> str:
        """Return who deleted the record with this key; where the log does not say, who changed anything."""
        told = [row.actor_name for row in self._rows if row.action == "deleted" and str(row.record_id) == key]
        return told[-1] if told else self._anybody()

    def _anybody(self) -> str:
        return " or ".join(dict.fromkeys(row.actor_name for row in self._rows)) or SOMEBODY


def newest_change(proposal: SavingsProposal) -> int:
    """Return the number of the newest row of the log about the proposal; 0 where there is none."""
    return _log_of(proposal).values_list("pk", flat=True).order_by("-pk").first() or 0


def seen_in(data: Any) -> int:
    """Return the row of the log that the page was made after; 0 where it names none."""
    return as_key(str(data.get("seen", ""))) or 0


def merge(digests: Digests | None, stored: EntryForms, yours: EntryForms, log: LogSince) -> Merged:
    """Merge what is stored now with what was typed, by the state of the page when it was opened.

    Without `digests` every field that differs counts as changed by both, so that nothing goes unseen.
    """
    found = Merged(yours.data.copy())
    theirs = {key: bound for key, _, bound in stored_fields(stored)}
    for key, form, bound in stored_fields(yours):
        if key in theirs:
            _compare(
                found,
                digests,
                key,
                form,
                bound,
                theirs[key],
                log.who_changed(_record(stored, form, bound.name), bound.name),
            )
    _take_deletions(found, digests, yours, log)
    _take_additions(found, stored, yours, log)
    _compare_reasons(found, digests, stored, log)
    return found


def _compare(
    found: Merged, digests: Digests | None, key: str, form: forms.Form, bound: Any, there: Any, who: str
) -> None:
    now, typed = text_of(there), text_of(bound)
    opened = None if digests is None else digests.get(key, NOTHING)
    changed = changed_by(opened, digest_of(now), digest_of(typed))
    is_theirs = changed in {ChangedBy.OTHERS, ChangedBy.BOTH}
    is_going = isinstance(form, RowForm) and form.is_deleted and bound.name != _DELETE
    if now == typed and not (is_going and is_theirs):
        return
    told = MergedField(
        label_of(form, bound),
        now or NOT_THERE,
        DELETED if is_going else typed or NOT_THERE,
        section=part_of(bound.html_name).title,
        who=who if is_theirs else "",
        focus_id=bound.focus_id,
    )
    if changed is ChangedBy.OTHERS and not is_going:
        found.taken.append(told)
        _put(found.data, bound, there)
    elif is_theirs:
        found.both.append(told)
    elif not is_going:
        found.yours.append(told)


def _take_deletions(found: Merged, digests: Digests | None, yours: EntryForms, log: LogSince) -> None:
    """Empty the rows that somebody else deleted, unless this person changed them."""
    for form in (form for listed in yours.lists.values() for form in listed.forms):
        key = str(yours.data.get(f"{form.prefix}-id", "")).strip()
        if form.row is not None or not key or form.is_blank:
            continue
        name, bounds = row_key(form, key), form.own_fields
        opened = digests or {}
        is_touched = name not in opened or any(
            digest_of(text_of(bound)) != opened.get(f"{name}:{bound.name}", NOTHING) for bound in bounds
        )
        shown = next(bound for bound in bounds if bound.name == form.needed)
        told = MergedField(
            label_of(form, shown),
            DELETED,
            text_of(shown) or NOT_THERE,
            section=part_of(shown.html_name).title,
            who=log.who_deleted(key),
            focus_id=shown.focus_id,
        )
        if is_touched and not form.is_deleted:
            found.both.append(told)
            continue
        if not form.is_deleted:
            found.taken.append(told)
        for bound in (*bounds, form["id"], form[_DELETE]):
            found.data.pop(bound.html_name, None)


def _take_additions(found: Merged, stored: EntryForms, yours: EntryForms, log: LogSince) -> None:
    """Put the rows that somebody else added behind those on the page."""
    for prefix, listed in stored.lists.items():
        shown = {form.row.pk for form in yours.lists[prefix].forms if form.row}
        index = yours.lists[prefix].total
        for form in listed.forms:
            if form.row is None or form.row.pk in shown or index >= listed.most:
                continue
            for bound in (form["id"], *form.own_fields):
                _put(found.data, bound, bound, f"{prefix}-{index}-{bound.name}")
            index += 1
            needed = form[form.needed]
            label = f"{label_of(form, needed).split(',', maxsplit=1)[0]}, new row"
            who = log.who_changed(form.row, form.needed)
            found.taken.append(
                MergedField(
                    label, text_of(needed), NOT_THERE, section=part_of(needed.html_name).title, who=who
                )
            )
        found.data[f"{prefix}-TOTAL_FORMS"] = str(index)


def _compare_reasons(found: Merged, digests: Digests | None, stored: EntryForms, log: LogSince) -> None:
    for row in stored.stored_rows["warning_reasons"]:
        key = reason_key(row.code)
        now, typed = row.reason.strip(), str(found.data.get(key, "")).strip()
        opened = None if digests is None else digests.get(key, NOTHING)
        changed = changed_by(opened, digest_of(now), digest_of(typed))
        if now == typed or changed not in {ChangedBy.OTHERS, ChangedBy.BOTH}:
            continue
        who = log.who_changed(row, "reason")
        told = MergedField(row.message, now, typed or NOT_THERE, section="Explanation of a warning", who=who)
        if not typed or changed is ChangedBy.OTHERS:
            found.taken.append(told)
            found.data.pop(key, None)
        else:
            found.both.append(told)


def _record(entry: EntryForms, form: Any, name: str) -> Any:
    """Return the record whose log tells about the field; None where it is in several."""
    if isinstance(form, ProposalForm):
        return entry.proposal
    if isinstance(form, YearForm):
        rows: dict[Any, Any] = (
            entry.stored_years.posts if name == "fte_change" else entry.stored_years.amounts
        )
        return rows.get(form.year)
    if isinstance(form, RowForm):
        return form.row
    return (
        None
        if isinstance(form, CommitteesForm)
        else getattr(form, "statement", getattr(form, "stored", None))
    )


def _put(data: Any, bound: Any, there: Any, name: str = "") -> None:
    """Make the data hold what a browser would send for `there`, under the name of `bound` unless one is given."""
    name = name or bound.html_name
    value, widget = there.value(), there.field.widget
    if isinstance(widget, forms.CheckboxInput):
        data.pop(name, None)
        if value:
            data[name] = "on"
    elif isinstance(widget, forms.CheckboxSelectMultiple):
        chosen: Sequence[Any] = value or []
        data.setlist(name, [str(item) for item in chosen])
    elif isinstance(widget, forms.Select):
        data[name] = "" if value is None else str(value)
    else:
        data[name] = widget.format_value(value) or ""


def _log_of(proposal: SavingsProposal) -> Any:
    return ChangeRecord.objects.filter(subject_type=proposal._meta.label_lower, subject_id=proposal.pk)
