"""The short addresses by which proposals and editions are cited: they lead to what the reader may read."""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import View

from proposals.models import SavingsProposal
from proposals.models.proposals import proposal_address
from reports.documents.snapshots import record_from
from reports.models import Edition, EditionEntry
from reports.public.pages import proposal_address as proposal_page


class _Cited(View):
    def get(self, request: HttpRequest, **named: str) -> HttpResponse:
        """Lead to the page; to strangers what they may not read cannot be told from what there never was."""
        address = self.address_for(request.user, **named)
        if address:
            return redirect(address)
        if not request.user.is_authenticated:
            return redirect_to_login(request.path)
        raise Http404("There is no such proposal or edition, or you do not have permission to view it.")

    def address_for(self, user: Any, **named: str) -> str:
        """Return the address of the page for this person; empty where there is none."""
        raise NotImplementedError


class CitedProposalView(_Cited):
    """A proposal by the number that it keeps through every renaming."""

    def address_for(self, user: Any, *, pk: str) -> str:
        """Return the proposal's own page for who may see it, and what is public of it for everybody else."""
        key = int(pk)
        if SavingsProposal.versions.visible_to(user).of_keys([key]).exists():
            return proposal_address(key, None)
        return public_page_of(key)


class CitedEditionView(_Cited):
    """An edition by the short identifier that stands on its pages."""

    def address_for(self, user: Any, *, identifier: str) -> str:
        """Return the edition's page."""
        readable = Edition.objects.visible_to(user).called(identifier).select_related("council").light()
        edition = readable.first()
        return edition.get_absolute_url() if edition else ""


def public_page_of(proposal: int) -> str:
    """Return where the public reads the proposal as it was last published; empty where it was not."""
    entries = EditionEntry.objects.filter(proposal=proposal, edition__in=Edition.objects.public())
    newest = (
        entries.select_related("edition__council", "edition__publication")
        .order_by("-edition__published_at", "-edition__pk")
        .first()
    )
    if newest is None:
        return ""
    edition = newest.edition
    reference = record_from(edition.frozen).proposals[newest.place].reference
    return proposal_page(edition.council.slug, edition.publication.budget_round_id, reference)
