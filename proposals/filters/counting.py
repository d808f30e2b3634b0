"""Counting what each choice of the filters would give, in one statement: the figures shown next to the choices.

The visible proposals are read once, each with its value of every facet and whether it passes each filter; the
facets are then grouped from these. A facet's own filter does not narrow its counts, so they say what choosing
another value would give.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from django.db import connections
from django.db.models import F, Model, Q, QuerySet, TextField
from django.db.models.functions import Cast

from proposals.filters.facets import FieldFacet, FlagFacet, Label, RowFacet, flag
from proposals.filters.filters import COUNTED, IMPACT
from proposals.models import SavingsProposal
from services.db.statements import EmptyResultSet, Statement, rows_of, selecting

Facets = tuple[FieldFacet | FlagFacet | RowFacet, ...]

_MOST_LABELS = 3
_NO_LABELS = ["NULL"] * _MOST_LABELS
_OWN_FILTER = {"characteristic": IMPACT, "effect": IMPACT}
"""The filter that does not narrow a facet's counts, where it has another name."""


@dataclass
class Found:
    """The result for one facet: how many proposals each key that visible ones have would give, and its label."""

    counts: dict[str, int] = field(default_factory=dict)
    labels: dict[str, Label] = field(default_factory=dict)


def count_choices(
    seen: QuerySet, filters: Mapping[str, Q], rows: Mapping[str, Q], names: Collection[str] | None = None
) -> dict[str, Found]:
    """Return what the proposals hold of each facet, or of those with these names, by its name.

    `filters` are the conditions that narrow the counts, by name; which keys there are does not depend on them.
    `rows` say of facets of rows which rows count.
    """
    facets = tuple(facet for facet in COUNTED if names is None or facet.name in names)
    found = {facet.name: Found() for facet in facets}
    by_name = {facet.name: facet for facet in facets}
    try:
        counted = rows_of(_statement(seen, facets, filters, rows), seen.db)
    except EmptyResultSet:  # the person may see nothing
        counted = []
    for name, value, *words, count in counted:
        facet, held = by_name[name], found[name]
        for key in facet.keys_of(value):
            held.counts[key] = held.counts.get(key, 0) + count
            if facet.label_paths and value is not None:
                held.labels[key] = facet.label_of(*words[: len(facet.label_paths)])
    return found


def _statement(seen: QuerySet, facets: Facets, filters: Mapping[str, Q], rows: Mapping[str, Q]) -> Statement:
    passes = {name: f"passes_{place}" for place, name in enumerate(filters)}
    visible, parameters = selecting(
        seen,
        {"of_key": F("pk"), **{passes[name]: flag(condition) for name, condition in filters.items()}},
    )
    parts, of_values = [], {}
    for facet in facets:
        own = _OWN_FILTER.get(facet.name, facet.name)
        others = [f"{column} = 1" for name, column in passes.items() if name != own]
        if isinstance(facet, RowFacet):
            wanted = rows.get(facet.name, Q())
            held, more = _rows(facet, wanted, seen.db)
            parameters = (*parameters, *more)
            parts.append(_named(facet, _of_rows(facet, held, others, is_narrowed=bool(wanted)), seen.db))
        elif facet.label_paths:
            counted = (
                f"SELECT of_{facet.name} AS of_value, {_count('*', others)} AS number FROM seen GROUP BY 1"
            )
            parts.append(_named(facet, counted, seen.db))
        else:
            of_values[facet.name] = _count("*", others)
    parts += _of_values(of_values, in_one_pass=connections[seen.db].vendor == "postgresql")
    # Without MATERIALIZED either database could read the proposals anew for every facet; and PostgreSQL, which orders
    # eight tables and no more, would join the values of every proposal of the installation before it chooses.
    return (
        f"WITH visible AS MATERIALIZED ({visible}), seen AS MATERIALIZED (SELECT * FROM visible "
        f"JOIN ({_values(facets, seen.db)}) valued ON valued.valued_key = visible.of_key) {' UNION ALL '.join(parts)}",
        parameters,
    )


@lru_cache(maxsize=200)
def _values(facets: Facets, using: str) -> str:
    """Return the statement that reads the value of every facet: it takes longer to write than to run.

    It has no parameters: SQLite takes a quarter longer over every row with them than with the code's own values.
    """
    values = {f"of_{facet.name}": facet.value for facet in facets if not isinstance(facet, RowFacet)}
    return _written(selecting(SavingsProposal._base_manager.using(using), {"valued_key": F("pk"), **values}))


def _written(statement: Statement) -> str:
    """Return the statement with its values in place: those that the code states, never one from an address."""
    sql, values = statement
    return sql % tuple(f"'{value!s}'" if isinstance(value, str) else str(value) for value in values)


@lru_cache(maxsize=200)
def _rows(facet: RowFacet, wanted: Q, using: str) -> Statement:
    """Return the statement that reads the rows of a facet, and of each whether it counts."""
    columns = {"owner": F("proposal"), "of_value": F(facet.path)}
    rows = facet.model._base_manager.using(using)
    if not wanted:
        return _written(selecting(rows, columns)), ()
    return selecting(rows, {**columns, "is_wanted": flag(wanted)})


@lru_cache(maxsize=200)
def _words(facet: FieldFacet | RowFacet, using: str) -> str:
    """Return the statement that reads the labels of a facet's values."""
    model: type[Model] = facet.model if isinstance(facet, RowFacet) else SavingsProposal
    for part in facet.path.split("__"):
        model = model._meta.get_field(part).related_model
    labels = {f"words_{place}": Cast(path, TextField()) for place, path in enumerate(facet.label_paths)}
    return selecting(model._base_manager.using(using), {"word_key": F("pk"), **labels})[0]


def _of_values(counts: Mapping[str, str], *, in_one_pass: bool) -> list[str]:
    """Return what counts the facets with one value that need no labels, by their names."""
    no_labels = ", ".join(_NO_LABELS)
    if not in_one_pass or not counts:
        return [
            f"SELECT '{name}', CAST(of_{name} AS text), {no_labels}, {count} FROM seen GROUP BY of_{name}"
            for name, count in counts.items()
        ]

    def of_each(text: Callable[[str], str]) -> str:
        cases = (f"WHEN GROUPING(of_{name}) = 0 THEN {text(name)}" for name in counts)
        return f"CASE {' '.join(cases)} END"

    # PostgreSQL counts them all while it reads the proposals once, in little more than half the time.
    name, value = of_each(lambda name: f"'{name}'"), of_each(lambda name: f"CAST(of_{name} AS text)")
    sets = ", ".join(f"(of_{name})" for name in counts)
    return [
        f"SELECT {name}, {value}, {no_labels}, {of_each(counts.__getitem__)} "
        f"FROM seen GROUP BY GROUPING SETS ({sets})"
    ]


def _of_rows(facet: RowFacet, rows: str, others: Sequence[str], *, is_narrowed: bool) -> str:
    counted = "DISTINCT of_key" if facet.is_repeated else "*"
    conditions = [*others, "is_wanted = 1"] if is_narrowed else others
    # Joined from the left: no database begins with the rows of all rounds, and a proposal without a row has no value.
    return (
        f"SELECT of_value, {_count(counted, conditions)} AS number FROM seen LEFT JOIN ({rows}) held "
        f"ON held.owner = seen.of_key AND held.of_value IS NOT NULL GROUP BY of_value"
    )


def _named(facet: FieldFacet | RowFacet, counted: str, using: str) -> str:
    """Return what adds the labels to a facet's counts, as far as its values have any."""
    labels = ", ".join(
        [*(f"words_{place}" for place in range(len(facet.label_paths))), *_NO_LABELS][:_MOST_LABELS]
    )
    named = (
        f" LEFT JOIN ({_words(facet, using)}) words ON words.word_key = of_value" if facet.label_paths else ""
    )
    return f"SELECT '{facet.name}', CAST(of_value AS text), {labels}, number FROM ({counted}) counted{named}"


def _count(counted: str, conditions: Sequence[str]) -> str:
    narrowed = " AND ".join(conditions)
    return f"COUNT({counted}) FILTER (WHERE {narrowed})" if narrowed else f"COUNT({counted})"
