"""Services and base budgets in the admin, where a change of one is a change of the proposals that rest on it."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.db.models import Exists, OuterRef, QuerySet
from django.forms import BaseInlineFormSet, ModelForm
from django.http import HttpRequest
from django.utils.html import format_html

from proposals.models import SavingsProposal
from proposals.workflow.watching import PRINTED, SharedRow, closed_round_on, resting_on, role_of, watching
from services.admin.forms import RowForm
from services.admin.organisation import BaseBudgetAdmin, BaseBudgetInline, ServiceAdmin
from services.models import BaseBudget, Service

MOST_TOLD = 10
"""The most proposals that the page names one by one with what happened to them."""

_WHICH_BUDGET = ("service", "year", "part")


class KeptByClosedRounds(forms.ModelForm):
    """A form that leaves alone what a closed round's proposals print of the record."""

    kept: ClassVar[tuple[str, ...]] = ()

    def clean(self) -> dict[str, Any]:
        """Refuse, beside each field, a change under a closed round."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.instance.pk is None:
            return cleaned
        changed = [
            name for name in self.kept if name in cleaned and cleaned[name] != getattr(self.instance, name)
        ]
        closed = closed_round_on(self.instance) if changed else ""
        if closed:
            for name in changed:
                self.add_error(
                    name,
                    f"Proposals of the closed round {closed} use this {self.instance._meta.verbose_name}, so "
                    f"its {self.instance._meta.get_field(name).verbose_name} cannot be changed.",
                )
        return cleaned


class WatchedServiceForm(KeptByClosedRounds):
    """A service with what proposals print of it."""

    # Portfolios move between cabinet members whatever was closed before.
    kept = tuple(name for name in PRINTED[Service] if name != "portfolio")


class WatchedBudgetForm(KeptByClosedRounds):
    """A base budget with what proposals print of it."""

    kept = PRINTED[BaseBudget]


class WatchedBudgetRowForm(KeptByClosedRounds, RowForm):
    """A base budget below its service; which one it is stays once a proposal names it."""

    kept = PRINTED[BaseBudget]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if getattr(self.instance, "is_used", False):
            for name in _WHICH_BUDGET:
                if name in self.fields:
                    self.fields[name].disabled = True


class WatchedBudgetInline(BaseBudgetInline):
    """The service's budgets by year."""

    form = WatchedBudgetRowForm
    verbose_name_plural = (
        "base budgets (you cannot change the year or the part if a proposal uses the budget)"
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Return the budgets, each with whether a proposal names it."""
        naming = SavingsProposal.objects.filter(base_budget=OuterRef("pk"))
        return super().get_queryset(request).annotate(is_used=Exists(naming))


class WatchedPages(admin.ModelAdmin):
    """Pages whose saving is an edit of the proposals that rest on the record."""

    def save_model(self, request: HttpRequest, obj: SharedRow, form: ModelForm, change: bool) -> None:
        """Save the record, and say what that did to the proposals that rest on it."""
        with watching([obj] if change else [], role_of(request.user)) as said:
            super().save_model(request, obj, form, change)
        self._tell(request, said)

    def save_formset(
        self, request: HttpRequest, form: ModelForm, formset: BaseInlineFormSet, change: bool
    ) -> None:
        """Save the rows below the record, and say what that did to the proposals that rest on them."""
        with watching(_changed_rows(formset), role_of(request.user)) as said:
            super().save_formset(request, form, formset, change)
        self._tell(request, said)

    def _tell(self, request: HttpRequest, said: Sequence[str]) -> None:
        for words in said[:MOST_TOLD]:
            self.message_user(request, words, messages.WARNING)
        if len(said) > MOST_TOLD:
            more = len(said) - MOST_TOLD
            self.message_user(request, f"{more} more proposals have also gone back.", messages.WARNING)


def _changed_rows(formset: BaseInlineFormSet) -> Iterable[SharedRow]:
    return [form.instance for form in formset.initial_forms if form.has_changed()]


admin.site.unregister(Service)
admin.site.unregister(BaseBudget)


@admin.register(Service)
class WatchedServiceAdmin(WatchedPages, ServiceAdmin):
    """Services with their base budgets."""

    form = WatchedServiceForm
    inlines = [WatchedBudgetInline]


@admin.register(BaseBudget)
class WatchedBaseBudgetAdmin(WatchedPages, BaseBudgetAdmin):
    """Base budgets; which one it is stays once a proposal names it."""

    form = WatchedBudgetForm
    fields = ["service", "year", "part", "gross", "income", "note"]

    def get_readonly_fields(self, request: HttpRequest, obj: BaseBudget | None = None) -> list[str]:
        """Keep the service, the year and the part of a budget that a proposal names."""
        listed = super().get_readonly_fields(request, obj)
        if obj is None or not resting_on([obj]).exists():
            return listed
        return [*listed, *(name for name in _WHICH_BUDGET if name not in listed)]

    def get_fieldsets(self, request: HttpRequest, obj: BaseBudget | None = None) -> Any:
        """Say why some of it cannot be changed."""
        options: dict[str, Any] = {"fields": self.get_fields(request, obj)}
        if obj is not None and (naming := resting_on([obj]).count()):
            options["description"] = format_html(
                "{} this budget, so its service, year and part cannot be changed. Changing the gross or "
                "income budget withdraws the sign-offs of these proposals.",
                "1 proposal uses" if naming == 1 else f"{naming} proposals use",
            )
        return [(None, options)]
