"""The context that every page shows: whose page it is, and the progress of the round that it is about."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from proposals.models import BudgetRound
from proposals.permissions.proposals import scope_of
from services.models import Council

PHASES: Mapping[str, tuple[str, str, str]] = {
    BudgetRound.Phase.PREPARATION: (
        "In preparation",
        "blue",
        "officers are still writing and checking its proposals, and figures may change.",
    ),
    BudgetRound.Phase.SCRUTINY: (
        "At scrutiny",
        "purple",
        "its proposals are before councillors, and nothing has been decided yet.",
    ),
    BudgetRound.Phase.CLOSED: (
        "Closed",
        "grey",
        "its proposals are kept as they were, and nobody edits them.",
    ),
}
"""The words on the tag of each phase, the tag's colour, and the meaning of the phase for the reader."""


@dataclass(frozen=True)
class PhaseBanner:
    """The progress of a round, in words."""

    tag: str
    colour: str
    round_name: str
    meaning: str


@dataclass(frozen=True)
class PageFrame:
    """The council that a page shows, None for a neutral frame, and the phase of the page's round, if it has one.

    `round_key` is the key of that round, in which the ways from page to page stay.
    """

    council: Council | None
    phase: PhaseBanner | None
    round_key: int | None = None


def frame_of(context: Mapping[str, Any], user: Any) -> PageFrame:
    """Return the frame of a page, from what it is about or else from who reads it (one or two queries then)."""
    budget_round = _round_of(context)
    if budget_round is not None:
        return PageFrame(budget_round.council, phase_of(budget_round), budget_round.pk)
    council = context.get("council") or getattr(context.get("edition"), "council", None)
    return PageFrame(council if isinstance(council, Council) else _council_of(user), None)


def phase_of(budget_round: BudgetRound) -> PhaseBanner:
    """Return how far the round has come."""
    tag, colour, meaning = PHASES[budget_round.phase]
    return PhaseBanner(tag, colour, budget_round.name, meaning)


def _round_of(context: Mapping[str, Any]) -> BudgetRound | None:
    for name in ("budget_round", "proposal", "selection", "publication"):
        thing = context.get(name)
        found = thing if isinstance(thing, BudgetRound) else getattr(thing, "budget_round", None)
        if isinstance(found, BudgetRound):
            return found
    return None


def _council_of(user: Any) -> Council | None:
    """Return the only council there is, or else the only one that the person’s work covers."""
    councils = list(Council.objects.all())
    _only_council.clear()
    if len(councils) > 1:
        covered = scope_of(user).councils
        councils = [council for council in councils if council.pk in covered]
    elif councils:
        _only_council.append(councils[0])
    return councils[0] if len(councils) == 1 else None


_only_council: list[Council] = []


def remembered_council() -> Council | None:
    """Return the installation's only council as this process last saw it, without asking the database.

    An error page shows it: the database may be what the error is about.
    """
    return _only_council[0] if _only_council else None
