"""Two people at the same proposal: what somebody else saved meanwhile, and how it differs from what was typed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from proposals.entry.describe import described
from proposals.entry.entry_forms import EntryForms
from proposals.models import SavingsProposal
from services.change_words import FieldChange, words_of
from services.models import ChangeRecord

MOST_SHOWN = 50
NOT_THERE = "(nothing)"


@dataclass(frozen=True)
class ChangeSince:
    """One change that somebody else made: who, when, of what, and the fields."""

    who: str
    at: datetime
    what: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True)
class Difference:
    """One field that is not the same: what is stored now, and what was typed."""

    section: str
    label: str
    stored: str
    yours: str


def newest_change(proposal: SavingsProposal) -> int:
    """Return the number of the newest row of the log about the proposal; 0 where there is none."""
    key = _log_of(proposal).values_list("pk", flat=True).order_by("-pk").first()
    return key or 0


def changes_since(proposal: SavingsProposal, seen: int) -> list[ChangeSince]:
    """Return what the log says happened since the row `seen`, oldest first; nothing exempt is among it."""
    rows = _log_of(proposal).public().filter(pk__gt=seen).order_by("pk")[:MOST_SHOWN]
    return [
        ChangeSince(
            row.actor_name,
            row.at,
            f"{row.record_text} {row.get_action_display()}",
            tuple(item.shortened() for item in words_of(row)),
        )
        for row in rows
    ]


def seen_in(data: Any) -> int:
    """Return the row of the log that the page was made after; 0 where it names none."""
    text = str(data.get("seen", ""))
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def differences(stored: EntryForms, yours: EntryForms) -> list[Difference]:
    """Return the fields that differ between what is stored now and what was typed, in the order of the page."""
    theirs, mine = (
        {item.key: item for item in described(stored)},
        {item.key: item for item in described(yours)},
    )
    kept = _rows_not_on_the_page(stored, yours)
    found = []
    for key in dict.fromkeys([*mine, *theirs]):
        there, here = theirs.get(key), mine.get(key)
        item = here or there
        if item is None or (there and here and there.text == here.text) or _row_of(key) in kept:
            continue
        found.append(
            Difference(
                item.section,
                item.label,
                there.text if there else NOT_THERE,
                here.text if here else NOT_THERE,
            )
        )
    return found


def _row_of(key: str) -> str:
    return key.rsplit(":", 1)[0]


def _rows_not_on_the_page(stored: EntryForms, yours: EntryForms) -> set[str]:
    """Return the rows that somebody else added: saving leaves them as they are."""
    kept = set()
    for prefix, rows in stored.lists.items():
        shown = {form.row.pk for form in yours.lists[prefix].forms if form.row}
        kept |= {f"{prefix}:{key}" for key in rows.held if key not in shown}
    return kept


def _log_of(proposal: SavingsProposal) -> Any:
    return ChangeRecord.objects.filter(subject_type=proposal._meta.label_lower, subject_id=proposal.pk)
