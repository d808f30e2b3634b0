"""Political groups in the admin: administrators say who is in them."""

from typing import Any

from django.contrib import admin
from django.db.models import ForeignKey, QuerySet
from django.http import HttpRequest

from proposals.admin.people import ForAdministrators, InlineForAdministrators, asks_again
from proposals.permissions.admin_scope import visible_councils
from proposals.permissions.proposals import scope_of
from reports.models import GroupMember, PoliticalGroup
from services.models import Council


class MemberInline(InlineForAdministrators):
    """The members of one group."""

    model = GroupMember
    fk_name = "group"
    verbose_name_plural = "members (they see the group’s alternative budget and work on it)"


@admin.register(PoliticalGroup)
@asks_again
class PoliticalGroupAdmin(ForAdministrators, admin.ModelAdmin):
    """The political groups of councils; what a group works on is not shown here."""

    list_display = ["name", "council"]
    inlines = [MemberInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Return the groups of the administrator's councils."""
        groups = super().get_queryset(request)
        councils = scope_of(request.user).councils
        return groups.filter(council__in=councils) if councils else groups

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **options: Any) -> Any:
        """Offer the administrator's councils."""
        if db_field.name == "council":
            options["queryset"] = Council.objects.filter(visible_councils(request.user))
        return super().formfield_for_foreignkey(db_field, request, **options)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return that no group is deleted: a refusal, or a success, would tell of an alternative budget."""
        return False
