"""Authenticate a request: somebody signed in, or a machine with a token of theirs."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer, SessionAuth

from proposals.models import ApiToken
from proposals.models.api_tokens import token_of_key


class ByToken(HttpBearer):
    """A token sent as “Authorization: Bearer …”; it sees what its person sees."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """Return the token's person, who is from here on the one who asks; None where it does not work."""
        stored = token_of_key(token)
        if stored is None:
            return None
        today = timezone.localdate()
        if stored.last_used_on != today:
            ApiToken.objects.filter(pk=stored.pk).update(last_used_on=today)
        request.user = stored.person
        return stored.person


class BySession(SessionAuth):
    """Somebody signed in on the pages."""


WAYS_IN = [ByToken(), BySession()]
