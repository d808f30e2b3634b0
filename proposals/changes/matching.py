"""Match the proposals of two sets by reference in any spelling, never by a guess."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from proposals.domain.records import ProposalRecord
from proposals.domain.references import canonical_reference


@dataclass(frozen=True)
class Matched:
    """The pairs, and what is left over on either side with the references of those that share one with it."""

    pairs: list[tuple[ProposalRecord, ProposalRecord]]
    only_before: list[tuple[ProposalRecord, tuple[str, ...]]]
    only_after: list[tuple[ProposalRecord, tuple[str, ...]]]


def matched(before: Iterable[ProposalRecord], after: Iterable[ProposalRecord]) -> Matched:
    """Return the proposals of both sets in pairs, in the order of the later set.

    The same first reference makes a pair. Of the others, two make a pair where they share any reference and
    neither shares one with a third; one that was renumbered has its old reference among its further ones.
    """
    old, new = list(before), list(after)
    partner = _by_first_reference(old, new)
    partner |= _by_any_reference(old, new, partner)
    taken = set(partner.values())
    naming_old, naming_new = _holders(old), _holders(new)
    return Matched(
        [(old[partner[index]], one) for index, one in enumerate(new) if index in partner],
        [(one, _names(one, naming_new, new)) for index, one in enumerate(old) if index not in taken],
        [(one, _names(one, naming_old, old)) for index, one in enumerate(new) if index not in partner],
    )


def references_of(record: ProposalRecord) -> frozenset[str]:
    """Return all references of the proposal in canonical spelling."""
    return frozenset(filter(None, map(canonical_reference, (record.reference, *record.references))))


def _by_first_reference(old: list[ProposalRecord], new: list[ProposalRecord]) -> dict[int, int]:
    first_old, first_new = _indexes(old), _indexes(new)
    return {
        indexes[0]: first_old[reference][0]
        for reference, indexes in first_new.items()
        if len(indexes) == 1 and len(first_old.get(reference, ())) == 1
    }


def _indexes(records: list[ProposalRecord]) -> dict[str, list[int]]:
    indexes: dict[str, list[int]] = {}
    for index, record in enumerate(records):
        if reference := canonical_reference(record.reference):
            indexes.setdefault(reference, []).append(index)
    return indexes


def _by_any_reference(
    old: list[ProposalRecord], new: list[ProposalRecord], partner: dict[int, int]
) -> dict[int, int]:
    taken = set(partner.values())
    holders = _holders(old)
    candidates = {
        index: {one for key in references_of(record) for one in holders.get(key, ())} - taken
        for index, record in enumerate(new)
        if index not in partner
    }
    wanted = Counter(one for found in candidates.values() for one in found)
    alone = {index: next(iter(found)) for index, found in candidates.items() if len(found) == 1}
    return {index: one for index, one in alone.items() if wanted[one] == 1}


def _holders(records: list[ProposalRecord]) -> dict[str, list[int]]:
    """Return for each reference the places of the proposals that have it, as the first or a further one."""
    holders: dict[str, list[int]] = {}
    for index, record in enumerate(records):
        for reference in references_of(record):
            holders.setdefault(reference, []).append(index)
    return holders


def _names(
    record: ProposalRecord, holders: dict[str, list[int]], others: list[ProposalRecord]
) -> tuple[str, ...]:
    indexes = {index for reference in references_of(record) for index in holders.get(reference, ())}
    return tuple(others[index].reference for index in sorted(indexes))
