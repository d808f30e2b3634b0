"""Taking a workbook in: planned again under its locks, written in one transaction, all or nothing."""

import hashlib
from typing import Any

from django.db import DatabaseError, IntegrityError, transaction

from proposals.models import (
    BudgetRound,
    FTEImpact,
    ImpactStatement,
    ProposalRisk,
    SavingsProposal,
    YearProfile,
)
from proposals.models.stored_figures import save_with_rows
from proposals.workbook.comparing import Decisions
from proposals.workbook.plan import ImpossibleWorkbook, WorkbookPlan
from proposals.workbook.planning import make_plan
from proposals.workbook.reading import WorkbookContent, read_workbook
from proposals.workflow.moving import after_editing
from proposals.workflow.published_version import keep_published
from services.audit.events import record_event
from services.audit.history import acting

_CHILDREN = (YearProfile, FTEImpact, ImpactStatement, ProposalRisk)


class ReasonNeeded(ValueError):
    """The workbook changes what was signed off or is published, and no reason is given; `plan` is what it would do."""

    def __init__(self, plan: WorkbookPlan) -> None:
        super().__init__("Enter the reason for the changes. Nothing has been changed.")
        self.plan = plan


class WorkbookStopped(ValueError):
    """The workbook has errors, or would do something else than what was shown; `plan` is what it would do now."""

    def __init__(self, message: str, plan: WorkbookPlan) -> None:
        super().__init__(message)
        self.plan = plan


def apply_workbook(
    content: bytes,
    file_name: str,
    person: Any,
    decisions: Decisions,
    *,
    fingerprint: str | None = None,
    reason: str = "",
) -> WorkbookPlan:
    """Apply the workbook as this person may, and return the plan; `reason` is stored with every change.

    Raises ReasonNeeded where sign-offs or publication would be undone and there is none; WorkbookStopped
    where it has errors, or where the plan is not the one with `fingerprint`;
    UnreadableDocument and ImpossibleWorkbook as reading and planning do. Nothing is changed then.
    """
    read = read_workbook(content, file_name)
    try:
        with transaction.atomic():
            _take_turns(read)
            plan = make_plan(read, person, decisions)
            if plan.errors:
                raise WorkbookStopped("The workbook has errors. Nothing has been changed.", plan)
            if fingerprint is not None and plan.fingerprint != fingerprint:
                raise WorkbookStopped(
                    "The proposals have changed since the preview. Nothing has been changed.", plan
                )
            if plan.material and not reason:
                raise ReasonNeeded(plan)
            if not plan.changes_nothing:
                why = f"Workbook {file_name}: {reason}" if reason else f"Workbook {file_name}"
                with acting(user=person if person.pk else None, reason=why):
                    _apply(plan)
                    _record(plan, content, file_name)
    except IntegrityError as error:
        raise ImpossibleWorkbook(
            "Somebody else was saving the same records. Nothing has been changed. Try again."
        ) from error
    except DatabaseError as error:
        raise ImpossibleWorkbook("The changes could not be saved. Nothing has been changed.") from error
    return plan


def _take_turns(content: WorkbookContent) -> None:
    """Lock the round's proposals with their rows, so that nothing changes between plan and writing."""
    # The round first, so that two workbooks of one round wait for each other instead of for rows in turn.
    list(BudgetRound.objects.select_for_update(no_key=True).filter(pk=content.round_id).values_list("pk"))
    proposals = SavingsProposal.objects.filter(budget_round=content.round_id)
    list(proposals.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    for model in _CHILDREN:
        rows = model.objects.filter(proposal__budget_round=content.round_id)
        list(rows.select_for_update(no_key=True, of=("self",)).order_by("pk").values_list("pk"))


def _apply(plan: WorkbookPlan) -> None:
    keep_published(each.proposal.pk for each in plan.material)
    FTEImpact.objects.delete_rows([row for each in plan.proposals for row in each.fte_erased])
    save_with_rows(
        [each.proposal for each in plan.created],
        [each.proposal for each in plan.changed],
        [row for each in plan.proposals for row in each.written],
    )
    for each in plan.material:
        after_editing(each.proposal, each.before, each.role)


def _record(plan: WorkbookPlan, content: bytes, file_name: str) -> None:
    record_event(
        "imported",
        plan.budget_round,
        details={
            "format": "workbook",
            "file_name": file_name,
            "sha256": hashlib.sha256(content).hexdigest(),
            "proposals changed": len(plan.changed),
            "proposals created": len(plan.created),
            "blank cells delete values": plan.decisions.blanks_erase,
            "conflicts where the workbook’s value was used": sorted(plan.decisions.take_mine),
        },
    )
