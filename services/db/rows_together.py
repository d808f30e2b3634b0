"""Rows of several related tables read in one query, where `prefetch_related` takes one or two for each table.

What is read is the same: afterwards `proposal.risks.all()` and its like ask the database nothing.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache, reduce
from typing import Any

from django.db import connections
from django.db.models import F, Field, Func, JSONField, Model, QuerySet, Value, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

AT_ONCE = 500
"""Owners whose rows are read in one query: databases limit how many keys a statement may name."""

Values = Sequence[Any]


@dataclass(frozen=True)
class Rows:
    """The rows that refer to an owner, by their name there, each with what it refers to along these relations.

    A relation of a relation stands after it: `("meeting", "meeting__committee")`.
    """

    name: str
    along: tuple[str, ...] = ()


def load_together(owners: Sequence[Model], wanted: Iterable[Rows], using: str) -> None:
    """Read these rows of all owners, in their tables' order, as if they had been prefetched one table at a time."""
    if not owners:
        return
    reading = _reading(type(owners[0]), tuple(wanted), using)
    for start in range(0, len(owners), AT_ONCE):
        some = owners[start : start + AT_ONCE]
        found: dict[tuple[str, Any], list[tuple[int, Values]]] = {}
        for name, key, place, values in reading.rows_of([owner.pk for owner in some]):
            found.setdefault((name, key), []).append((place, json.loads(values)))
        for owner in some:
            for name, kind in reading.kinds.items():
                held = sorted(found.get((name, owner.pk), ()), key=lambda row: row[0])
                kind.give(owner, [values for _, values in held], using)


@lru_cache(maxsize=32)
def _reading(owner: type[Model], wanted: tuple[Rows, ...], using: str) -> "_Reading":
    return _Reading(owner, wanted, using)


class _Reading:
    """The statement that reads these rows, written once for each number of owners."""

    def __init__(self, owner: type[Model], wanted: Iterable[Rows], using: str) -> None:
        self.kinds = {rows.name: _Kind(owner, rows) for rows in wanted}
        self.using = using
        self._statements: dict[int, tuple[str, tuple[Any, ...]]] = {}

    def rows_of(self, keys: Sequence[Any]) -> list[tuple[str, Any, int, str]]:
        """Return the name, the owner's key, the place and the values as JSON of every row of these owners."""
        if len(keys) not in self._statements:
            self._statements[len(keys)] = self._written(len(keys))
        sql, parameters = self._statements[len(keys)]
        with connections[self.using].cursor() as cursor:
            cursor.execute(sql, [keys[-1 - each] if _is_place(each) else each for each in parameters])
            return cursor.fetchall()

    def _written(self, count: int) -> tuple[str, tuple[Any, ...]]:
        """Return the statement for so many owners, with numbers that no key is in the places of their keys."""
        places = [-1 - at for at in range(count)]
        first, *others = (kind.read(places, self.using) for kind in self.kinds.values())
        read = first.union(*others, all=True) if others else first
        sql, parameters = read.query.get_compiler(self.using).as_sql()
        return sql, tuple(parameters)


def _is_place(parameter: Any) -> bool:
    return isinstance(parameter, int) and parameter < 0


class _AsJSON(Func):
    """Values as one JSON array, which holds a row of any table."""

    output_field = JSONField()
    function = "json_array"

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        """Return it as PostgreSQL says it."""
        return self.as_sql(compiler, connection, function="jsonb_build_array")


class _Kind:
    """A table whose rows refer to the owners."""

    def __init__(self, owner: type[Model], rows: Rows) -> None:
        relation: Any = owner._meta.get_field(rows.name)
        self.name, self.along = rows.name, rows.along
        self.model: Any = relation.related_model
        self.link: Any = relation.field

    def read(self, keys: Sequence[Any], using: str) -> QuerySet[Any, Any]:
        """Return the query of this table: its name, the owner's key, the row's place and the row itself."""
        related = [_AsJSON(*_columns(_model_at(self.model, path), f"{path}__")) for path in self.along]
        in_order = Window(RowNumber(), order_by=list(self.model._meta.ordering))
        rows: QuerySet[Any, Any] = (
            self.model._base_manager.using(using)
            .filter(**{f"{self.link.name}__in": keys})
            .order_by()
            .values_list(
                Value(self.name),
                self.link.attname,
                in_order,
                _AsJSON(_AsJSON(*_columns(self.model)), *related),
            )
        )
        return rows

    def give(self, owner: Any, rows: Sequence[Values], using: str) -> None:
        """Make the rows and hold them where the owner looks for them."""
        made = [self._made(owner, values, using) for values in rows]
        held = getattr(owner, self.name).get_queryset()
        held._result_cache, held._prefetch_done = made, True
        owner.__dict__.setdefault("_prefetched_objects_cache", {})[self.name] = held

    def _made(self, owner: Any, values: Values, using: str) -> Any:
        own, *related = values
        row = _instance(self.model, own, using)
        setattr(row, self.link.name, owner)
        for path, held in zip(self.along, related, strict=True):
            before, _, relation = path.rpartition("__")
            holder = reduce(getattr, before.split("__"), row) if before else row
            if holder is not None:
                setattr(holder, relation, _instance(_model_at(self.model, path), held, using))
        return row


def _model_at(model: Any, path: str) -> Any:
    return reduce(lambda at, name: at._meta.get_field(name).related_model, path.split("__"), model)


def _columns(model: Any, path: str = "") -> list[F]:
    return [F(f"{path}{field.attname}") for field in model._meta.concrete_fields]


def _instance(model: Any, values: Values, using: str) -> Any:
    """Return the row as the database would give it; None where the key is empty, as nothing was referred to."""
    by_field = dict(zip(model._meta.concrete_fields, values, strict=True))
    if by_field[model._meta.pk] is None:
        return None
    read = [_from_json(field, value) for field, value in by_field.items()]
    return model.from_db(using, [field.attname for field in by_field], read)


def _from_json(field: Field, value: Any) -> Any:
    read = None if value is None else field.to_python(value)
    if isinstance(read, datetime):
        # SQLite keeps times in UTC without saying so.
        return timezone.make_aware(read, UTC) if timezone.is_naive(read) else read
    if isinstance(read, Decimal):
        return read.quantize(Decimal(1).scaleb(-field.decimal_places))
    return read
