"""The amounts of a year as people state them: their labels by direction, and which of them may be negative."""

from proposals.domain.direction import PRESSURE, SAVING, TURNED
from services.values.wording import within_sentence

AMOUNT_LABELS: dict[str, str] = {
    "recurring_saving": "Recurring saving",
    "one_off_saving": "One-off saving",
    "recurring_cost": "Recurring cost",
    "one_off_cost": "One-off cost",
    "capital_cost": "Capital cost",
}
"""The amounts of a year, in the order of `YearAmounts`, as forms and the workbook head them."""

LABELS_OF: dict[str, dict[str, str]] = {
    SAVING: AMOUNT_LABELS,
    PRESSURE: {
        **AMOUNT_LABELS,
        "recurring_saving": "Recurring pressure",
        "one_off_saving": "One-off pressure",
    },
}
"""The labels of the amounts by direction; those of a pressure are stated above zero."""

TOLD_OTHERWISE: dict[str, dict[str, str]] = {
    SAVING: {},
    PRESSURE: {
        **{name: within_sentence(LABELS_OF[PRESSURE][name]) for name in TURNED},
        "stated_total": "stated total",
        "signed_total": "total that was signed off",
    },
}
"""By direction, the amounts that a log tells with the opposite sign, with their labels in sentences."""

_EITHER_SIGN = frozenset({"recurring_saving", "recurring_cost"})
"""The amounts that may be negative: a reversal."""


def may_be_negative(name: str, direction: str) -> bool:
    """Return whether an amount of a year, as its direction states it, may be negative.

    A one-off pressure may: money that is given back for one year. A saving that costs money in one year is a cost.
    """
    return name in _EITHER_SIGN or (direction == PRESSURE and name == "one_off_saving")


FTE_CHANGE_LABEL = "FTE change"
