"""The pages of alternative budgets: the protocol, the steps of a budget, and the release."""

from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from councilsavings.forms import PageForm
from reports.forecasts.budget_page import BudgetPage, GuardedFormPage
from reports.forecasts.scenarios import access, budgets
from reports.forecasts.scenarios.budget_forms import (
    OFFICERS,
    CheckForm,
    OpinionForm,
    ProtocolForm,
    ReleaseForm,
)
from reports.forecasts.scenarios.pages import GuardedScenarioPage, TitledForm
from reports.forecasts.scenarios.stored import read_scenario
from reports.models import AlternativeBudget, AlternativeBudgetProtocol, Office, Opinion


class AlternativesView(BudgetPage):
    """The protocol of the round, the budget of the person's group, and every budget of which they may know."""

    template_name = "forecasts/scenarios/alternatives.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show them; the page says the same to everybody who may not know of any."""
        user = request.user
        protocol = _protocol(self)
        group = budgets.group_of(user, self.round)
        known = AlternativeBudget.objects.visible_to(user).filter(protocol=protocol)
        own = budgets.own_budget(group, protocol) if protocol else None
        if own is not None and not own.protocol.is_released:
            known = known.exclude(pk=own.pk)
        context = {
            "protocol": protocol,
            "group": group,
            "own": own,
            "budgets": known.filter(submitted_at__isnull=False)
            .select_related("group", "scenario")
            .prefetch_related("opinions"),
            "may_set": access.may_set_protocol(user, self.round) and not (protocol and protocol.is_released),
            "may_release": protocol is not None and access.may_release(user, protocol),
            "is_named": protocol is not None and access.is_named(user, protocol),
        }
        return self.show(**context)


class AlternativesForm(TitledForm):
    """A form about the alternative budgets of the round, to which it leads back."""

    def ask(self, form: Any, status: int = 200, **context: Any) -> HttpResponse:
        """Return the page with the form."""
        return super().ask(form, status, is_alternative=True, **context)


class ProtocolView(GuardedFormPage, AlternativesForm):
    """Setting the protocol of the round."""

    form_class = ProtocolForm
    rows = "reviewers"
    title = "Protocol for alternative budgets"
    said, leads_to = "The protocol is saved.", "alternatives"

    @cached_property
    def record(self) -> AlternativeBudgetProtocol:
        """The protocol with its people, or a new one; raises PermissionDenied for who may not set it now."""
        known = _protocols(self).select_related(*OFFICERS).prefetch_related("reviewers__user")
        protocol = known.first() or AlternativeBudgetProtocol(budget_round=self.round)
        if not access.may_set_protocol(self.request.user, self.round):
            raise PermissionDenied("The section 151 officer and administrators set the protocol.")
        if protocol.is_released:
            raise PermissionDenied("The budgets are released, so the protocol is closed.")
        return protocol


class BeginView(BudgetPage):
    """Beginning the alternative budget of the person's group."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make it and lead to its page."""
        protocol = _protocol(self)
        if protocol is None:
            raise Http404
        return redirect(budgets.begin(request.user, protocol).scenario)


class ReleaseView(GuardedFormPage, AlternativesForm):
    """Releasing all submitted budgets at one moment."""

    rows = ""
    template_name = "forecasts/scenarios/release.html"
    form_class = ReleaseForm
    title, button = "Release alternative budgets", "Release"
    protocol: AlternativeBudgetProtocol

    def open(self) -> None:
        """Find the protocol; raises PermissionDenied for who does not release the budgets."""
        protocol = _protocol(self)
        if protocol is None:
            raise Http404
        access.refuse_unless(access.may_release, self.request.user, protocol)
        self.protocol = protocol

    def lock(self) -> None:
        """Read the protocol as others have left it."""
        super().lock()
        self.open()

    @cached_property
    def stored(self) -> list[AlternativeBudgetProtocol]:
        """The protocol."""
        return [self.protocol]

    def get_initial(self) -> dict[str, Any]:
        """Show the set time."""
        return {"at": self.protocol.release_at}

    def save(self, form: ReleaseForm) -> HttpResponse:
        """Release them now or at the set time, or take a set time back."""
        is_cancelled = "cancel" in self.request.POST
        at = None if is_cancelled else form.cleaned_data["at"] or timezone.now()
        budgets.release(self.request.user, self.protocol, at)
        return self.done(
            f"The time of the release is {'cleared' if is_cancelled else 'saved'}.", "alternatives"
        )

    def ask(self, form: ReleaseForm, status: int = 200, **context: Any) -> HttpResponse:
        """Ask for the moment; the named officers are told what is missing."""
        known = AlternativeBudget.objects.visible_to(self.request.user).filter(protocol=self.protocol)
        is_named = access.is_named(self.request.user, self.protocol)
        incomplete = [budget for budget in known if budget.missing_opinions] if is_named else []
        return super().ask(form, status, protocol=self.protocol, incomplete=incomplete, **context)


class StepView(GuardedScenarioPage, AlternativesForm):
    """A step of one alternative budget: for an ordinary scenario it does not exist."""

    rows = ""

    @property
    def alternative(self) -> AlternativeBudget:
        """The alternative budget; raises Http404 where the scenario is none."""
        found = access.budget_of(self.scenario)
        if found is None:
            raise Http404
        return found


class SubmitView(StepView):
    """Handing a group's budget to the officers."""

    template_name = "forecasts/scenarios/submit.html"
    form_class = PageForm
    title, button = "Submit the alternative budget", "Submit"

    def save(self, form: PageForm) -> HttpResponse:
        """Submit it."""
        budgets.submit(self.request.user, self.alternative)
        return self.done("Your alternative budget is submitted.", "alternatives")

    def ask(self, form: PageForm, status: int = 200, **context: Any) -> HttpResponse:
        """Say what submitting means."""
        access.refuse_unless(access.may_edit, self.request.user, self.scenario)
        protocol, amendments = self.alternative.protocol, read_scenario(self.scenario).amendments
        return super().ask(form, status, protocol=protocol, amendments=amendments, **context)


class CheckView(StepView):
    """The officer's check of the figures."""

    template_name = "forecasts/scenarios/check.html"
    form_class, read_by_others = CheckForm, ("comments",)
    title, button = "Check the figures", "Confirm the figures"

    def open(self) -> None:
        """Raise PermissionDenied for who does not check the figures."""
        super().open()
        access.refuse_unless(access.may_check, self.request.user, self.alternative)

    @cached_property
    def stored(self) -> list[AlternativeBudget]:
        """The budget with the comments so far."""
        return [self.alternative]

    def get_initial(self) -> dict[str, Any]:
        """Show the comments so far."""
        return {"comments": self.alternative.check_comments}

    def save(self, form: CheckForm) -> HttpResponse:
        """Confirm the figures, or return the budget to its group."""
        is_returned = "return" in self.request.POST
        step = budgets.return_to_group if is_returned else budgets.confirm_figures
        step(self.request.user, self.alternative, form.cleaned_data["comments"])
        said = "The budget is returned to its group." if is_returned else "The figures are confirmed."
        return self.done(said, "alternatives")


class OpinionView(StepView):
    """The opinion of one of the three officers."""

    form_class, read_by_others = OpinionForm, ("grounds",)

    @cached_property
    def record(self) -> Opinion:
        """The opinion, or a new one; raises PermissionDenied for anybody but the officer named."""
        office = self.kwargs["office"]
        if office not in Office.values:
            raise Http404
        access.refuse_unless(access.may_judge, self.request.user, self.alternative, Office(office))
        opinion = self.alternative.opinions.filter(office=office).first()
        return opinion or Opinion(alternative_budget=self.alternative, office=office)

    @property
    def title(self) -> str:
        """The heading of the page."""
        return f"Opinion of the {Office(self.kwargs['office']).label.lower()}"

    def save(self, form: OpinionForm) -> HttpResponse:
        """Record it."""
        office, given = Office(self.kwargs["office"]), form.cleaned_data
        budgets.judge(self.request.user, self.alternative, office, given["view"], given["grounds"])
        return self.done("Your opinion is recorded.", "alternatives")


def _protocols(page: BudgetPage) -> QuerySet[AlternativeBudgetProtocol]:
    """Return the protocol of the round, if the person may know of it."""
    visible = AlternativeBudgetProtocol.objects.visible_to(page.request.user).filter(budget_round=page.round)
    return visible.select_related("budget_round__council")


def _protocol(page: BudgetPage) -> AlternativeBudgetProtocol | None:
    return _protocols(page).first()
