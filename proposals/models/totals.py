"""Add up sets of proposals: stored columns, added up by the database, and nothing derived.

The sums of sets that have no proposal in common add, so that one reading gives a whole and all of its parts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import connections
from django.db.models import Aggregate, F, TextField

from proposals.domain.direction import PRESSURE
from proposals.domain.fte_profile import FTEProfile
from proposals.domain.records import Totals
from proposals.domain.savings_profile import AMOUNT_NAMES, SavingsProfile, YearAmounts, added_up
from proposals.domain.savings_together import by_known_run, one_off_into_unknown, total_of_set
from proposals.domain.stages import LIVE
from services.db.statements import EmptyResultSet, rows_of, selecting
from services.values.years import FinancialYear

if TYPE_CHECKING:
    from proposals.models.querysets import SavingsProposalQuerySet

Key = TypeVar("Key")
Years = frozenset[FinancialYear]
_AMOUNTS, _COUNTS, _POSTS = "amounts", "counts", "posts"
Amounts = dict[FinancialYear, tuple[int, ...]]
"""The amounts of each year, in the order of `AMOUNT_NAMES`."""


class Joined(Aggregate):
    """The values of a group as one text, with commas between them, in no particular order."""

    function = "GROUP_CONCAT"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Return it as PostgreSQL says it."""
        template = "STRING_AGG((%(expressions)s)::text, ',')"
        return self.as_sql(compiler, connection, template=template, **context)


@dataclass(frozen=True)
class Part:
    """The sums of proposals of one direction, in whole pounds and hundredths of a post."""

    complete: int = 0
    incomplete: int = 0
    stated_total: int | None = None
    """The stated totals of incomplete proposals; None where none states one."""
    with_posts: int = 0
    posts_changed: int = 0
    amounts: Amounts = field(default_factory=dict)
    """The figures of the complete proposals."""
    partial: Mapping[Years, Amounts] = field(default_factory=dict)
    """The figures of the incomplete ones, by the years that each states."""
    posts: Mapping[FinancialYear, int] = field(default_factory=dict)
    ended: int = 0
    """The proposals that have ended, of which nothing is added up."""
    corrected: int = 0
    """The proposals that are counted as last published while they are being corrected."""

    @property
    def count(self) -> int:
        """The number of proposals."""
        return self.complete + self.incomplete + self.ended

    def __add__(self, other: "Part") -> "Part":
        stated = [total for total in (self.stated_total, other.stated_total) if total is not None]
        return Part(
            self.complete + other.complete,
            self.incomplete + other.incomplete,
            sum(stated) if stated else None,
            self.with_posts + other.with_posts,
            self.posts_changed + other.posts_changed,
            _together(self.amounts, other.amounts),
            {
                held: _together(self.partial.get(held, {}), other.partial.get(held, {}))
                for held in {**self.partial, **other.partial}
            },
            added_up((self.posts, other.posts)),
            self.ended + other.ended,
            self.corrected + other.corrected,
        )

    def totals(self, years: tuple[FinancialYear, ...]) -> Totals:
        """Return the totals over `years` and what other years the set holds."""
        complete = _profile(self.amounts, years)
        partial = [(_profile(amounts, years), held) for held, amounts in self.partial.items()]
        posts = {year: Decimal(hundredths).scaleb(-2) for year, hundredths in self.posts.items()}
        return Totals(
            count=self.count,
            profile=sum((profile for profile, _ in partial), complete),
            fte=FTEProfile.from_years(posts, years),
            total=total_of_set(complete, [self.stated_total] if self.incomplete else [], self.complete),
            incomplete=self.incomplete,
            known_years=None
            if self.complete or not self.incomplete
            else frozenset(year for held in self.partial for year in held),
            fte_stated=None if self.with_posts == self.complete + self.incomplete else self.with_posts,
            fte_changed=self.posts_changed,
            into_unknown=added_up(one_off_into_unknown(profile, held) for profile, held in partial),
            known_runs=by_known_run(partial, years),
            ended=self.ended,
            corrected=self.corrected,
        )


NO_PART = Part()


@dataclass(frozen=True)
class Sums:
    """The sums of a set of proposals, its savings and its pressures apart."""

    savings: Part = NO_PART
    pressures: Part = NO_PART

    @property
    def count(self) -> int:
        """The number of proposals."""
        return self.savings.count + self.pressures.count

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(self.savings + other.savings, self.pressures + other.pressures)

    def totals(self, years: tuple[FinancialYear, ...]) -> Totals:
        """Return the totals over `years`: net where the set has pressures, which then stand apart as well."""
        if not self.pressures.count:
            return self.savings.totals(years)
        both = (self.savings + self.pressures).totals(years)
        return both.made_of(self.savings.totals(years), self.pressures.totals(years))


NOTHING = Sums()


def sums_by(proposals: "SavingsProposalQuerySet", *groups: str) -> dict[tuple[Any, ...], Sums]:
    """Return what the proposals of each group add up to, by the values of these fields or annotations.

    Those that have ended are counted, and not added up.
    """
    parts: dict[tuple[Any, ...], Part] = {}
    for row in _sums(proposals, groups):
        key, (kind, held, year, *added) = row[: len(groups) + 1], row[len(groups) + 1 :]
        # PostgreSQL adds whole numbers up to exact decimals.
        numbers = [None if number is None else int(number) for number in added]
        parts[key] = parts.get(key, NO_PART) + _part_of(kind, held, year, numbers)
    found: dict[tuple[Any, ...], Sums] = {}
    for (*values, direction), part in parts.items():
        sums = Sums(pressures=part) if direction == PRESSURE else Sums(part)
        found[*values,] = found.get((*values,), NOTHING) + sums
    return found


def _part_of(kind: str, held: str | None, first_year: int | None, numbers: list[Any]) -> Part:
    if kind == _COUNTS:
        complete, incomplete, stated, with_posts, posts_changed, ended, corrected = numbers
        return Part(complete, incomplete, stated, with_posts, posts_changed, ended=ended, corrected=corrected)
    assert first_year is not None
    year = FinancialYear(first_year)
    if kind == _POSTS:
        return Part(posts={year: numbers[0]})
    amounts = {year: tuple(numbers[: len(AMOUNT_NAMES)])}
    return Part(partial={_years_in(held): amounts}) if held else Part(amounts=amounts)


_STATEMENT = """
WITH chosen AS MATERIALIZED ({chosen}),
seen AS MATERIALIZED (
    SELECT chosen.*, of_stage IN ({live}) AS is_live,
        CASE WHEN NOT is_complete THEN
            (SELECT {years} FROM proposals_yearprofile WHERE proposal_id = of_key)
        END AS held
    FROM chosen
)
SELECT {groups}, '{amounts}' AS kind, held, year, {sums}, NULL, NULL
FROM seen JOIN proposals_yearprofile ON proposal_id = of_key WHERE is_live GROUP BY {groups}, held, year
UNION ALL
SELECT {groups}, '{counts}', NULL, NULL,
    COUNT(*) FILTER (WHERE is_live AND is_complete),
    COUNT(*) FILTER (WHERE is_live AND NOT is_complete),
    SUM(of_stated) FILTER (WHERE is_live AND NOT is_complete),
    COUNT(*) FILTER (WHERE is_live AND of_posts <> ''),
    COUNT(*) FILTER (WHERE is_live AND of_posts = 'changed'),
    COUNT(*) FILTER (WHERE NOT is_live),
    COUNT(of_version) FILTER (WHERE is_live)
FROM seen GROUP BY {groups}
UNION ALL
SELECT {groups}, '{posts}', NULL, year,
    SUM(CAST(ROUND(change * 100) AS bigint)), NULL, NULL, NULL, NULL, NULL, NULL
FROM seen JOIN proposals_fteimpact ON proposal_id = of_key WHERE is_live GROUP BY {groups}, year
"""
"""The sums of a set: of the amounts and the posts of each year, and what is counted.

SQLite keeps decimals as binary fractions; whole hundredths of a post are exact on every database. The counts come
second, for of a column that is missing in the first two PostgreSQL takes text.
"""


def _sums(proposals: "SavingsProposalQuerySet", groups: Sequence[str]) -> list[tuple[Any, ...]]:
    apart = {f"group_{place}": F(name) for place, name in enumerate([*groups, "direction"])}
    columns = {
        "of_key": "pk",
        "of_stage": "stage",
        "is_complete": "profile_complete",
        "of_stated": "stated_total",
        "of_version": "published_version_of",
        "of_posts": "posts_stated",
    }
    try:
        chosen, parameters = selecting(
            proposals, {**apart, **{name: F(path) for name, path in columns.items()}}
        )
    except EmptyResultSet:  # the person may see nothing
        return []
    on_postgresql = connections[proposals.db].vendor == "postgresql"
    statement = _STATEMENT.format(
        chosen=chosen,
        groups=", ".join(apart),
        live=", ".join(f"'{stage.value}'" for stage in sorted(LIVE)),
        years="STRING_AGG(CAST(year AS text), ',')" if on_postgresql else "GROUP_CONCAT(year)",
        sums=", ".join(f"SUM({name})" for name in AMOUNT_NAMES),
        amounts=_AMOUNTS,
        counts=_COUNTS,
        posts=_POSTS,
    )
    return rows_of((statement, parameters), proposals.db)


def _years_in(held: str) -> Years:
    return frozenset(FinancialYear(int(year)) for year in held.split(","))


def _together(first: Amounts, second: Amounts) -> Amounts:
    if not first or not second:
        return first or second
    nothing = (0,) * len(AMOUNT_NAMES)
    return {
        year: tuple(map(sum, zip(first.get(year, nothing), second.get(year, nothing), strict=True)))
        for year in {**first, **second}
    }


def _profile(amounts: Amounts, years: tuple[FinancialYear, ...]) -> SavingsProfile:
    return SavingsProfile.from_years({year: YearAmounts(*each) for year, each in amounts.items()}, years)
