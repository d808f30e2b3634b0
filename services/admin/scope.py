"""Admin pages that show and change only what a person's scope covers.

What the scope is depends on people's roles, which `proposals` knows; it says so here with `limit`. Of a
model that nobody has said it of, nothing is seen.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.actions import delete_selected
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse

from services.admin.forms import TYPED_BY_PEOPLE
from services.forms.error_messages import in_own_words

Condition = Callable[[Any], Q]
"""A person's condition on the records of one model."""


def _nothing(user: Any) -> Q:
    return Q(pk__in=[])


@dataclass(frozen=True)
class Scope:
    """The records of one model that a person sees, may change, and may put a new record under."""

    seen: Condition = _nothing
    changed: Condition = _nothing
    chosen: Condition | None = None
    """The same as `seen` unless given."""


_scopes: dict[type[models.Model], Scope] = {}


def limit(model: type[models.Model], scope: Scope) -> None:
    """Let the admin show, change and offer the records of `model` within `scope` only."""
    _scopes[model] = scope


def seen_by(user: Any, model: type[models.Model]) -> Q:
    """Return the condition of the records of `model` that this person sees in the admin."""
    return _scopes.get(model, Scope()).seen(user)


def changed_by(user: Any, model: type[models.Model]) -> Q:
    """Return the condition of the records of `model` that this person may change in the admin."""
    return _scopes.get(model, Scope()).changed(user)


def chosen_by(user: Any, model: type[models.Model]) -> Q:
    """Return the condition of the records of `model` that this person may put others under."""
    scope = _scopes.get(model, Scope())
    return (scope.chosen or scope.seen)(user)


_LONGEST_KEY = 18
"""Digits of a key that every database takes."""


def as_key(text: str) -> int | None:
    """Return the key of a record that part of an address names; None where it can be none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST_KEY else None


class ReadOnly:
    """An admin page of records that are made elsewhere: nothing is added, changed or deleted on it."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Return that nobody adds one."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return that nobody changes one."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return that nobody deletes one."""
        return False


class ScopedChangeList(ChangeList):
    """A list whose address asks for numbers that the database takes."""

    def get_filters_params(self, params: Any = None) -> dict[str, Any]:
        """Return what the list is narrowed by; raises IncorrectLookupParameters for a number that is too long."""
        found: dict[str, Any] = super().get_filters_params(params)
        for values in found.values():
            for value in values if isinstance(values, list) else [values]:
                if str(value).lstrip("-").isdigit() and len(str(value)) > _LONGEST_KEY:
                    raise IncorrectLookupParameters
        return found


class ScopedAdmin(admin.ModelAdmin):
    """An admin page whose lists, choices, filters and addresses keep to the person's scope."""

    formfield_overrides = {models.DateField: TYPED_BY_PEOPLE[models.DateField]}
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Return the records that the person sees."""
        return super().get_queryset(request).filter(seen_by(request.user, self.model))

    def get_changelist(self, request: HttpRequest, **options: Any) -> type[ChangeList]:
        """Return the class that makes the list."""
        return ScopedChangeList

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return whether the person may change records, or this one."""
        return super().has_change_permission(request, obj) and self._covers(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return whether the person may delete records, or this one."""
        return super().has_delete_permission(request, obj) and self._covers(request, obj)

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **options: Any) -> Any:
        """Return the field of the form, its messages in its own words."""
        field = super().formfield_for_dbfield(db_field, request, **options)
        return field and in_own_words(field)

    def _covers(self, request: HttpRequest, obj: Any) -> bool:
        if obj is None or obj.pk is None:
            return True
        # The stored row counts, not what a form has just put on the object.
        return self.model._base_manager.filter(changed_by(request.user, self.model), pk=obj.pk).exists()

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **options: Any
    ) -> forms.Field | None:
        """Offer only what the person may put a record under."""
        related = db_field.related_model
        if related in _scopes:
            queryset = options.get("queryset")
            queryset = related._default_manager.all() if queryset is None else queryset
            options["queryset"] = queryset.filter(chosen_by(request.user, related))
        return super().formfield_for_foreignkey(db_field, request, **options)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Show, but do not offer to change, what a record is under where the person could not put it there."""
        listed = list(super().get_readonly_fields(request, obj))
        if obj is None:
            return listed
        return [*listed, *(name for name in self._fixed_fields(request, obj) if name not in listed)]

    def _fixed_fields(self, request: HttpRequest, obj: Any) -> list[str]:
        return [
            item.name
            for item in self.model._meta.concrete_fields
            if item.is_relation
            and item.editable
            and item.related_model in _scopes
            and getattr(obj, item.attname) is not None
            and not self._can_choose(request, item.related_model, getattr(obj, item.attname))
        ]

    def _can_choose(self, request: HttpRequest, model: type[models.Model], key: Any) -> bool:
        return model._base_manager.filter(chosen_by(request.user, model), pk=key).exists()

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Show the list; whoever only reads it is refused when they post to it."""
        if request.method == "POST" and not self.has_change_permission(request):
            raise PermissionDenied
        return super().changelist_view(request, extra_context)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Return the bulk actions; rows are deleted one at a time, each with what rests on it."""
        return {
            name: action
            for name, action in super().get_actions(request).items()
            if action[0] is not delete_selected
        }
