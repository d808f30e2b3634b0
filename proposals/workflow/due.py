"""Deadlines of a person: their proposals by stage, their scrutiny items, and the timetable of a round."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils import timezone

from proposals.domain.deadlines import Deadline, deadline
from proposals.domain.stages import Stage
from proposals.models import BudgetRound
from proposals.models.rounds import DUE_FIELDS, TIMETABLE
from proposals.workflow.my_work import asked_by_scrutiny, proposals_waiting
from services.values.wording import counted

MOST_SHOWN = 5

_TO_DO: dict[Stage, str] = {
    Stage.DRAFT: "to submit",
    Stage.SENT_BACK: "to correct and submit again",
    Stage.READY_TO_PUBLISH: "to publish",
}
"""What the person has to do with a proposal at the stage; at every other stage they sign it off."""


@dataclass(frozen=True)
class DueItem:
    """Work of one kind that is due on one day: how much of what, and the part of My work that lists it."""

    due: Deadline
    words: str
    part: str


def due_items(user: Any) -> Sequence[DueItem]:
    """Return what is due from the person, overdue first and then by day, in two queries."""
    return sorted((*_proposals_due(user), *_items_due(user)), key=lambda item: (item.due, item.words))


def timetable_of(budget_round: BudgetRound) -> Sequence[tuple[str, Deadline]]:
    """Return the labels and deadlines of the round in the order of its stages; a closed round has none."""
    if budget_round.phase == BudgetRound.Phase.CLOSED:
        return ()
    today = timezone.localdate()
    found = (
        (str(budget_round._meta.get_field(name).verbose_name), deadline(getattr(budget_round, name), today))
        for name in TIMETABLE
    )
    return [(label.removesuffix(" by"), due) for label, due in found if due]


def _proposals_due(user: Any) -> Iterator[DueItem]:
    today = timezone.localdate()
    rounds = [f"budget_round__{name}" for name in ("name", *TIMETABLE)]
    rows = proposals_waiting(user).order_by().values("stage", "budget_round", *rounds)
    for row in rows.annotate(count=Count("pk")):
        stage = Stage(row["stage"])
        name = DUE_FIELDS.get(stage)
        due = deadline(row[f"budget_round__{name}"], today) if name else None
        if due:
            to_do = _TO_DO.get(stage, f"to sign off ({stage.label})")
            proposals = counted(row["count"], "proposal")
            part = {Stage.DRAFT: "drafts", Stage.SENT_BACK: "sent_back"}.get(stage, "waiting")
            yield DueItem(due, f"{proposals} {to_do}, {row['budget_round__name']}", part)


def _items_due(user: Any) -> Iterator[DueItem]:
    today = timezone.localdate()
    asked = asked_by_scrutiny(user).filter(due_on__isnull=False).order_by()
    for day, count in asked.values_list("due_on").annotate(Count("pk", distinct=True)):
        yield DueItem(Deadline(day, today), f"{counted(count, 'scrutiny item')} to answer", "scrutiny")
