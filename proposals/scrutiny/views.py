"""The pages of scrutiny's record: adding an item, one item with its steps, and all items of a round."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from councilsavings.forms import PageForm, add_errors
from proposals.attachments.listing import files_on_item
from proposals.domain.scrutiny_items import ItemKind, as_published
from proposals.exempt.views import OnOneProposal
from proposals.models import SavingsProposal, ScrutinyItem
from proposals.permissions.proposals import scope_of
from proposals.permissions.scrutiny import ADDING, may_add, reads_unpublished
from proposals.scrutiny.forms import (
    AddForm,
    AnswerForm,
    AssignForm,
    CloseForm,
    CorrectForm,
    PublishForm,
    RespondForm,
    StepForm,
    WithdrawForm,
)
from proposals.scrutiny.kept_words import keep_words, kept_words
from proposals.scrutiny.reading import record_of_item, who_reads_published
from proposals.scrutiny.steps import STEPS, NewItem, StaleItem, Step, add_item, steps_for, take

FORMS: dict[str, type[StepForm]] = {
    "answer": AnswerForm,
    "response": RespondForm,
    "owner": AssignForm,
    "outcome": CloseForm,
    "publish": PublishForm,
    "correct": CorrectForm,
    "withdraw": WithdrawForm,
}
"""The form of each step."""

KIND = "kind"


class OnTheRecord(OnOneProposal):
    """A page of scrutiny's record; what somebody wrote is kept when they have to sign in again."""

    def handle_no_permission(self) -> HttpResponse:
        """Send somebody whose session ended to sign in and back to their form, with their words in it."""
        if self.request.method == "POST":
            keep_words(self.request)
        return redirect_to_login(self.request.path)


class AddItemView(OnTheRecord):
    """Put a question, a request, a comment or a recommendation on the record of a proposal."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask what it is; words that could not be taken in before stand in the form again."""
        proposal = self._open_to(pk)
        named = request.GET.get(KIND, "")
        initial = {KIND: named if named in list(ItemKind) else "", "asked_on": timezone.localdate()}
        form = AddForm(initial={**initial, **kept_words(request)}, proposal=proposal, user=request.user)
        return self._ask(proposal, form)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Put it on the record, or show the form again with what is wrong."""
        try:
            proposal = self._open_to(pk)
        except Http404:
            return self._too_late(request)
        form = AddForm(request.POST, proposal=proposal, user=request.user)
        if not form.is_valid():
            return self._ask(proposal, form, status=400)
        try:
            item = add_item(request.user, proposal, NewItem(**form.cleaned_data))
        except ValidationError as error:
            add_errors(form, error)
            return self._ask(proposal, form, status=400)
        messages.success(request, f"Your {item.get_kind_display()} has been added to {proposal.reference}.")
        return redirect(item)

    def _open_to(self, pk: int) -> SavingsProposal:
        proposal = self.proposal(pk)
        if not may_add(self.request.user, proposal):
            if not self.request.user.has_perm("proposals.add_scrutinyitem"):
                raise PermissionDenied("Only scrutiny members and committee clerks can add items.")
            raise PermissionDenied(
                "Scrutiny members and committee clerks can add items when the proposal is published."
            )
        return proposal

    def _too_late(self, request: HttpRequest) -> HttpResponse:
        """Return the text to those who may add items; do not reveal to anybody whether there is such a proposal."""
        if not scope_of(request.user).roles & ADDING:
            raise Http404
        context = {"words": request.POST.get("text", "")}
        return render(request, "proposals/scrutiny/too_late.html", context, status=404)

    def _ask(self, proposal: SavingsProposal, form: AddForm, status: int = 200) -> HttpResponse:
        context = {"proposal": proposal, "budget_round": proposal.budget_round, "form": form}
        return render(self.request, "proposals/scrutiny/add.html", context, status=status)


class ItemPage(OnTheRecord):
    """A page about one item; a person who may not read the item gets none."""

    def item(self, pk: int, item: int) -> ScrutinyItem:
        """Return the item with its proposal; raises Http404 where the person may not read it."""
        proposal = self.proposal(pk)
        readable = ScrutinyItem.objects.visible_to(self.request.user).filter(proposal=proposal.own_key)
        found: ScrutinyItem = get_object_or_404(readable.select_related("meeting__committee"), pk=item)
        found.read_with(proposal)
        return found

    def context_of(self, item: ScrutinyItem) -> dict[str, Any]:
        """Return what every page about the item shows."""
        record = record_of_item(item, timezone.localdate())
        in_full = reads_unpublished(self.request.user, item.proposal)
        return {
            "proposal": item.proposal,
            "budget_round": item.proposal.budget_round,
            "item": record if in_full else as_published(record),
            "in_full": in_full,
            "who_reads": who_reads_published(item.proposal) if in_full and record.is_published else "",
            "steps": steps_for(self.request.user, item),
            "files": files_on_item(self.request.user, item),
        }


class ItemView(ItemPage):
    """An item with all that followed, and the steps open to the reader."""

    def get(self, request: HttpRequest, pk: int, item: int) -> HttpResponse:
        """Show the item."""
        return render(request, "proposals/scrutiny/item.html", self.context_of(self.item(pk, item)))


class StepView(ItemPage):
    """Take one step with an item."""

    def get(self, request: HttpRequest, pk: int, item: int, code: str) -> HttpResponse:
        """Ask what the step needs."""
        found, step = self._step_on(pk, item, code)
        form = FORMS[code](item=found, user=request.user)
        form.initial |= kept_words(request)
        return self._ask(found, step, form)

    def post(self, request: HttpRequest, pk: int, item: int, code: str) -> HttpResponse:
        """Take the step, or show the form again with what is wrong and all that was written."""
        found, step = self._step_on(pk, item, code)
        form = FORMS[code](request.POST, item=found, user=request.user)
        if not form.is_valid():
            names_none = not form.data.get("shown_version")
            return self._ask(found, step, _as_shown_now(form, found) if names_none else form, status=400)
        try:
            stored = take(request.user, found, step, form.cleaned_data)
        except StaleItem as stale:
            form.add_error(None, str(stale))
            return self._ask(found, step, _as_shown_now(form, found), status=400)
        except ValidationError as error:
            add_errors(form, error)
            return self._ask(found, step, form, status=400)
        messages.success(request, f"{step.done}.{_not_public_yet(stored, step)}")
        return redirect(stored)

    def _step_on(self, pk: int, item: int, code: str) -> tuple[ScrutinyItem, Step]:
        found = self.item(pk, item)
        if code not in STEPS:
            raise Http404("This step does not exist.")
        step = STEPS[code]
        if not step.may(self.request.user, found):
            raise PermissionDenied(step.refusal)
        return found, step

    def _ask(self, item: ScrutinyItem, step: Step, form: PageForm, status: int = 200) -> HttpResponse:
        context = {**self.context_of(item), "step": step, "form": form}
        return render(self.request, "proposals/scrutiny/step.html", context, status=status)


def _as_shown_now(form: PageForm, item: ScrutinyItem) -> PageForm:
    """Return the form with what was written, to be sent with the item now shown above it."""
    form.data = form.data.copy()
    form.data["shown_version"] = str(item.version)
    return form


def _not_public_yet(item: ScrutinyItem, step: Step) -> str:
    if step.code == "publish" or item.published_at is None or item.answer_published_at is not None:
        return ""
    return " Everybody can view it when a clerk publishes it."
