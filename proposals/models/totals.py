"""Add up sets of proposals: stored columns, added up by the database, and nothing derived.

The sums of sets that have no proposal in common add, so that one reading gives a whole and all of its parts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import (
    Aggregate,
    BigIntegerField,
    Case,
    Count,
    Exists,
    F,
    Field,
    OuterRef,
    Q,
    SmallIntegerField,
    Subquery,
    Sum,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Round

from proposals.domain.direction import PRESSURE
from proposals.domain.fte_profile import FTEProfile
from proposals.domain.records import Totals
from proposals.domain.savings_profile import AMOUNT_NAMES, SavingsProfile, YearAmounts, added_up
from proposals.domain.savings_together import by_known_run, one_off_into_unknown, total_of_set
from proposals.domain.stages import ENDED, LIVE
from services.values.years import FinancialYear

if TYPE_CHECKING:
    from proposals.models.querysets import SavingsProposalQuerySet

Key = TypeVar("Key")
Years = frozenset[FinancialYear]
_AMOUNTS, _COUNTS, _POSTS = "amounts", "counts", "posts"
_MOST_SUMS = 6
"""The numbers in each row of sums: those of the kind that has most, the counts."""
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


class _Missing(Cast):
    """A missing value whose type the database is told; of a bare NULL PostgreSQL takes text."""

    def __init__(self, kind: Field) -> None:
        super().__init__(Value(None), kind)

    def get_group_by_cols(self) -> list[Any]:
        """Return nothing to group by: every row has the same."""
        return []


@dataclass(frozen=True)
class Part:
    """The sums of proposals of one direction, in whole pounds and hundredths of a post."""

    complete: int = 0
    incomplete: int = 0
    stated_total: int | None = None
    """The stated totals of incomplete proposals; None where none states one."""
    posts_stated: int = 0
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
            self.posts_stated + other.posts_stated,
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
            fte_stated=None if self.posts_stated == self.complete + self.incomplete else self.posts_stated,
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
    every = proposals.order_by()
    live = every.filter(stage__in=LIVE)
    apart = (*groups, "direction")
    # The amounts come first, for Django converts every row as it converts those of the first query.
    amounts, counts, posts = _amounts(live, apart), _counts(every, apart), _posts(live, apart)
    parts: dict[tuple[Any, ...], Part] = {}
    for year, *row in amounts.union(counts, posts, all=True):
        key, (kind, held, *numbers) = tuple(row[: len(apart)]), row[len(apart) :]
        parts[key] = parts.get(key, NO_PART) + _part_of(kind, held, year, numbers)
    found: dict[tuple[Any, ...], Sums] = {}
    for (*values, direction), part in parts.items():
        sums = Sums(pressures=part) if direction == PRESSURE else Sums(part)
        found[*values,] = found.get((*values,), NOTHING) + sums
    return found


def _part_of(kind: str, held: str | None, year: FinancialYear | None, numbers: list[Any]) -> Part:
    if kind == _COUNTS:
        complete, incomplete, stated, posts_stated, ended, corrected = numbers
        return Part(complete, incomplete, stated, posts_stated, ended=ended, corrected=corrected)
    if year is None:
        return NO_PART
    if kind == _POSTS:
        return Part(posts={year: numbers[0]})
    amounts = {year: tuple(numbers[: len(AMOUNT_NAMES)])}
    return Part(partial={_years_in(held): amounts}) if held else Part(amounts=amounts)


def _counts(proposals: "SavingsProposalQuerySet", groups: tuple[str, ...]) -> Any:
    posts = proposals.model._meta.get_field("fte_impacts").related_model._base_manager
    is_live, complete = Q(stage__in=LIVE), Q(profile_complete=True)
    with_posts = is_live & Q(Exists(posts.filter(proposal=OuterRef("pk"))))
    sums = (
        Count("pk", filter=is_live & complete),
        Count("pk", filter=is_live & ~complete),
        Sum("stated_total", filter=is_live & ~complete),
        Count("pk", filter=with_posts),
        Count("pk", filter=Q(stage__in=ENDED)),
        Count("published_version_of", filter=is_live),
    )
    return _summed(
        proposals.annotate(held=_Missing(TextField()), year=_Missing(SmallIntegerField())),
        groups,
        _COUNTS,
        sums,
    )


def _amounts(proposals: "SavingsProposalQuerySet", groups: tuple[str, ...]) -> Any:
    years = proposals.model._meta.get_field("year_profiles").related_model._base_manager
    of_proposal = years.filter(proposal=OuterRef("pk")).order_by().values("proposal")
    held = Subquery(of_proposal.annotate(held=Joined("year")).values("held"))
    keyed = proposals.annotate(
        held=Case(When(profile_complete=False, then=held), output_field=TextField()),
        year=F("year_profiles__year"),
    )
    return _summed(keyed, groups, _AMOUNTS, [Sum(f"year_profiles__{name}") for name in AMOUNT_NAMES])


def _posts(proposals: "SavingsProposalQuerySet", groups: tuple[str, ...]) -> Any:
    # SQLite keeps decimals as binary fractions; whole hundredths are exact on every database.
    hundredths = Sum(Cast(Round(F("fte_impacts__change") * 100), BigIntegerField()))
    keyed = proposals.annotate(held=_Missing(TextField()), year=F("fte_impacts__year"))
    return _summed(keyed, groups, _POSTS, [hundredths])


def _summed(
    proposals: "SavingsProposalQuerySet", groups: tuple[str, ...], kind: str, sums: Sequence[Any]
) -> Any:
    missing = [_Missing(BigIntegerField())] * (_MOST_SUMS - len(sums))
    # Rows are sorted to be grouped, and most differ in the year: what comes first is compared most often.
    return (
        proposals.annotate(sums_kind=Value(kind))
        .values_list("year", *groups, "sums_kind", "held")
        .annotate(**{f"sum_{place}": number for place, number in enumerate([*sums, *missing])})
    )


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
