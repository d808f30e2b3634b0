"""The files of a record as one reader may see them, each with its earlier versions."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from proposals.attachments.storing import may_attach
from proposals.models import Attachment, ProposalAttachment, SavingsProposal, ScrutinyItem


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


def files_on(user: Any, proposal: SavingsProposal, item: ScrutinyItem | None = None) -> Files:
    """Return the files on the proposal itself, or on one of its scrutiny items."""
    # Most proposals have none; those that are loaded already need not be asked for.
    rows = list(_seen(user, proposal, item)) if proposal.attachments.all() else []
    for row in rows:
        row.proposal, row.scrutiny_item = proposal, item
    listed = with_versions(rows, lambda row: may_attach(user, row))
    if not may_attach(user, ProposalAttachment(proposal=proposal, scrutiny_item=item)):
        return Files(listed)
    if item is None:
        return Files(listed, reverse("proposals:attachment-add", args=[proposal.pk]))
    return Files(listed, reverse("proposals:scrutiny-attachment-add", args=[proposal.pk, item.pk]))


def _seen(user: Any, proposal: SavingsProposal, item: ScrutinyItem | None) -> Iterable[ProposalAttachment]:
    return ProposalAttachment.objects.visible_to(user).filter(proposal=proposal, scrutiny_item=item)


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
