"""Reading the plain values of a file: each with its address, which every message names."""

from collections.abc import Iterable, Iterator
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
    """A value of a file with its address in it, the years that the file knows, and what has to be asked about it."""

    def __init__(
        self,
        value: Any,
        path: str = "",
        years: tuple[FinancialYear, ...] = (),
        notes: list[str] | None = None,
    ) -> None:
        self.value, self.path, self.known = value, path, years
        self.notes = [] if notes is None else notes

    def _inside(self, value: Any, path: str) -> Self:
        return type(self)(value, path, self.known, self.notes)

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
            here = here._inside(inside[key], f"{here.path}.{key}".lstrip("."))
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
                yield str(index), self._inside(each, f"{self.path}.{index}")
            return
        for key, each in self.mapping().items():
            if isinstance(each, dict):
                yield key, self._inside(each, f"{self.path}.{key}")

    def each(self, *keys: str) -> Iterator[tuple[str, Self]]:
        """Yield what stands in the list or group under these names; nothing where there is none."""
        found = self.maybe(*keys)
        yield from found.items() if found else ()

    def text(self) -> str:
        """Return the text of the field."""
        if not isinstance(self.value, str) or not self.value.strip():
            raise self.fail("a text is expected here.")
        return self.value.strip()

    def text_of(self, key: str) -> str:
        """Return the text or the number under a name as text; nothing where there is none."""
        found = self.maybe(key)
        if found is None:
            return ""
        return str(found.number()) if isinstance(found.value, int) else found.text()

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

    def percentage(self) -> Fraction:
        """Return the number of a percentage from 0 to 100."""
        number = Fraction(self.number())
        if not 0 <= number <= 100:
            raise self.fail(f"“{self.value}” is no percentage from 0 to 100.")
        return number

    def unit(self) -> int:
        """Return how many pounds one in the unit of the group is."""
        found = self.maybe("unit")
        text = found.text() if found else ""
        return next(worth for start, worth in UNITS if text.startswith(start))

    def amount(self, key: str = "value", *, positive: bool = False) -> int:
        """Return the whole pounds that the value is in its unit."""
        return self.at(key)._in_pounds(self.unit(), positive)

    def amount_of(self, *keys: str, positive: bool = False) -> int | None:
        """Return the whole pounds under these names; None where there are none."""
        found = self.maybe(*keys)
        return found.amount(positive=positive) if found else None

    def by_year(self, *, positive: bool = False) -> Years:
        """Return the whole pounds of each year; raises UnusableForecast for a year that the file does not know."""
        values = self.at("values")
        found: Years = {}
        for text in values.mapping():
            each = values.at(text)
            year = self._inside(text, each.path).year()
            if year not in self.known:
                raise each.fail(f"{year} is none of the years of the file.")
            if year in found:
                raise each.fail(f"{year} stands twice.")
            found[year] = each._in_pounds(self.unit(), positive)
        return dict(sorted(found.items()))

    def by_year_of(self, *keys: str) -> Years:
        """Return the whole pounds of each year under these names; none where there are none."""
        found = self.maybe(*keys)
        return found.by_year() if found else {}

    def named_amounts(self, *keys: str) -> tuple[tuple[str, int], ...]:
        """Return the named amounts of a list under these names."""
        return tuple((each.at("name").text(), each.amount()) for _, each in self.each(*keys))

    def _in_pounds(self, unit: int, positive: bool) -> int:
        pounds = Fraction(self.number()) * unit
        if pounds.denominator != 1:
            raise self.fail(f"“{self.value}” is not a whole number of pounds.")
        if positive and pounds < 0:
            raise self.fail(
                f"“{self.value}” is negative. Costs and budgets are positive, and the group says what it is."
            )
        return int(pounds)

    def names(self, *keys: str) -> tuple[str, ...]:
        """Return a list of names; none where it is missing."""
        found = self.maybe(*keys)
        if found is None:
            return ()
        if not isinstance(found.value, list):
            raise found.fail("a list of names is expected here.")
        return tuple(each.text() for _, each in found.items())

    def note_difference(self, name: str, parts: Iterable[int], whole: int) -> None:
        """Note where the parts that are stated under a name do not come to the total that is stated."""
        stated = list(parts)
        if stated and sum(stated) != whole:
            words = f"the parts come to £{sum(stated):,}, but the total stated is £{whole:,}."
            self.notes.append(f"{self.path}.{name}: {words}")
