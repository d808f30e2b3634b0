"""The page of a comparison: what came, went and changed, as far as it is asked for, with links and reasons."""

from collections.abc import Iterable, Mapping, Sized
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator

from proposals.changes import CHANGE_KINDS, Changes, ProposalChange
from proposals.changes.printed import (
    named_by_in_words,
    notes_on,
    printed_change,
    printed_totals,
    summary_in_words,
)
from proposals.changes.values import Coming, Going
from proposals.domain.direction import format_in_own_direction
from proposals.domain.records import NOT_KNOWN, ProposalRecord
from proposals.history.reasons import GivenReason, reasons_given, with_reasons
from proposals.models import SavingsProposal
from reports.comparing.forms import ADDED, WITHDRAWN
from reports.comparing.sides import Side
from services.values.money import MoneyStyle

CHANGES_A_PAGE = 25
MOST_LISTED = 500
"""Proposals that came or went on one page; the appendix has them all."""

NOT_TO_BE_READ_NOW = "Withdrawn, or not published now."
"""Short, since it may stand beside every proposal of a round; a note above the tables says more."""


@dataclass(frozen=True)
class Wanted:
    """The changes that were asked for: the kind, the directorate and the page of results."""

    kind: str = ""
    directorate: str = ""
    page: str = "1"

    def added(self, changes: Changes) -> list[Coming]:
        """Return the proposals that came and are asked for."""
        return [each for each in changes.added if self.kind in ("", ADDED) and self._is_of(each.record)]

    def withdrawn(self, changes: Changes) -> list[Going]:
        """Return the proposals that went and are asked for."""
        return [
            each for each in changes.withdrawn if self.kind in ("", WITHDRAWN) and self._is_of(each.record)
        ]

    def changed(self, changes: Changes) -> list[ProposalChange]:
        """Return the proposals that changed and are asked for; one that moved is of both directorates."""
        return [
            each
            for each in changes.changed
            if (not self.kind or self.kind in each.kinds) and self._is_of(each.before, each.after)
        ]

    def _is_of(self, *records: ProposalRecord) -> bool:
        return not self.directorate or any(each.directorate_code == self.directorate for each in records)


def comparison(user: Any, sides: tuple[Side, Side], changes: Changes, wanted: Wanted) -> dict[str, Any]:
    """Return what the page shows of the changes."""
    earlier, later = sides
    came, went = wanted.added(changes), wanted.withdrawn(changes)
    added, withdrawn = came[:MOST_LISTED], went[:MOST_LISTED]
    page = Paginator(wanted.changed(changes), CHANGES_A_PAGE).get_page(wanted.page)
    told = _Told(user, sides)
    told.ask(
        [
            *((earlier, each.record) for each in withdrawn),
            *((later, each.record) for each in added),
            *((later, each.after) for each in page),
        ]
    )
    has_pressures = any(each.record.is_pressure for each in (*added, *withdrawn))
    return {
        "summary": summary_in_words(changes),
        "notes": [
            *_notes_on_sides(sides),
            *notes_on(changes),
            *_too_many(came, "added"),
            *_too_many(went, changes.gone),
        ],
        "said": said_of_sides(sides),
        "totals": () if changes.is_empty else printed_totals(changes),
        "total_heading": "Total saving or pressure" if has_pressures else "Total saving",
        "added": [told.listed(later, each.record, named_by_in_words(each.named_by)) for each in added],
        "withdrawn": [
            told.listed(earlier, each.record, _went_in_words(changes, each, later)) for each in withdrawn
        ],
        "changed": [told.change(later, each) for each in page],
        "page": page,
        "counts": counts_by_kind(changes),
    }


class _Told:
    """The reasons from the log, and the links to records that the person may open."""

    def __init__(self, user: Any, sides: tuple[Side, Side]) -> None:
        self._user, self._sides = user, sides
        self._addresses: dict[int, str] = {}
        self._reasons: dict[int, tuple[GivenReason, ...]] = {}

    def ask(self, told: Iterable[tuple[Side, ProposalRecord]]) -> None:
        """Read what there is on these proposals, in a few queries however many they are."""
        keys = [side.keys[record.reference] for side, record in told if record.reference in side.keys]
        found = with_reasons(self._user, keys)
        self._addresses |= {key: each.get_absolute_url() for key, each in found.items()}
        self._reasons |= reasons_between(self._user, self._sides, found)

    def listed(self, side: Side, record: ProposalRecord, said: str) -> dict[str, Any]:
        """Return a proposal that came or went, with what is said of it."""
        saving = _total_in_words(record, side.record.money_style)
        return {"record": record, "saving": saving, "said": said, **self._told_of(side, record)}

    def change(self, side: Side, change: ProposalChange) -> dict[str, Any]:
        """Return a proposal that changed, as it stands in the later set."""
        printed = printed_change(change, side.record.money_style, shorten=True)
        return {"printed": printed, **self._told_of(side, change.after)}

    def _told_of(self, side: Side, record: ProposalRecord) -> dict[str, Any]:
        key = side.keys.get(record.reference, 0)
        return {"address": self._addresses.get(key, ""), "reasons": self._reasons.get(key, ())}


def reasons_between(
    user: Any,
    sides: tuple[Side, Side],
    proposals: Mapping[int, SavingsProposal],
    *,
    for_everybody: bool = False,
) -> dict[int, tuple[GivenReason, ...]]:
    """Return the reasons on record between what the two sides hold, by the keys of the proposals."""
    earlier, later = sides
    return reasons_given(user, proposals, since=earlier.at, until=later.at, for_everybody=for_everybody)


def counts_by_kind(changes: Changes) -> tuple[tuple[str, str, int], ...]:
    """Return each kind of change with its name and how many proposals it speaks of."""
    return (
        (ADDED, "Added", len(changes.added)),
        (WITHDRAWN, changes.gone.capitalize(), len(changes.withdrawn)),
        *((kind, CHANGE_KINDS[kind], count) for kind, count in changes.counts.items()),
    )


def said_of_sides(sides: tuple[Side, Side]) -> tuple[str, ...]:
    """Return what a reader has to know of the two first: that they are two rounds, and what the later one corrects."""
    earlier, later = sides
    said = []
    if earlier.budget_round.pk != later.budget_round.pk:
        said.append(
            f"These are two rounds. A proposal of {earlier.budget_round.name} that was not carried forward into "
            f"{later.budget_round.name} may have been decided, and still save."
        )
    if later.edition is not None and later.edition.correction:
        said.append(f"Edition {later.edition.number} says what it corrects: {later.edition.correction}")
    return tuple(said)


def _notes_on_sides(sides: tuple[Side, Side]) -> Iterable[str]:
    for side in sides:
        if side.record.selection:
            yield f"“{side.label}” includes part of the round: {side.record.selection}"
    if any(side.at is None and side.is_partial for side in sides):
        yield (
            "The current version includes only published proposals. A proposal that is being corrected is compared as "
            "last published."
        )


def _total_in_words(record: ProposalRecord, style: MoneyStyle) -> str:
    if record.total is None:
        return NOT_KNOWN
    pounds = format_in_own_direction(record.total, record.direction, style)
    return f"{pounds} (pressure)" if record.is_pressure else pounds


def _went_in_words(changes: Changes, going: Going, later: Side) -> str:
    said = named_by_in_words(going.named_by)
    if ended := changes.gone_because(going):
        return f"{ended} {said}".strip()
    if later.at is None and later.is_partial and not changes.is_successor:
        return f"{NOT_TO_BE_READ_NOW} {said}".strip()
    return said


def _too_many(listed: Sized, how: str) -> Iterable[str]:
    if len(listed) > MOST_LISTED:
        yield f"Of {len(listed):,} proposals {how} the first {MOST_LISTED:,} are listed: choose a directorate."
