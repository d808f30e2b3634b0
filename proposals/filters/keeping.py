"""The columns of rounds, kept in memory as long as the database says that nothing they are read from has changed.

Every page asks for the round's version, in one query; triggers give the round a new one with every change,
whoever makes it and by whatever way, so that every process reads anew what another has changed.
"""

import re
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from threading import Lock
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import numpy as np
from django.db import connections
from django.db.models import QuerySet

from proposals.derived.versions import version_of
from proposals.derived.watched import REMEMBERED
from proposals.filters.choices import Choice
from proposals.filters.columns import Columns, Rows, Whole
from proposals.filters.loading import load, run
from proposals.models import BudgetRound
from proposals.records import Totals

Choices = Mapping[str, tuple[Choice, ...]]
Name = TypeVar("Name", bound=Hashable)
Thing = TypeVar("Thing")

MOST_ROWS = 500_000
"""How many proposals are kept in one process: about half a kilobyte each."""
_MOST_SETS = 100
_MOST_ORDERS = 12
_MOST_DRAWN = 8
_TRIES = 3
_TABLES = re.compile(r'(?:FROM|JOIN) "(\w+)"')


class KeptRound:
    """The columns of a round as one version of it has them, and the sets of rows that people may see."""

    def __init__(self, columns: Columns, version: str | None) -> None:
        self.columns = columns
        self.version = version
        self._sets: OrderedDict[Any, Rows] = OrderedDict()
        self._orders: OrderedDict[Hashable, Whole] = OrderedDict()
        self._drawn: OrderedDict[Hashable, dict[int, str]] = OrderedDict()
        self._choices: WeakKeyDictionary[Rows, Choices] = WeakKeyDictionary()
        self._totals: WeakKeyDictionary[Rows, Totals] = WeakKeyDictionary()

    def choices_in(self, rows: Rows, make: Callable[[], Choices]) -> Choices:
        """Return the choices that a set of rows offers, made once for each set that is kept."""
        kept = self._choices.get(rows)
        if kept is None:
            kept = self._choices[rows] = make()
        return kept

    def totals_of(self, rows: Rows, make: Callable[[], Totals]) -> Totals:
        """Return the totals of a set of rows, added up once for each set that is kept."""
        kept = self._totals.get(rows)
        if kept is None:
            kept = self._totals[rows] = make()
        return kept

    def drawn(self, name: Hashable) -> dict[int, str]:
        """Return where rows are kept as a page draws them, by key; `name` tells one way of drawing from another."""
        return _kept_under(self._drawn, name, dict, _MOST_DRAWN)

    def places_in(self, order: Hashable, make: Callable[[], QuerySet]) -> Whole:
        """Return the places of all rows in the order of a queryset of the round's proposals.

        The database is asked, once for each order: how it sorts words is stated nowhere but there. `order` names it.
        """
        kept = self._orders.get(order)
        if kept is not None:
            return kept
        proposals = make().values_list("pk")
        sql, parameters = _statement(proposals)
        places = self.columns.in_order(_keys_in(run(proposals.db, sql, parameters)))
        if self._may_be_kept(sql):
            return _kept_under(self._orders, order, lambda: places, _MOST_ORDERS)
        return places

    def rows_in(self, proposals: QuerySet) -> Rows:
        """Return the rows that a queryset of proposals holds.

        The database is asked, once for each condition: who may see what is stated nowhere but there. A condition on
        a table that gives no new version when it changes is asked every time.
        """
        sql, parameters = _statement(proposals.order_by().values_list("pk"))
        key = (sql, tuple(parameters))
        kept = self._sets.get(key)
        if kept is not None:
            return kept
        rows = self.columns.rows_of(_keys_in(run(proposals.db, sql, parameters)))
        if self._may_be_kept(sql):
            return _kept_under(self._sets, key, lambda: rows, _MOST_SETS)
        return rows

    def _may_be_kept(self, sql: str) -> bool:
        return self.version is not None and set(_TABLES.findall(sql)) <= REMEMBERED


def _statement(proposals: QuerySet) -> tuple[str, Any]:
    return proposals.query.get_compiler(proposals.db).as_sql()


def _keys_in(found: Sequence[tuple[Any, ...]]) -> Whole:
    return np.fromiter((row[0] for row in found), dtype=np.int64, count=len(found))


def _kept_under(kept: OrderedDict[Name, Thing], name: Name, make: Callable[[], Thing], most: int) -> Thing:
    """Return what is kept under the name, made if there is nothing; the longest kept goes when there are too many."""
    thing = kept.get(name)
    if thing is None:
        thing = kept[name] = make()
        while len(kept) > most:
            kept.popitem(last=False)
    return thing


_kept: OrderedDict[tuple[Any, int], KeptRound] = OrderedDict()
_lock = Lock()


def kept_round(budget_round: BudgetRound) -> KeptRound:
    """Return the columns of the round as it is now, from memory where nothing has changed."""
    database = budget_round._state.db or "default"
    key = (connections[database].settings_dict["NAME"], budget_round.pk)
    version = getattr(budget_round, "list_version", None) or version_of(budget_round.pk, database)
    held = _kept.get(key)
    if held is not None and version is not None and held.version == version:
        return held
    loaded = _load(budget_round, version)
    if loaded.version is not None:
        _keep(key, loaded)
    return loaded


def _load(budget_round: BudgetRound, version: str | None) -> KeptRound:
    """Return the round's columns, read while nobody changed it; changed all the time, they are not kept."""
    for _ in range(_TRIES):
        columns, after = load(budget_round)
        if after == version:
            return KeptRound(columns, version)
        version = after
    return KeptRound(columns, None)


def _keep(key: tuple[Any, int], loaded: KeptRound) -> None:
    with _lock:
        _kept[key] = loaded
        _kept.move_to_end(key)
        while len(_kept) > 1 and sum(len(kept.columns.keys) for kept in _kept.values()) > MOST_ROWS:
            _kept.popitem(last=False)
