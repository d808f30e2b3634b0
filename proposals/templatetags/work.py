"""What the navigation says of a person's work."""

from typing import Any

from django import template

from proposals.workflow import my_work

register = template.Library()


@register.simple_tag
def work_waiting(user: Any) -> int | None:
    """Return how much waits for the person, None where their roles have no work of the kind (one or two queries)."""
    return my_work.count_waiting(user) if user.is_authenticated and my_work.has_work(user) else None
