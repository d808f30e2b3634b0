"""The version of a round's list, as the triggers keep it."""

from django.db import DEFAULT_DB_ALIAS, connections

from proposals.derived.watched import ROUNDS, VERSIONS

# On PostgreSQL a version is the sum of many rows, on SQLite there is one row.
_VERSION = f"SELECT CAST(sum(token) AS text) FROM {VERSIONS} WHERE budget_round_id"
VERSION_OF_A_ROUND = f"{_VERSION} = {ROUNDS}.id"
"""The version as a part of a query about rounds."""


def version_of(budget_round: int, using: str = DEFAULT_DB_ALIAS) -> str | None:
    """Return the version of the round with that key; None where the database keeps none, as during a migration.

    Two states of a round that differ never have the same one, in whatever process or transaction they are read.
    """
    with connections[using].cursor() as cursor:
        cursor.execute(f"{_VERSION} = %s", [budget_round])
        (version,) = cursor.fetchone()
    return version
