"""The rules of a forecast that can be read in more than one way: each a setting with named choices."""

from collections.abc import Iterable, Mapping

from proposals.domain.forecast.position import UnusableForecast

AMOUNTS = "amounts"
HALF = "rounding_of_a_half"
CAPITALISED = "capitalised_cost"
SAVINGS = "savings_in_the_council_position"
OVERHEADS = "corporate_overheads"
SHARE = "share_of_base_budget"
FIRST_YEAR = "first_full_year"
CUMULATIVE_UPLIFT = "cumulative_uplift_of_the_council"
TARGET_BASE = "base_of_the_savings_target"
REDUCING = "savings_that_reduce_funding"
UPLIFT_AFTER = "extrapolated_uplift"
FUNDING_AFTER = "extrapolated_funding"
FUNDING_OF = "funding_of_the_"
KINDS = "kinds_of_benefit"

AS_PRINTED, FINER = "as printed by year", "finer figures where the document gives them"
AWAY_FROM_ZERO, TO_EVEN, KEPT = "rounded away from zero", "rounded to even", "kept"
IN_REVENUE, OUT_OF_REVENUE = "included in revenue", "left out of revenue"
NET, NET_OF_RECURRING, GROSS = "net of all cost", "net of recurring cost only", "gross"
COUNTED, COST_NEUTRAL = "savings counted", "cost neutral"
WHOLE_PER_CENT, EXACT = "whole per cent", "exact"
ALL_UPLIFT, OWN_UPLIFT = "all uplift since the base year", "uplift of that year only"
CONTAINED, RUNNING = "uplift contained in the year's expenditure", "running total of the yearly uplift"
BEFORE_SAVINGS, BASE_ONLY = "expenditure of the same year, before savings", "base expenditure before uplift"
LAST_CHANGE, LAST_LEVEL, STEP = "the last change repeated", "the last level repeated", "a fixed step"
GROSS_BENEFIT, NET_BENEFIT = "gross benefit", "benefit net of all cost"
ADDITIONAL_ALONE, ALL_KINDS = "additional alone", "with all kinds"
NOT_REDUCED, REDUCED = "not reduced by savings", "reduced by savings"

CHOICES: Mapping[str, tuple[str, ...]] = {
    AMOUNTS: (AS_PRINTED, FINER),
    HALF: (AWAY_FROM_ZERO, TO_EVEN, KEPT),
    CAPITALISED: (IN_REVENUE, OUT_OF_REVENUE),
    SAVINGS: (NET, NET_OF_RECURRING, GROSS),
    OVERHEADS: (COUNTED, COST_NEUTRAL),
    SHARE: (WHOLE_PER_CENT, EXACT),
    FIRST_YEAR: (ALL_UPLIFT, OWN_UPLIFT),
    CUMULATIVE_UPLIFT: (CONTAINED, RUNNING),
    TARGET_BASE: (BEFORE_SAVINGS, BASE_ONLY),
    REDUCING: (GROSS_BENEFIT, NET_BENEFIT),
    UPLIFT_AFTER: (LAST_CHANGE, LAST_LEVEL),
    FUNDING_AFTER: (STEP, LAST_CHANGE, LAST_LEVEL),
}
"""The choices of each setting; the first is taken where nobody has chosen."""


def settings_for(
    moving: Iterable[str], reduced: Iterable[str], kinds: Iterable[str] = ("additional",)
) -> dict[str, tuple[str, ...]]:
    """Return the settings of a programme: those of all, and for each body that moves whether its funding is reduced.

    Where not every benefit is additional, a setting says whether the yearly figures of the whole count all kinds.
    """
    reducing = set(reduced)
    found = dict(CHOICES)
    if set(kinds) - {"additional"}:
        found[KINDS] = (ADDITIONAL_ALONE, ALL_KINDS)
    for body in moving:
        found[FUNDING_OF + body] = (REDUCED, NOT_REDUCED) if body in reducing else (NOT_REDUCED, REDUCED)
    return found


def chosen_readings(settings: Mapping[str, tuple[str, ...]], choices: Mapping[str, str]) -> dict[str, str]:
    """Return the choice of every setting.

    Raises UnusableForecast for a setting or a choice that does not exist.
    """
    found = {name: listed[0] for name, listed in settings.items()}
    for name, choice in choices.items():
        if name not in settings:
            raise UnusableForecast(
                f"readings.{name}: there is no such setting. Use one of: {', '.join(settings)}."
            )
        if choice not in settings[name]:
            known = "”, “".join(settings[name])
            raise UnusableForecast(f"readings.{name}: “{choice}” is not a choice. Use “{known}”.")
        found[name] = choice
    return found
