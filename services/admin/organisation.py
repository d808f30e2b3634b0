"""Directorates, services and base budgets in the admin."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import Q, QuerySet
from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern, path

from services.admin.forms import TYPED_BY_PEOPLE, RowForm, RowFormSet
from services.admin.scope import ScopedAdmin, chosen_by
from services.models import BaseBudget, Directorate, Service
from services.values.money import MoneyStyle, format_money

MOST_SERVICES_OFFERED = 20
_POUNDS = MoneyStyle()


@admin.register(Directorate)
class DirectorateAdmin(ScopedAdmin):
    """Directorates; renaming one renames it on every page and appendix made from now on."""

    list_display = ["name", "code", "council"]
    list_filter = [("council", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["council"]
    search_fields = ["name", "code"]


class ServiceChoiceField(forms.ModelChoiceField):
    """A choice of services, each told from those of the same name elsewhere."""

    def label_from_instance(self, service: Service) -> str:
        """Return the service with its directorate and council."""
        return name_in_full(service)


class BaseBudgetInline(admin.TabularInline):
    """The service's budgets by year."""

    model = BaseBudget
    template = "admin/services/scrolling_rows.html"
    form = RowForm
    formset = RowFormSet
    formfield_overrides = TYPED_BY_PEOPLE
    extra = 0


@admin.register(Service)
class ServiceAdmin(ScopedAdmin):
    """Services with their base budgets."""

    list_display = ["name", "directorate", "portfolio", "council"]
    formfield_overrides = TYPED_BY_PEOPLE
    list_filter = [
        ("directorate__council", admin.RelatedOnlyFieldListFilter),
        ("directorate", admin.RelatedOnlyFieldListFilter),
        ("portfolio", admin.RelatedOnlyFieldListFilter),
    ]
    list_select_related = ["directorate__council", "portfolio"]
    search_fields = ["name", "directorate__name", "directorate__code"]
    search_help_text = "Search by service or directorate."
    inlines = [BaseBudgetInline]

    def get_urls(self) -> list[URLPattern]:
        """Return the admin's addresses, and the one that completes the name of a service."""
        completing = path(
            "choices/", self.admin_site.admin_view(self.services_to_complete), name="services-autocomplete"
        )
        return [completing, *super().get_urls()]

    def services_to_complete(self, request: HttpRequest) -> JsonResponse:
        """Return the first services that hold every word of `term` and that the person may enter for."""
        services = services_to_choose().filter(chosen_by(request.user, Service))
        for word in request.GET.get("term", "").split():
            services = services.filter(Q(name__icontains=word) | Q(directorate__name__icontains=word))
        return JsonResponse(
            {
                "results": [
                    {"id": str(service.pk), "text": name_in_full(service)}
                    for service in services[:MOST_SERVICES_OFFERED]
                ]
            }
        )

    @admin.display(ordering="directorate__council__name")
    def council(self, service: Service) -> str:
        """Return the council's name."""
        return service.directorate.council.name


@admin.register(BaseBudget)
class BaseBudgetAdmin(ScopedAdmin):
    """Base budgets."""

    list_display = ["service", "part", "year", "gross_budget", "income_budget", "directorate", "council"]
    list_filter = [
        ("service__directorate__council", admin.RelatedOnlyFieldListFilter),
        ("service__directorate", admin.RelatedOnlyFieldListFilter),
        "year",
    ]
    list_select_related = ["service__directorate__council"]
    search_fields = ["service__name", "part"]
    search_help_text = "Search by service or part of a service."
    formfield_overrides = TYPED_BY_PEOPLE

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **options: Any
    ) -> forms.Field | None:
        """Offer the services with their directorates and councils."""
        if db_field.name == "service":
            options |= {"form_class": ServiceChoiceField, "queryset": services_to_choose()}
        return super().formfield_for_foreignkey(db_field, request, **options)

    @admin.display(description="gross budget", ordering="gross")
    def gross_budget(self, budget: BaseBudget) -> str:
        """Return the gross budget in pounds."""
        return format_money(budget.gross, _POUNDS)

    @admin.display(description="income budget", ordering="income")
    def income_budget(self, budget: BaseBudget) -> str:
        """Return the income budget in pounds."""
        return format_money(budget.income, _POUNDS)

    @admin.display(ordering="service__directorate__name")
    def directorate(self, budget: BaseBudget) -> str:
        """Return the directorate's name."""
        return budget.service.directorate.name

    @admin.display(ordering="service__directorate__council__name")
    def council(self, budget: BaseBudget) -> str:
        """Return the council's name."""
        return budget.service.directorate.council.name


def name_in_full(service: Service) -> str:
    """Return the service's name with its directorate and council, which must be loaded."""
    return f"{service.name} ({service.directorate}, {service.directorate.council})"


def services_to_choose() -> QuerySet[Service]:
    """Return all services with what tells them apart, by name."""
    return Service.objects.select_related("directorate__council").order_by("name", "directorate__name", "pk")
