"""A test database made and emptied quickly, and the same to the byte as the migrations make it.

Running every migration takes longer than many a test file, and emptying the tables after a test that commits
takes longer than the test. On SQLite the migrated database is kept in a file, named by the migrations that it was
made from, and is copied back; on PostgreSQL what the migrations put into the tables is kept beside them.
"""

import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

import django.core.management
from django.db import connection, transaction

from tests.support.paths import ROOT

PARTS = ("services", "proposals", "reports")
MAKING_TRIGGERS = ("search",)
"""The rooms whose code runs after every migration."""
KEPT = "kept_by_tests"
"""How the schemas begin in which PostgreSQL keeps rows."""


@contextmanager
def migrations_run_once(kept: Path) -> Iterator[None]:
    """Let the test database be copied from the file of an earlier run, and keep it for the next; SQLite only."""
    if connection.vendor != "sqlite":
        yield
        return
    file = kept / f"{_made_from()}.sqlite3"
    run = django.core.management.call_command

    def copy_or_run(name: Any, *arguments: Any, **options: Any) -> Any:
        if name != "migrate":
            return run(name, *arguments, **options)
        django.core.management.call_command = run  # once: what a test migrates runs
        connection.ensure_connection()
        if file.exists():
            _copy(sqlite3.connect(f"file:{file}?mode=ro", uri=True), connection.connection)
            return None
        result = run(name, *arguments, **options)
        _keep(file)
        return result

    django.core.management.call_command = copy_or_run
    try:
        yield
    finally:
        django.core.management.call_command = run


def _made_from() -> str:
    """Name what decides what a migrated database holds: the migrations, the triggers, and the versions."""
    digest = hashlib.sha256(f"{version('django')} {sqlite3.sqlite_version}".encode())
    for part in PARTS:
        folders = [ROOT / part / "migrations", *(ROOT / part / room for room in MAKING_TRIGGERS)]
        for path in sorted(path for folder in folders for path in folder.glob("*.py")):
            digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:32]


def _keep(file: Path) -> None:
    for old in file.parent.glob("*.sqlite3"):
        old.unlink(missing_ok=True)
    making = file.with_suffix(f".{os.getpid()}")
    _copy(connection.connection, target := sqlite3.connect(making))
    target.close()
    making.replace(file)


def _copy(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    source.backup(target)


def kept(name: str) -> Callable[[], None]:
    """Keep what the tables hold now under a name, and return a function that puts exactly that back.

    It takes the place of Django's way to empty the tables after a test that has committed. The history, which the
    database refuses to delete, goes with the rest, and what is put back stays under its own keys, so that no later
    test depends on the order in which tests run.
    """
    return _kept_by_sqlite() if connection.vendor == "sqlite" else _kept_by_postgresql(f"{KEPT}_{name}")


def _kept_by_sqlite() -> Callable[[], None]:
    held = sqlite3.connect(":memory:", check_same_thread=False)
    connection.ensure_connection()
    _copy(connection.connection, held)

    def put_back() -> None:
        connection.ensure_connection()
        _copy(held, connection.connection)

    return put_back


def _kept_by_postgresql(schema: str) -> Callable[[], None]:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE")
        cursor.execute(f"CREATE SCHEMA {schema}")
        tables = sorted(set(connection.introspection.table_names()) - {"django_migrations"})
        filled = [table for table in tables if _holds_rows(cursor, table)]
        for table in filled:
            cursor.execute(f'CREATE TABLE {schema}."{table}" AS SELECT * FROM "{table}"')
        # Triggers of ours refuse to delete what is append-only; they step aside for that moment only.
        cursor.execute("SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal")
        guarded = [row[0] for row in cursor.fetchall()]
    listed = ", ".join(f'"{table}"' for table in tables)

    def put_back() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            for table in guarded:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(f"TRUNCATE {listed} CASCADE")
            for table in filled:
                cursor.execute(f'INSERT INTO "{table}" SELECT * FROM {schema}."{table}"')
            # Foreign keys are looked at now, while no trigger of ours may refuse to change.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for table in guarded:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")

    return put_back


def _holds_rows(cursor: Any, table: str) -> bool:
    cursor.execute(f'SELECT EXISTS (SELECT 1 FROM "{table}")')
    return bool(cursor.fetchone()[0])
