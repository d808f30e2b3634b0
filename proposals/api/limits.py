"""How often a program may ask: each person, and each address whoever asks from there."""

import threading

from django.http import HttpRequest
from ninja.throttling import SimpleRateThrottle

ASKED_TOO_OFTEN = "That was too often: wait as many seconds as Retry-After says, and then go on more slowly."
A_PERSON, AN_ADDRESS = "600/m", "3000/m"
"""Ten a second is plenty for a dashboard; many people of a council come from one address."""


class PerPerson(SimpleRateThrottle, threading.local):
    """Counts what one person asks for, with whichever token; a thread of the server keeps its own count in hand."""

    def get_cache_key(self, request: HttpRequest) -> str | None:
        """Return what the person is counted under."""
        return f"api-person-{request.user.pk}"


class PerAddress(SimpleRateThrottle, threading.local):
    """Counts what comes from one address, tokens that do not work among it."""

    def get_cache_key(self, request: HttpRequest) -> str | None:
        """Return what the address is counted under."""
        return f"api-address-{self.get_ident(request)}"
