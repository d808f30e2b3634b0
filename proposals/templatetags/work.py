"""The navigation's summary of a person's work."""

from typing import Any

from django import template

from proposals.workflow import my_work

register = template.Library()


@register.simple_tag
def work_waiting(user: Any) -> int | None:
    """Return how much waits for the person, None where their roles have no work of the kind (one query)."""
    if not user.is_authenticated or not my_work.has_work(user):
        return None
    # A page may show it as well as the navigation: the person of one request is asked about once.
    if not hasattr(user, "_work_waiting"):
        user._work_waiting = my_work.count_waiting(user)
    waiting: int = user._work_waiting
    return waiting
