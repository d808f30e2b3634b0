"""The bands that amounts are filtered by: of a total saving, of a share of a budget, of deliverability."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from proposals.domain.direction import PRESSURE
from services.values.money import MoneyStyle, format_money

NOT_STATED = "-"
"""The key in an address for a value that was not given."""
KNOWN = "known"
"""The name of the condition that there is an amount at all."""

Case = Mapping[str, bool]


@dataclass(frozen=True)
class Bands:
    """The words of each band by its key, and the conditions that it asks to hold or not."""

    words: Mapping[str, str]
    cases: Mapping[str, Case]


def at_least(bound: int) -> str:
    """Return the name of the condition that the amount is not below the bound."""
    return f"from {bound}"


def _bands(
    bounds: Sequence[int],
    words: Callable[[int], str],
    *,
    below: str = "",
    last: str = "{} and over",
) -> Bands:
    """Return the bands from each bound to under the next, with those below the first and without an amount."""
    found: dict[str, tuple[str, Case]] = {}
    if below:
        found[f"below-{bounds[0]}"] = (below, {KNOWN: True, at_least(bounds[0]): False})
    for least, most in pairwise(bounds):
        said = f"{words(least)} to under {words(most)}" if least else f"Under {words(most)}"
        found[f"{least}-{most}"] = (said, {KNOWN: True, at_least(least): True, at_least(most): False})
    found[f"{bounds[-1]}-"] = (last.format(words(bounds[-1])), {KNOWN: True, at_least(bounds[-1]): True})
    return Bands(
        {key: said for key, (said, _) in found.items()},
        {**{key: case for key, (_, case) in found.items()}, NOT_STATED: {KNOWN: False}},
    )


def _money(pounds: int) -> str:
    return format_money(pounds, MoneyStyle())


_COSTS_MORE = "Costs more than it saves"

POUNDS = (0, 50_000, 250_000, 1_000_000)
_SIZES = _bands(POUNDS, _money, below=_COSTS_MORE)
_BELOW = f"below-{POUNDS[0]}"
FALLS_AWAY = "falls-away"
"""The band of pressures below zero."""
SIZE_WORDS = {FALLS_AWAY: "Pressure that falls away", **_SIZES.words}
SIZE_CASES = {
    FALLS_AWAY: {PRESSURE: True, **_SIZES.cases[_BELOW]},
    **_SIZES.cases,
    _BELOW: {PRESSURE: False, **_SIZES.cases[_BELOW]},
}
"""The bands of what a saving saves or a pressure adds, whose words differ only below zero."""

SURE = (0, 50, 75, 100)
DELIVERABILITY = _bands(SURE, "{}%".format, last="{}")
"""The bands of how much of a saving is expected to be delivered."""

SHARES_IN_PERCENT = (0, 5, 10, 25)
SHARES = _bands(SHARES_IN_PERCENT, "{}%".format, below=_COSTS_MORE)
"""The bands of a total saving as a share of its service's net budget."""
