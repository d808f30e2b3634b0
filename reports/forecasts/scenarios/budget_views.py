"""The pages of alternative budgets: the protocol, the steps of a budget, and the release."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from councilsavings.forms import PageForm, add_errors
from reports.forecasts.budget_page import BudgetPage
from reports.forecasts.scenarios import access, budgets
from reports.forecasts.scenarios.budget_forms import CheckForm, OpinionForm, ProtocolForm, ReleaseForm
from reports.forecasts.scenarios.pages import OnScenario
from reports.forecasts.scenarios.stored import read_scenario
from reports.forecasts.scenarios.wording import is_valid_for_others
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


class ProtocolView(BudgetPage):
    """Setting the protocol of the round."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the stored values."""
        return self._ask(ProtocolForm(instance=self._protocol()))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Save them."""
        form = ProtocolForm(request.POST, instance=self._protocol())
        if not form.is_valid():
            return self._ask(form, 400)
        form.save()
        messages.success(request, "The protocol is saved.")
        return redirect("budget:alternatives", self.round.pk)

    def _protocol(self) -> AlternativeBudgetProtocol:
        protocol = _protocol(self) or AlternativeBudgetProtocol(budget_round=self.round)
        if not access.may_set_protocol(self.request.user, self.round):
            raise PermissionDenied("The section 151 officer and administrators set the protocol.")
        if protocol.is_released:
            raise PermissionDenied("The budgets are released, so the protocol is closed.")
        return protocol

    def _ask(self, form: ProtocolForm, status: int = 200) -> HttpResponse:
        return _ask(self, form, "Protocol for alternative budgets", "Save", status=status)


class BeginView(BudgetPage):
    """Beginning the alternative budget of the person's group."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make it and lead to its page."""
        protocol = _protocol(self)
        if protocol is None:
            raise Http404
        return redirect(budgets.begin(request.user, protocol).scenario)


class ReleaseView(BudgetPage):
    """Releasing all submitted budgets at one moment."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask for the moment; the named officers are told what is missing."""
        return self._ask(ReleaseForm(initial={"at": self._protocol().release_at}))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Release them now or at the set time, or take a set time back."""
        protocol = self._protocol()
        form = ReleaseForm(request.POST)
        if not form.is_valid():
            return self._ask(form, 400)
        is_cancelled = "cancel" in request.POST
        at = None if is_cancelled else form.cleaned_data["at"] or timezone.now()
        try:
            budgets.release(request.user, protocol, at)
        except ValidationError as error:
            add_errors(form, error)
            return self._ask(form, 400)
        said = "The time of the release is cleared." if is_cancelled else "The time of the release is saved."
        messages.success(request, said)
        return redirect("budget:alternatives", self.round.pk)

    def _protocol(self) -> AlternativeBudgetProtocol:
        protocol = _protocol(self)
        if protocol is None:
            raise Http404
        if not access.may_release(self.request.user, protocol):
            raise PermissionDenied(
                "The section 151 officer, the monitoring officer, the chief executive or an administrator releases "
                "the budgets, once."
            )
        return protocol

    def _ask(self, form: ReleaseForm, status: int = 200) -> HttpResponse:
        protocol = self._protocol()
        known = AlternativeBudget.objects.visible_to(self.request.user).filter(protocol=protocol)
        is_named = access.is_named(self.request.user, protocol)
        return _ask(
            self,
            form,
            "Release alternative budgets",
            "Release",
            status=status,
            template="release",
            protocol=protocol,
            incomplete=[budget for budget in known if budget.missing_opinions] if is_named else [],
        )


class StepView(OnScenario):
    """A step of one alternative budget: for an ordinary scenario it does not exist."""

    alternative: AlternativeBudget

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the budget; raises Http404 where the scenario is none."""
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            found = access.budget_of(self.scenario)
            if found is None:
                raise Http404
            self.alternative = found

    def done(self, said: str) -> HttpResponse:
        """Tell what was done and lead back to where the budget, or the others, can be seen."""
        messages.success(self.request, said)
        return redirect("budget:alternatives", self.round.pk)


class SubmitView(StepView):
    """Handing a group's budget to the officers."""

    def get(self, request: HttpRequest, pk: int, identifier: UUID) -> HttpResponse:
        """Say what submitting means."""
        return self._ask(PageForm())

    def post(self, request: HttpRequest, pk: int, identifier: UUID) -> HttpResponse:
        """Submit it."""
        form = PageForm(request.POST)
        form.is_valid()
        try:
            budgets.submit(request.user, self.alternative)
        except ValidationError as error:
            add_errors(form, error)
            return self._ask(form, 400)
        return self.done("Your alternative budget is submitted.")

    def _ask(self, form: PageForm, status: int = 200) -> HttpResponse:
        if not access.may_edit(self.request.user, self.scenario):
            raise PermissionDenied("A member of the group can submit its budget once, before the release.")
        return _ask(
            self,
            form,
            "Submit the alternative budget",
            "Submit",
            status=status,
            template="submit",
            protocol=self.alternative.protocol,
            amendments=read_scenario(self.scenario).amendments,
        )


class CheckView(StepView):
    """The officer's check of the figures."""

    def get(self, request: HttpRequest, pk: int, identifier: UUID) -> HttpResponse:
        """Show the comments so far."""
        return self._ask(CheckForm(initial={"comments": self.alternative.check_comments}))

    def post(self, request: HttpRequest, pk: int, identifier: UUID) -> HttpResponse:
        """Confirm the figures, or return the budget to its group."""
        form = CheckForm(request.POST)
        if not is_valid_for_others(form, request.user, self.round, "comments"):
            return self._ask(form, 400)
        is_returned = "return" in request.POST
        try:
            step = budgets.return_to_group if is_returned else budgets.confirm_figures
            step(request.user, self.alternative, form.cleaned_data["comments"])
        except ValidationError as error:
            form.add_error("comments", error)
            return self._ask(form, 400)
        return self.done(
            "The budget is returned to its group." if is_returned else "The figures are confirmed."
        )

    def _ask(self, form: CheckForm, status: int = 200) -> HttpResponse:
        if not access.may_check(self.request.user, self.alternative):
            raise PermissionDenied("A named officer checks the figures between submission and release.")
        return _ask(self, form, "Check the figures", "Confirm the figures", status=status, template="check")


class OpinionView(StepView):
    """The opinion of one of the three officers."""

    def get(self, request: HttpRequest, pk: int, identifier: UUID, office: str) -> HttpResponse:
        """Show the opinion so far."""
        return self._ask(OpinionForm(instance=self._opinion(office)))

    def post(self, request: HttpRequest, pk: int, identifier: UUID, office: str) -> HttpResponse:
        """Record it."""
        opinion = self._opinion(office)
        form = OpinionForm(request.POST, instance=opinion)
        if not is_valid_for_others(form, request.user, self.round, "grounds"):
            return self._ask(form, 400)
        given = form.cleaned_data
        budgets.judge(request.user, self.alternative, Office(opinion.office), given["view"], given["grounds"])
        return self.done("Your opinion is recorded.")

    def _opinion(self, office: str) -> Opinion:
        if office not in Office.values:
            raise Http404
        if not access.may_judge(self.request.user, self.alternative, Office(office)):
            raise PermissionDenied("The officer named records the opinion, after the check of the figures.")
        opinion = self.alternative.opinions.filter(office=office).first()
        return opinion or Opinion(alternative_budget=self.alternative, office=office)

    def _ask(self, form: OpinionForm, status: int = 200) -> HttpResponse:
        return _ask(
            self, form, f"Opinion of the {form.instance.get_office_display().lower()}", "Save", status=status
        )


def _protocol(page: BudgetPage) -> AlternativeBudgetProtocol | None:
    visible = AlternativeBudgetProtocol.objects.visible_to(page.request.user).filter(budget_round=page.round)
    found: AlternativeBudgetProtocol | None = visible.select_related("budget_round__council").first()
    return found


def _ask(
    page: BudgetPage,
    form: BaseForm,
    title: str,
    button: str,
    *,
    status: int,
    template: str = "form",
    **more: Any,
) -> HttpResponse:
    """Return the page of a form, which leads back to the alternative budgets of the round."""
    context = {
        "budget_round": page.round,
        "scenario": getattr(page, "scenario", None),
        "is_alternative": True,
        "form": form,
        "title": title,
        "button": button,
        **more,
    }
    return render(page.request, f"forecasts/scenarios/{template}.html", context, status=status)
