"""What caches between the service and its readers may keep."""

from typing import Any

from django.http import HttpResponse
from django.utils.cache import patch_cache_control

A_MINUTE = 60
"""The seconds for which a cache may show what is public before it asks again: a correction has to be seen soon."""


def shared(response: HttpResponse) -> HttpResponse:
    """Let caches keep what is public; where a session came with the request, the middleware forbids it."""
    options: dict[str, Any] = {"public": True, "max_age": A_MINUTE, "must_revalidate": True}
    patch_cache_control(response, **options)
    return response
