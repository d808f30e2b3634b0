"""The choices of each filter among the proposals that a person may see: keys, labels, and the order of both."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from proposals.domain.fields import (
    CERTAINTIES,
    DELIVERY,
    DIRECTIONS,
    FUNDS,
    KINDS,
    PRESSURE_CATEGORIES,
    PUBLIC_CONSULTATION,
    RESIDENTS_IMPACT,
    RISK_LEVELS,
)
from proposals.domain.stages import Stage
from proposals.filters.bands import DELIVERABILITY, NOT_STATED, SHARES, SIZE_WORDS
from proposals.filters.facets import Label
from proposals.models import EqualityImpact

FIXED: Mapping[str, Mapping[str, str]] = {
    "direction": DIRECTIONS,
    "pressure_category": PRESSURE_CATEGORIES,
    "certainty": CERTAINTIES,
    "fund": FUNDS,
    "kind": KINDS,
    "risk": RISK_LEVELS,
    "residents": RESIDENTS_IMPACT,
    "delivery": DELIVERY,
    "stage": {stage.value: stage.label.capitalize() for stage in Stage},
    "size": SIZE_WORDS,
    "recurrence": {
        "recurring": "Recurring only",
        "one-off": "One-off only",
        "both": "Both recurring and one-off",
    },
    "fte": {
        "affected": "Posts change in any year",
        "reduced": "Fewer posts",
        "increased": "More posts",
        "none": "No change in posts",
        "in_words": "Impact on staff described, without a number of posts",
    },
    "investment": {
        "revenue": "Costs to achieve it",
        "capital": "Capital",
        "none": "None",
    },
    "consultation": {"only": "For consultation only", "no": "Not for consultation only"},
    "public_consultation": PUBLIC_CONSULTATION,
    "deliverability": DELIVERABILITY.words,
    "share": SHARES.words,
    "screening": {
        "full_needed": "Full assessment needed",
        "lacking": "Full assessment needed, not complete",
        "not_started": "Full assessment not started",
        "in_progress": "Full assessment in progress",
        "complete": "Full assessment complete",
        "not_needed": "No full assessment needed",
    },
    "correction": {"being_corrected": "Being corrected", "withdrawn": "Withdrawn"},
    "effect": {effect.value: effect.label.capitalize() for effect in EqualityImpact.Effect},
}
"""The words of choices that the code knows, in their order."""

YEARS = frozenset({"start_year", "saving_in", "pressure_in"})
"""The filters that know the years of the round."""

ALWAYS_STATED = frozenset({"direction", "fund", "effect", "correction"})
"""The filters of which “not stated” is no choice."""

_NONE: Mapping[str, str] = {
    "committee": "No committee",
    "meeting": "Not reported to a meeting",
    "risk": "Not rated",
    "residents": "Not rated",
    "delivery": "No delivery status",
    "pressure_category": "No cause stated",
    "recurrence": "No saving by year",
    "screening": "Not screened yet",
    "size": "Not known",
    "share": "Not known",
    "ward": "No ward stated",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice of a filter and its words; one that no proposal has is understood, but not drawn."""

    key: str
    words: str
    is_held: bool = True


def in_order(
    name: str, found: Iterable[str], labels: Mapping[str, Label], years: Iterable[str] = ()
) -> tuple[Choice, ...]:
    """Return the found keys of a filter with their words, in their order; where nothing is stated comes last.

    `years` are those of the round, which a filter of years knows besides.
    """
    held = set(found)
    stated = held - {NOT_STATED}
    if name in FIXED:
        choices = [Choice(key, words, key in held) for key, words in FIXED[name].items()]
    elif labels:
        choices = _labelled({key: labels[key] for key in stated})
    else:
        listed = sorted({*stated, *(years if name in YEARS else ())}, key=lambda key: (key.casefold(), key))
        choices = [Choice(key, key, key in held) for key in listed]
    if NOT_STATED in held or (name in FIXED and name not in ALWAYS_STATED):
        choices.append(Choice(NOT_STATED, _NONE.get(name, "Not stated"), NOT_STATED in held))
    return tuple(choices)


def _labelled(labels: Mapping[str, Label]) -> list[Choice]:
    """Return the labelled choices; where two have the same label, each also names what it belongs to."""
    times: dict[str, int] = {}
    for label in labels.values():
        times[label.words.casefold()] = times.get(label.words.casefold(), 0) + 1
    return [
        Choice(
            key,
            f"{label.words} ({label.of})" if label.of and times[label.words.casefold()] > 1 else label.words,
        )
        for key, label in sorted(labels.items(), key=lambda item: (item[1].order, item[0]))
    ]
