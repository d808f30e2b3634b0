"""Passwords, and the permissions of an account, read once for each request in one query."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.contrib.auth.models import Permission
from django.db.models import Q

from services.accounts.people import person_named


class AccountBackend(AuthenticationBackend):
    """Names or e-mail addresses with passwords; permissions of the account and of its groups read together."""

    def _authenticate(self, request: Any, **credentials: Any) -> Any:
        # The library tries a name in up to three ways, each with a password to hash: the time would tell which exist.
        typed = credentials.get("username") or credentials.get("email") or ""
        person = self._check_password(person_named(str(typed)), credentials.get("password") or "")
        # Where people sign in elsewhere, administrators alone have a password, for when that fails.
        return person if person is None or settings.LOCAL_ACCOUNTS or person.is_superuser else None

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
