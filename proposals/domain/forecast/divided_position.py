"""The positions of councils divided between the bodies of a reorganisation, whose sum is the undivided positions."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from proposals.domain.forecast.position import ByYear
from proposals.domain.forecast.reorganisation import Reorganisation
from proposals.domain.forecast.round_position import BASE, INCOME, PRESSURES, SAVINGS, UPLIFT, FundPosition
from proposals.domain.forecast.what_enters import Item
from proposals.domain.savings_profile import added_up, negated
from services.values.years import FinancialYear

GAP, RESERVES = "Gap", "Reserves at the end of the year"
_SIGNS = {BASE: 1, UPLIFT: 1, PRESSURES: 1, SAVINGS: -1, INCOME: -1}
"""The lines that a gap is made of."""
_LABELS = {SAVINGS: "Savings, net of recurring cost"}

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
        for part in self.fund.parts:
            yield part.step, part.directorate, part.effect if _SIGNS[part.step] > 0 else negated(part.effect)
        if self.reserves:
            yield RESERVES, "", self.reserves


def bodies_of(councils: Iterable[CouncilToDivide], years: Iterable[FinancialYear]) -> dict[str, Lines]:
    """Return the lines of every council until it ends, then of every successor; those of one name are one body."""
    listed, wanted = list(councils), tuple(years)
    names = [council.reorganisation.council for council in listed]
    names += [name for council in listed for name in council.reorganisation.shares]
    found: dict[str, dict[str, list[ByYear]]] = {name: defaultdict(list) for name in names}
    for council in listed:
        for line, part, by_year in council.parts():
            for body, amounts in council.reorganisation.levels(by_year, part).items():
                found[body][line].append(amounts)
    return {body: _with_gap(lines, wanted) for body, lines in found.items()}


def undivided(councils: Iterable[CouncilToDivide], years: Iterable[FinancialYear]) -> Lines:
    """Return the lines of the councils together, as though none of them ended."""
    lines = defaultdict(list)
    for council in councils:
        for line, _, by_year in council.parts():
            lines[line].append(by_year)
    return _with_gap(lines, tuple(years))


def together(bodies: Iterable[Lines]) -> Lines:
    """Return the sum of the bodies, line by line."""
    lines = defaultdict(list)
    for body in bodies:
        for line, by_year in body.items():
            lines[line].append(by_year)
    return {line: added_up(parts) for line, parts in lines.items()}


def _with_gap(parts: Mapping[str, Sequence[ByYear]], years: tuple[FinancialYear, ...]) -> Lines:
    lines = {line: added_up(parts.get(line, ()), years) for line in _SIGNS}
    lines[GAP] = {year: sum(sign * lines[line][year] for line, sign in _SIGNS.items()) for year in years}
    if RESERVES in parts:
        lines[RESERVES] = added_up(parts[RESERVES], years)
    return {_LABELS.get(line, line): by_year for line, by_year in lines.items()}
