"""What a person may do, read in one query: every page asks for it."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission
from django.db.models import Q


class PermissionBackend(ModelBackend):
    """Django's own accounts and permissions; those given to the person and to their groups are read together."""

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """Return the permissions as “app.codename”, those of the groups among them."""
        if not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return set()
        if not hasattr(user_obj, "_perm_cache"):
            permissions = Permission.objects.order_by()
            if not user_obj.is_superuser:
                of_groups = user_obj.groups.order_by().values("permissions")
                own = user_obj.user_permissions.order_by().values("pk")
                permissions = permissions.filter(Q(pk__in=of_groups) | Q(pk__in=own))
            named = permissions.values_list("content_type__app_label", "codename")
            user_obj._perm_cache = {f"{label}.{codename}" for label, codename in named}
        held: set[str] = user_obj._perm_cache
        return held
