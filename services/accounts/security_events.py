"""Recording what concerns security: sign-ins, failures, refusals and exports, with where they came from."""

import logging
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from services.accounts.digests import digest_of, normalise_name
from services.audit.actors import current_actor
from services.models.rate_counts import count_request
from services.models.security import SecurityEvent

logger = logging.getLogger("councilsavings.security")

MOST_A_MINUTE = 60
"""Events that one address can cause in a minute without being signed in; what is beyond is counted, not kept."""
_AGENTS = ("Edg", "OPR", "Firefox", "Chrome", "Safari", "curl", "python")
_SYSTEMS = ("Windows", "Android", "iPhone", "iPad", "Mac OS X", "Linux")

Kind = SecurityEvent.Kind


@dataclass(frozen=True)
class Source:
    """The origin of a request."""

    address: str | None
    agent: str
    session: str


def source_of(request: HttpRequest | None) -> Source:
    """Return where the request came from: its address, its browser in a word or two, a digest of its session."""
    if request is None:
        return Source(None, "", "")
    # Not when this module is loaded: the library reads the models, which stand on services.
    from allauth.core.internal.httpkit import get_client_ip

    session = getattr(request, "session", None)
    key = session.session_key if session is not None else None
    return Source(
        get_client_ip(request),
        short_agent(request.headers.get("User-Agent", "")),
        digest_of("session", key)[:16] if key else "",
    )


def short_agent(agent: str) -> str:
    """Return the browser and the system that the agent names, without versions; a program's own name if it is none."""
    found = [next((name for name in names if name in agent), "") for names in (_AGENTS, _SYSTEMS)]
    if any(found):
        return " on ".join(filter(None, found)).replace("Edg", "Edge").replace("OPR", "Opera")
    return "".join(letter for letter in agent.split("/")[0] if letter.isprintable())[:60]


def record_security_event(
    kind: SecurityEvent.Kind,
    request: HttpRequest | None,
    *,
    account: Any = None,
    typed: str = "",
    detail: str = "",
) -> None:
    """Keep the event; a name typed that belongs to no account is kept as a digest alone."""
    source = source_of(request)
    signed_in = account is not None or current_actor().user_id is not None
    if not signed_in and count_request(f"events-{source.address}", 60)[0] > MOST_A_MINUTE:
        return
    SecurityEvent.objects.create(
        kind=kind,
        account_id=account.pk if account is not None else None,
        account_name=account.get_username() if account is not None else "",
        name_digest=digest_of("name typed", normalise_name(typed))[:32] if typed and account is None else "",
        address=source.address,
        agent=source.agent,
        session=source.session,
        detail=detail[:200],
        operation=current_actor().operation,
    )
