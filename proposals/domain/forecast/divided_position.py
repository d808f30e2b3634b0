"""The positions of councils divided between the bodies of a reorganisation, whose sum is the undivided positions."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from proposals.domain.forecast.position import ByYear
from proposals.domain.forecast.reorganisation import Reorganisation
from proposals.domain.forecast.round_position import FundPosition
from proposals.domain.forecast.what_enters import Item
from proposals.domain.savings_profile import negated, running_totals
from services.values.years import FinancialYear

BASE, UPLIFT, PRESSURES, SAVINGS = "Base budget", "Uplift", "Pressures", "Savings, net of recurring cost"
INCOME, GAP, RESERVES = "Income", "Gap", "Reserves at the end of the year"
_SIGNS = {BASE: 1, UPLIFT: 1, PRESSURES: 1, SAVINGS: -1, INCOME: -1}
"""The lines that a gap is made of."""

Lines = Mapping[str, ByYear]
"""The figures of a body by line and year, all effects to date."""


@dataclass(frozen=True)
class CouncilToDivide:
    """A council's position, the balance of its reserves at the end of each year, and how it is divided.

    `reserves` is empty where a balance is not known.
    """

    fund: FundPosition
    reserves: ByYear
    reorganisation: Reorganisation

    def proposals(self) -> Iterator[tuple[Item, Mapping[str, ByYear]]]:
        """Yield each saving and pressure that counts, with what every body saves by it, all effects to date."""
        for each in (*self.fund.savings, *self.fund.pressures):
            yield each.item, self.reorganisation.levels(each.by_year, each.item.directorate)

    def parts(self) -> Iterator[tuple[str, str, ByYear]]:
        """Yield each figure that is divided: its line, the directorate that it belongs to, and its amounts."""
        fund = self.fund
        for line in fund.base:
            yield BASE, line.line.directorate, line.by_year
        for line in fund.uplift:
            yield UPLIFT, line.line.directorate, running_totals(line.by_year)
        for each in fund.pressures:
            # A pressure is a saving below zero; here it is what is spent.
            yield PRESSURES, each.item.directorate, negated(each.by_year)
        for each in fund.savings:
            yield SAVINGS, each.item.directorate, each.by_year
        for line in fund.income:
            yield INCOME, line.line.directorate, line.by_year
        if self.reserves:
            yield RESERVES, "", self.reserves


def bodies_of(councils: Iterable[CouncilToDivide], years: Iterable[FinancialYear]) -> dict[str, Lines]:
    """Return the lines of every council until it ends, then of every successor; those of one name are one body."""
    listed, wanted = list(councils), tuple(years)
    names = [council.reorganisation.council for council in listed]
    names += [name for council in listed for name in council.reorganisation.shares]
    found: dict[str, dict[str, dict[FinancialYear, int]]] = {name: {} for name in names}
    for council in listed:
        for line, part, by_year in council.parts():
            for body, amounts in council.reorganisation.levels(by_year, part).items():
                _add(found[body], line, amounts, wanted)
    return {body: _with_gap(lines, wanted) for body, lines in found.items()}


def undivided(councils: Iterable[CouncilToDivide], years: Iterable[FinancialYear]) -> Lines:
    """Return the lines of the councils together, as though none of them ended."""
    wanted = tuple(years)
    lines: dict[str, dict[FinancialYear, int]] = {}
    for council in councils:
        for line, _, by_year in council.parts():
            _add(lines, line, by_year, wanted)
    return _with_gap(lines, wanted)


def together(bodies: Iterable[Lines]) -> Lines:
    """Return the sum of the bodies, line by line."""
    lines: dict[str, dict[FinancialYear, int]] = {}
    for body in bodies:
        for line, by_year in body.items():
            _add(lines, line, by_year, tuple(by_year))
    return lines


def _add(
    lines: dict[str, dict[FinancialYear, int]], line: str, by_year: ByYear, years: tuple[FinancialYear, ...]
) -> None:
    own = lines.setdefault(line, dict.fromkeys(years, 0))
    for year in years:
        own[year] += by_year.get(year, 0)


def _with_gap(
    lines: Mapping[str, dict[FinancialYear, int]], years: tuple[FinancialYear, ...]
) -> dict[str, ByYear]:
    nothing = dict.fromkeys(years, 0)
    found: dict[str, ByYear] = {line: lines.get(line, nothing) for line in _SIGNS}
    found[GAP] = {year: sum(sign * found[line][year] for line, sign in _SIGNS.items()) for year in years}
    if RESERVES in lines:
        found[RESERVES] = lines[RESERVES]
    return found
