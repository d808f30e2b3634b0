"""The measured round as a flat table in a SQLite file, for Datasette: the columns and facets that the list shows."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from proposals.filters.filters import CHARACTERISTIC, EFFECT, FACETS, NOT_STATED, RowFacet
from proposals.listing.reading import rows_with
from proposals.models import BudgetRound

TABLE = "proposals"
WORDS = ("reference", "title", "service", "directorate")
_FACETS = (*FACETS, CHARACTERISTIC, EFFECT)


@dataclass(frozen=True)
class FlatCopy:
    """The copy of a round: its figures, and its facets, of which a proposal has one value each or several."""

    figures: tuple[str, ...]
    single: tuple[str, ...]
    several: tuple[str, ...]

    def page(self, sort: str, directorate: int | None = None) -> str:
        """Return the address of Datasette's page of 50 rows, with a count beside each value of every facet."""
        falling = sort.startswith("-")
        return f"/flat/{TABLE}?" + urlencode(
            [
                *(("_col", column) for column in (*WORDS, *self.figures)),
                *(("_facet", facet) for facet in self.single),
                *(("_facet_array", facet) for facet in self.several),
                ("_facet_size", "max"),
                ("_sort_desc" if falling else "_sort", sort.removeprefix("-")),
                ("_size", "50"),
                *([("by_directorate", str(directorate))] if directorate else []),
            ]
        )

    def totals(self, directorate: int | None = None) -> str:
        """Return the address of the totals of these rows and of the whole round."""
        chosen = f"by_directorate = '{int(directorate)}'" if directorate else "1"
        sums = [f"sum({figure}) FILTER (WHERE {chosen}), sum({figure})" for figure in self.figures]
        sql = f"SELECT count(*) FILTER (WHERE {chosen}), count(*), {', '.join(sums)} FROM {TABLE}"
        return "/flat.json?" + urlencode({"_shape": "array", "sql": sql})


def write_flat_copy(path: Path, budget_round: BudgetRound) -> FlatCopy:
    """Write the round's table, with an index of every order and facet that is asked for."""
    figures = ("total", "fte", *(f"year_{year.start}" for year in budget_round.years))
    facets = {f"by_{facet.name}": _values(facet, budget_round) for facet in _FACETS}
    several = tuple(name for name, of in facets.items() if any(len(keys) > 1 for keys in of.values()))
    single = tuple(name for name in facets if name not in several)
    rows = [
        [
            *row,
            *(_cell(of.get(row[0], [NOT_STATED]), is_array=name in several) for name, of in facets.items()),
        ]
        for row in _rows(budget_round)
    ]
    columns = ["id INTEGER PRIMARY KEY", *WORDS, *figures, *facets]
    with closing(sqlite3.connect(path)) as file:
        file.execute(f"CREATE TABLE {TABLE} ({', '.join(columns)})")
        file.executemany(f"INSERT INTO {TABLE} VALUES ({', '.join('?' * len(columns))})", rows)
        for column in (*WORDS, *figures, *single):
            file.execute(f"CREATE INDEX {TABLE}_{column} ON {TABLE} ({column})")
        file.commit()
        file.execute("ANALYZE")
    return FlatCopy(figures, single, several)


def _rows(budget_round: BudgetRound) -> Iterator[list[Any]]:
    keys = list(budget_round.proposals.order_by("pk").values_list("pk", flat=True))
    for row in rows_with(keys, budget_round.years):
        record = row.record
        words = (record.reference, record.title, record.service, record.directorate)
        yield [row.key, *words, record.total, float(record.fte.total), *row.discrete.values()]


def _values(facet: Any, budget_round: BudgetRound) -> dict[int, list[str]]:
    """Return the keys that each proposal has of a facet."""
    if isinstance(facet, RowFacet):
        found = facet.held.filter(proposal__budget_round=budget_round).values_list("proposal", facet.path)
    else:
        found = budget_round.proposals.annotate(of=facet.value).values_list("pk", "of")
    held: dict[int, list[str]] = {}
    for key, value in found.distinct().order_by():
        # Years come as years here, and as numbers where choices are counted.
        held.setdefault(key, []).extend(facet.keys_of(getattr(value, "start", value)))
    return held


def _cell(keys: Sequence[str], *, is_array: bool) -> str | None:
    return json.dumps(keys) if is_array else next(iter(keys), None)
