"""Saved views and API access tokens of all users, for administrators."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from proposals.admin.people import ForAdministrators, is_administrator
from proposals.models import ApiToken, SavedView
from proposals.permissions.admin_scope import tokens_to_look_after, views_to_look_after
from services.admin.scope import ReadOnly, Scope, ScopedAdmin, limit

limit(SavedView, Scope(views_to_look_after, views_to_look_after))
limit(ApiToken, Scope(tokens_to_look_after, tokens_to_look_after))


class KeptByPeopleAdmin(ReadOnly, ForAdministrators, ScopedAdmin):
    """Records that people make on their own pages: administrators look, and delete what should not be there."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return whether this administrator looks after the record's council."""
        return is_administrator(request) and self._covers(request, obj)


@admin.register(SavedView)
class SavedViewAdmin(KeptByPeopleAdmin):
    """Addresses of lists under a name: whose they are, and whether others find them."""

    fields = ["name", "owner", "budget_round", "is_shared", "query", "saved_at"]
    list_display = ["name", "owner", "budget_round", "is_shared", "saved_at"]
    list_filter = ["is_shared", ("budget_round", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["owner", "budget_round__council"]
    search_fields = ["name", "owner__username", "owner__last_name"]


@admin.register(ApiToken)
class ApiTokenAdmin(KeptByPeopleAdmin):
    """Tokens of programs: whose they are and until when. Nobody is shown a token; deleting it withdraws it at once."""

    fields = ["name", "person", "made_on", "ends_on", "last_used_on"]
    list_display = ["name", "person", "made_on", "ends_on", "last_used_on"]
    list_select_related = ["person"]
    search_fields = ["name", "person__username", "person__last_name"]
