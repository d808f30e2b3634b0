"""Reading the columns of a round from the database."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from django.db import connections
from django.db.models import BigIntegerField, Case, F, IntegerField, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Round

from proposals.domain.savings_profile import AMOUNT_NAMES
from proposals.filters.columns import Amounts, Column, Columns, Flags, OneValue, Pairs, Whole
from proposals.filters.counting import IMPACT, impact_key
from proposals.filters.facets import (
    FACETS,
    NOT_STATED,
    TOTAL_IS_KNOWN,
    CaseFacet,
    FieldFacet,
    Label,
    RowFacet,
)
from proposals.models import BudgetRound, EqualityImpact, FTEImpact, SavingsProposal, YearProfile
from proposals.permissions.proposals import READABLE

Read = Mapping[str, Sequence[Any]]
Labels = dict[str, Label]

_FIELDS = tuple(facet for facet in FACETS if isinstance(facet, FieldFacet))
_CASES = tuple(facet for facet in FACETS if isinstance(facet, CaseFacet))
_OF_YEARS = tuple(facet for facet in FACETS if isinstance(facet, RowFacet) and facet.model is YearProfile)
_ROWS = tuple(facet for facet in FACETS if isinstance(facet, RowFacet) and facet not in _OF_YEARS)
_MOST_TEXTS = 3
_VERSION = "version"


def load(budget_round: BudgetRound) -> tuple[Columns, str | None]:
    """Return the columns of all proposals of the round, and the round's version.

    The version is that of the last thing read, which is read in the same statement: where it is what it was before
    the first, nothing was changed in between.
    """
    proposals = SavingsProposal._base_manager.filter(budget_round=budget_round)
    read = _columns_of(proposals.order_by("pk"), _what_is_read())
    places = _whole(read["pk"])
    of_fields = {facet.name: OneValue.of(read[facet.path], facet.key_of) for facet in _FIELDS}
    of_cases = {facet.name: _flags(facet, read) for facet in _CASES}
    by_year = _by_year(proposals)
    links, version = _links(proposals, budget_round)
    pairs = {facet.name: _pairs(facet, links[facet.name], places) for facet in _ROWS}
    impacts, characteristics = _impacts(links[IMPACT], places)
    by_name: dict[str, Column] = {
        **of_fields,
        **of_cases,
        **{name: column for name, (column, _) in pairs.items()},
        **_yearly(by_year, places),
        IMPACT: impacts,
    }
    amounts = _amounts(budget_round, by_year, places, read)
    columns = Columns(
        keys=places,
        by_name=by_name,
        figures={
            "total": _whole(read["total_saving"]),
            "posts": abs(_whole(read["hundredths"])),
            "deliverability": _whole([percent or 0 for percent in read["deliverability"]]),
        },
        known={
            "total": _yes_no(read["total_is_known"]),
            "posts": amounts.posts_stated,
            "deliverability": _yes_no([percent is not None for percent in read["deliverability"]]),
        },
        published=_yes_no(read["is_published"]),
        amounts=amounts,
        labels={
            **{facet.name: _labels(facet, read) for facet in _FIELDS if facet.label_paths},
            **{name: labels for name, (_, labels) in pairs.items() if labels},
            "characteristic": characteristics,
        },
    )
    return columns, version


def _what_is_read() -> dict[str, Any]:
    """Return what is read of each proposal itself, by name."""
    paths = dict.fromkeys(path for facet in _FIELDS for path in (facet.path, *facet.label_paths))
    cases = {_case(facet, key): _flag(case) for facet in _CASES for key, case in facet.cases.items()}
    return {
        "pk": "pk",
        **{path: path for path in paths},
        "total_saving": "total_saving",
        "hundredths": _hundredths("total_fte_change"),
        "deliverability": "deliverability",
        "total_is_known": _flag(TOTAL_IS_KNOWN),
        "is_published": _flag(READABLE),
        "profile_complete": "profile_complete",
        "stated_total": "stated_total",
        **cases,
    }


def _case(facet: CaseFacet, key: str) -> str:
    return f"{facet.name} {key}"


def _flag(condition: Any) -> Case:
    return Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())


def _hundredths(name: str) -> Cast:
    # SQLite keeps decimals as binary fractions; whole hundredths are exact on every database.
    return Cast(Round(F(name) * 100), BigIntegerField())


def _columns_of(rows: QuerySet, wanted: Mapping[str, Any]) -> Read:
    """Return the wanted values by name."""
    columns = list(zip(*_rows(rows.values_list(*wanted.values())), strict=True))
    return dict(zip(wanted, columns or [()] * len(wanted), strict=True))


def _rows(found: QuerySet) -> list[tuple[Any, ...]]:
    """Return the rows as the database gives them: making objects of a year takes longer than reading it."""
    return run(found.db, *found.query.get_compiler(found.db).as_sql())


def run(database: str, sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Return the rows of a query as the database gives them."""
    with connections[database].cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def _whole(values: Sequence[Any]) -> Whole:
    return np.array(values, dtype=np.int64)


def _yes_no(values: Sequence[Any]) -> Any:
    return np.array(values, dtype=np.bool_)


def _flags(facet: CaseFacet, read: Read) -> Flags:
    flags = [_yes_no(read[_case(facet, key)]) for key in facet.cases]
    return Flags(tuple(facet.cases), np.stack(flags, axis=1))


def _labels(facet: FieldFacet, read: Read) -> Labels:
    """Return the label of each value read, made once for each."""
    words = zip(*(read[path] for path in facet.label_paths), strict=True)
    distinct = dict(zip(read[facet.path], words, strict=True))
    return {
        facet.key_of(value): facet.label_of(*words) for value, words in distinct.items() if value is not None
    }


def _of(proposals: QuerySet, rows: QuerySet) -> QuerySet:
    return rows.filter(proposal__in=proposals.order_by().values("pk")).order_by()


def _texts(*paths: str) -> tuple[Any, ...]:
    """Return the paths as texts, filled up: rows of several tables are read in one query."""
    texts = [Cast(path, TextField()) for path in paths]
    return (*texts, *(Value("", output_field=TextField()) for _ in range(_MOST_TEXTS - len(texts))))


def _links(
    proposals: QuerySet, budget_round: BudgetRound
) -> tuple[dict[str, list[tuple[Any, ...]]], str | None]:
    """Return the rows that each facet of rows stands on, and the impacts, by the facet's name; and the version."""
    parts = [
        _of(proposals, facet.held).values_list(
            Value(facet.name), "proposal", facet.path, *_texts(*facet.label_paths)
        )
        for facet in _ROWS
    ]
    impacts = _of(proposals, EqualityImpact._base_manager.all()).values_list(
        Value(IMPACT),
        "proposal",
        "characteristic",
        *_texts("effect", "characteristic__name", "characteristic__position"),
    )
    nought, nothing = Value(0, BigIntegerField()), Value("", TextField())
    versions = (
        BudgetRound.objects.filter(pk=budget_round.pk)
        .with_versions()
        .order_by()
        .values_list(
            Value(_VERSION), nought, nought, "list_version", *(nothing for _ in range(_MOST_TEXTS - 1))
        )
    )
    found: dict[str, list[tuple[Any, ...]]] = {
        IMPACT: [],
        _VERSION: [],
        **{facet.name: [] for facet in _ROWS},
    }
    for name, *row in _rows(impacts.union(*parts, versions, all=True)):
        found[name].append(tuple(row))
    return found, found[_VERSION][0][2] if found[_VERSION] else None


def _pairs(facet: RowFacet, links: Sequence[tuple[Any, ...]], places: Whole) -> tuple[Pairs, Labels]:
    pairs = zip(_places_of([row[0] for row in links], places), (row[1] for row in links), strict=True)
    words = {value: texts for _, value, *texts in links} if facet.label_paths else {}
    taken = len(facet.label_paths)
    labels = {facet.key_of(value): facet.label_of(*texts[:taken]) for value, texts in words.items()}
    return Pairs.of(pairs, facet.key_of, len(places), NOT_STATED if facet.offers_none else ""), labels


def _places_of(keys: Sequence[int], places: Whole) -> Iterator[int]:
    return iter(np.searchsorted(places, _whole(keys)).tolist())


def _impacts(links: Sequence[tuple[Any, ...]], places: Whole) -> tuple[Pairs, Labels]:
    values = ((characteristic, effect) for _, characteristic, effect, *_ in links)
    pairs = zip(_places_of([row[0] for row in links], places), values, strict=True)
    words = {characteristic: (name, position) for _, characteristic, _, name, position in links}
    labels = {
        str(key): Label(name, (int(position), name.casefold())) for key, (name, position) in words.items()
    }
    return Pairs.of(pairs, impact_key, len(places)), labels


def _by_year(proposals: QuerySet) -> list[tuple[Any, ...]]:
    """Return proposal, year, amounts, whether it saves in the year, whether these are amounts, and posts."""
    nought = Value(0, output_field=BigIntegerField())
    amounts = _of(proposals, YearProfile._base_manager.all()).values_list(
        "proposal",
        "year",
        *AMOUNT_NAMES,
        *(_flag(facet.rows) for facet in _OF_YEARS),
        Value(1),
        nought,
    )
    posts = _of(proposals, FTEImpact._base_manager.all()).values_list(
        "proposal",
        "year",
        *(nought for _ in AMOUNT_NAMES),
        *(Value(0) for _ in _OF_YEARS),
        Value(0),
        _hundredths("change"),
    )
    return _rows(amounts.union(posts, all=True))


def _amounts(
    budget_round: BudgetRound, by_year: Sequence[tuple[Any, ...]], places: Whole, read: Read
) -> Amounts:
    """Return the amounts of the proposals, put from rows into places."""
    each = len(AMOUNT_NAMES)
    table = np.array(by_year, dtype=np.int64).reshape(-1, 2 + each + len(_OF_YEARS) + 2)
    rows = np.searchsorted(places, table[:, 0])
    years = np.unique([*(year.start for year in budget_round.years), *np.unique(table[:, 1])])
    at = np.searchsorted(years, table[:, 1])
    are_amounts = table[:, -2] == 1
    size = len(places)
    pounds = np.zeros((size, len(years), each), dtype=np.int64)
    held = np.zeros((size, len(years)), dtype=np.bool_)
    posts = np.zeros((size, len(years)), dtype=np.int64)
    stated = np.zeros(size, dtype=np.bool_)
    pounds[rows[are_amounts], at[are_amounts]] = table[are_amounts, 2 : 2 + each]
    held[rows[are_amounts], at[are_amounts]] = True
    posts[rows[~are_amounts], at[~are_amounts]] = table[~are_amounts, -1]
    stated[rows[~are_amounts]] = True
    return Amounts(
        tuple(years.tolist()),
        pounds.reshape(size, len(years) * each),
        posts,
        held,
        stated,
        _yes_no(read["profile_complete"]),
        _whole([total or 0 for total in read["stated_total"]]),
        _yes_no([total is not None for total in read["stated_total"]]),
    )


def _yearly(by_year: Sequence[tuple[Any, ...]], places: Whole) -> dict[str, Pairs]:
    """Return the columns of the facets that stand on the years' amounts."""
    columns = {}
    for place, facet in enumerate(_OF_YEARS, start=2 + len(AMOUNT_NAMES)):
        rows = [row for row in by_year if row[place]]
        pairs = zip(_places_of([row[0] for row in rows], places), (row[1] for row in rows), strict=True)
        columns[facet.name] = Pairs.of(pairs, facet.key_of, len(places))
    return columns
