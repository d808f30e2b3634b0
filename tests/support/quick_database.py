"""A test database made and emptied quickly, and the same to the byte as the migrations make it.

Running every migration takes longer than many a test file, and emptying the tables after a test that commits
takes longer than the test. On SQLite the migrated database is kept in a file, named by the migrations that it was
made from, and is copied back; on PostgreSQL it is a template of which each worker makes its own, and what the
migrations put into the tables is kept beside them.
"""

import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import django
import django.core.management
from django.db import connection, transaction

from tests.support.paths import ROOT

PARTS = ("services", "proposals", "reports")
MAKING_TRIGGERS = ("search",)
"""The rooms whose code runs after every migration."""
KEPT_FILES = ROOT / ".pytest_cache" / "migrated"
KEPT = "kept_by_tests"
"""How the schemas begin in which PostgreSQL keeps rows."""
KEPT_FOR_THE_RUN = "KEPT_FOR_THE_RUN"
"""Names the directory of what is kept until all suites of a run have ended."""
QUICK_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def main() -> None:
    """Run the migrations once, before any test: into the file of SQLite, or the template of PostgreSQL.

    Where KEPT_FOR_THE_RUN names a directory, load the demonstration for all suites of the run as well.
    """
    os.environ["DJANGO_SETTINGS_MODULE"] = "councilsavings.settings"
    django.setup()
    if connection.vendor == "sqlite":
        _copy_migrated()
    else:
        template = os.environ["DATABASE_TEMPLATE"]
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {template}")
        connection.close()
        connection.settings_dict["NAME"] = template
        django.core.management.call_command("migrate", verbosity=0)
    if KEPT_FOR_THE_RUN in os.environ:
        from tests.support.page_world import load_demonstration_for_the_run

        load_demonstration_for_the_run()
    connection.close()


@contextmanager
def migrations_run_once() -> Iterator[None]:
    """Let the test database be copied from one that has run the migrations.

    That is the file of an earlier run, kept for the next, or the template that DATABASE_TEMPLATE names on PostgreSQL.
    """
    template = os.environ.get("DATABASE_TEMPLATE", "")
    if connection.vendor == "postgresql":
        if not template:
            yield
            return
        connection.settings_dict["TEST"]["TEMPLATE"] = template
    run = django.core.management.call_command

    def copy_or_run(name: Any, *arguments: Any, **options: Any) -> Any:
        if name != "migrate":
            return run(name, *arguments, **options)
        django.core.management.call_command = run  # once: what a test migrates runs
        if connection.vendor == "postgresql":
            return None
        _copy_migrated()
        return None

    django.core.management.call_command = copy_or_run
    try:
        yield
    finally:
        django.core.management.call_command = run


def migrated_file() -> Path:
    """Return where the database is kept that SQLite's migrations make, of the source as it is."""
    return KEPT_FILES / f"{_made_from()}.sqlite3"


def _copy_migrated() -> None:
    connection.ensure_connection()
    if migrated_file().exists():
        _copy(_opened(migrated_file()), connection.connection)
    else:
        _migrate_into_file()


def _opened(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{file}?mode=ro", uri=True)


def _migrate_into_file() -> None:
    django.core.management.call_command("migrate", verbosity=0)
    file = migrated_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    for old in file.parent.glob("*.sqlite3"):
        old.unlink(missing_ok=True)
    making = file.with_suffix(f".{os.getpid()}")
    _copy(connection.connection, target := sqlite3.connect(making))
    target.close()
    making.replace(file)


@cache
def _made_from() -> str:
    """Name what decides what a migrated database holds: the migrations, the triggers, and the versions."""
    digest = hashlib.sha256(f"{version('django')} {sqlite3.sqlite_version}".encode())
    for part in PARTS:
        folders = [ROOT / part / "migrations", *(ROOT / part / room for room in MAKING_TRIGGERS)]
        for path in sorted(path for folder in folders for path in folder.glob("*.py")):
            digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:32]


def _copy(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    source.backup(target)


def kept(name: str) -> Callable[[], None]:
    """Keep what the tables hold now under a name, and return a function that puts exactly that back.

    It takes the place of Django's way to empty the tables after a test that has committed. The history, which the
    database refuses to delete, goes with the rest, and what is put back stays under its own keys, so that no later
    test depends on the order in which tests run.
    """
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        return _kept_by_sqlite(connection.connection)
    _keep_in(f"{KEPT}_{name}")
    return _kept_by_postgresql(f"{KEPT}_{name}")


def keep_for_the_run(name: str) -> None:
    """Keep what the tables hold now for every suite of the run on this kind of database."""
    if connection.vendor == "sqlite":
        _copy(connection.connection, target := sqlite3.connect(for_the_run(f"{name}.sqlite3")))
        target.close()
    else:
        _keep_in(f"{KEPT}_{name}")


def kept_for_the_run(name: str) -> Callable[[], None] | None:
    """Return a function that puts back what was kept under the name for the run, or None if nothing was."""
    if KEPT_FOR_THE_RUN not in os.environ:
        return None
    if connection.vendor == "sqlite":
        file = for_the_run(f"{name}.sqlite3")
        return _kept_by_sqlite(_opened(file)) if file.exists() else None
    return _kept_by_postgresql(f"{KEPT}_{name}") if _is_there(f"{KEPT}_{name}") else None


def for_the_run(name: str) -> Path:
    """Return where this is kept for the run, apart for each kind of database."""
    folder = Path(os.environ[KEPT_FOR_THE_RUN]) / connection.vendor
    folder.mkdir(parents=True, exist_ok=True)
    return folder / name


def _kept_by_sqlite(source: sqlite3.Connection) -> Callable[[], None]:
    held = sqlite3.connect(":memory:", check_same_thread=False)
    _copy(source, held)

    def put_back() -> None:
        connection.ensure_connection()
        _copy(held, connection.connection)

    return put_back


def _tables() -> list[str]:
    return sorted(set(connection.introspection.table_names()) - {"django_migrations"})


def _keep_in(schema: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE")
        cursor.execute(f"CREATE SCHEMA {schema}")
        for table in _tables():
            if _holds_rows(cursor, table):
                cursor.execute(f'CREATE TABLE {schema}."{table}" AS SELECT * FROM "{table}"')


def _is_there(schema: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regnamespace(%s) IS NOT NULL", [schema])
        return bool(cursor.fetchone()[0])


def _kept_by_postgresql(schema: str) -> Callable[[], None]:
    tables = _tables()
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s ORDER BY 1", [schema])
        filled = [row[0] for row in cursor.fetchall()]
    # Emptying a hundred small tables so takes an eighth of the time of truncating them.
    emptied = [f'DELETE FROM "{table}"' for table in tables]
    put_in = [f'INSERT INTO "{table}" SELECT * FROM {schema}."{table}"' for table in filled]

    def put_back() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            # Triggers of ours refuse to delete what is append-only; only a superuser may let them all rest.
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute("; ".join([*emptied, *put_in]))

    return put_back


def _holds_rows(cursor: Any, table: str) -> bool:
    cursor.execute(f'SELECT EXISTS (SELECT 1 FROM "{table}")')
    return bool(cursor.fetchone()[0])


if __name__ == "__main__":
    main()
