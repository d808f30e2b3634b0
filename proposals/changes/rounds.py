"""Compare two sets of proposals, with the effect on the totals of each directorate and of all."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from proposals.changes.matching import matched
from proposals.changes.proposal import Years, compare_proposals, years_of_both
from proposals.changes.values import (
    Change,
    Changes,
    Coming,
    DirectorateChange,
    Going,
    NotComparable,
    SetChange,
)
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
    whole = _Members(live.added, live.withdrawn, live.pairs)
    return Changes(
        before,
        after,
        years,
        added=live.added,
        withdrawn=live.withdrawn,
        changed=changed,
        unchanged=len(live.pairs) - len(changed),
        ended_in_both=live.ended_in_both,
        directorates=tuple(
            DirectorateChange(code, name, _set_change(members, (before.years, after.years), years))
            for code, name, members in _by_directorate(live, [*after.proposals, *before.proposals])
        ),
        whole=_set_change(whole, (before.years, after.years), years),
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

    A pair has None where the proposal belonged to another directorate then, or belongs to another one now.
    """

    added: tuple[Coming, ...]
    withdrawn: tuple[Going, ...]
    pairs: Sequence[tuple[ProposalRecord | None, ProposalRecord | None]]


def _by_directorate(live: _Live, in_order: Iterable[ProposalRecord]) -> Iterator[tuple[str, str, _Members]]:
    """Return each directorate with its proposals, in the order in which the directorates come up."""
    names: dict[str, str] = {}
    for record in in_order:
        if not has_ended(record):
            names.setdefault(record.directorate_code, record.directorate)
    for code, name in names.items():
        pairs = [
            (_within(old, code), _within(new, code))
            for old, new in live.pairs
            if code in (old.directorate_code, new.directorate_code)
        ]
        yield (
            code,
            name,
            _Members(
                tuple(coming for coming in live.added if coming.record.directorate_code == code),
                tuple(going for going in live.withdrawn if going.record.directorate_code == code),
                pairs,
            ),
        )


def _within(record: ProposalRecord, code: str) -> ProposalRecord | None:
    return record if record.directorate_code == code else None


def _set_change(members: _Members, spans: tuple[Years, Years], years: Years) -> SetChange:
    added = [coming.record for coming in members.added]
    withdrawn = [going.record for going in members.withdrawn]
    old = [record for record, _ in members.pairs if record is not None]
    new = [record for _, record in members.pairs if record is not None]
    before, after = Totals.of([*old, *withdrawn], spans[0]), Totals.of([*new, *added], spans[1])
    was, now = before.discrete, after.discrete
    return SetChange(
        before,
        after,
        added=_known(added),
        withdrawn=_known(withdrawn),
        changed=_known(new) - _known(old),
        by_year=tuple((year, Change(was.get(year), now.get(year))) for year in years),
    )


def _known(records: Iterable[ProposalRecord]) -> int:
    """Return the totals of the proposals added up, as far as they are known."""
    return sum(record.total for record in records if record.total is not None)
