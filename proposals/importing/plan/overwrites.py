"""Find what an import would overwrite: corrections that people made since a document was read.

The document is the older word there. It may be the right one, but only a person can say so.
"""

from collections.abc import Iterator, Mapping

from django.utils import timezone

from proposals.importing.issues import Issue, Severity
from proposals.importing.plan.plan import (
    OVERWRITES_CORRECTION,
    ImportPlan,
    PlannedChange,
    PlannedProposal,
    budget_changes,
)
from proposals.models import DocumentImport, SavingsProposal
from services.audit.events import Subject
from services.audit.history import RecordedModel
from services.models import BaseBudget, ChangeRecord
from services.values.dates import format_moment

_LONGEST_SHOWN = 160

# What tells a row from the others of its proposal, where the row itself is gone.
_TOLD_BY: Mapping[str, tuple[str, ...]] = {
    "proposals.yearprofile": ("year",),
    "proposals.fteimpact": ("year",),
    "proposals.impactstatement": ("kind", "heading"),
}


def _changes_in(plan: ImportPlan) -> Iterator[tuple[PlannedChange, PlannedProposal]]:
    """Yield every change of a stored field; a new proposal may correct the budget of its service."""
    for planned in plan.doing("change"):
        yield from ((change, planned) for change in planned.changes)
    created = ((item, item.slot) for item in plan.doing("create"))
    corrected = [(item, slot) for item, slot in created if slot and slot.row.pk and slot.is_changed]
    stored = BaseBudget.objects.in_bulk([slot.row.pk for _, slot in corrected])
    for item, slot in corrected:
        proposal = SavingsProposal(base_budget=stored[slot.row.pk])
        yield from ((change, item) for change in budget_changes(proposal, slot))


def corrections_overwritten(plan: ImportPlan) -> Iterator[Issue]:
    """Yield a question for each correction by a person that the plan would overwrite, and each other direction."""
    changes = [(change, planned) for change, planned in _changes_in(plan) if change.written]
    asked = [(change, planned) for change, planned in changes if not _turns(change)]
    for change, planned in changes:
        if _turns(change):
            yield _issue(planned, f"{change.label}: {_short(change.before)} is stored", change)
    log = _log_of({row.history_subject() for change, _ in asked for row, _ in change.written})
    written = [(change, planned, _last_writing(change, log)) for change, planned in asked]
    by_imports = _operations_of_imports({record.operation for _, _, record in written if record})
    for change, planned, record in written:
        if record and record.operation not in by_imports:
            when = format_moment(timezone.localtime(record.at))
            stored = f"the stored value {_short(change.before)}" if change.before else "nothing is stored"
            said = f"{change.label}: {stored}, by {record.actor_name} on {when}"
            yield _issue(planned, said, change)


def _turns(change: PlannedChange) -> bool:
    """Return whether a change makes a saving of a pressure, or a pressure of a saving."""
    return any("direction" in names for _, names in change.written)


def _log_of(subjects: set[Subject]) -> dict[Subject, list[ChangeRecord]]:
    """Return what the log says of these records."""
    log: dict[Subject, list[ChangeRecord]] = {}
    for kind in {kind for kind, _ in subjects}:
        keys = [key for of_kind, key in subjects if of_kind == kind and key is not None]
        records = ChangeRecord.objects.public().filter(subject_type=kind, subject_id__in=keys)
        for record in records.filter(action__in=("created", "changed", "deleted")):
            log.setdefault((record.subject_type, record.subject_id), []).append(record)
    return log


def _last_writing(change: PlannedChange, log: Mapping[Subject, list[ChangeRecord]]) -> ChangeRecord | None:
    """Return the row of the log by which the field came to hold what it holds."""
    wrote = (
        record
        for row, names in change.written
        for record in log.get(row.history_subject(), ())
        if _wrote(record, row, names, is_empty=not change.before)
    )
    return max(wrote, key=lambda record: (record.at, record.pk), default=None)


def _wrote(record: ChangeRecord, row: RecordedModel, names: tuple[str, ...], *, is_empty: bool) -> bool:
    kind = row._meta.label_lower
    if record.record_type != kind:
        return False
    if row.pk is None:
        told_by = _TOLD_BY.get(kind, ())
        own = row.recorded_values()
        return record.action == "deleted" and all(record.before.get(name) == own[name] for name in told_by)
    # A field that was empty from the start was left empty by nobody.
    actions = ("changed",) if is_empty else ("created", "changed")
    return (
        record.record_id == row.pk
        and record.action in actions
        and any(name in record.after for name in names)
    )


def _operations_of_imports(operations: set[object]) -> set[object]:
    """Return those operations that were the reading of a document."""
    kind = DocumentImport._meta.label_lower
    records = ChangeRecord.objects.filter(
        subject_type=kind, record_type=kind, action="created", operation__in=operations
    )
    return set(records.values_list("operation", flat=True)) if operations else set()


def _issue(planned: PlannedProposal, stored: str, change: PlannedChange) -> Issue:
    message = f"{stored}; the document prints {_short(change.after)}, which would take its place."
    return Issue(Severity.QUESTION, OVERWRITES_CORRECTION, planned.reference, planned.parsed.place, message)


def _short(text: str) -> str:
    line = " ".join(text.split())
    if len(line) > _LONGEST_SHOWN:
        return f"“{line[: _LONGEST_SHOWN - 1].rstrip()}…”"
    return line if any(figure.isdigit() for figure in line[:3]) else f"“{line}”"
