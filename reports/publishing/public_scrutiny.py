"""The published scrutiny log, as anybody may read it: of proposals in a public edition.

Proposals are called what they are called in the newest edition that the public has of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.generic import View

from councilsavings.addresses import site_of
from councilsavings.caching import shared, shared_page
from proposals.attachments.pages import serve
from proposals.domain.scrutiny_items import ItemRecord, as_published
from proposals.models import ProposalAttachment, ScrutinyItem
from proposals.models.attachment_querysets import ProposalAttachmentQuerySet
from proposals.scrutiny.reading import record_of_item
from reports.documents.snapshots import proposal_from
from reports.models import Edition, EditionEntry
from services.models import Council


@dataclass(frozen=True)
class OnOneProposal:
    """The published items of one proposal, under its title in `edition`."""

    reference: str
    title: str
    edition: Edition
    items: tuple[ItemRecord, ...]
    files: tuple[ProposalAttachment, ...] = ()
    """The files that go with the answers."""


class PublicScrutinyView(View):
    """The published questions, answers, comments and recommendations of one council."""

    @shared_page
    def get(self, request: HttpRequest, council: str) -> HttpResponse:
        """Show them; a council that has not turned its public pages on has no such page."""
        named = get_object_or_404(Council.objects.public(), slug=council)
        context = {"council": named, "proposals": published_items(named), "site": site_of(request)}
        return shared(render(request, "reports/published/scrutiny.html", context))


class PublicScrutinyFileView(View):
    """A public file that goes with a published answer, to be saved."""

    def get(self, request: HttpRequest, council: str, attachment: int) -> HttpResponseBase:
        """Return the file, where the public reads the answer that it goes with."""
        named = get_object_or_404(Council.objects.public(), slug=council)
        return serve(get_object_or_404(_public_files(named), pk=attachment))


def _public_files(council: Council) -> ProposalAttachmentQuerySet:
    """Return the files on published answers about proposals in a public edition of the council."""
    entries = EditionEntry.objects.filter(edition__in=Edition.objects.public().filter(council=council))
    found: ProposalAttachmentQuerySet = ProposalAttachment.objects.public_with_answers()
    return found.filter(proposal__in=entries.order_by().values("proposal"))


def published_items(council: Council) -> tuple[OnOneProposal, ...]:
    """Return what the public may read of the council's scrutiny record, newest editions first."""
    entries = EditionEntry.objects.filter(
        edition__in=Edition.objects.public().filter(council=council)
    ).order_by("-edition__published_at", "-edition__pk", "place")
    items = _by_proposal(
        ScrutinyItem.objects.public()
        .filter(proposal__in=entries.order_by().values("proposal"))
        .select_related("proposal__budget_round__council", "meeting__committee")
        .order_by("asked_on", "pk")
    )
    newest: dict[int, EditionEntry] = {}
    for entry in entries.filter(proposal__in=list(items)):
        newest.setdefault(entry.proposal_id, entry)
    # Each edition once: its snapshot is large, and read as a whole.
    named = {entry.edition_id for entry in newest.values()}
    editions = Edition.objects.public().select_related("council").in_bulk(named)
    files: dict[int, list[ProposalAttachment]] = {}
    for file in _public_files(council):
        files.setdefault(file.proposal_id, []).append(file)
    shown = []
    for key, entry in newest.items():
        edition = editions[entry.edition_id]
        held = proposal_from(edition.frozen, entry.place)
        called = _renamed(items[key], held.reference, held.title)
        with_answers = tuple(files.get(key, ()))
        shown.append(OnOneProposal(held.reference, held.title, edition, called, with_answers))
    return tuple(shown)


def _renamed(items: Iterable[ItemRecord], reference: str, title: str) -> tuple[ItemRecord, ...]:
    """Return the items with the proposal called so, and without the addresses of pages that are not public."""
    return tuple(
        replace(item, reference=reference, title=title, address="", proposal_address="") for item in items
    )


def _by_proposal(items: Iterable[ScrutinyItem]) -> dict[int, list[ItemRecord]]:
    today = timezone.localdate()
    found: dict[int, list[ItemRecord]] = {}
    for item in items:
        found.setdefault(item.proposal_id, []).append(as_published(record_of_item(item, today)))
    return found
