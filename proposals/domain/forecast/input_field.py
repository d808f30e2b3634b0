"""Reading the plain values of a file: each with its address, which every message names."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from itertools import pairwise
from typing import Any, Self

from proposals.domain.forecast.position import UnusableForecast
from services.values.years import FinancialYear, UnreadableYear

Years = dict[FinancialYear, int]
UNITS = (("£m", 1_000_000), ("£000", 1_000), ("£", 1), ("per cent", 1), ("units", 1), ("", 1))
_LARGEST = Decimal(10) ** 15
_MOST_DECIMALS = 15
_MOST_PARTS = 200
"""Of one list or group; a case has some twenty."""


class InputField:
    """A value of a file with its address in it."""

    def __init__(self, value: Any, path: str) -> None:
        self.value, self.path = value, path

    def fail(self, message: str) -> UnusableForecast:
        """Return the error that names this field."""
        return UnusableForecast(f"{self.path or 'The file'}: {message}")

    def mapping(self) -> dict[str, Any]:
        """Return the named values of a group; raises UnusableForecast for anything else."""
        if not isinstance(self.value, dict):
            raise self.fail("a group of named values is expected here.")
        return self.value

    def maybe(self, *keys: str) -> Self | None:
        """Return what stands under these names, one in the other; None where there is nothing."""
        here = self
        for key in keys:
            inside = here.mapping()
            if inside.get(key) is None:
                return None
            here = type(self)(inside[key], f"{here.path}.{key}".lstrip("."))
        return here

    def at(self, *keys: str) -> Self:
        """Return what stands under these names; raises UnusableForecast where there is nothing."""
        found = self.maybe(*keys)
        if found is None:
            raise UnusableForecast(f"{'.'.join(filter(None, (self.path, *keys)))}: this is missing.")
        return found

    def items(self) -> Iterator[tuple[str, Self]]:
        """Yield what stands in a list or a group; in a group, only what is a group itself."""
        if isinstance(self.value, list | dict) and len(self.value) > _MOST_PARTS:
            raise self.fail(f"this has {len(self.value):,} parts. At most {_MOST_PARTS} are read.")
        if isinstance(self.value, list):
            for index, each in enumerate(self.value):
                yield str(index), type(self)(each, f"{self.path}.{index}")
            return
        for key, each in self.mapping().items():
            if isinstance(each, dict):
                yield key, type(self)(each, f"{self.path}.{key}")

    def text(self) -> str:
        """Return the text of the field."""
        if not isinstance(self.value, str) or not self.value.strip():
            raise self.fail("a text is expected here.")
        return self.value.strip()

    def year(self) -> FinancialYear:
        """Return the financial year that the field writes."""
        try:
            return FinancialYear.parse(self.text())
        except UnreadableYear as error:
            raise self.fail(str(error)) from error

    def years(self) -> tuple[FinancialYear, ...]:
        """Return the consecutive years of a list."""
        if not isinstance(self.value, list) or not self.value:
            raise self.fail("a list of financial years is expected here.")
        found = tuple(each.year() for _, each in self.items())
        if any(later - earlier != 1 for earlier, later in pairwise(found)):
            raise self.fail("the years must follow one another.")
        return found

    def number(self) -> Decimal:
        """Return the exact number that the field writes."""
        if isinstance(self.value, bool) or not isinstance(self.value, str | int):
            raise self.fail("write the number as text, such as “12.5”.")
        try:
            number = Decimal(str(self.value).strip())
        except InvalidOperation as error:
            raise self.fail(f"“{self.value}” is not a number.") from error
        if not number.is_finite() or abs(number) >= _LARGEST:
            raise self.fail(f"“{self.value}” is too large to be an amount.")
        if int(number.as_tuple().exponent) < -_MOST_DECIMALS:
            # As an exact fraction 1e-999999999 would fill the memory.
            raise self.fail(f"“{self.value}” has more than {_MOST_DECIMALS} decimal places.")
        return number

    def unit(self) -> int:
        """Return how many pounds one in the unit of the group is."""
        found = self.maybe("unit")
        text = found.text() if found else ""
        return next(worth for start, worth in UNITS if text.startswith(start))

    def amount(self, key: str = "value", *, positive: bool = False) -> int:
        """Return the whole pounds that the value is in its unit."""
        return self.at(key)._in_pounds(self.unit(), positive)

    def by_year(self, known: tuple[FinancialYear, ...], *, positive: bool = False) -> Years:
        """Return the whole pounds of each year; raises UnusableForecast for a year that is not known."""
        values = self.at("values")
        found: Years = {}
        for text in values.mapping():
            each = values.at(text)
            year = type(self)(text, each.path).year()
            if year not in known:
                raise each.fail(f"{year} is none of the years of the file.")
            if year in found:
                raise each.fail(f"{year} stands twice.")
            found[year] = each._in_pounds(self.unit(), positive)
        return dict(sorted(found.items()))

    def _in_pounds(self, unit: int, positive: bool) -> int:
        pounds = Fraction(self.number()) * unit
        if pounds.denominator != 1:
            raise self.fail(f"“{self.value}” is not a whole number of pounds.")
        if positive and pounds < 0:
            raise self.fail(
                f"“{self.value}” is negative. Costs and budgets are positive, and the group says what it is."
            )
        return int(pounds)

    def names(self, key: str) -> tuple[str, ...]:
        """Return a list of names; none where it is missing."""
        found = self.maybe(key)
        if found is None:
            return ()
        if not isinstance(found.value, list):
            raise found.fail("a list of names is expected here.")
        return tuple(each.text() for _, each in found.items())
