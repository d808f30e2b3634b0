"""The imports made, in the admin."""

from django.contrib import admin

from proposals.models import DocumentImport
from services.admin.scope import ReadOnly, ScopedAdmin


@admin.register(DocumentImport)
class DocumentImportAdmin(ReadOnly, ScopedAdmin):
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
