"""The surroundings of a proposal: dependencies, meetings, editions, changes, questions.

All of it for one reader: nothing that this reader may not see is named.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from proposals.attachments.listing import Files, files_on
from proposals.changes import compare_proposals
from proposals.changes.printed import PrintedChange, printed_change
from proposals.detail.lookup import address_of
from proposals.detail.related import Surroundings
from proposals.domain.attributes import describe_report
from proposals.domain.proposal_parts import ReportRecord
from proposals.domain.published import PublishedEdition, editions
from proposals.domain.records import ProposalRecord
from proposals.domain.scrutiny_items import ItemRecord
from proposals.listing.selection import ROUND
from proposals.models import Dependency, SavingsProposal
from proposals.permissions.scrutiny import may_add, reads_unpublished
from proposals.scrutiny.reading import items_on


@dataclass(frozen=True)
class Linked:
    """A line with, where there is one, the address that it leads to and the words of that link."""

    text: str
    address: str = ""
    link: str = ""


@dataclass(frozen=True)
class Since:
    """The changes of the proposal since one edition was published."""

    edition: PublishedEdition
    change: PrintedChange


@dataclass(frozen=True)
class Beside:
    """All of it; each list may be empty."""

    address: str
    depends_on: Sequence[Linked]
    needed_by: Sequence[Linked]
    reported: Sequence[Linked]
    changes: Sequence[Since]
    family: Sequence[Linked]
    elsewhere: Sequence[Linked]
    items: Sequence[ItemRecord]
    may_add_item: bool
    reads_unpublished: bool
    files: Files


def beside(user: Any, around: Surroundings, record: ProposalRecord) -> Beside:
    """Return the sidebar of the proposal, whose `record` has been read."""
    proposal = around.proposal
    return Beside(
        address=address_of(proposal),
        depends_on=_depends_on(around),
        needed_by=_needed_by(user, proposal),
        reported=_reported(proposal),
        changes=_changes(user, proposal, record),
        family=_family(around),
        elsewhere=[
            Linked(f"{one}, {one.budget_round.name}", address_of(one, with_round=True))
            for one in around.elsewhere
        ],
        items=items_on(user, proposal),
        may_add_item=may_add(user, proposal),
        reads_unpublished=reads_unpublished(user, proposal),
        files=files_on(user, proposal),
    )


def _depends_on(around: Surroundings) -> list[Linked]:
    """Return what it depends on; another proposal is named and linked if the person may see it."""
    rows = around.proposal.dependencies.all()
    return [_linked(row.title, around.get(row.on_proposal_id)) for row in rows]


def _needed_by(user: Any, proposal: SavingsProposal) -> list[Linked]:
    rows = (
        Dependency.objects.filter(
            on_proposal=proposal.own_key,
            proposal__in=SavingsProposal.listed.visible_to(user).order_by().values("pk"),
        )
        .select_related("proposal")
        .order_by("proposal__position", "proposal", "position", "pk")
    )
    return [_linked(row.title, row.proposal) for row in rows]


def _linked(title: str, other: SavingsProposal | None) -> Linked:
    return Linked(title, other.get_absolute_url(), str(other)) if other else Linked(title)


def _reported(proposal: SavingsProposal) -> list[Linked]:
    """Return where it was reported; a meeting leads to all that was reported there."""
    lines = []
    for row in proposal.where_reported.all():
        meeting = row.meeting_as_printed or (str(row.meeting) if row.meeting else "")
        words = describe_report(ReportRecord(meeting, row.item, row.appendix))
        if row.meeting_id is None:
            lines.append(Linked(words))
            continue
        query = QueryDict(mutable=True)
        query.update({ROUND: proposal.budget_round_id, "meeting": row.meeting_id})
        lines.append(
            Linked(words, f"{reverse('proposals:list')}?{query.urlencode()}", "all that was reported there")
        )
    return lines


def _changes(user: Any, proposal: SavingsProposal, record: ProposalRecord) -> list[Since]:
    """Return the changes since each edition that contains it and that this person may read, the newest first."""
    style = proposal.budget_round.council.money_style
    return [
        Since(edition, printed_change(compare_proposals(stored, record), style, shorten=True))
        for edition, stored in editions().of_proposal(user, proposal.own_key)
    ]


def _family(around: Surroundings) -> list[Linked]:
    """Return what it took the place of or grew out of, and what did so with it, in words with links."""
    return [
        Linked(
            _relation(around.proposal, other), other.get_absolute_url(), f"{other}, {other.budget_round.name}"
        )
        for other in around.family
    ]


def _relation(proposal: SavingsProposal, other: SavingsProposal) -> str:
    if other.own_key == proposal.superseded_by_id:
        return "Superseded by"
    if other.superseded_by_id == proposal.own_key:
        return "Takes the place of"
    return "Carried forward from" if other.own_key == proposal.carried_from_id else "Carried forward as"
