"""The page of one proposal."""

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.generic import DetailView

from proposals.detail.figures import proposal_page
from proposals.detail.related import surroundings_of
from proposals.detail.sections import reading_of
from proposals.detail.sidebar import beside
from proposals.detail.under_correction import page_while_corrected
from proposals.domain.exemption import says_of_itself_exempt
from proposals.listing.selection import ROUND
from proposals.models import SavingsProposal
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
        """Show the proposal; while it is being corrected, show it as it was published to those who may not see more."""
        try:
            return super().get(request, *args, **kwargs)
        except Http404:
            corrected = page_while_corrected(request, kwargs["pk"]) if "pk" in kwargs else None
            if corrected is None:
                raise
            return corrected

    def get_queryset(self) -> SavingsProposalQuerySet:
        """Return the proposals that the person may see."""
        return with_workflow(SavingsProposal.objects.visible_to(self.request.user))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the proposal's figures and texts, ready to print, and its neighbours in the round's documents."""
        proposal = self.object
        budget_round = proposal.budget_round
        around = surroundings_of(self.request.user, proposal)
        record, style = record_of(proposal), budget_round.council.money_style
        return super().get_context_data(
            page=proposal_page(record, style),
            reading=reading_of(record, style),
            beside=beside(self.request.user, around, record),
            budget_round=budget_round,
            panel=stage_panel(proposal, self.request.user, kwargs.pop("failed", None)),
            list_url=f"{reverse('proposals:list')}?{ROUND}={budget_round.pk}",
            may_edit=self.request.user.is_staff and editing_role(self.request.user, proposal) is not None,
            may_keep_delivery=may_keep_delivery(self.request.user, proposal),
            offers_exempt=says_of_itself_exempt(record) and may_read_exempt(self.request.user, proposal),
            may_grant_exempt=may_grant_exempt(self.request.user, proposal),
            previous=around.previous,
            following=around.following,
            **kwargs,
        )
