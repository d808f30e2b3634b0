"""Adding, replacing and removing attached files: the row and its bytes together, or neither.

A public or exempt file of a proposal is part of what is signed off, so changing it is an edit of the proposal. A
file on a scrutiny item, and an internal one, changes nothing that anybody signed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F

from proposals.attachments.content import CheckedFile
from proposals.attachments.rules import may_attach
from proposals.domain.attachments import INTERNAL
from proposals.models import Attachment, ProposalAttachment, SavingsProposal
from proposals.models.attachments import random_path
from proposals.models.records import record_of
from proposals.permissions.proposals import editing_role
from proposals.workflow.completeness_facts import with_workflow
from proposals.workflow.moving import after_editing
from proposals.workflow.published_version import hide_files, keep_published
from proposals.workflow.sign_off_impact import SignOffImpact, sign_off_impact
from services.audit.history import acting, current_actor

EXEMPT_FILES = "the exempt attachments"
"""The name of such a change; no public record contains it."""

REPLACED_MEANWHILE = "Somebody replaced or removed this file meanwhile: look at the record again."


@dataclass
class Outcome:
    """The effect of a change of files on the proposal, in words."""

    notice: str = ""


def impact_on(user: Any, row: ProposalAttachment) -> SignOffImpact | None:
    """Return what a change of a public or exempt file would undo of the proposal; None where it undoes nothing."""
    role = editing_role(user, row.proposal) if row.scrutiny_item is None else None
    return sign_off_impact(row.proposal, role) if role else None


def add_to_proposal(user: Any, row: ProposalAttachment, checked: CheckedFile, reason: str = "") -> str:
    """Attach the file to the proposal or the scrutiny item; return what that did to the proposal, in words.

    A row with `replaces` is a new version. Raises PermissionDenied, and ValidationError with the fields at fault.
    """
    old = row.replaces
    with in_store(row, checked), _edited(user, [row, *([old] if old else [])], reason) as outcome:
        save_version(row)
        if old is not None and old.is_public and not row.is_public:
            hide_files(row.proposal, [version.file.name for version in _versions_to(old)])
    return outcome.notice


def remove_from_proposal(user: Any, row: ProposalAttachment, reason: str) -> str:
    """Remove the file with all its versions; return what that did to the proposal, in words.

    Raises PermissionDenied, and ValidationError without a reason.
    """
    with _edited(user, [row], reason) as outcome:
        paths = [version.file.name for version in _versions_to(row)]
        remove_versions(row, reason)
        hide_files(row.proposal, paths)
    return outcome.notice


# For every kind of record


@contextmanager
def in_store(row: Attachment, checked: CheckedFile) -> Iterator[None]:
    """Put the bytes into the store for the row, and take them out again where the block fails."""
    row.name, row.content_type = checked.name, checked.content_type
    row.size, row.sha256 = len(checked.content), checked.sha256
    storage = row.file.storage
    path = storage.save(random_path(row, checked.name), ContentFile(checked.content))
    try:
        row.file = path
        yield
    except BaseException:
        storage.delete(path)
        raise


def save_version(row: Attachment) -> None:
    """Save a new row, after the version that it replaces if there is one; inside a transaction and `acting`."""
    actor = current_actor()
    row.added_by_id, row.added_by_name = actor.user_id, actor.name[:200]
    if row.replaces is not None:
        _require_current(row.replaces)
        row.version = row.replaces.version + 1
    row.full_clean(exclude=["added_by", "replaces"])
    row.save(force_insert=True)


def remove_versions(row: Attachment, reason: str) -> None:
    """Delete the row and all earlier versions of it; inside a transaction and `acting`."""
    if not reason.strip():
        raise ValidationError({"reason": "Enter the reason for removing the file."})
    _require_current(row)
    *_, first = _versions_to(row)
    first.delete()


def _versions_to(row: Attachment | None) -> Iterator[Attachment]:
    """Yield the row and the versions before it, the newest first."""
    while row is not None:
        yield row
        row = row.replaces


def _require_current(row: Attachment) -> None:
    """Refuse a version that has gone or has been replaced; locks it, so that whoever comes second waits."""
    rows = type(row)._base_manager
    stored = rows.select_for_update(of=("self",)).filter(pk=row.pk).first()
    if stored is None or rows.filter(replaces=row.pk).exists():
        raise ValidationError(REPLACED_MEANWHILE)


@contextmanager
def _edited(user: Any, rows: list[ProposalAttachment], reason: str) -> Iterator[Outcome]:
    """Treat what the block does to these files as an edit of their proposal, as far as it is one."""
    outcome = Outcome()
    with transaction.atomic(), acting(user=user, reason=reason.strip()):
        key = rows[0].proposal_id
        SavingsProposal.objects.select_for_update(no_key=True).filter(pk=key).values("pk").first()
        proposal = with_workflow(SavingsProposal.objects.all()).get(pk=key)
        for row in rows:
            row.proposal = proposal
        if not all(may_attach(user, row) for row in rows):
            raise PermissionDenied("You cannot change the files of this record now.")
        role = editing_role(user, proposal)
        is_edit = rows[0].scrutiny_item is None and any(row.sensitivity != INTERNAL for row in rows)
        if role is None or not is_edit:
            yield outcome
            return
        impact = sign_off_impact(proposal, role)
        if impact and not reason.strip():
            raise ValidationError({"reason": impact.question(["its attachments"])})
        before = record_of(proposal)
        if proposal.is_readable:
            keep_published([key])
        yield outcome
        SavingsProposal.objects.filter(pk=key).update(version=F("version") + 1)
        also = (EXEMPT_FILES,) if any(row.is_exempt for row in rows) else ()
        outcome.notice = after_editing(proposal, before, role, also=also)
