"""Putting the triggers in place after migrations, and checking and making anew what they keep."""

from collections.abc import Iterable
from hashlib import sha256
from types import ModuleType
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.models.signals import post_migrate, pre_migrate

from proposals.derived import postgresql, sqlite
from proposals.derived.watched import DEFINITIONS, INDEX, VERSIONS, WATCHED


def connect(sender: Any) -> None:
    """Listen for migrations: SQLite drops a table's triggers when it alters the table."""
    pre_migrate.connect(_before, sender=sender, dispatch_uid="proposals.derived.before")
    post_migrate.connect(_after, sender=sender, dispatch_uid="proposals.derived.after")


def rebuild(using: str = DEFAULT_DB_ALIAS) -> None:
    """Make the triggers, the index and the versions of every round anew."""
    statements = _statements(using)
    with transaction.atomic(using=using):
        _run(using, statements.TABLES)
        for name, statement in statements.triggers().items():
            _run(using, (statements.drop(name), statement))
        _run(using, (*statements.EMPTY_INDEX, *statements.FILL_INDEX, *statements.NEW_VERSIONS))
        _run(using, (f"CREATE TABLE IF NOT EXISTS {DEFINITIONS} (digest text)", f"DELETE FROM {DEFINITIONS}"))
        with connections[using].cursor() as cursor:
            cursor.execute(f"INSERT INTO {DEFINITIONS} (digest) VALUES (%s)", [_digest(statements)])


def missing_triggers(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Return the names of the triggers that should be there and are not."""
    statements = _statements(using)
    with connections[using].cursor() as cursor:
        cursor.execute(statements.INSTALLED)
        installed = {row[0] for row in cursor.fetchall()}
    return sorted(set(statements.triggers()) - installed)


def wrongly_indexed(using: str = DEFAULT_DB_ALIAS) -> list[int]:
    """Return the keys of the proposals that the index holds otherwise than they are, or no longer should hold."""
    with connections[using].cursor() as cursor:
        cursor.execute(_statements(using).WRONGLY_INDEXED)
        return [row[0] for row in cursor.fetchall()]


def _is_current(using: str) -> bool:
    """Return whether everything is in place as this release defines it."""
    if not _tables_are_there(using, {VERSIONS, INDEX, DEFINITIONS}) or missing_triggers(using):
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


def _tables_are_there(using: str, names: Iterable[str]) -> bool:
    return set(names) <= set(connections[using].introspection.table_names())


def _before(using: str, plan: Iterable[Any], **_: Any) -> None:
    """Take the triggers away while tables are altered; without a version nothing is kept in memory meanwhile."""
    if not plan or not _tables_are_there(using, {VERSIONS}):
        return
    statements = _statements(using)
    _run(using, (*map(statements.drop, statements.triggers()), *statements.NO_VERSIONS))


def _after(using: str, **_: Any) -> None:
    """Put the triggers in place where they are not, and make anew what they should have kept."""
    if not _tables_are_there(using, WATCHED):  # an older state of the tables
        return
    if not _is_current(using):
        rebuild(using)
