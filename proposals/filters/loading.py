"""Reading the columns of a round, or of some of its proposals, from the database."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from django.db import connections
from django.db.models import BigIntegerField, Case, F, IntegerField, QuerySet, Value, When
from django.db.models.functions import Cast, Round

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
from proposals.savings_profile import AMOUNT_NAMES

Read = Mapping[str, Sequence[Any]]
Labels = dict[str, Label]

_FIELDS = tuple(facet for facet in FACETS if isinstance(facet, FieldFacet))
_CASES = tuple(facet for facet in FACETS if isinstance(facet, CaseFacet))
_ROWS = tuple(facet for facet in FACETS if isinstance(facet, RowFacet))


def load(budget_round: BudgetRound, keys: Collection[int] | None = None) -> Columns:
    """Return the columns of all proposals of the round, or of those with these keys."""
    proposals = SavingsProposal._base_manager.filter(budget_round=budget_round)
    if keys is not None:
        proposals = proposals.filter(pk__in=keys)
    read = _columns_of(proposals.order_by("pk"), _what_is_read())
    places = _whole(read["pk"])
    of_fields = {facet.name: OneValue.of(read[facet.path], facet.key_of) for facet in _FIELDS}
    of_cases = {facet.name: _flags(facet, read) for facet in _CASES}
    pairs = {facet.name: _pairs(facet, proposals, places) for facet in _ROWS}
    impacts, characteristics = _impacts(proposals, places)
    by_name: dict[str, Column] = {
        **of_fields,
        **of_cases,
        **{name: column for name, (column, _) in pairs.items()},
        IMPACT: impacts,
    }
    amounts = _amounts(budget_round, proposals, places, read)
    return Columns(
        keys=places,
        by_name=by_name,
        figures={"total": _whole(read["total_saving"]), "posts": abs(_whole(read["hundredths"]))},
        known={"total": _yes_no(read["total_is_known"]), "posts": amounts.posts_stated},
        amounts=amounts,
        labels={
            **{facet.name: _labels(facet, read) for facet in _FIELDS if facet.label_paths},
            **{name: labels for name, (_, labels) in pairs.items() if labels},
            "characteristic": characteristics,
        },
    )


def _what_is_read() -> dict[str, Any]:
    """Return what is read of each proposal itself, by name."""
    paths = dict.fromkeys(path for facet in _FIELDS for path in (facet.path, *facet.label_paths))
    cases = {_case(facet, key): _flag(case) for facet in _CASES for key, case in facet.cases.items()}
    return {
        "pk": "pk",
        **{path: path for path in paths},
        "total_saving": "total_saving",
        "hundredths": _hundredths("total_fte_change"),
        "total_is_known": _flag(TOTAL_IS_KNOWN),
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
    """Return the wanted values by name, as the database gives them: making objects of years takes longer."""
    found = rows.values_list(*wanted.values())
    sql, parameters = found.query.get_compiler(found.db).as_sql()
    with connections[found.db].cursor() as cursor:
        cursor.execute(sql, parameters)
        columns = list(zip(*cursor.fetchall(), strict=True))
    return dict(zip(wanted, columns or [()] * len(wanted), strict=True))


def _whole(values: Sequence[Any]) -> Whole:
    return np.array(values, dtype=np.int64)


def _yes_no(values: Sequence[Any]) -> Any:
    return np.array(values, dtype=np.bool_)


def _flags(facet: CaseFacet, read: Read) -> Flags:
    flags = [_yes_no(read[_case(facet, key)]) for key in facet.cases]
    return Flags(tuple(facet.cases), np.stack(flags, axis=1))


def _labels(facet: FieldFacet | RowFacet, read: Read) -> Labels:
    """Return the label of each value read, made once for each."""
    words = zip(*(read[path] for path in facet.label_paths), strict=True)
    distinct = dict(zip(read[facet.path], words, strict=True))
    return {
        facet.key_of(value): facet.label_of(*words) for value, words in distinct.items() if value is not None
    }


def _of(proposals: QuerySet, rows: QuerySet) -> QuerySet:
    return rows.filter(proposal__in=proposals.order_by().values("pk")).order_by()


def _pairs(facet: RowFacet, proposals: QuerySet, places: Whole) -> tuple[Pairs, Labels]:
    paths = ("proposal", facet.path, *facet.label_paths)
    read = _columns_of(_of(proposals, facet.held), {path: path for path in paths})
    pairs = zip(_places_of(read["proposal"], places), read[facet.path], strict=True)
    labels = _labels(facet, read) if facet.label_paths else {}
    return Pairs.of(pairs, facet.key_of, len(places), NOT_STATED if facet.offers_none else ""), labels


def _places_of(keys: Sequence[int], places: Whole) -> Iterator[int]:
    return iter(np.searchsorted(places, _whole(keys)).tolist())


def _impacts(proposals: QuerySet, places: Whole) -> tuple[Pairs, Labels]:
    named = ("proposal", "characteristic", "effect", "characteristic__name", "characteristic__position")
    read = _columns_of(_of(proposals, EqualityImpact._base_manager.all()), {name: name for name in named})
    values = zip(read["characteristic"], read["effect"], strict=True)
    pairs = zip(_places_of(read["proposal"], places), values, strict=True)
    words = dict(
        zip(
            read["characteristic"],
            zip(read["characteristic__position"], read["characteristic__name"], strict=True),
            strict=True,
        )
    )
    labels = {str(key): Label(name, (position, name.casefold())) for key, (position, name) in words.items()}
    return Pairs.of(pairs, impact_key, len(places)), labels


def _amounts(budget_round: BudgetRound, proposals: QuerySet, places: Whole, read: Read) -> Amounts:
    by_year = _columns_of(
        _of(proposals, YearProfile._base_manager.all()),
        {name: name for name in ("proposal", "year", *AMOUNT_NAMES)},
    )
    posts = _columns_of(
        _of(proposals, FTEImpact._base_manager.all()),
        {"proposal": "proposal", "year": "year", "hundredths": _hundredths("change")},
    )
    years = sorted({*(year.start for year in budget_round.years), *by_year["year"], *posts["year"]})
    place_of = {year: place for place, year in enumerate(years)}
    size = len(places)
    pounds = np.zeros((size, len(years), len(AMOUNT_NAMES)), dtype=np.int64)
    held = np.zeros((size, len(years)), dtype=np.bool_)
    changes = np.zeros((size, len(years)), dtype=np.int64)
    stated = np.zeros(size, dtype=np.bool_)
    if by_year["proposal"]:
        at = (
            np.searchsorted(places, _whole(by_year["proposal"])),
            [place_of[year] for year in by_year["year"]],
        )
        pounds[at] = np.stack([_whole(by_year[name]) for name in AMOUNT_NAMES], axis=1)
        held[at] = True
    if posts["proposal"]:
        rows = np.searchsorted(places, _whole(posts["proposal"]))
        changes[rows, [place_of[year] for year in posts["year"]]] = _whole(posts["hundredths"])
        stated[rows] = True
    return Amounts(
        tuple(years),
        pounds.reshape(size, -1),
        changes,
        held,
        stated,
        _yes_no(read["profile_complete"]),
        _whole([total or 0 for total in read["stated_total"]]),
        _yes_no([total is not None for total in read["stated_total"]]),
    )
