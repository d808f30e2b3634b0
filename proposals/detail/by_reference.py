"""A proposal's page by its council and reference, in any spelling."""

from typing import Any
from urllib.parse import unquote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from proposals.detail.lookup import ROUND, Found, address_of, find_by_reference
from proposals.detail.taken_back import keys_of_reference, page_when_hidden
from proposals.detail.views import ProposalDetailView
from proposals.models import SavingsProposal
from proposals.models.querysets import SavingsProposalQuerySet

LONGEST_REFERENCE = 60


class ByReferenceView(ProposalDetailView):
    """The page of the proposal that the address names; other spellings and old references lead to its own address."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the proposal, lead to its own address, offer what it could mean, or say that there is none."""
        council, reference = kwargs["council"], kwargs["reference"].strip("/")
        round_named = request.GET.get(ROUND, "").strip()
        found = find_by_reference(request.user, council, reference[:LONGEST_REFERENCE], round_named)
        if found.proposal is None:
            return self._none_or_several(request, found, reference)
        address = address_of(found.proposal)
        if request.path != unquote(address):
            if found.led_from:
                messages.info(request, f"“{found.led_from}” is now {found.proposal.reference}.")
            return redirect(f"{address}?{ROUND}={found.proposal.budget_round_id}" if round_named else address)
        self.found = found.proposal
        return super().get(request, *args, **kwargs)

    def get_object(self, queryset: SavingsProposalQuerySet | None = None) -> SavingsProposal:
        """Return the proposal that was found, loaded as its page needs it."""
        return self.version_of(self.found.own_key)

    def _none_or_several(self, request: HttpRequest, found: Found, reference: str) -> HttpResponse:
        if not found.several:
            council = self.kwargs["council"]
            page = page_when_hidden(request, *keys_of_reference(council, reference))
            if page is not None:
                return page
        listed = found.several or found.similar
        context = {
            "reference": reference[:LONGEST_REFERENCE],
            "choices": [(one, one.get_absolute_url()) for one in listed],
        }
        if found.several:
            return render(request, "proposals/reference_choice.html", context)
        return render(request, "proposals/reference_not_found.html", context, status=404)
