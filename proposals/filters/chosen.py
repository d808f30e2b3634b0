"""The choices made in the filters, as conditions for the database."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q

from proposals.filters.filters import (
    BY_NAME,
    IMPACT,
    POSTS_ARE_STATED,
    TOTAL_IS_KNOWN,
    impact_condition,
    of_amount,
)
from proposals.filters.form import SEVERAL


class Chosen:
    """The values of a filter form that could be read, each filter a list of keys, a bound, a text or a date."""

    def __init__(self, cleaned: Mapping[str, Any]) -> None:
        self.cleaned = {name: value for name, value in cleaned.items() if value not in (None, "", [])}

    def keys(self, name: str) -> tuple[str, ...]:
        """Return the keys chosen in a filter with choices."""
        value = self.cleaned.get(name, ())
        return tuple(value) if name in SEVERAL else ((value,) if value else ())

    @property
    def facets(self) -> Mapping[str, tuple[str, ...]]:
        """The keys chosen in each filter with choices of its own."""
        return {name: self.keys(name) for name in BY_NAME if self.keys(name)}

    @property
    def impacts(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The characteristics and the effects chosen, which speak of the same impacts."""
        return self.keys("characteristic"), self.keys("effect")

    @property
    def text(self) -> str:
        """The words looked for."""
        return str(self.cleaned.get("text", ""))

    @property
    def changed_since(self) -> date | None:
        """The day since which something has to have changed."""
        return self.cleaned.get("changed_since")

    @property
    def since_edition(self) -> int | None:
        """The edition since which something has to have changed."""
        key = self.cleaned.get("since_edition")
        return int(key) if key else None

    def conditions(self) -> dict[str, Q]:
        """Return the conditions of the filters that need nothing but the proposals themselves, by name."""
        conditions = {name: BY_NAME[name].condition(keys) for name, keys in self.facets.items()}
        if any(self.impacts):
            conditions[IMPACT] = impact_condition(*self.impacts)
        pounds = self.cleaned.get("saving_from"), self.cleaned.get("saving_to")
        if pounds != (None, None):
            conditions["total"] = TOTAL_IS_KNOWN & of_amount(*pounds)
        posts = self.cleaned.get("fte_from"), self.cleaned.get("fte_to")
        if posts != (None, None):
            conditions["posts"] = _with_posts(*posts)
        return conditions


def _with_posts(least: Decimal | None, most: Decimal | None) -> Q:
    """Return the condition that so many posts come or go."""
    condition = POSTS_ARE_STATED
    if least is not None:
        condition &= Q(total_fte_change__gte=least) | Q(total_fte_change__lte=-least)
    if most is not None:
        condition &= Q(total_fte_change__gte=-most, total_fte_change__lte=most)
    return condition
