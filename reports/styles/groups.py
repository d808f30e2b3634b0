"""Proposals put into groups with their totals, and anchors that no two headings share."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import count

from proposals.domain.records import ProposalRecord, RoundRecord, Totals
from services.values.years import FinancialYear

NO_COMMITTEE = "No committee stated"


@dataclass(frozen=True)
class Group:
    """Proposals that share a key, in their order, with their totals."""

    key: str
    proposals: tuple[ProposalRecord, ...]
    totals: Totals

    @property
    def directorate(self) -> str:
        """The directorate of the first of them."""
        return self.proposals[0].directorate


def grouped(
    proposals: Iterable[ProposalRecord],
    key: Callable[[ProposalRecord], str],
    years: tuple[FinancialYear, ...],
) -> tuple[Group, ...]:
    """Return the proposals by key, groups in the order of their first proposal; each stands in one group."""
    members: dict[str, list[ProposalRecord]] = {}
    for proposal in proposals:
        members.setdefault(key(proposal), []).append(proposal)
    return tuple(Group(shared, tuple(own), Totals.of(own, years)) for shared, own in members.items())


def by_directorate(round_record: RoundRecord) -> tuple[Group, ...]:
    """Return the proposals of the round by the code of their directorate."""
    return grouped(round_record.proposals, lambda proposal: proposal.directorate_code, round_record.years)


def committees_in_words(proposal: ProposalRecord) -> str:
    """Return the committees together; proposals of two committees are a group of their own, counted once."""
    return " and ".join(proposal.committees) or NO_COMMITTEE


class Anchors:
    """Anchors of small letters, figures and hyphens, each given once."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def new(self, kind: str, text: str) -> str:
        """Return an anchor made of `kind` and `text` that no other heading has."""
        stem = f"{kind}-" + re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
        anchor = next(way for way in _ways(stem) if way not in self._taken)
        self._taken.add(anchor)
        return anchor


def anchors_of(kind: str, proposals: Iterable[ProposalRecord]) -> dict[str, str]:
    """Return an anchor for the heading of each proposal, by reference."""
    anchors = Anchors()
    return {proposal.reference: anchors.new(kind, proposal.reference) for proposal in proposals}


def _ways(stem: str) -> Iterator[str]:
    return (stem if number == 1 else f"{stem}-{number}" for number in count(1))
