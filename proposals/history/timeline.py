"""The timeline of one proposal, newest first: one entry for each thing that somebody did, with its rows.

It is read from the append-only log, so it shows people who have left and rows that have been deleted. What
was written as exempt is not among it: `proposals.exempt.wording` shows that, and records who looked.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Max, Q, QuerySet
from django.template.defaultfilters import capfirst

from councilsavings.tables import turned_to
from proposals.domain.amounts import TOLD_OTHERWISE
from proposals.models import (
    ExemptGrant,
    ExemptWording,
    FTEImpact,
    ProposalAttachment,
    SavingsProposal,
    SignOff,
    WarningReason,
    YearProfile,
)
from proposals.permissions.exempt import may_read_exempt
from services.audit.change_words import kind_of, words_of
from services.models import ChangeRecord
from services.values.changes import FieldChange

ENTRIES_A_PAGE = 25
Turned = Mapping[str, str]

_SUBJECT = SavingsProposal._meta.label_lower
_SIGN_OFFS = [model._meta.label_lower for model in (SignOff, WarningReason)]
_CHANGES = Q(action__in=["created", "changed", "deleted"])

_FIGURE_FIELDS = ("stated_total", "base_budget", "start_year", "profile_complete")
_OF_FIGURES = Q(record_type__in=[model._meta.label_lower for model in (YearProfile, FTEImpact)]) | (
    Q(record_type=_SUBJECT) & Q(after__has_any_keys=list(_FIGURE_FIELDS))
)

KINDS: dict[str, tuple[str, Q]] = {
    "changes": ("Changes of the proposal", _CHANGES & ~Q(record_type__in=_SIGN_OFFS)),
    "figures": ("Figures only", _CHANGES & _OF_FIGURES),
    "stages": ("Moves between stages", Q(action="stage_moved")),
    "sign-offs": (
        "Sign-offs, and reasons for going on",
        Q(record_type__in=_SIGN_OFFS) | Q(action__in=["sign_off_withdrawn", "overridden"]),
    ),
    "exempt": (
        "Exempt wording: changed, viewed, permission given",
        Q(action__in=["viewed_exempt", "downloaded_exempt"])
        | Q(record_type__in=["proposals.exemptwording", "proposals.exemptgrant"])
        | Q(confidential=True),
    ),
}
"""The kinds of events that the timeline can be narrowed to, with their names and conditions.

Exports and imports are on the record of the round; what an import changed is a change.
"""

# The move states in words what this change of the same operation states in codes.
_SAID_BY_THE_MOVE = frozenset({"stage", "stage_reason", "published_at", "outcome"})
# The proposal that a row belongs to is the subject of the page, and its position in a list is seen there.
_ZERO = frozenset({"0", "£0", "0.00"})
_TELLS_NOTHING = frozenset({"proposal", "position", "signed by"})
# A warning is identified by its text; its code is for the program.
_CODES = {WarningReason._meta.label_lower: "warning"}
_WITHDRAWAL = frozenset({"withdrawn_at", "withdrawn_because"})
_YEARS = {
    YearProfile._meta.label_lower: "Amounts",
    FTEImpact._meta.label_lower: "Posts",
}
_DONE_TO_ROWS = {"created": "added", "changed": "changed", "deleted": "deleted"}


@dataclass(frozen=True)
class TimelineRow:
    """A record that was changed, or one event: what happened, to what, and its fields in words.

    `changes` have a before and an after; `values` are those of a new or deleted record, amounts of zero left
    out, or what an event tells.
    """

    what: str
    changes: tuple[FieldChange, ...] = ()
    values: tuple[FieldChange, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class TimelineEntry:
    """All that one person did in one go."""

    at: datetime
    who: str
    reason: str
    rows: tuple[TimelineRow, ...]


@dataclass(frozen=True)
class Timeline:
    """A page of the timeline; `note` describes what in the address could not be used."""

    entries: tuple[TimelineEntry, ...]
    page: Page
    note: str = ""


def timeline_of(user: Any, proposal: SavingsProposal, *, kind: str = "", page: str = "") -> Timeline:
    """Return one page of what happened to the proposal, as far as this person may read it.

    `kind` is one of KINDS, or empty for everything; three queries however long the record is.
    """
    rows = _readable(user, proposal)
    if kind:
        rows = rows.filter(KINDS[kind][1])
    operations = (
        rows.order_by().values("operation").annotate(last=Max("at"), key=Max("pk")).order_by("-last", "-key")
    )
    turned, note = turned_to(Paginator(operations, ENTRIES_A_PAGE), page)
    wanted = [row["operation"] for row in turned]
    by_operation: dict[Any, list[ChangeRecord]] = {operation: [] for operation in wanted}
    for change in rows.filter(operation__in=wanted).order_by("at", "pk"):
        by_operation[change.operation].append(change)
    told = TOLD_OTHERWISE[proposal.direction]
    return Timeline(tuple(_entry(listed, told) for listed in by_operation.values()), turned, note)


def public_moves(proposal: SavingsProposal) -> tuple[TimelineEntry, ...]:
    """Return how the proposal moved since it was published, newest first, without names and reasons."""
    if proposal.published_at is None:
        return ()
    rows = ChangeRecord.objects.about(_SUBJECT, proposal.own_key).filter(
        action="stage_moved", at__gte=proposal.published_at
    )
    if proposal.published_version_of_id is not None:
        kept = ChangeRecord.objects.about(_SUBJECT, proposal.pk).filter(
            action="created", record_type=_SUBJECT
        )
        rows = rows.filter(pk__lt=kept.values("pk")[:1])
    return tuple(TimelineEntry(row.at, "", "", (TimelineRow(moved_in_words(row)),)) for row in rows)


def is_public_move(change: ChangeRecord, proposal: SavingsProposal) -> bool:
    """Return whether `public_moves` would tell this row of the proposal's log."""
    published = proposal.published_at
    return change.action == "stage_moved" and published is not None and change.at >= published


def _readable(user: Any, proposal: SavingsProposal) -> QuerySet[ChangeRecord]:
    rows: QuerySet[ChangeRecord] = ChangeRecord.objects.about(_SUBJECT, proposal.own_key)
    return rows if may_read_exempt(user, proposal) else rows.filter(confidential=False)


def _entry(changes: Sequence[ChangeRecord], told: Turned) -> TimelineEntry:
    """Return the entry; `told` are the amounts that a pressure's log tells with the opposite sign."""
    first = changes[0]
    is_move = any(change.action == "stage_moved" for change in changes)
    withdrawn = {change.record_id for change in changes if change.action == "sign_off_withdrawn"}
    added = [change for change in changes if change.action == "created" and change.record_type in _YEARS]
    rows = [
        _row(change, is_move, told)
        for change in changes
        if change not in added and not _is_told(change, withdrawn)
    ]
    rows += _years_added(added, told)
    given = dict.fromkeys(change.reason for change in changes if change.reason)
    # The reason of a withdrawal quotes the one that was given for the change.
    reasons = [text for text in given if not any(text != other and text in other for other in given)]
    return TimelineEntry(
        at=changes[-1].at,
        who=first.actor_name,
        reason="; ".join(reasons),
        rows=tuple(row for row in rows if row is not None),
    )


def _row(change: ChangeRecord, is_move: bool, turned: Turned) -> TimelineRow | None:
    if change.action == "stage_moved":
        return TimelineRow(moved_in_words(change))
    if change.confidential or change.record_type == ExemptWording._meta.label_lower:
        done = _DONE_TO_ROWS.get(change.action, change.get_action_display())
        if change.record_type == ProposalAttachment._meta.label_lower:
            return TimelineRow(f"Exempt {change.record_text} {done}")
        return TimelineRow(
            f"Exempt wording {done}",
            note="View the wording before and after the change on the exempt wording page.",
        )
    words = words_of(change, turned)
    is_own = change.record_type == _SUBJECT and change.action == "changed"
    if is_own and is_move:
        said = {name for name in change.after if name in _SAID_BY_THE_MOVE}
        if said == set(change.after):
            return None
        words = _without(change, said, turned)
    nothing = _TELLS_NOTHING | {_CODES.get(change.record_type, "")}
    told = [item for item in words if item.label not in nothing]
    return TimelineRow(
        _what(change),
        changes=tuple(item for item in told if item.is_change),
        values=tuple(
            item for item in told if not item.is_change and _ZERO.isdisjoint({item.before, item.after})
        ),
    )


def _is_told(change: ChangeRecord, withdrawn: Container[int | None]) -> bool:
    """Return whether the change of a sign-off only repeats the event of its withdrawal."""
    return (
        change.record_type == SignOff._meta.label_lower
        and change.action == "changed"
        and change.record_id in withdrawn
        and set(change.after) <= _WITHDRAWAL
    )


def _years_added(added: Sequence[ChangeRecord], turned: Turned) -> list[TimelineRow]:
    """Return the rows by year that came in one step, a line for each kind: “2027/28 £0, 2028/29 £55,000”."""
    lines = []
    for record_type, words in _YEARS.items():
        years = [change for change in added if change.record_type == record_type]
        told = ", ".join(
            f"{change.record_text.split()[-1]} {_amounts(change, turned)}"
            for change in sorted(years, key=_year)
        )
        if told:
            lines.append(TimelineRow(f"{words} added: {told}"))
    return lines


def _year(change: ChangeRecord) -> str:
    return change.record_text.split()[-1]


def _amounts(change: ChangeRecord, turned: Turned) -> str:
    told = words_of(change, turned)
    values = [item for item in told if item.label not in {*_TELLS_NOTHING, "financial year"}]
    amounts = [item for item in values if item.after not in _ZERO]
    usual = {"recurring saving", "FTE change", turned.get("recurring_saving")}
    if len(amounts) == 1 and amounts[0].label in usual:
        return amounts[0].after
    return " and ".join(f"{item.label} {item.after}" for item in amounts) or "zero"


def _without(change: ChangeRecord, names: Iterable[str], turned: Turned) -> list[FieldChange]:
    left = ChangeRecord(
        record_type=change.record_type,
        before={name: value for name, value in change.before.items() if name not in names},
        after={name: value for name, value in change.after.items() if name not in names},
    )
    return words_of(left, turned)


def _what(change: ChangeRecord) -> str:
    """Return the event and its object, such as “Risk deleted: ENV001: Nobody applies”."""
    if change.action not in _DONE_TO_ROWS:
        # An event about the proposal as a whole need not name it again.
        named = "" if change.record_type == _SUBJECT else f": {change.record_text}"
        return f"{capfirst(change.get_action_display())}{named}"
    if change.record_type == ExemptGrant._meta.label_lower and change.action == "created":
        return f"Permission to view exempt wording given: {change.record_text}"
    if change.record_type == _SUBJECT:
        return f"Proposal {_DONE_TO_ROWS[change.action]}"
    return f"{capfirst(kind_of(change.record_type))} {_DONE_TO_ROWS[change.action]}: {change.record_text}"


def moved_in_words(change: ChangeRecord) -> str:
    """Return a move as it is told: “Moved from scrutiny to recommended”."""
    return f"Moved from {change.after.get('from', '')} to {change.after.get('to', '')}"
