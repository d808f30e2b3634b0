"""Counting what each choice of the filters would give, in one query: the figures beside the choices.

The visible proposals are read once, each with its value of every facet and whether it passes each filter; the
facets are then grouped from these. A facet's own filter does not narrow its counts, so they say what choosing
another value would give.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import F, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast

from proposals.filters.facets import FieldFacet, FlagFacet, Label, RowFacet, flag
from proposals.models import BudgetRound

_SEEN = "seen"
"""The visible proposals in the statement."""
_MOST_LABELS = 3


@dataclass(frozen=True)
class Asked:
    """A facet to count by, the filters that do not narrow its counts, and of a facet of rows, which rows count."""

    facet: FieldFacet | FlagFacet | RowFacet
    own: frozenset[str] = frozenset()
    rows: Q = field(default_factory=Q)


@dataclass
class Found:
    """What was found of one facet: how many proposals each key that visible ones have would give, and its words."""

    counts: dict[str, int] = field(default_factory=dict)
    labels: dict[str, Label] = field(default_factory=dict)


def count_choices(
    seen: QuerySet, budget_round: BudgetRound, asked: Sequence[Asked], filters: Mapping[str, Q]
) -> dict[str, Found]:
    """Return what the proposals of one round hold of each facet, by its name.

    `filters` are the conditions that narrow the counts, by name; which keys there are does not depend on them.
    """
    found = {one.facet.name: Found() for one in asked}
    by_name = {one.facet.name: one.facet for one in asked}
    for name, value, *words, count in _rows(seen, budget_round, asked, filters):
        facet, held = by_name[name], found[name]
        for key in facet.keys_of(value):
            held.counts[key] = held.counts.get(key, 0) + count
            if facet.label_paths and value is not None:
                held.labels[key] = facet.label_of(*words[: len(facet.label_paths)])
    return found


def _rows(
    seen: QuerySet, budget_round: BudgetRound, asked: Sequence[Asked], filters: Mapping[str, Q]
) -> list[tuple[Any, ...]]:
    try:
        sql, parameters = _statement(seen, budget_round, asked, filters)
    except EmptyResultSet:  # the person may see nothing
        return []
    with connections[seen.db].cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def _statement(
    seen: QuerySet, budget_round: BudgetRound, asked: Sequence[Asked], filters: Mapping[str, Q]
) -> tuple[str, list[Any]]:
    passes = {name: f"passes_{place}" for place, name in enumerate(filters)}
    columns = {"of_key": F("pk"), **{passes[name]: flag(condition) for name, condition in filters.items()}}
    parts, of_rows = [], []
    for one in asked:
        others = [f"{_SEEN}.{column} = 1" for name, column in passes.items() if name not in one.own]
        if isinstance(one.facet, RowFacet):
            rows, own_parameters = _sql(_held(one.facet, one.rows, budget_round))
            parts.append(_of_rows(one.facet, rows, others))
            of_rows += own_parameters
        else:
            columns[f"of_{one.facet.name}"] = one.facet.value
            columns.update(_labels(one.facet.name, one.facet.label_paths))
            parts.append(_of_values(one.facet, others))
    sql, parameters = _sql(_columns_of(seen.order_by(), columns))
    # Without MATERIALIZED either database could read the proposals anew for every facet.
    return f"WITH {_SEEN} AS MATERIALIZED ({sql}) {' UNION ALL '.join(parts)}", [*parameters, *of_rows]


def _of_values(facet: FieldFacet | FlagFacet, others: Iterable[str]) -> str:
    column = f"of_{facet.name}"
    labels = (f"MIN({column}_{place})" for place in range(len(facet.label_paths)))
    return f"SELECT {_head(facet.name, column, labels)}, {_count('*', others)} FROM {_SEEN} GROUP BY {column}"


def _of_rows(facet: RowFacet, rows: str, others: Sequence[str]) -> str:
    labels = (f"MIN(held.of_held_{place})" for place in range(len(facet.label_paths)))
    counted = f"DISTINCT {_SEEN}.of_key" if facet.is_repeated else "*"
    join = "LEFT JOIN" if facet.offers_none else "JOIN"
    wanted = [*others, "COALESCE(held.of_wanted, 1) = 1"]
    return (
        f"SELECT {_head(facet.name, 'held.of_value', labels)}, {_count(counted, wanted)} "
        f"FROM {_SEEN} {join} ({rows}) held ON held.of_owner = {_SEEN}.of_key GROUP BY held.of_value"
    )


def _head(name: str, value: str, labels: Iterable[str]) -> str:
    words = [*labels, *["''"] * _MOST_LABELS][:_MOST_LABELS]
    return f"'{name}', CAST({value} AS text), {', '.join(words)}"


def _count(counted: str, conditions: Iterable[str]) -> str:
    return f"COUNT({counted}) FILTER (WHERE {' AND '.join(conditions) or 'TRUE'})"


def _labels(name: str, paths: Iterable[str]) -> dict[str, Cast]:
    return {f"of_{name}_{place}": Cast(path, TextField()) for place, path in enumerate(paths)}


def _held(facet: RowFacet, wanted: Q, budget_round: BudgetRound) -> QuerySet:
    """Return the rows of a facet: narrowed to the round, no database goes through those of all others."""
    columns = {
        "of_owner": F("proposal"),
        "of_value": F(facet.path),
        "of_wanted": flag(wanted) if wanted else Value(1),
        **_labels("held", facet.label_paths),
    }
    return _columns_of(facet.held.filter(proposal__budget_round=budget_round).order_by(), columns)


def _columns_of(rows: QuerySet, columns: Mapping[str, Any]) -> QuerySet:
    return rows.annotate(**columns).values_list(*columns)


def _sql(rows: QuerySet) -> tuple[str, Sequence[Any]]:
    sql, parameters = rows.query.get_compiler(rows.db).as_sql()
    return sql, parameters
