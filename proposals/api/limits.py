"""Rate limits for programs: by person, and by address whoever asks from there."""

import threading

from django.http import HttpRequest
from ninja.throttling import BaseThrottle

from services.models.rate_counts import count_request

ASKED_TOO_OFTEN = (
    "Too many requests. Wait for the number of seconds in the Retry-After header, then send requests less "
    "often."
)
A_PERSON, AN_ADDRESS = 600, 3000
"""In a minute: ten a second is plenty for a dashboard; many people of a council come from one address."""
MINUTE = 60


class PerMinute(BaseThrottle, threading.local):
    """Counts in the database, so that all processes share the count; each thread keeps its own wait in hand."""

    def __init__(self, num_requests: int) -> None:
        self.num_requests = num_requests
        self.seconds_left = 0

    def allow_request(self, request: HttpRequest) -> bool:
        """Count the request, and return whether the limit still allows it."""
        count, self.seconds_left = count_request(self.key_of(request), MINUTE)
        return count <= self.num_requests

    def wait(self) -> float | None:
        """Return the seconds until the count begins anew."""
        return self.seconds_left

    def key_of(self, request: HttpRequest) -> str:
        """Return what the request is counted under."""
        raise NotImplementedError


class PerPerson(PerMinute):
    """Counts what one person asks for, with whichever token."""

    def key_of(self, request: HttpRequest) -> str:
        """Return what the person is counted under."""
        return f"api-person-{request.user.pk}"


class PerAddress(PerMinute):
    """Counts what comes from one address, tokens that do not work among it."""

    def key_of(self, request: HttpRequest) -> str:
        """Return what the address is counted under."""
        return f"api-address-{self.get_ident(request)}"[:100]
