"""Importing a document: planned once under its locks, written in one transaction, all or nothing."""

from dataclasses import replace

from django.db import DatabaseError, IntegrityError, transaction

from proposals.importing.issues import Issue
from proposals.importing.parsed import ParsedDocument
from proposals.importing.plan.overwrites import corrections_overwritten
from proposals.importing.plan.plan import ImportPlan
from proposals.importing.plan.plan_writer import DocumentFile, PlanWriter
from proposals.importing.plan.planner import make_plan
from proposals.importing.plan.publication import signed_off_in
from proposals.importing.plan.request import ImportRequest, ImpossibleImport
from proposals.importing.report import fingerprint_of
from proposals.models import BudgetRound
from services.audit.history import acting
from services.models import Council

__all__ = ["DocumentFile", "ImportStopped", "apply_document", "plan_document"]

_NOT_ACCEPTED = "not accepted"


class ImportStopped(ValueError):
    """The import would need somebody's decision first; `plan` says about what. Nothing was changed."""

    def __init__(self, message: str, plan: ImportPlan) -> None:
        super().__init__(message)
        self.plan = plan


def apply_document(
    document: ParsedDocument,
    request: ImportRequest,
    file: DocumentFile,
    *,
    accept_reason: str = "",
    fingerprint: str = "",
) -> ImportPlan:
    """Import `document` in one transaction and return the plan that was carried out.

    Raises ImportStopped for errors, for questions without `accept_reason`, or where the plan is not the one with
    `fingerprint`; ImpossibleImport when it cannot be done at all. Either way the database stays as it was.
    """
    asked = (document, request, file, accept_reason.strip(), fingerprint)
    try:
        try:
            return _apply(*asked)
        except IntegrityError:
            # Somebody else wrote the same council, round or option at the same moment: look at theirs first.
            return _apply(*asked)
    except IntegrityError as error:
        raise ImpossibleImport(
            f"Somebody else may be changing the same records. Nothing was imported; try again. {error}"
        ) from error
    except DatabaseError as error:
        raise ImpossibleImport(f"The database refused the import. Nothing was imported. {error}") from error


def plan_document(document: ParsedDocument, request: ImportRequest) -> ImportPlan:
    """Return what importing `document` would do, sign-offs that it would withdraw included; nothing is kept.

    Which sign-offs those are is known only by doing it: where there are any, it is done and rolled back.
    Raises ImpossibleImport when it cannot be done at all.
    """
    plan = _with_issues(make_plan(document, request))
    if (
        plan.errors
        or plan.changes_nothing
        or plan.council is None
        or not signed_off_in(plan.council).exists()
    ):
        return plan
    withdrawn: tuple[Issue, ...] = ()
    try:
        with transaction.atomic():
            withdrawn = _write(plan, DocumentFile("", b""), "")
            transaction.set_rollback(True)
    except (DatabaseError, ImpossibleImport):
        pass  # what cannot be done withdraws nothing; doing it says why
    return replace(plan, issues=(*plan.issues, *withdrawn))


def _apply(
    document: ParsedDocument,
    request: ImportRequest,
    file: DocumentFile,
    accept_reason: str,
    fingerprint: str,
) -> ImportPlan:
    with transaction.atomic():
        _lock(request)
        plan = _with_issues(make_plan(document, request))
        if plan.errors:
            raise ImportStopped("The document has errors. Nothing was imported.", plan)
        if not plan.changes_nothing:
            withdrawn = _write(plan, file, accept_reason)
            plan = replace(plan, issues=(*plan.issues, *withdrawn))
        if plan.questions and not accept_reason:
            raise ImportStopped(_why_stopped(plan), plan)
        if fingerprint and fingerprint_of(plan) != fingerprint:
            raise ImportStopped("The import would do something else now. Nothing was imported.", plan)
    return plan


def _with_issues(plan: ImportPlan) -> ImportPlan:
    if plan.errors or plan.changes_nothing or plan.council is None:
        return plan
    return replace(plan, issues=(*plan.issues, *corrections_overwritten(plan)))


def _write(plan: ImportPlan, file: DocumentFile, accept_reason: str) -> tuple[Issue, ...]:
    """Write what the plan says; return a question for each proposal whose sign-offs that withdraws."""
    reason = f"Import of {file.name}"
    if accept_reason:
        # What is overwritten is not kept on the proposals, where a next reading would find it settled.
        reason = f"{reason}. {accept_reason}"
    with acting(reason=reason):
        # Questions are stored with a reason; without one everything is rolled back again.
        return PlanWriter(plan, accept_reason or _NOT_ACCEPTED).write(file)


def _why_stopped(plan: ImportPlan) -> str:
    words = []
    if plan.overwrites:
        words.append("The import would overwrite what people have corrected or signed off here.")
    if plan.contradictions:
        words.append("Some stated figures differ from the computed ones.")
    return f"{' '.join(words)} Nothing was imported: correct the document, or accept the differences with a reason."


def _lock(request: ImportRequest) -> None:
    """Lock the council, the round and its proposals, so that nothing changes between plan and writing."""
    council = Council.objects.select_for_update().filter(slug__iexact=request.council_slug).first()
    if council:
        rounds = BudgetRound.objects.select_for_update().filter(
            council=council, name__iexact=request.round_name
        )
        for budget_round in rounds:
            list(budget_round.proposals.select_for_update().order_by("pk").values_list("pk"))
