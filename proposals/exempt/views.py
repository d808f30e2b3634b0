"""The pages of the exempt wording: reading it for a stated purpose, and granting and withdrawing access to it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import add_never_cache_headers
from django.views.generic import View

from councilsavings.accounts.reauthentication import AskedAgainMixin
from councilsavings.forms import PageForm
from proposals.exempt.grants import grant_exempt, name_of, people_to_grant, withdraw_grant
from proposals.exempt.wording import ExemptSection, exempt_matter, no_leave
from proposals.models import ExemptGrant, SavingsProposal
from proposals.permissions.exempt import grant_of, may_grant_exempt, may_read_exempt
from services.values.wording import listed

LONGEST_REASON = 1000


def _reason(label: str, help_text: str, missing: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": missing},
    )


class PurposeForm(PageForm):
    """The person's reason for reading the exempt wording."""

    purpose = _reason(
        "Why do you need to view it?",
        "Your name, the time and this reason will be recorded.",
        "Enter why you need to view the exempt wording.",
    )


class LeaveForm(PageForm):
    """A grant for one councillor, with the reason."""

    person = forms.ModelChoiceField(
        None,
        label="Councillor",
        empty_label="Choose a councillor",
        error_messages={
            "required": "Choose a councillor.",
            "invalid_choice": "Choose a councillor of this council who does not have permission yet.",
        },
    )
    reason = _reason(
        "Reason",
        "For example, the item on the agenda of their committee. This will be recorded.",
        "Enter why this person needs to know.",
    )

    def __init__(self, *args: Any, proposal: SavingsProposal, **kwargs: Any) -> None:
        """Offer the councillors of the proposal's council who have not been granted access."""
        super().__init__(*args, **kwargs)
        person = self.fields["person"]
        person.queryset = people_to_grant(proposal)
        person.label_from_instance = name_of


class WithdrawForm(PageForm):
    """The reason for withdrawing a grant."""

    reason = _reason(
        "Reason for withdrawing permission",
        "This will be recorded.",
        "Enter why the permission is withdrawn.",
    )


class OnOneProposal(LoginRequiredMixin, View):
    """A page about one proposal: 404 for a person who may not see the proposal, and nothing of it is cached."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer so that neither a cache nor the browser keeps the page."""
        response = super().dispatch(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response

    def proposal(self, pk: int) -> SavingsProposal:
        """Return the proposal with its service and round; raises Http404 where the person may not see it."""
        visible = SavingsProposal.versions.visible_to(self.request.user).page_of(pk)
        found: SavingsProposal = get_object_or_404(
            visible.select_related("budget_round__council", "service__directorate")
        )
        return found


class ExemptView(AskedAgainMixin, OnOneProposal):
    """Ask what for, record it, and show the exempt wording.

    A person without access is refused whether or not anything is exempt, so that the answer reveals nothing.
    """

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask what for; nothing exempt is on this page."""
        proposal = self._readable(pk)
        grant = grant_of(request.user, proposal)
        return self._ask(proposal, PurposeForm(initial={"purpose": grant.reason if grant else ""}))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Record the reading and show the wording."""
        proposal = self._readable(pk)
        form = PurposeForm(request.POST)
        if not form.is_valid():
            return self._ask(proposal, form, status=400)
        purpose = form.cleaned_data["purpose"]
        matter = exempt_matter(request.user, proposal, purpose)
        context = {
            "proposal": proposal,
            "sections": matter.sections,
            "earlier": matter.earlier,
            "marking": _marking(matter.sections),
            "reader": name_of(request.user),
            "purpose": purpose,
        }
        return render(request, "proposals/exempt.html", context)

    def _readable(self, pk: int) -> SavingsProposal:
        proposal = self.proposal(pk)
        if not may_read_exempt(self.request.user, proposal):
            raise no_leave(self.request.user)
        return proposal

    def _ask(self, proposal: SavingsProposal, form: PurposeForm, status: int = 200) -> HttpResponse:
        context = {
            "proposal": proposal,
            "form": form,
            "may_grant_exempt": may_grant_exempt(self.request.user, proposal),
        }
        return render(self.request, "proposals/exempt_purpose.html", context, status=status)


def _marking(sections: tuple[ExemptSection, ...]) -> str:
    """Return the words that stand at the head of every page, printed ones too."""
    named = sorted({section.paragraph for section in sections if section.paragraph})
    if not named:
        return "Not for publication"
    paragraphs = listed(named)
    noun = "paragraph" if len(named) == 1 else "paragraphs"
    return (
        f"Not for publication by virtue of {noun} {paragraphs} of Part 1 of Schedule 12A "
        "to the Local Government Act 1972"
    )


class LeavePage(OnOneProposal):
    """A page for those who may grant access; other readers are refused."""

    def governed(self, pk: int) -> SavingsProposal:
        """Return the proposal; raises PermissionDenied if the user may not grant access to it."""
        proposal = self.proposal(pk)
        if not may_grant_exempt(self.request.user, proposal):
            raise PermissionDenied(
                "Only the section 151 officer or a committee clerk can give permission to view exempt "
                "wording."
            )
        return proposal


class GrantsView(LeavePage):
    """The people who have access to the exempt wording of a proposal, and the form that grants it."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the people who have access, and the form."""
        proposal = self.governed(pk)
        return self._show(proposal, LeaveForm(proposal=proposal))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Grant access."""
        proposal = self.governed(pk)
        form = LeaveForm(request.POST, proposal=proposal)
        if not form.is_valid():
            return self._show(proposal, form, status=400)
        person = form.cleaned_data["person"]
        try:
            grant_exempt(request.user, proposal, person, form.cleaned_data["reason"])
        except ValidationError as error:
            # Somebody else gave it between the choice and the button.
            form.add_error(None, error.messages)
            return self._show(proposal, form, status=400)
        messages.success(
            request, f"{name_of(person)} can now view the exempt wording of {proposal.reference}."
        )
        return redirect("proposals:exempt-grants", pk=pk)

    def _show(self, proposal: SavingsProposal, form: LeaveForm, status: int = 200) -> HttpResponse:
        grants = [(grant, name_of(grant.user)) for grant in proposal.exempt_grants.select_related("user")]
        context = {"proposal": proposal, "form": form, "grants": grants}
        return render(self.request, "proposals/exempt_grants.html", context, status=status)


class WithdrawGrantView(LeavePage):
    """Withdraw one person's grant, for a reason."""

    def get(self, request: HttpRequest, pk: int, grant: int) -> HttpResponse:
        """Ask for the reason."""
        return self._ask(self._grant(pk, grant), WithdrawForm())

    def post(self, request: HttpRequest, pk: int, grant: int) -> HttpResponse:
        """Withdraw the grant."""
        found = self._grant(pk, grant)
        form = WithdrawForm(request.POST)
        if not form.is_valid():
            return self._ask(found, form, status=400)
        withdraw_grant(request.user, found, form.cleaned_data["reason"])
        messages.success(request, f"{name_of(found.user)} can no longer view it.")
        return redirect("proposals:exempt-grants", pk=pk)

    def _grant(self, pk: int, grant: int) -> ExemptGrant:
        proposal = self.governed(pk)
        found: ExemptGrant = get_object_or_404(
            ExemptGrant.objects.select_related("user"), pk=grant, proposal=proposal
        )
        found.proposal = proposal
        return found

    def _ask(self, grant: ExemptGrant, form: WithdrawForm, status: int = 200) -> HttpResponse:
        context = {"proposal": grant.proposal, "form": form, "grant": grant, "person": name_of(grant.user)}
        return render(self.request, "proposals/exempt_withdraw.html", context, status=status)
