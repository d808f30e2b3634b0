"""Counting what each choice of the filters would give, in one statement: the figures shown next to the choices.

The visible proposals are read once, each with its value of every facet and whether it passes each filter; the
facets are then grouped from these. A facet's own filter does not narrow its counts, so they say what choosing
another value would give.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from django.db.models import Case, F, Q, QuerySet, TextField, When
from django.db.models.functions import Cast

from proposals.filters.facets import FieldFacet, FlagFacet, Label, RowFacet, flag
from proposals.filters.filters import COUNTED, IMPACT
from proposals.models import SavingsProposal
from services.db.statements import EmptyResultSet, Statement, rows_of, selecting

_MOST_LABELS = 3
_NO_LABELS = ["NULL"] * _MOST_LABELS
_OWN_FILTER = {"characteristic": IMPACT, "effect": IMPACT}
"""The filter that does not narrow a facet's counts, where it has another name."""


@dataclass
class Found:
    """The result for one facet: how many proposals each key that visible ones have would give, and its label."""

    counts: dict[str, int] = field(default_factory=dict)
    labels: dict[str, Label] = field(default_factory=dict)


def count_choices(seen: QuerySet, filters: Mapping[str, Q], rows: Mapping[str, Q]) -> dict[str, Found]:
    """Return what the proposals hold of each facet, by its name.

    `filters` are the conditions that narrow the counts, by name; which keys there are does not depend on them.
    `rows` say of facets of rows which rows count.
    """
    found = {facet.name: Found() for facet in COUNTED}
    by_name = {facet.name: facet for facet in COUNTED}
    for name, value, *words, count in _counted(seen, filters, rows):
        facet, held = by_name[name], found[name]
        for key in facet.keys_of(value):
            held.counts[key] = held.counts.get(key, 0) + count
            if facet.label_paths and value is not None:
                held.labels[key] = facet.label_of(*words[: len(facet.label_paths)])
    return found


def _counted(seen: QuerySet, filters: Mapping[str, Q], rows: Mapping[str, Q]) -> list[tuple[Any, ...]]:
    try:
        return rows_of(_statement(seen, filters, rows), seen.db)
    except EmptyResultSet:  # the person may see nothing
        return []


def _statement(seen: QuerySet, filters: Mapping[str, Q], rows: Mapping[str, Q]) -> Statement:
    passes = {name: f"passes_{place}" for place, name in enumerate(filters)}
    visible, parameters = selecting(
        seen,
        {"of_key": F("pk"), **{passes[name]: flag(condition) for name, condition in filters.items()}},
    )
    parts, values = [], _values(seen.db)
    for facet in COUNTED:
        own = _OWN_FILTER.get(facet.name, facet.name)
        others = [f"{column} = 1" for name, column in passes.items() if name != own]
        if isinstance(facet, RowFacet):
            wanted = rows.get(facet.name, Q())
            held, more = _rows(facet.name, wanted, seen.db)
            parameters = (*parameters, *more)
            parts.append(_of_rows(facet, held, _words(facet.name, seen.db), others, is_narrowed=bool(wanted)))
        else:
            parts.append(_of_values(facet, others))
    # Without MATERIALIZED either database could read the proposals anew for every facet; and PostgreSQL, which orders
    # eight tables and no more, would join the values of every proposal of the installation before it chooses.
    return (
        f"WITH visible AS MATERIALIZED ({visible}), seen AS MATERIALIZED (SELECT * FROM visible JOIN ({values}) valued "
        f"ON valued.valued_key = visible.of_key) {' UNION ALL '.join(parts)}",
        parameters,
    )


@cache
def _values(using: str) -> str:
    """Return the statement that reads the value of every facet: it takes longer to write than to run.

    It has no parameters: SQLite takes a quarter longer over every row with them than with the code's own values.
    """
    columns: dict[str, Any] = {"valued_key": F("pk")}
    for facet in COUNTED:
        if not isinstance(facet, RowFacet):
            columns[f"of_{facet.name}"] = facet.value
            columns.update(_labels(facet))
    return _written(selecting(SavingsProposal._base_manager.using(using), columns))


def _written(statement: Statement) -> str:
    """Return the statement with its values in place: those that the code states, never one from an address."""
    sql, values = statement
    return sql % tuple(f"'{value!s}'" if isinstance(value, str) else str(value) for value in values)


@lru_cache(maxsize=200)
def _rows(name: str, wanted: Q, using: str) -> Statement:
    """Return the statement that reads the rows of a facet, and of each whether it counts."""
    (facet,) = (one for one in COUNTED if one.name == name and isinstance(one, RowFacet))
    # Rows that do not count have no value. With a condition on them SQLite would read all of the table beforehand.
    value = Case(When(facet.rows, then=F(facet.path))) if facet.rows else F(facet.path)
    columns = {"owner": F("proposal"), "of_value": value}
    rows = facet.model._base_manager.using(using)
    if not wanted:
        return _written(selecting(rows, columns)), ()
    return selecting(rows, {**columns, "is_wanted": flag(wanted)})


@cache
def _words(name: str, using: str) -> str:
    """Return the statement that reads the labels of a facet's values; empty where the code has them."""
    (facet,) = (one for one in COUNTED if one.name == name and isinstance(one, RowFacet))
    if not facet.label_paths:
        return ""
    related: Any = facet.model._meta.get_field(facet.path).related_model
    paths = [path.removeprefix(f"{facet.path}__") for path in facet.label_paths]
    columns = {"word_key": F("pk"), **_labels(facet, paths)}
    return selecting(related._base_manager.using(using), columns)[0]


def _of_values(facet: FieldFacet | FlagFacet, others: Iterable[str]) -> str:
    column = f"of_{facet.name}"
    labels = ", ".join([*(f"MIN({name})" for name in _labels(facet)), *_NO_LABELS][:_MOST_LABELS])
    return (
        f"SELECT '{facet.name}', CAST({column} AS text), {labels}, {_count('*', others)} "
        f"FROM seen GROUP BY {column}"
    )


def _of_rows(facet: RowFacet, rows: str, words: str, others: Sequence[str], *, is_narrowed: bool) -> str:
    counted = "DISTINCT of_key" if facet.is_repeated else "*"
    conditions = [*others, "is_wanted = 1"] if is_narrowed else others
    among = f"WHERE of_direction = '{facet.direction}' " if facet.direction else ""
    # Joined from the left: no database begins with the rows of all rounds, and a proposal without a row has no value.
    grouped = (
        f"SELECT of_value, {_count(counted, conditions)} AS number FROM seen LEFT JOIN ({rows}) held "
        f"ON held.owner = seen.of_key AND held.of_value IS NOT NULL {among}GROUP BY of_value"
    )
    labels = ", ".join([*(_labels(facet) if words else ()), *_NO_LABELS][:_MOST_LABELS])
    named = f" LEFT JOIN ({words}) words ON words.word_key = grouped.of_value" if words else ""
    return f"SELECT '{facet.name}', CAST(of_value AS text), {labels}, number FROM ({grouped}) grouped{named}"


def _count(counted: str, conditions: Iterable[str]) -> str:
    narrowed = " AND ".join(conditions)
    return f"COUNT({counted}) FILTER (WHERE {narrowed})" if narrowed else f"COUNT({counted})"


def _labels(facet: FieldFacet | FlagFacet | RowFacet, paths: Sequence[str] | None = None) -> dict[str, Cast]:
    """Return the labels of a value, each as a text under a name of its own; `paths` give their location."""
    return {
        f"words_{facet.name}_{place}": Cast(path, TextField())
        for place, path in enumerate(facet.label_paths if paths is None else paths)
    }
