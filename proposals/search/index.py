"""Putting the search index and its triggers in place after migrations, and checking and rebuilding them."""

from collections.abc import Iterable
from hashlib import sha256
from types import ModuleType
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.models.signals import post_migrate, pre_migrate

from proposals.search import postgresql, sqlite
from proposals.search.tables import DEFINITIONS, FORMER, INDEX, INDEXED


def connect(sender: Any) -> None:
    """Listen for migrations: SQLite drops a table's triggers when it alters the table."""
    pre_migrate.connect(_before, sender=sender, dispatch_uid="proposals.search.before")
    post_migrate.connect(_after, sender=sender, dispatch_uid="proposals.search.after")


def rebuild(using: str = DEFAULT_DB_ALIAS) -> None:
    """Make the index and its triggers anew."""
    statements = _statements(using)
    with transaction.atomic(using=using):
        _drop_triggers(using)
        _run(using, (*statements.FORMER_OBJECTS, *statements.TABLES, *statements.triggers().values()))
        _run(using, (*statements.EMPTY_INDEX, *statements.FILL_INDEX))
        _run(using, (f"CREATE TABLE IF NOT EXISTS {DEFINITIONS} (digest text)", f"DELETE FROM {DEFINITIONS}"))
        with connections[using].cursor() as cursor:
            cursor.execute(f"INSERT INTO {DEFINITIONS} (digest) VALUES (%s)", [_digest(statements)])


def missing_triggers(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Return the names of the triggers that should be there and are not."""
    return sorted(set(_statements(using).triggers()) - _installed(using))


def wrongly_indexed(using: str = DEFAULT_DB_ALIAS) -> list[int]:
    """Return the keys of the proposals whose entry in the index is out of date or should no longer exist."""
    with connections[using].cursor() as cursor:
        cursor.execute(_statements(using).WRONGLY_INDEXED)
        return [row[0] for row in cursor.fetchall()]


def _installed(using: str) -> set[str]:
    with connections[using].cursor() as cursor:
        cursor.execute(_statements(using).INSTALLED)
        return {row[0] for row in cursor.fetchall()}


def _is_current(using: str) -> bool:
    """Return whether everything is in place as this release defines it."""
    if not _tables_are_there(using, {INDEX, DEFINITIONS}) or missing_triggers(using):
        return False
    with connections[using].cursor() as cursor:
        cursor.execute(f"SELECT digest FROM {DEFINITIONS}")
        return cursor.fetchall() == [(_digest(_statements(using)),)]


def _digest(statements: ModuleType) -> str:
    defined = "".join([*statements.TABLES, *statements.triggers().values(), *statements.FILL_INDEX])
    return sha256(defined.encode()).hexdigest()


def _statements(using: str) -> ModuleType:
    return sqlite if connections[using].vendor == "sqlite" else postgresql


def _run(using: str, statements: Iterable[str]) -> None:
    with connections[using].cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _drop_triggers(using: str) -> None:
    """Drop the triggers of this release and of earlier ones."""
    ours = (name for name in sorted(_installed(using)) if name.startswith((f"{INDEX}_", f"{FORMER}_")))
    _run(using, map(_statements(using).drop, ours))


def _tables_are_there(using: str, names: Iterable[str]) -> bool:
    return set(names) <= set(connections[using].introspection.table_names())


def _before(using: str, plan: Iterable[Any], **_: Any) -> None:
    """Drop the triggers while tables are altered."""
    if plan:
        _drop_triggers(using)


def _after(using: str, **_: Any) -> None:
    """Put the triggers in place where they are not, and rebuild the index that they should have kept."""
    if not _tables_are_there(using, INDEXED):  # an older state of the tables
        return
    if not _is_current(using):
        rebuild(using)
