"""The columns of rounds, kept in memory as long as nothing they are read from has changed."""

import numpy as np
from django.db import connections
from django.db.models import QuerySet

from proposals.filters.columns import Columns, Rows
from proposals.filters.loading import load
from proposals.models import BudgetRound


def columns_of(budget_round: BudgetRound) -> Columns:
    """Return the columns of the round as they are now."""
    return load(budget_round)


def rows_in(columns: Columns, proposals: QuerySet) -> Rows:
    """Return the rows of the columns that a queryset of proposals holds."""
    sql, parameters = proposals.order_by().values_list("pk").query.get_compiler(proposals.db).as_sql()
    with connections[proposals.db].cursor() as cursor:
        cursor.execute(sql, parameters)
        keys = np.fromiter((row[0] for row in cursor.fetchall()), dtype=np.int64)
    return columns.rows_of(keys)
