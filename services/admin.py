"""The organisation and the history in the admin."""

from typing import Any

from django import forms
from django.apps import apps
from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from services.admin_forms import TYPED_BY_PEOPLE, RowForm, RowFormSet
from services.models import BaseBudget, ChangeRecord, Council, Directorate, Service


@admin.register(Council)
class CouncilAdmin(admin.ModelAdmin):
    """Councils and how they print money."""

    list_display = ["name", "slug", "money_unit", "money_decimals", "savings_sign"]
    search_fields = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Directorate)
class DirectorateAdmin(admin.ModelAdmin):
    """Directorates; renaming one renames it on every page and appendix made from now on."""

    list_display = ["name", "code", "council"]
    list_filter = ["council"]
    search_fields = ["name", "code"]


class ServiceChoiceField(forms.ModelChoiceField):
    """A choice of services, each told from those of the same name elsewhere."""

    def label_from_instance(self, service: Service) -> str:
        """Return the service with its directorate and council."""
        return f"{service.name} ({service.directorate}, {service.directorate.council})"


class BaseBudgetInline(admin.TabularInline):
    """The service's budgets by year."""

    model = BaseBudget
    form = RowForm
    formset = RowFormSet
    formfield_overrides = TYPED_BY_PEOPLE
    extra = 0


@admin.register(Service)
class ServiceAdmin(admin.ModelAdmin):
    """Services with their base budgets."""

    list_display = ["name", "directorate", "council"]
    formfield_overrides = TYPED_BY_PEOPLE
    list_filter = ["directorate__council", "directorate"]
    list_select_related = ["directorate__council"]
    search_fields = ["name", "directorate__name"]
    inlines = [BaseBudgetInline]

    @admin.display(ordering="directorate__council__name")
    def council(self, service: Service) -> str:
        """Return the council's name."""
        return service.directorate.council.name


@admin.register(BaseBudget)
class BaseBudgetAdmin(admin.ModelAdmin):
    """Base budgets."""

    list_display = ["service", "part", "year", "gross", "income"]
    list_filter = ["service__directorate__council", "year"]
    list_select_related = ["service"]
    search_fields = ["service__name", "part"]
    formfield_overrides = TYPED_BY_PEOPLE

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **options: Any
    ) -> forms.Field:
        """Offer the services with their directorates and councils."""
        if db_field.name == "service":
            options |= {"form_class": ServiceChoiceField, "queryset": services_to_choose()}
        return super().formfield_for_foreignkey(db_field, request, **options)


def services_to_choose() -> QuerySet[Service]:
    """Return all services with what tells them apart, by name."""
    return Service.objects.select_related("directorate__council").order_by("name", "directorate__name", "pk")


@admin.register(ChangeRecord)
class ChangeRecordAdmin(admin.ModelAdmin):
    """The history, to read only."""

    list_display = ["at", "actor_name", "action", "kind", "record_text", "summary"]
    list_filter = ["action"]
    search_fields = ["record_text", "actor_name", "reason"]
    date_hierarchy = "at"
    list_per_page = 50

    @admin.display(description="kind of record", ordering="record_type")
    def kind(self, change: ChangeRecord) -> str:
        """Return what kind of record it was, as the pages call it."""
        try:
            return str(apps.get_model(change.record_type)._meta.verbose_name)
        except (LookupError, ValueError):
            return str(change.record_type)

    @admin.display(description="from → to")
    def summary(self, change: ChangeRecord) -> SafeString:
        """Return each changed field with what it held before and after; of a new record only what it holds."""
        names = dict.fromkeys([*change.before, *change.after])
        pairs = [(name, _shown(change.before.get(name)), _shown(change.after.get(name))) for name in names]
        return format_html_join(
            "; ",
            "{}: {} → {}",
            (
                (name.replace("_", " "), old or "nothing", new or "nothing")
                for name, old, new in pairs
                if old or new
            ),
        )

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds to the history by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes the history."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes from the history."""
        return False


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        value = value.get("text", value)
    text = "" if value is None else str(value)
    return text if len(text) <= 80 else text[:79] + "…"
