"""The page on which the delivery status of an approved proposal is kept."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from councilsavings.forms import PageForm
from proposals.detail.delivery import keep_delivery
from proposals.domain.fields import DELIVERY
from proposals.exempt.views import OnOneProposal
from proposals.models import SavingsProposal
from proposals.permissions.delivery import REFUSAL, may_keep_delivery

LONGEST_NOTE = 4000


class DeliveryForm(PageForm):
    """The progress of delivery, with a note that everybody can read."""

    delivery_status = forms.ChoiceField(
        label="Delivery status",
        choices=list(DELIVERY.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the delivery status.", "invalid_choice": "Choose one of these."},
    )
    delivery_note = forms.CharField(
        label="Note",
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Progress and obstacles. Everybody who can view the proposal can read this.",
    )


class DeliveryView(OnOneProposal):
    """Record how far the proposal has been delivered."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask for the progress, showing what is stored."""
        proposal = self._approved(pk)
        stored = {name: getattr(proposal, name) for name in DeliveryForm.base_fields}
        return self._ask(proposal, DeliveryForm(initial=stored))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep it, or show the form again with what is wrong."""
        proposal = self._approved(pk)
        form = DeliveryForm(request.POST)
        if not form.is_valid():
            return self._ask(proposal, form, status=400)
        given = form.cleaned_data
        try:
            keep_delivery(request.user, proposal, given["delivery_status"], given["delivery_note"])
        except ValidationError as error:
            form.add_error(None, error)
            return self._ask(proposal, form, status=400)
        messages.success(request, f"The delivery status of {proposal.reference} was saved.")
        return redirect(proposal)

    def _approved(self, pk: int) -> SavingsProposal:
        proposal = self.proposal(pk)
        if not may_keep_delivery(self.request.user, proposal):
            raise PermissionDenied(REFUSAL)
        return proposal

    def _ask(self, proposal: SavingsProposal, form: DeliveryForm, status: int = 200) -> HttpResponse:
        context = {"proposal": proposal, "budget_round": proposal.budget_round, "form": form}
        return render(self.request, "proposals/delivery.html", context, status=status)
