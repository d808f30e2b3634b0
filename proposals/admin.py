"""Rounds and proposals in the admin: a proposal with everything that belongs to it on one page."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
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
from proposals.querysets import SavingsProposalQuerySet
from proposals.stored_figures import store_figures_of
from services.money import format_saving


@admin.register(BudgetRound)
class BudgetRoundAdmin(admin.ModelAdmin):
    """Budget rounds."""

    list_display = ["name", "council", "first_year", "number_of_years", "phase"]
    list_filter = ["council", "phase"]
    search_fields = ["name", "council__name"]


class YearProfileInline(admin.TabularInline):
    """The savings profile, a row per year."""

    model = YearProfile
    extra = 0


class FTEImpactInline(admin.TabularInline):
    """The FTE change, a row per year."""

    model = FTEImpact
    extra = 0


class ImpactStatementInline(admin.StackedInline):
    """The narrative sections."""

    model = ImpactStatement
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
    autocomplete_fields = ["service", "base_budget", "budget_round"]
    readonly_fields = ["saving", "total_fte_change", "history"]
    inlines = [YearProfileInline, FTEImpactInline, ImpactStatementInline, ProposalFindingInline]

    def get_queryset(self, request: HttpRequest) -> SavingsProposalQuerySet:
        """Return the proposals that the person may see."""
        return SavingsProposal.objects.visible_to(request.user)

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

    def save_related(
        self, request: HttpRequest, form: ModelForm, formsets: Sequence[Any], change: bool
    ) -> None:
        """Save the rows of the page, then the figures that follow from them."""
        super().save_related(request, form, formsets, change)
        store_figures_of([form.instance.pk])


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
