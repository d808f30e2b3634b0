"""The organisation and the history in the admin."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

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


class BaseBudgetInline(admin.TabularInline):
    """The service's budgets by year."""

    model = BaseBudget
    extra = 0


@admin.register(Service)
class ServiceAdmin(admin.ModelAdmin):
    """Services with their base budgets."""

    list_display = ["name", "directorate", "council"]
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
    autocomplete_fields = ["service"]


@admin.register(ChangeRecord)
class ChangeRecordAdmin(admin.ModelAdmin):
    """The history, to read only."""

    list_display = ["at", "actor_name", "action", "record_type", "record_text", "summary"]
    list_filter = ["action", "record_type"]
    search_fields = ["record_text", "actor_name", "reason"]
    date_hierarchy = "at"
    list_per_page = 50

    @admin.display(description="from → to")
    def summary(self, change: ChangeRecord) -> SafeString:
        """Return each changed field with what it held before and after."""
        names = dict.fromkeys([*change.before, *change.after])
        return format_html_join(
            "; ",
            "{}: {} → {}",
            ((name, _shown(change.before.get(name)), _shown(change.after.get(name))) for name in names),
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
