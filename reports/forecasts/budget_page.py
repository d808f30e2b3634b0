"""The pages of a round's budget: what they have in common."""

from functools import cached_property
from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.generic import View
from django.views.generic.edit import FormMixin

from councilsavings.forms import add_errors
from proposals.models import BudgetRound
from proposals.permissions.budgets import may_prepare_budget, sees_opinions, visible_budgets
from reports.budgets.round_budget import RoundBudget
from reports.models import MediumTermPlan
from services.models import ChangeRecord

REFUSAL = "The budget of a round is prepared by finance officers, until the round is closed."
STATE = "state"
"""The field with the digest of what was stored when a form was opened."""


class BudgetPage(LoginRequiredMixin, View):
    """A page of the budget of one round, for who may see it."""

    template_name = ""
    is_for_preparers = False
    """True of a page that changes the budget: who may see it and not change it is refused."""
    round: BudgetRound

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Read the round; raises Http404 for who may not see the page."""
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            self.round = get_object_or_404(self.rounds(), pk=kwargs["pk"])
            self.open()

    def rounds(self) -> Any:
        """Return the rounds of which the person may see this page."""
        user = self.request.user
        seen = BudgetRound.objects.visible_to(user).filter(visible_budgets(user, ""))
        return seen.select_related("council", "medium_term_plan")

    def open(self) -> None:
        """Find what else the page is about; raises Http404 or PermissionDenied."""
        if self.is_for_preparers and not self.may_prepare:
            raise PermissionDenied(REFUSAL)

    @property
    def may_prepare(self) -> bool:
        """Return whether the person may change the budget now."""
        return may_prepare_budget(self.request.user, self.round)

    @cached_property
    def budget(self) -> RoundBudget:
        """The round's budget as the person sees it, with every proposal counted in full."""
        budget = RoundBudget(self.round, self.request.user)
        # Who sees the budget sees the plan, which has been read with the round.
        budget.plan = getattr(self.round, "medium_term_plan", None)
        return budget

    def plan(self) -> MediumTermPlan:
        """Return the plan of the round; raises Http404 where the person sees none."""
        if self.budget.plan is None:
            raise Http404("There is no medium-term plan.")
        return self.budget.plan

    def show(self, status: int = 200, **context: Any) -> HttpResponse:
        """Return the page."""
        frame = {
            "budget_round": self.round,
            "may_prepare": self.may_prepare,
            "sees_opinions": sees_opinions(self.request.user, self.round),
        }
        return render(self.request, self.template_name, frame | context, status=status)

    def done(self, said: str, name: str, *more: Any) -> HttpResponse:
        """Say what was done, and lead to another page of the round's budget."""
        messages.success(self.request, said)
        return redirect(f"budget:{name}", self.round.pk, *more)


class FormPage(FormMixin, BudgetPage):
    """A page with a form: shown, then saved, or shown again with what is wrong."""

    form_name = "form"
    """The name by which the template knows the form."""
    said, leads_to = "", ""
    """What is said when the form has been saved, and the page of the budget that is shown then."""

    @cached_property
    def record(self) -> Any:
        """The record that the form is about, read once, if it is about one."""
        return None

    def get_form_kwargs(self) -> dict[str, Any]:
        """Hand the record to a form that has one."""
        return super().get_form_kwargs() | ({} if self.record is None else {"instance": self.record})

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form."""
        return self.ask(self.get_form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save what was sent, or show the form again."""
        form = self.get_form()
        if self.is_valid(form):
            try:
                with transaction.atomic():
                    return self.save(form)
            except ValidationError as error:
                add_errors(form, error)
        return self.ask(form, 400)

    def is_valid(self, form: Any) -> bool:
        """Return whether the form can be saved."""
        return bool(form.is_valid())

    def save(self, form: Any) -> HttpResponse:
        """Save a valid form and lead on; raises ValidationError for what cannot be saved after all."""
        form.save()
        return self.done(self.said, self.leads_to)

    def ask(self, form: Any, /, status: int = 200, **context: Any) -> HttpResponse:
        """Return the page with the form."""
        return self.show(status, **{self.form_name: form}, **context)


class GuardedFormPage(FormPage):
    """A form of stored records, which is saved only where nobody has changed them since it was opened.

    While one person saves, others who change the same wait: all who change the budget of the round, unless a page
    locks less.
    """

    rows = "years"
    """The name by which the records know their rows, if they have any."""

    @cached_property
    def stored(self) -> list[Any]:
        """The records that the form is about as they are stored, read once; none for a new one."""
        return [] if self.record is None or self.record.pk is None else [self.record]

    @cached_property
    def state(self) -> str:
        """The digest of the records, by which a page tells that somebody else has changed them; empty of none."""
        values = self.stored_values()
        return sha256(repr(values).encode()).hexdigest() if values else ""

    def stored_values(self) -> list[Any]:
        """Return what is stored of that which the form changes."""
        return [
            each.recorded_values()
            for record in self.stored
            for each in (record, *(getattr(record, self.rows).all() if self.rows else ()))
        ]

    def lock(self) -> None:
        """Let others who change the records wait until the end of the transaction."""
        BudgetRound.objects.select_for_update(no_key=True).get(pk=self.round.pk)

    @transaction.atomic
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save what was sent; show the form again where it is wrong, or where somebody else has changed it."""
        self.lock()
        # Checking a form changes its records, so their state is taken first.
        if self.state == request.POST.get(STATE, ""):
            return self.act()
        form = self.get_form()
        self.is_valid(form)
        last = self.changes().order_by("-pk").first()
        # A programme has a name in the log and is no person.
        who = last.actor_name if last and last.actor_id else ""
        return self.ask(form, 409, is_outdated=True, who=who)

    def changes(self) -> QuerySet[ChangeRecord]:
        """Return what the log says of the records: the last of it names who has changed them."""
        keys = {record.pk for record in self.stored}
        types = {record._meta.label_lower for record in self.stored}
        return ChangeRecord.objects.filter(subject_type__in=types, subject_id__in=keys)

    def act(self) -> HttpResponse:
        """Do what was asked of records that nobody has changed meanwhile: save what was sent, unless told otherwise."""
        return super().post(self.request)

    def ask(self, form: Any, /, status: int = 200, **context: Any) -> HttpResponse:
        """Return the page with the form and its state."""
        return super().ask(form, status, **{STATE: self.state}, **context)
