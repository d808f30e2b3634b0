"""Rounds and proposals in the admin: a proposal with everything that belongs to it on one page."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import models
from django.db.models import Max, Q
from django.forms import ModelForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from proposals.models import (
    BudgetRound,
    DocumentImport,
    FTEImpact,
    ImpactStatement,
    ProposalFinding,
    SavingsProposal,
    YearProfile,
)
from proposals.querysets import BudgetRoundQuerySet, SavingsProposalQuerySet, profile_of
from proposals.references import canonical_reference
from proposals.stored_figures import store_figures_of
from services.admin import ServiceChoiceField, services_to_choose
from services.admin_forms import TYPED_BY_PEOPLE, RowForm, RowFormSet
from services.models import BaseBudget
from services.money import format_saving
from services.years import years_from


class BudgetRoundForm(forms.ModelForm):
    """A budget round, whose years must hold all that its proposals have."""

    def clean(self) -> dict[str, Any]:
        """Refuse years that would leave figures of the round's proposals outside."""
        cleaned = super().clean() or self.cleaned_data
        first, count = cleaned.get("first_year"), cleaned.get("number_of_years")
        if self.instance.pk and first and count:
            years = years_from(first, count)
            of_round = SavingsProposal.objects.filter(budget_round=self.instance)
            outside = (
                YearProfile.objects.filter(proposal__in=of_round).exclude(year__in=years).values("proposal"),
                FTEImpact.objects.filter(proposal__in=of_round).exclude(year__in=years).values("proposal"),
            )
            left_out = of_round.filter(Q(pk__in=outside[0]) | Q(pk__in=outside[1])).order_by("reference")
            if left_out:
                names = ", ".join(proposal.reference for proposal in left_out[:5])
                more = " and others" if len(left_out) > 5 else ""
                raise forms.ValidationError(
                    f"{names}{more} have figures outside {years[0]} to {years[-1]}: correct them first."
                )
        return cleaned


@admin.register(BudgetRound)
class BudgetRoundAdmin(admin.ModelAdmin):
    """Budget rounds."""

    form = BudgetRoundForm
    list_display = ["name", "council", "first_year", "number_of_years", "phase"]
    list_filter = ["council", "phase"]
    list_select_related = ["council"]
    search_fields = ["name", "council__name"]

    def get_queryset(self, request: HttpRequest) -> BudgetRoundQuerySet:
        """Return the rounds that the person may see."""
        return BudgetRound.objects.visible_to(request.user)

    def save_model(self, request: HttpRequest, obj: BudgetRound, form: ModelForm, change: bool) -> None:
        """Save the round, then its proposals' figures, which run over all of its years."""
        super().save_model(request, obj, form, change)
        store_figures_of(obj.proposals.values_list("pk", flat=True))

    def get_readonly_fields(self, request: HttpRequest, obj: BudgetRound | None = None) -> list[str]:
        """Keep the council of a round that has proposals: their services are that council's."""
        return ["council"] if obj and obj.proposals.exists() else []


class YearForm(RowForm):
    """A row about one year."""

    key_field = "year"


class YearFormSet(RowFormSet):
    """Rows by year, each year once."""

    key_field = "year"


class YearInline(admin.TabularInline):
    """Rows by year; there is room for the years that a proposal has no row for yet."""

    form = YearForm
    formset = YearFormSet
    formfield_overrides = TYPED_BY_PEOPLE

    def get_extra(self, request: HttpRequest, obj: SavingsProposal | None = None, **_: Any) -> int:
        """Return how many empty rows to offer."""
        if obj is None:
            return BudgetRound._meta.get_field("number_of_years").default
        held = {row.year for row in self.model.objects.filter(proposal=obj)}
        return len(set(obj.budget_round.years) - held)


class YearProfileInline(YearInline):
    """The savings profile, a row per year."""

    model = YearProfile


class FTEImpactInline(YearInline):
    """The FTE change, a row per year."""

    model = FTEImpact


class StatementForm(RowForm):
    """A narrative section."""

    key_field = "kind"


class StatementFormSet(RowFormSet):
    """The narrative sections, each once."""

    key_field = "kind"


class ImpactStatementInline(admin.StackedInline):
    """The narrative sections."""

    model = ImpactStatement
    form = StatementForm
    formset = StatementFormSet
    formfield_overrides = TYPED_BY_PEOPLE
    extra = 0


class ProposalFindingInline(admin.TabularInline):
    """Accepted findings, to read only: they come from imports."""

    model = ProposalFinding
    extra = 0
    can_delete = False
    readonly_fields = ["code", "place", "message", "reason", "accepted_by", "accepted_at"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Findings are not made by hand."""
        return False


class ProposalForm(forms.ModelForm):
    """A proposal, whose service and base budget are chosen from those of its council."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field.widget, RelatedFieldWidgetWrapper):
                # A slip beside a proposal must not delete what others rest on.
                field.widget.can_delete_related = False
        if self.instance.pk:
            council = self.instance.budget_round.council_id
            for name, path in (
                ("service", "directorate__council"),
                ("base_budget", "service__directorate__council"),
            ):
                if name in self.fields:
                    self.fields[name].queryset = self.fields[name].queryset.filter(**{path: council})

    def clean(self) -> dict[str, Any]:
        """Refuse a reference that the round has already, in whatever spelling."""
        cleaned = super().clean() or self.cleaned_data
        budget_round, reference = cleaned.get("budget_round"), cleaned.get("reference")
        if budget_round and reference:
            beside = budget_round.proposals.exclude(pk=self.instance.pk)
            held = beside.filter(canonical_reference=canonical_reference(reference)).first()
            if held:
                self.add_error("reference", f"This round already has {held}.")
        return cleaned


@admin.register(SavingsProposal)
class SavingsProposalAdmin(admin.ModelAdmin):
    """Savings proposals."""

    list_display = [
        "reference",
        "title",
        "service",
        "budget_round",
        "start_year",
        "saving",
        "total_fte_change",
    ]
    list_filter = ["budget_round", "service__directorate"]
    list_select_related = ["service", "budget_round__council"]
    search_fields = ["reference", "canonical_reference", "title", "service__name"]
    form = ProposalForm
    readonly_fields = ["saving", "total_fte_change", "history"]
    inlines = [YearProfileInline, FTEImpactInline, ImpactStatementInline, ProposalFindingInline]

    def get_queryset(self, request: HttpRequest) -> SavingsProposalQuerySet:
        """Return the proposals that the person may see."""
        return SavingsProposal.objects.visible_to(request.user)

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **options: Any
    ) -> forms.Field:
        """Offer what the person may see, each choice told from others of its name."""
        match db_field.name:
            case "budget_round":
                rounds = BudgetRound.objects.visible_to(request.user)
                options["queryset"] = rounds.select_related("council")
            case "service":
                options |= {"form_class": ServiceChoiceField, "queryset": services_to_choose()}
            case "base_budget":
                budgets = BaseBudget.objects.select_related("service")
                options["queryset"] = budgets.order_by("service__name", "year", "part", "pk")
        return super().formfield_for_foreignkey(db_field, request, **options)

    @admin.display(description="total saving", ordering="total_saving")
    def saving(self, proposal: SavingsProposal) -> str:
        """Return the total saving as the council prints it."""
        if proposal.pk is None:
            return "-"
        return format_saving(proposal.total_saving, proposal.budget_round.council.money_style)

    @admin.display(description="history")
    def history(self, proposal: SavingsProposal) -> SafeString | str:
        """Return a link to every change of the proposal and its rows."""
        if proposal.pk is None:
            return "-"
        address = reverse("admin:services_changerecord_changelist")
        query = f"subject_type={proposal._meta.label_lower}&subject_id={proposal.pk}"
        return format_html('<a href="{}?{}">Who changed what, when</a>', address, query)

    def save_model(self, request: HttpRequest, obj: SavingsProposal, form: ModelForm, change: bool) -> None:
        """Save the proposal; one without a place goes behind the last of its round."""
        if not obj.position:
            beside = SavingsProposal.objects.filter(budget_round=obj.budget_round_id).exclude(pk=obj.pk)
            obj.position = (beside.aggregate(last=Max("position"))["last"] or 0) + 1
        super().save_model(request, obj, form, change)

    def save_related(
        self, request: HttpRequest, form: ModelForm, formsets: Sequence[Any], change: bool
    ) -> None:
        """Save the rows of the page, then the figures that follow from them."""
        super().save_related(request, form, formsets, change)
        store_figures_of([form.instance.pk])
        proposal = SavingsProposal.objects.with_related().get(pk=form.instance.pk)
        if profile_of(proposal).total < 0:
            messages.warning(
                request,
                f"{proposal.reference} now adds to the budget instead of saving: its total is "
                f"{self.saving(proposal)}. A saving is typed without a minus, whatever sign the council prints.",
            )


@admin.register(DocumentImport)
class DocumentImportAdmin(admin.ModelAdmin):
    """The imports made, to read only."""

    list_display = [
        "imported_at",
        "file_name",
        "budget_round",
        "imported_by",
        "created",
        "changed",
        "unchanged",
    ]
    list_filter = ["budget_round"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Imports are made on the import page."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """An import that was made is not changed."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """An import that was made is not deleted."""
        return False
