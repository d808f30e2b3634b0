"""What sets of proposals add up to: stored columns added up by the database, and nothing derived.

The sums of sets that have no proposal in common add, so that one reading gives a whole and all of its parts.
"""

from collections.abc import Mapping
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
    OuterRef,
    Q,
    Subquery,
    Sum,
    TextField,
    When,
)
from django.db.models.functions import Cast, Round

from proposals.domain.records import Totals, added_up
from proposals.domain.savings_profile import (
    AMOUNT_NAMES,
    FTEProfile,
    SavingsProfile,
    YearAmounts,
    by_known_run,
    one_off_into_unknown,
    total_of_set,
)
from proposals.domain.stages import ENDED, LIVE
from services.values.years import FinancialYear

if TYPE_CHECKING:
    from proposals.models.querysets import SavingsProposalQuerySet

Key = TypeVar("Key")
Years = frozenset[FinancialYear]
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
class Sums:
    """What a set of proposals adds up to in whole pounds and hundredths of a post."""

    complete: int = 0
    incomplete: int = 0
    stated_total: int | None = None
    """The stated totals of incomplete proposals; None where none states one."""
    posts_stated: int = 0
    amounts: Amounts = field(default_factory=dict)
    """What the complete proposals hold."""
    partial: Mapping[Years, Amounts] = field(default_factory=dict)
    """What the incomplete ones hold, by the years that each holds."""
    posts: Mapping[FinancialYear, int] = field(default_factory=dict)
    ended: int = 0
    """The proposals that have ended, of which nothing is added up."""
    corrected: int = 0
    """The proposals that are counted as last published while they are being corrected."""

    @property
    def count(self) -> int:
        """How many proposals there are."""
        return self.complete + self.incomplete + self.ended

    def __add__(self, other: "Sums") -> "Sums":
        stated = [total for total in (self.stated_total, other.stated_total) if total is not None]
        return Sums(
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


NOTHING = Sums()


def sums_by(proposals: "SavingsProposalQuerySet", *groups: str) -> dict[tuple[Any, ...], Sums]:
    """Return what the proposals of each group add up to, by the values of these fields or annotations.

    Those that have ended are counted, and not added up.
    """
    every = proposals.order_by()
    live = every.filter(stage__in=LIVE)
    found: dict[tuple[Any, ...], Sums] = {}

    def put(key: tuple[Any, ...], part: Sums) -> None:
        found[key] = found.get(key, NOTHING) + part

    for *key, is_complete, count, stated, posts_stated, ended, corrected in _counts(every, groups):
        numbers = (count, 0, None) if is_complete else (0, count, stated)
        put(tuple(key), Sums(*numbers, posts_stated, ended=ended, corrected=corrected))
    for row in _amounts(live, groups):
        key, (held, year, *amounts) = row[: len(groups)], row[len(groups) :]
        if year is not None:
            by_year = {year: tuple(amounts)}
            put(key, Sums(partial={_years_in(held): by_year}) if held else Sums(amounts=by_year))
    for *key, year, hundredths in _posts(live, groups):
        if year is not None:
            put(tuple(key), Sums(posts={year: hundredths}))
    return found


def _counts(proposals: "SavingsProposalQuerySet", groups: tuple[str, ...]) -> Any:
    posts = proposals.model._meta.get_field("fte_impacts").related_model._base_manager
    is_live = Q(stage__in=LIVE)
    with_posts = is_live & Q(Exists(posts.filter(proposal=OuterRef("pk"))))
    return proposals.values_list(*groups, "profile_complete").annotate(
        number=Count("pk", filter=is_live),
        stated=Sum("stated_total", filter=is_live),
        posts_stated=Count("pk", filter=with_posts),
        ended=Count("pk", filter=Q(stage__in=ENDED)),
        corrected=Count("published_version_of"),
    )


def _amounts(proposals: "SavingsProposalQuerySet", groups: tuple[str, ...]) -> Any:
    years = proposals.model._meta.get_field("year_profiles").related_model._base_manager
    of_proposal = years.filter(proposal=OuterRef("pk")).order_by().values("proposal")
    held = Subquery(of_proposal.annotate(held=Joined("year")).values("held"))
    return (
        proposals.annotate(held=Case(When(profile_complete=False, then=held), output_field=TextField()))
        .values_list(*groups, "held", "year_profiles__year")
        .annotate(**{f"sum_{name}": Sum(f"year_profiles__{name}") for name in AMOUNT_NAMES})
    )


def _posts(proposals: "SavingsProposalQuerySet", groups: tuple[str, ...]) -> Any:
    # SQLite keeps decimals as binary fractions; whole hundredths are exact on every database.
    hundredths = Sum(Cast(Round(F("fte_impacts__change") * 100), BigIntegerField()))
    return proposals.values_list(*groups, "fte_impacts__year").annotate(hundredths=hundredths)


def _years_in(held: str) -> Years:
    return frozenset(FinancialYear(int(year)) for year in held.split(","))


def _together(first: Amounts, second: Amounts) -> Amounts:
    nothing = (0,) * len(AMOUNT_NAMES)
    return {
        year: tuple(map(sum, zip(first.get(year, nothing), second.get(year, nothing), strict=True)))
        for year in {**first, **second}
    }


def _profile(amounts: Amounts, years: tuple[FinancialYear, ...]) -> SavingsProfile:
    return SavingsProfile.from_years({year: YearAmounts(*each) for year, each in amounts.items()}, years)
