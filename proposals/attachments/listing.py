"""The files of a record as one reader may see them, each with its earlier versions."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from proposals.attachments.rules import may_attach
from proposals.models import Attachment, ProposalAttachment, SavingsProposal, ScrutinyItem
from proposals.models.attachment_querysets import ProposalAttachmentQuerySet


@dataclass(frozen=True)
class ListedFile:
    """The current version of a file, the earlier ones with the newest first, and whether the reader may change it."""

    row: Attachment
    earlier: tuple[Attachment, ...]
    may_change: bool


@dataclass(frozen=True)
class Files:
    """The files on a record; where one may be added, the address of that."""

    listed: tuple[ListedFile, ...]
    add_address: str = ""


def files_on(user: Any, proposal: SavingsProposal) -> Files:
    """Return the files on the proposal itself, or on this published version of it."""
    # Most proposals have none, and their rows are loaded already.
    rows = list(_seen(user, proposal=proposal, scrutiny_item=None)) if proposal.attachments.all() else []
    for row in rows:
        row.proposal = proposal
    return _files(user, rows, ProposalAttachment(proposal=proposal), "attachment-add", proposal.pk)


def files_on_item(user: Any, item: ScrutinyItem) -> Files:
    """Return the files on the scrutiny item."""
    rows = list(_seen(user, scrutiny_item=item).select_related("proposal"))
    for row in rows:
        row.scrutiny_item = item
    blank = ProposalAttachment(proposal=item.proposal, scrutiny_item=item)
    return _files(user, rows, blank, "scrutiny-attachment-add", item.proposal_id, item.pk)


def _seen(user: Any, **on: Any) -> ProposalAttachmentQuerySet:
    found: ProposalAttachmentQuerySet = ProposalAttachment.objects.visible_to(user).filter(**on)
    return found


def _files(
    user: Any, rows: list[ProposalAttachment], blank: ProposalAttachment, name: str, *at: int
) -> Files:
    listed = with_versions(rows, lambda row: may_attach(user, row))
    return Files(listed, reverse(f"proposals:{name}", args=at) if may_attach(user, blank) else "")


def with_versions(rows: Iterable[Attachment], may_change: Callable[[Any], bool]) -> tuple[ListedFile, ...]:
    """Return the newest of the versions among these rows, each with the earlier ones that are among them."""
    by_key = {row.pk: row for row in rows}
    replaced = {row.replaces_id for row in by_key.values()}
    return tuple(
        ListedFile(row, tuple(_before(row, by_key)), may_change(row))
        for row in by_key.values()
        if row.pk not in replaced
    )


def _before(row: Attachment, by_key: dict[int, Attachment]) -> Iterable[Attachment]:
    while row.replaces_id in by_key:
        row = by_key[row.replaces_id]
        yield row
