"""Statements that several expressions of the ORM are put together in, where it cannot say the whole."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet

Statement = tuple[str, tuple[Any, ...]]
"""The text of a statement and its parameters."""


def selecting(rows: QuerySet, columns: Mapping[str, Any]) -> Statement:
    """Return the statement that selects these expressions of the rows, each under its name, in no order.

    Raises EmptyResultSet where there can be no row.
    """
    unordered = rows.order_by().annotate(**columns).values_list(*columns)
    sql, parameters = unordered.query.get_compiler(rows.db).as_sql()
    return sql, tuple(parameters)


def rows_of(statement: Statement, using: str = DEFAULT_DB_ALIAS) -> list[tuple[Any, ...]]:
    """Return what the statement answers."""
    with connections[using].cursor() as cursor:
        cursor.execute(*statement)
        return cursor.fetchall()


__all__ = ["EmptyResultSet", "Statement", "rows_of", "selecting"]
