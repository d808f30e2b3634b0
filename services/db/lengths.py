"""The length that a model gives a text, so that no form types it again."""

from django.db.models import Field, Model


def longest(model: type[Model], name: str) -> int:
    """Return how many characters the field of that name may hold; raises ValueError where it sets no limit."""
    item = model._meta.get_field(name)
    if not isinstance(item, Field) or not item.max_length:
        raise ValueError(f"{model._meta.label}.{name} sets no length.")
    return item.max_length
