"""A list in groups with their totals: by directorate, committee, category or a rating, each proposal in one group.

Proposals of two committees are a group of their own, so that the groups add up to the whole. Nothing is asked
of the database: the groups are sets of rows of the columns that the filters hold in memory.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from proposals.domain.records import Totals
from proposals.filters.choices import choices_of
from proposals.filters.columns import Columns, Pairs, Rows
from proposals.filters.facets import NOT_STATED
from proposals.filters.totals import totals_of
from proposals.listing.rows import Keys
from services.values.wording import listed
from services.values.years import FinancialYear

NOTHING_STATED = {
    "committee": "No committee stated",
    "category": "No category stated",
    "risk": "No risk stated",
    "residents": "Impact on residents not rated",
    "delivery": "No delivery status",
}


@dataclass(frozen=True)
class ListGroup:
    """Some of the listed proposals under one name, with their totals; `key` names it in an address."""

    key: str
    name: str
    rows: Rows
    totals: Totals


def groups_of(
    name: str, columns: Columns, rows: Rows, years: tuple[FinancialYear, ...]
) -> tuple[ListGroup, ...]:
    """Return the groups that the rows fall into, in order, those that state nothing last.

    `name` is one of `arrangement.GROUPINGS`; `rows` are the listed ones.
    """
    column = columns.by_name[name]
    parts = _sets(column, columns, rows, name) if isinstance(column, Pairs) else _values(name, columns, rows)
    return tuple(
        ListGroup(key, words, part, totals_of(columns.amounts, part, years)) for key, words, part in parts
    )


def _values(name: str, columns: Columns, rows: Rows) -> Iterator[tuple[str, str, Rows]]:
    column = columns.by_name[name]
    for choice in choices_of(name, columns, rows, ()):
        if choice.is_held:
            words = NOTHING_STATED[name] if choice.key == NOT_STATED else choice.words
            yield choice.key, words, rows & column.where({choice.key})


def _sets(column: Pairs, columns: Columns, rows: Rows, name: str) -> Sequence[tuple[str, str, Rows]]:
    """Return a group for each set of values that rows have together, by the names of its members."""
    values: dict[int, list[int]] = {place: [] for place in rows.places.tolist()}
    chosen = rows.mask[column.rows]
    for place, code in zip(column.rows[chosen].tolist(), column.codes[chosen].tolist(), strict=True):
        values[place].append(code)
    members: dict[frozenset[int], list[int]] = {}
    for place, codes in values.items():
        members.setdefault(frozenset(codes), []).append(place)
    labels = columns.labels.get(name, {})
    found = []
    for codes, places in members.items():
        keys = sorted((column.keys[code] for code in codes), key=lambda key: (labels[key].order, key))
        mask = np.zeros(len(columns.keys), dtype=np.bool_)
        mask[places] = True
        words = listed(labels[key].words for key in keys) or NOTHING_STATED[name]
        found.append((".".join(keys) or NOT_STATED, words, Rows(mask)))
    return sorted(found, key=lambda group: (group[0] == NOT_STATED, group[1].casefold(), group[0]))


def by_group(groups: Sequence[ListGroup], columns: Columns, keys: Keys) -> dict[str, Keys]:
    """Return the keys of proposals, in their order, by the key of their group; groups in theirs.

    A proposal that is in none of them, because it changed meanwhile, is left out.
    """
    group_at = np.full(len(columns.keys), -1, dtype=np.int64)
    for number, group in enumerate(groups):
        group_at[group.rows.places] = number
    places = columns.in_order(np.asarray(keys, dtype=np.int64))
    return {
        group.key: columns.keys[places[group_at[places] == number]] for number, group in enumerate(groups)
    }
