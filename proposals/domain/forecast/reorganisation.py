"""A reorganisation: councils that end in a year, and their successors, between which all they have is divided.

What is in force when a council ends goes over to its successors by their shares, and so does every later change. The
council and its successors together always have what the undivided council would have had, to the pound.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from proposals.domain.forecast.position import ByYear, UnusableForecast
from proposals.domain.rounding import Share, shared_out
from services.values.years import FinancialYear


@dataclass(frozen=True)
class Reorganisation:
    """A council that ends, the year in which its successors begin, and what share of it each of them has.

    `by_part` gives other shares for parts of the council, such as a directorate, in the order of `shares`.
    """

    council: str
    first_year: FinancialYear
    shares: Mapping[str, Share]
    by_part: Mapping[str, Sequence[Share]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if len(self.shares) < 1 or self.council in self.shares:
            raise UnusableForecast(
                "Name at least one successor, under another name than the council that ends."
            )
        for part, shares in {"the council": tuple(self.shares.values()), **self.by_part}.items():
            exact = [Fraction(share) for share in shares]
            if len(exact) != len(self.shares) or sum(exact) != 1 or min(exact) < 0:
                raise UnusableForecast(
                    f"The shares of {part} must be one for each successor, none below zero, and come to 100% together."
                )

    @property
    def bodies(self) -> tuple[str, ...]:
        """Return the council, then its successors."""
        return (self.council, *self.shares)

    def shares_of(self, part: str) -> tuple[Share, ...]:
        """Return the successors' shares of a part of the council, in their order."""
        return tuple(self.by_part.get(part, tuple(self.shares.values())))

    def levels(self, by_year: ByYear, part: str = "") -> dict[str, dict[FinancialYear, int]]:
        """Return each body's part of figures that stand for a whole year, such as a budget or an income."""
        found: dict[str, dict[FinancialYear, int]] = {body: {} for body in self.bodies}
        for year, pounds in by_year.items():
            if year < self.first_year:
                parts = (pounds, *(0 for _ in self.shares))
            else:
                parts = (0, *self.amount(pounds, part).values())
            for body, own in zip(self.bodies, parts, strict=True):
                found[body][year] = own
        return found

    def amount(self, pounds: int, part: str = "") -> dict[str, int]:
        """Return the successors' parts of one amount, such as the balance of a reserve when the council ends."""
        return dict(zip(self.shares, shared_out(pounds, self.shares_of(part)), strict=True))
