"""Authenticate a request: somebody signed in, or a machine with a token of theirs."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer, SessionAuth

from proposals.models import ApiToken, BudgetRound
from proposals.models.api_tokens import token_of_key
from services.accounts.security_events import Kind, record_security_event


class ByToken(HttpBearer):
    """A token sent as “Authorization: Bearer …”; it sees what its person sees."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """Return the token's person, who is from here on the one who asks; None where it does not work."""
        found = token_of_key(token)
        if found is None or not _may_open(found, request):
            record_security_event(
                Kind.TOKEN_REFUSED,
                request,
                account=found.person if found else None,
                detail=f"“{found.name}” may not read this" if found else "no token that works",
            )
            return None
        today = timezone.localdate()
        if found.last_used_on != today:
            ApiToken.objects.filter(pk=found.pk).update(last_used_on=today)
        request.user = found.person
        request.api_token = found  # type: ignore[attr-defined]
        return found.person


def _may_open(token: ApiToken, request: HttpRequest) -> bool:
    match = request.resolver_match
    return token.reach == ApiToken.Reach.EVERYTHING or match is None or match.url_name in {"rounds", "totals"}


def rounds_seen(request: HttpRequest) -> Any:
    """Return the rounds that the person may see, and of these the token's only where it has one."""
    seen = BudgetRound.objects.visible_to(request.user).select_related("council")
    token = getattr(request, "api_token", None)
    return seen.filter(pk=token.budget_round_id) if token and token.budget_round_id else seen


class BySession(SessionAuth):
    """Somebody signed in on the pages."""


WAYS_IN = [ByToken(), BySession()]
