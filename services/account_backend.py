"""The permissions of an account, read once for each request in one query."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission
from django.db.models import Q


class AccountBackend(ModelBackend):
    """Names and passwords as Django holds them; permissions of the account and of its groups read together."""

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """Return the permissions as “app.codename”, kept on the person for the request."""
        if not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return set()
        if not hasattr(user_obj, "_perm_cache"):
            given = Permission.objects.all()
            if not user_obj.is_superuser:
                given = given.filter(Q(user=user_obj.pk) | Q(group__user=user_obj.pk))
            names = given.order_by().values_list("content_type__app_label", "codename")
            user_obj._perm_cache = {f"{app}.{codename}" for app, codename in names}
        kept: set[str] = user_obj._perm_cache
        return kept
