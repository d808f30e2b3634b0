"""The page of one proposal."""

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import DetailView

from councilsavings.addresses import site_of
from proposals.detail.figures import proposal_page
from proposals.detail.related import surroundings_of
from proposals.detail.sections import reading_of
from proposals.detail.sidebar import beside
from proposals.detail.taken_back import page_when_hidden
from proposals.domain.exemption import says_of_itself_exempt
from proposals.listing.selection import ROUND
from proposals.models import SavingsProposal, assumptions_seen_by
from proposals.models.proposals import PUBLISHED_VERSION
from proposals.models.querysets import SavingsProposalQuerySet
from proposals.models.records import record_of
from proposals.permissions.delivery import may_keep_delivery
from proposals.permissions.exempt import may_grant_exempt, may_read_exempt
from proposals.permissions.proposals import editing_role
from proposals.workflow.completeness_facts import with_workflow
from proposals.workflow.panel import stage_panel


class ProposalDetailView(LoginRequiredMixin, DetailView):
    """A proposal as its form prints it, with in-year and cumulative figures as well as the discrete ones."""

    template_name = "proposals/detail/page.html"
    context_object_name = "proposal"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the proposal; of one that the person cannot see, what they may be told."""
        try:
            return super().get(request, *args, **kwargs)
        except Http404:
            page = page_when_hidden(request, kwargs["pk"]) if "pk" in kwargs else None
            if page is None:
                raise
            return page

    def get_queryset(self) -> SavingsProposalQuerySet:
        """Return every version that the person may see."""
        return with_workflow(SavingsProposal.versions.visible_to(self.request.user))

    def get_object(self, queryset: SavingsProposalQuerySet | None = None) -> SavingsProposal:
        """Return the version of the proposal that the address asks for."""
        return self.version_of(self.kwargs["pk"])

    def version_of(self, key: int) -> SavingsProposal:
        """Return the proposal as it is worked on where the person sees that, else as last published; raises Http404."""
        seen = self.get_queryset()
        if self.request.GET.urlencode() == PUBLISHED_VERSION:
            published = seen.filter(published_version_of=key).first()
            if published is not None:
                return published
        found: SavingsProposal = get_object_or_404(seen.page_of(key))
        return found

    def _sees_correction(self, version: SavingsProposal) -> bool:
        seen = SavingsProposal.objects.visible_to(self.request.user)
        return bool(seen.filter(pk=version.own_key).exists())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the proposal's figures and texts, ready to print, and its neighbours in the round's documents."""
        proposal = self.object
        budget_round = proposal.budget_round
        is_last_published = proposal.published_version_of_id is not None
        around = surroundings_of(self.request.user, proposal)
        record, style = record_of(proposal), budget_round.council.money_style
        panel = stage_panel(proposal, self.request.user, kwargs.pop("failed", None))
        return super().get_context_data(
            page=proposal_page(record, style, assumptions_seen_by(self.request.user, budget_round)),
            reading=reading_of(record, style),
            beside=beside(self.request.user, around, record),
            site=site_of(self.request),
            budget_round=budget_round,
            panel=panel,
            findings=[row for row in proposal.findings.all() if row.is_printed] if panel.works_on_it else [],
            list_url=f"{reverse('proposals:list')}?{ROUND}={budget_round.pk}",
            is_last_published=is_last_published,
            sees_correction=is_last_published and self._sees_correction(proposal),
            may_edit=self.request.user.is_staff and editing_role(self.request.user, proposal) is not None,
            may_keep_delivery=may_keep_delivery(self.request.user, proposal),
            offers_exempt=says_of_itself_exempt(record) and may_read_exempt(self.request.user, proposal),
            may_grant_exempt=may_grant_exempt(self.request.user, proposal),
            previous=around.previous,
            following=around.following,
            **kwargs,
        )
