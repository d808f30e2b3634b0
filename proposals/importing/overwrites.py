"""What an import would undo: corrections that people made since a document was read, and their sign-offs.

The document is the older word there. It may be the right one, but only a person can say so.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from django.db import DatabaseError, transaction
from django.utils import timezone

from proposals.domain.records import ProposalRecord
from proposals.domain.references import canonical_reference
from proposals.domain.roles import Role
from proposals.importing.differences import FieldChange, budget_changes
from proposals.importing.findings import Finding, Level
from proposals.importing.parsed.plan import PlannedStated, StatedPlan
from proposals.importing.plan import ImportPlan, PlannedProposal
from proposals.importing.planning import UNDOES_A_CORRECTION, UNDOES_SIGN_OFFS, ImpossibleImport
from proposals.importing.publication import signed_off_in
from proposals.models import DocumentImport, SavingsProposal
from proposals.models.records import record_of
from proposals.workbook.consequences import Changed, consequence_of
from services.audit.events import Subject
from services.audit.history import RecordedModel
from services.models import BaseBudget, ChangeRecord

_LONGEST_SHOWN = 160

# What tells a row from the others of its proposal, where the row itself is gone.
_TOLD_BY: Mapping[str, tuple[str, ...]] = {
    "proposals.yearprofile": ("year",),
    "proposals.fteimpact": ("year",),
    "proposals.impactstatement": ("kind", "heading"),
}


def with_what_is_undone(
    plan: ImportPlan | StatedPlan, carry_out: Callable[[], Mapping[int, ProposalRecord]]
) -> ImportPlan | StatedPlan:
    """Return the plan with a difference for each correction and each proposal's sign-offs that it would undo.

    `carry_out` does what the plan says and returns the records, before that, of the proposals whose
    sign-offs may be withdrawn; it is called where there are any, and rolled back.
    """
    if plan.errors or plan.changes_nothing or plan.council is None:
        return plan
    undone = list(_corrections_undone(_changes_in(plan)))
    if signed_off_in(plan.council).exists():
        undone += _sign_offs_undone(carry_out)
    return replace(plan, findings=(*plan.findings, *undone)) if undone else plan


# Corrections


@dataclass(frozen=True)
class _Writing:
    """Who wrote what a field holds, in a row of the log."""

    change: FieldChange
    planned: PlannedProposal | PlannedStated
    record: ChangeRecord


def _changes_in(
    plan: ImportPlan | StatedPlan,
) -> Iterator[tuple[FieldChange, PlannedProposal | PlannedStated]]:
    """Yield every change of a held field; a new proposal may correct the budget of its service."""
    for planned in plan.doing("change"):
        yield from ((change, planned) for change in planned.changes)
    if isinstance(plan, StatedPlan):
        return
    slots = plan.budgets.by_reference
    created = [(item, slots.get(canonical_reference(item.reference))) for item in plan.doing("create")]
    corrected = [(item, slot) for item, slot in created if slot and slot.key and slot.is_changed]
    held = BaseBudget.objects.in_bulk([slot.key for _, slot in corrected])
    for item, slot in corrected:
        proposal = SavingsProposal(base_budget=held[slot.key])
        yield from ((change, item) for change in budget_changes(proposal, slot))


def _corrections_undone(
    changes: Iterable[tuple[FieldChange, PlannedProposal | PlannedStated]],
) -> Iterator[Finding]:
    asked = [(change, planned) for change, planned in changes if change.written]
    log = _log_of({row.history_subject() for change, _ in asked for row, _ in change.written})
    written = [
        _Writing(change, planned, record)
        for change, planned in asked
        if (record := _last_writing(change, log)) is not None
    ]
    by_imports = _operations_of_imports({item.record.operation for item in written})
    for item in written:
        if item.record.operation not in by_imports:
            yield _undone(item)


def _log_of(subjects: set[Subject]) -> dict[Subject, list[ChangeRecord]]:
    """Return what the log says of these records, the newest first."""
    keys: dict[str, list[int]] = {}
    for kind, key in subjects:
        if key is not None:
            keys.setdefault(kind, []).append(key)
    log: dict[Subject, list[ChangeRecord]] = {}
    for kind, numbers in keys.items():
        records = ChangeRecord.objects.public().filter(
            subject_type=kind, subject_id__in=numbers, action__in=("created", "changed", "deleted")
        )
        for record in records.order_by("-at", "-pk"):
            log.setdefault((record.subject_type, record.subject_id), []).append(record)
    return log


def _last_writing(change: FieldChange, log: Mapping[Subject, list[ChangeRecord]]) -> ChangeRecord | None:
    """Return the row of the log by which the field came to hold what it holds."""
    found = []
    for row, names in change.written:
        records = log.get(row.history_subject(), [])
        wrote = (record for record in records if _wrote(record, row, names, is_empty=not change.before))
        found += [record for record in (next(wrote, None),) if record]
    return max(found, key=lambda record: (record.at, record.pk), default=None)


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


def _undone(item: _Writing) -> Finding:
    change, record = item.change, item.record
    when = timezone.localtime(record.at)
    held = f"{_short(change.before)} is held" if change.before else "nothing is held"
    return Finding(
        Level.DIFFERENCE,
        UNDOES_A_CORRECTION,
        item.planned.reference,
        _place_of(item.planned),
        f"{change.field}: {held}, by {record.actor_name} on {when:%-d %B %Y} at {when:%H:%M}; "
        f"the document prints {_short(change.after)}, which would take its place.",
    )


def _place_of(planned: PlannedProposal | PlannedStated) -> str:
    return planned.form.place if isinstance(planned, PlannedProposal) else planned.stated.place


def _short(text: str) -> str:
    line = " ".join(text.split())
    if len(line) > _LONGEST_SHOWN:
        return f"“{line[: _LONGEST_SHOWN - 1].rstrip()}…”"
    return line if any(figure.isdigit() for figure in line[:3]) else f"“{line}”"


# Sign-offs


def _sign_offs_undone(carry_out: Callable[[], Mapping[int, ProposalRecord]]) -> Iterator[Finding]:
    before, after = _rehearsed(carry_out)
    proposals = SavingsProposal.objects.filter(pk__in=list(after)).prefetch_related("sign_offs")
    for proposal in proposals.order_by("position", "pk"):
        changed = Changed(proposal, before[proposal.pk], after[proposal.pk], Role.FINANCE_OFFICER)
        if words := consequence_of(changed):
            yield Finding(Level.DIFFERENCE, UNDOES_SIGN_OFFS, proposal.reference, "", words)


def _rehearsed(
    carry_out: Callable[[], Mapping[int, ProposalRecord]],
) -> tuple[Mapping[int, ProposalRecord], Mapping[int, ProposalRecord]]:
    """Do it, look, and take it all back: a service or a budget reaches proposals that no document lists."""
    try:
        with transaction.atomic():
            before = carry_out()
            proposals = SavingsProposal.objects.filter(pk__in=list(before)).with_statements()
            after = {proposal.pk: record_of(proposal) for proposal in proposals}
            transaction.set_rollback(True)
    except (DatabaseError, ImpossibleImport):
        return {}, {}  # what cannot be done undoes nothing; doing it says why
    return before, after
