"""Saving a proposal's page: one transaction, the proposal locked, everything or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Max

from proposals.domain.checks import warnings_of
from proposals.domain.records import ProposalRecord
from proposals.entry.draft import Draft
from proposals.entry.entry_forms import EntryForms
from proposals.entry.fields import REASON
from proposals.entry.loading import PARTS, as_new, loaded
from proposals.exempt.wording import exempt_would_change, may_read_exempt, save_exempt
from proposals.models import BudgetRound, SavingsProposal
from proposals.models.records import record_of
from proposals.permissions import proposals as access
from proposals.workflow.completeness_facts import others_on_the_budget
from proposals.workflow.material import material_changes
from proposals.workflow.moving import after_editing
from proposals.workflow.published_version import hide_exempt, keep_published
from proposals.workflow.sign_off_impact import SignOffImpact, sign_off_impact
from services.admin.scope import as_key
from services.audit.events import written_together
from services.audit.history import acting
from services.audit.saving_rows import differs
from services.models import Notice
from services.notices.outbox import notify

EXEMPT_WORDING = "the exempt wording"
"""The name of such a change; no public record contains it."""


@dataclass(frozen=True)
class SaveOutcome:
    """The result: the page with its mistakes or conflict, or the saved proposal and what happened to it."""

    entry: EntryForms
    draft: Draft | None = None
    is_saved: bool = False
    is_conflict: bool = False
    is_changed: bool = False
    notice: str = ""

    @property
    def open_warnings(self) -> int:
        """Return how many warnings have no reason."""
        return sum(warning.is_open for warning in self.draft.page_warnings()) if self.draft else 0


class _RefusedByTheDatabase(Exception):
    """Another person took the reference, or two rows change places in one step."""


def save_new(budget_round: BudgetRound, direction: str, user: Any, data: Any) -> SaveOutcome:
    """Save a new saving or pressure of the round; raises PermissionDenied for who may not enter one now."""
    if not access.may_enter(user, budget_round):
        raise PermissionDenied
    entry = EntryForms(new_proposal(budget_round, direction), user, data, shows_exempt=True)
    if not entry.is_valid():
        return SaveOutcome(entry)
    try:
        with transaction.atomic():
            return _write_new(entry, user, data)
    except _RefusedByTheDatabase:
        return _refused(EntryForms(new_proposal(budget_round, direction), user, data, shows_exempt=True))


def save_changes(pk: int, user: Any, data: Any) -> SaveOutcome:
    """Save what was typed onto the proposal, unless somebody else saved it meanwhile.

    Raises Http404 for a stranger and PermissionDenied if the user may not edit it now.
    """
    try:
        with transaction.atomic():
            return _change(pk, user, data)
    except _RefusedByTheDatabase:
        return _refused(_typed_on(loaded(pk, user), user, data))


def new_proposal(budget_round: BudgetRound, direction: str) -> SavingsProposal:
    """Return an empty proposal of the round and direction, not saved."""
    return as_new(SavingsProposal(budget_round=budget_round, direction=direction))


def version_in(data: Any) -> int:
    """Return the version that the page was made from; -1 where it names none."""
    version = as_key(str(data.get("version", "")))
    return -1 if version is None else version


def _change(pk: int, user: Any, data: Any) -> SaveOutcome:
    proposal = loaded(pk, user, lock=True)
    role = access.editing_role(user, proposal)
    if role is None:
        raise PermissionDenied
    impact = sign_off_impact(proposal, role)
    entry = _typed_on(proposal, user, data)
    if impact:
        entry.ask_for_reason()
    if version_in(data) != proposal.version:
        entry.is_valid()
        return SaveOutcome(entry, is_conflict=True)
    if not entry.is_valid():
        return SaveOutcome(entry)
    before = record_of(proposal)
    draft = Draft(entry)
    draft.take_reasons(data, lambda: warnings_of(before, others_on_the_budget(entry.before_proposal)))
    changes = changes_of(draft, before, user)
    if impact and changes and not entry.change_reason:
        return _without_reason(pk, user, data, impact, changes)
    with acting(reason=entry.change_reason), written_together():
        if changes and proposal.is_readable:
            keep_published([pk])
        is_changed = _write(draft, user)
        also = tuple(words for words in changes if words == EXEMPT_WORDING)
        notice = after_editing(proposal, before, role, after=draft.record, also=also) if changes else ""
        if not changes and proposal.is_under_correction:
            hide_exempt(proposal, proposal.published_version)
    return SaveOutcome(entry, draft, is_saved=True, is_changed=is_changed, notice=notice)


def changes_of(draft: Draft, before: ProposalRecord, user: Any) -> tuple[str, ...]:
    """Return, in words, what of the draft is a material change since `before`, the exempt wording too."""
    proposal = draft.entry.before_proposal
    kept = [row.pk for row in draft.rows["statements"]]
    is_exempt_changed = exempt_would_change(user, proposal, draft.exempt_texts, kept)
    return (*material_changes(before, draft.record), *((EXEMPT_WORDING,) if is_exempt_changed else ()))


def _typed_on(proposal: SavingsProposal, user: Any, data: Any) -> EntryForms:
    return EntryForms(proposal, user, data, shows_exempt=may_read_exempt(user, proposal))


def _without_reason(
    pk: int, user: Any, data: Any, impact: SignOffImpact, changes: Sequence[str]
) -> SaveOutcome:
    """Return the page as it was sent, with the reason asked for; nothing has been written."""
    # Looking at what follows from what was typed has changed the rows: the page is made from new ones.
    entry = _typed_on(loaded(pk, user), user, data)
    entry.ask_for_reason()
    entry.is_valid()
    if entry.reason:
        entry.reason.add_error(REASON, impact.question(changes))
    del entry.errors
    return SaveOutcome(entry)


def _write_new(entry: EntryForms, user: Any, data: Any) -> SaveOutcome:
    proposal = entry.proposal
    draft = Draft(entry)
    draft.take_reasons(data, tuple)
    proposal.pk = None
    proposal.entered_by = user
    beside = SavingsProposal.objects.filter(budget_round=proposal.budget_round)
    proposal.position = (beside.aggregate(last=Max("position"))["last"] or 0) + 1
    with written_together():
        try:
            proposal.save(force_insert=True)
        except IntegrityError as error:
            raise _RefusedByTheDatabase from error
        for rows in draft.rows.values():
            for row in rows:
                row.proposal = proposal
        _write_rows(draft)
        _write_exempt(draft, user)
    return SaveOutcome(entry, draft, is_saved=True, is_changed=True)


def _write(draft: Draft, user: Any) -> bool:
    """Write what changed and return whether anything did."""
    proposal, before = draft.proposal, draft.entry.before_proposal
    is_changed = differs(proposal, before) or any(
        _removed(draft, name)
        or any(row.pk is None or differs(row, draft.entry.before[name][row.pk]) for row in rows)
        for name, rows in draft.rows.items()
    )
    if is_changed:
        proposal.version += 1
        try:
            SavingsProposal.objects.save_rows([proposal], held={proposal.pk: before})
            _write_rows(draft)
        except IntegrityError as error:
            raise _RefusedByTheDatabase from error
    if _write_exempt(draft, user) and not is_changed:
        proposal.version += 1
        SavingsProposal.objects.filter(pk=proposal.pk).update(version=proposal.version)
        return True
    return is_changed


def _removed(draft: Draft, name: str) -> list[Any]:
    kept = {row.pk for row in draft.rows[name]}
    return [row for key, row in draft.entry.before[name].items() if key not in kept]


def _write_rows(draft: Draft) -> None:
    # Rows that others depend on come first; rows are deleted before new ones are added.
    for name in PARTS:
        gone = _removed(draft, name)
        if gone:
            type(gone[0]).objects.delete_rows(gone)
        rows = draft.rows[name]
        if rows:
            for row in rows:
                row.proposal = draft.proposal
            new = [row for row in rows if row.pk is None]
            type(rows[0]).objects.save_rows(rows, held=draft.entry.before[name])
            for row in new if name == "specialist_reviews" else ():
                notify(Notice.Kind.ASKED, row)


def _write_exempt(draft: Draft, user: Any) -> int:
    wordings = {row.pk: text for row, text in draft.exempt_texts}
    return save_exempt(user, draft.proposal, wordings) if wordings else 0


def _refused(entry: EntryForms) -> SaveOutcome:
    entry.is_valid()
    if entry.is_valid():
        entry.main.add_error(
            "reference",
            "The changes could not be saved, because another proposal has this reference or two rows swap "
            "places. Change one of them first.",
        )
        del entry.errors
    return SaveOutcome(entry)
