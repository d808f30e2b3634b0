"""Budget rounds in the admin."""

from itertools import pairwise
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Q
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse

from proposals.admin.rollover_pages import RollForwardPages
from proposals.domain.stages import PATH, UNDER_REVIEW, Stage
from proposals.models import (
    BudgetRound,
    FTEImpact,
    SavingsProposal,
    YearProfile,
)
from proposals.models.querysets import BudgetRoundQuerySet
from proposals.models.rounds import LONGEST_ROUND, TIMETABLE
from proposals.models.stored_figures import store_figures_of
from services.admin.forms import TYPED_BY_PEOPLE
from services.admin.scope import ScopedAdmin
from services.values.money import MoneyStyle, format_money
from services.values.years import FinancialYear, contrary_to_name, names_a_span, years_from

MOST_NAMED = 5
_YEARS = ("base_year", "first_year", "number_of_years")
_BEYOND_SERVICE_REVIEW = PATH[PATH.index(Stage.SERVICE_REVIEW) + 1 :]
_WAITING = UNDER_REVIEW | {Stage.READY_TO_PUBLISH}
_NAME_AND_YEARS = ("name", "first_year", "number_of_years")


class BudgetRoundForm(forms.ModelForm):
    """A budget round, whose years must hold all that its proposals have."""

    def clean(self) -> dict[str, Any]:
        """Refuse years that would leave figures of the round's proposals outside, and closing it on people."""
        cleaned = super().clean() or self.cleaned_data
        first, count = cleaned.get("first_year"), cleaned.get("number_of_years")
        contrary = self.contrary_to_name
        if contrary and names_a_span(cleaned["name"]):
            self.add_error("name", f"{contrary} Correct the name or the years.")
        self._require_order(cleaned)
        if not self.instance.pk:
            return cleaned
        self._keep_the_years(cleaned)
        if first and count:
            self._require_room(years_from(first, count))
        if cleaned.get("phase") == BudgetRound.Phase.CLOSED and "phase" in self.changed_data:
            self._require_nobody_waiting()
        return cleaned

    @property
    def contrary_to_name(self) -> str:
        """Return what is to be said where the name states other years; nothing of a round whose name and years stay."""
        given = [self.cleaned_data.get(name) for name in _NAME_AND_YEARS]
        if not all(given) or not set(_NAME_AND_YEARS) & set(self.changed_data):
            return ""
        name, first, count = given
        return contrary_to_name(name, years_from(first, min(count, LONGEST_ROUND)))

    def _keep_the_years(self, cleaned: dict[str, Any]) -> None:
        """Refuse other years under figures that are being signed off or were published, or a closed round's."""
        held = BudgetRound.objects.get(pk=self.instance.pk)
        changed = [name for name in _YEARS if name in cleaned and cleaned[name] != getattr(held, name)]
        if not changed:
            return
        proposals = SavingsProposal.objects.filter(budget_round=held)
        if held.phase == BudgetRound.Phase.CLOSED:
            why = "The round is closed, so its years cannot be changed." if proposals.exists() else ""
        else:
            beyond = proposals.filter(stage__in=_BEYOND_SERVICE_REVIEW)
            why = _why_years_stay(beyond.count(), _named(beyond))
        if why:
            for name in changed:
                self.add_error(name, why)

    def _require_order(self, cleaned: dict[str, Any]) -> None:
        """Refuse a deadline that comes before that of an earlier step."""
        given = [name for name in TIMETABLE if cleaned.get(name)]
        for earlier, name in pairwise(given):
            if cleaned[name] < cleaned[earlier]:
                before = str(BudgetRound._meta.get_field(earlier).verbose_name).removesuffix(" by")
                self.add_error(name, f"Enter the day of the deadline for {before} or a later one.")

    def _require_room(self, years: tuple[FinancialYear, ...]) -> None:
        of_round = SavingsProposal.objects.filter(budget_round=self.instance)
        figures, posts = (
            model.objects.filter(proposal__in=of_round).exclude(year__in=years).values("proposal")
            for model in (YearProfile, FTEImpact)
        )
        begins_outside = Q(start_year__isnull=False) & ~Q(start_year__in=years)
        left_out = of_round.filter(Q(pk__in=figures) | Q(pk__in=posts) | begins_outside)
        if left_out:
            raise forms.ValidationError(
                f"These proposals have figures or a start year outside {years[0]} to {years[-1]}: "
                f"{_named(left_out)}. Correct them first."
            )

    def _require_nobody_waiting(self) -> None:
        waiting = SavingsProposal.objects.filter(budget_round=self.instance, stage__in=_WAITING)
        if waiting:
            raise forms.ValidationError(
                {
                    "phase": "These proposals are waiting for a sign-off or for publication: "
                    f"{_named(waiting)}. Defer or withdraw them before you close the round."
                }
            )


def _why_years_stay(count: int, named: str) -> str:
    if not count:
        return ""
    are = "1 proposal is" if count == 1 else f"{count} proposals are"
    return f"{are} being signed off or published, so the years cannot be changed: {named}."


def _named(proposals: Any) -> str:
    names = [proposal.reference for proposal in proposals.order_by("position", "pk")[: MOST_NAMED + 1]]
    return ", ".join(names[:MOST_NAMED]) + (" and others" if len(names) > MOST_NAMED else "")


@admin.register(BudgetRound)
class BudgetRoundAdmin(RollForwardPages, ScopedAdmin):
    """Budget rounds; the next is started from the last one's page."""

    form = BudgetRoundForm
    change_form_template = "admin/proposals/round_page.html"
    formfield_overrides = TYPED_BY_PEOPLE
    fieldsets = [
        (
            None,
            {"fields": ["council", "name", "base_year", "first_year", "number_of_years", "phase", "target"]},
        ),
        (
            "Timetable",
            {
                "fields": TIMETABLE,
                "description": "The last day for each step. My work and the start page show what is due and what "
                "is overdue. Leave a date blank if there is none.",
            },
        ),
        ("Public consultation", {"fields": ["consultation_dates", "consultation_link"]}),
    ]
    list_display = ["name", "council", "first_year", "number_of_years", "phase", "savings_target"]
    list_filter = [("council", admin.RelatedOnlyFieldListFilter), "phase"]
    list_select_related = ["council"]
    search_fields = ["name", "council__name"]
    search_help_text = "Search by round or council."

    def get_queryset(self, request: HttpRequest) -> BudgetRoundQuerySet:
        """Return the rounds that the person may see."""
        return BudgetRound.objects.visible_to(request.user)

    def save_model(self, request: HttpRequest, obj: BudgetRound, form: ModelForm, change: bool) -> None:
        """Save the round, then its proposals' figures, which run over all of its years."""
        super().save_model(request, obj, form, change)
        if form.contrary_to_name:
            self.message_user(
                request, f"{form.contrary_to_name} Check that this is correct.", messages.WARNING
            )
        if not change or {"first_year", "number_of_years"} & set(form.changed_data):
            store_figures_of(obj.proposals.values_list("pk", flat=True))

    def get_readonly_fields(self, request: HttpRequest, obj: BudgetRound | None = None) -> list[str]:
        """Keep the council of a round that has proposals: their services are that council's."""
        listed = super().get_readonly_fields(request, obj)
        if obj and obj.proposals.exists() and "council" not in listed:
            listed = [*listed, "council"]
        return listed

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show the round, and to whom may, the way to start the next one."""
        held = self.get_object(request, object_id)
        may_start = bool(held) and self.has_add_permission(request) and self._covers(request, held)
        context = {**(extra_context or {}), "may_start_next": may_start}
        return super().change_view(request, object_id, form_url, context)

    @admin.display(description="savings target", ordering="target")
    def savings_target(self, budget_round: BudgetRound) -> str:
        """Return the target in pounds."""
        return "–" if budget_round.target is None else format_money(budget_round.target, MoneyStyle())
