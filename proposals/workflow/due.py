"""A person's work by day: their proposals by stage, scrutiny items and advice; and the timetable of a round."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count
from django.utils import timezone

from proposals.domain.deadlines import Deadline, deadline
from proposals.domain.stages import Stage
from proposals.models import BudgetRound
from proposals.models.rounds import DUE_FIELDS, TIMETABLE
from proposals.workflow.my_work import asked_by_scrutiny, proposals_waiting, questions_to
from services.values.wording import counted

MOST_SHOWN = 5

_TO_DO: dict[Stage, str] = {
    Stage.DRAFT: "in draft to submit",
    Stage.SENT_BACK: "to correct and submit again",
    Stage.READY_TO_PUBLISH: "to publish",
}
"""What the person has to do with a proposal at the stage; at every other stage they sign it off."""


@dataclass(frozen=True)
class DueItem:
    """Work of one kind and one day, None where no day is set: how much of what, and the part of My work with it."""

    due: Deadline | None
    words: str
    part: str


def due_items(user: Any) -> Sequence[DueItem]:
    """Return all that waits for the person and their drafts: overdue first, then by day, then without a day."""
    found = (*_proposals_due(user), *_items_due(user), *_advice_due(user))
    return sorted(found, key=lambda item: (item.due.day if item.due else date.max, item.words))


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
        to_do = _TO_DO.get(stage, f"to sign off ({stage.label})")
        proposals = counted(row["count"], "proposal")
        part = {Stage.DRAFT: "drafts", Stage.SENT_BACK: "sent_back"}.get(stage, "waiting")
        yield DueItem(due, f"{proposals} {to_do}, {row['budget_round__name']}", part)


def _items_due(user: Any) -> Iterator[DueItem]:
    today = timezone.localdate()
    asked = asked_by_scrutiny(user).order_by()
    for day, count in asked.values_list("due_on").annotate(Count("pk", distinct=True)):
        yield DueItem(deadline(day, today), f"{counted(count, 'scrutiny item')} to answer", "scrutiny")


def _advice_due(user: Any) -> Iterator[DueItem]:
    if count := questions_to(user).count():
        yield DueItem(None, f"{counted(count, 'request')} for advice", "advice")
