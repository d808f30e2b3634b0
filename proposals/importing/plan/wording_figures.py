"""Figures inside wording that differ from those of the stored wording: 2.74 where 2.784 is stored."""

import re
from collections.abc import Iterator

from services.values.money import UnreadableMoney, parse_money

_AMOUNT = re.compile(r"£\s?\d[\d,]*(?:\.\d+)?\s?(?:million|thousand|bn|mn?|k)?\b", re.IGNORECASE)
_NEAR = 20  # a figure is another spelling of a stored one where it differs by less than a twentieth


def differing_figures(stored: str, stated: str) -> Iterator[tuple[str, str]]:
    """Yield each amount of the stated wording that is not in the stored one, with the nearest stored amount.

    An amount that none stored comes near to is a figure of its own, and no difference.
    """
    known = dict(_amounts(stored))
    for pounds, printed in _amounts(stated):
        if pounds in known:
            continue
        near = min(known, key=lambda other: abs(other - pounds), default=None)
        if near is not None and abs(near - pounds) * _NEAR < abs(near):
            yield printed, known[near]


def _amounts(text: str) -> Iterator[tuple[int, str]]:
    for match in _AMOUNT.finditer(text):
        try:
            yield parse_money(match.group()), match.group().strip()
        except UnreadableMoney:
            continue
