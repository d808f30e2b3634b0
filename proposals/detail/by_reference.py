"""A proposal's page by its council and reference, in any spelling."""

from typing import Any
from urllib.parse import unquote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from proposals.detail.lookup import ROUND, Found, address_of, find_by_reference
from proposals.detail.under_correction import keys_of_reference, page_while_corrected
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
        loaded: SavingsProposal = self.get_queryset().get(pk=self.found.pk)
        return loaded

    def _none_or_several(self, request: HttpRequest, found: Found, reference: str) -> HttpResponse:
        if not found.several:
            council = self.kwargs["council"]
            corrected = page_while_corrected(request, *keys_of_reference(council, reference))
            if corrected is not None:
                return corrected
        listed = found.several or found.similar
        context = {
            "reference": reference[:LONGEST_REFERENCE],
            "choices": [(one, one.get_absolute_url()) for one in listed],
        }
        if found.several:
            return render(request, "proposals/reference_choice.html", context)
        return render(request, "proposals/reference_not_found.html", context, status=404)
