"""Requests whose changes are taken back, so that each finds what the one before it found."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.test import Client


@contextmanager
def undone(client: Client | None = None) -> Iterator[None]:
    """Take back what is changed in this block: whoever signed out as this client is signed in again."""
    cookies = dict(client.cookies) if client else {}
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    if client:
        client.cookies.clear()
        client.cookies.update(cookies)
