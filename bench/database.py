"""A throwaway database: a file for SQLite, a database beside the named one for PostgreSQL."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2

NAME = "council_savings_bench"


@contextmanager
def throwaway_database(url: str) -> Iterator[str]:
    """Point DATABASE_URL at an empty database, and take it away at the end; yield what it is called.

    The database that `url` names is never written to: on PostgreSQL it is only the way in. BENCH_MIGRATED names a file
    of SQLite that has run the migrations, where the time that they take is of no interest.
    """
    if urlsplit(url).scheme in {"postgres", "postgresql"}:
        _on_server(url, f"DROP DATABASE IF EXISTS {NAME}", f"CREATE DATABASE {NAME}")
        os.environ["DATABASE_URL"] = urlsplit(url)._replace(path=f"/{NAME}").geturl()
        try:
            yield f"PostgreSQL, {NAME}, made for this run"
        finally:
            _close_connections()
            _on_server(url, f"DROP DATABASE {NAME}")
    else:
        with tempfile.TemporaryDirectory(prefix="bench-") as directory:
            file = Path(directory, "bench.sqlite3")
            if migrated := os.environ.get("BENCH_MIGRATED"):
                shutil.copy(migrated, file)
            os.environ["DATABASE_URL"] = f"sqlite:///{file}"
            yield "SQLite, a file made for this run"
            _close_connections()


def _on_server(url: str, *statements: str) -> None:
    connection = psycopg2.connect(url)
    connection.autocommit = True  # a database cannot be made inside a transaction
    try:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
    finally:
        connection.close()


def _close_connections() -> None:
    from django.db import connections  # Django's settings are read only once DATABASE_URL is set

    connections.close_all()
