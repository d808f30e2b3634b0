"""The actor: the person or program whose name goes on every change and event."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser


@dataclass(frozen=True)
class Actor:
    """An actor, their reason, and the operation that the changes belong to."""

    user_id: int | None = None
    name: str = "system"
    reason: str = ""
    operation: uuid.UUID = field(default_factory=uuid.uuid4)


_actor: ContextVar[Actor | None] = ContextVar("actor", default=None)


@contextmanager
def acting(
    user: AbstractBaseUser | AnonymousUser | None = None, name: str = "", reason: str = ""
) -> Iterator[Actor]:
    """Put this person's (or programme's) name on every change made inside the block.

    Inside an outer block, what is not named here is taken from it.
    """
    outer = _actor.get() or Actor()
    known = user is not None and user.pk is not None
    actor = Actor(
        user_id=user.pk if known else outer.user_id,
        name=name or (_name_of(user) if known else outer.name),
        reason=reason or outer.reason,
    )
    token = _actor.set(actor)
    try:
        yield actor
    finally:
        _actor.reset(token)


def current_actor() -> Actor:
    """Return who is acting now; outside any block it is the system."""
    return _actor.get() or Actor()


def _name_of(user: Any) -> str:
    return user.get_full_name() or user.get_username()
