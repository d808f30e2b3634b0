"""Compare two sets of proposals, with the effect on the totals of each directorate and of all."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from proposals.changes.matching import matched
from proposals.changes.proposal import Years, compare_proposals, years_of_both
from proposals.changes.values import (
    Change,
    Changes,
    Coming,
    DirectionChange,
    DirectorateChange,
    Going,
    NotComparable,
    SetChange,
)
from proposals.domain.direction import PRESSURE, SAVING
from proposals.domain.records import ProposalRecord, RoundRecord, Totals
from proposals.domain.stages import ENDED

Pairs = list[tuple[ProposalRecord, ProposalRecord]]


def compare(before: RoundRecord, after: RoundRecord, *, is_successor: bool = False) -> Changes:
    """Return all that changed from one set of proposals of a council to a later one.

    A proposal that has ended (withdrawn, rejected, deferred, superseded) saves nothing any more: it counts in
    neither set, and one that ended in between is told as withdrawn. `is_successor` says that the later set is of
    another round: what is not in it was not carried forward. Raises NotComparable for sets of two councils.
    """
    if before.council_slug != after.council_slug:
        raise NotComparable(
            f"{before.name} is of {before.council} and {after.name} of {after.council}, so their references "
            f"cannot be compared."
        )
    years = years_of_both(before.years, after.years)
    live = _scope(before, after)
    # Most proposals of two editions are the same, and equal records are told so at once.
    compared = (compare_proposals(old, new, years) for old, new in live.pairs if old != new)
    changed = tuple(change for change in compared if change.kinds)
    in_order = [*after.proposals, *before.proposals]
    totals = _SetTotals((before.years, after.years), years, _directorates(in_order))
    every = _Members(live.added, live.withdrawn, live.pairs)
    return Changes(
        before,
        after,
        years,
        added=live.added,
        withdrawn=live.withdrawn,
        changed=changed,
        unchanged=len(live.pairs) - len(changed),
        ended_in_both=live.ended_in_both,
        directorates=totals.by_directorate(every),
        whole=totals.of(every),
        of_directions=tuple(totals.by_direction(every, {each.direction for each in in_order})),
        is_successor=is_successor,
    )


def has_ended(record: ProposalRecord) -> bool:
    """Return whether the proposal was withdrawn, rejected, deferred or superseded."""
    return record.stage in ENDED


@dataclass(frozen=True)
class _Live:
    """The proposals that count: pairs in both sets, and what came and went."""

    pairs: Pairs
    added: tuple[Coming, ...]
    withdrawn: tuple[Going, ...]
    ended_in_both: int


def _scope(before: RoundRecord, after: RoundRecord) -> _Live:
    found = matched(before.proposals, after.proposals)
    named_before, named_after = (
        {id(one): names for one, names in side} for side in (found.only_before, found.only_after)
    )
    earlier = {id(new): old for old, new in found.pairs}
    later = {id(old): new for old, new in found.pairs}
    added = (
        Coming(new, named_after.get(id(new), ()))
        for new in after.proposals
        if not has_ended(new) and (id(new) not in earlier or has_ended(earlier[id(new)]))
    )
    withdrawn = (
        Going(old, named_before.get(id(old), ()), later.get(id(old)))
        for old in before.proposals
        if not has_ended(old) and (id(old) not in later or has_ended(later[id(old)]))
    )
    both = [(has_ended(old), has_ended(new)) for old, new in found.pairs]
    return _Live(
        [pair for pair, ended in zip(found.pairs, both, strict=True) if not any(ended)],
        tuple(added),
        tuple(withdrawn),
        sum(all(ended) for ended in both),
    )


# Totals


@dataclass(frozen=True)
class _Members:
    """The proposals of one set: what came and went in it, and the pairs with a side in it.

    A pair has None where the proposal belonged to another set then, or belongs to another one now.
    """

    added: tuple[Coming, ...]
    withdrawn: tuple[Going, ...]
    pairs: Sequence[tuple[ProposalRecord | None, ProposalRecord | None]]

    def only(self, belongs: Callable[[ProposalRecord], bool]) -> "_Members":
        """Return those that belong to a part of the set."""

        def within(record: ProposalRecord | None) -> ProposalRecord | None:
            return record if record is not None and belongs(record) else None

        pairs = [(within(old), within(new)) for old, new in self.pairs]
        return _Members(
            tuple(coming for coming in self.added if belongs(coming.record)),
            tuple(going for going in self.withdrawn if belongs(going.record)),
            [pair for pair in pairs if pair != (None, None)],
        )


def _directorates(in_order: Iterable[ProposalRecord]) -> dict[str, str]:
    """Return the names of the directorates by code, in the order in which they come up."""
    names: dict[str, str] = {}
    for record in in_order:
        if not has_ended(record):
            names.setdefault(record.directorate_code, record.directorate)
    return names


@dataclass(frozen=True)
class _SetTotals:
    """The totals of sets over the years of both sides, and over those that both have."""

    spans: tuple[Years, Years]
    years: Years
    directorates: Mapping[str, str]

    def by_direction(self, members: _Members, directions: Collection[str]) -> Iterator[DirectionChange]:
        """Yield the totals of the savings, then of the pressures, each where there are any."""
        for direction in [each for each in (SAVING, PRESSURE) if each in directions] or [SAVING]:
            own = members.only(lambda record: record.direction == direction)  # noqa: B023
            yield DirectionChange(direction, self.by_directorate(own), self.of(own))

    def by_directorate(self, members: _Members) -> tuple[DirectorateChange, ...]:
        """Return the totals of each directorate that has any of these proposals."""
        parts = (
            (code, name, members.only(lambda record: record.directorate_code == code))  # noqa: B023
            for code, name in self.directorates.items()
        )
        return tuple(
            DirectorateChange(code, name, self.of(own))
            for code, name, own in parts
            if own.added or own.withdrawn or own.pairs
        )

    def of(self, members: _Members) -> SetChange:
        """Return the totals of these proposals before and after, and the steps between."""
        added = [coming.record for coming in members.added]
        withdrawn = [going.record for going in members.withdrawn]
        old = [record for record, _ in members.pairs if record is not None]
        new = [record for _, record in members.pairs if record is not None]
        before = Totals.of([*old, *withdrawn], self.spans[0])
        after = Totals.of([*new, *added], self.spans[1])
        was, now = before.discrete, after.discrete
        return SetChange(
            before,
            after,
            added=_known(added),
            withdrawn=_known(withdrawn),
            changed=_known(new) - _known(old),
            by_year=tuple((year, Change(was.get(year), now.get(year))) for year in self.years),
        )


def _known(records: Iterable[ProposalRecord]) -> int:
    """Return the totals of the proposals added up, as far as they are known."""
    return sum(record.total for record in records if record.total is not None)
