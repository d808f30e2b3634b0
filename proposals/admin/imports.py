"""The imports made, in the admin."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from proposals.models import DocumentImport
from services.admin.scope import ScopedAdmin


@admin.register(DocumentImport)
class DocumentImportAdmin(ScopedAdmin):
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
    list_filter = [("budget_round", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["budget_round__council"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Imports are made on the import page."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """An import that was made is not changed."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """An import that was made is not deleted."""
        return False
