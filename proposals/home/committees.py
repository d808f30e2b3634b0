"""A person's committees on their start page: the proposals before each, and when it meets next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Subquery
from django.urls import reverse

from proposals.domain.direction import PRESSURE, SAVING
from proposals.domain.savings_together import total_of_all
from proposals.domain.stages import LIVE
from proposals.models import BudgetRound
from proposals.models.proposals import proposal_address
from proposals.models.querysets import SavingsProposalQuerySet
from proposals.overview.addresses import round_links
from proposals.overview.printing import Printer
from services.models import Committee, Meeting
from services.values.wording import counted

LARGEST_SHOWN = 5


@dataclass(frozen=True)
class CommitteeProposal:
    """A proposal before the committee."""

    name: str
    total: str
    address: str


@dataclass(frozen=True)
class CommitteeSet:
    """The savings, or the pressures, before the committee: how many, and what they come to."""

    words: str
    total: str
    address: str


@dataclass(frozen=True)
class CommitteePart:
    """A committee of the person's: what is before it of the round, and the largest savings among it."""

    key: int
    name: str
    meets_on: date | None
    sets: Sequence[CommitteeSet]
    overview_address: str
    largest: Sequence[CommitteeProposal]
    count: int
    """The number of savings, of which the largest are shown."""


def seats_of(user: Any, today: date) -> list[Committee]:
    """Return the committees that the person sits on, each with the date of its next meeting, in one query."""
    meetings = Meeting.objects.filter(committee=OuterRef("pk"), date__gte=today, day_is_known=True)
    return list(
        Committee.objects.filter(members__user=user.pk)
        .annotate(meets_on=Subquery(meetings.order_by("date").values("date")[:1]))
        .order_by("name", "pk")
    )


def committee_parts(
    seats: Sequence[Committee], budget_round: BudgetRound, visible: SavingsProposalQuerySet
) -> list[CommitteePart]:
    """Return the part of each committee of the round's council, in one query for all of them."""
    here = [seat for seat in seats if seat.council_id == budget_round.council_id]
    if not here:
        return []
    proposals = list(
        visible.filter(committees__in=here, stage__in=LIVE)
        .order_by("-total_saving", "pk")
        .values(
            "committees",
            "pk",
            "reference",
            "title",
            "direction",
            "total_saving",
            "profile_complete",
            "stated_total",
            "published_version_of",
        )
    )
    return [
        _part(seat, budget_round, [row for row in proposals if row["committees"] == seat.pk]) for seat in here
    ]


def _part(seat: Any, budget_round: BudgetRound, rows: Sequence[dict[str, Any]]) -> CommitteePart:
    printer, links = Printer(budget_round.council.money_style), round_links(budget_round)
    savings = [row for row in rows if row["direction"] != PRESSURE]
    pressures = [row for row in rows if row["direction"] == PRESSURE]
    apart = {"direction": [SAVING]} if pressures else {}
    of_committee = {"committee": [str(seat.pk)]}

    def one_set(
        noun: str, members: Sequence[dict[str, Any]], direction: dict[str, list[str]]
    ) -> CommitteeSet:
        total = printer.in_words(total_of_all([_total(row) for row in members]))
        return CommitteeSet(counted(len(members), noun), total, links({**of_committee, **direction}))

    sets = [one_set("savings proposal" if pressures else "proposal", savings, apart)] if savings else []
    if pressures:
        sets.append(one_set("pressure", pressures, {"direction": [PRESSURE]}))
    address = links(of_committee)
    return CommitteePart(
        key=seat.pk,
        name=seat.name,
        meets_on=seat.meets_on,
        sets=sets,
        overview_address=address.replace(reverse("proposals:list"), reverse("proposals:overview"), 1),
        largest=[
            CommitteeProposal(
                f"{row['reference']} {row['title']}",
                printer.in_words(_total(row)),
                proposal_address(row["pk"], row["published_version_of"]),
            )
            for row in savings[:LARGEST_SHOWN]
        ],
        count=len(savings),
    )


def _total(row: dict[str, Any]) -> int | None:
    """Return the stored total in pounds; None where neither years nor a total are known."""
    is_known = row["profile_complete"] or row["stated_total"] is not None
    return int(row["total_saving"]) if is_known else None
