"""The columns of rounds, kept in memory as long as the database says that nothing they are read from has changed.

Every page asks for the round's version, in one query; triggers give the round a new one with every change,
whoever makes it and by whatever way, so that every process reads anew what another has changed.
"""

import re
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from django.db import connections
from django.db.models import QuerySet

from proposals.derived.versions import version_of
from proposals.derived.watched import REMEMBERED
from proposals.filters.columns import Columns, Rows, Whole
from proposals.filters.loading import load, run
from proposals.filters.memory import MadeOnce
from proposals.models import BudgetRound

MOST_ROWS = 500_000
"""How many proposals are kept in one process: about half a kilobyte each."""
_MOST_SETS = 100
_MOST_ORDERS = 12
_MOST_DRAWN = 8
_MOST_CHOSEN = 24
_MOST_THINGS = 12
_MOST_PAGES = 60
_TRIES = 3
_TABLES = re.compile(r'(?:FROM|JOIN) "(\w+)"')


class KeptRound:
    """The columns of a round as one version of it has them, and the sets of rows that people may see."""

    def __init__(self, columns: Columns, version: str | None) -> None:
        self.columns = columns
        self.version = version
        self.pages = MadeOnce(_MOST_PAGES)
        """Parts of pages as they are drawn; the set of rows that a person may see belongs into their names."""
        self._sets = MadeOnce(_MOST_SETS)
        self._orders = MadeOnce(_MOST_ORDERS)
        self._drawn = MadeOnce(_MOST_DRAWN)
        self._made: WeakKeyDictionary[Rows, MadeOnce] = WeakKeyDictionary()

    def made_of(self, rows: Rows, name: Hashable = None) -> MadeOnce:
        """Return where things made of a set of rows are kept; `name` says what of them was chosen, None for all."""
        kept = self._made.get(rows)
        if kept is None:
            kept = self._made[rows] = MadeOnce(_MOST_CHOSEN)
        return kept.get(name, lambda: MadeOnce(_MOST_THINGS))

    def drawn(self, name: Hashable) -> dict[int, str]:
        """Return where rows are kept as a page draws them, by key; `name` tells one way of drawing from another."""
        return self._drawn.get(name, dict)

    def places_in(self, order: Hashable, make: Callable[[], QuerySet]) -> Whole:
        """Return the places of all rows in the order of a queryset of the round's proposals.

        The database is asked, once for each order: how it sorts words is stated nowhere but there. `order` names it.
        """
        places: Whole | None = self._orders.find(order)
        if places is None:
            proposals = make().values_list("pk")
            sql, parameters = _statement(proposals)
            places = self.columns.in_order(_keys_in(run(proposals.db, sql, parameters)))
            if self._may_be_kept(sql):
                self._orders.keep(order, places)
        return places

    def rows_in(self, proposals: QuerySet) -> Rows:
        """Return the rows that a queryset of proposals holds.

        The database is asked, once for each condition: who may see what is stated nowhere but there. A condition on
        a table that gives no new version when it changes is asked every time.
        """
        sql, parameters = _statement(proposals.order_by().values_list("pk"))
        key = (sql, tuple(parameters))
        rows: Rows | None = self._sets.find(key)
        if rows is None:
            rows = self.columns.rows_of(_keys_in(run(proposals.db, sql, parameters)))
            if self._may_be_kept(sql):
                self._sets.keep(key, rows)
        return rows

    def _may_be_kept(self, sql: str) -> bool:
        return self.version is not None and set(_TABLES.findall(sql)) <= REMEMBERED


def _statement(proposals: QuerySet) -> tuple[str, Any]:
    return proposals.query.get_compiler(proposals.db).as_sql()


def _keys_in(found: Sequence[tuple[Any, ...]]) -> Whole:
    return np.fromiter((row[0] for row in found), dtype=np.int64, count=len(found))


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
