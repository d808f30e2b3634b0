"""The rows of the measured rounds as flat tables in a SQLite file, for Datasette: the columns that the list shows."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from django.db import connection

from proposals.models import BudgetRound


def write_flat_copy(path: Path, rounds: Iterable[BudgetRound]) -> None:
    """Write a table for each round, named by its size, with the indexes that the question needs."""
    with closing(sqlite3.connect(path)) as file:
        for budget_round in rounds:
            _write(file, budget_round)
        file.commit()
        file.execute("ANALYZE")


def table_of(budget_round: BudgetRound) -> str:
    """Return the name of the round's table."""
    return f"round_{budget_round.pk}"


def _write(file: sqlite3.Connection, budget_round: BudgetRound) -> None:
    table, years = table_of(budget_round), [year.start for year in budget_round.years]
    by_year = ", ".join(
        f"(SELECT discrete_saving FROM proposals_yearprofile y WHERE y.proposal_id = p.id AND y.year = {year})"
        for year in years
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT p.id, p.reference, p.title, s.name, d.name, p.category, p.kind, p.risk_to_delivery, "
            f"p.start_year, p.total_saving, {by_year} FROM proposals_savingsproposal p "
            "JOIN services_service s ON s.id = p.service_id JOIN services_directorate d ON d.id = s.directorate_id "
            "WHERE p.budget_round_id = %s",
            [budget_round.pk],
        )
        rows = cursor.fetchall()
    columns = [
        "id INTEGER PRIMARY KEY",
        "reference",
        "title",
        "service",
        "directorate",
        "category",
        "kind",
        "risk",
    ]
    columns += ["start_year", "total", *(f"saving_{year}" for year in years)]
    file.execute(f"CREATE TABLE {table} ({', '.join(columns)})")
    file.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(columns))})", rows)
    file.execute(f"CREATE INDEX {table}_order ON {table} (directorate, total)")
    file.execute(f"CREATE INDEX {table}_facet ON {table} (directorate, risk)")
