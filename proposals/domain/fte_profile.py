"""The change in posts by year, in full-time equivalents: exact decimals, and like a saving in what follows from it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from proposals.domain.rounding import UnusableProfile
from proposals.domain.savings_profile import running_totals, span_of
from services.values.years import FinancialYear, years_from

_HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True)
class FTEProfile:
    """The change in full-time equivalents that begins in each of consecutive years; a reduction is negative.

    Figures are exact decimals with at most two places; UnusableProfile refuses a finer one.
    """

    first_year: FinancialYear
    changes: tuple[Decimal, ...] = ()

    def __post_init__(self) -> None:
        finer = [change for change in self.changes if change != _to_the_hundredth(change)]
        if finer:
            raise UnusableProfile(f"An FTE change of {finer[0]} has more than 2 decimal places.")

    @classmethod
    def from_years(
        cls, by_year: Mapping[FinancialYear, Decimal], years: Sequence[FinancialYear] = ()
    ) -> "FTEProfile":
        """Return the profile of `by_year`, with zero in the years of the span that it leaves out.

        Every change is brought to two decimals: SQLite adds decimals up as binary fractions.
        """
        span = span_of([*by_year, *years])
        return cls(span[0], tuple(_to_the_hundredth(by_year.get(year, Decimal(0))) for year in span))

    @classmethod
    def nothing(cls, years: Sequence[FinancialYear]) -> "FTEProfile":
        """Return a profile of zeros over `years`."""
        return cls.from_years({}, years)

    @property
    def years(self) -> tuple[FinancialYear, ...]:
        """The profile's years, in order."""
        return years_from(self.first_year, len(self.changes))

    @property
    def discrete(self) -> dict[FinancialYear, Decimal]:
        """The change that begins in each year."""
        return dict(zip(self.years, self.changes, strict=True))

    @property
    def in_year(self) -> dict[FinancialYear, Decimal]:
        """The change in each year, all effects to date."""
        return running_totals(self.discrete)

    @property
    def total(self) -> Decimal:
        """The sum of the changes: the lasting effect."""
        return sum(self.changes, Decimal("0.00"))


def sum_fte(profiles: Iterable[FTEProfile], years: Sequence[FinancialYear]) -> FTEProfile:
    """Return the FTE profile of all together, over at least `years`."""
    sums: dict[FinancialYear, Decimal] = {}
    for profile in profiles:
        for year, change in zip(profile.years, profile.changes, strict=True):
            sums[year] = sums.get(year, Decimal("0.00")) + change
    return FTEProfile.from_years(sums, years)


def _to_the_hundredth(change: Decimal) -> Decimal:
    return change.quantize(_HUNDREDTH, rounding=ROUND_HALF_UP)
