"""The published editions of proposals, supplied by the part that publishes: this part knows no editions of its own.

`reports` names its source once, when the application starts; pages, filters and comparisons here ask it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from proposals.domain.records import ProposalRecord, RoundRecord


@dataclass(frozen=True)
class PublishedEdition:
    """A frozen edition, as a reader is told of it: its name, when it was published, and its page."""

    key: int
    title: str
    published_at: datetime
    address: str


class EditionSource:
    """A source of editions; this one has none.

    Each answer has only what the person may read, the newest edition first.
    """

    def of_round(self, user: Any, budget_round: int) -> Sequence[PublishedEdition]:
        """Return the editions made from the round with that key."""
        return ()

    def of_proposal(self, user: Any, proposal: int) -> Sequence[tuple[PublishedEdition, ProposalRecord]]:
        """Return the editions that hold the proposal with that key, each with the proposal as it stood there."""
        return ()

    def records_in(self, user: Any, edition: int) -> RoundRecord | None:
        """Return what the edition with that key froze; None where there is none that the person may read."""
        return None

    def public_scrutiny_page(self, proposal: int) -> str:
        """Return where the public reads what is published of scrutiny's record on the proposal; empty for nowhere."""
        return ""


_source = EditionSource()


def publishes(source: EditionSource) -> None:
    """Name where editions come from; called once, when the application starts."""
    global _source
    _source = source


def editions() -> EditionSource:
    """Return where editions come from."""
    return _source
