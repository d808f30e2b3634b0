"""The admin's pages that copy a proposal and start the next round from the last one."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from proposals.domain.direction import PRESSURE
from proposals.domain.stages import Stage
from proposals.models import BudgetRound, SavingsProposal
from proposals.models.rounds import LONGEST_ROUND
from proposals.permissions.proposals import may_enter
from proposals.rollover.copying import (
    CopyRequest,
    RefusedCopy,
    Years,
    copy_proposal,
    fitting_in_words,
    next_free_reference,
    years_that_fit,
)
from proposals.rollover.roll_forward import (
    OPEN,
    ChangedSincePreview,
    RefusedRollForward,
    RollForward,
    RollForwardPlan,
    RolloverProposal,
    plan_roll_forward,
    roll_forward,
)
from services.admin.scope import as_key, changed_by
from services.forms.error_messages import OwnWordsForm
from services.forms.fields import FinancialYearFormField
from services.values.money import MoneyStyle, format_saving
from services.values.wording import counted


class CopyForm(OwnWordsForm):
    """The round a proposal is copied to, and its new reference."""

    target = forms.ModelChoiceField(
        BudgetRound.objects.none(), label="Round", help_text="Rounds in which you can enter proposals."
    )
    reference = forms.CharField(
        label="Reference of the copy", max_length=40, help_text="The next available reference is suggested."
    )
    title = forms.CharField(label="Title", max_length=300, widget=forms.TextInput(attrs={"size": 60}))
    years = forms.ChoiceField(
        label="Years",
        choices=[(choice.value, choice.label) for choice in Years],
        widget=forms.RadioSelect,
    )
    use_required_attribute = False

    def __init__(self, *args: Any, targets: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"].queryset = targets

    @property
    def asked(self) -> CopyRequest:
        """Return what a valid form asks for."""
        given = self.cleaned_data
        return CopyRequest(given["target"], given["reference"], given["title"], Years(given["years"]))


class CopyPages(admin.ModelAdmin):
    """The page that copies a proposal."""

    def get_urls(self) -> list[URLPattern]:
        """Return the admin's addresses, and the one of the page."""
        copying = path(
            "<int:pk>/copy/",
            self.admin_site.admin_view(self.copy_view),
            name="proposals_savingsproposal_copy",
        )
        return [copying, *super().get_urls()]

    def copy_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask for the round and the reference, then copy and go to the copy."""
        seen = SavingsProposal.objects.visible_to(request.user).with_related()
        proposal = seen.filter(pk=pk).first()
        if proposal is None:
            raise Http404
        if not self.has_add_permission(request):
            raise PermissionDenied
        targets = _rounds_open_to(request, proposal)
        form = CopyForm(request.POST or None, targets=targets, initial=_suggested(request, proposal, targets))
        if request.method == "POST" and form.is_valid():
            try:
                copied = copy_proposal(proposal, form.asked, request.user)
            except RefusedCopy as error:
                form.add_error(None, str(error))
            else:
                self._report(request, proposal, copied.proposal, copied.left_exempt_wording)
                address = reverse("admin:proposals_savingsproposal_change", args=[copied.proposal.pk])
                return HttpResponseRedirect(address)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": proposal,
            "title": f"Copy {proposal.reference}",
            "form": form,
            "fitting": [fitting_in_words(proposal, target) for target in targets],
        }
        return TemplateResponse(request, "admin/proposals/copy.html", context)

    def _report(
        self, request: HttpRequest, proposal: SavingsProposal, copy: SavingsProposal, left_exempt: bool
    ) -> None:
        self.message_user(
            request, f"{proposal.reference} has been copied to a draft, {copy}.", messages.SUCCESS
        )
        if left_exempt:
            self.message_user(
                request,
                "Its exempt wording was not copied, because you do not have permission to view it.",
                messages.WARNING,
            )


def _rounds_open_to(request: HttpRequest, proposal: SavingsProposal) -> Any:
    """Return the rounds of the proposal's council in which the person may enter now."""
    of_council = BudgetRound.objects.visible_to(request.user).filter(council=proposal.budget_round.council_id)
    open_now = [budget_round.pk for budget_round in of_council if may_enter(request.user, budget_round)]
    return BudgetRound.objects.filter(pk__in=open_now).select_related("council")


def _suggested(request: HttpRequest, proposal: SavingsProposal, targets: Any) -> dict[str, Any]:
    """Return what the form begins with: the round asked for in the address, the proposal's own, or the first."""
    listed = {str(budget_round.pk): budget_round for budget_round in targets}
    wanted = (request.GET.get("round", ""), str(proposal.budget_round_id))
    target = next((listed[key] for key in wanted if key in listed), next(iter(listed.values()), None))
    return {
        "target": target,
        "reference": next_free_reference(target or proposal.budget_round, proposal.reference),
        "title": proposal.title,
        "years": next(iter(years_that_fit(proposal, target) if target else ()), Years.AS_THEY_ARE).value,
    }


class RollForwardForm(OwnWordsForm):
    """The next round: its name, its years, and which proposals come along."""

    name = forms.CharField(label="Name", max_length=200, widget=forms.TextInput(attrs={"size": 40}))
    base_year = FinancialYearFormField(
        label="Base year", help_text="Missing base budgets are copied from the previous year."
    )
    first_year = FinancialYearFormField(
        label="First year", help_text="The first year of the new round’s figures."
    )
    number_of_years = forms.IntegerField(label="Number of years", min_value=1, max_value=LONGEST_ROUND)
    stages = forms.MultipleChoiceField(
        label="Stages of the proposals to carry forward",
        choices=[(stage.value, stage.label.capitalize()) for stage in OPEN],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    use_required_attribute = False

    def asked(self, source: BudgetRound) -> RollForward:
        """Return what a valid form asks for, with the ticks of the preview it was sent from."""
        given = dict(self.cleaned_data)
        stages = frozenset(Stage(stage) for stage in given.pop("stages"))
        return RollForward(source=source, stages=stages, ticks=self._ticks(), **given)

    def _ticks(self) -> dict[int, bool]:
        """Return whether each proposal that the preview listed was ticked; browsers send ticked boxes only."""
        ticked = set(self.data.getlist("carry"))
        listed = self.data.get("listed", "").split()
        return {number: key in ticked for key in listed if (number := as_key(key)) is not None}


class RollForwardPages(admin.ModelAdmin):
    """The page that starts the next round."""

    def get_urls(self) -> list[URLPattern]:
        """Return the admin's addresses, and the one of the page."""
        starting = path(
            "<int:pk>/next/",
            self.admin_site.admin_view(self.roll_forward_view),
            name="proposals_budgetround_roll_forward",
        )
        return [starting, *super().get_urls()]

    def roll_forward_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask for the next round, show what it would hold, and make it once that is confirmed."""
        seen = BudgetRound.objects.visible_to(request.user).select_related("council")
        source = seen.filter(pk=pk).first()
        if source is None:
            raise Http404
        if not self.has_add_permission(request) or not _may_start(request, source):
            raise PermissionDenied
        form = RollForwardForm(request.POST or None, initial=_next_round(source))
        plan = None
        if request.method == "POST" and form.is_valid():
            asked = form.asked(source)
            try:
                if "confirm" in request.POST:
                    made = roll_forward(asked, request.user, request.POST.get("fingerprint", ""))
                    self.message_user(
                        request,
                        f"{made.name} has been created, with {_as_drafts(made.proposals.count())}.",
                        messages.SUCCESS,
                    )
                    return HttpResponseRedirect(reverse("admin:proposals_budgetround_change", args=[made.pk]))
                plan = plan_roll_forward(asked, request.user)
            except ChangedSincePreview as error:
                form.add_error(None, str(error))
                plan = plan_roll_forward(asked, request.user)
            except RefusedRollForward as error:
                form.add_error(None, str(error))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": source,
            "title": "Start the next round from this one",
            "form": form,
            "plan": plan,
            **(_preview_of(plan) if plan else {}),
        }
        return TemplateResponse(request, "admin/proposals/roll_forward.html", context)


def _may_start(request: HttpRequest, source: BudgetRound) -> bool:
    return BudgetRound.objects.filter(changed_by(request.user, BudgetRound), pk=source.pk).exists()


def _next_round(source: BudgetRound) -> dict[str, Any]:
    """Return the next round as it most likely will be: the same length, a year later."""
    years = [year + 1 for year in source.years]
    span = f"{years[0]} to {years[-1]}" if len(years) > 1 else str(years[0])
    return {
        "name": f"Budget {span}",
        "base_year": source.base_year + 1,
        "first_year": years[0],
        "number_of_years": source.number_of_years,
        "stages": [stage.value for stage in OPEN],
    }


def _preview_of(plan: RollForwardPlan) -> dict[str, Any]:
    """Return what the preview says beside the plan itself."""
    return {
        "totals": _totals_of(plan),
        "would_be_made": (_carried_in_words(plan), _staying_in_words(plan), _budgets_in_words(plan)),
        "overlapping": [_round_in_words(other) for other in plan.overlapping],
        "listed": " ".join(str(item.proposal.pk) for item in plan.open),
        "rows": [_row_of(item, plan.asked.source.council.money_style) for item in plan.open],
    }


def _as_drafts(count: int) -> str:
    return f"{counted(count, 'proposal')} as {'a draft' if count == 1 else 'drafts'}"


def _carried_in_words(plan: RollForwardPlan) -> str:
    count = len(plan.proposals)
    return f"{counted(count, 'proposal')} carried forward as {'a draft' if count == 1 else 'drafts'}."


def _staying_in_words(plan: RollForwardPlan) -> str:
    """Return how many are not carried forward and why, as in “Not carried forward: 2 decided and 1 not selected”."""
    parts = [
        f"{count:,} {words}"
        for count, words in (
            (plan.decided, "decided"),
            (plan.ended, "closed or at a stage not chosen"),
            (plan.not_chosen, "not selected"),
        )
        if count
    ]
    if not parts:
        return "All proposals are carried forward."
    listed = f"{', '.join(parts[:-1])} and {parts[-1]}" if parts[:-1] else parts[0]
    return f"Not carried forward: {listed}."


def _budgets_in_words(plan: RollForwardPlan) -> str:
    made, kept = len(plan.budgets), plan.budgets_kept
    latest = "its service’s latest year" if made == 1 else "each service’s latest year"
    words = f"{counted(made, 'base budget')} for {plan.asked.base_year}"
    words += f", copied from {latest}." if made else " to be created."
    return (
        f"{words} {kept:,} already {'exists' if kept == 1 else 'exist'} and will be kept." if kept else words
    )


def _round_in_words(other: BudgetRound) -> str:
    years = other.years
    return f"{other.name}, of {years[0]} to {years[-1]}" if len(years) > 1 else f"{other.name}, of {years[0]}"


def _row_of(item: RolloverProposal, style: MoneyStyle) -> dict[str, Any]:
    """Return one row of the preview's list: the proposal, its totals as the council prints them, what stays behind."""
    totals = [
        "Not known" if pounds is None else format_saving(pounds, style, bare=True)
        for pounds in (item.total_before, item.total_after)
    ]
    return {"item": item, "totals": totals, "behind": item.left_behind}


def _totals_of(plan: RollForwardPlan) -> dict[str, Any]:
    """Return the preview's totals by discrete year before and after, as the council prints them."""
    style = plan.asked.source.council.money_style
    before, after = plan.before, plan.after
    years = sorted({*before.years, *after.years}, key=lambda year: year.start)
    has_pressures = any(item.proposal.direction == PRESSURE for item in plan.open)

    def figures(profile: Any) -> list[str]:
        shown = [
            format_saving(profile.discrete[year], style, bare=True) if year in profile.discrete else "–"
            for year in years
        ]
        return [*shown, format_saving(profile.total, style, bare=True)]

    return {
        "unit": style.label,
        "what": "savings, pressures with the other sign," if has_pressures else "savings",
        "years": [str(year) for year in years],
        "rows": [
            (plan.asked.source.name, figures(before)),
            (plan.asked.name, figures(after)),
        ],
    }
